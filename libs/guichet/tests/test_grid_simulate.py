"""`guichet grid simulate`: past cases of a file through a proposed folder, as table and JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from guichet.__main__ import app
from guichet_testing.borough_folders import add, copy_shipped, edit
from typer.testing import CliRunner

POTHOLE = '{"activity": "Nid-de-poule", "received_at": "2026-05-01", "id": "A-1"}'
ASKED = '{"activity": "Drainage"}'


def simulate(*arguments: object) -> tuple[int, str, str]:
    """Exit code, what was printed, what was told beside it; wide, so that no line is broken."""
    result = CliRunner(env={"COLUMNS": "200"}).invoke(
        app, ["grid", "simulate", *map(str, arguments)]
    )
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def proposed(tmp_path: Path) -> Path:
    """Prévost's potholes go to engineering, within three days."""
    folder = copy_shipped(tmp_path, "prevost")
    text = (folder / "prevost" / "manifest.toml").read_text(encoding="utf-8")
    entry = text[text.index('code = "nid-de-poule"') :].partition("\n[[")[0]
    moved = entry.replace('department = "travaux-publics"', 'department = "ingenierie"')
    assert moved != entry
    edit(folder, "prevost", entry, moved)
    add(
        folder,
        "prevost",
        '[[commitments]]\nkind = "complete"\nactivity = "nid-de-poule"\n'
        'counting = "working_days_end_of_day"\namount = 3\nsource = "test"\n',
    )
    return folder / "prevost"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join([POTHOLE, POTHOLE, "", ASKED]) + "\n", encoding="utf-8")
    return path


def test_it_says_who_would_have_the_cases_and_which_delays_move(
    proposed: Path, cases: Path
) -> None:
    code, said, _ = simulate("--grid", proposed, "--cases", cases, "--at", "2026-11-20")
    assert code == 0
    assert "3 dossiers rejoués" in said
    assert "2 iraient ailleurs" in said
    for word in ("Travaux publics, Prévost", "Ingénierie, Prévost", "10 jours", "3 jours"):
        assert word in said


def test_the_json_holds_all_of_it(proposed: Path, cases: Path) -> None:
    manifest = proposed / "manifest.toml"
    code, said, _ = simulate("--grid", manifest, "--cases", cases, "--json", "--at", "2026-11-20")
    found: dict[str, Any] = json.loads(said)
    assert code == 0
    assert (found["cases"], found["elsewhere"], found["same"]) == (3, 2, 1)
    assert [flow["after"]["department"] for flow in found["flows"]] == ["ingenierie"]
    assert [move["after"] for move in found["delays"]] == [["working_days_end_of_day", 3]]
    assert found["refused"] == []


def test_the_answer_comes_in_english_too(proposed: Path, cases: Path) -> None:
    said = simulate("--grid", proposed, "--cases", cases, "--lang", "en")[1]
    assert "2 would go elsewhere" in said
    assert "Public works" in said


def test_a_line_that_is_no_case_is_told_and_the_others_are_replayed(
    proposed: Path, cases: Path
) -> None:
    cases.write_bytes(cases.read_bytes() + b'{"activity": 3}\nno json\n')
    code, said, told = simulate("--grid", proposed, "--cases", cases)
    assert code == 1
    assert "3 dossiers rejoués" in said
    assert "5: activity" in told
    assert "6: line" in told


def test_a_case_that_would_lose_its_rule_is_named_by_its_id(tmp_path: Path, cases: Path) -> None:
    folder = copy_shipped(tmp_path, "prevost")
    edit(folder, "prevost", 'code = "nid-de-poule"', 'code = "trou"')
    edit(folder, "prevost", 'name_fr = "Nid-de-poule"', 'name_fr = "Trou"')
    edit(folder, "prevost", 'activity = "nid-de-poule"', 'activity = "trou"')
    code, said, told = simulate("--grid", folder / "prevost", "--cases", cases, "--json")
    assert code == 0, told
    (row,) = json.loads(said)["withoutRule"]
    assert (row["cases"], row["newly"], row["references"]) == (2, 2, ["A-1", "A-1"])


def test_a_faulty_grid_is_refused_with_key_and_remedy(proposed: Path, cases: Path) -> None:
    edit(proposed.parent, "prevost", "max_age_days", "max_age_dayz")
    code, said, told = simulate("--grid", proposed, "--cases", cases)
    assert (code, said) == (2, "")
    assert "complaints.max_age_dayz" in told
    assert "vouliez-vous dire" in told


@pytest.mark.parametrize("chosen", [[], ["--cases", "x", "--since", "2026-01-01"]])
def test_past_cases_come_from_a_file_or_from_the_house(proposed: Path, chosen: list[str]) -> None:
    code, _, told = simulate("--grid", proposed, *chosen)
    assert code == 2
    assert "--cases" in told


def test_without_a_house_its_cases_cannot_be_read(proposed: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    code, _, told = simulate("--grid", proposed, "--since", "2026-01-01", "--data", nowhere)
    assert code == 2
    assert "guichet up" in told


def test_a_file_that_is_not_there_is_named(proposed: Path, tmp_path: Path) -> None:
    code, _, told = simulate("--grid", proposed, "--cases", tmp_path / "none.jsonl")
    assert code == 2
    assert "none.jsonl" in told
