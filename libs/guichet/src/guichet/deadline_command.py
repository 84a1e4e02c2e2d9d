"""`guichet deadline`: due times and why, one JSON line each; the service's code, and no server."""

import datetime
import gc
import sys
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer
from chassis.clock import utc_now
from routing.domain.errors import ManifestsRefused
from sla.application.deadline_answers import DeadlineAnswers
from sla.application.deadline_lines import LONGEST_LINE, Calendars

from guichet.boroughs_option import BOROUGHS_DIR
from guichet.json_lines import answer_lines, say, stop_quietly, tell_ignored


def deadline(
    file: Annotated[
        Path | None, typer.Argument(help="JSON lines; standard input if left out or -")
    ] = None,
    lang: Annotated[Literal["fr", "en"], typer.Option(help="Language of the errors")] = "fr",
    now: Annotated[
        str | None,
        typer.Option(help="Moment taken as now, ISO 8601 with its zone; else the clock"),
    ] = None,
    boroughs_dir: Annotated[
        Path | None,
        typer.Option(envvar=BOROUGHS_DIR, help="A directory of further borough folders"),
    ] = None,
) -> None:
    """Read delays as JSON lines, write when each is due and why, one line each.

    A delay is {received_at, within: {amount, unit, end}, calendar, pauses, id}. Units: working_days
    (ends end_of_day or same_time), working_hours, calendar_days (ends end_of_day or roll), hours.
    The calendar is a borough, in any spelling, or {timezone, hours, holidays, years}; a pause is
    {from, to, reason}. The answer is {due_at, trace}: steps to be read aloud in order, in French
    and English, with the values that add up to the deadline. A line that cannot be answered gets
    {"error": ...}, and the exit code is 1.
    """
    moment = utc_now() if now is None else _moment(now)
    try:
        answers = DeadlineAnswers(calendars_by_name(boroughs_dir, moment), moment, lang)
        with _opened(file) as source:
            refused_lines = answer_deadlines(answers, source, sys.stdout.buffer)
    except ManifestsRefused as refused:
        say(str(refused))
        raise typer.Exit(2) from refused
    except BrokenPipeError:
        stop_quietly()
        raise typer.Exit(1) from None
    raise typer.Exit(1 if refused_lines else 0)


def answer_deadlines(answers: DeadlineAnswers, source: BinaryIO, target: BinaryIO) -> int:
    """Answer every line in order; the number of lines that got an error."""
    doing = "Calculées / worked out"
    refused = answer_lines(answers.answer, source, target, longest=LONGEST_LINE, doing=doing)
    tell_ignored(answers.ignored)
    return refused


def calendars_by_name(boroughs_dir: Path | None, now: datetime.datetime) -> Calendars:
    """Those of the boroughs' folders, which are read once a line names one: whoever gives
    calendars of their own does not wait for them. Raises ManifestsRefused, and so does a call."""

    @cache
    def known() -> Calendars:
        from guichet.borough_calendars import borough_calendars

        found = borough_calendars(boroughs_dir, now)
        # What stands for the whole run is not looked through again at every collection.
        gc.freeze()
        return found

    if boroughs_dir is not None:
        known()  # what is wrong in a folder of theirs is said before anything is answered
    return lambda name: known()(name)


def _moment(text: str) -> datetime.datetime:
    try:
        at = datetime.datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise typer.BadParameter(
            "un moment avec son fuseau / a moment with its zone: 2026-11-20T09:30:00-05:00",
            param_hint="--now",
        )
    return at


def _opened(file: Path | None) -> AbstractContextManager[BinaryIO]:
    if file is None or str(file) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return file.open("rb")
    except OSError as fault:
        raise typer.BadParameter(
            f"illisible / cannot be read: {fault.strerror}", param_hint="FILE"
        ) from fault
