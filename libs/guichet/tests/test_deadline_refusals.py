"""What `guichet deadline` refuses, by the field; and that it answers whatever it is told."""

import copy
import json
from datetime import timedelta
from typing import Any

import pytest
from guichet_testing.deadlines import (
    ASKED,
    INLINE,
    NOW,
    WEEK,
    error_of,
    poured,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from sla.application.deadline_lines import LONGEST_LINE


@pytest.mark.parametrize(
    ("unit", "end"),
    [
        ("working_days", "roll"),
        ("working_hours", "end_of_day"),
        ("calendar_days", "same_time"),
        ("hours", "roll"),
    ],
)
def test_an_end_that_the_unit_does_not_know_is_refused(unit: str, end: str) -> None:
    error = error_of(within={"amount": 3, "unit": unit, "end": end})
    assert (error["code"], error["target"]) == ("invalidParameter", "within.end")


def pause(**ends: str) -> dict[str, Any]:
    whole = {"from": "2026-06-22T09:00:00-04:00", "to": "2026-06-23T09:00:00-04:00"}
    more = [{name.rstrip("_"): at for name, at in ends.items()}] if ends else []
    return {"pauses": [whole, *more]}


def inline(**changes: object) -> dict[str, Any]:
    return {"calendar": {**INLINE, **changes}}


def hours(day: str, *spans: object) -> dict[str, Any]:
    return inline(hours={**WEEK, day: list(spans)})


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"received_at": None}, "received_at"),
        ({"received_at": "hier"}, "received_at"),
        ({"received_at": 1781900000}, "received_at"),
        ({"received_at": "2026-06-19T16:59:00"}, "received_at"),
        ({"received_at": "2026-11-21T00:00:00Z"}, "received_at"),
        ({"received_at": "0001-01-01T00:00:00+14:00"}, "received_at"),
        ({"within": None}, "within"),
        ({"within": {"amount": 0, "unit": "hours"}}, "within.amount"),
        ({"within": {"amount": -3, "unit": "working_days"}}, "within.amount"),
        ({"within": {"amount": 1.5, "unit": "hours"}}, "within.amount"),
        ({"within": {"amount": True, "unit": "hours"}}, "within.amount"),
        ({"within": {"amount": 10**9, "unit": "hours"}}, "within.amount"),
        ({"within": {"amount": 3, "unit": "weeks"}}, "within.unit"),
        ({"within": {"amount": 3, "unit": "hours", "end": "noon"}}, "within.end"),
        ({"calendar": "Laval"}, "calendar"),
        ({"calendar": None}, "calendar"),
        (inline(timezone="America/Nowhere"), "calendar.timezone"),
        (inline(timezone="America"), "calendar.timezone"),
        (inline(timezone="../UTC"), "calendar.timezone"),
        (inline(hours={}), "calendar.hours"),
        (inline(hours={"mon": []}), "calendar.hours"),
        (inline(holiday=["2026-06-24"]), "calendar"),
        (inline(holidays=["24 juin"]), "calendar.holidays[0]"),
        (inline(years=[]), "calendar.years"),
        (inline(years=[2026, "2027"]), "calendar.years[1]"),
        (hours("lundi", ["08:30", "17:00"]), "calendar.hours.lundi"),
        (hours("fri", ["17:00", "08:30"]), "calendar.hours.fri"),
        (hours("fri", ["08:30", "13:00"], ["12:00", "17:00"]), "calendar.hours.fri"),
        (hours("fri", ["08:30"]), "calendar.hours.fri"),
        (hours("fri", ["8h", "12h"]), "calendar.hours.fri"),
        ({"pauses": {"from": "2026-06-22"}}, "pauses"),
        (pause(from_="2026-06-24T09:00:00-04:00"), "pauses[1].to"),
        (pause(to="2026-06-24T09:00:00-04:00"), "pauses[1].from"),
        (
            pause(from_="2026-06-24T09:00:00", to="2026-06-25T09:00:00-04:00"),
            "pauses[1].from",
        ),
        (
            pause(from_="2026-06-23T08:00:00-04:00", to="2026-06-24T09:00:00-04:00"),
            "pauses[1].from",
        ),
        (
            pause(from_="2026-06-01T08:00:00-04:00", to="2026-06-02T09:00:00-04:00"),
            "pauses[1].from",
        ),
        (
            pause(from_="2026-06-25T08:00:00-04:00", to="2026-06-24T09:00:00-04:00"),
            "pauses[1].to",
        ),
        ({"id": [1]}, "id"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(
    changes: dict[str, Any], target: str
) -> None:
    error = error_of(**changes)
    assert (error["code"], error["target"]) == ("invalidParameter", target)
    assert error["message"]


def test_a_year_that_nobody_confirmed_is_named_with_its_borough_and_means_no_holiday_never() -> (
    None
):
    far = {"amount": 900, "unit": "working_days"}
    error = error_of(within=far, calendar="Pierrefonds-Roxboro")
    assert (error["code"], error["target"]) == ("unprocessableEntity", "calendar.years")
    assert error["innererror"] == {"line": 1, "borough": "Pierrefonds-Roxboro", "year": 2029}
    assert "Pierrefonds-Roxboro" in error["message"]
    assert "2029" in error["message"]
    assert error_of(within=far, calendar=INLINE)["innererror"]["year"] == 2027


def test_a_calendar_without_an_open_day_left_ends_in_an_error_and_never_loops() -> None:
    mondays = [str(NOW.date().replace(month=1, day=5) + timedelta(weeks=n)) for n in range(52)]
    shut = {**INLINE, "hours": {"mon": [["08:30", "17:00"]]}, "holidays": mondays}
    assert error_of(calendar=shut)["target"] == "calendar.years"
    for unit in ("working_hours", "working_days"):
        within = {"amount": 1, "unit": unit}
        assert error_of(calendar=shut, within=within)["target"] == "calendar.years"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=5,
)
ANYWHERE = [
    *((key,) for key in ("received_at", "within", "calendar", "pauses", "id")),
    *(("within", key) for key in ("amount", "unit", "end")),
    *(("calendar", key) for key in ("timezone", "hours", "holidays", "years")),
    *(("calendar", "hours", day) for day in ("mon", "sun")),
    *(("pauses", 0, key) for key in ("from", "to", "reason")),
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ANYWHERE), anything), min_size=1, max_size=3))
def test_whatever_a_line_says_it_gets_an_answer(changes: list[tuple[Any, Any]]) -> None:
    line: dict[str, Any] = copy.deepcopy({**ASKED, "calendar": INLINE, **pause()})
    for path, value in changes:
        place: Any = line
        try:
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
        except (TypeError, KeyError, IndexError):
            continue
    said, _ = poured(line)
    assert len(said) == 1
    assert said[0].keys() & {"due_at", "error"}


def test_half_a_character_in_what_is_said_again_is_written_as_it_came() -> None:
    said, refused = poured(json.dumps({**ASKED, "id": "\ud800"}).encode())
    assert (refused, said[0]["id"]) == (0, "\ud800")


def test_a_bad_line_is_answered_in_its_place_and_the_rest_goes_on() -> None:
    said, refused = poured(ASKED, b"non", b"", b'{"id": 1, "id": 2}', b"x" * 99_999, ASKED)
    codes = [one["error"]["code"] if "error" in one else None for one in said]
    assert codes == [None, "invalidJsonBody", "duplicateKey", "invalidJsonBody", None]
    assert said[2]["error"]["innererror"] == {"line": 4}
    assert (refused, said[0]) == (3, said[4])
    assert LONGEST_LINE < 99_999
