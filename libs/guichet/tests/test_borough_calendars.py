"""Calendars as boroughs' folders give them, on days that were so (REQUIREMENTS §2.1)."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from guichet.borough_calendars import calendar_of
from pydantic import ValidationError
from routing.adapters.snapshot_files import read_snapshot
from routing.domain.grid import Grid, Grids
from routing.domain.manifest_calendar import Calendar
from sla.domain.calendar import WorkingCalendar

CHRISTMAS = {"reason_fr": "Temps des Fêtes", "reason_en": "Holiday season"}


@pytest.fixture(scope="module")
def grids() -> Grids:
    return read_snapshot(None).grids


def grid(grids: Grids, borough: str) -> Grid:
    found = grids.on(borough, datetime.date(2026, 11, 20))
    assert found is not None
    return found


def calendar(grids: Grids, borough: str, **changes: Any) -> WorkingCalendar:
    """The borough's own, with these keys of `[calendar]` instead."""
    held = grid(grids, borough)
    raw = held.manifest.calendar.model_dump(mode="json") | changes
    manifest = held.manifest.model_copy(update={"calendar": Calendar.model_validate(raw)})
    return calendar_of(replace(held, manifest=manifest))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def in_2022(**more: Any) -> dict[str, Any]:
    return {"holidays": {"easter": "both", "years": [2021, 2022, 2023], **more}}


def test_the_city_closed_until_3_january_2023_and_ville_marie_until_the_6th_mt_08(
    grids: Grids,
) -> None:
    city, borough = (
        calendar(
            grids,
            slug,
            **in_2022(),
            closures=[{"from_on": "2022-12-23", "until_on": until, **CHRISTMAS}],
        )
        for slug, until in (("montreal", "2023-01-03"), ("ville-marie", "2023-01-06"))
    )
    for on in ("2022-12-23", "2022-12-26", "2022-12-30", "2023-01-02", "2023-01-03"):
        assert city.day(day(on)).closed, on
        assert borough.day(day(on)).closed, on
    assert city.day(day("2022-12-22")).closed is None
    assert city.walk(day("2022-12-22"), 1)[0] == day("2023-01-04")
    assert borough.walk(day("2022-12-22"), 1)[0] == day("2023-01-09"), "the 7th is a Saturday"


def test_montreal_closes_on_good_friday_and_on_easter_monday(grids: Grids) -> None:
    held = calendar(grids, "montreal", **in_2022())
    names = {on: held.day(day(on)).closed for on in ("2021-04-02", "2021-04-05")}
    assert all(names.values())
    assert held.day(day("2021-04-06")).closed is None


def test_pierrefonds_closes_at_noon_on_fridays_and_inherits_the_city_s_holidays_mt_08(
    grids: Grids,
) -> None:
    held = calendar(grids, "pierrefonds-roxboro")
    friday, thursday = held.day(day("2026-06-19")), held.day(day("2026-06-18"))
    assert friday.spans == ((datetime.time(8), datetime.time(12)),)
    assert thursday.spans == ((datetime.time(8), datetime.time(17)),)
    city = calendar(grids, "montreal")
    for year in held.years & city.years:
        on = datetime.date(year, 1, 1)
        while on.year == year:
            assert bool(held.day(on).closed) is bool(city.day(on).closed), on
            on += datetime.timedelta(days=1)


def test_every_shipped_calendar_lasts_another_twelve_months_and_closes_at_christmas(
    grids: Grids,
) -> None:
    for one in grids:
        held = calendar_of(one)
        assert held.horizon_on() >= day("2027-11-20"), one.slug
        assert held.day(day("2026-12-25")).closed, one.slug


def test_a_counter_that_closes_at_noon_has_two_spans_a_day(grids: Grids) -> None:
    """As permits in Pierrefonds were, 2014-2016."""
    permits = {
        "day": "mon",
        "opens": "08:00:00",
        "break_from": "12:00:00",
        "break_until": "13:00:00",
        "closes": "16:30:00",
    }
    held = calendar(grids, "pierrefonds-roxboro", hours=[permits])
    assert held.day(day("2026-06-15")).spans == (
        (datetime.time(8), datetime.time(12)),
        (datetime.time(13), datetime.time(16, 30)),
    )


def test_days_are_opened_and_holidays_proclaimed_year_by_year(grids: Grids) -> None:
    mourning = {"on": "2022-09-19", "name_fr": "Deuil national", "name_en": "Day of mourning"}
    held = calendar(
        grids,
        "prevost",
        **in_2022(proclaimed=[mourning]),
        opened=[
            {"on": "2022-10-10"},
            {"on": "2022-06-04", "opens": "10:00:00", "closes": "14:00:00"},
        ],
    )
    closed = held.day(day("2022-09-19"))
    assert closed.closed is not None
    assert closed.closed.name_fr == "Deuil national"
    assert closed.roll is not None, "a proclaimed day is one on which no legal delay ends (I-16)"
    assert held.day(day("2022-10-10")).spans == held.day(day("2022-10-11")).spans
    assert held.day(day("2022-06-04")).spans == ((datetime.time(10), datetime.time(14)),)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"opened": [{"on": "2026-06-13"}]}, "its weekday has none"),
        ({"opened": [{"on": "2026-06-13", "opens": "10:00:00"}]}, "closes is not after opens"),
        (
            {
                "hours": [
                    {
                        "day": "mon",
                        "opens": "08:00:00",
                        "closes": "16:30:00",
                        "break_from": "13:00:00",
                        "break_until": "12:00:00",
                    }
                ]
            },
            "the break is not within the hours",
        ),
    ],
)
def test_hours_that_make_no_sense_are_refused(
    grids: Grids, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        calendar(grids, "prevost", **changes)
    assert said in str(caught.value.errors()[0])
