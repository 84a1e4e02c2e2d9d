"""Photos and documents of a complaint: pieces come in any order, the whole is acknowledged once."""

import asyncio
import hashlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from chassis.http import create_app
from chassis.identity import Caller, staff
from chassis.record import Record
from complaints.domain.held_files import LATEST
from complaints.entrypoints.http import router
from contracts import Event
from contracts.events.intake import FilePieceHandedOverV1, HandedOverFile
from fastapi import FastAPI
from fastapi.testclient import TestClient
from guichet_testing.toy import NOW
from hypothesis import given, settings
from hypothesis import strategies as st

from services.complaints.tests.conftest import Given, grid

FILE = "3c9a1d70-5b2e-5f41-8d6c-7e8f90a1b206"
PARTS = (b"un morceau, ", b"un autre, ", b"et la fin")
WHOLE = b"".join(PARTS)
RECEIVED = "FileReceivedV1"
PATH = "/api/complaints/v1/investigations"


def announced(pieces: int = len(PARTS), content: bytes = WHOLE) -> HandedOverFile:
    return HandedOverFile(
        file_id=FILE,
        name="facture de Canari.pdf",
        media_type="application/pdf",
        size_bytes=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        pieces=pieces,
        added_at=NOW,
    )


def piece(words: Any, number: int, content: bytes | None = None) -> Event:
    text = b64encode(PARTS[number] if content is None else content).decode()
    return FilePieceHandedOverV1(case_id=words.case_id, file_id=FILE, number=number, content=text)


@pytest.fixture
def bench(given_complaints: Any) -> Any:
    made = given_complaints.Bench()
    made.book.learn(given_complaints.grid())
    return made


async def complained(bench: Any, words: Any, *numbers: int) -> None:
    await bench.hear(words.registered(), words.handed_over(files=[announced().model_dump()]))
    await bench.hear(*(piece(words, number) for number in numbers))
    await bench.taking.run(bench.clock())


async def test_a_whole_file_is_acknowledged_once_pv_45(bench: Any, given_complaints: Any) -> None:
    await complained(bench, given_complaints, 0, 1, 2)
    bench.clock.forward(LATEST.total_seconds())
    await bench.taking.run(bench.clock())

    assert bench.said().count(RECEIVED) == 1
    (file,) = bench.state().files
    assert await bench.shelf.whole(file) == WHOLE
    assert "Canari" not in repr(bench.state())


async def test_half_a_file_is_not_acknowledged_and_looked_for_ever_more_rarely(
    bench: Any, given_complaints: Any
) -> None:
    await complained(bench, given_complaints, 0, 2)
    looks = []
    for _ in range(12):
        (file,) = bench.state().files
        looks.append((file.look_at - bench.clock()).total_seconds())
        bench.clock.forward(looks[-1])
        await bench.taking.run(bench.clock())

    assert RECEIVED not in bench.said()
    assert looks[0] == 1.0
    assert looks == sorted(looks)
    assert looks[-1] <= LATEST.total_seconds()
    await bench.hear(piece(given_complaints, 1))
    bench.clock.forward(LATEST.total_seconds())
    await bench.taking.run(bench.clock())
    assert bench.said().count(RECEIVED) == 1


async def test_what_is_not_what_was_announced_is_not_acknowledged_until_it_is_said_again(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    await complained(bench, words, 0, 1)
    await bench.hear(piece(words, 2, b"autre chose"))
    bench.clock.forward(10)
    await bench.taking.run(bench.clock())
    assert RECEIVED not in bench.said()

    await bench.hear(piece(words, 2))
    bench.clock.forward(LATEST.total_seconds())
    await bench.taking.run(bench.clock())
    assert RECEIVED in bench.said()


async def test_pieces_lie_sealed_in_the_store(bench: Any, given_complaints: Any) -> None:
    await complained(bench, given_complaints, 0, 1, 2)

    stored = str([one.state.model_dump() for one in bench.pieces.documents.values()])
    for part in PARTS:
        assert part.decode() not in stored
        assert b64encode(part).decode() not in stored


async def test_a_piece_that_is_no_base64_is_parked_and_holds_nothing_up(
    bench: Any, given_complaints: Any
) -> None:
    words = given_complaints
    broken = FilePieceHandedOverV1(case_id=words.case_id, file_id=FILE, number=1, content="à!")
    await bench.hear(words.registered(), words.handed_over(), broken, piece(words, 0))

    kept = [name for name, one in bench.pieces.documents.items() if one.state is not None]
    assert kept == [f"{FILE}:0"]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
async def test_pieces_in_any_order_and_repeated_end_in_the_same_file(data: Any) -> None:
    """Two topics, each in its own order; a crash of the writer repeats the pieces (DESIGN §3.3)."""
    bench = Given.Bench()
    bench.book.learn(grid())
    numbers = data.draw(st.permutations([0, 1, 2]))
    repeats = data.draw(st.lists(st.sampled_from([0, 1, 2]), max_size=3))
    pieces = [bench.record(piece(Given, number)) for number in [*numbers, *repeats]]
    others = [
        bench.record(Given.registered()),
        bench.record(Given.handed_over(files=[announced().model_dump()])),
    ]
    streams = {"pieces": pieces, "cases": others[:1], "handover": others[1:]}
    while any(streams.values()):
        left = [name for name, records in streams.items() if records]
        record: Record = streams[data.draw(st.sampled_from(left))].pop(0)
        again = data.draw(st.booleans())  # redelivered after a crash
        await bench.take([record, record] if again else [record])
        bench.clock.forward(60)
        await bench.taking.run(bench.clock())
    bench.clock.forward(LATEST.total_seconds())
    await bench.taking.run(bench.clock())

    assert bench.said().count(RECEIVED) == 1
    (file,) = bench.state().files
    assert await bench.shelf.whole(file) == WHOLE


@asynccontextmanager
async def lifespan(_: FastAPI) -> Any:
    yield


@pytest.fixture
async def asked(bench: Any, given_complaints: Any) -> Any:
    await complained(bench, given_complaints, 0, 1, 2)
    return bench


@pytest.fixture
def client(asked: Any) -> Iterator[TestClient]:
    async def ready() -> dict[str, str]:
        return {}

    routes = [router(asked.files)]
    app = create_app("complaints", routes, lifespan=lifespan, alive=dict, ready=ready)
    with TestClient(app) as made:
        as_caller(made, "director")
        yield made


def as_caller(client: TestClient, role: str, borough: str = "prevost") -> None:
    caller = Caller("staff-2", frozenset({role}), frozenset({borough}))
    client.app.dependency_overrides[staff] = lambda: caller  # type: ignore[attr-defined]


def test_a_file_is_opened_under_an_exception_and_the_reading_is_recorded_pv_44(
    client: TestClient, asked: Any, given_complaints: Any
) -> None:
    path = f"{PATH}/{given_complaints.case_id}"
    (file,) = client.get(f"{path}?exception=investigation").json()["files"]
    assert (file["fileId"], file["name"]) == (FILE, "facture de Canari.pdf")
    assert client.get(f"{path}/files/{FILE}").status_code == 400

    got = client.get(f"{path}/files/{FILE}?exception=law")

    assert got.content == WHOLE
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["cache-control"] == "private, no-store"
    reading = asyncio.run(asked.traces())[-1]
    assert (reading.person_id, reading.exception, reading.file_id) == ("staff-2", "law", FILE)


@pytest.mark.parametrize(
    ("role", "borough", "acts"),
    [("technician", "prevost", ["refused"]), ("director", "anjou", [])],
)
def test_others_open_no_file_and_who_tried_in_the_borough_is_on_record_pv_45(
    client: TestClient,
    asked: Any,
    given_complaints: Any,
    role: str,
    borough: str,
    acts: list[str],
) -> None:
    as_caller(client, role, borough)
    answer = client.get(f"{PATH}/{given_complaints.case_id}/files/{FILE}?exception=law")

    assert answer.status_code == 404
    assert [one.act for one in asyncio.run(asked.traces())] == acts


def test_a_file_that_is_not_here_is_not_found_and_no_reading_is_recorded(
    client: TestClient, asked: Any, given_complaints: Any
) -> None:
    other = FILE.replace("3c", "4d")
    answer = client.get(f"{PATH}/{given_complaints.case_id}/files/{other}?exception=law")

    assert answer.status_code == 404
    assert asyncio.run(asked.traces()) == []
