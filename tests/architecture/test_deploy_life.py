"""Containers start in order, stop in peace, and are found by those who look for them.

Each rule is a function from a House to its faults; each is seen to find the fault it is for.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from contracts.topics import SERVICES

from tests.architecture.test_deploy_reading import (
    House,
    read_house,
)
from tests.architecture.test_deploy_schemas import composed, pod_of, pods, spec
from tests.architecture.test_deploy_settings import settings_of


def short_patience(house: House) -> Iterator[str]:
    """Stops that are killed before the service could end in peace (DESIGN §3, rule 4)."""

    def needed(service: str, env: dict[str, str | None]) -> float:
        fields = settings_of(service).model_fields
        names = ("stop_deadline_seconds", "write_deadline_seconds")
        given = [env.get(f"{service}_{name}".upper()) or fields[name].default for name in names]
        return sum(float(value) for value in given)

    pauses = {
        where: (pod, container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}))
        for where, pod, container in pods(house)
    }
    for unit in (unit for unit in house.units() if unit.is_service):
        wanted = needed(unit.service, dict(unit.env))
        if unit.cluster:
            pod, sleep = pauses[unit.name]
            given = pod.get("terminationGracePeriodSeconds", 30) - sleep.get("seconds", 0)
        else:
            service = house.compose["services"][unit.name.removeprefix("compose ")]
            given = int(str(service.get("stop_grace_period", "10s")).removesuffix("s"))
        if given <= wanted:
            yield f"{unit.name}: {given} s to stop, needs more than {wanted} s"


def lost_selectors(house: House) -> Iterator[str]:
    """Services and budgets that select nobody, or somebody else's pods; roles without a budget."""
    for overlay, manifests in house.manifests.items():
        deployments = [one for one in manifests if one["kind"] == "Deployment"]
        labels = {
            one["metadata"]["name"]: one["spec"]["template"]["metadata"]["labels"]
            for one in deployments
        }
        budgets: list[str] = []
        for one in manifests:
            kind, name = one["kind"], one["metadata"]["name"]
            if kind not in ("Deployment", "Service", "PodDisruptionBudget"):
                continue
            selector: dict[str, Any] = one["spec"]["selector"]
            wanted = selector if kind == "Service" else selector["matchLabels"]
            chosen = [who for who, has in labels.items() if wanted.items() <= has.items()]
            meant = f"{name}-api" if kind == "Service" else name
            if chosen != [meant]:
                yield f"{overlay} {kind} {name}: selects {chosen}"
            if kind == "PodDisruptionBudget":
                budgets.append(name)
            if kind == "Service" and one["spec"]["ports"][0]["targetPort"] != "http":
                yield f"{overlay} Service {name}: leads to {one['spec']['ports'][0]}"
        missing = {f"{s}-{role}" for s in SERVICES for role in ("api", "worker")}
        for name in sorted(missing ^ set(labels)):
            yield f"{overlay}: {name} is missing or unknown"
        for name in sorted(set(labels) - set(budgets)):
            yield f"{overlay}: {name} has no disruption budget"


def broken_order(house: House) -> Iterator[str]:
    """Starts in compose that wait for what is not there, or for a health nobody checks."""
    services = house.compose["services"]
    for name, one in services.items():
        for target, how in one.get("depends_on", {}).items():
            if target not in services:
                yield f"compose {name}: waits for {target}"
                continue
            image = str(services[target]["image"])
            checked = "test" in services[target].get("healthcheck", {})
            if how["condition"] == "service_healthy" and not checked:
                yield f"compose {name}: waits for the health of {target} ({image})"
            ends = str(services[target].get("restart", "no")).startswith(("no", "on-failure"))
            if how["condition"] == "service_completed_successfully" and not ends:
                yield f"compose {name}: waits for the end of {target}"
        if name in SERVICES and set(one.get("depends_on", {})) != {"mongo", "topics"}:
            yield f"compose {name}: waits for {sorted(one.get('depends_on', {}))}"


RULES: dict[str, Callable[[House], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        short_patience,
        lost_selectors,
        broken_order,
    )
}


@pytest.mark.parametrize("rule", RULES)
def test_containers_start_stop_and_are_found(rule: str) -> None:
    assert list(RULES[rule](read_house())) == []


BREAKS: dict[str, tuple[str, Callable[[House], object], str]] = {
    "killed in the middle of the stop": (
        "short_patience",
        lambda house: pod_of(house, "sla-worker").update(terminationGracePeriodSeconds=30),
        "base sla-worker",
    ),
    "a longer deadline than the grace": (
        "short_patience",
        lambda house: house.manifest("ConfigMap", "guichet-sla")["data"].update(
            SLA_STOP_DEADLINE_SECONDS="60"
        ),
        "needs more than 70",
    ),
    "compose kills early": (
        "short_patience",
        lambda house: composed(house, "sla").pop("stop_grace_period"),
        "compose sla: 10 s",
    ),
    "a Service of nobody": (
        "lost_selectors",
        lambda house: spec(house, "Service", "sla")["selector"].update({"app": "sla"}),
        "Service sla: selects []",
    ),
    "a Service that reaches workers": (
        "lost_selectors",
        lambda house: spec(house, "Service", "sla").update(
            selector={"app.kubernetes.io/name": "sla"}
        ),
        "sla-worker",
    ),
    "a Service to a port that is not there": (
        "lost_selectors",
        lambda house: spec(house, "Service", "sla")["ports"][0].update(targetPort=8080),
        "leads to",
    ),
    "a role without a budget": (
        "lost_selectors",
        lambda house: house.manifests["base"].remove(
            house.manifest("PodDisruptionBudget", "sla-api")
        ),
        "sla-api has no disruption budget",
    ),
    "a role that is missing": (
        "lost_selectors",
        lambda house: house.manifests["base"].remove(house.manifest("Deployment", "sla-worker")),
        "sla-worker is missing",
    ),
    "a start that waits for nobody": (
        "broken_order",
        lambda house: composed(house, "topics").update(
            depends_on={"broker": {"condition": "service_healthy"}}
        ),
        "waits for broker",
    ),
    "a health nobody checks": (
        "broken_order",
        lambda house: composed(house, "kafka").pop("healthcheck"),
        "waits for the health of kafka",
    ),
    "an end that never comes": (
        "broken_order",
        lambda house: composed(house, "topics").update(restart="always"),
        "waits for the end of topics",
    ),
    "a service that does not wait for its topics": (
        "broken_order",
        lambda house: composed(house, "sla")["depends_on"].pop("topics"),
        "compose sla: waits for ['mongo']",
    ),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_broken_life_is_found(case: str) -> None:
    rule, spoil, words = BREAKS[case]
    house = read_house()
    spoil(house)
    assert words in "\n".join(RULES[rule](house))


def test_each_rule_was_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BREAKS.values()} == set(RULES)
