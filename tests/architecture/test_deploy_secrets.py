"""Secrets are referred to, and the key of a sealed topic goes to its writer and readers alone.

Each rule is a function from a House to its faults; each is seen to find the fault it is for.
"""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from chassis.sealing import Seals
from contracts.topics import SERVICES, sealed_for

from tests.architecture.test_deploy_reading import (
    House,
    example_values,
    read_house,
)
from tests.architecture.test_deploy_settings import (
    compose_env,
    drop_env,
    fields_of,
    filled_example,
    settings_of,
)


def is_secret(service: str, field: str) -> bool:
    """The setting holds a key or a password."""
    return "SecretStr" in str(settings_of(service).model_fields[field].annotation)


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


RULES: dict[str, Callable[[House], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        misplaced_secrets,
        misplaced_keys,
    )
}


@pytest.mark.parametrize("rule", RULES)
def test_every_secret_is_where_it_belongs(rule: str) -> None:
    assert list(RULES[rule](read_house())) == []


def share_key(house: House) -> None:
    """Give sla a key that is not its business."""
    compose_env(house, "sla")["SLA_TOPIC_KEYS"] = '{"intake-contacts": {"k1": "x"}}'


def other_key(house: House) -> None:
    """Let routing open with another key than intake seals with."""
    env = compose_env(house, "routing")
    env["ROUTING_TOPIC_KEYS"] = env["ROUTING_TOPIC_KEYS"].replace(
        "GUICHET_KEY_INTAKE_DETAILS", "GUICHET_KEY_INTAKE_CONTACTS"
    )


BREAKS: dict[str, tuple[str, Callable[[House], object], str]] = {
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
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_misplaced_secret_is_found(case: str) -> None:
    rule, spoil, words = BREAKS[case]
    house = read_house()
    spoil(house)
    assert words in "\n".join(RULES[rule](house))


def test_each_rule_was_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BREAKS.values()} == set(RULES)


def test_the_generated_env_file_holds_no_placeholder_and_no_secret_twice() -> None:
    values = [value for value in example_values(filled_example()).values() if len(value) > 30]
    assert "replace-me" not in "".join(values)
    assert len(values) == len(set(values))


def test_a_service_refuses_the_placeholders() -> None:
    value = example_values(read_house().example)["GUICHET_STORAGE_KEY_SLA"]
    with pytest.raises(ValueError, match=r"[Ii]ncorrect padding|[Ii]nvalid|must be"):
        Seals({"rest": {"rest": value}})
