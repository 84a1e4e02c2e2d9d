"""`python -m routing api|worker|all`."""

from chassis.process import main

from routing.bootstrap import build
from routing.settings import RoutingSettings


def run() -> None:
    """Live, in the role that the command line names."""
    main("routing", RoutingSettings, build)


if __name__ == "__main__":
    run()
