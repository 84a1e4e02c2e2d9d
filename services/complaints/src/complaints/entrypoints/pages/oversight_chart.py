"""The complaints of each month as one bar in parts, in units of the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.domain.oversight import Month

WIDTH, ROW = 360, 42
LABEL, BAR = 15, 16  # baseline of the label and height of the bar, in a row
WIDE_ENOUGH = 14  # for a number to stand in a part


@dataclass(frozen=True)
class Part:
    """One ending in a month."""

    ending: str
    x: float
    length: float
    number: int
    says_number: bool


@dataclass(frozen=True)
class Bar:
    """A month; `y` of its row."""

    month: str
    y: int
    total: int
    parts: Sequence[Part]


def bars_of(months: Sequence[Month]) -> list[Bar]:
    """To the scale of the fullest month; parts in the order of the endings."""
    fullest = max((one.total for one in months), default=0) or 1
    return [_bar(one, number, WIDTH / fullest) for number, one in enumerate(months)]


def _bar(month: Month, number: int, unit: float) -> Bar:
    parts, x = list[Part](), 0.0
    for ending, count in month.endings.items():
        if count:
            length = round(count * unit, 1)
            parts.append(Part(ending.value, round(x, 1), length, count, length >= WIDE_ENOUGH))
            x += count * unit
    return Bar(month.month, number * ROW, month.total, parts)
