"""The delays that the law gives whoever claims: nobody here owes them, and they are told all the
same.

Data of the law, not of a grid: a grid says only how many days its notice has (LCV 585: 15 in
cities; C.m. 1112.1: 60 under the Code), once, where intake tells them. Bodily injury has neither
(C.c.Q. 2930): complaints then names no day to count from.
"""

from datetime import date, datetime, time

from sla.domain.calendar import WorkingCalendar
from sla.domain.counting import Counting
from sla.domain.promises import CLAIM, CommitmentKind, Promise

NOTICE_DAYS = 15
ACTION_MONTHS = 6
"""LCV 586, C.m. 1112.1."""
OF_CLAIMS = (CommitmentKind.CLAIM_NOTICE, CommitmentKind.CLAIM_ACTION)


def promises_of_the_law(notice_days: int) -> tuple[Promise, ...]:
    """What holds for every claim, with no warning to anybody's work list."""
    notice = Promise(
        kind=CommitmentKind.CLAIM_NOTICE,
        case_kind=CLAIM,
        counting=Counting.CALENDAR_DAYS_ROLLED,
        amount=notice_days,
        warn_shares=(),
    )
    action = Promise(
        kind=CommitmentKind.CLAIM_ACTION,
        case_kind=CLAIM,
        counting=Counting.CALENDAR_MONTHS_ROLLED,
        amount=ACTION_MONTHS,
        warn_shares=(),
    )
    return notice, action


def starts_at(facts_on: date | None, calendar: WorkingCalendar) -> datetime | None:
    """The first moment of the day of the facts: the days after it count.

    None: no day is known, or it lies before every year that somebody confirmed; such a delay is
    over, and nobody can say any more on which day it ended.
    """
    if facts_on is None or facts_on.year < min(calendar.years):
        return None
    return calendar.instant(facts_on, time(0))
