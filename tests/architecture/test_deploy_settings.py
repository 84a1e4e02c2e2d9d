"""What the containers are told: every variable is a setting, every key goes where it is needed.

Each rule is a function from a House to its faults; each is seen to find the fault it is for.
"""

import importlib
import importlib.util
import inspect
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, get_args

import chassis.topics
import pytest
from chassis.process import Role
from chassis.sealing import Seals
from chassis.settings import ServiceSettings
from contracts.topics import SERVICES, TOPICS, sealed_for

from tests.architecture.test_deploy_reading import (
    ROOT,
    House,
    example_values,
    read_house,
)

TOOLS = {"chassis.topics": (chassis.topics, ("create",))}
NEEDED = ("kafka_bootstrap", "mongo_uri", "storage_key", "http_host")
NAME_LIKE_A_TOPIC = re.compile(rf"\b(?:{'|'.join((*SERVICES, 'pilot'))})-[a-z]+(?:-[a-z]+)*\b")
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


def is_secret(service: str, field: str) -> bool:
    """The setting holds a key or a password."""
    return "SecretStr" in str(settings_of(service).model_fields[field].annotation)


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
        for field in (*NEEDED, *required, *keys):
            if f"{unit.service}_{field}".upper() not in unit.env:
                yield f"{unit.name}: {field} is not given"


def misplaced_secrets(house: House) -> Iterator[str]:
    """Secrets written down instead of referred to, and another service's Secret."""
    secrets = {
        variable
        for service in SERVICES
        for variable, field in fields_of(service).items()
        if is_secret(service, field)
    }
    for unit in (unit for unit in house.units() if unit.cluster):
        for name in sorted(name for name in secrets if unit.env.get(name) is not None):
            yield f"{unit.name}: {name} is written down"
    for manifests in house.manifests.values():
        for one in (one for one in manifests if one["kind"] == "ConfigMap"):
            for name in sorted(secrets & set(one["data"])):
                yield f"{one['metadata']['name']}: {name} is written down"
    for overlay, manifests in house.manifests.items():
        for one in (one for one in manifests if one["kind"] == "Deployment"):
            service = one["metadata"]["labels"]["app.kubernetes.io/name"]
            for entry in house.container(one["metadata"]["name"], overlay)["env"]:
                secret = entry.get("valueFrom", {}).get("secretKeyRef", {}).get("name")
                if secret not in (None, f"guichet-{service}"):
                    yield f"{overlay} {one['metadata']['name']}: reads the Secret {secret}"


def misplaced_keys(house: House) -> Iterator[str]:
    """A sealed topic's key given to who needs none, kept from who needs it, or not the same."""
    holders: dict[str, set[str]] = {}
    for unit in (unit for unit in house.units() if unit.is_service):
        wanted = {topic.name for topic in sealed_for(unit.service)}
        variable = f"{unit.service.upper()}_TOPIC_KEYS"
        value = unit.env.get(variable, "{}")
        if unit.cluster:
            if (variable in unit.env) is not bool(wanted):
                yield f"{unit.name}: {variable} and the catalogue differ"
            continue
        given: dict[str, dict[str, str]] = json.loads(str(value))
        if set(given) != wanted:
            yield f"{unit.name}: keys of {sorted(set(given) ^ wanted)}"
        raw = house.compose["services"][unit.service]["environment"].get(variable, "{}")
        for topic, keys in json.loads(re.sub(r"\$\{(\w+)[^}]*\}", r"\1", raw)).items():
            holders.setdefault(topic, set()).update(keys.values())
    for topic, variables in holders.items():
        if variables != {f"GUICHET_KEY_{topic.upper().replace('-', '_')}"}:
            yield f"{topic}: sealed and opened with {sorted(variables)}"


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


def wrong_addresses(house: House) -> Iterator[str]:
    """Addresses in compose that lead nowhere, and Kafka addresses that differ."""
    services = house.compose["services"]
    for unit in house.units():
        for name, value in unit.env.items():
            if unit.cluster or value is None or not name.endswith(("_BOOTSTRAP", "_URI", "_HOST")):
                continue
            host = re.sub(r"^\w+://", "", value).split("/")[0].split(":")[0]
            if host not in services and host != "0.0.0.0":  # noqa: S104 (compared, not bound)
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
        misplaced_secrets,
        misplaced_keys,
        unknown_topics,
        wrong_entry_points,
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


def share_key(house: House) -> None:
    """Give sla a key that is not its business."""
    compose_env(house, "sla")["SLA_TOPIC_KEYS"] = '{"intake-contacts": {"k1": "x"}}'


def other_key(house: House) -> None:
    """Let routing open with another key than intake seals with."""
    env = compose_env(house, "routing")
    env["ROUTING_TOPIC_KEYS"] = env["ROUTING_TOPIC_KEYS"].replace(
        "GUICHET_KEY_INTAKE_DETAILS", "GUICHET_KEY_INTAKE_CONTACTS"
    )


def set_example(house: House, before: str, after: str) -> None:
    """Change the example file."""
    assert before in house.example
    house.example = house.example.replace(before, after, 1)


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
    "a reader without its key": (
        "missing_variables",
        lambda house: compose_env(house, "routing").pop("ROUTING_TOPIC_KEYS"),
        "topic_keys",
    ),
    "a password in a ConfigMap": (
        "misplaced_secrets",
        lambda house: house.manifest("ConfigMap", "guichet-sla")["data"].update(
            SLA_STORAGE_KEY="c2VjcmV0"
        ),
        "guichet-sla: SLA_STORAGE_KEY is written down",
    ),
    "a password in a manifest": (
        "misplaced_secrets",
        lambda house: house.container("sla-api")["env"].append(
            {"name": "SLA_MONGO_URI", "value": "mongodb://sla:secret@mongo"}
        ),
        "base sla-api: SLA_MONGO_URI is written down",
    ),
    "another service's Secret": (
        "misplaced_secrets",
        lambda house: house.container("sla-api")["env"][-1].update(
            valueFrom={"secretKeyRef": {"name": "guichet-intake", "key": "storage-key"}}
        ),
        "reads the Secret guichet-intake",
    ),
    "a key too many": ("misplaced_keys", share_key, "intake-contacts"),
    "a key too few": (
        "misplaced_keys",
        lambda house: compose_env(house, "routing").update(ROUTING_TOPIC_KEYS="{}"),
        "intake-details",
    ),
    "another key than the writer's": ("misplaced_keys", other_key, "intake-details: sealed and"),
    "a cluster that keeps a key back": (
        "misplaced_keys",
        lambda house: drop_env(house, "complaints-worker", "COMPLAINTS_TOPIC_KEYS"),
        "base complaints-worker",
    ),
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


def filled_example() -> str:
    """The example as deploy/new_env.py would fill it."""
    spec = importlib.util.spec_from_file_location("new_env", ROOT / "deploy" / "new_env.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text: str = module.fill((ROOT / ".env.example").read_text())
    return text


def test_the_generated_env_file_holds_no_placeholder_and_no_secret_twice() -> None:
    values = [value for value in example_values(filled_example()).values() if len(value) > 30]
    assert "replace-me" not in "".join(values)
    assert len(values) == len(set(values))


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


def test_a_service_refuses_the_placeholders() -> None:
    value = example_values(read_house().example)["GUICHET_STORAGE_KEY_SLA"]
    with pytest.raises(ValueError, match=r"[Ii]ncorrect padding|[Ii]nvalid|must be"):
        Seals({"rest": {"rest": value}})
