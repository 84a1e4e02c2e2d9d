"""`python -m complaints api|worker|all`."""

from chassis.process import main

from complaints.bootstrap import build
from complaints.settings import ComplaintsSettings

if __name__ == "__main__":
    main("complaints", ComplaintsSettings, build)
