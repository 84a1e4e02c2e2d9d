"""`guichet grid simulate`: past cases through a proposed grid, against the one in force."""

import asyncio
import datetime
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from chassis.clock import utc_now
from chassis.faults import Transient
from rich.console import Console
from rich.progress import track
from routing.adapters.house_reader import HouseReader
from routing.adapters.manifests_check import MANIFEST, check_folders
from routing.adapters.manifests_toml import shipped_folders
from routing.adapters.snapshot_files import read_snapshot
from routing.application.dry_run import DryRun, Wishes
from routing.application.dry_run_lines import LineRefused, read_line
from routing.application.simulate import PastCase, Side, Simulation
from routing.application.simulate import simulate as replay
from routing.application.snapshot import Snapshot
from routing.domain.errors import Fault, ManifestsRefused
from routing.domain.grid import Grid

from guichet.boroughs_option import BOROUGHS_DIR, COUNTERS_ZONE
from guichet.demo import DATABASES
from guichet.embedded.process import EmbeddedServerError
from guichet.grid_simulate_tables import show
from guichet.json_lines import BOM
from guichet.stores import stores_of

HERE = Path(".data")
DRAFT = "draft:"
MOST = 1_000_000
Language = Literal["fr", "en"]
errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


@dataclass
class Replayed:
    """Cases to replay, and why some lines are none: number and reason."""

    cases: list[PastCase] = field(default_factory=list)
    refused: list[tuple[int, LineRefused]] = field(default_factory=list)


def simulate(
    grid: Annotated[
        str, typer.Option(help="Folder or manifest.toml that is proposed, or draft:BOROUGH")
    ],
    cases: Annotated[
        Path | None, typer.Option(help="Past cases as JSON lines, as `guichet route` reads them")
    ] = None,
    since: Annotated[
        datetime.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Instead: the house's own cases from that day on"),
    ] = None,
    borough: Annotated[
        str | None, typer.Option(help="Counter of cases that name none; else the grid's borough")
    ] = None,
    at: Annotated[
        datetime.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day on which both sides decide; else today"),
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of what is printed")] = "fr",
    json_: Annotated[bool, typer.Option("--json", help="The answer as JSON")] = False,
    boroughs_dir: Annotated[
        Path | None, typer.Option(envvar=BOROUGHS_DIR, help="Further borough folders in force")
    ] = None,
    mongo: Annotated[
        str | None, typer.Option(help="Connection string; else what lies under --data")
    ] = None,
    data: Annotated[Path, typer.Option(help="Where the house keeps everything")] = HERE,
) -> None:
    """Replay past cases: who would have them, which delays move, which have no rule.

    Nothing is changed. A line that cannot be read is told, and the exit code is 1.
    """
    if (cases is None) == (since is None):
        raise typer.BadParameter("--cases FILE ou/or --since DATE: l'un des deux / one of the two")
    on = at.date() if at else utc_now().astimezone(COUNTERS_ZONE).date()
    try:
        snapshot = read_snapshot(boroughs_dir)
        if since is None and not grid.startswith(DRAFT):
            proposed = proposed_in(Path(grid), on)
            asked = borough or proposed[0].slug
            found = read_cases(_existing(cases), snapshot, asked, on)
        else:
            house = _with_house(grid, cases, since, borough, snapshot, on, data, mongo)
            proposed, found = asyncio.run(house)
    except ManifestsRefused as refused:
        _tell_faults(refused.faults, lang)
        raise typer.Exit(2) from refused
    except (EmbeddedServerError, Transient) as fault:
        errors.print(str(fault))
        raise typer.Exit(2) from fault
    before = Side(snapshot.grids, snapshot.directory, snapshot.territories)
    after = before.with_proposed(proposed, on)
    answer = replay(_followed(found.cases, lang), before, after, on)
    _print(answer, found, lang, json_=json_)
    raise typer.Exit(1 if found.refused else 0)


def proposed_in(path: Path, on: datetime.date) -> list[Grid]:
    """The grids of a folder, of a city its boroughs' too. Raises ManifestsRefused."""
    checked = check_folders([path], on)
    if checked.faults:
        raise ManifestsRefused(checked.faults)
    own = {one.slug for one in checked.grids}
    shipped = {folder.name.replace("_", "-") for folder in shipped_folders()}
    members = (
        one
        for one in checked.everybody
        if one.manifest.borough.inherits in own and one.slug not in shipped | own
    )
    return [*checked.grids, *members]


def read_cases(path: Path, snapshot: Snapshot, counter: str, on: datetime.date) -> Replayed:
    """The cases of a file of JSON lines; a line that is none is noted, and the rest go on."""
    slug = snapshot.grids.borough_named(counter) or counter
    run, found = DryRun(snapshot, Wishes(today=on, counter=slug)), Replayed()
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            raw = line.removeprefix(BOM) if number == 1 else line
            if raw.isspace():
                continue
            try:
                asked = read_line(raw)
                facts = run.facts(asked)
            except LineRefused as refused:
                found.refused.append((number, refused))
            else:
                found.cases.append(PastCase(str(asked.reference or number), facts))
    return found


async def _with_house(
    grid: str,
    cases: Path | None,
    since: datetime.datetime | None,
    borough: str | None,
    snapshot: Snapshot,
    on: datetime.date,
    data: Path,
    mongo: str | None,
) -> tuple[list[Grid], Replayed]:
    """`snapshot` is brought up to what the house published and recorded."""
    async with stores_of(data, mongo, errors.print) as uri:
        house = HouseReader(uri, DATABASES["routing"])
        await house.bring_up(snapshot)
        if grid.startswith(DRAFT):
            proposed = await _drafted(house, grid.removeprefix(DRAFT), on)
        else:
            proposed = proposed_in(Path(grid), on)
        if since is None:
            asked = borough or proposed[0].slug
            return proposed, read_cases(_existing(cases), snapshot, asked, on)
        is_city = proposed[0].is_city
        boroughs = None if is_city else [proposed[0].slug]
        if borough:
            boroughs = [snapshot.grids.borough_named(borough) or borough]
        return proposed, Replayed(await house.cases(boroughs, since.date(), MOST))


async def _drafted(house: HouseReader, borough: str, on: datetime.date) -> list[Grid]:
    """The draft of a borough, beside the files of its folder. Raises ManifestsRefused."""
    text = await house.draft(borough)
    if text is None:
        raise typer.BadParameter(f"--grid: aucun brouillon / no draft: {borough}")
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory) / borough
        folder.mkdir()
        for one in shipped_folders():
            if one.name.replace("_", "-") == borough:
                for beside in one.iterdir():
                    if beside.is_file():
                        (folder / beside.name).write_bytes(beside.read_bytes())
        (folder / MANIFEST).write_text(text, encoding="utf-8")
        return proposed_in(folder, on)


def _existing(path: Path | None) -> Path:
    if path is None or not path.is_file():
        raise typer.BadParameter(f"--cases: pas un fichier / no file: {path}")
    return path


def _followed(cases: Iterable[PastCase], lang: Language) -> Iterator[PastCase]:
    """With a bar on stderr where somebody looks at it."""
    words = "Rejoués" if lang == "fr" else "Replayed"
    held = list(cases)
    if not errors.is_terminal:
        return iter(held)
    return iter(track(held, words, console=errors))


def _print(answer: Simulation, found: Replayed, lang: Language, *, json_: bool) -> None:
    which = 0 if lang == "fr" else 1
    refused = [
        {"line": number, "code": one.code, "target": one.target, "message": (one.fr, one.en)[which]}
        for number, one in found.refused
    ]
    if json_:
        said: dict[str, Any] = answer.model_dump(mode="json", by_alias=True)
        typer.echo(json.dumps(said | {"refused": refused}, ensure_ascii=False, indent=2))
        return
    show(answer, lang)
    for one in refused:
        errors.print(f"✗ {one['line']}: {one['target']}: {one['message']}")


def _tell_faults(faults: Iterable[Fault], lang: Language) -> None:
    which = 0 if lang == "fr" else 1
    for fault in faults:
        errors.print(f"✗ {fault.file}: {fault.key}\n  {fault.problem[which]}")
        errors.print(f"  → {fault.remedy[which]}")
