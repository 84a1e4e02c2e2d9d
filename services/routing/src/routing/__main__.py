"""`python -m routing api|worker|all`."""

from chassis.process import main

from routing.bootstrap import build
from routing.settings import RoutingSettings

if __name__ == "__main__":
    main("routing", RoutingSettings, build)
