"""The catalogue on a broker: what is missing is made, what it says otherwise now is set."""

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from chassis.topics import create_topics
from contracts.topics import TOPICS
from guichet_testing.live import until
from guichet_testing.servers import Servers

NAME = "sla-commitments"


async def settings_of(admin: AIOKafkaAdminClient, name: str) -> dict[str, str]:
    (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
    return {entry[0]: entry[1] for entry in answer.resources[0][4]}


async def test_a_longer_retention_reaches_a_topic_that_is_there_and_an_operators_setting_stays(
    servers: Servers,
) -> None:
    if servers.broker.kind == "tansu":
        pytest.skip("NOT RUN: needs Apache Kafka: Tansu keeps no settings of topics")
    bootstrap = servers.broker.bootstrap_servers
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        before = {"retention.ms": "1000000000", "segment.bytes": "52428800"}
        await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, NAME, before)])

        # A broker answers before all of it has heard.
        async def is_short() -> bool:
            return before.items() <= (await settings_of(admin, NAME)).items()

        await until(is_short)
        assert await create_topics(bootstrap) == 0
        wanted = TOPICS[NAME].config() | {"segment.bytes": "52428800"}

        async def is_long() -> bool:
            return wanted.items() <= (await settings_of(admin, NAME)).items()

        await until(is_long)
    finally:
        await admin.close()
