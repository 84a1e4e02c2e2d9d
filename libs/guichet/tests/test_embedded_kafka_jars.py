"""Fetching Kafka's jars: once, whole or not at all, by whoever comes first.

A stand-in for Maven is used; the real one is in tests/integration.
"""

import asyncio
from pathlib import Path

import pytest
from guichet.embedded.kafka_jars import KAFKA_VERSION, ensure_kafka_jars
from guichet.embedded.process import EmbeddedServerError

_JAVA = "#!/bin/sh\necho 'openjdk version \"{version}\" 2025-01-01' >&2\n"
_MAVEN = f"""#!/bin/sh
echo fetched >> "{{calls}}"
for word in "$@"; do case "$word" in -DoutputDirectory=*) out="${{{{word#*=}}}}";; esac; done
/bin/mkdir -p "$out" && : > "$out/kafka_2.13-{KAFKA_VERSION}.jar" && : > "$out/slf4j.jar"
/bin/sleep 0.3
"""


class Machine:
    """A PATH with a Java and a Maven of our own making."""

    def __init__(self, root: Path) -> None:
        self.tools = root / "tools"
        self.cache = root / "cache"
        self.calls = root / "calls"
        self.tools.mkdir()
        self.has("java", _JAVA.format(version="17.0.1"))

    def has(self, name: str, script: str) -> None:
        program = self.tools / name
        program.write_text(script, encoding="utf-8")
        program.chmod(0o755)

    def has_maven(self) -> None:
        self.has("mvn", _MAVEN.format(calls=self.calls))

    def kept(self) -> list[str]:
        return sorted(entry.name for entry in self.cache.iterdir() if entry.name != "lock")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path)
    monkeypatch.setenv("PATH", str(machine.tools))
    monkeypatch.setenv("GUICHET_CACHE", str(machine.cache))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    return machine


def _ignore(_: str) -> None:
    """Nobody is at the terminal."""


async def test_two_who_come_at_once_fetch_once(machine: Machine) -> None:
    machine.has_maven()
    first, second = await asyncio.gather(ensure_kafka_jars(_ignore), ensure_kafka_jars(_ignore))
    assert first == second
    assert machine.calls.read_text(encoding="utf-8") == "fetched\n"
    assert f"kafka_2.13-{KAFKA_VERSION}.jar" in first.class_path


async def test_a_warm_cache_needs_no_maven(machine: Machine) -> None:
    machine.has_maven()
    await ensure_kafka_jars(_ignore)
    (machine.tools / "mvn").unlink()
    said: list[str] = []
    await ensure_kafka_jars(said.append)
    assert said == []


async def test_a_fetch_that_fails_leaves_nothing_and_says_why(machine: Machine) -> None:
    machine.has("mvn", '#!/bin/sh\necho "no route to the repository"\nexit 1\n')
    with pytest.raises(EmbeddedServerError, match="no route to the repository"):
        await ensure_kafka_jars(_ignore)
    assert machine.kept() == []
    machine.has_maven()
    assert (await ensure_kafka_jars(_ignore)).directory.is_dir()


async def test_a_fetch_that_is_cancelled_leaves_nothing(machine: Machine) -> None:
    machine.has("mvn", f'#!/bin/sh\necho x > "{machine.calls}"\nexec /bin/sleep 60\n')
    fetching = asyncio.create_task(ensure_kafka_jars(_ignore))
    async with asyncio.timeout(10):
        while not machine.calls.exists():
            await asyncio.sleep(0.01)
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    assert machine.kept() == []


async def test_what_a_killed_fetch_left_is_cleared_away(machine: Machine) -> None:
    machine.has_maven()
    (machine.cache / "fetching-dead").mkdir(parents=True)
    jars = await ensure_kafka_jars(_ignore)
    assert machine.kept() == [jars.directory.name]


async def test_an_old_java_and_a_missing_maven_are_named(machine: Machine) -> None:
    with pytest.raises(EmbeddedServerError, match="Maven"):
        await ensure_kafka_jars(_ignore)
    machine.has("java", _JAVA.format(version="11.0.2"))
    with pytest.raises(EmbeddedServerError, match="Java 11"):
        await ensure_kafka_jars(_ignore)


async def test_a_cache_that_cannot_be_written_is_named(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = machine.tools / "java" / "cache"
    monkeypatch.setenv("GUICHET_CACHE", str(blocked))
    with pytest.raises(EmbeddedServerError, match="GUICHET_CACHE"):
        await ensure_kafka_jars(_ignore)
