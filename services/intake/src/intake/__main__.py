"""`python -m intake api|worker|all`."""

from chassis.process import main

from intake.bootstrap import build
from intake.settings import IntakeSettings


def run() -> None:
    """Live, in the role that the command line names."""
    main("intake", IntakeSettings, build)


if __name__ == "__main__":
    run()
