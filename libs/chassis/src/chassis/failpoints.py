"""Named points at which a test has this process die, as by kill -9. Inert unless the setting is on.

`GUICHET_FAILPOINT="after-write:3"` kills at the third passage of that point.
"""

import os
import signal

POINTS = (
    "before-write",
    "after-write",
    "after-publish",
    "before-ack",
    "in-sweeper",
    "in-round",
    "after-reservation",
    "after-provider",
)

_armed, _, _count = os.environ.get("GUICHET_FAILPOINT", "").partition(":")
_left = int(_count or 1)
if _armed and _armed not in POINTS:
    raise SystemExit(f"GUICHET_FAILPOINT: {_armed!r} is none of {', '.join(POINTS)}")


def failpoint(name: str) -> None:
    """Die here, if a test said so."""
    global _left
    if _armed != name:
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
