"""`python -m complaints api|worker|all`; `rewrap`: all keys anew, no document touched; `law`: the
texts of the law as docs/law.md shows them.
"""

import asyncio
import json
import sys

from chassis.faults import Transient
from chassis.kit import Kit
from chassis.process import main

from complaints.adapters.sealing import ring_of
from complaints.bootstrap import build, vault_of
from complaints.law import load
from complaints.law.in_words import law_in_words
from complaints.settings import ComplaintsSettings


def run() -> None:
    """Live, in the role that the command line names; or renew the key-encryption keys."""
    if sys.argv[1:] == ["rewrap"]:
        raise SystemExit(rewrap(ComplaintsSettings()))
    if sys.argv[1:] == ["law"]:
        sys.stdout.write(law_in_words(load()))
        raise SystemExit(0)
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
