"""Rule 6: replay and drop, alone and against records that arrive at the same moment."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from chassis import inbox, parking
from chassis.faults import Permanent, Transient
from chassis.record import Record
from contracts import Undecodable
from contracts.events.intake import CaseRegisteredV1, CaseWithdrawnV1
from guichet_testing import toy
from guichet_testing.rig import ASSIGNMENTS, CASES, CASES_HANDLERS, Rig, stream

BAD = toy.registered("c1", toy.REFUSED)
FIRST = "intake-cases-0-1"


def mended(rig: Rig) -> Any:
    """An inbox whose rule no longer forbids."""

    def now_allowed(tally: Any, received: Any, now: Any) -> Any:
        lenient = received.data.model_copy(update={"activity": "Nid-de-poule"})
        return toy.on_registered(tally, type(received)(received.envelope, lenient), now)

    return rig.inbox(CASES, {**CASES_HANDLERS, CaseRegisteredV1: now_allowed})


async def unanswered() -> None:
    raise Transient("the answer was lost")


def changed(record: Record, **parts: Any) -> Record:
    return Record(**{**vars(record), **parts})


async def test_a_replay_applies_in_order_and_lifts_the_mark_in_the_last_write(rig: Rig) -> None:
    await rig.cases.handle(stream([BAD, toy.withdrawn("c1"), toy.registered("c1")]))
    version = rig.document("c1").version
    assert await mended(rig).replay(FIRST) == 3
    assert rig.heard("c1") == ("registered:1", "withdrawn:2", "registered:3")
    stored = rig.document("c1")
    assert (stored.parked, stored.version, stored.seen) == ({}, version + 1, {CASES: 3})
    assert rig.parked() == []
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1, 2]
    assert await mended(rig).replay(FIRST) == 0


async def test_a_replay_that_is_refused_still_changes_nothing(rig: Rig) -> None:
    await rig.cases.handle(stream([BAD, toy.withdrawn("c1")]))
    before = rig.document("c1")
    with pytest.raises(Permanent):
        await rig.cases.replay(FIRST)
    assert rig.document("c1") == before
    assert len(rig.parked()) == 2


async def test_a_replay_refused_on_its_way_keeps_the_rest_parked(rig: Rig) -> None:
    await rig.cases.handle(stream([BAD, toy.withdrawn("c1"), toy.registered("c1")]))

    def forbids(tally: Any, received: Any, now: Any) -> Any:
        if received.envelope.sequence == 3:
            raise Permanent("activity: not yet")
        return toy.on_withdrawn(tally, received, now)

    now = rig.inbox(CASES, {CaseRegisteredV1: forbids, CaseWithdrawnV1: toy.on_withdrawn})
    assert await now.replay(FIRST) == 2
    assert rig.parked() == ["intake-cases-0-3"]
    assert rig.document("c1").parked == {CASES: 3}
    await rig.cases.handle([toy.record_of(toy.withdrawn("c1"), 4, offset=4)])
    assert rig.parked() == ["intake-cases-0-3", "intake-cases-0-4"]
    assert await rig.cases.replay("intake-cases-0-3") == 2
    assert rig.document("c1").parked == {}


async def test_what_waits_behind_a_dropped_record_can_be_replayed(rig: Rig) -> None:
    await rig.cases.handle(stream([BAD, toy.withdrawn("c1")]))
    await rig.cases.drop(FIRST)
    assert rig.parked() == ["intake-cases-0-2"]
    assert rig.document("c1").parked == {CASES: 2}
    assert await rig.cases.replay("intake-cases-0-2") == 1
    assert rig.heard("c1") == ("withdrawn:2",)
    await rig.cases.handle(stream([BAD, toy.withdrawn("c1"), toy.registered("c1")]))
    assert rig.heard("c1") == ("withdrawn:2", "registered:3")


async def test_dropping_the_only_one_lifts_the_mark_for_good(rig: Rig) -> None:
    await rig.cases.handle(stream([BAD]))
    await rig.cases.drop(FIRST)
    await rig.cases.handle(stream([BAD, toy.withdrawn("c1")]))
    assert rig.parked() == []
    assert rig.heard("c1") == ("withdrawn:2",)
    kept = rig.set_aside.documents[FIRST].state
    assert kept is not None
    assert kept.sealed == ""


Meddling = Callable[[Rig, Callable[[], Awaitable[Any]]], None]
# Where in the operator's work the new record arrives, whole.
MOMENTS: dict[str, Meddling] = {
    "before it loads": lambda rig, step: rig.store.before["load"].append(step),
    "after it loads": lambda rig, step: rig.store.after["load"].append(step),
    "before it lists": lambda rig, step: rig.shelf.before["find"].append(step),
    "after it lists": lambda rig, step: rig.shelf.after["find"].append(step),
    "before it writes": lambda rig, step: rig.store.before["save"].append(step),
    "after it writes": lambda rig, step: rig.store.after["save"].append(step),
}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_record_that_arrives_during_a_replay_is_neither_lost_nor_stranded(
    rig: Rig, moment: str
) -> None:
    await rig.cases.handle(stream([BAD]))
    arrival = toy.record_of(toy.withdrawn("c1"), 2, offset=2)
    other = Rig(rig)
    MOMENTS[moment](rig, lambda: other.cases.handle([arrival]))
    await mended(rig).replay(FIRST)
    await settled(rig)
    assert rig.heard("c1") == ("registered:1", "withdrawn:2")


@pytest.mark.parametrize("moment", [name for name in MOMENTS if "lists" not in name])
async def test_a_replay_during_an_arrival_neither_loses_nor_strands_it(
    rig: Rig, moment: str
) -> None:
    await rig.cases.handle(stream([BAD]))
    operator = mended(Rig(rig))
    MOMENTS[moment](rig, lambda: operator.replay(FIRST))
    await rig.cases.handle([toy.record_of(toy.withdrawn("c1"), 2, offset=2)])
    await settled(rig)
    assert rig.heard("c1") == ("registered:1", "withdrawn:2")


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_replay_while_the_bytes_are_set_aside_neither_loses_nor_strands_them(
    rig: Rig, moment: str
) -> None:
    await rig.cases.handle(stream([BAD]))
    operator = mended(Rig(rig))
    steps = rig.shelf.before if moment == "before" else rig.shelf.after
    steps["save"].append(lambda: operator.replay(FIRST))
    await rig.cases.handle([toy.record_of(toy.withdrawn("c1"), 2, offset=2)])
    await settled(rig)
    assert rig.heard("c1") == ("registered:1", "withdrawn:2")


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_record_that_arrives_during_a_drop_is_neither_lost_nor_stranded(
    rig: Rig, moment: str
) -> None:
    await rig.cases.handle(stream([BAD]))
    other = Rig(rig)
    arrival = toy.record_of(toy.withdrawn("c1"), 2, offset=2)
    MOMENTS[moment](rig, lambda: other.cases.handle([arrival]))
    await rig.cases.drop(FIRST)
    await settled(rig)
    assert rig.heard("c1") == ("withdrawn:2",)


async def settled(rig: Rig) -> None:
    """An operator replays what still waits; then there is no mark without a record, nor reverse."""
    waiting = rig.parked()
    marked = CASES in rig.document("c1").parked
    assert marked == bool(waiting), "a mark without a record, or a record without a mark"
    if waiting:
        await mended(rig).replay(waiting[0])
    assert rig.parked() == []
    assert rig.document("c1").parked == {}


async def test_a_replay_whose_answer_was_lost_can_be_repeated(rig: Rig) -> None:
    await rig.cases.handle(stream([BAD, toy.withdrawn("c1")]))
    rig.store.after["save"].append(unanswered)
    with pytest.raises(Transient):
        await mended(rig).replay(FIRST)
    await mended(rig).replay(FIRST)
    assert rig.heard("c1") == ("registered:1", "withdrawn:2")
    assert rig.parked() == []


async def test_a_long_queue_is_replayed_in_portions_and_the_mark_stays_until_the_last(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parking, "AT_ONCE", 2)
    await rig.cases.handle(stream([BAD, toy.withdrawn("c1"), toy.registered("c1")]))
    assert await mended(rig).replay(FIRST) == 2
    assert rig.document("c1").parked == {CASES: 3}
    assert await mended(rig).replay("intake-cases-0-3") == 1
    assert rig.document("c1").parked == {}


async def test_a_record_parked_alone_is_replayed_once_it_can_be_read(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_old(*_: Any) -> Any:
        raise Undecodable("type: a version that this reader does not know")

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "read", too_old)
        await rig.cases.handle(stream([toy.registered("c1")]))
        with pytest.raises(Permanent):
            await rig.cases.replay(FIRST)
    assert rig.parked() == [FIRST]
    assert await rig.cases.replay(FIRST) == 1
    assert rig.heard("c1") == ("registered:1",)
    assert rig.parked() == []


async def test_a_record_parked_alone_and_overtaken_is_refused_and_not_lost_unseen(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = stream([toy.registered("c1"), toy.withdrawn("c1")])
    await rig.cases.handle([changed(first, value=b"{"), second])
    kept = rig.set_aside.documents[FIRST].state
    assert kept is not None
    monkeypatch.setattr(rig.parking, "open", lambda _: first)
    with pytest.raises(Permanent, match="applied already"):
        await rig.cases.replay(FIRST)
    assert rig.parked() == [FIRST]
