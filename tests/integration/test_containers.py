"""What the fixtures would start where a container engine runs: images, commands, addresses."""

import shutil
from unittest.mock import MagicMock

import pytest
from guichet_testing import containers, servers
from guichet_testing.containers import ContainedKafka, ContainedMongo, engine_runs
from testcontainers.community.kafka import KafkaContainer


@pytest.fixture(autouse=True)
def no_engine_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Building a container object asks the engine for its version: here nobody would answer."""
    monkeypatch.setattr("testcontainers.core.container.DockerClient", MagicMock())


def test_kafka_would_run_in_kraft_mode_on_a_port_that_outlives_a_restart() -> None:
    kafka = ContainedKafka()
    made = kafka.container
    assert made.image == containers.KAFKA_IMAGE
    assert ":latest" not in made.image
    assert made.kraft_enabled
    assert made.env["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    assert list(made.ports.values()) == [kafka.port]
    assert "started" in made.wait_for.pattern
    assert kafka.broker.bootstrap_servers == f"127.0.0.1:{kafka.port}"
    assert kafka.broker.kind == "kafka"


def test_kafka_would_be_started_by_the_kraft_script() -> None:
    made = KafkaContainer(containers.KAFKA_IMAGE).with_kraft()
    made.configure()  # type: ignore[no-untyped-call]
    assert "zookeeper" not in made.boot_command
    assert made.env["KAFKA_PROCESS_ROLES"] == "broker,controller"


def test_mongo_would_run_standalone_and_be_waited_for() -> None:
    mongo = ContainedMongo()
    assert mongo.container.image == containers.MONGO_IMAGE
    assert list(mongo.container.ports.values()) == [mongo.port]
    assert mongo.database.uri.startswith(f"mongodb://127.0.0.1:{mongo.port}/")


def test_the_fixtures_take_containers_where_an_engine_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(servers, "engine_runs", lambda: True)
    assert servers.contained() is not None
    monkeypatch.setattr(servers, "engine_runs", lambda: False)
    assert servers.contained() is None


def test_a_client_without_an_engine_is_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert not engine_runs()
