"""Creates the catalogue's topics on a broker: `python -m chassis.topics create`. Repeatable."""

import asyncio
import os
import sys

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code
from contracts.topics import TOPICS


async def create_topics(bootstrap: str, *, replication: int = 1, configured: bool = True) -> int:
    """Create what is missing; how many were made.

    `configured` False leaves broker-side settings out, for look-alikes that know none. Raises
    KafkaError.
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
        return len(wanted)
    finally:
        await admin.close()


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
    sys.stdout.write(f"{made} topics created; those that were there are as they were\n")


if __name__ == "__main__":
    main()
