"""The published schema of manifest.toml: equal to the code, and right about real manifests."""

import datetime
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from guichet_testing.borough_folders import copy_shipped, edit
from jsonschema import Draft7Validator
from routing.adapters.manifests_schema import SCHEMA, schema_text

SHIPPED = ("mont-saint-hilaire", "montreal", "pierrefonds-roxboro", "prevost")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_shipped(tmp_path)


def faults(schema: dict[str, Any], manifest: Path) -> list[str]:
    """Paths at which an editor would mark the manifest; days and times are texts to it."""
    raw = tomllib.loads(manifest.read_text(encoding="utf-8"))
    as_json = json.loads(json.dumps(raw, default=datetime_text))
    found = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
    return [".".join(map(str, one.absolute_path)) for one in found.iter_errors(as_json)]


def datetime_text(value: datetime.date | datetime.time) -> str:
    return value.isoformat()


def test_the_schema_in_the_tree_is_what_the_code_says() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


def test_it_is_a_schema(schema: dict[str, Any]) -> None:
    Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("borough", SHIPPED)
def test_an_editor_finds_the_schema_and_no_fault_in_what_ships(
    schema: dict[str, Any], borough: str
) -> None:
    manifest = SCHEMA.parent / borough / "manifest.toml"
    first = manifest.read_text(encoding="utf-8").splitlines()[0]
    assert (manifest.parent / first.removeprefix("#:schema ")).resolve() == SCHEMA
    assert faults(schema, manifest) == []


@pytest.mark.parametrize(
    ("borough", "old", "new", "path"),
    [
        ("prevost", "max_age_days", "max_age_dayz", "complaints"),
        ("prevost", 'zone = "America/Toronto"\n', "", "calendar"),
        ("prevost", "version = 1", "version = 0", "borough.version"),
        ("prevost", 'model = "central"', 'model = "centrale"', "complaints.model"),
        ("prevost", "2019-10-15\naliases", '"hier"\naliases', "borough.effective_on"),
        ("prevost", 'mailbox = "experience', 'mail = "experience', "departments.0"),
        ("pierrefonds-roxboro", 'inherits = "montreal"\n', "", "calendar"),
    ],
)
def test_an_editor_marks_a_fault_where_it_stands(
    schema: dict[str, Any], folder: Path, borough: str, old: str, new: str, path: str
) -> None:
    edit(folder, borough, old, new)
    assert path in faults(schema, folder / borough / "manifest.toml")


def test_mt_08_a_borough_of_a_city_needs_no_section_that_its_city_has(
    schema: dict[str, Any], tmp_path: Path
) -> None:
    manifest = tmp_path / "manifest.toml"
    head = '[borough]\nslug = "a"\nname = "A"\nkind = "borough"\nversion = 1\n'
    manifest.write_text(f"{head}effective_on = 2026-01-01\ninherits = 'montreal'\n")
    assert faults(schema, manifest) == []
    manifest.write_text(f"{head}effective_on = 2026-01-01\n")
    assert faults(schema, manifest)


def test_every_key_says_what_it_is_for(schema: dict[str, Any]) -> None:
    assert [path for path, field in _keys(schema) if not field.get("description")] == []


def _keys(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    tables = {"": schema, **schema["definitions"]}
    for table, content in tables.items():
        for name, field in content.get("properties", {}).items():
            yield f"{table}.{name}", field
