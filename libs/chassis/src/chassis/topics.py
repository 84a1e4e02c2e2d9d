"""Brings a broker's topics to the catalogue: `python -m chassis.topics create`. Repeatable."""

import asyncio
import os
import sys

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code
from contracts.topics import TOPICS

OF_THE_TOPIC = 1  # source of a setting that was given to this very topic (Kafka protocol, KIP-226)


async def create_topics(bootstrap: str, *, replication: int = 1, configured: bool = True) -> int:
    """Create what is missing, set what the catalogue says otherwise now; how many were made.

    `configured` False leaves broker-side settings out, for look-alikes that know none. Settings
    that the catalogue does not speak of stay as an operator gave them. Raises KafkaError.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        there = set(await admin.list_topics())
        wanted = [
            NewTopic(
                topic.name,
                topic.partitions,
                replication,
                topic_configs=topic.config() if configured else {},
            )
            for topic in TOPICS.values()
            if topic.name not in there and not topic.reserved
        ]
        if wanted:
            answer = await admin.create_topics(wanted)
            for name, code, *_ in answer.topic_errors:
                fault = for_code(code)
                if code and fault is not TopicAlreadyExistsError:
                    raise fault(name)
        if configured:
            await _set_again(admin, sorted(there & TOPICS.keys()))
        return len(wanted)
    finally:
        await admin.close()


async def _set_again(admin: AIOKafkaAdminClient, names: list[str]) -> None:
    """A retention that the catalogue has lengthened must reach the topics that are there."""
    kind = ConfigResourceType.TOPIC
    changed = []
    for answer in await admin.describe_configs([ConfigResource(kind, name) for name in names]):
        for code, _, _, name, entries in answer.resources:
            _raise_if(code, name)
            given = {entry[0]: entry[1] for entry in entries if entry[3] == OF_THE_TOPIC}
            wanted = given | TOPICS[name].config()
            if wanted != given:
                # The request replaces all that was given to the topic, so all of it is named.
                changed.append(ConfigResource(kind, name, wanted))
    for answer in await admin.alter_configs(changed) if changed else []:
        for code, _, _, name in answer.resources:
            _raise_if(code, name)


def _raise_if(code: int, topic: str) -> None:
    if code:
        raise for_code(code)(topic)


def main() -> None:
    """Entry point; the address is in GUICHET_KAFKA_BOOTSTRAP."""
    if sys.argv[1:] != ["create"]:
        raise SystemExit("usage: python -m chassis.topics create")
    bootstrap = os.environ.get("GUICHET_KAFKA_BOOTSTRAP", "127.0.0.1:9092")
    replication = int(os.environ.get("GUICHET_REPLICATION_FACTOR", "1"))
    try:
        made = asyncio.run(create_topics(bootstrap, replication=replication))
    except (KafkaError, OSError) as fault:
        raise SystemExit(f"{bootstrap}: {type(fault).__name__}: is Kafka there?") from fault
    sys.stdout.write(f"{made} topics created; those that were there are as the catalogue says\n")


if __name__ == "__main__":
    main()
