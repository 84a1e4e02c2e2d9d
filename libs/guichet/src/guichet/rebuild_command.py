"""`guichet rebuild`: a projection made anew from the log, in a house that is up and stays up.

Runs the service's own role `rebuild` with the settings that the running service has; never touches
what has effects, for nothing of that is a projection.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from contracts.topics import SERVICES
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from guichet.events_attach import BOOTSTRAP_FILE, CannotAttach, bootstrap_of
from guichet.secrets_file import SECRETS, Secrets
from guichet.stack import prefixed, reaching
from guichet.stores import ADDRESS

ROWS = {
    "read": "Événements lus / events read",
    "passed_by": "Mis de côté / lying parked",
    "equal": "Documents égaux / equal",
    "behind": "En retard, avancés / were behind, brought on",
    "repaired": "Réparés / repaired",
    "added": "Ajoutés / added",
    "removed": "Retirés / removed",
    "unsettled": "En mouvement, à refaire / kept moving, run it again",
    "passes": "Passes / passes",
    "seconds": "Secondes / seconds",
    "events_per_second": "Événements par seconde / events per second",
}


def rebuild(
    service: Annotated[str, typer.Argument(help=f"One of {', '.join(SERVICES)}")],
    projection: Annotated[str, typer.Argument(help="Its name, as `timeline` of intake")],
    data: Annotated[Path, typer.Option(help="Data directory of the running `guichet up`")] = Path(
        ".data"
    ),
) -> None:
    """Make a projection anew from the log, while everything runs; what was right stays as it is."""
    if service not in SERVICES:
        raise typer.BadParameter(f"service: one of {', '.join(SERVICES)}")
    try:
        settings = settings_of(service, data)
    except CannotAttach as fault:
        raise typer.BadParameter(str(fault)) from fault
    command = [sys.executable, "-m", service, "rebuild", projection]
    # A file for what it logs: a pipe that nobody reads meanwhile would fill and hold it up.
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as log,
        subprocess.Popen(  # noqa: S603 - our own module, no shell
            command,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        report = follow(process)
        log.seek(0)
        said = log.read()
    if report is None:
        Console(stderr=True).print(f"[red]{reason(said)}[/red]", soft_wrap=True)
        raise typer.Exit(process.returncode or 2)
    table = Table(title=f"{service} · {projection}", show_header=False)
    for name, words in ROWS.items():
        value = report[name]
        table.add_row(words, f"{value:.1f}" if isinstance(value, float) else str(value))
    Console().print(table)
    raise typer.Exit(process.returncode)


def settings_of(service: str, data: Path) -> dict[str, str]:
    """What the rebuild needs of the running service's settings. Raises CannotAttach."""
    left_there = (data / ADDRESS, data / BOOTSTRAP_FILE, data / SECRETS)
    if not all(file.is_file() for file in left_there):
        raise CannotAttach(f"{data}: no house runs here. Start `guichet up`, or give --data.")
    values = reaching(
        service,
        bootstrap=bootstrap_of(data, None),
        mongo_uri=(data / ADDRESS).read_text(),
        secrets=Secrets.load_or_make(data / SECRETS),
    )
    return prefixed(service, values)


def follow(process: "subprocess.Popen[str]") -> dict[str, Any] | None:
    """Show how far it is until it ends; its report, or None."""
    report: dict[str, Any] | None = None
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    assert process.stdout is not None
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("lecture du journal / reading the log", total=None)
        for line in process.stdout:
            told = json.loads(line)
            report = told.get("report", report)
            if "progress" in told:
                at = told["progress"]
                progress.update(task, completed=at["read"], total=at["of"] or None)
    return report


def reason(said: str) -> str:
    """The last line that is for people: the others are the service's log."""
    plain = [line for line in said.splitlines() if line and not line.startswith("{")]
    return plain[-1] if plain else "the rebuild ended without a word; see the service's log"
