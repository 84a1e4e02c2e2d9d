"""Which days are open (REQUIREMENTS §2.1)."""

from datetime import date, time

import pytest
from pydantic import ValidationError
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.domain.calendar import (
    CalendarInvalid,
    CalendarMissing,
    CalendarRules,
    Cause,
    PublicHoliday,
    WorkingCalendar,
    build_calendar,
)

FULL_DAY = [["08:00", "17:00"]]
WEEK = {
    "monday": FULL_DAY,
    "tuesday": FULL_DAY,
    "wednesday": FULL_DAY,
    "thursday": FULL_DAY,
    "friday": [["08:00", "12:00"]],
}


def calendar(**changes: object) -> WorkingCalendar:
    data = {"weekly": WEEK, "years": [2026, 2027]} | changes
    return build_calendar("pierrefonds", 1, CalendarRules.model_validate(data), QuebecHolidays())


def why_closed(on: date, **changes: object) -> str | None:
    closed = calendar(**changes).day(on).closed
    return closed.name_fr if closed else None


def test_friday_closes_at_noon() -> None:
    assert calendar().day(date(2026, 6, 26)).spans == ((time(8), time(12)),)


def test_the_national_holiday_is_closed_and_says_so_in_both_languages() -> None:
    closed = calendar().day(date(2026, 6, 24)).closed
    assert closed is not None
    assert (closed.cause, closed.name_fr) == (Cause.HOLIDAY, "Fête nationale du Québec")
    assert closed.name_en == "Saint Jean Baptiste Day"


def test_a_year_without_calendar_raises_with_borough_and_year_and_never_means_no_holiday() -> None:
    with pytest.raises(CalendarMissing) as caught:
        calendar().day(date(2028, 1, 3))
    assert (caught.value.borough, caught.value.year) == ("pierrefonds", 2028)


def test_the_horizon_is_the_end_of_the_last_year_in_a_row() -> None:
    assert calendar(years=[2026, 2027, 2029]).horizon_on() == date(2027, 12, 31)


@pytest.mark.parametrize("on", [date(2026, 4, 6), date(2027, 3, 29)])
def test_easter_monday_is_closed_only_where_the_borough_says_so(on: date) -> None:
    assert why_closed(on) is None
    assert why_closed(on, easter_monday=True) == "Lundi de Pâques"


def test_a_closure_of_the_borough_is_closed_with_its_reason() -> None:
    block = [{"on": "2026-12-24", "reason_fr": "Temps des Fêtes", "reason_en": "Holiday season"}]
    assert why_closed(date(2026, 12, 24), closures=block) == "Temps des Fêtes"
    assert why_closed(date(2026, 12, 24)) is None


def test_a_holiday_may_be_opened_all_the_same() -> None:
    assert calendar(opened=["2026-10-12"]).day(date(2026, 10, 12)).spans


def test_a_sunday_may_be_opened_with_hours_of_its_own() -> None:
    day = calendar(opened_hours={"2026-03-01": [["10:00", "14:00"]]}).day(date(2026, 3, 1))
    assert day.closed is None
    assert day.spans == ((time(10), time(14)),)


def test_the_legal_roll_knows_sundays_and_holidays_but_not_saturdays_i16() -> None:
    days = calendar()
    assert days.day(date(2026, 7, 1)).roll is not None
    assert days.day(date(2026, 7, 5)).roll is not None
    assert days.day(date(2026, 7, 4)).roll is None
    assert days.day(date(2026, 4, 6)).roll is not None, "Easter Monday is in the law's own list"


def test_a_closure_and_a_day_observed_by_custom_do_not_roll_a_legal_delay_i16() -> None:
    block = [{"on": "2026-12-24", "reason_fr": "Temps des Fêtes", "reason_en": "Holiday season"}]
    days = calendar(closures=block)
    assert days.day(date(2026, 12, 24)).roll is None
    assert days.day(date(2027, 12, 27)).closed is not None
    assert days.day(date(2027, 12, 27)).roll is None


def test_the_second_of_july_is_legal_where_the_first_is_a_sunday_i16() -> None:
    legal = {day.on for day in QuebecHolidays().holidays(2029) if day.legal}
    assert date(2029, 7, 2) in legal
    assert date(2029, 6, 25) not in legal


def test_a_seed_that_knows_nothing_of_a_year_is_refused() -> None:
    class Silent:
        def holidays(self, year: int) -> tuple[PublicHoliday, ...]:
            return ()

    rules = CalendarRules.model_validate({"weekly": WEEK, "years": [2026]})
    with pytest.raises(CalendarInvalid, match="2026"):
        build_calendar("prevost", 1, rules, Silent())


@pytest.mark.parametrize(
    "fault",
    [
        {"zone": "America/Nowhere"},
        {"zone": "America"},
        {"weekly": {}},
        {"weekly": {"lundi": FULL_DAY}},
        {"weekly": {"monday": [["17:00", "08:00"]]}},
        {"weekly": {"monday": [["08:00", "13:00"], ["12:00", "17:00"]]}},
        {"opened": ["2026-03-01"]},
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(fault: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CalendarRules.model_validate({"weekly": WEEK, "years": [2026]} | fault)
