"""`guichet lists plan`: the dates of a year, for people and for programs (PV-27..33, C-01)."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from guichet.__main__ import app
from typer.testing import CliRunner, Result

KEYS = {"month", "send_on", "reply_by", "elected_on", "rule", "moved"}


def planned(*arguments: str) -> Result:
    """What the command does, as somebody types it."""
    return CliRunner().invoke(app, ["lists", "plan", *arguments])


def months(borough: str, year: int) -> list[dict[str, Any]]:
    done = planned("--borough", borough, "--year", str(year), "--json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_pv_32_pv_33_pv_29_prevost_sends_on_the_last_monday_of_a_complete_week() -> None:
    found = months("Prévost", 2027)
    assert [set(one) for one in found] == [KEYS] * 12
    by_month = {one["month"]: one for one in found}
    assert by_month["2027-05"] == {
        "month": "2027-05",
        "send_on": "2027-05-25",
        "reply_by": "2027-05-31",
        "elected_on": "2027-06-01",
        "rule": "LAST_MONDAY_FULL_WEEK",
        "moved": False,
    }
    assert [one["month"] for one in found if one["moved"]] == ["2027-12"]


def test_pv_27_c_01_pierrefonds_sends_in_the_last_week_and_earlier_where_too_few_days_remain() -> (
    None
):
    found = {one["month"]: one for one in months("pierrefonds-roxboro", 2026)}
    assert {one["rule"] for one in found.values()} == {"FIRST_WD_LAST_WEEK"}
    assert found["2026-10"]["send_on"] == "2026-10-26"
    assert (found["2026-08"]["send_on"], found["2026-08"]["moved"]) == ("2026-08-26", True)


def test_a_borough_that_sends_none_is_told_so_beside_the_dates_of_the_default() -> None:
    done = planned("--borough", "mont-saint-hilaire", "--year", "2026", "--json")
    assert done.exit_code == 0
    assert "aucune liste n'est envoyée" in done.stderr
    assert {one["rule"] for one in json.loads(done.stdout)} == {"LAST_MONDAY_FULL_WEEK"}


def test_the_table_has_a_line_for_each_month() -> None:
    for lang, words in (("fr", "Avancé du"), ("en", "Moved from")):
        done = planned("--borough", "prevost", "--year", "2026", "--lang", lang)
        assert words in done.stdout
        assert sum(f"2026-{month:02} " in done.stdout for month in range(1, 13)) == 12


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--borough", "atlantide", "--year", "2026"), "atlantide"),
        (("--borough", "prevost", "--year", "2035"), "2035"),
        (("--borough", "prevost", "--year", "-1"), "-1"),
    ],
)
def test_an_unknown_borough_or_year_is_an_error_that_names_it(
    arguments: tuple[str, ...], why: str
) -> None:
    done = planned(*arguments)
    assert done.exit_code == 1
    assert why in done.stderr
    assert not done.stdout


def test_the_year_before_one_that_is_missing_has_no_last_day_for_the_council() -> None:
    found = months("prevost", 2028)
    assert [one["month"] for one in found if one["elected_on"] is None] == ["2028-12"]


def test_folders_from_elsewhere_count_too(tmp_path: Path) -> None:
    done = planned(
        "--borough", "prevost", "--year", "2026", "--json", "--boroughs-dir", str(tmp_path)
    )
    sent = {date.fromisoformat(one["send_on"]) for one in json.loads(done.stdout)}
    assert len(sent) == 12
