"""`guichet grid check`: what ships passes, what is wrong is named with its remedy."""

import datetime
import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from guichet.__main__ import app
from guichet_testing.borough_folders import copy_shipped, edit
from routing.adapters.manifests_check import check_folders
from routing.adapters.manifests_lines import line_of
from routing.domain.manifest import Manifest
from typer.testing import CliRunner

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "services" / "routing" / "src" / "routing" / "boroughs"
EXAMPLE = ROOT / "examples" / "boroughs" / "val-exemple"


def check(*arguments: object) -> tuple[int, str]:
    """Exit code and what was printed, errors too."""
    result = CliRunner().invoke(app, ["grid", "check", *map(str, arguments)])
    return result.exit_code, result.output


def test_the_four_boroughs_that_ship_pass_whatever_else_lies_beside_them() -> None:
    code, said = check(*sorted(SHIPPED.iterdir()))
    assert code == 0
    for slug in ("mont-saint-hilaire", "montreal", "pierrefonds-roxboro", "prevost"):
        assert f"✓ {slug}@" in said


def test_a_borough_alone_is_laid_over_the_city_that_ships(tmp_path: Path) -> None:
    folder = copy_shipped(tmp_path, "pierrefonds-roxboro") / "pierrefonds-roxboro"
    for path in (folder, folder.parent, folder / "manifest.toml"):
        checked = check_folders([path], datetime.date(2026, 11, 22))
        assert [grid.slug for grid in checked.grids] == ["pierrefonds-roxboro"]
        assert checked.grids[0].manifest.complaints.department == "experience-citoyenne"


def test_the_example_to_copy_passes_and_says_what_it_is() -> None:
    code, said = check(EXAMPLE, "--json", "--at", "2026-11-22")
    assert code == 0
    (borough,) = json.loads(said)["boroughs"]
    assert borough["closing_codes"] == 3
    assert borough["calendar_until"] == 2028
    assert borough["demonstration"] == [
        {"key": "commitments.complete.*", "reason": "pas encore adopté par le conseil"}
    ]


def test_the_example_names_every_section_and_is_sound_with_all_its_options(tmp_path: Path) -> None:
    text = (EXAMPLE / "manifest.toml").read_text(encoding="utf-8")
    whole = re.sub(r"^# ((\[\w+\]|\w+ = ).*)$", r"\1", text, flags=re.MULTILINE)
    folder = _made(tmp_path / EXAMPLE.name)
    (folder / "manifest.toml").write_text(whole, encoding="utf-8")
    shutil.copy(EXAMPLE / "closing-codes.csv", folder)
    code, said = check(folder)
    assert code == 0, said
    of_a_city = {"overrides", "members"}
    assert set(tomllib.loads(whole)) | of_a_city | {"defaults"} == set(Manifest.model_fields)


def test_a_fault_is_printed_with_file_key_and_remedy_in_the_language_asked_for(
    tmp_path: Path,
) -> None:
    edit(copy_shipped(tmp_path), "prevost", "max_age_days", "max_age_dayz")
    code, said = check(tmp_path / "prevost")
    assert code == 1
    manifest = tmp_path / "prevost" / "manifest.toml"
    lines = manifest.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if "max_age_dayz" in text)
    assert f"✗ {manifest}:{line}: complaints.max_age_dayz" in said
    assert "clé inconnue" in said
    assert "→ vouliez-vous dire « max_age_days » ?" in said
    assert "→ did you mean 'max_age_days'?" in check(tmp_path / "prevost", "--lang", "en")[1]


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("borough.slug", 'slug = "val-exemple"'),
        ("borough.nowhere", "[borough]"),
        ("calendar.holidays.years", "years = [2026, 2027, 2028]"),
        ("calendar.hours.3.opens", "hours = ["),
        ("departments.greffe.mailbox", 'mailbox = "greffe@val-exemple.example.org"'),
        ("designations.travaux-publics.execution.email", "execution = {"),
        ("commitments.complete.nid-de-poule", "[[commitments]]"),
        ("activities.1.name_en", 'name_en = "Faulty street light"'),
    ],
)
def test_the_line_of_a_fault_is_that_of_its_key_or_of_its_table(key: str, line: str) -> None:
    manifest = EXAMPLE / "manifest.toml"
    found = line_of(manifest, key)
    assert found is not None
    assert manifest.read_text(encoding="utf-8").splitlines()[found - 1].startswith(line)


def test_where_neither_key_nor_file_is_there_no_line_is_said() -> None:
    assert line_of(EXAMPLE / "manifest.toml", "clerc") is None
    assert line_of(EXAMPLE / "manifest.toml", "") is None
    assert line_of(EXAMPLE / "nowhere.toml", "borough.slug") is None


def test_every_fault_is_in_the_json_in_both_languages(tmp_path: Path) -> None:
    edit(copy_shipped(tmp_path), "prevost", "max_age_days", "max_age_dayz")
    code, said = check(tmp_path / "prevost", "--json")
    (fault,) = json.loads(said)["faults"]
    assert code == 1
    assert fault["key"] == "complaints.max_age_dayz"
    assert (fault["problem_fr"], fault["problem_en"]) == ("clé inconnue", "unknown key")
    assert json.loads(said)["boroughs"] == []


def test_a_fault_of_the_city_is_named_once_and_not_in_each_of_its_boroughs(tmp_path: Path) -> None:
    edit(copy_shipped(tmp_path), "montreal", 'public_location = "segment"', 'public_location = "x"')
    faults = json.loads(check(tmp_path, "--json")[1])["faults"]
    assert [(fault["file"], fault["key"]) for fault in faults] == [
        (f"{tmp_path}/montreal/manifest.toml", "counter.public_location")
    ]


@pytest.mark.parametrize(("at", "code"), [("2028-12-31", 0), ("2029-01-01", 1)])
def test_a_year_without_a_calendar_is_a_fault_on_the_day_it_is_needed(at: str, code: int) -> None:
    found, said = check(EXAMPLE, "--at", at)
    assert found == code
    assert ("calendar.holidays.years" in said) == (code == 1)
    assert "⚠" in said or code == 1


def test_two_folders_of_one_name_are_not_guessed_between(tmp_path: Path) -> None:
    one, other = copy_shipped(_made(tmp_path / "a")), copy_shipped(_made(tmp_path / "b"))
    code, said = check(one / "prevost", other / "prevost")
    assert code == 1
    assert "n'en donnez qu'un des deux" in said


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_what_holds_no_borough_is_refused(tmp_path: Path, name: str) -> None:
    _made(tmp_path / "empty")
    code, said = check(tmp_path / name)
    assert code == 1
    assert str(tmp_path / name) in said


def test_the_schema_is_printed_and_equals_the_file_of_the_tree() -> None:
    printed = CliRunner().invoke(app, ["grid", "schema"]).output
    assert printed == (SHIPPED / "manifest.schema.json").read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["grid", "schema", "--check"]).exit_code == 0


def test_the_guide_leads_to_files_that_are_there() -> None:
    guide = ROOT / "docs" / "boroughs.md"
    links = re.findall(r"\]\(([^)#]+)\)", guide.read_text(encoding="utf-8"))
    assert len(links) > 5
    assert [link for link in links if not (guide.parent / link).exists()] == []


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
