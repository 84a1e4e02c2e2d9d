"""A handler that says "not a case of ours" leaves no trace; a batch that was handled is told."""

from chassis.inbox import Inbox, Subscription
from contracts.events.intake import CaseRegisteredV1, CaseWithdrawnV1
from guichet_testing import toy
from guichet_testing.rig import CASES, CASES_HANDLERS, Rig, stream

CASE = "5f0c1e0a-0000-4000-8000-00000000000c"


async def test_a_case_that_is_not_ours_is_stored_nowhere_and_not_parked() -> None:
    rig = Rig(handlers={**CASES_HANDLERS, CaseRegisteredV1: lambda *_: None})
    await rig.cases.handle(stream([toy.registered(CASE)]))
    assert rig.documents.documents == {}
    assert rig.parked() == []


async def test_a_later_event_of_such_a_case_is_handled_all_the_same() -> None:
    rig = Rig(handlers={CaseRegisteredV1: lambda *_: None, CaseWithdrawnV1: toy.on_withdrawn})
    await rig.cases.handle(stream([toy.registered(CASE), toy.withdrawn(CASE)]))
    assert rig.heard(CASE) == ("withdrawn:2",)


async def test_one_is_told_after_a_batch_when_it_is_stored_and_published() -> None:
    rig = Rig()
    told: list[tuple[str, ...]] = []
    subscription = Subscription(
        CASES, rig.store, CASES_HANDLERS, on_handled=lambda: told.append(rig.heard(CASE))
    )
    inbox = Inbox(
        subscription,
        scribe=rig.scribe,
        publisher=rig.publisher,
        parking=rig.parking,
        patience=rig.patience,
        clock=rig.clock,
    )
    await inbox.handle(stream([toy.registered(CASE)]))
    assert told == [("registered:1",)]
    assert rig.document(CASE).pending == []
