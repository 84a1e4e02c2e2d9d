"""What `--broker` and `--mongo` mean, and what a person is told when it cannot be."""

import os
from pathlib import Path

import pytest
from guichet.embedded.chooser import check_addresses, choose_broker, choose_database
from guichet.embedded.kafka_jars import java_major
from guichet.embedded.mongo_secantus import Build
from guichet.embedded.ports import free_port, is_free
from guichet.embedded.process import EmbeddedServerError


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("127.0.0.1:9092", "127.0.0.1:9092"),
        ("kafka-1:9092, kafka-2:9092", "kafka-1:9092,kafka-2:9092"),
        ("[::1]:9092", "[::1]:9092"),
    ],
)
def test_addresses_are_taken_as_given(given: str, meant: str) -> None:
    assert check_addresses(given) == meant


@pytest.mark.parametrize("given", ["", "kafkaa", ":9092", "host:", "host:0", "host:70000", "a:1,"])
def test_what_is_no_address_is_refused_with_the_choices(given: str) -> None:
    with pytest.raises(EmbeddedServerError, match="auto, kafka, tansu or HOST:PORT"):
        check_addresses(given)


async def test_a_broker_by_address_is_never_started_or_killed_by_us(tmp_path: Path) -> None:
    server = await choose_broker("127.0.0.1:9092", data_dir=tmp_path)
    assert server.broker.kind == "external"
    assert server.broker.bootstrap_servers == "127.0.0.1:9092"
    with pytest.raises(EmbeddedServerError, match="not ours"):
        await server.kill()
    await server.stop()


async def test_a_broker_that_does_not_answer_is_named(tmp_path: Path) -> None:
    address = f"127.0.0.1:{free_port()}"
    server = await choose_broker(address, data_dir=tmp_path)
    with pytest.raises(EmbeddedServerError, match=address):
        await server.start()


async def test_tansu_says_what_it_cannot_do(tmp_path: Path) -> None:
    broker = (await choose_broker("tansu", data_dir=tmp_path)).broker
    assert broker.kind == "tansu"
    assert not broker.idempotent
    assert not broker.persistent
    assert broker.fallback_reason is None, "it was asked for"


async def test_without_java_auto_falls_back_loudly_and_kafka_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    said: list[str] = []
    server = await choose_broker("auto", data_dir=tmp_path, notify=said.append)
    assert server.broker.kind == "tansu"
    assert "Java" in (server.broker.fallback_reason or "")
    assert "WARNING" in "".join(said)
    with pytest.raises(EmbeddedServerError, match="Install Java 17"):
        await choose_broker("kafka", data_dir=tmp_path)


async def test_a_password_in_the_connection_string_is_not_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guichet.embedded.mongo_secantus._PROBE_MS", 100)
    said: list[str] = []
    uri = f"mongodb://user:s3cret@127.0.0.1:{free_port()}/"
    server = await choose_database(uri, data_dir=tmp_path, notify=said.append)
    assert server.database.kind == "external"
    with pytest.raises(EmbeddedServerError) as refused:
        await server.start()
    assert "s3cret" not in "".join(said) + str(refused.value)


async def test_what_is_no_connection_string_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedServerError, match="mongodb://"):
        await choose_database("127.0.0.1:27017", data_dir=tmp_path)


@pytest.mark.parametrize(
    ("text", "major"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('java version "1.8.0_412"', 8),
        ('openjdk version "25-ea" 2025-09-16', 25),
        ("command not found", None),
    ],
)
def test_the_version_of_java_is_read(text: str, major: int | None) -> None:
    assert java_major(text) == major


def test_ports_are_distinct_and_free() -> None:
    ports = [free_port() for _ in range(50)]
    assert len(set(ports)) == 50
    assert all(is_free(port) for port in ports)
    assert all(1024 < port < 32_768 for port in ports) or os.name != "posix"


async def test_the_compiled_database_is_taken_where_it_is_found_and_nothing_else_was_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "secantusd-rs"
    program.write_text("#!/bin/sh\necho secantusd-rs 9.9\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.delenv("GUICHET_DATABASE", raising=False)
    found = (await choose_database(data_dir=tmp_path / "a")).database
    assert (found.kind, found.version) == ("secantus-rs", "9.9")
    assert (await choose_database("wheel", data_dir=tmp_path / "b")).database.kind == "secantus"
    monkeypatch.setenv("GUICHET_DATABASE", "wheel")
    assert (await choose_database(data_dir=tmp_path / "c")).database.kind == "secantus"


async def test_a_store_keeps_the_build_that_wrote_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mongo" / "data").mkdir(parents=True)
    monkeypatch.delenv("GUICHET_DATABASE", raising=False)
    monkeypatch.setattr(
        "guichet.embedded.mongo_secantus.find_compiled",
        lambda: Build(tmp_path / "secantusd-rs", "secantus-rs", "9.9"),
    )
    assert (await choose_database(data_dir=tmp_path)).database.kind == "secantus", "of before"
    with pytest.raises(EmbeddedServerError, match=r"'wheel'.*--fresh"):
        await choose_database("compiled", data_dir=tmp_path)


async def test_without_the_compiled_database_the_wheel_serves_and_asking_for_it_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("GUICHET_DATABASE", raising=False)
    assert (await choose_database(data_dir=tmp_path / "a")).database.kind == "secantus"
    with pytest.raises(EmbeddedServerError, match="make database"):
        await choose_database("compiled", data_dir=tmp_path / "b")
