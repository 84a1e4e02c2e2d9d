"""No container of ours can do more, or take more, than it needs.

Each rule is a function from a House to its faults; each is seen to find the fault it is for.
"""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.architecture.test_deploy_reading import (
    House,
    instructions,
    read_house,
)
from tests.architecture.test_deploy_schemas import composed, pod_of, pods, redo


def privileged_containers(house: House) -> Iterator[str]:
    """Containers of ours that could do more than they need."""
    for where, pod, container in pods(house):
        wanted = {
            "runAsNonRoot": pod.get("securityContext", {}).get("runAsNonRoot") is True,
            "runAsUser": pod.get("securityContext", {}).get("runAsUser", 0) > 0,
            "seccompProfile": pod.get("securityContext", {}).get("seccompProfile")
            == {"type": "RuntimeDefault"},
            "automountServiceAccountToken": pod.get("automountServiceAccountToken") is False,
            "enableServiceLinks": pod.get("enableServiceLinks") is False,
        }
        own = container.get("securityContext", {})
        wanted["readOnlyRootFilesystem"] = own.get("readOnlyRootFilesystem") is True
        wanted["allowPrivilegeEscalation"] = own.get("allowPrivilegeEscalation") is False
        wanted["capabilities"] = own.get("capabilities") == {"drop": ["ALL"]}
        yield from (f"{where}: {name}" for name, right in wanted.items() if not right)
    for name, one in house.compose["services"].items():
        if str(one["image"]).startswith("guichet-"):
            wanted = {
                "user": re.fullmatch(r"[1-9]\d*:[1-9]\d*", str(one.get("user"))) is not None,
                "read_only": one.get("read_only") is True,
                "cap_drop": one.get("cap_drop") == ["ALL"],
                "security_opt": one.get("security_opt") == ["no-new-privileges:true"],
            }
            yield from (f"compose {name}: {word}" for word, right in wanted.items() if not right)
    for service, text in house.dockerfiles.items():
        users = [rest for word, rest in instructions(text) if word == "USER"]
        if not users or not re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1]):
            yield f"Dockerfile of {service}: runs as {users[-1:]}"


def unlimited_containers(house: House) -> Iterator[str]:
    """Containers that may take the whole machine."""
    for where, _, container in pods(house):
        for word in ("requests", "limits"):
            if set(container.get("resources", {}).get(word, {})) != {"cpu", "memory"}:
                yield f"{where}: resources.{word}"
    for name, one in house.compose["services"].items():
        limits = one.get("deploy", {}).get("resources", {}).get("limits", {})
        if set(limits) != {"cpus", "memory"}:
            yield f"compose {name}: limits"


RULES: dict[str, Callable[[House], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        privileged_containers,
        unlimited_containers,
    )
}


@pytest.mark.parametrize("rule", RULES)
def test_no_container_may_do_more_than_it_needs(rule: str) -> None:
    assert list(RULES[rule](read_house())) == []


BREAKS: dict[str, tuple[str, Callable[[House], object], str]] = {
    "root in a pod": (
        "privileged_containers",
        lambda house: pod_of(house, "sla-api")["securityContext"].update(runAsNonRoot=False),
        "base sla-api: runAsNonRoot",
    ),
    "a filesystem that can be written": (
        "privileged_containers",
        lambda house: house.container("sla-api")["securityContext"].pop("readOnlyRootFilesystem"),
        "readOnlyRootFilesystem",
    ),
    "a capability kept": (
        "privileged_containers",
        lambda house: house.container("sla-api")["securityContext"].update(
            capabilities={"drop": ["ALL"], "add": ["NET_ADMIN"]}
        ),
        "capabilities",
    ),
    "service links among the settings": (
        "privileged_containers",
        lambda house: pod_of(house, "sla-api").pop("enableServiceLinks"),
        "enableServiceLinks",
    ),
    "root in compose": (
        "privileged_containers",
        lambda house: composed(house, "sla").update(user="0:0"),
        "compose sla: user",
    ),
    "root in an image": (
        "privileged_containers",
        lambda house: redo(house, "sla", "USER 10001:10001", "USER root"),
        "Dockerfile of sla",
    ),
    "no memory limit in the cluster": (
        "unlimited_containers",
        lambda house: house.container("sla-api")["resources"]["limits"].pop("memory"),
        "resources.limits",
    ),
    "no limit in compose": (
        "unlimited_containers",
        lambda house: composed(house, "kafka").pop("deploy"),
        "compose kafka",
    ),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_privilege_or_a_missing_limit_is_found(case: str) -> None:
    rule, spoil, words = BREAKS[case]
    house = read_house()
    spoil(house)
    assert words in "\n".join(RULES[rule](house))


def test_each_rule_was_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BREAKS.values()} == set(RULES)
