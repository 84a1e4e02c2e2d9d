"""Rules 1, 3 and 5: each record has its effect once, whole, whoever else writes meanwhile."""

from datetime import datetime
from typing import Any

import pytest
from chassis import metrics
from chassis.faults import Permanent, Transient, WaitTooLong
from chassis.outcome import Outcome
from chassis.record import Record
from contracts import Received
from contracts.events.intake import CaseAnsweredV1, CaseRegisteredV1, CaseWithdrawnV1
from guichet_testing import toy
from guichet_testing.rig import ASSIGNMENTS, CASES, CASES_HANDLERS, Rig, stream


def handled(result: str) -> float:
    return float(metrics.HANDLED.labels(CASES, result)._value.get())


async def unanswered() -> None:
    raise Transient("the answer was lost")


async def test_a_duplicate_is_dropped_whenever_it_comes(rig: Rig) -> None:
    first, second = stream([toy.registered("c1"), toy.withdrawn("c1")])
    await rig.cases.handle([first, first])
    await rig.cases.handle([first, second])
    await rig.cases.handle([second, first])
    assert rig.heard("c1") == ("registered:1", "withdrawn:2")
    assert len(rig.log.on(ASSIGNMENTS)) == 1


async def test_a_duplicate_writes_nothing(rig: Rig) -> None:
    records = stream([toy.registered("c1")])
    await rig.cases.handle(records)
    version = rig.document("c1").version
    await rig.cases.handle(records)
    assert rig.document("c1").version == version


async def test_a_type_without_a_handler_writes_nothing_and_leaves_no_gap_that_matters(
    rig: Rig,
) -> None:
    answered = CaseAnsweredV1(case_id="c1", answered_at=toy.NOW, reference="depliant")
    records = stream([answered, toy.registered("c1")])
    await rig.cases.handle(records[:1])
    assert rig.document("c1").version == 0
    await rig.cases.handle(records[1:])
    assert rig.heard("c1") == ("registered:2",)


async def test_an_unknown_type_is_skipped_and_counted(rig: Rig) -> None:
    [record] = stream([toy.registered("c1")])
    headers = [(n, b"intake.case-sung.v1" if n == "ce_type" else v) for n, v in record.headers]
    strange = Record(CASES, 0, 1, record.key, record.value, headers)
    before = handled("unknown")
    await rig.cases.handle([strange])
    assert handled("unknown") == before + 1
    assert not rig.documents.documents
    assert not rig.parked()


async def test_several_records_of_one_case_fold_into_one_write(rig: Rig) -> None:
    events = [toy.registered("c1"), toy.withdrawn("c1"), toy.registered("c1")]
    await rig.cases.handle(stream(events))
    assert rig.document("c1").version == 1
    assert rig.heard("c1") == ("registered:1", "withdrawn:2", "registered:3")
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1, 2]


async def test_any_stream_may_speak_first_of_a_case(rig: Rig) -> None:
    await rig.deliveries.handle(stream([toy.message("c1")]))
    await rig.cases.handle(stream([toy.registered("c1")]))
    assert rig.heard("c1") == ("message:1", "registered:1")
    assert rig.document("c1").seen == {"notifications-deliveries": 1, CASES: 1}


async def test_a_lost_compare_and_set_is_decided_again_from_what_the_rival_wrote(rig: Rig) -> None:
    rival = Rig(rig)

    async def rival_writes() -> None:
        await rival.deliveries.handle(stream([toy.message("c1")]))

    rig.store.before["save"].append(rival_writes)
    await rig.cases.handle(stream([toy.registered("c1"), toy.withdrawn("c1")]))
    assert rig.heard("c1") == ("message:1", "registered:1", "withdrawn:2")
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1, 2, 3]
    assert not rig.document("c1").pending


async def test_two_members_that_handle_the_same_batch_apply_it_once(rig: Rig) -> None:
    records = stream([toy.registered("c1"), toy.withdrawn("c1")])
    rival = Rig(rig)
    rig.store.before["save"].append(lambda: rival.cases.handle(records))
    await rig.cases.handle(records)
    assert rig.heard("c1") == ("registered:1", "withdrawn:2")
    assert rig.log.heard_by_a_reader(ASSIGNMENTS, "c1") == [1]


async def test_only_the_documents_that_lost_are_decided_again(rig: Rig) -> None:
    rival = Rig(rig)
    rig.store.before["save"].append(lambda: rival.deliveries.handle(stream([toy.message("c2")])))
    batch = [toy.record_of(toy.registered(case_id), 1) for case_id in ("c1", "c2", "c3")]
    await rig.cases.handle(batch)
    assert [rig.document(case_id).version for case_id in ("c1", "c2", "c3")] == [1, 2, 1]


async def test_a_write_whose_answer_was_lost_is_not_applied_twice(rig: Rig) -> None:
    rig.store.after["save"].append(unanswered)
    await rig.cases.handle(stream([toy.registered("c1"), toy.withdrawn("c1")]))
    assert rig.heard("c1") == ("registered:1", "withdrawn:2")
    assert [entry.sequence for entry in rig.log.on(ASSIGNMENTS)] == [1]
    assert not rig.document("c1").pending


async def test_a_write_that_failed_is_made_again(rig: Rig) -> None:
    rig.store.before["save"].append(unanswered)
    await rig.cases.handle(stream([toy.registered("c1")]))
    assert rig.heard("c1") == ("registered:1",)


async def test_a_load_that_fails_is_waited_for(rig: Rig) -> None:
    rig.store.before["load"].extend([unanswered] * 5)
    await rig.cases.handle(stream([toy.registered("c1")]))
    assert rig.heard("c1") == ("registered:1",)


@pytest.mark.parametrize("call", ["load", "save"])
async def test_a_store_that_stays_away_ends_the_wait(call: str) -> None:
    rig = Rig(limit_seconds=0.05)
    rig.store.before[call].extend([unanswered] * 100_000)
    with pytest.raises(WaitTooLong):
        await rig.cases.handle(stream([toy.registered("c1")]))
    assert not rig.log.entries


def failing(times: int) -> Any:
    """A handler that raises what nobody expected, so many times."""
    left = [times]

    def handler(
        tally: toy.Tally | None, received: Received[CaseRegisteredV1], now: datetime
    ) -> Outcome[toy.Tally]:
        if left[0] > 0:
            left[0] -= 1
            raise ZeroDivisionError
        return toy.on_registered(tally, received, now)

    return handler


async def test_an_unknown_exception_is_tried_again_before_anything_is_parked() -> None:
    rig = Rig(handlers={CaseRegisteredV1: failing(2)})
    await rig.cases.handle(stream([toy.registered("c1")]))
    assert rig.heard("c1") == ("registered:1",)
    assert not rig.parked()


async def test_an_unknown_exception_that_stays_parks_the_record_loudly_and_the_rest_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rig = Rig(handlers={CaseRegisteredV1: failing(10_000), CaseWithdrawnV1: toy.on_withdrawn})
    batch = [*stream([toy.registered("c1")]), toy.record_of(toy.withdrawn("c2"), 1, offset=9)]
    await rig.cases.handle(batch)
    assert rig.parked() == ["intake-cases-0-1"]
    assert rig.heard("c2") == ("withdrawn:1",)
    assert any(r.levelname == "ERROR" and r.message == "parked" for r in caplog.records)


async def test_a_rival_does_not_use_up_the_tries_of_a_handler(rig: Rig) -> None:
    """Writes lost to another are no failures of the handler."""
    rig = Rig(handlers={CaseRegisteredV1: failing(0)})
    flaky, rival = failing(1), Rig(rig)

    def once_unlucky(
        tally: toy.Tally | None, received: Received[CaseRegisteredV1], now: datetime
    ) -> Outcome[toy.Tally]:
        if tally is not None and len(tally.heard) == 4:
            return flaky(tally, received, now)  # type: ignore[no-any-return]
        return toy.on_registered(tally, received, now)

    rig.cases = rig.inbox(CASES, {CaseRegisteredV1: once_unlucky})
    for number in range(1, 5):
        message = toy.record_of(toy.message("c1", number), number, offset=number)
        rig.store.before["save"].append(lambda record=message: rival.deliveries.handle([record]))
    await rig.cases.handle(stream([toy.registered("c1")]))
    assert not rig.parked()
    assert rig.heard("c1")[-1] == "registered:1"


class Unsayable(CaseWithdrawnV1):
    """An event that cannot be written down."""

    def model_dump_json(self, **_: Any) -> str:
        raise OverflowError


async def test_a_handler_is_never_partly_applied() -> None:
    """Not even when the second of two events cannot be written: none is said, nothing is kept."""

    def half(
        tally: toy.Tally | None, received: Received[CaseRegisteredV1], now: datetime
    ) -> Outcome[toy.Tally]:
        whole = toy.on_registered(tally, received, now)
        wrong = Unsayable(case_id="c1", withdrawn_at=now)
        return Outcome(whole.state, [*whole.events, wrong])

    rig = Rig(handlers={CaseRegisteredV1: half})
    await rig.cases.handle(stream([toy.registered("c1")]))
    stored = rig.document("c1")
    assert rig.parked() == ["intake-cases-0-1"]
    assert stored.state is None
    assert not rig.log.on(ASSIGNMENTS)
    assert stored.sequences == {}
    assert not stored.pending


async def test_a_refusal_in_mid_batch_keeps_what_came_before_it(rig: Rig) -> None:
    await rig.cases.handle(stream([toy.registered("c1"), toy.registered("c1", toy.REFUSED)]))
    assert rig.heard("c1") == ("registered:1",)
    assert rig.parked() == ["intake-cases-0-2"]


async def test_a_document_that_cannot_be_written_does_not_hold_up_the_others(rig: Rig) -> None:
    """A driver refuses some documents for good: that is no reason to die, and die again."""

    async def refuse(case_id: str) -> None:
        if any(draft.id == case_id and draft.state for draft in saving[0]):
            raise OverflowError("8-byte ints")

    saving: list[Any] = []
    real = rig.documents.save

    async def save(drafts: Any) -> set[str]:
        saving[:] = [drafts]
        await refuse("c2")
        return await real(drafts)

    rig.documents.save = save  # type: ignore[method-assign]
    batch = [
        toy.record_of(toy.registered(c), 1, offset=n) for n, c in enumerate(("c1", "c2", "c3"))
    ]
    await rig.cases.handle(batch)
    assert rig.heard("c1") == rig.heard("c3") == ("registered:1",)
    assert rig.parked() == ["intake-cases-0-1"]
    assert rig.document("c2").parked == {CASES: 1}


async def test_a_handler_that_only_forbids_is_told_apart_from_one_that_fails(rig: Rig) -> None:
    calls: list[int] = []

    def forbids(tally: Any, received: Received[CaseRegisteredV1], now: datetime) -> Outcome[Any]:
        calls.append(1)
        raise Permanent("activity: no")

    inbox = rig.inbox(CASES, {**CASES_HANDLERS, CaseRegisteredV1: forbids})
    await inbox.handle(stream([toy.registered("c1")]))
    assert len(calls) == 1, "what a rule forbids is not tried again"
    assert rig.parked() == ["intake-cases-0-1"]
