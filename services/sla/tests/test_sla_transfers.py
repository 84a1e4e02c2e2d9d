"""A case that passes from hand to hand keeps its clock: the start is the first receipt (MH-06)."""

from datetime import timedelta
from typing import Any

from contracts.events.routing import CaseReassignedV1
from contracts.events.sla import CommitmentMovedV1


def test_a_case_transferred_within_its_borough_keeps_its_clock_mh_06(told: Any) -> None:
    state, _ = told.play([told.registered(), told.assigned()])
    later = told.received_at + timedelta(days=2)
    colleague = told.assigned(at=later).model_dump() | {"reception": "poste-2"}
    after, said = told.play([CaseReassignedV1.model_validate(colleague)], state, now=later)
    assert said == [], "nothing is promised anew"
    assert after.commitments == state.commitments


def test_a_case_that_goes_to_another_borough_is_due_as_if_it_had_been_there_from_the_start(
    told: Any,
) -> None:
    book = told.book(told.grid(), told.grid(borough="anjou", commitments=[
        {"kind": "complete", "counting": "working_days_end_of_day", "amount": 4},
    ]))  # fmt: skip
    state, _ = told.play([told.registered(), told.assigned()], book=book)
    later = told.received_at + timedelta(days=2)
    moved = CaseReassignedV1.model_validate(told.assigned(borough="anjou", at=later).model_dump())
    after, said = told.play([moved], state, book=book, now=later)
    (complete,) = [one for one in after.commitments if one.kind == "complete"]
    assert complete.due_at == told.complete_due_at, "four days from the first receipt, not from now"
    assert not [one for one in said if isinstance(one, CommitmentMovedV1)
                and one.due_at > told.complete_due_at]  # fmt: skip
