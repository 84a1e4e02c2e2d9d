"""On a real database: what complaints stores is unreadable there, and for good once destroyed.

The backup is of the whole database, wrapped keys and all, and is put back beside the live one.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from chassis.document import Document, Draft
from chassis.faults import Transient
from chassis.kit import Kit
from chassis.sealing import new_key
from chassis.store import Scope
from complaints.__main__ import rewrap
from complaints.bootstrap import build
from complaints.domain.custody import Custody, Disclosure
from complaints.domain.file import Content, Investigation
from complaints.domain.piece import Piece
from complaints.domain.trace import Trace
from complaints.settings import ComplaintsSettings
from guichet_testing.servers import Servers
from pydantic import SecretStr
from pymongo import AsyncMongoClient

DUE, KEPT = "5f0c1e0a-0000-4000-8000-00000000000b", "5f0c1e0a-0000-4000-8000-00000000000c"
MARK = "canari-untel"
AT = datetime(2024, 1, 15, 15, 0, tzinfo=UTC)


def wired(uri: str, name: str, keys: Path) -> tuple[Kit, Any]:
    """Complaints on that database, and its destruction."""
    kit = build(settings(uri, name, keys))
    loop: Any = kit.loops["destruction"][1]
    return kit, loop.__self__


def settings(uri: str, name: str, keys: Path) -> ComplaintsSettings:
    return ComplaintsSettings(
        mongo_uri=SecretStr(uri),
        mongo_database=name,
        storage_key=SecretStr(new_key()),
        keys_dir=keys,
    )


def file_of(case_id: str, kept_until: datetime) -> Investigation:
    content = Content(version=1, received_at=AT, statement=f"Dit par {MARK}")
    return Investigation(
        case_id=case_id,
        kind="complaint",
        borough="prevost",
        received_at=AT,
        withdrawn_at=AT,
        first_content=content,
        content=content,
        custody=Custody(kept_until=kept_until, rule="730 days after its end"),
    )


async def put(store: Any, document_id: str, state: Any) -> None:
    draft = Draft.of(Document[Any](document_id))
    draft.state, draft.borough, draft.changed = state, "prevost", True
    assert not await store.save([draft])


async def dump(uri: str, name: str) -> dict[str, list[dict[str, Any]]]:
    """All that lies in a database."""
    async with AsyncMongoClient[dict[str, Any]](uri, retryWrites=False) as mongo:
        names = await mongo[name].list_collection_names()
        return {one: await mongo[name][one].find({}).to_list() for one in names}


async def restore(uri: str, name: str, backup: dict[str, list[dict[str, Any]]]) -> None:
    async with AsyncMongoClient[dict[str, Any]](uri, retryWrites=False) as mongo:
        for collection, documents in backup.items():
            if documents:
                await mongo[name][collection].insert_many(documents)


async def test_a_backup_of_the_whole_database_does_not_open_what_was_destroyed_pv_44(
    servers: Servers, database_name: str, tmp_path: Path
) -> None:
    uri, keys = servers.database.uri, tmp_path / "keys"
    kit, destroying = wired(uri, database_name, keys)
    for store in kit.stores:
        await store.prepare()
    later = datetime.now(UTC) + timedelta(days=30)
    await put(destroying.store, DUE, file_of(DUE, AT))
    await put(destroying.store, KEPT, file_of(KEPT, later))
    piece = Piece(case_id=DUE, borough="prevost", file_id="f", number=0, content=MARK)
    await put(destroying.pieces, "f:0", piece)
    read = Trace(
        trace_id="t",
        case_id=DUE,
        borough="prevost",
        person_id=MARK,
        at=AT,
        exception=Disclosure.LAW,
    )
    await put(destroying.traces, "t", read)
    backup = await dump(uri, database_name)
    assert len(backup["keys"]) == 2
    assert MARK not in str(backup)

    assert await destroying.run() == 1
    assert await destroying.run() == 0

    left = await dump(uri, database_name)
    assert MARK not in str(left)
    assert left["pieces"] == left["readings"] == []
    (certificate,) = await destroying.certificates(
        Scope(frozenset({"prevost"})), offset=0, limit=10
    )
    assert (certificate.case_id, certificate.pieces) == (DUE, 1)
    assert len(left["statistics"]) == 1

    await restore(uri, f"{database_name}_b", backup)
    _, restored = wired(uri, f"{database_name}_b", keys)
    assert (await restored.store.load([KEPT]))[KEPT].state == file_of(KEPT, later)
    with pytest.raises(Transient, match="key vault"):
        await restored.store.load([DUE])


async def test_keys_are_rewrapped_by_the_command_and_files_open_as_before(
    servers: Servers, database_name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    uri, keys = servers.database.uri, tmp_path / "keys"
    _, writing = wired(uri, database_name, keys)
    state = file_of(KEPT, datetime.now(UTC) + timedelta(days=30))
    await put(writing.store, KEPT, state)
    before = await dump(uri, database_name)

    assert await asyncio.to_thread(rewrap, settings(uri, database_name, keys)) == 0

    assert capsys.readouterr().out == '{"rewrapped": 1}\n'
    after = await dump(uri, database_name)
    assert after["investigations"] == before["investigations"]
    assert after["keys"] != before["keys"]
    _, reading = wired(uri, database_name, keys)
    assert (await reading.store.load([KEPT]))[KEPT].state == state
