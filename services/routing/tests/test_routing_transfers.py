"""Warm transfers (MH-06): nothing changes hands before the colleague has accepted."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from routing.application.translate import contract_events
from routing.domain.errors import TransferRefused
from routing.domain.routed import TransferMoved
from routing.domain.transfer import Holder, Transfer, TransferState

NOW = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
OFFERED = Transfer(
    number=1,
    sender=Holder(borough="prevost", department="travaux-publics", person_id="a"),
    addressee=Holder(borough="prevost", department="urbanisme", person_id="b"),
    department_name_fr="Urbanisme",
    department_name_en="Planning",
    reason="C'est un permis.",
    offered_by="a",
    offered_at=NOW,
    expires_at=NOW + 10 * HOUR,
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "decline", "decline-silently", "withdraw", "expire"]),
        st.integers(0, 20),
    ),
    max_size=6,
)


def after(transfer: Transfer, step: str, now: datetime.datetime) -> Transfer:
    match step:
        case "accept":
            return transfer.accepted("b", now)
        case "decline":
            return transfer.declined("b", now, "Je ne peux pas.")
        case "decline-silently":
            return transfer.declined("b", now, "  ")
        case "withdraw":
            return transfer.withdrawn("a", now)
        case _:
            return transfer.expired(now)


@given(steps=STEPS)
def test_an_offer_ends_once_and_what_it_became_never_changes_mh_06(
    steps: list[tuple[str, int]],
) -> None:
    transfer = OFFERED
    for step, hours in steps:
        before, now = transfer, NOW + hours * HOUR
        try:
            transfer = after(transfer, step, now)
        except TransferRefused:
            assert transfer == before
        if not before.is_open:
            assert transfer == before, "an end is for good"
        if before.is_open and transfer.state is TransferState.EXPIRED:
            assert now >= transfer.expires_at
        if before.is_open and transfer.state in (TransferState.ACCEPTED, TransferState.DECLINED):
            assert now < transfer.expires_at
        if transfer.state is TransferState.DECLINED:
            assert transfer.answer
        assert transfer.is_open == (transfer.ended_at is None)
    assert (
        transfer.model_copy(
            update={"state": TransferState.OFFERED, "ended_by": "", "ended_at": None, "answer": ""}
        )
        == OFFERED
    ), "who offered what to whom stays as it was said"


@pytest.mark.parametrize("step", ["accept", "decline", "withdraw"])
def test_what_has_ended_is_answered_with_a_reason(step: str) -> None:
    ended = OFFERED.accepted("b", NOW)
    with pytest.raises(TransferRefused, match="no transfer waits"):
        after(ended, step, NOW)


def test_a_late_answer_is_told_that_the_offer_has_run_out() -> None:
    with pytest.raises(TransferRefused, match="has run out"):
        OFFERED.accepted("b", OFFERED.expires_at)


def test_the_events_of_a_transfer_say_who_and_never_why(grids: Any) -> None:
    for state, name in (
        (OFFERED, "TransferOfferedV1"),
        (OFFERED.accepted("b", NOW), "TransferAcceptedV1"),
        (OFFERED.declined("b", NOW, "Je ne peux pas."), "TransferDeclinedV1"),
        (OFFERED.withdrawn("a", NOW), "TransferWithdrawnV1"),
        (OFFERED.expired(OFFERED.expires_at), "TransferExpiredV1"),
    ):
        case_id = "5f0c1d5e-0000-4000-8000-000000000001"
        (said,) = contract_events([TransferMoved(case_id, NOW, state)], grids)
        assert type(said).__name__ == name
        text = said.model_dump_json()
        assert "permis" not in text
        assert "ne peux pas" not in text
        assert type(said).model_validate_json(text) == said
