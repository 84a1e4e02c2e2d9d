"""Answers `guichet deadline` line by line: the due time and its trace, or why there is none.

What a line says is quoted in no error: it may be a citizen's.
"""

import json
from datetime import date, datetime
from typing import Literal

from sla.application.deadline_lines import Calendars, read_line
from sla.application.work_out_deadline import (
    Asked,
    AskRefused,
    refuse_future,
    step_values,
    utc_text,
    work_out,
)
from sla.domain.calendar import WorkingCalendar
from sla.domain.counting import Counting
from sla.domain.steps import received_step, steps

MOST_SAID = 20_000
Told = tuple[str, str]
"""The due time, and the steps after receipt as the inside of a JSON list."""

_written = json.JSONEncoder(ensure_ascii=False).encode


class DeadlineAnswers:
    """Calendars and an instant taken as now, asked line by line."""

    def __init__(
        self, calendars: Calendars, now: datetime, language: Literal["fr", "en"] = "fr"
    ) -> None:
        self._calendars, self._now, self._language = calendars, now, language
        self._of_day: dict[tuple[WorkingCalendar, Counting, int, date], Told] = {}
        self.ignored: set[str] = set()
        """Keys of the lines read so far that mean nothing here."""

    def answer(self, raw: bytes, number: int) -> tuple[bytes, bool]:
        """The JSON line of an answer and whether it is a due time; `number` counts from 1."""
        try:
            line = read_line(raw, self._calendars)
            self.ignored |= line.ignored
            asked = line.asked
            refuse_future(asked.received_at, self._now)
            due_at, rest = self._told(asked)
        except AskRefused as refused:
            return self._refusal(refused, number), False
        named = "" if line.reference is None else f'"id": {_written(line.reference)}, '
        first = _written(step_values(received_step(asked.received_at, asked.calendar.zone)))
        answer = f'{{{named}"due_at": "{due_at}", "trace": [{first}, {rest}]}}\n'
        # Half a surrogate pair is no UTF-8; escaped it is JSON all the same.
        return answer.encode(errors="backslashreplace"), True

    def _told(self, asked: Asked) -> Told:
        """What was worked out for a day is not worked out again for what came in that day."""
        if asked.pauses or not asked.counting.from_the_day:
            return self._worked_out(asked)
        on = asked.received_at.astimezone(asked.calendar.zone).date()
        key = asked.calendar, asked.counting, asked.amount, on
        told = self._of_day.get(key)
        if told is None:
            if len(self._of_day) >= MOST_SAID:
                self._of_day.clear()
            told = self._of_day[key] = self._worked_out(asked)
        return told

    def _worked_out(self, asked: Asked) -> Told:
        deadline = work_out(asked, self._now)
        rest = steps(deadline.trace)[1:]
        return utc_text(deadline.due_at), ", ".join(_written(step_values(step)) for step in rest)

    def _refusal(self, refused: AskRefused, number: int) -> bytes:
        error = {
            "code": refused.code,
            "message": refused.fr if self._language == "fr" else refused.en,
            "target": refused.target,
            "innererror": {"line": number, **refused.inner},
        }
        return f"{_written({'error': error})}\n".encode()
