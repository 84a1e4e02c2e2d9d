"""`guichet deadline` as it is called: delays in, due times and reasons out, and the exit code."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from guichet.__main__ import app
from guichet_testing.deadlines import ASKED, INLINE, answered, calendars, poured
from hypothesis import given, settings
from hypothesis import strategies as st
from sla.domain.counting import Counting, count
from sla.domain.explanation import trace_words
from sla.domain.pauses import Pause
from typer.testing import CliRunner


def test_a_deadline_comes_with_steps_to_be_read_aloud_in_both_languages_pv_03() -> None:
    said = answered(id="D-1")
    assert (said["id"], said["due_at"]) == ("D-1", "2026-06-25T20:30:00Z")
    assert " ; ".join(step["fr"] for step in said["trace"]) == (
        "Reçu le vendredi 19 juin 2026 à 16 h 59 ; "
        "délai : 3 jours ouvrables, jusqu’à la fermeture ; "
        "samedi 20 juin et dimanche 21 juin ne comptent pas ; "
        "du lundi 22 juin au mardi 23 juin : 2 jours comptés ; "
        "mercredi 24 juin (Fête nationale du Québec) ne compte pas ; "
        "jeudi 25 juin : 1 jour compté ; échéance : jeudi 25 juin 2026 à 16 h 30"
    )
    assert said["trace"][4] == {
        "step": "closed",
        "fr": "mercredi 24 juin (Fête nationale du Québec) ne compte pas",
        "en": "Wednesday 24 June (Saint Jean Baptiste Day) does not count",
        "date": "2026-06-24",
        "counted": False,
        "days": 1,
        "cause": "holiday",
    }


@pytest.mark.parametrize(
    ("unit", "end", "due_at"),
    [
        ("working_days", None, "2026-06-25T21:00:00Z"),
        ("working_days", "end_of_day", "2026-06-25T21:00:00Z"),
        ("working_days", "same_time", "2026-06-26T12:30:00Z"),
        ("working_hours", None, "2026-06-22T15:30:00Z"),
        ("calendar_days", None, "2026-06-23T03:59:59Z"),
        ("calendar_days", "end_of_day", "2026-06-23T03:59:59Z"),
        ("hours", None, "2026-06-19T23:59:00Z"),
    ],
)
def test_each_unit_has_its_ends_and_a_usual_one(unit: str, end: str | None, due_at: str) -> None:
    within = {"amount": 3, "unit": unit, **({} if end is None else {"end": end})}
    assert answered(within=within, calendar=INLINE)["due_at"] == due_at


def test_a_legal_delay_rolls_over_the_holidays_that_the_calendar_names_i16() -> None:
    within = {"amount": 5, "unit": "calendar_days", "end": "roll"}
    assert answered(within=within, calendar=INLINE)["due_at"] == "2026-06-26T03:59:59Z"


def test_a_pause_is_added_and_told_and_dates_alone_are_whole_days_pv_04() -> None:
    pause = {"from": "2026-06-22", "to": "2026-06-24", "reason": "photo attendue"}
    said = answered(pauses=[pause])
    assert said["due_at"] == "2026-06-29T20:30:00Z", "two working days later, over a weekend"
    told = next(step for step in said["trace"] if step["step"] == "pause")
    assert told["fr"].endswith("à 0 h (photo attendue)")
    assert (told["from_at"], told["to_at"]) == ("2026-06-22T04:00:00Z", "2026-06-24T04:00:00Z")


def test_the_exit_code_says_whether_a_line_was_refused_and_a_file_is_read_too(
    tmp_path: Path,
) -> None:
    runner, file = CliRunner(), tmp_path / "delays.jsonl"
    fine = runner.invoke(app, ["deadline"], input=json.dumps(ASKED))
    assert (fine.exit_code, fine.stderr) == (0, "")
    file.write_text(json.dumps(ASKED | {"colour": "red"}) + "\n{}\n", encoding="utf-8")
    odd = runner.invoke(app, ["deadline", str(file)])
    assert odd.exit_code == 1
    assert odd.stdout.splitlines()[0] == fine.stdout.strip()
    assert "keys without effect: colour" in odd.stderr
    past = runner.invoke(app, ["deadline", "--now", "2026-01-01T00:00:00Z", str(file)])
    assert json.loads(past.stdout.splitlines()[0])["error"]["target"] == "received_at"
    for wrong in (["--now", "2026-01-01"], [str(tmp_path / "none.jsonl")]):
        assert runner.invoke(app, ["deadline", *wrong], input="").exit_code == 2


@pytest.mark.parametrize(
    ("received_at", "due_at"),
    [
        ("2026-06-18T08:31:00-04:00", "2026-06-19T20:30:00Z"),
        ("2026-06-19T16:59:00-04:00", "2026-06-22T20:30:00Z"),  # a Friday, after closing
        ("2026-06-23T23:59:59-04:00", "2026-06-25T20:30:00Z"),  # the eve of a holiday
        ("2026-04-02T12:00:00-04:00", "2026-04-07T20:30:00Z"),  # the Thursday before Easter
    ],
)
def test_a_call_and_an_e_mail_are_due_at_the_end_of_the_next_working_day_mh_07_mh_08(
    received_at: str, due_at: str
) -> None:
    said = answered(
        received_at=received_at,
        within={"amount": 1, "unit": "working_days"},
        calendar="Mont-Saint-Hilaire",
    )
    assert said["due_at"] == due_at


def test_the_guide_shows_what_the_command_says() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "deadlines.md").read_text(encoding="utf-8")
    asked, answer = (json.loads(text) for text in re.findall(r"```json\n(.*?)```", guide, re.S))
    said, refused = poured(asked)
    assert (said, refused) == ([answer], 0)


WAYS = {
    Counting.WORKING_DAYS_END_OF_DAY: ("working_days", "end_of_day"),
    Counting.WORKING_DAYS_SAME_TIME: ("working_days", "same_time"),
    Counting.WORKING_HOURS: ("working_hours", "same_time"),
    Counting.CALENDAR_DAYS: ("calendar_days", "end_of_day"),
    Counting.CALENDAR_DAYS_ROLLED: ("calendar_days", "roll"),
    Counting.ELAPSED_HOURS: ("hours", "same_time"),
}
delays = st.tuples(
    st.datetimes(datetime(2026, 1, 2), datetime(2026, 11, 1)),  # noqa: DTZ001
    st.sampled_from(list(WAYS)),
    st.integers(1, 60),
    st.one_of(st.none(), st.tuples(st.integers(0, 300), st.integers(0, 300))),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(delays, min_size=1, max_size=8), st.sampled_from(["prevost", "montreal"]))
def test_the_command_says_what_the_service_says(asked: list[Any], borough: str) -> None:
    """Twice each: what was worked out before is said again alike."""
    lines, expected = [], []
    calendar = calendars()(borough)
    assert calendar is not None
    for naive, counting, amount, waits in asked + asked:
        at = naive.replace(tzinfo=UTC)
        pauses = []
        if waits is not None:
            from_at = at + timedelta(hours=waits[0])
            pauses = [Pause(from_at, from_at + timedelta(hours=waits[1]))]
        unit, end = WAYS[counting]
        lines.append(
            {
                "received_at": at.isoformat(),
                "within": {"amount": amount, "unit": unit, "end": end},
                "calendar": borough,
                "pauses": [
                    {"from": one.from_at.isoformat(), "to": str(one.to_at)} for one in pauses
                ],
            }
        )
        expected.append(count(at, counting, amount, calendar, pauses))
    said, refused = poured(*lines)
    assert refused == 0
    for one, deadline in zip(said, expected, strict=True):
        assert datetime.fromisoformat(one["due_at"]) == deadline.due_at
        words = trace_words(deadline.trace, "fr")
        assert words.startswith(one["trace"][0]["fr"])
        assert words.endswith(f"{one['trace'][-1]['fr']}.")
