"""Cases that the counter closes or opens again: what was promised stays as it ended."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from contracts.events.sla import CommitmentCancelledV1, CommitmentStartedV1
from contracts.words import CommitmentKind
from sla.domain.commitment import State

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DONE_ON = date(2026, 6, 18)


@pytest.fixture
def again_at(told: Any) -> datetime:
    """Monday 22 June 2026, 10:00 local."""
    at: datetime = told.received_at + 7 * DAY
    return at


def names(said: Any) -> list[str]:
    return [f"{one.wire_type.split('.')[1]} {one.commitment_kind}" for one in said]


def states(state: Any) -> list[tuple[str, int, str]]:
    return [(one.kind, one.reopening, one.state) for one in state.commitments]


def test_a_case_closed_without_work_is_owed_nothing_any_more(told: Any) -> None:
    closed = told.closed(told.received_at + HOUR)
    state, said = told.play([told.registered(), told.assigned(), closed])
    assert names(said)[2:] == ["commitment-cancelled acknowledge", "commitment-cancelled complete"]
    assert all(
        isinstance(one, CommitmentCancelledV1) and one.reason == "closed" for one in said[2:]
    )
    assert told.play([closed], state) == (state, [])


def test_a_case_closed_without_work_after_its_due_time_was_missed(told: Any) -> None:
    closed = told.closed(told.complete_due_at + HOUR)
    _, said = told.play([told.registered(), told.assigned(), told.handed_over(), closed])
    assert names(said)[-1] == "commitment-missed complete"


def test_closing_completed_work_changes_no_promise(told: Any) -> None:
    done = told.completed(DONE_ON)
    state, _ = told.play([told.registered(), told.assigned(), done])
    closed, said = told.play([told.closed(told.long_after, without_work=False)], state)
    assert closed.commitments == state.commitments
    assert said == []


def test_a_reopened_case_is_promised_anew_from_its_reopening_pv_04(
    told: Any, again_at: datetime
) -> None:
    done = told.completed(DONE_ON)
    before, _ = told.play([told.registered(), told.assigned(), told.handed_over(), done])
    state, (said,) = told.play([told.reopened(again_at)], before)
    assert isinstance(said, CommitmentStartedV1)
    assert (said.commitment_kind, said.started_at) == (CommitmentKind.COMPLETE, again_at)
    assert said.due_at == said.original_due_at
    assert said.due_at - again_at > 4 * DAY, "24 June is a holiday and four working days are owed"
    assert said.explanation_fr.startswith("Rouvert le lundi 22 juin 2026")
    assert said.explanation_en.startswith("Reopened Monday 22 June 2026")
    assert state.commitments[:2] == before.commitments, "what was promised before stays as it ended"
    assert len({one.commitment_id for one in state.commitments}) == 3
    assert told.play([told.reopened(again_at)], state) == (state, [])


def test_work_done_again_in_time_keeps_the_second_promise(told: Any, again_at: datetime) -> None:
    steps = [told.registered(), told.assigned(), told.handed_over(), told.completed(DONE_ON)]
    again = told.completed((again_at + DAY).date(), again_at + DAY)
    state, said = told.play([*steps, told.reopened(again_at), again])
    assert names(said)[-1] == "commitment-met complete"
    assert states(state) == [
        ("acknowledge", 0, State.MET),
        ("complete", 0, State.MET),
        ("complete", 1, State.MET),
    ]
    assert state.commitments[2].settled_at == again_at + DAY


def test_a_department_that_has_it_later_answers_for_no_promise_of_before(
    told: Any, again_at: datetime
) -> None:
    longer = {"kind": "complete", "counting": "working_days_end_of_day", "amount": 9}
    book = told.book(told.grid(), told.grid(2, commitments=[longer]))
    topics = [told.registered(), told.completed(DONE_ON), told.reopened(again_at)]
    routing = [told.assigned(), told.assigned(2, at=again_at + HOUR)]
    in_order, _ = told.play([topics[0], routing[0], *topics[1:], routing[1]], book=book)
    late, _ = told.play([*topics, *routing], book=book)
    assert in_order == late
    assert [one.basis.grid_version for one in late.commitments[-2:]] == [1, 2]
    assert late.commitments[-2].due_at == told.complete_due_at


def test_a_case_taken_back_and_reopened_owes_its_completion_again(
    told: Any, again_at: datetime
) -> None:
    closed = told.closed(told.received_at + HOUR)
    state, said = told.play(
        [told.registered(), told.assigned(), closed, told.reopened(again_at)], now=again_at
    )
    assert names(said)[-1] == "commitment-started complete"
    assert states(state) == [
        ("acknowledge", 0, State.CANCELLED),
        ("complete", 0, State.CANCELLED),
        ("complete", 1, State.RUNNING),
    ]
