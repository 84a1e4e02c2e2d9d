"""Figures of the departments, for their directors: of departments alone, never of a person (PV-51).

They say how much there is and how promises are kept; they order nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

# By what cases are counted, in this order; see `assignment_index`.
COUNTED = (
    "department",
    "stage",
    "outcome",
    "promise",
    "accepted",
    "transfer",
    "level",
    "done_in",
)


@dataclass(frozen=True)
class Figures:
    """Counts of one department, or of several together."""

    open: int = 0
    late: int = 0
    not_accepted: int = 0
    in_transfer: int = 0
    second_line: int = 0
    completed: int = 0
    kept: int = 0
    missed: int = 0
    first_line: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(self))
        )

    @property
    def on_time_percent(self) -> int | None:
        """Of the work completed in the month, promises kept; None: none was promised."""
        return _percent(self.kept, self.kept + self.missed)

    @property
    def first_line_percent(self) -> int | None:
        """Of the work completed in the month, what never went to level 2 (MT-03); None: none."""
        return _percent(self.first_line, self.completed)


def figures_of(counts: Mapping[tuple[str, ...], int], month: str) -> dict[tuple[str, str], Figures]:
    """By borough and department. `counts` has the borough that answers, then COUNTED.

    `month` is a local one, `2026-11`; work completed in others is not counted.
    """
    found: dict[tuple[str, str], Figures] = {}
    for (borough, *values), number in counts.items():
        given = dict(zip(COUNTED, values, strict=True))
        if not given["department"]:
            continue
        post = (borough, given["department"])
        found[post] = found.get(post, Figures()) + _of(given, number, month)
    return found


def total_of(figures: Iterable[Figures]) -> Figures:
    """All together."""
    return sum(figures, Figures())


def _of(given: Mapping[str, str], number: int, month: str) -> Figures:
    if given["stage"] == "open" and given["outcome"] == "assigned":
        return Figures(
            open=number,
            late=number if given["promise"] == "missed" else 0,
            not_accepted=number if given["accepted"] == "no" else 0,
            in_transfer=number if given["transfer"] == "offered" else 0,
            second_line=number if given["level"] == "2" else 0,
        )
    if given["stage"] == "completed" and given["done_in"] == month:
        return Figures(
            completed=number,
            kept=number if given["promise"] == "met" else 0,
            missed=number if given["promise"] == "missed" else 0,
            first_line=number if given["level"] == "1" else 0,
        )
    return Figures()


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
