"""`guichet deadline`: due times and why, one JSON line each; the service's code, and no server."""

import datetime
import gc
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer
from chassis.clock import utc_now
from routing.adapters.manifests_toml import TomlBoroughs
from routing.adapters.snapshot_files import all_folders
from routing.application.grid_event import grid_event
from routing.domain.errors import ManifestsRefused
from routing.domain.grid import Grid, Grids
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.application.deadline_answers import DeadlineAnswers
from sla.application.deadline_lines import LONGEST_LINE
from sla.domain.calendar import CalendarRules, WorkingCalendar, build_calendar

from guichet.json_lines import answer_lines, errors, stop_quietly, tell_ignored
from guichet.route_command import BOROUGHS_DIR, COUNTERS_ZONE

Calendars = Callable[[str], WorkingCalendar | None]


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
        calendars = borough_calendars(boroughs_dir, moment)
    except ManifestsRefused as refused:
        errors.print(str(refused))
        raise typer.Exit(2) from refused
    # What stands for the whole run is not looked through again at every collection.
    gc.freeze()
    answers = DeadlineAnswers(calendars, moment, lang)
    try:
        with _opened(file) as source:
            refused_lines = answer_deadlines(answers, source, sys.stdout.buffer)
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


def borough_calendars(boroughs_dir: Path | None, now: datetime.datetime) -> Calendars:
    """Calendars of the boroughs' folders, by any name of theirs; each is worked out when asked for.

    Of several versions, the one in force at `now`. Raises ManifestsRefused.
    """
    grids = Grids(TomlBoroughs(all_folders(boroughs_dir)).load())
    today = now.astimezone(COUNTERS_ZONE).date()

    @cache
    def held(slug: str) -> WorkingCalendar:
        grid = grids.on(slug, today) or next(one for one in grids if one.slug == slug)
        return calendar_of(grid)

    @lru_cache(maxsize=4096)
    def named(text: str) -> WorkingCalendar | None:
        slug = grids.borough_named(text)
        return None if slug is None else held(slug)

    return named


def calendar_of(grid: Grid) -> WorkingCalendar:
    """As sla builds it from the published grid; called by the name that citizens read."""
    said = grid_event(grid.manifest, digest="").calendar
    rules = CalendarRules.model_validate_json(said.model_dump_json())
    borough = grid.manifest.borough
    return build_calendar(borough.name, borough.version, rules, QuebecHolidays())


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
