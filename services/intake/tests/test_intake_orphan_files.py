"""Bytes that no case names go after a day; those whose case is being written never do."""

from collections.abc import Container, Generator, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from chassis.document import Draft
from chassis.memory import MemoryStore
from chassis.sealing import new_key
from guichet_testing.memory_files import MemoryFiles
from intake.adapters.case_index import index
from intake.adapters.sealed_files import SealedFiles
from intake.application.sweep_files import LOOKED_AT, OLD, SweepFiles
from intake.domain.attachment import Attachment, AttachmentKind, Leaving
from intake.domain.attachment_store import AttachmentStore, StoredFile
from intake.domain.case import Case

from services.intake.tests.attachment_counter import Files, added
from services.intake.tests.attachment_samples import phone_photo
from services.intake.tests.conftest import NOW, Counter

FILE = str(UUID(int=1))
SWEEPS, WRITES, STEPS = 8, 5, 16
"""Steps of either side while they are interleaved, and a bound on all steps of both."""
LATER = NOW + OLD + timedelta(minutes=1)


class Bench:
    """Cases, files, and what sweeps them; `now` is everybody's clock."""

    def __init__(self) -> None:
        self.now = NOW
        self.store: MemoryStore[Case] = MemoryStore(Case, index)
        self.files = MemoryFiles(lambda: self.now)
        cases: Any = self.store
        self.sweep = SweepFiles(cases, self.files, lambda: self.now)

    async def name(self, *keys: str, leaving: bool = False) -> None:
        """A case names these files."""
        named = [attachment(key) for key in keys]
        case = Case(case_id=f"case-{keys[0]}", borough="prevost")
        changes = {"leaving": tuple(Leaving(attachment=one, due_at=NOW) for one in named)}
        state = case.model_copy(update=changes if leaving else {"attachments": tuple(named)})
        draft = Draft.of((await self.store.load([case.case_id]))[case.case_id])
        draft.state, draft.changed = state, True
        assert not await self.store.save([draft])


def attachment(key: str) -> Attachment:
    return Attachment(
        attachment_id=key, kind=AttachmentKind.PHOTO, media_type="image/jpeg", size_bytes=1,
        digest="0", name="a.jpg", added_at=NOW, by="x",
    )  # fmt: skip


@pytest.fixture
def bench() -> Bench:
    return Bench()


async def test_what_a_crash_left_goes_after_a_day_and_not_before(bench: Bench) -> None:
    await bench.files.put(FILE, b"x")
    bench.now = NOW + OLD
    await bench.sweep.look()
    assert set(bench.files.held) == {FILE}

    bench.now = LATER
    await bench.sweep.look()
    await bench.sweep.look()
    assert bench.files.held == {}


async def test_nothing_goes_while_a_case_is_indexed_without_its_files() -> None:
    old = Bench()

    def without_files(case: Case) -> dict[str, Any]:
        return {**index(case), "files": None}

    old.store = MemoryStore(Case, without_files)
    cases: Any = old.store
    old.sweep = SweepFiles(cases, old.files, lambda: old.now)
    await old.files.put(FILE, b"x")
    await old.name(FILE)
    old.now = LATER
    await old.sweep.look()
    assert set(old.files.held) == {FILE}


@pytest.mark.parametrize("leaving", [False, True])
async def test_what_a_case_names_stays_however_old(bench: Bench, leaving: bool) -> None:
    await bench.files.put(FILE, b"x")
    await bench.name(FILE, leaving=leaving)
    bench.now = LATER
    await bench.sweep.look()
    await bench.sweep.look()
    assert set(bench.files.held) == {FILE}


async def test_every_file_is_looked_at_in_bounded_parts_wherever_it_begins(bench: Bench) -> None:
    keys = [str(UUID(int=number)) for number in range(1, LOOKED_AT + 51)]
    for key in keys:
        await bench.files.put(key, b"x")
    await bench.name(*keys[::50])
    bench.now = LATER
    cases: Any = bench.store
    sweep = SweepFiles(cases, bench.files, lambda: LATER, after=keys[120])

    before = len(bench.files.held)
    await sweep.look()
    assert before - len(bench.files.held) <= LOOKED_AT
    for _ in range(4):
        await sweep.look()
    assert set(bench.files.held) == set(keys[::50])


async def test_what_another_key_sealed_is_left_alone(bench: Bench) -> None:
    await SealedFiles(bench.files, new_key()).put(FILE, b"x")
    cases: Any = bench.store
    ours = SealedFiles(bench.files, new_key())
    await SweepFiles(cases, ours, lambda: LATER).look()
    assert set(bench.files.held) == {FILE}


class Turn:
    """Where a coroutine lets the other one go on."""

    def __await__(self) -> Generator[None, None, None]:
        yield


class Slow:
    """Files and cases that let the other side go on before each of their answers."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **kwargs: Any) -> Any:
            await Turn()
            return await getattr(self._inner, name)(*args, **kwargs)

        return call


async def interleaved(sweeps_at: Container[int]) -> Bench:
    """The sweep and `attachments.add` (put, write the case, look again), step by step in turn."""
    bench = Bench()
    await bench.files.put(FILE, b"x")  # by the first try, which crashed before its case
    bench.now = LATER
    files, cases = Slow(bench.files), Slow(bench.store)

    async def repeat() -> None:
        await files.put(FILE, b"x")
        await Turn()
        await bench.name(FILE)
        if await files.stored_at(FILE) is None:
            await files.put(FILE, b"x")

    running: dict[bool, Any] = {True: SweepFiles(cases, files, lambda: LATER).look()}
    running[False] = repeat()
    for step in range(2 * STEPS):
        is_sweep = step in sweeps_at
        with suppress(StopIteration):
            if is_sweep in running:
                running[is_sweep].send(None)
                continue
        running.pop(is_sweep, None)
    assert running == {}
    return bench


async def test_a_command_repeated_a_day_later_loses_its_file_in_no_order_of_the_steps() -> None:
    for sweeps_at in combinations(range(SWEEPS + WRITES), SWEEPS):
        rest = range(SWEEPS + WRITES, 2 * STEPS, 2)
        bench = await interleaved({*sweeps_at, *rest})
        assert set(bench.files.held) == {FILE}, sweeps_at


class Forgetful(MemoryFiles):
    """Loses what is put first, as if the sweep had come between."""

    puts = 0

    async def put(self, key: str, content: bytes) -> None:
        self.puts += 1
        if self.puts > 1:
            await super().put(key, content)

    async def listed(self, after: str, limit: int) -> Sequence[StoredFile]:
        raise AssertionError("nobody sweeps here")


class TestWhoeverWritesTheCase:
    @pytest.fixture
    def file_store(self) -> AttachmentStore:
        return Forgetful()

    def test_puts_back_what_went_meanwhile(self, counter: Counter, tmp_path: Path) -> None:
        files = Files(counter, tmp_path)
        case_id = counter.register()
        attachment_id = added(files.add(case_id, phone_photo()))
        assert files.get(case_id, attachment_id).status_code == 200
