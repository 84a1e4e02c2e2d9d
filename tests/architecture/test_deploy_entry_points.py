"""Every command starts something, and every topic named is in the catalogue.

Each rule is a function from a House to its faults; each is seen to find the fault it is for.
"""

import importlib
import importlib.util
import json
import re
from collections.abc import Callable, Iterator
from typing import get_args

import pytest
from chassis.process import Role
from contracts.topics import SERVICES, TOPICS

from tests.architecture.test_deploy_reading import (
    House,
    read_house,
)
from tests.architecture.test_deploy_settings import TOOLS, compose_env

NAME_LIKE_A_TOPIC = re.compile(rf"\b(?:{'|'.join((*SERVICES, 'pilot'))})-[a-z]+(?:-[a-z]+)*\b")


def unknown_topics(house: House) -> Iterator[str]:
    """Whatever looks like a topic is one, or is a thing of the cluster's by that name."""
    things = {
        one["metadata"]["name"] for manifests in house.manifests.values() for one in manifests
    }
    for text in (json.dumps(house.compose), json.dumps(house.manifests), house.example):
        for name in sorted(set(NAME_LIKE_A_TOPIC.findall(text)) - things - set(TOPICS)):
            yield f"{name} is no topic"


def wrong_entry_points(house: House) -> Iterator[str]:
    """Commands that would not start."""
    for unit in house.units():
        if unit.entrypoint[:2] != ("python", "-m") or len(unit.entrypoint) != 3:
            yield f"{unit.name}: {unit.entrypoint} is no module"
            continue
        module = unit.entrypoint[2]
        if unit.is_service:
            if importlib.util.find_spec(f"{module}.__main__") is None:
                yield f"{unit.name}: {module} cannot be run"
            if len(unit.args) != 1 or unit.args[0] not in get_args(Role):
                yield f"{unit.name}: {unit.args} is no role"
        elif module not in TOOLS:
            yield f"{unit.name}: {module} cannot be run"
        elif unit.args != TOOLS[module][1]:
            yield f"{unit.name}: {module} takes no {unit.args}"


RULES: dict[str, Callable[[House], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        unknown_topics,
        wrong_entry_points,
    )
}


@pytest.mark.parametrize("rule", RULES)
def test_every_command_and_topic_is_real(rule: str) -> None:
    assert list(RULES[rule](read_house())) == []


BREAKS: dict[str, tuple[str, Callable[[House], object], str]] = {
    "a topic of yesterday": (
        "unknown_topics",
        lambda house: compose_env(house, "sla").update(SLA_TOPIC_KEYS='{"intake-dossiers": {}}'),
        "intake-dossiers",
    ),
    "a role that does not exist": (
        "wrong_entry_points",
        lambda house: house.container("sla-worker").update(args=["consumer"]),
        "is no role",
    ),
    "no role at all": (
        "wrong_entry_points",
        lambda house: house.compose["services"]["sla"].update(command=[]),
        "is no role",
    ),
    "a module that does not exist": (
        "wrong_entry_points",
        lambda house: house.compose["services"]["topics"].update(
            entrypoint=["python", "-m", "chassis.topic"]
        ),
        "cannot be run",
    ),
    "a shell instead of a module": (
        "wrong_entry_points",
        lambda house: house.container("sla-api").update(command=["sh", "-c", "python -m sla"]),
        "is no module",
    ),
    "a command that the tool does not take": (
        "wrong_entry_points",
        lambda house: house.compose["services"]["topics"].update(command=["list"]),
        "takes no",
    ),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_command_or_topic_of_nobody_is_found(case: str) -> None:
    rule, spoil, words = BREAKS[case]
    house = read_house()
    spoil(house)
    assert words in "\n".join(RULES[rule](house))


def test_each_rule_was_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BREAKS.values()} == set(RULES)
