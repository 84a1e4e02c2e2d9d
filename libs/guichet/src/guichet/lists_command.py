"""`guichet lists plan`: the dates of a borough's monthly lists; the service's code, no server."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from chassis.clock import utc_now
from routing.adapters.borough_folders import all_folders
from routing.adapters.manifests_toml import TomlBoroughs
from routing.application.grid_event import grid_event
from routing.domain.errors import ManifestsRefused
from routing.domain.grid import Grid, Grids
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.application.keep_grid import list_rules
from sla.domain.calendar import (
    CalendarMissing,
    CalendarRules,
    WorkingCalendar,
    build_calendar,
)
from sla.domain.lists.plan import ListRules, MonthPlan, plan_year

from guichet.boroughs_option import BOROUGHS_DIR, COUNTERS_ZONE
from guichet.json_lines import say

app = typer.Typer(no_args_is_help=True, help="Monthly lists of open requests (RNC).")
COLUMNS = {
    "fr": ("Mois", "Envoi", "Réponse", "Conseil", "Avancé du"),
    "en": ("Month", "Sent on", "Reply by", "Council", "Moved from"),
}


@app.callback()
def lists() -> None:
    """Monthly lists of open requests (RNC)."""


@app.command()
def plan(
    borough: Annotated[str, typer.Option(help="Borough or town, in any spelling")],
    year: Annotated[int, typer.Option(help="Calendar year, such as 2027")],
    json_: Annotated[bool, typer.Option("--json", help="A list of JSON objects")] = False,
    lang: Annotated[Literal["fr", "en"], typer.Option(help="Language of the table")] = "fr",
    boroughs_dir: Annotated[
        Path | None,
        typer.Option(envvar=BOROUGHS_DIR, help="A directory of further borough folders"),
    ] = None,
) -> None:
    """Print when the lists of a year leave, are due back, and go to the council (PV-27..33, C-01).

    JSON: {month, send_on, reply_by, elected_on, rule, moved}, one object a month; `elected_on` is
    in the next month (null where its year was not confirmed), `moved` is true where the list
    leaves earlier than the rule says.
    """
    grid = _grid(borough, boroughs_dir)
    event = grid_event(grid.manifest, digest="")
    rules = list_rules(event)
    if rules is None:
        rules = ListRules()
        say(
            f"{event.borough} : aucune liste n'est envoyée ([rnc] absent) ; dates selon §4.2.3."
            " / sends no lists; dates by §4.2.3."
        )
    try:
        calendar_rules = CalendarRules.model_validate_json(event.calendar.model_dump_json())
        calendar = build_calendar(event.borough, event.version, calendar_rules, QuebecHolidays())
        months = plan_year(calendar, rules, year)
    except CalendarMissing as missing:
        say(
            f"Le calendrier de {missing.borough} pour {missing.year} n'a pas été confirmé :"
            f" {_confirmed(calendar)}. / Its calendar for {missing.year} was not confirmed."
        )
        raise typer.Exit(1) from missing
    if months[-1].elected_on is None:
        say(
            f"{year}-12 : la date du conseil tombe en {year + 1}, année non confirmée."
            f" / the council's date lies in {year + 1}, which was not confirmed."
        )
    if json_:
        typer.echo(json.dumps([as_json(one) for one in months], ensure_ascii=False, indent=2))
    else:
        _show(months, rules, lang)


def as_json(one: MonthPlan) -> dict[str, Any]:
    """A month as the command prints it; dates are ISO."""
    return {
        "month": one.name,
        "send_on": one.send_on.isoformat(),
        "reply_by": one.reply_by.isoformat(),
        "elected_on": None if one.elected_on is None else one.elected_on.isoformat(),
        "rule": one.rule.value,
        "moved": one.moved,
    }


def _grid(borough: str, boroughs_dir: Path | None) -> Grid:
    """The grid in force today, else the first that will be. Exits with 1 where there is none."""
    try:
        grids = Grids(TomlBoroughs(all_folders(boroughs_dir)).load())
    except ManifestsRefused as refused:
        say(str(refused))
        raise typer.Exit(1) from refused
    slug = grids.borough_named(borough)
    if slug is None:
        known = ", ".join(sorted({grid.slug for grid in grids}))
        say(
            f"--borough : aucun arrondissement ni ville de ce nom, « {borough} »."
            f" / no such borough or town. {known}"
        )
        raise typer.Exit(1)
    today = utc_now().astimezone(COUNTERS_ZONE).date()
    held = grids.on(slug, today)
    return held or next(grid for grid in grids if grid.slug == slug)


def _confirmed(calendar: WorkingCalendar) -> str:
    return f"années confirmées / confirmed: {', '.join(map(str, sorted(calendar.years)))}"


def _show(months: list[MonthPlan], rules: ListRules, lang: Literal["fr", "en"]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{rules.send_rule} · {rules.full_week} · {rules.holiday_roll}")
    for name in COLUMNS[lang]:
        table.add_column(name, no_wrap=True)
    for one in months:
        moved = str(one.rule_on) if one.moved else ""
        elected = "?" if one.elected_on is None else str(one.elected_on)
        table.add_row(one.name, str(one.send_on), str(one.reply_by), elected, moved)
    Console().print(table)
