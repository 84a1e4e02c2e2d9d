"""Fetches Apache Kafka once, as Maven artifacts, into a cache of ours; starts no broker."""

import asyncio
import hashlib
import os
import re
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guichet.embedded.cache import cache_directory, cache_locked
from guichet.embedded.process import EmbeddedServerError, run_to_end, say, tail

KAFKA_VERSION = "4.3.1"
LOWEST_JAVA = 17
_FETCH_SECONDS = 300.0
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_POM = f"""\
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>guichet.embedded</groupId>
  <artifactId>kafka-at-hand</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>{KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>2.25.3</version>
    </dependency>
  </dependencies>
</project>
"""


@dataclass(frozen=True)
class KafkaJars:
    """Apache Kafka ready to run: a Java and the jars."""

    version: str
    java: Path
    directory: Path
    class_archive: Path
    """Where this Java's archive of Kafka's classes is or will be; see kafka_archive."""

    @property
    def class_path(self) -> str:
        """Every jar by name: the class archive is only valid for one spelling of it."""
        return os.pathsep.join(str(jar) for jar in sorted(self.directory.glob("*.jar")))


async def ensure_kafka_jars(notify: Callable[[str], None] = say) -> KafkaJars:
    """Apache Kafka from the cache (GUICHET_CACHE, else ~/.cache/guichet), fetched if missing.

    Does nothing when the cache is warm, not even look for Maven. Two processes may call it at
    once: one fetches, the other waits. Raises EmbeddedServerError with the reason when there is
    no Java 17, no Maven, or the fetch fails; a fetch that was cut short leaves nothing behind.
    """
    java, java_version = await asyncio.to_thread(_find_java)
    target = cache_directory() / f"kafka-{KAFKA_VERSION}-{_digest(_POM)}"
    if not target.is_dir():
        async with cache_locked(seconds=_FETCH_SECONDS + 30) as cache:
            if not target.is_dir():
                await _fetch(cache, target, notify)
    return KafkaJars(
        version=KAFKA_VERSION,
        java=java,
        directory=target,
        class_archive=target.with_name(f"{target.name}-{_digest(f'{java} {java_version}')}.jsa"),
    )


async def _fetch(cache: Path, target: Path, notify: Callable[[str], None]) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise EmbeddedServerError(
            "Maven (mvn) is not on the PATH. Install Maven 3.8 or later, or use --broker tansu."
        )
    _clear_left_overs(cache)  # we hold the lock: nobody is at them
    work = cache / f"fetching-{uuid.uuid4().hex}"
    work.mkdir()
    started = time.monotonic()
    notify(f"Fetching Apache Kafka {KAFKA_VERSION} with Maven, once (about 45 MB) ...")
    try:
        (work / "pom.xml").write_text(_POM, encoding="utf-8")
        await run_to_end(
            "Maven",
            [
                *(maven, "-B", "-q", "-f", str(work / "pom.xml"), _COPY),
                *("-DincludeScope=runtime", f"-DoutputDirectory={work / 'jars'}"),
            ],
            work / "maven.log",
            seconds=_FETCH_SECONDS,
            on_wait=lambda gone: notify(f"  ... still fetching ({gone:.0f} s)"),
        )
        if not any((work / "jars").glob(f"kafka_*-{KAFKA_VERSION}.jar")):
            raise EmbeddedServerError(f"Maven fetched no Kafka:\n{tail(work / 'maven.log')}")
        (work / "jars").rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    notify(f"Apache Kafka {KAFKA_VERSION} fetched in {time.monotonic() - started:.0f} s.")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _clear_left_overs(cache: Path) -> None:
    for left_over in (*cache.glob("fetching-*"), *cache.glob("preparing-*")):
        shutil.rmtree(left_over, ignore_errors=True)


def _find_java() -> tuple[Path, str]:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin") if home else None
    found = found or shutil.which("java")
    advice = f"Install Java {LOWEST_JAVA} or later, or use --broker tansu."
    if found is None:
        raise EmbeddedServerError(f"Java is neither in JAVA_HOME nor on the PATH. {advice}")
    try:
        answer = subprocess.run(  # noqa: S603 the person's own Java
            [found, "-version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedServerError(f"{found} -version failed: {error}. {advice}") from error
    text = answer.stderr + answer.stdout
    version = java_major(text)
    if version is None or version < LOWEST_JAVA:
        raise EmbeddedServerError(f"{found} is Java {version or 'of no known version'}. {advice}")
    return Path(found), text


def java_major(version_text: str) -> int | None:
    """The major version in what `java -version` prints (8 is written 1.8 there)."""
    match = re.search(r'version "(?:1\.)?(\d+)', version_text)
    return int(match.group(1)) if match else None
