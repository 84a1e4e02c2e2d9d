"""Whatever stands in a manifest, it is loaded or refused by faults: nothing else comes of it."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from routing.adapters.manifests_toml import TomlBoroughs, configured_folders
from routing.domain.errors import ManifestsRefused

ROOT = Path(__file__).resolve().parents[3]
TOWN = (ROOT / "examples" / "boroughs" / "val-exemple" / "manifest.toml").read_text("utf-8")
CITY = (
    TOWN.replace('slug = "val-exemple"', 'slug = "ville"')
    .replace('kind = "town"', 'kind = "city"')
    .replace('name = "Val-Exemple"', 'name = "Grande Ville"')
    .replace('aliases = ["Ville de Val-Exemple"]\n', "")
    + """
[[closing.codes]]
code = "1"
name_fr = "Terminée"
name_en = "Completed"

[[overrides]]
activities = ["lampadaire"]
boroughs = ["sud"]
mode = "geo"

[members.defaults]
department = "bureau"

[[members.departments]]
code = "bureau"
name_fr = "Bureau, {name}"
name_en = "Desk, {name}"
mailbox = "bureau.{slug}@ville.example.org"

[[members.boroughs]]
slug = "nord"
name = "Nord"
abbreviation = "N"
unit = "NORD"

[[members.boroughs]]
slug = "sud"
name = "Sud"
abbreviation = "S"
unit = "SUD"
"""
)
BOROUGH = """
[borough]
slug = "nord"
name = "Nord"
kind = "borough"
inherits = "ville"
version = 1
effective_on = 2026-01-01
unit = "NORD"

[messages]
signature = "Ensemble"

[[departments]]
code = "voirie"
name_fr = "Voirie"
name_en = "Roads"
mailbox = "voirie@nord.example.org"

[[commitments]]
kind = "complete"
activity = "lampadaire"
counting = "elapsed_hours"
amount = 24
source = "exemple"
"""
TEXTS: Mapping[str, str] = {"ville": CITY, "nord": BOROUGH, "val-exemple": TOWN}
VALUES = (
    "true", "-1", "0", "2026", "1.5", "nan", '""', '"x"', '"ville"', '"*"', "2026-01-01",
    "08:30:00", "2026-01-01T08:30:00Z", "[]", "{}", "[[]]", "[{}]", '["ville"]', "[1, {}]",
    '{ code = ["ville"] }', '{ slug = { a = 1 } }', '"{slug}"', '"é"',
)  # fmt: skip
LINE = re.compile(r"^(\w+) = .*$", re.MULTILINE)
HEADER = re.compile(r"^\[\[?([\w.]+)\]\]?$", re.MULTILINE)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("boroughs")
    for slug, text in TEXTS.items():
        (made / slug).mkdir()
        (made / slug / "manifest.toml").write_text(text, encoding="utf-8")
    codes = ROOT / "examples" / "boroughs" / "val-exemple" / "closing-codes.csv"
    (made / "val-exemple" / codes.name).write_bytes(codes.read_bytes())
    return made


def spoil(text: str, data: st.DataObject) -> str:
    """One line of a manifest with another value, or gone; or one header of another form."""
    pattern = data.draw(st.sampled_from([LINE, LINE, LINE, HEADER]))
    found = data.draw(st.sampled_from(list(pattern.finditer(text))))
    if pattern is HEADER:
        name = data.draw(st.sampled_from([found[1], "clerk", "members", "nonsense"]))
        new = data.draw(st.sampled_from([f"[{name}]", f"[[{name}]]", ""]))
    else:
        new = data.draw(st.sampled_from(["", *(f"{found[1]} = {value}" for value in VALUES)]))
    return text[: found.start()] + new + text[found.end() :]


def test_the_manifests_to_be_spoiled_are_sound(folders: Path) -> None:
    slugs = {grid.slug for grid in TomlBoroughs(configured_folders(folders)).load()}
    assert slugs == {"ville", "nord", "sud", "val-exemple"}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_value_anywhere_is_taken_or_refused_with_its_remedy(
    folders: Path, data: st.DataObject
) -> None:
    drafts = dict(TEXTS)
    for _ in range(data.draw(st.integers(1, 3))):
        slug = data.draw(st.sampled_from(sorted(drafts)))
        drafts[slug] = spoil(drafts[slug], data)
    try:
        TomlBoroughs(configured_folders(folders), drafts).load()
    except ManifestsRefused as refused:
        for fault in refused.faults:
            assert fault.file.split("/")[0] in TEXTS
            assert all(fault.problem + fault.remedy)


@pytest.mark.parametrize("name", ["policy.json", "closing-codes.csv"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"geo": 1}', b"\xff\xfe\x00", b"\x00"])
def test_any_file_beside_a_manifest_is_taken_or_refused_by_its_name(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / "val-exemple").mkdir()
    (tmp_path / "val-exemple" / "manifest.toml").write_text(TOWN, encoding="utf-8")
    (tmp_path / "val-exemple" / name).write_bytes(content)
    with pytest.raises(ManifestsRefused) as refused:
        TomlBoroughs(configured_folders(tmp_path)).load()
    if name == "policy.json":
        assert "val-exemple/policy.json" in {fault.file for fault in refused.value.faults}
