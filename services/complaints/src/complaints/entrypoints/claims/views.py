"""What a page or a program needs of a claim, for whoever may open it.

Nothing here asks who may: the file was opened, and the reading recorded, before.
"""

from typing import Any

from complaints.domain.claims.claim import Claim, Stage, stage_of
from complaints.domain.legal_clock import Clock

View = dict[str, Any]
WHILE_OPEN = ("record-notice", "state-facts", "add-paper", "hand-over", "decide", "take-back")


def standing_view(state: Claim) -> View:
    """Where it stands, and the delays of whoever claims: no word of theirs, no amount."""
    return {
        "caseId": state.case_id,
        "borough": state.borough,
        "receivedAt": state.received_at,
        "stage": stage_of(state).value,
        "lacks": list(state.lacks),
        "notice": _clock(state.notice_clock),
        "noticeReceivedOn": state.notice and state.notice.received_on,
        "action": _clock(state.action_clock),
    }


def file_view(state: Claim) -> View:
    """The whole file."""
    told = state.told
    return {
        "words": told and told.words,
        "happenedOn": state.happened_on,
        "place": state.place,
        "damages": [one.value for one in state.damages],
        "amountCents": told and told.amount_cents,
        "noticeTold": state.told_notice and state.told_notice.model_dump(mode="json"),
        "noticeRecorded": state.notice and state.notice.model_dump(mode="json"),
        "papers": [one.model_dump(mode="json") for one in state.papers],
        "papersCents": sum(one.amount_cents or 0 for one in state.papers),
        "handOvers": [one.model_dump(mode="json") for one in state.hand_overs],
        "decision": state.decision and state.decision.model_dump(mode="json"),
        "takenBack": state.taken_back and state.taken_back.model_dump(mode="json"),
        "letters": [one.model_dump(mode="json") for one in state.letters],
        "journal": [one.model_dump(mode="json") for one in state.journal],
        "next": list(next_steps(state)),
    }


def next_steps(state: Claim) -> tuple[str, ...]:
    """What may be done now, as the API names it; a refusal may still come of the form."""
    match stage_of(state):
        case Stage.OPEN | Stage.HANDED_OVER:
            return WHILE_OPEN
        case Stage.DECIDED:
            return ("record-notice",)
        case _:
            return ()


def _clock(clock: Clock | None) -> View | None:
    if clock is None:
        return None
    return {
        "dueOn": clock.due_on,
        "dueAt": clock.due_at,
        "state": clock.state.value,
        "explanationFr": clock.explanation_fr,
        "explanationEn": clock.explanation_en,
    }
