"""A deadline's trace as steps that are read aloud in order and add up to it (PV-03, PV-04).

Every explanation of a deadline comes from here: pages, events and `guichet deadline`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from sla.domain.calendar import DAY, Cause, ClosedDay
from sla.domain.counting import Counting, Trace
from sla.domain.day_words import (
    Language,
    clock_words,
    day_words,
    join_days,
    lasting,
    moment,
    runs,
    span_words,
)
from sla.domain.delay_words import delay_words, extension_words
from sla.domain.pauses import Pauses
from sla.domain.trace import ROLLED, days_in

_LAST_MOMENT = time(23, 59, 59)


class StepKind(StrEnum):
    """What a step tells."""

    RECEIVED = "received"
    DELAY = "delay"
    EXTENSION = "extension"
    OPENING = "opening"
    PAUSE = "pause"
    CLOSED = "closed"
    COUNTED = "counted"
    ROLLED = "rolled"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its words, and the values that a program adds up.

    `from_on` and `to_on`: the local days it speaks of, both included; `days`: how many. `from_at`
    and `to_at`: UTC instants, for what is not told in whole days. `cause`: why those days do not
    count. `counted`: whether this is part of the promised amount; the `days` of all steps that are
    (the time between their instants, for hours) add up to it. `off`: the days that do not.
    """

    kind: StepKind
    fr: str
    en: str
    from_on: date
    to_on: date
    counted: bool = False
    days: int | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None
    cause: str | None = None
    amount: int | None = None
    off: tuple[ClosedDay, ...] = ()


def steps(trace: Trace, *, reopened: bool = False, of_facts: bool = False) -> list[Step]:
    """From receipt to the deadline. `reopened`: the delay runs from a reopening, and says so;
    `of_facts`: from the day of the facts, whose hour nobody knows."""
    zone = ZoneInfo(trace.zone)
    received = (
        facts_step(trace.start_at, zone)
        if of_facts
        else received_step(trace.start_at, zone, reopened=reopened)
    )
    told = [
        received,
        *_delay(trace.counting, trace.amount, trace.extended_by, received.from_on),
    ]
    between = list(_passing(trace, zone))
    if trace.pauses or trace.clock_at != trace.start_at:
        between += [*_opening(trace, zone), *_pauses(trace, zone)]
        # A day is told at its end: what happened in its course is what took it.
        between.sort(
            key=lambda step: step.from_at or datetime.combine(step.from_on, _LAST_MOMENT, zone)
        )
    return [*told, *between, _due(trace.readd(), zone)]


def received_step(at: datetime, zone: ZoneInfo, *, reopened: bool = False) -> Step:
    """With what every explanation begins."""
    words = ("Rouvert le", "Reopened") if reopened else ("Reçu le", "Received")
    return _at(StepKind.RECEIVED, at.astimezone(zone), *words)


def facts_step(at: datetime, zone: ZoneInfo) -> Step:
    """With what a delay begins that runs from the facts."""
    on = at.astimezone(zone).date()
    fr, en = (day_words(on, language, with_year=True) for language in ("fr", "en"))
    return Step(StepKind.RECEIVED, f"Faits du {fr}", f"Facts of {en}", on, on, from_at=at)


# By the UTC instant and the zone: local moments of two zones are equal where they are one instant.
@lru_cache(maxsize=4096)
def _due(due_at: datetime, zone: ZoneInfo) -> Step:
    return _at(StepKind.DUE, due_at.astimezone(zone), "échéance :", "due")


def _at(kind: StepKind, at: datetime, fr: str, en: str) -> Step:
    words = f"{fr} {moment(at, 'fr')}", f"{en} {moment(at, 'en')}"
    return Step(kind, *words, at.date(), at.date(), from_at=at.astimezone(UTC))


@lru_cache(maxsize=4096)
def _delay(counting: Counting, amount: int, extended_by: int, on: date) -> tuple[Step, ...]:
    fr, en = delay_words(counting, amount)
    delay = Step(StepKind.DELAY, f"délai : {fr}", f"delay: {en}", on, on, amount=amount)
    if not extended_by:
        return (delay,)
    fr, en = extension_words(counting, extended_by)
    return delay, Step(StepKind.EXTENSION, fr, en, on, on, amount=extended_by)


def _opening(trace: Trace, zone: ZoneInfo) -> Iterator[Step]:
    if trace.clock_at != trace.start_at:
        opening = trace.clock_at.astimezone(zone)
        said = "le compte commence à l’ouverture, le", "the clock starts at the next opening,"
        yield _at(StepKind.OPENING, opening, *said)


def _pauses(trace: Trace, zone: ZoneInfo) -> Iterator[Step]:
    for pause in trace.pauses:
        assert pause.to_at is not None  # a deadline was found: it waits no longer
        begun, ended = pause.from_at.astimezone(zone), pause.to_at.astimezone(zone)
        why = [f" ({words})" if words else "" for words in pause.words()]
        lost = (" : ce temps ne compte pas", ": this time does not count")
        more = lost if trace.counting.in_hours else ("", "")
        yield Step(
            StepKind.PAUSE,
            f"suspendu du {moment(begun, 'fr')} au {moment(ended, 'fr')}{why[0]}{more[0]}",
            f"suspended from {moment(begun, 'en')} to {moment(ended, 'en')}{why[1]}{more[1]}",
            begun.date(),
            ended.date(),
            from_at=pause.from_at,
            to_at=pause.to_at,
            cause=pause.reason or None,
        )


def _passing(trace: Trace, zone: ZoneInfo) -> Iterable[Step]:
    """What counts and what does not, day by day or hour by hour."""
    if trace.counting is Counting.ELAPSED_HOURS:
        pieces = Pauses(trace.pauses).outside(trace.start_at, trace.readd())
        return [_hours(from_at, to_at, zone) for from_at, to_at in pieces]
    if trace.counting is Counting.WORKING_HOURS:
        worked = [_hours(span.from_at, span.to_at, zone) for span in trace.worked]
        passing = [*map(_off, runs(trace.skipped)), *worked]
        passing.sort(key=lambda step: (step.from_on, step.from_at or trace.start_at))
        return passing
    first = trace.clock_at.astimezone(zone).date()
    days = days_in(trace.counting, first, trace.total)
    return _days(first, days, trace.skipped, rolls=trace.counting in ROLLED)


@lru_cache(maxsize=4096)
def _days(
    first: date, total: int, skipped: tuple[ClosedDay, ...], *, rolls: bool
) -> tuple[Step, ...]:
    """`first`: the day after which days count. `rolls`: what was skipped but for pauses are days on
    which the law lets no delay end; they come after the last that counts."""
    last, on = _last_counted(first, total, skipped, rolls=rolls), first + DAY
    told: list[Step] = []
    for run in runs(skipped):
        is_roll = _is_roll(run[0], rolls=rolls)
        if run[0].on > first and on <= last:
            until = last if is_roll or run[0].on > last else run[0].on - DAY
            told += _counted(on, until)
            on = max(until, run[-1].on) + DAY
        told.append(_rolled(run) if is_roll else _off(run))
    return *told, *_counted(on, last)


def _is_roll(day: ClosedDay, *, rolls: bool) -> bool:
    return rolls and day.cause is not Cause.PAUSE


def _last_counted(first: date, total: int, skipped: tuple[ClosedDay, ...], *, rolls: bool) -> date:
    """Where the days are used up, before any roll."""
    last = first + total * DAY
    for day in skipped:
        if first < day.on <= last and not _is_roll(day, rolls=rolls):
            last += DAY
    return last


def _counted(first: date, last: date) -> Iterator[Step]:
    if first > last:
        return
    days = (last - first).days + 1
    many = "s" if days > 1 else ""
    fr = f"{span_words(first, last, 'fr')} : {days} jour{many} compté{many}"
    en = f"{span_words(first, last, 'en')}: {days} day{many} counted"
    yield Step(StepKind.COUNTED, fr, en, first, last, counted=True, days=days)


def _off(run: list[ClosedDay]) -> Step:
    days = tuple(run)
    return _not_counted(StepKind.CLOSED, days, off_words(days, "fr"), off_words(days, "en"))


def _rolled(run: list[ClosedDay]) -> Step:
    days = tuple(run)
    return _not_counted(StepKind.ROLLED, days, rolled_words(days, "fr"), rolled_words(days, "en"))


def _not_counted(kind: StepKind, run: tuple[ClosedDay, ...], fr: str, en: str) -> Step:
    first, last = run[0], run[-1]
    return Step(
        kind,
        fr,
        en,
        first.on,
        last.on,
        days=len(run),
        cause=first.cause.value,
        off=run,
    )


@lru_cache(maxsize=4096)
def off_words(days: tuple[ClosedDay, ...], language: Language) -> str:
    """That these days do not count."""
    many = len(days) > 1
    if language == "fr":
        return f"{join_days(days, 'fr')} ne {'comptent' if many else 'compte'} pas"
    return f"{join_days(days, 'en')} {'do' if many else 'does'} not count"


@lru_cache(maxsize=4096)
def rolled_words(days: tuple[ClosedDay, ...], language: Language) -> str:
    """That the law lets no delay end on these days (I-16 art. 52)."""
    if language == "fr":
        return f"le délai ne peut finir {join_days(days, 'fr', 'ni')}"
    return f"the delay may not end on {join_days(days, 'en', 'or')}"


def _hours(from_at: datetime, to_at: datetime, zone: ZoneInfo) -> Step:
    begun, ended = from_at.astimezone(zone), to_at.astimezone(zone)
    if begun.date() == ended.date():
        clocks = begun.time(), ended.time()
        fr = "{}, de {} à {}".format(
            day_words(begun.date(), "fr"), *(clock_words(one, "fr") for one in clocks)
        )
        en = "{}, {} to {}".format(
            day_words(begun.date(), "en"), *(clock_words(one, "en") for one in clocks)
        )
    else:
        fr = f"du {moment(begun, 'fr')} au {moment(ended, 'fr')}"
        en = f"{moment(begun, 'en')} to {moment(ended, 'en')}"
    passed = lasting(to_at - from_at)
    return Step(
        StepKind.COUNTED,
        f"{fr} : {passed} comptées",
        f"{en}: {passed} counted",
        begun.date(),
        ended.date(),
        counted=True,
        from_at=from_at,
        to_at=to_at,
    )
