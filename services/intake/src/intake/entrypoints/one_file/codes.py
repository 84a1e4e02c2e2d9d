"""Tracking codes in what somebody typed or pasted: codes, or the links that were mailed. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.domain.tracking import LENGTH

MOST = 12
"""Codes looked at in one go; a page of more is none that one can read."""
_APART = re.compile(r"[\n,;]+")
_FILLING = re.compile(r"[\s\u00a0\u202f-]+")


@dataclass(frozen=True)
class Codes:
    """`found`: each one once, in their order; `unread`: pieces that hold none, as they were."""

    found: Sequence[str] = ()
    unread: Sequence[str] = ()


def codes_in(text: str) -> Codes:
    """The codes of a text: one a line, or parted by commas; of a link what stands behind its `#`.

    Spaces and dashes within a code do not count; several on one line are told apart by length.
    """
    found: dict[str, None] = {}
    unread: list[str] = []
    for piece in _APART.split(text):
        plain = _FILLING.sub("", piece.rpartition("#")[2]).upper()
        if not plain:
            continue
        if not plain.isascii() or not plain.isalnum() or len(plain) % LENGTH:
            unread.append(piece.strip())
            continue
        for at in range(0, len(plain), LENGTH):
            found.setdefault(plain[at : at + LENGTH])
    return Codes(tuple(found), tuple(unread))
