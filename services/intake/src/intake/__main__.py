"""`python -m intake api|worker|all`."""

from chassis.process import main

from intake.bootstrap import build
from intake.settings import IntakeSettings

if __name__ == "__main__":
    main("intake", IntakeSettings, build)
