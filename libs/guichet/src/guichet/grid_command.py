"""`guichet grid`: check a borough's folder before anybody relies on it."""

import datetime
import json
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import typer
from chassis.clock import utc_now
from rich.console import Console
from routing.adapters.manifests_check import Checked, check_folders
from routing.adapters.manifests_lines import line_of
from routing.adapters.manifests_schema import SCHEMA, schema_text
from routing.domain.errors import Fault
from routing.domain.manifest_summary import summary_of

from guichet import grid_conformance
from guichet.grid_simulate import simulate

app = typer.Typer(no_args_is_help=True, help=__doc__)
app.command()(simulate)
out = Console(soft_wrap=True, highlight=False, markup=False)

Language = Literal["fr", "en"]
ZONE = "America/Toronto"
HORIZON_DAYS = 365  # a calendar that ends sooner is told (DESIGN §6)


@app.command()
def check(
    paths: Annotated[
        list[Path], typer.Argument(help="Folders of boroughs, or one that holds them")
    ],
    json_: Annotated[bool, typer.Option("--json", help="Faults and boroughs as JSON")] = False,
    lang: Annotated[Language, typer.Option(help="Language of what is printed")] = "fr",
    at: Annotated[
        datetime.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Date on which it must hold; today if left out"),
    ] = None,
    facts: Annotated[
        Path | None, typer.Option(help="More cases to try: facts as JSON, one a line")
    ] = None,
    ask_remote: Annotated[
        bool, typer.Option(help="Ask a borough's own service too, where its manifest says")
    ] = False,
    remote: Annotated[str, typer.Option(help="Ask it at this address instead")] = "",
) -> None:
    """Validate borough folders together, then try their rules on cases (conformance).

    Each fault is named by file, key and remedy; each promise that is not kept, by an example.
    """
    on = at.date() if at else utc_now().astimezone(ZoneInfo(ZONE)).date()
    checked = check_folders(paths, on)
    tried = grid_conformance.examined(checked, on, facts, ask=ask_remote, url=remote)
    if json_:
        told = _as_json(checked) | {"conformance": grid_conformance.as_json(tried)}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _print_faults(checked.faults, lang)
        if not checked.faults:
            _print_boroughs(checked, on, lang)
        grid_conformance.print_examined(tried, checked, lang, out.print)
    if checked.faults or not all(one.report.is_kept for one in tried):
        raise typer.Exit(1)


@app.command()
def schema(
    check_: Annotated[
        bool, typer.Option("--check", help="Only say whether the file equals the code")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Write the file of this tree")] = False,
) -> None:
    """Print the JSON Schema of manifest.toml, with which editors complete and check it."""
    text = schema_text()
    if check_ and (not SCHEMA.is_file() or SCHEMA.read_text(encoding="utf-8") != text):
        out.print(f"✗ {SCHEMA.name}: not what the code says; run guichet grid schema --write")
        raise typer.Exit(1)
    if write:
        SCHEMA.write_text(text, encoding="utf-8")
    if not (check_ or write):
        typer.echo(text, nl=False)


def _print_faults(faults: tuple[Fault, ...], lang: Language) -> None:
    which = 0 if lang == "fr" else 1
    for fault in faults:
        line = line_of(Path(fault.file), fault.key)
        file = fault.file if line is None else f"{fault.file}:{line}"
        where = f"{file}: {fault.key}" if fault.key else file
        out.print(f"✗ {where}")
        out.print(f"  {fault.problem[which]}")
        out.print(f"  → {fault.remedy[which]}")
    if faults:
        ends = {"fr": f"{len(faults)} défaut(s).", "en": f"{len(faults)} fault(s)."}
        out.print(ends[lang])


_LINES = {
    "fr": (
        "✓ {version} : {name}, en vigueur depuis le {effective_on}",
        "  services : {departments} · activités : {activities} · désignations : {designations}"
        " · schémas : {schemes} · délais : {commitments} · codes d'intervention : {closing_codes}",
        "  calendrier confirmé jusqu'en {calendar_until} · valeurs de démonstration (C-15) :"
        " {made_up}",
    ),
    "en": (
        "✓ {version}: {name}, effective since {effective_on}",
        "  departments: {departments} · activities: {activities} · designations: {designations}"
        " · schemes: {schemes} · delays: {commitments} · intervention codes: {closing_codes}",
        "  calendar confirmed until {calendar_until} · demonstration values (C-15): {made_up}",
    ),
}
_MEMBERS = {
    "fr": "  arrondissements : {members} ; sans dossier propre, ils reçoivent sa grille",
    "en": "  boroughs: {members}; without a folder of their own they get its grid",
}
_HORIZON = {
    "fr": "  ⚠ le calendrier finit avec {calendar_until}, dans moins de douze mois",
    "en": "  ⚠ the calendar ends with {calendar_until}, in less than twelve months",
}


def _print_boroughs(checked: Checked, on: datetime.date, lang: Language) -> None:
    for grid in checked.grids:
        said = dict(summary_of(grid.manifest))
        said["made_up"] = len(said["demonstration"])
        for line in _LINES[lang]:
            out.print(line.format(**said))
        if said["members"]:
            out.print(_MEMBERS[lang].format(**said))
        if datetime.date(said["calendar_until"], 12, 31) - on < datetime.timedelta(HORIZON_DAYS):
            out.print(_HORIZON[lang].format(**said))


def _as_json(checked: Checked) -> dict[str, Any]:
    return {
        "faults": [
            {
                "file": fault.file,
                "line": line_of(Path(fault.file), fault.key),
                "key": fault.key,
                "problem_fr": fault.problem[0],
                "problem_en": fault.problem[1],
                "remedy_fr": fault.remedy[0],
                "remedy_en": fault.remedy[1],
            }
            for fault in checked.faults
        ],
        "boroughs": [dict(summary_of(grid.manifest)) for grid in checked.grids],
    }
