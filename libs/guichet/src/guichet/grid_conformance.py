"""The conformance suite behind `guichet grid check`: what each borough's rules keep, in words."""

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from routing.adapters.conformance_run import Examined, at_url, examine_boroughs
from routing.adapters.manifests_check import Checked
from routing.adapters.remote_keys import missing_keys
from routing.application.conformance_judge import PROMISED, Promise
from routing.domain.facts import CaseFacts
from routing.settings import RoutingSettings

Language = Literal["fr", "en"]
_BY = {
    "grid": ("sa grille", "its grid"),
    "plugin": ("plugin.py", "plugin.py"),
    "remote": ("son propre service", "its own service"),
}
_KEPT = {
    "fr": "✓ {version}, {by} : {promises} promesses tenues sur {cases} dossiers"
    " (réponse la plus lente : {slowest} ms)",
    "en": "✓ {version}, {by}: {promises} promises kept on {cases} cases"
    " (slowest answer: {slowest} ms)",
}
_BROKEN = {
    "fr": "✗ {version}, {by} : promesse non tenue : {promised}",
    "en": "✗ {version}, {by}: promise not kept: {promised}",
}
_NO_CASE = {
    "fr": "✗ {version}, {by} : aucun dossier à essayer",
    "en": "✗ {version}, {by}: no case to try",
}
_TIMES = {"fr": "  {times} dossier(s) : {detail}", "en": "  {times} case(s): {detail}"}
_EXAMPLE = {"fr": "  exemple : {facts}", "en": "  example: {facts}"}
_NOT_ASKED = {
    "fr": "  ⚠ {slug} : son propre service n'a pas été interrogé (--ask-remote)",
    "en": "  ⚠ {slug}: its own service was not asked (--ask-remote)",
}


def examined(
    checked: Checked, on: datetime.date, facts: Path | None, *, ask: bool, url: str
) -> list[Examined]:
    """Each borough given, by its grid or plug-in; by its service too where `ask` or `url` say so.

    Raises typer.BadParameter.
    """
    own, everybody = list(checked.grids), list(checked.everybody)
    cases = _facts_in(facts)
    if not (ask or url):
        return list(examine_boroughs(own, everybody, on, cases=cases))
    if url:
        own = [at_url(grid, _address(url)) if grid.manifest.remote else grid for grid in own]
        moved = {grid.version: grid for grid in own}
        everybody = [moved.get(grid.version, grid) for grid in everybody]
    keys = _keys()
    for fault in missing_keys(own, keys):
        raise typer.BadParameter(str(fault))
    return list(examine_boroughs(own, everybody, on, keys=keys, cases=cases))


def print_examined(
    found: Sequence[Examined], checked: Checked, lang: Language, say: Callable[[str], None]
) -> None:
    """One line for each that keeps all, and for each promise that is not kept an example."""
    which = 0 if lang == "fr" else 1
    for one in found:
        report, named = one.report, {"version": one.version, "by": _BY[one.by][which]}
        if report.is_kept:
            slowest = f"{report.slowest * 1000:.1f}"
            told = named | {"promises": len(Promise), "cases": report.cases, "slowest": slowest}
            say(_KEPT[lang].format(**told))
        elif not report.cases:
            say(_NO_CASE[lang].format(**named))
        for promise in Promise:
            broken = report.of(promise)
            if broken:
                say(_BROKEN[lang].format(promised=PROMISED[promise][which], **named))
            for way in broken:
                say(_TIMES[lang].format(times=way.times, detail=way.detail[which]))
                say(_EXAMPLE[lang].format(facts=way.example.model_dump_json()))
    asked = {one.version for one in found if one.by == "remote"}
    for grid in checked.grids:
        if grid.manifest.remote is not None and grid.version not in asked:
            say(_NOT_ASKED[lang].format(slug=grid.slug))


def as_json(found: Sequence[Examined]) -> list[dict[str, Any]]:
    """The same for a program; `facts` of an example can be tried again with `--facts`."""
    return [
        {
            "version": one.version,
            "by": one.by,
            "deadline_ms": round(one.deadline_seconds * 1000),
            "slowest_ms": round(one.report.slowest * 1000, 1),
            "cases": one.report.cases,
            "kept": one.report.is_kept,
            "broken": [
                {
                    "promise": way.promise.value,
                    "detail_fr": way.detail[0],
                    "detail_en": way.detail[1],
                    "times": way.times,
                    "facts": way.example.model_dump(mode="json"),
                }
                for way in one.report.broken.values()
            ],
        }
        for one in found
    ]


def _facts_in(file: Path | None) -> list[CaseFacts]:
    if file is None:
        return []
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(CaseFacts.model_validate_json(line))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            key = ".".join(map(str, first["loc"]))
            raise typer.BadParameter(f"{file}: {number}: {key}: {first['msg']}") from error
    return found


def _address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise typer.BadParameter(f"--remote: {url}: https://host/path")
    return url


def _keys() -> Any:
    try:
        return RoutingSettings().remote_keys
    except (ValidationError, SettingsError) as error:
        said = 'ROUTING_REMOTE_KEYS: {"name": "whsec_..."}'
        raise typer.BadParameter(said) from error
