"""Apache Kafka at hand and quick to start: the jars, and an archive of its loaded classes.

The archive is Java's own (AppCDS), made by one start in the cache; it halves the time of every
start, and matters most with three nodes on two cores. Without it Kafka starts all the same.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from guichet.embedded.cache import cache_locked
from guichet.embedded.kafka_apache import KafkaCluster
from guichet.embedded.kafka_jars import KafkaJars, ensure_kafka_jars
from guichet.embedded.process import EmbeddedServerError, say

_WAIT_SECONDS = 180.0
_DUMP_SECONDS = 60.0


async def kafka_at_hand(notify: Callable[[str], None] = say) -> KafkaJars:
    """The jars with their class archive, fetched and made where missing; see ensure_kafka_jars."""
    jars = await ensure_kafka_jars(notify)
    if jars.class_archive.exists():
        return jars
    async with cache_locked(seconds=_WAIT_SECONDS) as cache:
        if not jars.class_archive.exists():
            notify("Preparing Apache Kafka for quick starts, once ...")
            await _make_archive(jars, Path(tempfile.mkdtemp(prefix="preparing-", dir=cache)))
    return jars


async def _make_archive(jars: KafkaJars, work: Path) -> None:
    """Start a broker once and let Java write down its classes as it ends."""
    made = work / "classes.jsa"
    kafka = KafkaCluster(
        jars,
        work / "data",
        jvm_options=[f"-XX:ArchiveClassesAtExit={made}"],
        stop_seconds=_DUMP_SECONDS,
    )
    try:
        async with kafka:
            pass
        if not made.exists():
            # An empty archive says that this Java writes none: not tried again.
            made.touch()
        made.rename(jars.class_archive)
    except EmbeddedServerError:
        # The real start will fail too, and say why where it is looked for.
        return
    finally:
        await asyncio.to_thread(shutil.rmtree, work, ignore_errors=True)
