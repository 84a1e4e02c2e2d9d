"""How the containers stand: valid for the engine and the cluster, pinned, unprivileged, reachable.

Each rule is a function from a House to its faults; each is seen to find the fault it is for.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from chassis.http import create_app
from contracts.topics import SERVICES
from guichet.embedded.kafka_jars import KAFKA_VERSION
from jsonschema import Draft202012Validator

from tests.architecture.test_deploy_reading import (
    ROOT,
    House,
    Tree,
    instruction_env,
    instruction_list,
    instructions,
    read_house,
)
from tests.architecture.test_deploy_settings import settings_of

SCHEMAS = ROOT / "tests" / "architecture" / "schemas"
COMPOSE_SCHEMA = json.loads((SCHEMAS / "compose-spec.json").read_text())
K8S_SCHEMA = json.loads((SCHEMAS / "kubernetes-1.34.json").read_text())
HTTP_PORT = 8000


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


def pods(house: House) -> Iterator[tuple[str, Tree, Tree]]:
    """Where, pod and its container, of everything that runs in the cluster."""
    for overlay, manifests in house.manifests.items():
        for one in manifests:
            if one["kind"] in ("Deployment", "Job"):
                pod = one["spec"]["template"]["spec"]
                yield f"{overlay} {one['metadata']['name']}", pod, pod["containers"][0]


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


def version_of(service: str) -> str:
    """The version of a service's package."""
    text = (ROOT / "services" / service / "pyproject.toml").read_text()
    return str(tomllib.loads(text)["project"]["version"])


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


def _no_lifespan(_: object) -> nullcontext[None]:
    return nullcontext()


async def _ready() -> dict[str, str]:
    return {}


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
        invalid_compose,
        invalid_manifests,
        unpinned_images,
        privileged_containers,
        unlimited_containers,
        wrong_ports,
        wrong_probes,
        short_patience,
        lost_selectors,
        broken_order,
    )
}


@pytest.mark.parametrize("rule", RULES)
def test_the_containers_stand_as_they_should(rule: str) -> None:
    assert list(RULES[rule](read_house())) == []


def composed(house: House, service: str) -> Tree:
    """A service of compose, to be changed."""
    found: Tree = house.compose["services"][service]
    return found


def pod(house: House, name: str) -> Tree:
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


Break = tuple[str, Callable[[House], object], str]
BREAKS: dict[str, Break] = {
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
        lambda house: pod(house, "sla-api").update(terminationGracePeriod=45),
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
    "root in a pod": (
        "privileged_containers",
        lambda house: pod(house, "sla-api")["securityContext"].update(runAsNonRoot=False),
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
        lambda house: pod(house, "sla-api").pop("enableServiceLinks"),
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
    "killed in the middle of the stop": (
        "short_patience",
        lambda house: pod(house, "sla-worker").update(terminationGracePeriodSeconds=30),
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
def test_a_wrong_shape_is_found(case: str) -> None:
    rule, spoil, words = BREAKS[case]
    house = read_house()
    spoil(house)
    assert words in "\n".join(RULES[rule](house))


def test_each_rule_was_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BREAKS.values()} == set(RULES)
