"""Geometry of the charts of performance: plain numbers for templates to draw as SVG.

All are 360 units wide, so that their text can be read on a phone; what each shows stands in the
table beneath it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sla.domain.performance.backlog import AgeClass
from sla.domain.performance.consistency import Spread
from sla.domain.performance.on_time import Judgement
from sla.domain.performance.tally import Tally

WIDTH = 360
ROW, BAR = 42, 14  # of a bar with its words above it
SLIM = 24  # of a bar with its words beside it
LABEL, END = 104, 56  # room for words left and right of a slim bar
LONGEST = 40  # characters that fit above a bar
SHOWN = (Judgement.ON_TIME, Judgement.OPEN, Judgement.LATE)


@dataclass(frozen=True)
class Part:
    """A part of a bar; `name` says how it is filled."""

    name: str
    x: float
    width: float
    number: int


@dataclass(frozen=True)
class Stack:
    """A bar of parts, with words above it."""

    label: str
    words: str
    y: int
    parts: Sequence[Part]


@dataclass(frozen=True)
class Slim:
    """A bar with words left of it and its number right of it; `inner`: the hatched part."""

    label: str
    number: int
    y: int
    width: float
    inner: float
    words: str = ""


@dataclass(frozen=True)
class Whisker:
    """A borough in a chart of ranges; None: too few cases, no line."""

    label: str
    words: str
    y: int
    x10: float | None
    x50: float | None
    x90: float | None


@dataclass(frozen=True)
class Strip:
    """One activity in a chart of ranges: its title, and the boroughs beneath."""

    title: str
    words: str
    y: int
    whiskers: Sequence[Whisker]


@dataclass(frozen=True)
class Ranges:
    """A chart of ranges; `ticks`: place and number of days of the scale."""

    height: int
    strips: Sequence[Strip]
    ticks: Sequence[tuple[float, int]]


def stacks(rows: Sequence[tuple[str, str, Tally]]) -> list[Stack]:
    """Each row (name, words, counts) as a bar of its whole: shares can be compared."""
    return [
        Stack(_short(name), words, number * ROW, _parts(tally))
        for number, (name, words, tally) in enumerate(rows)
    ]


def _parts(tally: Tally) -> list[Part]:
    whole = sum(tally.adjusted[one] for one in SHOWN) or 1
    parts: list[Part] = []
    x = 0.0
    for one in SHOWN:
        number = tally.adjusted[one]
        width = WIDTH * number / whole
        if number:
            parts.append(Part(one.value, round(x, 1), round(width, 1), number))
        x += width
    return parts


def histogram(labels: Sequence[str], counts: Sequence[int], shares: Sequence[str]) -> list[Slim]:
    """Classes from above to below, to the scale of the longest; `shares` stand beside numbers."""
    longest = max(counts, default=0) or 1
    room = WIDTH - LABEL - END
    return [
        Slim(label, count, number * SLIM, round(room * count / longest, 1), 0.0, share)
        for number, (label, count, share) in enumerate(zip(labels, counts, shares, strict=True))
    ]


def ages(labels: Sequence[str], classes: Sequence[AgeClass]) -> list[Slim]:
    """Open cases by age, the late ones hatched."""
    longest = max((one.number for one in classes), default=0) or 1
    room = WIDTH - LABEL - END
    return [
        Slim(
            label,
            one.number,
            number * SLIM,
            round(room * one.number / longest, 1),
            round(room * one.late / longest, 1),
        )
        for number, (label, one) in enumerate(zip(labels, classes, strict=True))
    ]


def ranges(rows: Sequence[tuple[str, str, Spread, Sequence[tuple[str, str]]]]) -> Ranges:
    """Each row: name, words, the spread, and of each borough in it name and words."""
    longest = max((one.p90 or 0 for _, _, spread, _ in rows for one in spread.ranges), default=0)
    last = _round_up(longest)
    scale = (WIDTH - 16) / last
    strips: list[Strip] = []
    y = 24
    for name, words, spread, called in rows:
        top, whiskers = y, []
        y += 22
        for one, (borough, told) in zip(spread.ranges, called, strict=True):
            places = [None if days is None else round(8 + days * scale, 1)
                      for days in (one.p10, one.p50, one.p90)]  # fmt: skip
            whiskers.append(Whisker(_short(borough), told, y, *places))
            y += 34
        strips.append(Strip(_short(name), words, top, whiskers))
        y += 14
    step = last // 4
    ticks = [(round(8 + days * scale, 1), days) for days in range(0, last + 1, step)]
    return Ranges(y, strips, ticks)


def _round_up(days: int) -> int:
    """The least multiple of four that is easy to read and not less."""
    for step in (1, 2, 5, 10, 15, 25, 50, 100, 250):
        if days <= 4 * step:
            return 4 * step
    return 4 * (days // 4 + 1)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
