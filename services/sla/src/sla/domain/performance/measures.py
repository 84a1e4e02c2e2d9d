"""The figures that an improvement may aim at: each is computed by the platform, by nobody else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sla.domain.performance.report import Report
from sla.domain.performance.tally import judged_in


class Figure(StrEnum):
    """What is measured."""

    ON_TIME = "on-time"
    ON_TIME_ORIGINAL = "on-time-original"
    MEDIAN_DAYS = "median-days"
    NINE_TENTHS_DAYS = "nine-tenths-days"
    FIRST_CONTACT = "first-contact"
    REOPENED = "reopened"
    LATE_TODAY = "late-today"
    OLD_TODAY = "old-today"


@dataclass(frozen=True)
class Reading:
    """A value, of how many cases; None: too few to say."""

    value: float | None
    cases: int


@dataclass(frozen=True)
class Meaning:
    """How a figure is read off a report. `more_is_better` says which way a target is reached."""

    more_is_better: bool
    unit: str
    """percent, days or cases."""
    read: Callable[[Report], Reading]

    def is_reached(self, value: float | None, target: float) -> bool | None:
        """Whether the target is reached; None: it cannot be said."""
        if value is None:
            return None
        return value >= target if self.more_is_better else value <= target


OLD_DAYS = 90
"""Open for longer than this is old."""


def _old(report: Report) -> Reading:
    number = sum(one.number for one in report.backlog.ages if one.first > OLD_DAYS)
    return Reading(number, report.backlog.open)


MEANINGS: Mapping[Figure, Meaning] = {
    Figure.ON_TIME: Meaning(
        True,
        "percent",
        lambda one: Reading(one.total.on_time_percent(), judged_in(one.total.adjusted)),
    ),
    Figure.ON_TIME_ORIGINAL: Meaning(
        True,
        "percent",
        lambda one: Reading(
            one.total.on_time_percent(original=True), judged_in(one.total.original)
        ),
    ),
    Figure.MEDIAN_DAYS: Meaning(
        False, "days", lambda one: Reading(one.total.percentile(50), one.total.completed)
    ),
    Figure.NINE_TENTHS_DAYS: Meaning(
        False, "days", lambda one: Reading(one.total.percentile(90), one.total.completed)
    ),
    Figure.FIRST_CONTACT: Meaning(
        True,
        "percent",
        lambda one: Reading(
            one.total.first_contact_percent, one.total.received - one.total.withdrawn
        ),
    ),
    Figure.REOPENED: Meaning(
        False, "percent", lambda one: Reading(one.total.reopened_percent, one.total.received)
    ),
    Figure.LATE_TODAY: Meaning(
        False, "cases", lambda one: Reading(one.backlog.late, one.backlog.open)
    ),
    Figure.OLD_TODAY: Meaning(False, "cases", _old),
}
