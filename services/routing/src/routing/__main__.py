"""`python -m routing api|worker|all`."""

from chassis.process import main

from routing.bootstrap import build
from routing.domain.errors import ManifestsRefused
from routing.settings import RoutingSettings


def run() -> None:
    """Live, in the role that the command line names; faults of manifests are told as they are."""
    try:
        main("routing", RoutingSettings, build)
    except ManifestsRefused as refused:
        raise SystemExit(str(refused)) from None


if __name__ == "__main__":
    run()
