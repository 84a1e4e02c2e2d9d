"""`python -m complaints api|worker|all`."""

from chassis.process import main

from complaints.bootstrap import build
from complaints.settings import ComplaintsSettings


def run() -> None:
    """Live, in the role that the command line names."""
    main("complaints", ComplaintsSettings, build)


if __name__ == "__main__":
    run()
