"""The boroughs' folders: what ships is whole, and every fault is named by file and key."""

import datetime
import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from routing.adapters.manifests_toml import TomlBoroughs, configured_folders
from routing.domain.errors import ManifestsRefused
from routing.domain.grid import Grid, Grids
from routing.domain.manifest import Manifest

TODAY = datetime.date(2026, 11, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with as_file(files("routing") / "boroughs") as shipped:
        for source in shipped.iterdir():
            if (source / "manifest.toml").is_file():
                shutil.copytree(source, tmp_path / source.name)
    return tmp_path


def edit(folder: Path, borough: str, old: str, new: str) -> None:
    path = folder / borough / "manifest.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(ManifestsRefused) as refused:
        TomlBoroughs(configured_folders(folder)).load()
    return [(fault.file, fault.key) for fault in refused.value.faults]


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


@pytest.mark.parametrize(
    ("borough", "old", "new", "key"),
    [
        ("prevost", "max_age_days", "max_age_dayz", "complaints.max_age_dayz"),
        (
            "prevost",
            'mailbox = "travaux-publics@prevost.example.org"',
            'mailbox = "nobody"',
            "departments.travaux-publics.mailbox",
        ),
        (
            "prevost",
            'department = "travaux-publics"',
            'department = "voirie"',
            "activities.nid-de-poule.department",
        ),
        ("prevost", 'scheme = "A"', 'scheme = "Z"', "departments.loisirs.scheme"),
        ("prevost", 'zone = "America/Toronto"', 'zone = "America/Montréal"', "calendar.zone"),
        ("prevost", 'slug = "prevost"', 'slug = "prévost"', "borough.slug"),
        ("prevost", 'department = "greffe"', 'department = "clerk"', "clerk.department"),
        ("prevost", 'kind = "complete"', 'kind = "acknowledge"', "commitments.acknowledge/*"),
        (
            "pierrefonds-roxboro",
            'inherits = "montreal"',
            'inherits = "prevost"',
            "borough.inherits",
        ),
        (
            "pierrefonds-roxboro",
            'activity = "nid-de-poule"\ncounting',
            'activity = "nids"\ncounting',
            "commitments.complete.nids",
        ),
        (
            "pierrefonds-roxboro",
            'reason = "C-15: the charter gives no value"',
            'reason = ""',
            "commitments.0",
        ),
        (
            "montreal",
            'public_location = "segment"',
            'public_location = "exact"',
            "counter.public_location",
        ),
        ("prevost", 'claim_is = "kind"', 'claim_is = "requête"', "counter.claim_is"),
        ("prevost", 'comment_ack = { "*"', "comment_ack = { fax", "counter.comment_ack.fax.[key]"),
        (
            "mont-saint-hilaire",
            'authority = "hydro-quebec"',
            'authority = "hydro"',
            "activities.panne-d-electricite.authority",
        ),
    ],
)
def test_a_fault_is_refused_by_file_and_key(
    folder: Path, borough: str, old: str, new: str, key: str
) -> None:
    edit(folder, borough, old, new)
    assert (f"{borough}/manifest.toml", key) in faults(folder)


def test_every_fault_of_every_manifest_is_named_at_once(folder: Path) -> None:
    edit(folder, "prevost", 'scheme = "A"', 'scheme = "Z"')
    edit(folder, "mont-saint-hilaire", 'easter = "both"', 'easter = "never"')
    edit(folder, "pierrefonds-roxboro", "version = 1", "version = 0")
    files_at_fault = {file for file, _ in faults(folder)}
    assert files_at_fault == {
        "prevost/manifest.toml",
        "mont-saint-hilaire/manifest.toml",
        "pierrefonds-roxboro/manifest.toml",
    }


def test_pv_04_an_activity_without_a_delay_is_refused(folder: Path) -> None:
    edit(folder, "prevost", 'kind = "complete"', 'kind = "complete"\nactivity = "deneigement"')
    found = faults(folder)
    assert ("prevost/manifest.toml", "activities.nid-de-poule") in found
    assert ("prevost/manifest.toml", "activities.deneigement") not in found


def test_a_unit_that_nobody_has_is_refused(folder: Path) -> None:
    edit(folder, "montreal", 'unit = "SERVICE DE L EAU"', 'unit = "SERVICE DES EAUX"')
    assert any(key.startswith("activities.") and key.endswith(".unit") for _, key in faults(folder))


def test_what_is_not_toml_is_refused_and_the_others_are_still_checked(folder: Path) -> None:
    (folder / "prevost" / "manifest.toml").write_text("[borough\n", encoding="utf-8")
    edit(folder, "mont-saint-hilaire", 'easter = "both"', 'easter = "never"')
    assert faults(folder) == [
        ("mont-saint-hilaire/manifest.toml", "calendar.holidays.easter"),
        ("prevost/manifest.toml", ""),
    ]


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
