"""`python -m notifications api|worker|all`."""

from chassis.process import main

from notifications.bootstrap import build
from notifications.settings import NotificationsSettings


def run() -> None:
    """Live, in the role that the command line names."""
    main("notifications", NotificationsSettings, build)


if __name__ == "__main__":
    run()
