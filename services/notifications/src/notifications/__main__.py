"""`python -m notifications api|worker|all`."""

from chassis.process import main

from notifications.bootstrap import build
from notifications.settings import NotificationsSettings

if __name__ == "__main__":
    main("notifications", NotificationsSettings, build)
