"""An address as it stands in the window of an envelope: a few short lines (Canada Post's way)."""

import re
from collections.abc import Sequence

MOST_LINES, LONGEST = 6, 46  # as many as the window shows, at 10 points
PROVINCES = frozenset({"qc", "québec", "quebec", "on", "ontario", "nb", "n.-b."})
_CODE = re.compile(r"\b([ABCEGHJ-NPRSTVXY]\d[A-Z])[ -]?(\d[A-Z]\d)\b", re.IGNORECASE)
_NUMBER = re.compile(r"^\d+[A-Za-z]?$")


def window_lines(name: str, address: str) -> Sequence[str]:
    """Name, street, town, postal code from one line as it was typed.

    A number is not parted from its street, nor a town from its province. Of a Canadian address the
    country is left out, as the post asks; nothing else is.
    """
    said = " ".join(address.split())
    code = _CODE.search(said)
    if code is not None:
        said = f"{said[: code.start()]},{said[code.end() :]}"
    parts = [part.strip() for part in said.split(",") if part.strip()]
    if code is not None and len(parts) > 1 and parts[-1].lower() == "canada":
        parts.pop()
    lines: list[str] = []
    for part in parts:
        if lines and _NUMBER.match(lines[-1]):
            lines[-1] = f"{lines[-1]}, {part}"
        elif len(lines) > 1 and part.lower() in PROVINCES:
            lines[-1] = f"{lines[-1]} {part}"
        else:
            lines.append(part)
    if code is not None:
        # Two spaces before the postal code, as the post reads it.
        town = f"{lines.pop()}  " if len(lines) > 1 else ""
        lines.append(town + f"{code[1]} {code[2]}".upper())
    whole = [*([" ".join(name.split())] if name.strip() else []), *lines]
    shown = [piece for line in whole for piece in _folded(line)]
    if len(shown) > MOST_LINES:
        shown = [*shown[: MOST_LINES - 1], ", ".join(shown[MOST_LINES - 1 :])]
    return shown


def _folded(line: str) -> Sequence[str]:
    """A line that is too long, in two or more at its spaces."""
    pieces = [""]
    for word in line.split(" "):
        longer = f"{pieces[-1]} {word}" if pieces[-1] else word
        if len(longer) <= LONGEST or not pieces[-1]:
            pieces[-1] = longer
        else:
            pieces.append(word)
    return pieces
