"""The line of a manifest at which a fault stands, so that an editor can jump to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HEADER = re.compile(r"^\s*\[(\[)?\s*([\w.-]+)\s*\]?\]")
_PAIR = re.compile(r'^\s*([\w-]+)\s*=\s*(?:"([^"]*)")?')
_NAMES = ("code", "slug", "department")


@dataclass
class _Table:
    """One `[table]` or `[[table]]`: where it begins, where its keys are, and its short texts."""

    header: str
    line: int
    number: int | None
    keys: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def paths(self) -> Iterator[str]:
        """The keys by which a fault may name this table."""
        if self.number is None:
            yield self.header
            return
        yield f"{self.header}.{self.number}"
        if "kind" in self.texts:
            yield f"{self.header}.{self.texts['kind']}.{self.texts.get('activity', '*')}"
        yield from (f"{self.header}.{self.texts[name]}" for name in _NAMES if name in self.texts)


def line_of(manifest: Path, key: str) -> int | None:
    """Number of the line, from 1: of the key, else of its table; None where neither is there."""
    try:
        text = manifest.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    best, line = -1, None
    for table in _tables(text):
        for path in table.paths():
            if len(path) > best and f"{key}.".startswith(f"{path}."):
                rest = key[len(path) + 1 :].split(".")[0]
                best, line = len(path), table.keys.get(rest, table.line)
    return line


def _tables(text: str) -> Iterator[_Table]:
    counts: dict[str, int] = {}
    table: _Table | None = None
    for line, content in enumerate(text.splitlines(), start=1):
        if found := _HEADER.match(content):
            if table is not None:
                yield table
            header, number = found[2], None
            if found[1]:
                number = counts.get(header, 0)
                counts[header] = number + 1
            table = _Table(header, line, number)
        elif table is not None and (pair := _PAIR.match(content)):
            table.keys.setdefault(pair[1], line)
            if pair[2] is not None:
                table.texts.setdefault(pair[1], pair[2])
    if table is not None:
        yield table
