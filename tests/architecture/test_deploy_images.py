"""What goes into the images: what the packages ask for, at the locked versions, checked by hash.

The steps of the Dockerfiles are read, not run; the picking of locked versions is run.
"""

import importlib.metadata
import re
import runpy
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from contracts.topics import SERVICES
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.test_deploy_reading import (
    ROOT,
    House,
    instructions,
    load_script,
    read_house,
)

LOCK = (ROOT / "requirements.lock").read_text()
IMAGES = tomllib.loads((ROOT / "deploy" / "images.toml").read_text())
IN_THE_IMAGE = {
    "python_version": "3.12",
    "python_full_version": "3.12.0",
    "implementation_version": "3.12.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
}


def asked_for(package: str) -> set[str]:
    """A package and all that it needs on the image's Python, from the installed metadata."""
    found: set[tuple[str, frozenset[str]]] = set()
    left = [Requirement(package)]
    while left:
        wanted = left.pop()
        extras = frozenset(wanted.extras)
        name = canonicalize_name(wanted.name)
        if (name, extras) in found:
            continue
        found.add((name, extras))
        for line in importlib.metadata.requires(name) or []:
            needed = Requirement(line)
            places = [{**IN_THE_IMAGE, "extra": extra} for extra in ("", *extras)]
            if needed.marker is None or any(needed.marker.evaluate(place) for place in places):
                left.append(needed)
    return {name for name, _ in found}


def package_name(folder: str) -> str:
    """The distribution in a folder of ours."""
    text = (ROOT / folder / "pyproject.toml").read_text()
    return str(tomllib.loads(text)["project"]["name"])


def wrong_contents(images: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    """Differences between images.toml and what the packages ask for."""
    for service in SERVICES:
        wanted = asked_for(f"guichet-{service}")
        listed = {package_name(folder) for folder in images[service]["packages"]}
        listed |= set(images[service]["requirements"])
        for name in sorted(wanted - listed):
            yield f"{service}: add {name}"
        for name in sorted(listed - wanted):
            yield f"{service}: remove {name}"
    for name in sorted(asked_for("hatchling") ^ set(images["build"]["requirements"])):
        yield f"build: {name} is missing or not needed"


def wrong_steps(house: House) -> Iterator[str]:
    """Dockerfiles that take in something else, or something unchecked."""
    for service, text in house.dockerfiles.items():
        steps = instructions(text)
        stages = [number for number, (word, _) in enumerate(steps) if word == "FROM"]
        if len(stages) != 2:
            yield f"{service}: {len(stages)} stages"
            continue
        copied = [rest for word, rest in steps[: stages[1]] if word == "COPY"]
        packages = IMAGES[service]["packages"]
        if copied[1:] != [f"{folder} {folder}" for folder in packages]:
            yield f"{service}: copies {copied[1:]}"
        final = [rest for word, rest in steps[stages[1] :] if word == "COPY"]
        if any(not rest.startswith("--from=build ") for rest in final):
            yield f"{service}: the last stage copies {final}"
        runs = " && ".join(rest for word, rest in steps if word == "RUN").split(" && ")
        for run in (run.strip() for run in runs if re.search(r"pip (install|wheel)", run)):
            if "--no-deps" not in run:
                yield f"{service}: takes what nobody locked: {run}"
            if "-r " in run and "--require-hashes" not in run:
                yield f"{service}: checks no hash: {run}"
        wheel = next(run for run in runs if "pip wheel" in run)
        if wheel.split("wheels ")[-1].split() != [f"./{folder}" for folder in packages]:
            yield f"{service}: builds {wheel}"
        picks = re.findall(r"pick_requirements\.py (\w+) > (\w+)\.txt", " ".join(runs))
        if picks != [("build", "build"), (service, service)]:
            yield f"{service}: picks {picks}"
        if re.search(
            r"https?://|--(extra-)?index-url|\bADD\b", text.replace("http://127.0.0.1", "")
        ):
            yield f"{service}: names an address of the outside"


def ignored_context(ignore: str) -> Iterator[str]:
    """What the build needs and .dockerignore keeps back, or lets in and should not."""
    lines = [line for line in ignore.splitlines() if line and not line.startswith("#")]
    if lines[0] != "*":
        yield "everything is let in"
    folders = {folder for service in SERVICES for folder in IMAGES[service]["packages"]}
    needed = {"requirements.lock", "deploy/images.toml", "deploy/pick_requirements.py", *folders}
    let_in = [line[1:] for line in lines if line.startswith("!")]
    for path in sorted(needed):
        if not any(path == one or path.startswith(f"{one}/") for one in let_in):
            yield f"{path} is kept back"
    if "**/.env*" not in lines:
        yield "secrets are let in"


def test_the_images_hold_what_the_packages_ask_for() -> None:
    assert list(wrong_contents(IMAGES)) == []


def test_the_dockerfiles_take_in_nothing_else() -> None:
    assert list(wrong_steps(read_house())) == []


def test_the_build_context_holds_what_the_build_needs() -> None:
    assert list(ignored_context((ROOT / ".dockerignore").read_text())) == []


@pytest.mark.parametrize("image", IMAGES)
def test_every_picked_version_comes_with_its_hashes(image: str) -> None:
    names = set(IMAGES[image]["requirements"])
    blocks = re.split(r"\n(?=\S)", load_script("pick_requirements").pick(LOCK, names).strip())
    assert {block.split("==")[0] for block in blocks} == names
    assert all("--hash=sha256:" in block for block in blocks)
    assert all(block in LOCK for block in blocks)


def test_a_distribution_that_is_not_locked_stops_the_build() -> None:
    with pytest.raises(KeyError, match="left-pad"):
        load_script("pick_requirements").pick(LOCK, {"fastapi", "left-pad"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: one["sla"]["requirements"].remove("holidays"), "sla: add holidays"),
        (lambda one: one["sla"]["requirements"].append("pytest"), "sla: remove pytest"),
        (lambda one: one["intake"]["packages"].remove("libs/ui"), "intake: add guichet-ui"),
        (lambda one: one["build"]["requirements"].remove("pluggy"), "build: pluggy"),
    ],
)
def test_wrong_contents_are_found(
    change: Callable[[dict[str, dict[str, list[str]]]], None], words: str
) -> None:
    images = tomllib.loads((ROOT / "deploy" / "images.toml").read_text())
    change(images)
    assert words in next(wrong_contents(images))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("--require-hashes --no-deps -r sla", "--no-deps -r sla", "checks no hash"),
        ("--no-deps --no-index", "--no-index", "nobody locked"),
        ("COPY libs/chassis libs/chassis\n", "", "copies"),
        ("COPY --from=build /opt/guichet /opt/guichet", "COPY . .", "the last stage copies"),
        ("./libs/contracts ./libs/chassis", "./libs/chassis", "builds"),
        ("py sla > sla", "py intake > sla", "picks"),
        (" AS build", " AS build\nFROM scratch", "3 stages"),
        ("WORKDIR", "ENV PIP_INDEX=https://example.org\nWORKDIR", "address of the outside"),
    ],
)
def test_wrong_steps_are_found(before: str, after: str, words: str) -> None:
    house = read_house()
    assert before in house.dockerfiles["sla"]
    house.dockerfiles["sla"] = house.dockerfiles["sla"].replace(before, after)
    assert words in "\n".join(wrong_steps(house))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("*\n", "everything is let in"),
        ("!services\n", "services/intake is kept back"),
        ("**/.env*\n", "secrets are let in"),
    ],
)
def test_a_wrong_build_context_is_found(line: str, words: str) -> None:
    ignore = (ROOT / ".dockerignore").read_text()
    assert line in ignore
    broken = re.sub(rf"^{re.escape(line)}", "", ignore, flags=re.MULTILINE)
    assert words in list(ignored_context(broken))


def test_an_env_file_that_is_there_is_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = str(ROOT / "deploy" / "new_env.py")
    (tmp_path / ".env.example").write_text("KEY=replace-me-32-bytes-base64\n")
    monkeypatch.chdir(tmp_path)
    runpy.run_path(script, run_name="__main__")
    first = (tmp_path / ".env").read_text()
    assert "replace-me" not in first
    with pytest.raises(SystemExit):
        runpy.run_path(script, run_name="__main__")
    assert (tmp_path / ".env").read_text() == first
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
