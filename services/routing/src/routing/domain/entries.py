"""Entries that are added and never overwritten: a change names the one whose place it takes."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Entry(Protocol):
    """Something recorded; `amends` is the number of the entry whose place it takes."""

    @property
    def amends(self) -> int | None: ...

    @property
    def is_cancelled(self) -> bool: ...


E = TypeVar("E", bound=Entry)


def standing(entries: Sequence[E]) -> dict[int, E]:
    """The last word on each thing recorded, by its number; what was cancelled is left out.

    Entries are numbered from 1 in the order of recording. A changed one keeps its place among the
    others, so that shortening an old absence does not put it before a newer one.
    """
    first: dict[int, int] = {}
    last: dict[int, tuple[int, E]] = {}
    for number, entry in enumerate(entries, 1):
        first[number] = number if entry.amends is None else first[entry.amends]
        last[first[number]] = (number, entry)
    return {number: entry for number, entry in last.values() if not entry.is_cancelled}
