"""When the monthly lists leave, are due back, and go to the council (PV-27, 29, 32, 33, C-01).

The table was drawn by hand from the calendars of 2026 and 2027; nothing in it was computed by the
code that it checks.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.domain.calendar import (
    WEEKDAYS,
    CalendarMissing,
    CalendarRules,
    WorkingCalendar,
    build_calendar,
)
from sla.domain.lists.plan import (
    FullWeek,
    ListRules,
    MonthPlan,
    SendRule,
    is_working,
    plan_month,
    plan_year,
)
from sla.domain.lists.schedule import Step, due_between

FIRST, MONDAY = SendRule.FIRST_WD_LAST_WEEK, SendRule.LAST_MONDAY_FULL_WEEK
# month: §4.1, §4.2.3 with weeks to Friday, with weeks to Sunday, reply date, the council's day
TABLE = {
    "2026-01": (26, 26, 19, 30, "02-02"),
    "2026-02": (23, 23, 16, 27, "03-02"),
    "2026-03": (30, 23, 23, 31, "04-01"),
    "2026-04": (27, 20, 20, 30, "05-01"),
    "2026-05": (25, 25, 25, 29, "06-01"),
    "2026-06": (29, 22, 22, 30, "07-02"),
    "2026-07": (27, 27, 20, 31, "08-03"),
    "2026-08": (31, 24, 24, 31, "09-01"),
    "2026-09": (28, 21, 21, 30, "10-01"),
    "2026-10": (26, 26, 19, 30, "11-02"),
    "2026-11": (30, 23, 23, 30, "12-01"),
    "2026-12": (28, 21, 21, 31, "01-04"),
    "2027-01": (25, 25, 25, 29, "02-01"),
    "2027-02": (22, 22, 22, 26, "03-01"),
    "2027-03": (30, 22, 22, 31, "04-01"),  # the 29th is Easter Monday
    "2027-04": (26, 26, 19, 30, "05-03"),
    "2027-05": (31, 25, 25, 31, "06-01"),  # the 24th is the Journée nationale des patriotes
    "2027-06": (28, 21, 21, 30, "07-02"),
    "2027-07": (26, 26, 19, 30, "08-02"),
    "2027-08": (30, 23, 23, 31, "09-01"),
    "2027-09": (27, 20, 20, 30, "10-01"),
    "2027-10": (25, 25, 25, 29, "11-01"),
    "2027-11": (29, 22, 22, 30, "12-01"),
    "2027-12": (28, 28, 20, 31, "01-04"),  # the 27th stands for Christmas, a Saturday
}
# The Mondays of §4.2.3 on which the counter is closed, as the rule names them.
CLOSED_MONDAYS = {"2027-05": 24, "2027-12": 27}
WEEK = {name: [("08:30", "16:30")] for name in WEEKDAYS[:5]}
CHRISTMAS = [date(2026, 12, 23) + timedelta(days=n) for n in range(12)]
CHRISTMAS += [date(2027, 12, 23) + timedelta(days=n) for n in range(12)]


def calendar(years: tuple[int, ...] = (2026, 2027, 2028), **more: Any) -> WorkingCalendar:
    rules = {"weekly": WEEK, "years": list(years), "easter_monday": True, **more}
    return build_calendar("prevost", 1, CalendarRules.model_validate(rules), QuebecHolidays())


def with_christmas_block() -> WorkingCalendar:
    """Closed from 23 December to 3 January, as Montréal's offices are (§2.1)."""
    return calendar(closures=[{"on": on, "reason_fr": "f", "reason_en": "c"} for on in CHRISTMAS])


def two_years(held: WorkingCalendar, **rules: Any) -> dict[str, MonthPlan]:
    made = ListRules(**{"min_working_days": 0, **rules})
    return {one.name: one for year in (2026, 2027) for one in plan_year(held, made, year)}


@pytest.mark.parametrize(
    ("column", "rule", "full_week"),
    [
        (0, FIRST, FullWeek.MON_FRI),
        (1, MONDAY, FullWeek.MON_FRI),
        (2, MONDAY, FullWeek.MON_SUN),
    ],
)
def test_c_01_pv_27_pv_32_each_rule_sends_on_the_day_of_the_table(
    column: int, rule: SendRule, full_week: FullWeek
) -> None:
    plans = two_years(calendar(), send_rule=rule, full_week=full_week)
    sent = {name: one.send_on.day for name, one in plans.items()}
    assert sent == {name: row[column] for name, row in TABLE.items()}
    assert not any(one.moved for one in plans.values())


def test_pv_29_pv_33_replies_are_due_on_the_last_working_day_and_the_council_reads_on_the_first() -> (  # noqa: E501
    None
):
    plans = two_years(calendar())
    assert {name: one.reply_by.day for name, one in plans.items()} == {
        name: row[3] for name, row in TABLE.items()
    }
    assert {name: f"{one.elected_on:%m-%d}" for name, one in plans.items() if one.elected_on} == {
        name: row[4] for name, row in TABLE.items()
    }


def test_c_01_the_two_days_differ_in_14_of_24_months_and_in_20_by_weeks_to_sunday() -> None:
    named = {name: CLOSED_MONDAYS.get(name, row[1]) for name, row in TABLE.items()}
    assert sum(row[0] != named[name] for name, row in TABLE.items()) == 14
    assert sum(row[0] != row[2] for row in TABLE.values()) == 20


def test_c_01_the_traps_where_nobody_would_have_a_day_to_answer() -> None:
    plans = two_years(calendar(), send_rule=FIRST)
    without = [name for name, one in plans.items() if one.send_on == one.reply_by]
    assert without == ["2026-08", "2026-11", "2027-05"]


def test_c_01_the_christmas_block_leaves_one_day_in_2026_and_none_in_2027_so_the_list_moves() -> (
    None
):
    plans = two_years(with_christmas_block())
    assert (plans["2026-12"].send_on, plans["2026-12"].reply_by) == (
        date(2026, 12, 21),
        date(2026, 12, 22),
    )
    assert plans["2027-12"].send_on == plans["2027-12"].reply_by == date(2027, 12, 22)
    moved = two_years(with_christmas_block(), min_working_days=3)
    assert moved["2026-12"].send_on == moved["2027-12"].send_on - timedelta(days=365)
    assert moved["2026-12"].send_on == date(2026, 12, 17)
    assert [name for name, one in moved.items() if one.moved] == ["2026-12", "2027-12"]


def test_a_year_that_nobody_confirmed_has_no_dates_and_its_january_none_for_the_council() -> None:
    held = calendar((2026,))
    assert plan_month(held, ListRules(), date(2026, 12, 1)).elected_on is None
    with pytest.raises(CalendarMissing) as missing:
        plan_year(held, ListRules(), 2027)
    assert (missing.value.borough, missing.value.year) == ("prevost", 2027)


@given(
    month=st.integers(0, 23),
    rule=st.sampled_from(SendRule),
    full_week=st.sampled_from(FullWeek),
    least=st.integers(0, 10),
    closed=st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=8),
)
def test_c_01_so_many_working_days_always_remain_and_every_date_is_one(
    month: int, rule: SendRule, full_week: FullWeek, least: int, closed: set[date]
) -> None:
    held = calendar(closures=[{"on": str(on), "reason_fr": "f", "reason_en": "c"} for on in closed])
    rules = ListRules(send_rule=rule, full_week=full_week, min_working_days=least)
    plan = plan_month(held, rules, date(2026 + month // 12, month % 12 + 1, 1))
    days = [plan.send_on + timedelta(days=n) for n in range(1, 40)]
    left = [on for on in days if on <= plan.reply_by and is_working(held, on)]
    assert len(left) >= least
    for on in (plan.send_on, plan.reply_by, plan.elected_on, plan.remind_on):
        assert on is None or is_working(held, on)
    assert plan.send_on <= plan.reply_by
    assert plan.remind_on is None or plan.send_on < plan.remind_on < plan.reply_by


def test_what_is_due_comes_oldest_first_whatever_time_was_slept_through() -> None:
    rules = ListRules(officials=("conseil-1",))
    start, end = datetime(2026, 7, 1, 4, tzinfo=UTC), datetime(2026, 10, 1, 4, tzinfo=UTC)
    found = due_between(calendar(), rules, start, end)
    told = [(one.step, f"{one.plan.name}", f"{one.at:%m-%d %H:%M}") for one in found]
    assert told[:4] == [
        (Step.COUNCIL, "2026-06", "07-02 12:30"),
        (Step.SEND, "2026-07", "07-27 12:30"),
        (Step.REMIND, "2026-07", "07-30 12:30"),
        (Step.COUNCIL, "2026-07", "08-03 12:30"),
    ]
    assert len(found) == 9
    middle = found[4].at
    halves = due_between(calendar(), rules, start, middle) + due_between(
        calendar(), rules, middle, end
    )
    assert halves == found
