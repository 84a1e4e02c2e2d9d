"""`python -m complaints api|worker|all`, and `rewrap`: all keys anew, no document touched."""

import asyncio
import json
import sys

from chassis.faults import Transient
from chassis.kit import Kit
from chassis.process import main

from complaints.adapters.sealing import ring_of
from complaints.bootstrap import build, vault_of
from complaints.settings import ComplaintsSettings


def run() -> None:
    """Live, in the role that the command line names; or renew the key-encryption keys."""
    if sys.argv[1:] == ["rewrap"]:
        raise SystemExit(rewrap(ComplaintsSettings()))
    main("complaints", ComplaintsSettings, build)


def rewrap(settings: ComplaintsSettings) -> int:
    """Wrap every data key in a new version of its key-encryption key; exit code.

    Safe beside a running service, and to be begun again where it broke off.
    """
    ring = ring_of(Kit("complaints", settings), vault_of(settings))
    try:
        done = asyncio.run(ring.rewrap())
    except Transient as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    sys.stdout.write(json.dumps({"rewrapped": done}) + "\n")
    return 0


if __name__ == "__main__":
    run()
