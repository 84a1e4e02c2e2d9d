"""Delays in working days beside those that elapsed, by the calendar of who answers (PR-05)."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.domain.calendar import WEEKDAYS, CalendarRules, build_calendar
from sla.domain.performance.months import EndedCases
from sla.domain.performance.working_days import WorkingDays

from services.sla.tests.performance_app import PerformanceApp
from services.sla.tests.performance_cases import case, seeded_calendar, worked_in
from services.sla.tests.promised_cases import words_of

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.fixture
def app(told: Any) -> PerformanceApp:
    return PerformanceApp(told)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-06-19", "2026-06-22", 1),  # Friday to Monday
        ("2026-06-20", "2026-06-21", 0),  # Saturday to Sunday
        ("2026-06-23", "2026-06-25", 1),  # over the national holiday of 24 June
        ("2026-06-15", "2026-06-15", 0),  # the same day
        ("2026-12-30", "2027-01-05", 3),  # over the turn of the year, less 1 January
    ],
)
def test_the_day_of_receipt_and_closed_days_do_not_count(first: str, last: str, days: int) -> None:
    assert worked_in("prevost", date.fromisoformat(first), date.fromisoformat(last)) == days


@given(one=DAYS, other=DAYS, third=DAYS)
def test_what_lies_between_adds_up_and_is_never_more_than_what_elapsed(
    one: date, other: date, third: date
) -> None:
    first, middle, last = sorted((one, other, third))
    both = worked_in("prevost", first, middle), worked_in("prevost", middle, last)
    whole = worked_in("prevost", first, last)
    assert whole is not None
    assert None not in both
    assert whole == sum(part or 0 for part in both)
    assert 0 <= whole <= (last - first).days


@given(first=DAYS, amount=st.integers(1, 60))
def test_it_is_the_inverse_of_how_a_promise_counts_its_days(first: date, amount: int) -> None:
    if first.year == 2027:
        first = first.replace(year=2026, day=min(first.day, 28))
    due_on, _ = seeded_calendar("prevost").walk(first, amount)
    assert worked_in("prevost", first, due_on) == amount


def test_without_a_calendar_or_a_confirmed_year_it_is_not_known() -> None:
    assert WorkingDays(lambda _: None)("prevost", date(2026, 6, 1), date(2026, 6, 2)) is None
    assert worked_in("prevost", date(2027, 12, 30), date(2028, 1, 3)) is None


def test_a_calendar_that_changed_counts_from_then_on() -> None:
    calendars = [seeded_calendar("prevost")]
    counted = WorkingDays(lambda _: calendars[-1])
    monday, friday = date(2026, 6, 15), date(2026, 6, 19)
    assert counted("prevost", monday, friday) == 4
    week = {day: [("08:00", "17:00")] for day in WEEKDAYS[:5] if day != "wednesday"}
    rules = CalendarRules.model_validate({"weekly": week, "years": [2026]})
    calendars.append(build_calendar("prevost", 2, rules, QuebecHolidays()))
    assert counted("prevost", monday, friday) == 3


async def test_pr_05_the_page_says_both_and_the_file_has_both(app: PerformanceApp) -> None:
    received_at = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)  # Monday
    done = [
        case(number, received_at=received_at, completed_at=received_at + timedelta(days=8))
        for number in range(1, 6)
    ]
    await app.hold(done)
    page = words_of(await app.get("/performance"))
    assert "8 jours 6 ouvrables" in page
    assert "En jours ouvrables, par le calendrier de qui répond : 6 ouvrables" in page
    english = words_of(await app.get("/performance", language="en"))
    assert "8 days 6 working days" in english
    found = await app.get("/api/sla/v1/performance/export.csv")
    row = next(csv.DictReader(io.StringIO(found.text.removeprefix("\ufeff"))))
    assert (row["p50_days"], row["p50_working_days"]) == ("8", "6")
    told = (await app.get("/api/sla/v1/performance")).json()["total"]
    assert told["delayDays"] == {"p10": 8, "p50": 8, "p90": 8}
    assert told["delayWorkingDays"] == {"p10": 6, "p50": 6, "p90": 6}


async def test_under_five_of_which_it_is_known_nothing_is_said(app: PerformanceApp) -> None:
    received_at = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
    done = [
        case(number, received_at=received_at, completed_at=received_at + timedelta(days=8))
        for number in range(1, 5)
    ]
    far = received_at.replace(year=2024)  # of that year the borough confirmed no calendar
    unknown = case(9, received_at=far, completed_at=far + timedelta(days=8))
    await app.hold([*done, unknown])
    query = {"from": "2024-11", "to": "2026-11"}
    told = (await app.get("/api/sla/v1/performance", **query)).json()["total"]
    assert told["delayDays"]["p50"] == 8
    assert told["delayWorkingDays"]["p50"] is None


def test_what_was_counted_before_is_read_and_knows_no_working_days() -> None:
    before = EndedCases.model_validate(
        {"department": "", "activity": "x", "channel": "web", "received": 1, "delays": {"3": 1}}
    )
    assert before.working_delays == {}
