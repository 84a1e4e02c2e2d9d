"""Every port and every check of health leads to what is there.

Each rule is a function from a House to its faults; each is seen to find the fault it is for.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest
from chassis.http import create_app
from contracts.topics import SERVICES

from tests.architecture.test_deploy_reading import (
    House,
    instruction_env,
    instruction_list,
    instructions,
    read_house,
)
from tests.architecture.test_deploy_schemas import composed, pods, redo

HTTP_PORT = 8000


def _no_lifespan(_: object) -> nullcontext[None]:
    return nullcontext()


async def _ready() -> dict[str, str]:
    return {}


def wrong_ports(house: House) -> Iterator[str]:
    """Ports that differ between image, compose, pod, probes and Service."""
    for service, text in house.dockerfiles.items():
        exposed = [rest for word, rest in instructions(text) if word == "EXPOSE"]
        listens = instruction_env(text).get(f"{service.upper()}_HTTP_PORT")
        if exposed != [str(HTTP_PORT)] or listens != str(HTTP_PORT):
            yield f"Dockerfile of {service}: exposes {exposed}, listens on {listens}"
    for unit in house.units():
        if (port := unit.env.get(f"{unit.service.upper()}_HTTP_PORT")) != str(HTTP_PORT):
            yield f"{unit.name}: listens on {port}"
    published: list[str] = []
    for name, one in house.compose["services"].items():
        for port in one.get("ports", []):
            address, host, inside = str(port).split(":")
            published.append(host)
            if name in SERVICES and inside != str(HTTP_PORT):
                yield f"compose {name}: publishes {inside}"
            if address != "127.0.0.1":
                yield f"compose {name}: open to the network at {address}"
    if len(published) != len(set(published)):
        yield f"compose: one port for two in {published}"
    for where, pod, container in pods(house):
        named = {port["name"]: port["containerPort"] for port in container.get("ports", [])}
        if pod.get("restartPolicy", "Always") == "Always" and named != {"http": HTTP_PORT}:
            yield f"{where}: ports {named}"


def wrong_probes(house: House) -> Iterator[str]:
    """Checks of health that ask for what nobody answers."""
    app = create_app("any", [], lifespan=_no_lifespan, alive=dict, ready=_ready)
    answered = {str(getattr(route, "path", "")) for route in app.routes}
    paths = {"startupProbe": "/livez", "livenessProbe": "/livez", "readinessProbe": "/readyz"}
    for where, pod, container in pods(house):
        if pod.get("restartPolicy", "Always") != "Always":
            continue
        ports = [port["name"] for port in container.get("ports", [])]
        for probe, path in paths.items():
            asks = container.get(probe, {}).get("httpGet", {})
            if asks.get("path") != path or path not in answered or asks.get("port") not in ports:
                yield f"{where}: {probe} asks {asks}"
    for service, text in house.dockerfiles.items():
        health = next((rest for word, rest in instructions(text) if word == "HEALTHCHECK"), "")
        wanted = ('"python", "-c"', f"{service.upper()}_HTTP_PORT", "/livez")
        if any(part not in health for part in wanted):
            yield f"Dockerfile of {service}: checks {health!r}"
        else:
            compile(instruction_list(text, "HEALTHCHECK")[-1], "healthcheck", "exec")


RULES: dict[str, Callable[[House], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        wrong_ports,
        wrong_probes,
    )
}


@pytest.mark.parametrize("rule", RULES)
def test_every_port_and_probe_agrees(rule: str) -> None:
    assert list(RULES[rule](read_house())) == []


BREAKS: dict[str, tuple[str, Callable[[House], object], str]] = {
    "an image that listens elsewhere": (
        "wrong_ports",
        lambda house: redo(house, "sla", "SLA_HTTP_PORT=8000", "SLA_HTTP_PORT=8080"),
        "Dockerfile of sla",
    ),
    "an image that exposes another port": (
        "wrong_ports",
        lambda house: redo(house, "sla", "EXPOSE 8000", "EXPOSE 80"),
        "Dockerfile of sla",
    ),
    "compose publishes another port": (
        "wrong_ports",
        lambda house: composed(house, "sla").update(ports=["127.0.0.1:8003:8080"]),
        "compose sla: publishes 8080",
    ),
    "compose opens to the network": (
        "wrong_ports",
        lambda house: composed(house, "sla").update(ports=["0.0.0.0:8003:8000"]),
        "open to the network",
    ),
    "one published port for two": (
        "wrong_ports",
        lambda house: composed(house, "sla").update(ports=["127.0.0.1:8001:8000"]),
        "one port for two",
    ),
    "a pod with another port": (
        "wrong_ports",
        lambda house: house.container("sla-api")["ports"][0].update(containerPort=80),
        "base sla-api: ports",
    ),
    "a variable that moves the port": (
        "wrong_ports",
        lambda house: house.manifest("ConfigMap", "guichet-sla")["data"].update(SLA_HTTP_PORT="81"),
        "base sla-api: listens on 81",
    ),
    "a probe of a path that is not there": (
        "wrong_probes",
        lambda house: house.container("sla-api")["livenessProbe"]["httpGet"].update(path="/health"),
        "livenessProbe",
    ),
    "liveness that depends on others": (
        "wrong_probes",
        lambda house: house.container("sla-api")["livenessProbe"]["httpGet"].update(path="/readyz"),
        "livenessProbe",
    ),
    "a probe of a port that is not there": (
        "wrong_probes",
        lambda house: house.container("sla-api")["readinessProbe"]["httpGet"].update(port="web"),
        "readinessProbe",
    ),
    "an image that checks nothing": (
        "wrong_probes",
        lambda house: redo(house, "sla", "/livez", "/"),
        "Dockerfile of sla: checks",
    ),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_wrong_port_or_probe_is_found(case: str) -> None:
    rule, spoil, words = BREAKS[case]
    house = read_house()
    spoil(house)
    assert words in "\n".join(RULES[rule](house))


def test_each_rule_was_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BREAKS.values()} == set(RULES)
