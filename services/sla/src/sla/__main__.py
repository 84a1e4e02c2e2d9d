"""`python -m sla api|worker|all`."""

from chassis.process import main

from sla.bootstrap import build
from sla.settings import SlaSettings


def run() -> None:
    """Live, in the role that the command line names."""
    main("sla", SlaSettings, build)


if __name__ == "__main__":
    run()
