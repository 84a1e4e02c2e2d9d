"""The boroughs' folders: what ships is whole, and every fault is named by file and key."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from guichet_testing.borough_folders import copy_shipped
from routing.adapters.manifests_merge import merge_city
from routing.adapters.manifests_toml import TomlBoroughs, configured_folders
from routing.domain.errors import ManifestsRefused
from routing.domain.grid import Grid, Grids
from routing.domain.manifest import Manifest
from routing.domain.manifest_summary import demonstrations

TODAY = datetime.date(2026, 11, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_shipped(tmp_path)


def manifest(grids: Grids, slug: str) -> Manifest:
    grid = grids.on(slug, TODAY)
    assert grid is not None
    return grid.manifest


def test_a_configured_directory_gives_the_same_boroughs_as_the_package(
    folder: Path, grids: Grids
) -> None:
    loaded = TomlBoroughs(configured_folders(folder)).load()
    assert [grid.manifest for grid in loaded] == [grid.manifest for grid in grids]
    assert len(loaded) == 22  # the city, its 19 boroughs, two towns


def test_pv_26_prevost_has_its_seven_departments(grids: Grids) -> None:
    names = {entry.name_fr for entry in manifest(grids, "prevost").departments}
    assert names >= {
        "Expérience citoyen",
        "Travaux publics",
        "Urbanisme",
        "Environnement",
        "Sécurité communautaire",
        "Loisirs, culture et vie communautaire",
        "Trésorerie / Taxation",
        "Ingénierie",
    }


def test_pv_30_three_schemes_and_every_department_has_one(grids: Grids) -> None:
    prevost = manifest(grids, "prevost")
    assert [scheme.code for scheme in prevost.schemes] == ["A", "B", "C"]
    by_code = {entry.code: entry.scheme for entry in prevost.departments}
    assert (by_code["taxation"], by_code["loisirs"]) == ("A", "A")
    assert (by_code["travaux-publics"], by_code["ingenierie"]) == ("B", "B")
    assert set(by_code.values()) == {"A", "B", "C"}


def test_pv_12_the_process_of_each_department_names_its_director_and_the_day(grids: Grids) -> None:
    for department in manifest(grids, "prevost").departments:
        assert department.approved_by
        assert department.approved_on == datetime.date(2019, 10, 15)


def test_pv_31_in_scheme_b_the_secretary_receives_and_somebody_else_executes(grids: Grids) -> None:
    prevost = manifest(grids, "prevost")
    apart = [scheme.code for scheme in prevost.schemes if scheme.has_execution_apart]
    assert apart == ["B"]
    posts = {entry.department: entry for entry in prevost.designations}
    for code in ("travaux-publics", "ingenierie"):
        assert "secretaire" in posts[code].reception.person_id
        assert posts[code].execution not in (None, posts[code].reception)


def test_c_05_pv_52_who_closes_is_the_boroughs_choice_and_prevost_completes_with_238(
    grids: Grids,
) -> None:
    prevost = manifest(grids, "prevost").closing
    assert (prevost.actor, [code.code for code in prevost.codes]) == ("both", ["238"])
    assert manifest(grids, "mont-saint-hilaire").closing.actor == "responsable"


def test_c_06_who_answers_an_access_request_is_not_who_extends_its_delay(grids: Grids) -> None:
    clerk = manifest(grids, "prevost").clerk
    assert clerk is not None
    assert (clerk.access_responsable, clerk.access_extender) == ("direction-generale", "greffe")


def test_c_07_engineering_is_a_department_though_the_list_of_seven_lacks_it(grids: Grids) -> None:
    (found,) = [e for e in manifest(grids, "prevost").departments if e.code == "ingenierie"]
    assert "C-07" in found.source
    assert found.scheme == "B"


def test_c_02_complaints_are_central_in_one_town_and_not_in_the_other(grids: Grids) -> None:
    assert manifest(grids, "prevost").complaints.model == "central"
    assert manifest(grids, "mont-saint-hilaire").complaints.model == "decentral"


def test_c_14_officials_are_a_step_of_cases_in_one_town_only(grids: Grids) -> None:
    assert manifest(grids, "mont-saint-hilaire").elected.officials
    assert not manifest(grids, "prevost").elected.officials


def test_pv_52_intervention_codes_are_read_from_a_file_beside_the_manifest(folder: Path) -> None:
    rows = 'code;name_fr;name_en\r\n240;"Reportée; météo";Postponed\r\n'
    (folder / "prevost" / "closing-codes.csv").write_bytes(rows.encode("cp1252"))
    grids = Grids(TomlBoroughs(configured_folders(folder)).load())
    codes = manifest(grids, "prevost").closing.codes
    assert [(code.code, code.name_fr) for code in codes] == [
        ("238", "Demande complétée"),
        ("240", "Reportée; météo"),
    ]


def test_pr_02_pierrefonds_promises_a_delay_for_each_of_its_six_activities(grids: Grids) -> None:
    promised = {
        entry.activity: entry
        for entry in manifest(grids, "pierrefonds-roxboro").commitments
        if entry.kind == "complete" and entry.activity != "*"
    }
    assert len(promised) == 6
    assert all(entry.demonstration and "C-15" in entry.reason for entry in promised.values())


def test_c_15_every_delay_has_a_source_or_says_it_is_a_demonstration(grids: Grids) -> None:
    for grid in grids:
        for entry in grid.manifest.commitments:
            assert entry.source or (entry.demonstration and entry.reason)


def test_c_15_what_is_made_up_is_counted_with_its_reason(grids: Grids) -> None:
    made_up = dict(demonstrations(manifest(grids, "prevost")))
    assert "C-15" in made_up["commitments.complete.*"]
    assert "opening hours" in made_up["calendar"]
    assert "commitments.acknowledge.*" not in made_up
    assert not any(key.startswith("departments.") for key in made_up)


def test_mt_08_c_15_a_borough_that_sources_its_section_does_not_inherit_where_the_citys_is_from(
    grids: Grids,
) -> None:
    city, borough = manifest(grids, "montreal"), manifest(grids, "pierrefonds-roxboro")
    assert "2014-2016" in borough.calendar.source
    assert borough.calendar.source != city.calendar.source
    assert manifest(grids, "verdun").calendar.source == city.calendar.source
    merged = merge_city(
        {"calendar": {"source": "own"}}, {"calendar": {"demonstration": True, "reason": "x"}}
    )
    assert merged["calendar"] == {"source": "own"}


def test_mt_08_a_borough_overrides_section_by_section_and_inherits_the_rest(grids: Grids) -> None:
    city, borough = manifest(grids, "montreal"), manifest(grids, "pierrefonds-roxboro")
    friday = {entry.day: entry.closes for entry in borough.calendar.hours}["fri"]
    assert friday == datetime.time(12)
    assert borough.calendar.holidays == city.calendar.holidays
    assert borough.messages.signature == "On s'occupe de vous !"
    assert borough.messages.languages == city.messages.languages
    assert borough.complaints == city.complaints
    assert manifest(grids, "verdun").calendar == city.calendar
    assert manifest(grids, "verdun").counter.public_location == "segment"
    assert manifest(grids, "prevost").counter.public_location == "grid"


def test_c_04_mont_saint_hilaire_acknowledges_by_the_next_working_day_and_prevost_gives_no_number(
    grids: Grids,
) -> None:
    def acknowledge(slug: str) -> tuple[str, int]:
        entry = next(e for e in manifest(grids, slug).commitments if e.kind == "acknowledge")
        return entry.counting, entry.amount

    assert acknowledge("mont-saint-hilaire") == ("working_days_end_of_day", 1)
    assert acknowledge("prevost") == ("no_delay", 0)


PluginWriter = Callable[[str], list[Grid]]


@pytest.fixture
def with_plugin(folder: Path) -> PluginWriter:
    def _load(source: str) -> list[Grid]:
        (folder / "prevost" / "plugin.py").write_text(source, encoding="utf-8")
        return list(TomlBoroughs(configured_folders(folder)).load())

    return _load


def test_a_plug_in_beside_the_manifest_is_taken_up(with_plugin: PluginWriter) -> None:
    grids = with_plugin("def route(facts):\n    return None\n")
    assert [grid.slug for grid in grids if grid.plugin is not None] == ["prevost"]


@pytest.mark.parametrize("source", ["import nowhere_to_be_found\n", "route = 5\n"])
def test_a_plug_in_that_cannot_serve_refuses_the_start(
    with_plugin: PluginWriter, source: str
) -> None:
    with pytest.raises(ManifestsRefused, match=r"prevost/plugin\.py"):
        with_plugin(source)
