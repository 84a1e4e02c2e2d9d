"""Each import rule of .importlinter is seen to fail once, on a tiny house that breaks it.

The tiny house has the same rooms as ours and keeps all rules; the rules are ours, unchanged.
"""

import configparser
import os
import subprocess
import sys
from pathlib import Path

import pytest
from contracts.topics import SERVICES

CONFIG = Path(__file__).resolve().parents[2] / ".importlinter"
COMMAND = "from importlinter.cli import lint_imports_command as run; run()"

TINY: dict[str, str] = {
    "contracts/topics.py": "",
    "chassis/mongo.py": "import bson\nimport motor\nimport pymongo\nimport contracts.topics\n",
    "chassis/kit.py": "import chassis.mongo\nimport fastapi\nimport faststream\n",
    "chassis/outcome.py": "import contracts.topics\n",
    "chassis/faults.py": "",
    "chassis/store.py": "",
    "ui/pages.py": "import fastapi\nimport jinja2\n",
    "guichet/embedded/mongo_secantus.py": "import pymongo\n",
    "guichet/up.py": "import chassis.kit\nimport sla.bootstrap\n",
}
for _name in SERVICES:
    TINY |= {
        f"{_name}/__main__.py": f"import {_name}.bootstrap\nimport {_name}.settings\n",
        f"{_name}/bootstrap.py": (
            f"import chassis.kit\nimport {_name}.adapters.store\n"
            f"import {_name}.entrypoints.http\nimport {_name}.settings\n"
        ),
        f"{_name}/settings.py": "import pydantic_settings\n",
        f"{_name}/entrypoints/http.py": f"import fastapi\nimport {_name}.application.act\n",
        f"{_name}/adapters/store.py": f"import chassis.store\nimport {_name}.domain.case\n",
        f"{_name}/application/act.py": (
            f"import chassis.faults\nimport chassis.outcome\nimport {_name}.domain.case\n"
        ),
        f"{_name}/domain/case.py": "import pydantic\n",
    }

BREAKS: dict[str, tuple[str, str, str]] = {
    "the domain knows an adapter": ("sla/domain/case.py", "sla.adapters.store", "rooms"),
    "the domain knows the application": ("sla/domain/case.py", "sla.application.act", "rooms"),
    "the application knows an entrypoint": (
        "sla/application/act.py",
        "sla.entrypoints.http",
        "rooms",
    ),
    "an adapter knows an entrypoint": (
        "sla/adapters/store.py",
        "sla.entrypoints.http",
        "rooms",
    ),
    "an entrypoint knows an adapter": (
        "sla/entrypoints/http.py",
        "sla.adapters.store",
        "rooms",
    ),
    "an adapter knows the settings": ("sla/adapters/store.py", "sla.settings", "rooms"),
    "an adapter builds things": ("sla/adapters/store.py", "sla.bootstrap", "rooms"),
    "a room that nobody planned": ("sla/extras.py", "json", "rooms"),
    "one service knows another": (
        "sla/entrypoints/http.py",
        "intake.domain.case",
        "services-apart",
    ),
    "the contracts know the chassis": (
        "contracts/topics.py",
        "chassis.faults",
        "contracts-alone",
    ),
    "the contracts know a service": (
        "contracts/topics.py",
        "sla.domain.case",
        "contracts-alone",
    ),
    "the chassis knows a service": ("chassis/kit.py", "sla.domain.case", "chassis-below"),
    "the chassis knows the page shell": ("chassis/kit.py", "ui.pages", "chassis-below"),
    "the page shell knows the chassis": ("ui/pages.py", "chassis.kit", "ui-below"),
    "the page shell knows a service": ("ui/pages.py", "sla.domain.case", "ui-below"),
    "a service knows the command": (
        "sla/bootstrap.py",
        "guichet.up",
        "command-on-top",
    ),
    "the domain knows a framework": ("sla/domain/case.py", "fastapi", "domain-pure"),
    "the domain knows the chassis": ("sla/domain/case.py", "chassis.outcome", "domain-pure"),
    "the application knows a driver": ("sla/application/act.py", "httpx", "application-pure"),
    "the application knows the store": (
        "sla/application/act.py",
        "chassis.mongo",
        "application-pure",
    ),
    "the application knows the kit": (
        "sla/application/act.py",
        "chassis.kit",
        "application-pure",
    ),
    "what is light grows heavy": ("chassis/outcome.py", "chassis.mongo", "outcome-light"),
    "the driver in an adapter": ("sla/adapters/store.py", "pymongo", "one-driver-module"),
    "the driver in the chassis": ("chassis/store.py", "bson", "one-driver-module"),
    "the driver in the command": ("guichet/up.py", "motor", "one-driver-module"),
}


def names_of_contracts() -> dict[str, str]:
    """Our contracts: id -> name."""
    config = configparser.ConfigParser()
    config.read(CONFIG)
    prefix = "importlinter:contract:"
    sections = (section for section in config.sections() if section.startswith(prefix))
    return {section.removeprefix(prefix): config[section]["name"] for section in sections}


def broken_contracts(house: Path) -> set[str]:
    """The ids of the contracts of ours that the house in this folder breaks."""
    found = subprocess.run(  # in a process of its own: here the true packages are loaded
        [sys.executable, "-c", COMMAND, "--config", str(CONFIG), "--no-cache"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    kept = {id_ for id_, name in names_of_contracts().items() if f"{name} KEPT" in found.stdout}
    broken = {id_ for id_, name in names_of_contracts().items() if f"{name} BROKEN" in found.stdout}
    assert kept | broken == set(names_of_contracts()), found.stdout + found.stderr
    assert found.returncode == (1 if broken else 0)
    return broken


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The tiny house, every folder a package."""
    for name, text in TINY.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        for folder in file.relative_to(tmp_path).parents:
            if folder.name:
                (tmp_path / folder / "__init__.py").touch()
    return tmp_path


def test_a_house_that_keeps_the_rules_is_accepted(house: Path) -> None:
    assert broken_contracts(house) == set()


@pytest.mark.parametrize("case", BREAKS)
def test_an_import_against_the_rules_is_found(case: str, house: Path) -> None:
    file, imported, contract = BREAKS[case]
    with (house / file).open("a") as module:
        module.write(f"import {imported}\n")
    assert contract in broken_contracts(house)


def test_a_missing_room_is_found(house: Path) -> None:
    (house / "sla" / "domain" / "case.py").unlink()
    (house / "sla" / "domain" / "__init__.py").unlink()
    with pytest.raises(AssertionError, match=r"sla\.domain"):
        broken_contracts(house)


def test_each_import_rule_was_seen_to_fail() -> None:
    assert {contract for _, _, contract in BREAKS.values()} == set(names_of_contracts())
