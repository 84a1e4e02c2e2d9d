"""Keeping, beside the promises of a case, each move of a due time: before, after and why."""

from collections.abc import Iterable
from datetime import datetime

from sla.domain.commitment import Commitments, DueMove
from sla.domain.outcomes import Extended, Moved, Outcome, Resumed

KEPT = 50  # the newest; a document stays small whatever happens to a case


def remembered(state: Commitments, outcomes: Iterable[Outcome], now: datetime) -> Commitments:
    """The state with what moved in it now; the very same where nothing did."""
    fresh = [move for one in outcomes if (move := _move(one, now)) is not None]
    if not fresh:
        return state
    return state.model_copy(update={"moves": (*state.moves, *fresh)[-KEPT:]})


def _move(outcome: Outcome, now: datetime) -> DueMove | None:
    match outcome:
        case Moved():
            cause = outcome.cause
        case Resumed():
            cause = "resumed"
        case Extended():
            cause = "extended"
        case _:
            return None
    one = outcome.commitment
    return DueMove(
        commitment_id=one.commitment_id,
        at=now,
        before_at=outcome.before_at,
        due_at=one.due_at,
        cause=cause,
    )
