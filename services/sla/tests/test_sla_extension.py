"""A longer delay: decided before expiry, within grid and law; the first one stays beside it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from contracts import Event
from contracts.events.access import AccessRequestAnsweredV1
from contracts.events.sla import CommitmentExtendedV1
from sla.application.change_promise import Actor, ChangePromise
from sla.application.forms import ExtensionForm
from sla.domain.commitment import Commitment
from sla.domain.errors import Refused
from sla.domain.promises import CommitmentKind

CLERK = Actor("greffe-1", frozenset({"clerk", "technician"}))
TECHNICIAN = Actor("tech-1", frozenset({"technician"}))
ACCESS = {
    "kind": "access-answer",
    "case_kind": "access",
    "counting": "calendar_days_rolled",
    "amount": 20,
    "extension_max": 10,
    "extension_by": ["clerk"],
    "answered_by": "general-director",
}
WORK = {
    "kind": "complete",
    "counting": "working_days_end_of_day",
    "amount": 4,
    "extension_max": 6,
    "extension_times": 2,
}
RECEIVED_ON = date(2026, 6, 15)
ACCESS_DUE_AT = datetime(2026, 7, 7, 3, 59, 59, tzinfo=UTC)  # 5 July is a Sunday: to the Monday
EXTENDED_DUE_AT = datetime(2026, 7, 16, 3, 59, 59, tzinfo=UTC)  # thirty days: 15 July, a Wednesday
BEFORE = datetime(2026, 7, 3, 15, 0, tzinfo=UTC)
NOTICE_ON = date(2026, 7, 3)


def access(told: Any, row: dict[str, Any] = ACCESS) -> tuple[Any, Any]:
    book = told.book(told.grid(commitments=[row]))
    return book, told.play([told.registered(kind="access")], book=book)[0]


def answer_of(state: Any) -> Commitment:
    found: Commitment | None = state.of_kind(CommitmentKind.ACCESS_ANSWER)
    assert found is not None
    return found


def form(**more: Any) -> ExtensionForm:
    usual: dict[str, Any] = {"amount": 10, "reason": "volume inusité", "notice_on": NOTICE_ON}
    return ExtensionForm.model_validate(usual | more)


def test_an_access_request_is_answered_within_twenty_days_rolled_pv_46_pv_47(told: Any) -> None:
    _, state = access(told)
    one = answer_of(state)
    assert (one.due_at, one.trace.readd()) == (ACCESS_DUE_AT, ACCESS_DUE_AT)
    refused = AccessRequestAnsweredV1(case_id=told.case_id, answered_at=ACCESS_DUE_AT)
    _, said = told.play([refused], state, book=access(told)[0])
    assert said[-1].wire_type == "sla.commitment-met.v1", "a refusal is an answer"


def test_the_clerk_extends_once_by_ten_days_with_notice_and_the_first_date_stays_pv_48_c_06(
    told: Any,
) -> None:
    book, state = access(told)
    change, one = ChangePromise(book), answer_of(state)
    outcome = change.extend(state, one.commitment_id, form(), CLERK, BEFORE)
    (said,) = outcome.events
    assert isinstance(said, CommitmentExtendedV1)
    assert (said.previous_due_at, said.due_at) == (ACCESS_DUE_AT, EXTENDED_DUE_AT)
    assert said.original_due_at == answer_of(outcome.state).original_due_at == ACCESS_DUE_AT
    assert (said.extended_by, said.decided_by_role, said.notice_on) == (10, "clerk", NOTICE_ON)
    assert "greffe-1" not in said.model_dump_json()
    assert "inusité" not in said.model_dump_json()
    assert outcome.answer["dueAt"] == EXTENDED_DUE_AT.isoformat()
    with pytest.raises(Refused, match="not more often"):
        change.extend(outcome.state, one.commitment_id, form(amount=1), CLERK, BEFORE)


@pytest.mark.parametrize(
    ("more", "actor", "now", "field"),
    [
        ({"amount": 11}, CLERK, BEFORE, "amount"),
        ({}, TECHNICIAN, BEFORE, "role"),
        ({"notice_on": None}, CLERK, BEFORE, "noticeOn"),
        ({"notice_on": date(2026, 7, 7)}, CLERK, BEFORE, "noticeOn"),
        ({"notice_on": date(2026, 7, 2)}, CLERK, BEFORE, "noticeOn"),
        ({}, CLERK, ACCESS_DUE_AT + timedelta(seconds=1), "commitment"),
        ({"decided_at": BEFORE + timedelta(minutes=1)}, CLERK, BEFORE, "decidedAt"),
        ({"decided_at": datetime(2026, 6, 1, tzinfo=UTC)}, CLERK, BEFORE, "decidedAt"),
        ({"reason": " "}, CLERK, BEFORE, "reason"),
        ({"until_on": date(2026, 7, 8)}, CLERK, BEFORE, "amount"),
        ({"amount": None, "until_on": date(2026, 7, 19)}, CLERK, BEFORE, "untilOn"),
        ({"amount": None, "until_on": date(2026, 7, 17)}, CLERK, BEFORE, "amount"),
        ({"amount": None, "until_on": date(2026, 7, 6)}, CLERK, BEFORE, "untilOn"),
    ],
)
def test_what_the_law_or_the_grid_does_not_allow_is_refused_with_its_field_pv_48_c_06(
    told: Any, more: dict[str, Any], actor: Actor, now: datetime, field: str
) -> None:
    book, state = access(told)
    with pytest.raises(Refused) as refused:
        ChangePromise(book).extend(state, answer_of(state).commitment_id, form(**more), actor, now)
    assert refused.value.field == field
    assert refused.value.reason_fr
    assert not state.facts.entered.extensions


def test_no_grid_can_allow_more_than_the_law_for_an_access_answer_pv_48(told: Any) -> None:
    book, state = access(told, ACCESS | {"extension_max": 30, "extension_times": 3})
    with pytest.raises(Refused, match="from 1 to 10"):
        ChangePromise(book).extend(
            state, answer_of(state).commitment_id, form(amount=11), CLERK, BEFORE
        )


def test_work_is_extended_in_its_own_way_of_counting_by_number_or_by_date(told: Any) -> None:
    book = told.book(told.grid(commitments=[WORK]))
    state, _ = told.play([told.registered(), told.assigned()], book=book)
    change, one = ChangePromise(book), state.commitments[0]
    dues = set()
    for wanted in ({"amount": 3}, {"amount": None, "until_on": date(2026, 6, 25)}):
        asked = form(notice_on=None, **wanted)
        outcome = change.extend(state, one.commitment_id, asked, TECHNICIAN, told.received_at)
        dues.add(outcome.state.commitments[0].due_at)
    assert dues == {datetime(2026, 6, 25, 21, 0, tzinfo=UTC)}, "24 June does not count"
    holiday = form(notice_on=None, amount=None, until_on=date(2026, 6, 24))
    with pytest.raises(Refused) as refused:
        change.extend(state, one.commitment_id, holiday, TECHNICIAN, told.received_at)
    assert refused.value.field == "untilOn"


def test_a_delay_that_the_grid_does_not_extend_stays_c_15(told: Any) -> None:
    book = told.book()
    state, _ = told.play([told.registered(), told.assigned()], book=book)
    with pytest.raises(Refused, match="does not let"):
        ChangePromise(book).extend(
            state, state.commitments[0].commitment_id, form(), CLERK, told.received_at
        )


def test_an_extension_holds_whatever_is_decided_again_afterwards(told: Any) -> None:
    book, state = access(told)
    change = ChangePromise(book)
    state = change.extend(state, answer_of(state).commitment_id, form(), CLERK, BEFORE).state
    events: list[Event] = [told.handed_over(), told.assigned()]
    again, said = told.play(events, state, book=book, now=BEFORE)
    assert answer_of(again) == answer_of(state)
    assert said == []
