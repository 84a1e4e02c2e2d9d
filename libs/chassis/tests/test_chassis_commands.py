"""Rule 7: a command is applied once, whatever is lost on the way, and needs the store alone."""

import asyncio
from typing import Any

import pytest
from chassis.commands import Answer, CommandConflict, Commands, NotFound, derived_id, digest_of
from chassis.faults import Transient
from chassis.outbox import Courier
from chassis.outcome import Outcome
from chassis.store import Scope
from guichet_testing import toy
from guichet_testing.rig import ASSIGNMENTS, Fate, Rig, stream

ANJOU = Scope(frozenset({"anjou"}))


class Counter:
    """Commands on the toy: each hears a word and says it."""

    def __init__(self, rig: Rig, deadline_seconds: float = 5.0) -> None:
        self.rig = rig
        self.courier = Courier(rig.publisher)
        self.commands: Commands[toy.Tally] = Commands(
            rig.store, rig.scribe, self.courier, deadline_seconds=deadline_seconds
        )

    def decide(self, tally: toy.Tally | None) -> Outcome[toy.Tally]:
        tally = tally or toy.Tally(case_id="c1")
        heard = tally.model_copy(update={"heard": (*tally.heard, "command")})
        said = [toy.assigned("c1", toy.NOW, "command")]
        return Outcome(heard, said, {"number": len(heard.heard)})

    async def run(self, command_id: str = "k1", content: Any = "x", **more: Any) -> Answer:
        given = {"scope": ANJOU, "borough": "anjou", "creates": True, **more}
        return await self.commands.execute(
            "c1", self.decide, command_id=command_id, content=content, **given
        )


async def unanswered() -> None:
    raise Transient("the answer was lost")


async def test_a_command_repeated_after_a_lost_answer_is_answered_and_not_applied(rig: Rig) -> None:
    counter = Counter(rig)
    first = await counter.run()
    again = await counter.run()
    assert (first.body, first.repeated) == ({"number": 1}, False)
    assert (again.body, again.repeated) == ({"number": 1}, True)
    assert rig.heard("c1") == ("command",)


async def test_a_write_whose_answer_was_lost_is_found_by_the_retry(rig: Rig) -> None:
    rig.store.after["save"].append(unanswered)
    counter = Counter(rig)
    answer = await counter.run()
    assert answer.body == {"number": 1}
    assert rig.heard("c1") == ("command",)
    assert len(rig.document("c1").pending) == 1


async def test_a_lost_compare_and_set_is_decided_again(rig: Rig) -> None:
    rival = Rig(rig)
    rig.store.before["save"].append(lambda: rival.cases.handle(stream([toy.registered("c1")])))
    answer = await Counter(rig).run()
    assert rig.heard("c1") == ("registered:1", "command")
    assert answer.body == {"number": 2}


async def test_two_at_once_under_one_id_apply_it_once(rig: Rig) -> None:
    rival = Counter(Rig(rig))
    rig.store.before["save"].append(rival.run)
    answer = await Counter(rig).run()
    assert answer.repeated
    assert rig.heard("c1") == ("command",)


async def test_the_same_id_with_another_content_is_a_conflict_and_changes_nothing(rig: Rig) -> None:
    counter = Counter(rig)
    await counter.run(content={"a": 1, "b": 2})
    assert (await counter.run(content={"b": 2, "a": 1})).repeated, "the order of keys is nothing"
    with pytest.raises(CommandConflict):
        await counter.run(content={"a": 1, "b": 3})
    assert rig.heard("c1") == ("command",)


async def test_another_borough_learns_no_more_than_that_there_is_nothing(rig: Rig) -> None:
    counter = Counter(rig)
    await counter.run()
    for scope in (Scope(frozenset({"lachine"})), Scope(frozenset()), Scope()):
        with pytest.raises(NotFound):
            await counter.run("k2", scope=scope)
    with pytest.raises(NotFound):
        await counter.run("k2", creates=False, scope=Scope(frozenset({"lachine"})))
    assert rig.heard("c1") == ("command",)
    assert (await counter.run("k2", scope=Scope.everything())).body == {"number": 2}


async def test_what_does_not_exist_is_not_found_unless_the_command_creates(rig: Rig) -> None:
    with pytest.raises(NotFound):
        await Counter(rig).run(creates=False)
    assert not rig.documents.documents


async def test_what_a_rule_forbids_passes_through_and_leaves_nothing(rig: Rig) -> None:
    def forbidden(_: toy.Tally | None) -> Outcome[toy.Tally]:
        raise ValueError("no")

    counter = Counter(rig)
    with pytest.raises(ValueError, match="no"):
        await counter.commands.execute(
            "c1", forbidden, command_id="k", content="", scope=ANJOU, borough="anjou", creates=True
        )
    assert not rig.documents.documents


async def test_a_store_that_stumbles_is_tried_again_within_the_deadline(rig: Rig) -> None:
    rig.store.before["load"].extend([unanswered] * 3)
    rig.store.before["save"].extend([unanswered] * 3)
    assert (await Counter(rig).run()).body == {"number": 1}


async def test_a_store_that_stays_away_is_told_to_the_caller_after_the_deadline(rig: Rig) -> None:
    rig.store.before["save"].extend([unanswered] * 100_000)
    with pytest.raises(Transient):
        await Counter(rig, deadline_seconds=0.05).run()


async def test_a_command_succeeds_without_kafka_and_its_event_goes_out_later(rig: Rig) -> None:
    rig.log.fate = lambda _: Fate.FAILED
    assert (await Counter(rig).run()).body == {"number": 1}
    assert not rig.log.entries
    rig.log.fate = lambda _: Fate.ACKNOWLEDGED
    rig.clock.forward(10)
    await rig.sweeper().sweep()
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1]


async def test_commands_are_remembered_while_the_document_stays_small(rig: Rig) -> None:
    counter = Counter(rig)
    for number in range(60):
        await counter.run(f"k{number}")
    assert len(rig.document("c1").commands) == 50
    assert (await counter.run("k59")).repeated


async def test_a_stub_left_by_a_stream_does_not_keep_a_command_from_creating(rig: Rig) -> None:
    await rig.cases.handle(stream([toy.registered("c1", toy.REFUSED)]))
    assert rig.document("c1").state is None
    assert (await Counter(rig).run()).body == {"number": 1}
    assert rig.document("c1").parked, "the mark stays"


def test_ids_are_derived_from_who_calls_and_under_which_key() -> None:
    assert derived_id("caller", "key") == derived_id("caller", "key")
    assert len({derived_id(a, b) for a in ("x", "y") for b in ("1", "2")}) == 4
    assert digest_of({"a": "é", "b": 1}) == digest_of({"b": 1, "a": "é"})


async def test_a_command_does_not_wait_for_a_broker_that_never_answers(rig: Rig) -> None:
    async def silence(_: Any) -> list[bool]:
        await asyncio.sleep(3600)
        return []

    rig.log.send = silence  # type: ignore[method-assign, assignment]
    counter = Counter(rig)
    courier = asyncio.create_task(counter.courier.run())
    async with asyncio.timeout(5):
        assert (await counter.run("k1")).body == {"number": 1}
        assert (await counter.run("k2")).body == {"number": 2}
    courier.cancel()
