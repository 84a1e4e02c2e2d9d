"""`python -m sla api|worker|all`."""

from chassis.process import main

from sla.bootstrap import build
from sla.settings import SlaSettings

if __name__ == "__main__":
    main("sla", SlaSettings, build)
