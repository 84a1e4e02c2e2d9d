"""What the page of performance shows of a report: rows, charts and words in one language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ui.language import said

from sla.domain.performance.consistency import Spread, consistency_of
from sla.domain.performance.on_time import FIRST_CONTACT_V1, ON_TIME_V1
from sla.domain.performance.report import Report
from sla.domain.performance.tally import BINS, TOO_FEW, Tally
from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.performance import charts
from sla.entrypoints.performance.words import (
    TOO_FEW_WORDS,
    channel_in_words,
    days_in_words,
    value_in_words,
)

BARS, STRIPS = 12, 6  # activities in a picture; the tables have all of them


@dataclass(frozen=True)
class Row:
    """A line of a table of figures."""

    name: str
    tally: Tally
    adjusted: str
    original: str
    days: tuple[str, str, str]
    working: tuple[str, str, str]


def picture_of(report: Report, names: BoroughNames, language: str) -> dict[str, Any]:
    """All charts and tables of a report."""
    total = report.total
    activities = _rows(
        ((_activity(names, report, code), one) for code, one in report.by_activity.items()),
        language,
    )
    promised = [row for row in activities if _judged(row.tally)]
    spreads = consistency_of(report.by_activity_and_borough)
    labels = [days_in_words(*one, language) for one in BINS]
    age_labels = [days_in_words(one.first, one.last, language) for one in report.backlog.ages]
    counts, worked = total.histogram(), total.histogram(working=True)
    return {
        "total": _row("", total, language),
        "first_contact": value_in_words(total.first_contact_percent, "percent", language),
        "reopened": value_in_words(total.reopened_percent, "percent", language),
        "activity_rows": activities,
        "stacks": charts.stacks([(row.name, row.adjusted, row.tally) for row in promised[:BARS]]),
        "stacks_left_out": len(promised) - len(promised[:BARS]),
        "delays": list(
            zip(
                *(labels, counts, _shares(counts, language)),
                *(worked, _shares(worked, language)),
                strict=True,
            )
        ),
        "histogram": charts.histogram(labels, counts, [""] * len(counts)),
        "spreads": [_spread_words(one, names, report, language) for one in spreads],
        "ranges": charts.ranges(
            [_range_row(one, names, report, language) for one in spreads[:STRIPS]]
        ),
        "ranges_left_out": len(spreads) - len(spreads[:STRIPS]),
        "borough_rows": _rows(
            ((names.borough(slug), one) for slug, one in report.by_borough.items()),
            language,
            "name",
        ),
        "department_rows": _rows(
            ((_post(names, report, post), one) for post, one in report.by_department.items()),
            language,
            "name",
        ),
        "channel_rows": _rows(
            ((channel_in_words(code, language), one) for code, one in report.by_channel.items()),
            language,
        ),
        "backlog": report.backlog,
        "ages": list(zip(age_labels, report.backlog.ages, strict=True)),
        "age_chart": charts.ages(age_labels, report.backlog.ages),
        "definitions": definitions_in(language),
        "too_few": TOO_FEW,
        "width": charts.WIDTH,
    }


def _rows(named: Iterable[tuple[str, Tally]], language: str, order: str = "received") -> list[Row]:
    rows = [_row(name, tally, language) for name, tally in named]
    if order == "name":
        return sorted(rows, key=lambda row: row.name)
    return sorted(rows, key=lambda row: (-row.tally.received, row.name))


def _row(name: str, tally: Tally, language: str) -> Row:
    def share(value: float | None, judged: int) -> str:
        return "–" if not judged else value_in_words(value, "percent", language)

    def days(percentile: int) -> str:
        value = tally.percentile(percentile)
        return "–" if not tally.completed else value_in_words(value, "days", language)

    def working(percentile: int) -> str:
        value = tally.percentile(percentile, working=True)
        return "" if value is None else value_in_words(value, "working", language)

    judged = _judged(tally)
    return Row(
        name,
        tally,
        share(tally.on_time_percent(), judged),
        share(tally.on_time_percent(original=True), judged),
        (days(10), days(50), days(90)),
        (working(10), working(50), working(90)),
    )


def _judged(tally: Tally) -> int:
    return sum(tally.adjusted[one] for one in charts.SHOWN)


def _activity(names: BoroughNames, report: Report, code: str) -> str:
    """The name in the grid of one of the boroughs that have it."""
    slugs = sorted(slug for activity, slug in report.by_activity_and_borough if activity == code)
    called = (names.activity(slug, code) for slug in slugs)
    return next((name for name in called if name != code), code)


def _post(names: BoroughNames, report: Report, post: tuple[str, str]) -> str:
    slug, code = post
    where = f"{names.borough(slug)} : " if len(report.by_borough) > 1 else ""
    return where + (names.department(slug, code) if code else "–")


def _shares(counts: Sequence[int], language: str) -> list[str]:
    whole = sum(counts)
    if whole < TOO_FEW:
        return ["–"] * len(counts)
    return [value_in_words(round(100 * one / whole, 1), "percent", language) for one in counts]


def _range_row(
    one: Spread, names: BoroughNames, report: Report, language: str
) -> tuple[str, str, Spread, list[tuple[str, str]]]:
    called = []
    for found in one.ranges:
        words = said(TOO_FEW_WORDS, language)
        if found.p50 is not None:
            median = said(("médiane", "median"), language)
            words = f"{median} {value_in_words(found.p50, 'days', language)}"
        called.append((names.borough(found.borough), words))
    gap = value_in_words(one.median_days, "days", language)
    words = f"{said(('écart', 'spread'), language)} {gap}"
    return _activity(names, report, one.activity), words, one, called


def _spread_words(
    one: Spread, names: BoroughNames, report: Report, language: str
) -> dict[str, Any]:
    def told(value: float | None, unit: str) -> str:
        return value_in_words(value, unit, language)

    return {
        "activity": _activity(names, report, one.activity),
        "gap": told(one.median_days, "days"),
        "ranges": [
            (
                names.borough(found.borough),
                [
                    found.completed,
                    told(found.p10, "days"),
                    told(found.p50, "days"),
                    told(found.p90, "days"),
                    told(found.on_time_percent, "percent"),
                ],
            )
            for found in one.ranges
        ],
    }


def definitions_in(language: str) -> list[tuple[str, int, str]]:
    titles = {
        ON_TIME_V1.name: ("Dans le délai", "On time"),
        FIRST_CONTACT_V1.name: ("Réglé au premier contact", "Settled at first contact"),
    }
    return [
        (
            said(titles[one.name], language),
            one.version,
            said((one.french, one.english), language),
        )
        for one in (ON_TIME_V1, FIRST_CONTACT_V1)
    ]
