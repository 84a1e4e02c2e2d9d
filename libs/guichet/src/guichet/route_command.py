"""`guichet route`: where cases would go, one JSON line each; the service's code, and no server."""

import datetime
import gc
import sys
from functools import cache
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer
from chassis.clock import utc_now
from intake.adapters.gazetteer_rows import load
from intake.domain.gazetteer import Gazetteer, Located
from routing.adapters.snapshot_files import read_snapshot
from routing.application.dry_run import DryRun, Locate, Point, Wishes
from routing.application.dry_run_lines import LONGEST_LINE
from routing.application.snapshot import Snapshot
from routing.domain.errors import ManifestsRefused

from guichet.boroughs_option import BOROUGHS_DIR, COUNTERS_ZONE
from guichet.json_lines import answer_lines, say, stop_quietly, tell_ignored


def route(
    borough: Annotated[
        str | None, typer.Option(help="Counter of all cases, in any spelling; else the line's own")
    ] = None,
    at: Annotated[
        datetime.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Date in force for all; else each received_at"),
    ] = None,
    lang: Annotated[Literal["fr", "en"], typer.Option(help="Language of the reasons")] = "fr",
    explain: Annotated[
        bool, typer.Option("--explain", help="Add what was considered, step by step")
    ] = False,
    overrides: Annotated[
        bool, typer.Option(help="Rules and exceptions of boroughs; without: the city's alone")
    ] = True,
    boroughs_dir: Annotated[
        Path | None,
        typer.Option(envvar=BOROUGHS_DIR, help="A directory of further borough folders"),
    ] = None,
) -> None:
    """Read cases as JSON lines on stdin, write one decision per line on stdout.

    A case is {activity, borough | lat, long | address, kind, received_at, id}; blank lines are
    passed over. A line that cannot be read is answered by {"error": ...}, and the exit code is 1.
    """
    try:
        snapshot = read_snapshot(boroughs_dir)
    except ManifestsRefused as refused:
        say(str(refused))
        raise typer.Exit(2) from refused
    if not overrides:
        grids = snapshot.grids.without_borough_overrides()
        snapshot = Snapshot(grids, snapshot.territories, snapshot.directory)
    # What stands for the whole run is not looked through again at every collection.
    gc.freeze()
    wishes = Wishes(
        today=utc_now().astimezone(COUNTERS_ZONE).date(),
        at=at.date() if at else None,
        counter=None if borough is None else _counter(snapshot, borough),
        language=lang,
        explain=explain,
    )
    try:
        run = DryRun(snapshot, wishes, known_places(snapshot))
        refused_lines = answer_all(run, sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        stop_quietly()
        raise typer.Exit(1) from None
    raise typer.Exit(1 if refused_lines else 0)


def answer_all(run: DryRun, source: BinaryIO, target: BinaryIO) -> int:
    """Answer every line of UTF-8 JSON in order; the number of lines that could not be read."""
    doing = "Acheminés / routed"
    refused = answer_lines(run.answer, source, target, longest=LONGEST_LINE, doing=doing)
    tell_ignored(run.ignored)
    return refused


def known_places(snapshot: Snapshot) -> Locate:
    """Addresses are located as intake does, by the places that it knows; none is guessed."""

    @cache
    def gazetteer() -> Gazetteer:
        return load(None, {one.slug: one.manifest.borough.name for one in snapshot.grids})

    def locate(address: str, counter: str) -> Point | None:
        found = gazetteer().locate(address, counter)
        return (found.longitude, found.latitude) if isinstance(found, Located) else None

    return locate


def _counter(snapshot: Snapshot, text: str) -> str:
    slug = snapshot.grids.borough_named(text)
    if slug is None:
        known = ", ".join(sorted(grid.slug for grid in snapshot.grids))
        raise typer.BadParameter(
            f"aucun guichet de ce nom / no such counter. {known}", param_hint="--borough"
        )
    return slug
