"""One suite for data, plug-ins and services: they keep the same promises, or it says which not."""

import asyncio
import csv
import gzip
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.metadata import entry_points
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from contracts.signatures import new_secret
from guichet.__main__ import app
from guichet.embedded.ports import LOOPBACK, free_port
from guichet.stack import serve
from guichet_testing.remote_town import EXAMPLE, KEY, KEY_NAME, TODAY, everybody
from pydantic import SecretStr
from routing.adapters import conformance_run
from routing.adapters.conformance_run import Examined, examine_boroughs
from routing.adapters.manifests_check import Checked, check_folders
from routing.adapters.manifests_toml import TomlBoroughs, installed_folders, shipped_folders
from routing.application.conformance_corpus import MARK, corpus_of
from routing.application.conformance_judge import PROMISED, Promise
from routing.domain.facts import CaseFacts, CaseKind, Decision, Outcome, Plugin
from routing.domain.grid import Grid, Grids
from typer.testing import CliRunner

EXAMPLES = EXAMPLE.parent
ROWS = Path(__file__).parent / "data" / "located_rodents.csv.gz"


@cache
def checked(name: str) -> Checked:
    found = check_folders([EXAMPLES / name], TODAY)
    assert found.faults == ()
    return found


def tried(plugin: Plugin) -> Examined:
    """The example of a plug-in, with another function in its place."""
    loaded = checked("val_des_erables")
    changed = {one.slug: replace(one, plugin=plugin) for one in loaded.grids}
    everybody_ = [changed.get(grid.slug, grid) for grid in loaded.everybody]
    (found,) = examine_boroughs(list(changed.values()), everybody_, TODAY, most=150)
    return found


def deciding(**changes: Any) -> Decision:
    facts = {
        "outcome": Outcome.ASSIGNED,
        "responsible_borough": "val-des-erables",
        "department": "parcs",
        "department_name_fr": "Parcs",
        "rule": "essai",
        "reason_fr": "Essai.",
        "reason_en": "Trial.",
    }
    return Decision.model_validate(facts | changes)


def test_mt_08_every_borough_that_ships_keeps_every_promise_by_its_grid(grids: Grids) -> None:
    alone = {"montreal", "pierrefonds-roxboro", "prevost", "mont-saint-hilaire"}
    own = [grid for grid in grids if grid.slug in alone]
    assert len(own) == len(alone)
    for found in examine_boroughs(own, list(grids), TODAY):
        assert (found.version, found.report.broken) == (found.version, {})
        assert found.report.cases > 100


def test_a_plug_in_that_a_borough_may_copy_keeps_every_promise() -> None:
    loaded = checked("val_des_erables")
    (found,) = examine_boroughs(loaded.grids, loaded.everybody, TODAY)
    assert (found.by, found.report.broken) == ("plugin", {})


def test_real_rows_are_tried_too(grids: Grids) -> None:
    with gzip.open(ROWS, "rt", encoding="utf-8") as source:
        rows = list(csv.DictReader(source))[:300]
    real = [
        CaseFacts(
            counter_borough="montreal",
            kind=CaseKind.REQUEST,
            activity="Rongeurs",
            longitude=float(row["lon"]),
            latitude=float(row["lat"]),
            received_on=TODAY,
        )
        for row in rows
    ]
    montreal = [grid for grid in grids if grid.slug == "montreal"]
    (found,) = examine_boroughs(montreal, list(grids), TODAY, cases=real, most=100)
    assert (found.report.cases, found.report.broken) == (400, {})


def answer_that_depends_on_the_last() -> Plugin:
    seen: list[CaseFacts] = []

    def route(facts: CaseFacts) -> Decision | None:
        seen.append(facts)
        return deciding() if len(seen) % 2 else None

    return route


def quoting(facts: CaseFacts) -> Decision | None:
    return deciding(reason_fr=f"Pour « {facts.activity} ».")


def raising(facts: CaseFacts) -> Decision | None:
    if facts.longitude is not None:
        raise ValueError(facts.activity)
    return None


@pytest.mark.parametrize(
    ("plugin", "promise", "detail"),
    [
        (raising, Promise.ANSWERS, "plugin.route: ValueError"),
        (answer_that_depends_on_the_last(), Promise.PURE, "another answer the second time"),
        (quoting, Promise.ANSWERS, "reason_fr: quotes what was typed"),
        (lambda _: deciding(department="ailleurs"), Promise.ANSWERS, "department: no department"),
        (lambda _: deciding(reason_en=""), Promise.ANSWERS, "reason_en: must have"),
        (lambda _: "parcs", Promise.ANSWERS, "plugin.route: answered str"),
    ],
)
def test_a_promise_that_a_plug_in_breaks_is_told_with_facts_that_show_it(
    plugin: Any, promise: Promise, detail: str
) -> None:
    found = tried(plugin)
    assert not found.report.is_kept
    (first, *_) = found.report.of(promise)
    assert detail in first.detail[1]
    assert first.times >= 1
    again = CaseFacts.model_validate_json(first.example.model_dump_json())
    assert again == first.example
    assert MARK not in "".join(first.detail)


def test_a_grid_that_is_slow_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conformance_run, "DEADLINE_SECONDS", 0.0)
    loaded = checked("val_des_erables")
    (found,) = examine_boroughs(loaded.grids, loaded.everybody, TODAY)
    assert {one.promise for one in found.report.broken.values()} == {Promise.IN_TIME}


def test_the_corpus_has_every_activity_every_kind_odd_words_and_odd_places(grids: Grids) -> None:
    here = grids.on("pierrefonds-roxboro", TODAY)
    assert here is not None
    corpus = corpus_of(here, grids, TODAY, [(-73.85, 45.49)])
    city = grids.city_of(here, TODAY)
    assert city is not None
    named = {one.name_fr for one in (*here.manifest.activities, *city.manifest.activities)}
    assert named <= {facts.activity for facts in corpus}
    assert {facts.kind for facts in corpus} == set(CaseKind)
    assert len(corpus) == len(set(corpus)) <= 2_000
    assert corpus == corpus_of(here, grids, TODAY, [(-73.85, 45.49)])


def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As `pip install ./examples/boroughs` leaves it: a package on the path, and its entry."""
    made = tmp_path / "guichet_borough_val_des_erables-1.0.0.dist-info"
    made.mkdir()
    (made / "METADATA").write_text("Name: guichet-borough-val-des-erables\nVersion: 1.0.0\n")
    (made / "entry_points.txt").write_text(
        "[guichet.boroughs]\nval-des-erables = val_des_erables\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(EXAMPLES))


def test_a_borough_from_an_installed_package_is_taken_up_and_nothing_of_it_imported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, tmp_path)
    assert [entry.value for entry in entry_points(group="guichet.boroughs")] == ["val_des_erables"]
    loaded: list[Grid] = list(TomlBoroughs([*shipped_folders(), *installed_folders()]).load())
    (own,) = [grid for grid in loaded if grid.slug == "val-des-erables"]
    assert own.plugin is not None
    assert "val_des_erables" not in sys.modules
    (found,) = examine_boroughs([own], loaded, TODAY)
    assert (found.by, found.report.broken) == ("plugin", {})


async def examine_the_service(monkeypatch: pytest.MonkeyPatch, key: str) -> Examined:
    """The example's own application on a port, asked over the net as a borough's is."""
    spec = spec_from_file_location("rive_claire_service", EXAMPLE / "service.py")
    assert spec is not None
    assert spec.loader is not None
    service = module_from_spec(spec)
    spec.loader.exec_module(service)
    monkeypatch.setenv("RIVE_CLAIRE_KEY", KEY)
    monkeypatch.setattr(conformance_run, "MOST_QUESTIONS", 70)
    port = free_port()
    stop = await serve(service.app, port)
    loaded = everybody(f"http://{LOOPBACK}:{port}/route")
    own, keys = [g for g in loaded if g.slug == "rive-claire"], {KEY_NAME: SecretStr(key)}
    try:
        found = await asyncio.to_thread(
            lambda: list(examine_boroughs(own, loaded, TODAY, keys=keys))
        )
    finally:
        await stop()
    by_grid, by_service = found
    assert (by_grid.by, by_grid.report.broken) == ("grid", {})
    return by_service


async def test_a_service_that_a_borough_may_copy_keeps_every_promise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = await examine_the_service(monkeypatch, KEY)
    assert (found.by, found.report.broken) == ("remote", {})
    assert found.report.cases == 70


async def test_a_service_with_another_key_is_told_in_the_same_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = await examine_the_service(monkeypatch, new_secret())
    (broken,) = found.report.broken.values()
    assert (broken.promise, broken.detail[0]) == (Promise.ANSWERS, "demande refusée (status 401)")
    assert broken.times == found.report.cases


@pytest.fixture
def command() -> Callable[..., Any]:
    def _run(*arguments: str, **env: str) -> Any:
        return CliRunner().invoke(app, ["grid", "check", *arguments], env=env)

    return _run


def test_the_command_says_what_is_kept_and_what_was_not_asked(command: Callable[..., Any]) -> None:
    found = command(str(EXAMPLE), "--at", str(TODAY))
    assert found.exit_code == 0, found.output
    assert f"{len(PROMISED)} promesses tenues" in found.output
    assert "n'a pas été interrogé (--ask-remote)" in found.output


def test_the_command_ends_with_1_and_an_example_where_a_promise_is_broken(
    command: Callable[..., Any],
) -> None:
    keys = json.dumps({KEY_NAME: KEY})
    dead = "http://127.0.0.1:1/route"
    found = command(
        str(EXAMPLE), "--at", str(TODAY), "--remote", dead, "--json", ROUTING_REMOTE_KEYS=keys
    )
    assert found.exit_code == 1
    by_grid, by_service = json.loads(found.stdout)["conformance"]
    assert (by_grid["by"], by_grid["kept"]) == ("grid", True)
    (broken,) = by_service["broken"]
    assert (broken["promise"], broken["detail_fr"]) == ("answers", "injoignable")
    assert CaseFacts.model_validate(broken["facts"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--ask-remote"], "ROUTING_REMOTE_KEYS"),
        (["--remote", "ftp://x"], "--remote"),
    ],
)
def test_the_command_refuses_what_it_cannot_ask(
    command: Callable[..., Any], arguments: list[str], said: str
) -> None:
    found = command(str(EXAMPLE), "--at", str(TODAY), *arguments, ROUTING_REMOTE_KEYS="{}")
    assert found.exit_code == 2
    assert said in found.output


def test_the_command_tries_facts_of_ones_own_and_names_a_bad_line(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    own = tmp_path / "facts.jsonl"
    fine = CaseFacts(counter_borough="rive-claire", kind=CaseKind.REQUEST, received_on=TODAY)
    own.write_text(f'{fine.model_dump_json()}\n\n{{"kind": "request"}}\n', encoding="utf-8")
    found = command(str(EXAMPLE), "--at", str(TODAY), "--facts", str(own))
    assert found.exit_code == 2
    assert "3: counter_borough" in found.output.replace("\n", " ")
