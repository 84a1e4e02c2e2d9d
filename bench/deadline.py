"""Deadlines of 10 working days: how many a second and core, each with its trace.

Receipts come one every six minutes, day and night, over half a year. Each run begins with a
calendar of which nothing was worked out yet. The reference of the same run is a loop over days that
asks the `holidays` package whether each is free: no trace, no hours, no closures. Then the whole of
`guichet deadline`, lines read and written, beside `json` alone on the same lines. Seconds are of
one core (process time), medians of five. The aim is 20,000 a second for the first.
Run: `python -m bench.deadline [--deadlines N] [--profile]`.
"""

import argparse
import cProfile
import io
import json
import pstats
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
from guichet.borough_calendars import borough_calendars
from guichet.deadline_command import answer_deadlines
from sla.application.deadline_answers import DeadlineAnswers
from sla.domain.counting import Counting, count
from sla.domain.explanation import trace_words

AIM = 20_000
RUNS = 5
AMOUNT = 10
BOROUGH = "pierrefonds-roxboro"
FIRST = datetime(2026, 1, 5, 13, tzinfo=UTC)
STEP = timedelta(minutes=6)
NOW = datetime(2028, 1, 1, tzinfo=UTC)
DAY, SATURDAY = timedelta(days=1), 5
TORONTO = ZoneInfo("America/Toronto")


def ours(received: list[datetime]) -> int:
    """Deadlines with their traces."""
    calendar = borough_calendars(None, NOW)(BOROUGH)
    assert calendar is not None
    started = time.process_time_ns()
    for at in received:
        count(at, Counting.WORKING_DAYS_END_OF_DAY, AMOUNT, calendar)
    return time.process_time_ns() - started


def aloud(received: list[datetime]) -> int:
    """Deadlines with their traces in words, French and English, as an event carries them."""
    calendar = borough_calendars(None, NOW)(BOROUGH)
    assert calendar is not None
    started = time.process_time_ns()
    for at in received:
        trace = count(at, Counting.WORKING_DAYS_END_OF_DAY, AMOUNT, calendar).trace
        trace_words(trace, "fr")
        trace_words(trace, "en")
    return time.process_time_ns() - started


def naive(received: list[datetime]) -> int:
    """The reference: day after day, asked of the package."""
    free = holidays.country_holidays("CA", subdiv="QC", years=(2026, 2027))
    started = time.process_time_ns()
    for at in received:
        _naive_due(at.astimezone(TORONTO).date(), free)
    return time.process_time_ns() - started


def _naive_due(on: date, free: holidays.HolidayBase) -> date:
    left = AMOUNT
    while left:
        on += DAY
        left -= on.weekday() < SATURDAY and on not in free
    return on


def command(received: list[datetime]) -> tuple[int, int]:
    """The whole command over JSON lines, and `json` alone on the same lines and answers."""
    within = {"amount": AMOUNT, "unit": "working_days"}
    lines = [
        json.dumps({"received_at": at.isoformat(), "within": within, "calendar": BOROUGH}).encode()
        for at in received
    ]
    source, target = io.BytesIO(b"\n".join(lines)), io.BytesIO()
    answers = DeadlineAnswers(borough_calendars(None, NOW), NOW)
    started = time.process_time_ns()
    refused = answer_deadlines(answers, source, target)
    taken = time.process_time_ns() - started
    assert refused == 0
    told = [json.loads(line) for line in target.getvalue().splitlines()]
    started = time.process_time_ns()
    for line, answer in zip(lines, told, strict=True):
        json.loads(line)
        json.dumps(answer, ensure_ascii=False)
    return taken, time.process_time_ns() - started


def rate(number: int, taken: list[int]) -> float:
    """Deadlines a second, by the median."""
    return number * 1e9 / statistics.median(taken)


def main() -> int:
    """Print the figures; 1 where the aim is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--deadlines", type=int, default=40_000)
    options.add_argument("--profile", action="store_true")
    asked = options.parse_args()
    received = [FIRST + place * STEP for place in range(asked.deadlines)]
    if asked.profile:
        with cProfile.Profile() as profile:
            command(received)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return 0
    measured: dict[str, Callable[[list[datetime]], int]] = {
        "counted, with trace": ours,
        "counted and put in words": aloud,
        "naive loop over days": naive,
    }
    taken: dict[str, list[int]] = {name: [] for name in measured}
    whole, bare = list[int](), list[int]()
    for _ in range(RUNS):
        for name, run in measured.items():
            taken[name].append(run(received))
        one, other = command(received)
        whole.append(one)
        bare.append(other)
    taken |= {"guichet deadline, lines in and out": whole, "json alone on those lines": bare}
    rates = {name: rate(asked.deadlines, held) for name, held in taken.items()}
    print(f"{asked.deadlines:,} deadlines of {AMOUNT} working days, {BOROUGH}, median of {RUNS}")
    for name, figure in rates.items():
        print(f"  {name:<36} {figure:>9,.0f} a second and core")
    return 0 if rates["counted, with trace"] >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
