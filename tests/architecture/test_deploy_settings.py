"""What the containers are told: every variable is a setting, every address is there.

Each rule is a function from a House to its faults; each is seen to find the fault it is for.
"""

import importlib
import importlib.util
import inspect
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import chassis.topics
import pytest
from chassis.sealing import Seals
from chassis.settings import ServiceSettings
from contracts.topics import SERVICES, sealed_for

from tests.architecture.test_deploy_reading import (
    ROOT,
    House,
    example_values,
    load_script,
    read_house,
)

TOOLS = {"chassis.topics": (chassis.topics, ("create",))}


NEEDED = ("kafka_bootstrap", "mongo_uri", "storage_key", "http_host")
OUTWARD = {"intake": ("signin_url",), "notifications": ("smtp_host", "smtp_port", "public_url")}
OUTWARD_IN_A_CLUSTER = {
    "notifications": ("smtp_starttls", "smtp_password", "sender_address", "message_id_domain")
}


VARIABLES = re.compile(r"\$\{(\w+)")


def settings_of(service: str) -> type[ServiceSettings]:
    """The settings class of a service, found by its prefix."""
    module = importlib.import_module(f"{service}.settings")
    (found,) = (
        one
        for _, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, ServiceSettings) and one.__module__ == module.__name__
    )
    return found


def fields_of(service: str) -> dict[str, str]:
    """Variable -> field, for all that a service reads."""
    settings = settings_of(service)
    return {f"{service}_{name}".upper(): name for name in settings.model_fields}


def unknown_variables(house: House) -> Iterator[str]:
    """Variables that nobody reads."""
    for unit in house.units():
        if unit.is_service:
            known = set(fields_of(unit.service))
        else:
            module, _ = TOOLS[unit.entrypoint[-1]]
            read = set(re.findall(r"\"(GUICHET_\w+)\"", inspect.getsource(module)))
            # The image is a service's, and brings that service's own two.
            known = read | set(fields_of(unit.service))
        for name in sorted(set(unit.env) - known):
            yield f"{unit.name}: nobody reads {name}"


def missing_variables(house: House) -> Iterator[str]:
    """Settings without which a service starts and does the wrong thing, or not at all."""
    for unit in house.units():
        if not unit.is_service:
            continue
        required = [n for n, f in settings_of(unit.service).model_fields.items() if f.is_required()]
        keys = ["topic_keys"] if sealed_for(unit.service) else []
        outward = OUTWARD.get(unit.service, ())
        if unit.cluster:
            outward += OUTWARD_IN_A_CLUSTER.get(unit.service, ())
        for field in (*NEEDED, *required, *keys, *outward):
            if f"{unit.service}_{field}".upper() not in unit.env:
                yield f"{unit.name}: {field} is not given"


def wrong_addresses(house: House) -> Iterator[str]:
    """Addresses in compose that lead nowhere, and Kafka addresses that differ."""
    services = house.compose["services"]
    for unit in house.units():
        for name, value in unit.env.items():
            if unit.cluster or value is None or not name.endswith(("_BOOTSTRAP", "_URI", "_HOST")):
                continue
            host = re.sub(r"^\w+://", "", value).split("/")[0].split(":")[0]
            if host not in services and host != "0.0.0.0":
                yield f"{unit.name}: {name} leads to {host}"
    for overlay in house.manifests:
        found = {
            value
            for unit in house.units()
            for name, value in unit.env.items()
            if unit.name.startswith(f"{overlay} ") and name.endswith("_KAFKA_BOOTSTRAP")
        }
        if len(found) != 1:
            yield f"{overlay}: Kafka is at {found}"


def example_differs(house: House) -> Iterator[str]:
    """Variables of compose that the example lacks, and the other way round."""
    used = set(VARIABLES.findall(json.dumps(house.compose)))
    given = set(example_values(house.example))
    for name in sorted(used ^ given):
        yield f"{name} is in one of compose and .env.example only"
    for name, value in example_values(house.example).items():
        if re.search(r"KEY_|SECRET|PASSWORD", name) and not value.startswith("replace-me-"):
            yield f"{name} has a value that somebody might keep"


RULES: dict[str, Callable[[House], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        unknown_variables,
        missing_variables,
        wrong_addresses,
        example_differs,
    )
}


@pytest.mark.parametrize("rule", RULES)
def test_what_the_containers_are_told_is_right(rule: str) -> None:
    assert list(RULES[rule](read_house())) == []


def compose_env(house: House, service: str) -> dict[str, Any]:
    """The variables of a service in compose, to be changed."""
    env: dict[str, Any] = house.compose["services"][service]["environment"]
    return env


def drop_env(house: House, deployment: str, name: str) -> None:
    """Take a variable from a Deployment."""
    container = house.container(deployment)
    container["env"] = [entry for entry in container["env"] if entry["name"] != name]


def set_example(house: House, before: str, after: str) -> None:
    """Change the example file."""
    assert before in house.example
    house.example = house.example.replace(before, after, 1)


def filled_example() -> str:
    """The example as deploy/new_env.py would fill it."""
    text: str = load_script("new_env").fill((ROOT / ".env.example").read_text())
    return text


BREAKS: dict[str, tuple[str, Callable[[House], object], str]] = {
    "a misspelt variable in compose": (
        "unknown_variables",
        lambda house: compose_env(house, "sla").update(SLA_MONGO_URL="mongodb://mongo"),
        "SLA_MONGO_URL",
    ),
    "another service's prefix": (
        "unknown_variables",
        lambda house: compose_env(house, "sla").update(INTAKE_LOG_LEVEL="INFO"),
        "INTAKE_LOG_LEVEL",
    ),
    "a misspelt variable in a ConfigMap": (
        "unknown_variables",
        lambda house: house.manifest("ConfigMap", "guichet-sla")["data"].update(SLA_LOGLEVEL="x"),
        "base sla-api: nobody reads SLA_LOGLEVEL",
    ),
    "a variable that the topics tool does not read": (
        "unknown_variables",
        lambda house: compose_env(house, "topics").update(GUICHET_BROKER="kafka:9092"),
        "GUICHET_BROKER",
    ),
    "a service without its database": (
        "missing_variables",
        lambda house: compose_env(house, "intake").pop("INTAKE_MONGO_URI"),
        "mongo_uri",
    ),
    "a worker without Kafka": (
        "missing_variables",
        lambda house: drop_env(house, "sla-worker", "SLA_KAFKA_BOOTSTRAP"),
        "base sla-worker: kafka_bootstrap",
    ),
    "mails that nobody takes": (
        "missing_variables",
        lambda house: compose_env(house, "notifications").pop("NOTIFICATIONS_SMTP_HOST"),
        "compose notifications: smtp_host",
    ),
    "a cluster that writes as example.org": (
        "missing_variables",
        lambda house: house.manifest("ConfigMap", "guichet-notifications")["data"].pop(
            "NOTIFICATIONS_SENDER_ADDRESS"
        ),
        "sender_address",
    ),
    "intake without its tracking secret": (
        "missing_variables",
        lambda house: drop_env(house, "intake-api", "INTAKE_TRACKING_SECRET"),
        "base intake-api: tracking_secret",
    ),
    "a reader without its key": (
        "missing_variables",
        lambda house: compose_env(house, "routing").pop("ROUTING_TOPIC_KEYS"),
        "topic_keys",
    ),
    "a server that is not there": (
        "wrong_addresses",
        lambda house: compose_env(house, "sla").update(SLA_KAFKA_BOOTSTRAP="broker:9092"),
        "leads to broker",
    ),
    "two addresses of Kafka": (
        "wrong_addresses",
        lambda house: house.container("sla-api")["env"][0].update(value="elsewhere:9092"),
        "base: Kafka is at",
    ),
    "a variable that the example forgot": (
        "example_differs",
        lambda house: set_example(house, "GUICHET_LOG_LEVEL", "GUICHET_LEVEL"),
        "GUICHET_LOG_LEVEL",
    ),
    "a real key in the example": (
        "example_differs",
        lambda house: set_example(house, "replace-me-32-bytes-base64", "MDEyMzQ1Njc4OWFiY2RlZg=="),
        "might keep",
    ),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_wrong_setting_is_found(case: str) -> None:
    rule, spoil, words = BREAKS[case]
    house = read_house()
    spoil(house)
    assert words in "\n".join(RULES[rule](house))


def test_each_rule_was_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BREAKS.values()} == set(RULES)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_reads_its_compose_variables(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = read_house()
    house.example = filled_example()
    (unit,) = (unit for unit in house.units() if unit.name == f"compose {service}")
    for name, value in unit.env.items():
        monkeypatch.setenv(name, str(value))
    settings = settings_of(service)()
    keys = {
        topic: {name: key.get_secret_value() for name, key in by_id.items()}
        for topic, by_id in settings.topic_keys.items()
    }
    keys["rest"] = {"rest": settings.storage_key.get_secret_value()}
    for topic in keys:
        Seals(keys).seal(topic, "event", b"value", {})
