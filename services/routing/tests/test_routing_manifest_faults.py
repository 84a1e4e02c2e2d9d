"""Bad manifests: every fault is named by file and key, with a remedy in both languages."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chassis.sealing import new_key
from guichet_testing.borough_folders import add, copy_shipped, edit, faults_in
from routing.__main__ import run
from routing.adapters.manifests_toml import TomlBoroughs, configured_folders
from routing.domain.errors import Fault

PREVOST = "prevost/manifest.toml"


TOWNS = ("prevost", "mont-saint-hilaire")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two towns: quicker to load than a city of 841 activities."""
    return copy_shipped(tmp_path, *TOWNS)


@pytest.fixture
def island(folder: Path) -> Path:
    """The towns, the city and its borough."""
    return copy_shipped(folder, "montreal", "pierrefonds-roxboro")


def at(folder: Path, file: str, key: str) -> Fault:
    """The one fault at that key; all others are named where there is none."""
    found = faults_in(folder)
    named = [fault for fault in found if (fault.file, fault.key) == (file, key)]
    assert len(named) == 1, [str(fault) for fault in found]
    assert all(named[0].problem + named[0].remedy)
    return named[0]


@pytest.mark.parametrize(
    ("borough", "old", "new", "key", "remedy"),
    [
        ("prevost", "max_age_days", "max_age_dayz", "complaints.max_age_dayz", "« max_age_days »"),
        ("prevost", "[clerk]", "[clerc]", "clerc", "« clerk »"),
        ("prevost", 'mailbox = "travaux', 'malbox = "travaux', "departments.travaux-publics.malbox",
         "« mailbox »"),
        ("prevost", 'mailbox = "travaux-publics@prevost.example.org"', 'mailbox = "nobody"',
         "departments.travaux-publics.mailbox", "nom@ville.qc.ca"),
        ("prevost", 'slug = "prevost"', 'slug = "prévost"', "borough.slug", "« prevost »"),
        ("prevost", 'zone = "America/Toronto"', 'zone = "America/Montréal"', "calendar.zone",
         "America/Toronto"),
        ("prevost", 'model = "central"', 'model = "centrale"', "complaints.model", "« central »"),
        ("prevost", "effective_on = 2019-10-15", 'effective_on = "octobre"', "borough.effective_on",
         "2026-01-31"),
        ("prevost", "opens = 08:30:00", 'opens = "tôt"', "calendar.hours.0.opens", "08:30:00"),
        ("prevost", "version = 1", "version = 0", "borough.version", "nombre"),
        ("prevost", "written = true", 'written = "peut-être"', "complaints.written", "true ou"),
        ("prevost", 'name = "Prévost"', 'name = ""', "borough.name", "texte"),
        ("prevost", 'also = ["12-24"', 'also = ["24 décembre"', "calendar.holidays.also", "12-24"),
        ("montreal", 'public_location = "segment"', 'public_location = "exact"',
         "counter.public_location", "connus : grid, segment"),
        ("prevost", 'comment_ack = { "*"', "comment_ack = { fax", "counter.comment_ack.fax.[key]",
         "email"),
        ("pierrefonds-roxboro", 'reason = "C-15: the charter gives no value"', 'reason = ""',
         "commitments.complete.nid-de-poule", "ajoutez reason"),
    ],
)  # fmt: skip
def test_what_is_written_wrong_is_named_with_its_remedy(
    folder: Path, borough: str, old: str, new: str, key: str, remedy: str
) -> None:
    if borough not in TOWNS:
        copy_shipped(folder, "montreal", "pierrefonds-roxboro")
    edit(folder, borough, old, new)
    assert remedy in at(folder, f"{borough}/manifest.toml", key).remedy[0]


@pytest.mark.parametrize(
    ("borough", "old", "new", "key", "remedy"),
    [
        ("prevost", 'department = "travaux-publics"', 'department = "travaux"',
         "activities.nid-de-poule.department", "« travaux-publics »"),
        ("prevost", 'scheme = "A"', 'scheme = "Z"', "departments.loisirs.scheme",
         "connus : A, B, C"),
        ("mont-saint-hilaire", 'authority = "hydro-quebec"', 'authority = "hydro"',
         "activities.panne-d-electricite.authority", "« hydro-quebec »"),
        ("prevost", '[clerk]\ndepartment = "greffe"', '[clerk]\ndepartment = "grefe"',
         "clerk.department", "« greffe »"),
        ("prevost", 'department = "service-aux-citoyens"\nwritten', 'department = "rh"\nwritten',
         "complaints.department", "connus : "),
        ("prevost", 'department = "ingenierie"\ndirector', 'department = "genie"\ndirector',
         "designations.genie", "« ingenierie »"),
        ("pierrefonds-roxboro", 'activity = "nid-de-poule"\ncounting', 'activity = "nids-poule"\n'
         "counting", "commitments.complete.nids-poule", "« nid-de-poule »"),
        ("pierrefonds-roxboro", 'department = "relations-avec-les-citoyens"\n\n# The online',
         'department = "relations"\n\n# The online', "defaults.department", "-avec-les-citoyens »"),
        ("pierrefonds-roxboro", 'inherits = "montreal"', 'inherits = "montréal"',
         "borough.inherits", "« montreal »"),
        ("pierrefonds-roxboro", 'inherits = "montreal"', 'inherits = "prevost"',
         "borough.inherits", "montreal"),
        ("prevost", 'kind = "town"', 'kind = "borough"', "borough.kind", "inherits"),
        ("prevost", '{ activity = "drainage"', '{ activity = "drain"', "identity.buttons.drain",
         "drainage"),
    ],
)  # fmt: skip
def test_what_names_something_unknown_is_told_the_nearest(
    folder: Path, borough: str, old: str, new: str, key: str, remedy: str
) -> None:
    if borough not in TOWNS:
        copy_shipped(folder, "montreal", "pierrefonds-roxboro")
    edit(folder, borough, old, new)
    assert remedy in at(folder, f"{borough}/manifest.toml", key).remedy[0]


def test_pv_25_pv_59_a_responsable_without_e_mail_is_refused(folder: Path) -> None:
    edit(folder, "prevost", 'email = "surintendant@prevost.example.org", ', "")
    fault = at(folder, PREVOST, "designations.travaux-publics.execution.email")
    assert fault.problem == ("clé obligatoire absente", "a required key is missing")
    assert "email" in fault.remedy[1]


def test_pv_04_an_activity_without_a_delay_is_refused_unless_it_says_so(folder: Path) -> None:
    only = 'kind = "complete"\nactivity = "deneigement"'
    edit(folder, "prevost", 'kind = "complete"', only)
    assert 'counting = "no_delay"' in at(folder, PREVOST, "activities.nid-de-poule").remedy[0]
    assert "activities.deneigement" not in {fault.key for fault in faults_in(folder)}
    said = 'kind = "complete"\ncounting = "no_delay"\nsource = "PV-04"\n'
    add(folder, "prevost", f"[[commitments]]\n{said}")
    assert TomlBoroughs(configured_folders(folder)).load()


def test_c_15_a_delay_without_a_source_that_does_not_own_up_is_refused(folder: Path) -> None:
    edit(folder, "mont-saint-hilaire", 'source = "MH-08"\n', "")
    fault = at(folder, "mont-saint-hilaire/manifest.toml", "commitments.acknowledge.*")
    assert "demonstration = true" in fault.remedy[0]


def test_pv_12_a_scheme_says_with_whom_it_was_agreed_and_when(folder: Path) -> None:
    edit(folder, "prevost", "approved_on = 2019-10-15\n", "")
    fault = at(folder, PREVOST, "departments.experience-citoyen")
    assert "approved_on" in fault.remedy[0]


def test_pv_31_a_scheme_with_execution_apart_asks_for_somebody_who_executes(folder: Path) -> None:
    edit(folder, "prevost", 'scheme = "C"', 'scheme = "B"')
    at(folder, PREVOST, "designations.experience-citoyen.execution")


def test_pv_22_a_person_of_several_posts_is_one_person(folder: Path) -> None:
    edit(folder, "prevost", '"prevost-surintendant"', '"prevost-secretaire-travaux-publics"')
    fault = at(folder, PREVOST, "designations.travaux-publics.execution")
    assert "designations.travaux-publics.reception" in fault.problem[0]


def test_mh_05_officials_without_a_general_director_are_refused(folder: Path) -> None:
    edit(folder, "mont-saint-hilaire", "general_director_post", "director_post")
    fault = at(folder, "mont-saint-hilaire/manifest.toml", "elected.officials")
    assert "general_director_post" in fault.remedy[0]


def _twice() -> Iterator[tuple[str, str]]:
    names = 'name_fr = "Deux"\nname_en = "Two"\n'
    step = 'steps = [{ actor = "technician", does_fr = "a", does_en = "b" }]\n'
    yield "schemes.A", f'[[schemes]]\ncode = "A"\n{names}{step}'
    yield "authorities.mtq", f'[[authorities]]\ncode = "mtq"\n{names}'
    yield (
        "departments.greffe",
        f'[[departments]]\ncode = "greffe"\n{names}mailbox = "a@prevost.example.org"\n',
    )
    yield "activities.animaux", f'[[activities]]\ncode = "animaux"\n{names}department = "greffe"\n'
    yield "closing.codes.238", f'[[closing.codes]]\ncode = "238"\n{names}'
    yield (
        "commitments.complete.*",
        '[[commitments]]\nkind = "complete"\ncounting = "no_delay"\nsource = "PV-04"\n',
    )


@pytest.mark.parametrize(("key", "text"), list(_twice()))
def test_what_is_there_twice_is_refused(folder: Path, key: str, text: str) -> None:
    add(folder, "prevost", text)
    assert "2 fois" in at(folder, PREVOST, key).problem[0]


def test_two_activities_of_one_name_are_refused(folder: Path) -> None:
    edit(folder, "prevost", 'synonyms = ["Bruit"]', 'synonyms = ["Animaux"]')
    assert "« Animaux »" in at(folder, PREVOST, "activities.animaux").problem[0]


@pytest.mark.parametrize(
    ("borough", "old", "new", "key", "other"),
    [
        ("prevost", 'aliases = ["Ville de Prévost"]', 'aliases = ["ROSEMONT LA PETITE PATRIE"]',
         "borough.aliases", "rosemont-la-petite-patrie"),
        ("prevost", 'name = "Prévost"', 'name = "Mont St-Hilaire"', "borough.name",
         "mont-saint-hilaire"),
        ("pierrefonds-roxboro", 'unit = "PIERREFONDS - ROXBORO"', 'unit = "VERDUN"',
         "borough.unit", "verdun"),
        ("prevost", 'scheme = "A"', 'unit = "SERVICE DE L EAU"\nscheme = "A"',
         "departments.loisirs.unit", "montreal"),
    ],
)  # fmt: skip
def test_overlapping_territories_are_refused(
    island: Path, borough: str, old: str, new: str, key: str, other: str
) -> None:
    edit(island, borough, old, new)
    problem = at(island, f"{borough}/manifest.toml", key).problem[1]
    assert problem.startswith("overlapping territory")
    assert f"is of {other} " in problem


def test_a_town_cannot_take_the_ground_of_a_borough_of_a_city(island: Path) -> None:
    text = (island / "prevost" / "manifest.toml").read_text(encoding="utf-8")
    mine = text.replace('slug = "prevost"', 'slug = "verdun"', 1).replace(
        'name = "Prévost"\n', 'name = "Verdun"\n', 1
    )
    add(island, "verdun", mine.replace('aliases = ["Ville de Prévost"]', ""))
    assert at(island, "verdun/manifest.toml", "borough.inherits").remedy == (
        'écrivez inherits = "montreal"',
        'write inherits = "montreal"',
    )


def test_a_year_without_a_calendar_is_refused(folder: Path) -> None:
    edit(folder, "prevost", "2025, 2026, 2027, 2028", "2025, 2027, 2028")
    assert "2026" in at(folder, PREVOST, "calendar.holidays.years").problem[0]


def test_what_is_not_toml_is_refused_and_the_others_are_still_checked(folder: Path) -> None:
    (folder / "prevost" / "manifest.toml").write_text("[borough\n", encoding="utf-8")
    edit(folder, "mont-saint-hilaire", 'easter = "both"', 'easter = "never"')
    assert "line 1" in at(folder, PREVOST, "").problem[1]
    at(folder, "mont-saint-hilaire/manifest.toml", "calendar.holidays.easter")


def test_a_manifest_saved_on_windows_is_read_and_another_encoding_is_named(folder: Path) -> None:
    path = folder / "prevost" / "manifest.toml"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert TomlBoroughs(configured_folders(folder)).load()
    path.write_bytes(text.encode("cp1252", errors="replace"))
    assert at(folder, PREVOST, "").problem[0] == "n'est pas en UTF-8"


def test_every_fault_of_every_manifest_is_named_at_once(island: Path) -> None:
    edit(island, "prevost", 'scheme = "A"', 'scheme = "Z"')
    edit(island, "mont-saint-hilaire", 'easter = "both"', 'easter = "never"')
    edit(island, "pierrefonds-roxboro", "version = 1", "version = 0")
    assert {fault.file for fault in faults_in(island)} == {
        PREVOST,
        "mont-saint-hilaire/manifest.toml",
        "pierrefonds-roxboro/manifest.toml",
    }


def test_the_service_does_not_start_and_names_every_fault_and_its_remedy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "mont-saint-hilaire").rename(folder / "autre-ville")
    monkeypatch.setenv("ROUTING_BOROUGHS_DIR", str(folder))
    monkeypatch.setenv("ROUTING_STORAGE_KEY", new_key())
    monkeypatch.setattr(sys, "argv", ["routing", "worker"])
    with pytest.raises(SystemExit) as ended:
        run()
    said = str(ended.value.code)
    assert "autre-ville/manifest.toml: borough.slug: must be the folder's name" in said
    assert 'write slug = "autre-ville", or rename the folder' in said
    assert "prevost/manifest.toml: borough.slug: overlapping territory" in said


def test_a_unit_that_nobody_has_is_refused(island: Path) -> None:
    edit(island, "montreal", 'unit = "SERVICE DE L EAU"', 'unit = "SERVICE DES EAUX"')
    found = [fault for fault in faults_in(island) if fault.key.endswith(".unit")]
    assert found
    assert all("SERVICE DES EAUX" in fault.remedy[0] for fault in found)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("numéro,nom\n238,Complétée\n", "1"),
        ("code,name_fr,name_en\n239,Annulée,Cancelled\n240,Reportée\n", "3"),
        ("code,name_fr,name_en\n239,Annulée, sans suite,Cancelled\n", "2"),
    ],
)
def test_pv_52_a_bad_list_of_intervention_codes_is_named_by_its_line(
    folder: Path, content: str, key: str
) -> None:
    (folder / "prevost" / "closing-codes.csv").write_text(content, encoding="utf-8")
    assert at(folder, "prevost/closing-codes.csv", key).remedy[0]
