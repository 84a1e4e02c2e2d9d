"""Lines that ask `guichet deadline`, and what is answered to them, without a process."""

import io
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from guichet.borough_calendars import borough_calendars
from guichet.deadline_command import answer_deadlines
from sla.application.deadline_answers import DeadlineAnswers
from sla.application.deadline_lines import Calendars

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WEEK = {day: [["08:30", "17:00"]] for day in ("mon", "tue", "wed", "thu")}
INLINE = {
    "timezone": "America/Toronto",
    "hours": {**WEEK, "fri": [["08:30", "12:00"]]},
    "holidays": ["2026-06-24", "2026-07-01"],
    "years": [2026],
}
ASKED = {
    "received_at": "2026-06-19T16:59:00-04:00",
    "within": {"amount": 3, "unit": "working_days", "end": "end_of_day"},
    "calendar": "prevost",
}


@cache
def calendars() -> Calendars:
    return borough_calendars(None, NOW)


def poured(*asked: object, lang: Any = "fr") -> tuple[list[dict[str, Any]], int]:
    """What is answered to these lines, and how many got an error."""
    lines = [
        one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode()
        for one in asked
    ]
    target = io.BytesIO()
    answers = DeadlineAnswers(calendars(), NOW, lang)
    refused = answer_deadlines(answers, io.BytesIO(b"\n".join(lines)), target)
    return [json.loads(line) for line in target.getvalue().splitlines()], refused


def answered(**changes: object) -> dict[str, Any]:
    said, refused = poured({**ASKED, **changes})
    assert refused == 0, said
    return said[0]


def error_of(**changes: object) -> dict[str, Any]:
    said, refused = poured({**ASKED, **changes}, lang="en")
    assert refused == 1, said
    error: dict[str, Any] = said[0]["error"]
    return error
