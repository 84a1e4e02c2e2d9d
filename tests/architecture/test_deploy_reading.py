"""Reads what would be deployed, as plain data; never starts anything and knows no rule about it.

The rules are in the other `test_deploy_*` modules: each is a function from a House to its faults,
tried on the true House and on copies broken on purpose. The tests here try the reading itself.
"""

import copy
import functools
import importlib.util
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from contracts.topics import SERVICES

ROOT = Path(__file__).resolve().parents[2]
K8S = ROOT / "deploy" / "k8s"
OVERLAYS = ("base", "overlays/dev")
Tree = dict[str, Any]
KNOWN_KEYS = {"apiVersion", "kind", "labels", "namespace", "patches", "replicas", "resources"}
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


class Incomplete(Exception):
    """What is written down does not hang together."""


@dataclass(frozen=True)
class Unit:
    """One container as an engine or a cluster would start it.

    `env` has None where the value comes from a Secret, which is not ours to read.
    """

    name: str
    image: str
    entrypoint: tuple[str, ...]
    args: tuple[str, ...]
    env: Mapping[str, str | None]
    cluster: bool

    @property
    def service(self) -> str:
        """The service whose image this is."""
        return self.image.removeprefix("guichet-").partition(":")[0]

    @property
    def is_service(self) -> bool:
        """A process of a service, not one of its tools."""
        return self.entrypoint == ("python", "-m", self.service)


@dataclass
class House:
    """All that is deployed: raw, so that a test can break it."""

    compose: Tree
    example: str
    dockerfiles: dict[str, str]
    manifests: dict[str, list[Tree]]

    def copy(self) -> "House":
        """A copy to break."""
        return copy.deepcopy(self)

    def manifest(self, kind: str, name: str, overlay: str = "base") -> Tree:
        """One manifest by kind and name."""
        return next(
            one
            for one in self.manifests[overlay]
            if (one["kind"], one["metadata"]["name"]) == (kind, name)
        )

    def container(self, name: str, overlay: str = "base") -> Tree:
        """The only container of a Deployment."""
        made: Tree = self.manifest("Deployment", name, overlay)["spec"]["template"]["spec"]
        only: Tree = made["containers"][0]
        return only

    def units(self) -> Iterator[Unit]:
        """Our own containers, in compose and in every overlay."""
        for name, service in self.compose["services"].items():
            if str(service["image"]).startswith("guichet-"):
                yield self._composed(name, service)
        for overlay, manifests in self.manifests.items():
            for one in manifests:
                if one["kind"] in ("Deployment", "Job"):
                    yield self._clustered(overlay, one)

    def _composed(self, name: str, service: Tree) -> Unit:
        given = service.get("entrypoint")
        image = Unit("", str(service["image"]), (), (), {}, cluster=False)
        entrypoint = given or instruction_list(self.dockerfiles[image.service], "ENTRYPOINT")
        values = example_values(self.example)
        env: dict[str, str | None] = dict(instruction_env(self.dockerfiles[image.service]))
        for key, value in service.get("environment", {}).items():
            env[key] = interpolate(str(value), values)
        args = service.get("command", [])
        return Unit(f"compose {name}", image.image, tuple(entrypoint), tuple(args), env, False)

    def _clustered(self, overlay: str, manifest: Tree) -> Unit:
        container = manifest["spec"]["template"]["spec"]["containers"][0]
        image = Unit("", str(container["image"]), (), (), {}, cluster=True)
        text = self.dockerfiles[image.service]
        entrypoint = container.get("command") or instruction_list(text, "ENTRYPOINT")
        env: dict[str, str | None] = dict(instruction_env(text))
        for source in container.get("envFrom", []):
            env |= self.manifest("ConfigMap", source["configMapRef"]["name"], overlay)["data"]
        for entry in container.get("env", []):
            env[entry["name"]] = self._value(entry, overlay)
        where = f"{overlay} {manifest['metadata']['name']}"
        args = tuple(container.get("args", []))
        return Unit(where, image.image, tuple(entrypoint), args, env, True)

    def _value(self, entry: Tree, overlay: str) -> str | None:
        if "value" in entry:
            return str(entry["value"])
        reference = entry["valueFrom"].get("configMapKeyRef")
        if reference is None:
            return None
        data = self.manifest("ConfigMap", reference["name"], overlay)["data"]
        return str(data[reference["key"]])


def read_house() -> House:
    """What lies in the repository; a copy of its own for everyone who asks."""
    return _read_once().copy()


@functools.cache
def _read_once() -> House:
    return House(
        compose=yaml.safe_load((ROOT / "docker-compose.yml").read_text()),
        example=(ROOT / ".env.example").read_text(),
        dockerfiles={s: (ROOT / "services" / s / "Dockerfile").read_text() for s in SERVICES},
        manifests={overlay: render(K8S / overlay) for overlay in OVERLAYS},
    )


def example_values(example: str) -> dict[str, str]:
    """The variables of an env file."""
    lines = (line for line in example.splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def load_script(name: str) -> ModuleType:
    """A script of deploy/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "deploy" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def interpolate(text: str, values: Mapping[str, str]) -> str:
    """Compose's own interpolation; Incomplete where compose would refuse to start."""

    def value(found: re.Match[str]) -> str:
        name, operator, default = found.groups()
        if given := values.get(name):
            return given
        if operator == "-":
            return str(default)
        raise Incomplete(f"{name} has no value")

    return VARIABLE.sub(value, text)


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile, continued lines joined, comments left out."""
    lines = [line for line in dockerfile.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    pairs = (line.split(None, 1) for line in joined.splitlines() if line.strip())
    return [(word.upper(), rest) for word, rest in pairs]


def instruction_list(dockerfile: str, word: str) -> list[str]:
    """The last instruction of that word, in its exec form."""
    rest = [rest for found, rest in instructions(dockerfile) if found == word][-1]
    parsed: list[str] = json.loads(rest[rest.index("[") :])
    return parsed


def instruction_env(dockerfile: str) -> dict[str, str]:
    """Variables of a service's own that its image sets."""
    words = " ".join(rest for word, rest in instructions(dockerfile) if word == "ENV").split()
    pairs = (word.split("=", 1) for word in words)
    return {name: value for name, value in pairs if name.split("_")[0].lower() in SERVICES}


def render(directory: Path) -> list[Tree]:
    """What `kustomize build` would give, for the few features that we use; else Incomplete."""
    path = directory / "kustomization.yaml"
    if not path.is_file():
        raise Incomplete(f"{directory.name} has no kustomization.yaml")
    recipe: Tree = yaml.safe_load(path.read_text())
    if unknown := set(recipe) - KNOWN_KEYS:
        raise Incomplete(f"{directory.name} uses {sorted(unknown)}")
    named = {*recipe["resources"], *(patch["path"] for patch in recipe.get("patches", []))}
    if forgotten := {file.name for file in directory.glob("*.yaml")} - named - {path.name}:
        raise Incomplete(f"{directory.name} leaves out {sorted(forgotten)}")
    manifests: list[Tree] = []
    for resource in recipe["resources"]:
        source = (directory / resource).resolve()
        if source.is_dir():
            manifests += render(source)
        elif source.is_file():
            manifests += [one for one in yaml.safe_load_all(source.read_text()) if one]
        else:
            raise Incomplete(f"{directory.name} names {resource}, which is not there")
    for patch in recipe.get("patches", []):
        change = yaml.safe_load((directory / patch["path"]).read_text())
        _merge(_find(manifests, change["kind"], change["metadata"]["name"]), change)
    for change in recipe.get("replicas", []):
        _find(manifests, "Deployment", change["name"])["spec"]["replicas"] = change["count"]
    for manifest in manifests:
        _decorate(manifest, recipe)
    keys = [(one["kind"], one["metadata"]["name"]) for one in manifests]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise Incomplete(f"{directory.name} has {sorted(twice)} twice")
    return manifests


def _find(manifests: list[Tree], kind: str, name: str) -> Tree:
    for one in manifests:
        if (one["kind"], one["metadata"]["name"]) == (kind, name):
            return one
    raise Incomplete(f"nothing to change: no {kind} {name}")


def _merge(into: Tree, change: Tree) -> None:
    for key, value in change.items():
        if isinstance(value, list):
            raise Incomplete(f"a patch changes the list {key}: this reader merges maps only")
        if isinstance(value, dict):
            _merge(into.setdefault(key, {}), value)
        else:
            into[key] = value


def _decorate(manifest: Tree, recipe: Tree) -> None:
    metadata = manifest["metadata"]
    if "namespace" in recipe and manifest["kind"] != "Namespace":
        metadata["namespace"] = recipe["namespace"]
    for label in recipe.get("labels", []):
        metadata["labels"] = {**metadata.get("labels", {}), **label["pairs"]}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of deploy/k8s to break."""
    shutil.copytree(K8S, tmp_path / "k8s")
    return tmp_path / "k8s"


def _rewrite(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_kustomization_is_complete(overlay: str) -> None:
    assert len(render(K8S / overlay)) > len(SERVICES) * 4


def test_an_overlay_changes_what_it_names() -> None:
    house = read_house()
    assert house.manifest("Deployment", "sla-worker")["spec"]["replicas"] == 2
    assert house.manifest("Deployment", "sla-worker", "overlays/dev")["spec"]["replicas"] == 1
    shared = house.manifest("ConfigMap", "guichet-shared", "overlays/dev")["data"]
    assert shared["replication-factor"] == "1"
    assert shared["kafka-bootstrap"]


BREAKS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a resource that is gone": (lambda k8s: (k8s / "base/sla.yaml").unlink(), "not there"),
    "a file nobody names": (
        lambda k8s: (k8s / "base/forgotten.yaml").write_text("kind: ConfigMap"),
        "leaves out",
    ),
    "a feature that is not read": (
        lambda k8s: _rewrite(k8s / "base/kustomization.yaml", "labels:", "commonLabels:"),
        "uses",
    ),
    "replicas of nobody": (
        lambda k8s: _rewrite(k8s / "overlays/dev/kustomization.yaml", "sla-worker", "sla-clock"),
        "no Deployment sla-clock",
    ),
    "a patch of nobody": (
        lambda k8s: _rewrite(k8s / "overlays/dev/shared.yaml", "guichet-shared", "guichet-all"),
        "no ConfigMap guichet-all",
    ),
    "the same resource twice": (
        lambda k8s: _rewrite(k8s / "base/kustomization.yaml", "- sla.yaml", "- routing.yaml"),
        "leaves out",
    ),
    "the same name twice": (
        lambda k8s: _rewrite(k8s / "base/sla.yaml", "name: sla-worker", "name: sla-api"),
        "twice",
    ),
    "an overlay without its base": (
        lambda k8s: (k8s / "base/kustomization.yaml").unlink(),
        "has no kustomization",
    ),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_broken_kustomization_is_refused(case: str, tree: Path) -> None:
    spoil, reason = BREAKS[case]
    spoil(tree)
    with pytest.raises(Incomplete, match=reason):
        render(tree / "overlays/dev")


def test_a_variable_without_a_value_is_refused_as_compose_refuses_it() -> None:
    assert interpolate("${A:-b}", {"A": ""}) == "b"
    with pytest.raises(Incomplete, match="A has no value"):
        interpolate("${A:?see .env.example}", {"A": ""})
