"""What is deployed is valid for the engine and the cluster, and of known versions.

Each rule is a function from a House to its faults; each is seen to find the fault it is for.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator

import pytest
from contracts.topics import SERVICES
from guichet.embedded.kafka_jars import KAFKA_VERSION
from jsonschema import Draft202012Validator

from tests.architecture.test_deploy_reading import (
    ROOT,
    House,
    Tree,
    instructions,
    read_house,
)

SCHEMAS = ROOT / "tests" / "architecture" / "schemas"


COMPOSE_SCHEMA = json.loads((SCHEMAS / "compose-spec.json").read_text())


K8S_SCHEMA = json.loads((SCHEMAS / "kubernetes-1.34.json").read_text())


def pods(house: House) -> Iterator[tuple[str, Tree, Tree]]:
    """Where, pod and its container, of everything that runs in the cluster."""
    for overlay, manifests in house.manifests.items():
        for one in manifests:
            if one["kind"] in ("Deployment", "Job"):
                pod = one["spec"]["template"]["spec"]
                yield f"{overlay} {one['metadata']['name']}", pod, pod["containers"][0]


def version_of(service: str) -> str:
    """The version of a service's package."""
    text = (ROOT / "services" / service / "pyproject.toml").read_text()
    return str(tomllib.loads(text)["project"]["version"])


def invalid_compose(house: House) -> Iterator[str]:
    """Not a Compose file."""
    for error in Draft202012Validator(COMPOSE_SCHEMA).iter_errors(house.compose):
        yield f"{'.'.join(map(str, error.absolute_path))}: {error.message}"


def invalid_manifests(house: House) -> Iterator[str]:
    """Not what the Kubernetes API takes (strict: an unknown field is a fault)."""
    for overlay, manifests in house.manifests.items():
        for one in manifests:
            kind, name = one["kind"], one["metadata"]["name"]
            if kind not in K8S_SCHEMA["kinds"]:
                yield f"{overlay} {name}: no schema for {kind}"
                continue
            schema = {**K8S_SCHEMA["kinds"][kind], "$defs": K8S_SCHEMA["$defs"]}
            for error in Draft202012Validator(schema).iter_errors(one):
                yield f"{overlay} {name}: {error.json_path}: {error.message[:200]}"


def unpinned_images(house: House) -> Iterator[str]:
    """Images without a version, from a named registry, or not of this release."""
    named = [(name, str(one["image"])) for name, one in house.compose["services"].items()]
    named += [(where, str(container["image"])) for where, _, container in pods(house)]
    for service, text in house.dockerfiles.items():
        bases = [rest.split()[0] for word, rest in instructions(text) if word == "FROM"]
        named += [(f"Dockerfile of {service}", base) for base in bases]
    for where, image in named:
        name, _, tag = image.rpartition(":")
        if not re.match(r"v?\d+\.\d+", tag):
            yield f"{where}: {image} is not pinned"
        if re.search(r"[.:]", name.split("/")[0]):
            yield f"{where}: {image} names a registry"
        service = name.removeprefix("guichet-")
        if service in SERVICES and tag != version_of(service):
            yield f"{where}: {image} is not {version_of(service)}"
        if name == "apache/kafka" and tag != KAFKA_VERSION:
            yield f"{where}: {image}, but tests run on {KAFKA_VERSION}"


RULES: dict[str, Callable[[House], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        invalid_compose,
        invalid_manifests,
        unpinned_images,
    )
}


@pytest.mark.parametrize("rule", RULES)
def test_what_is_deployed_is_valid_and_pinned(rule: str) -> None:
    assert list(RULES[rule](read_house())) == []


def composed(house: House, service: str) -> Tree:
    """A service of compose, to be changed."""
    found: Tree = house.compose["services"][service]
    return found


def pod_of(house: House, name: str) -> Tree:
    """The pod of a Deployment, to be changed."""
    found: Tree = house.manifest("Deployment", name)["spec"]["template"]["spec"]
    return found


def redo(house: House, service: str, before: str, after: str) -> None:
    """Change a Dockerfile."""
    assert before in house.dockerfiles[service]
    house.dockerfiles[service] = house.dockerfiles[service].replace(before, after)


def spec(house: House, kind: str, name: str) -> Tree:
    """The spec of a manifest, to be changed."""
    found: Tree = house.manifest(kind, name)["spec"]
    return found


BREAKS: dict[str, tuple[str, Callable[[House], object], str]] = {
    "a misspelt word in compose": (
        "invalid_compose",
        lambda house: composed(house, "kafka").update(enviroment={}),
        "enviroment",
    ),
    "a port that is no port": (
        "invalid_compose",
        lambda house: composed(house, "sla").update(ports=[{"target": "http", "oops": 1}]),
        "services.sla.ports",
    ),
    "a misspelt word in a manifest": (
        "invalid_manifests",
        lambda house: pod_of(house, "sla-api").update(terminationGracePeriod=45),
        "base sla-api",
    ),
    "replicas in words": (
        "invalid_manifests",
        lambda house: spec(house, "Deployment", "sla-api").update(replicas="two"),
        "$.spec.replicas",
    ),
    "a kind without a schema": (
        "invalid_manifests",
        lambda house: house.manifest("Service", "sla").update(kind="Servce"),
        "no schema for Servce",
    ),
    "latest": (
        "unpinned_images",
        lambda house: composed(house, "mongo").update(image="mongo:latest"),
        "mongo:latest is not pinned",
    ),
    "no tag": (
        "unpinned_images",
        lambda house: redo(house, "sla", "python:3.12-slim-bookworm", "python"),
        "python is not pinned",
    ),
    "a registry by name": (
        "unpinned_images",
        lambda house: house.container("sla-api").update(image="registry.example/sla:0.1.0"),
        "names a registry",
    ),
    "another release": (
        "unpinned_images",
        lambda house: house.container("sla-api").update(image="guichet-sla:0.0.9"),
        "guichet-sla:0.0.9 is not",
    ),
    "another Kafka than the tested one": (
        "unpinned_images",
        lambda house: composed(house, "kafka").update(image="apache/kafka:3.0.0"),
        "but tests run on",
    ),
}


@pytest.mark.parametrize("case", BREAKS)
def test_an_invalid_or_unpinned_thing_is_found(case: str) -> None:
    rule, spoil, words = BREAKS[case]
    house = read_house()
    spoil(house)
    assert words in "\n".join(RULES[rule](house))


def test_each_rule_was_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BREAKS.values()} == set(RULES)
