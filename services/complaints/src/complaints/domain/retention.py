"""How long a closed file is kept, and when it is destroyed.

Never before the year in which the ombudsman may be asked is over (REQUIREMENTS §2); how much
longer is the borough's to say. A legal hold stops it. Pure.
"""

from datetime import datetime, timedelta

from complaints.domain.admissibility import ComplaintRules
from complaints.domain.file import Investigation
from complaints.domain.stage import Stage, stage_of

OMBUDSMAN_DAYS = 366
CLOSED = frozenset({Stage.CONCLUDED, Stage.WITHDRAWN, Stage.REFUSED, Stage.NO_COMPLAINT})


def is_closed(state: Investigation) -> bool:
    """Whether nothing more is to come of it. A hand-over whose case is unknown is no file yet."""
    return state.kind is not None and stage_of(state) in CLOSED


def judge_at(state: Investigation) -> datetime | None:
    """An instant that is past, where the date of destruction is to be set or taken back."""
    if state.custody.certificate is not None:
        return None
    if is_closed(state) == (state.custody.kept_until is not None):
        return None
    first = state.first_content
    return state.received_at or (first.received_at if first else None)


def judge(state: Investigation, rules: ComplaintRules, now: datetime) -> Investigation:
    """Set the date once the file is closed, by the rules of now; take it back if it was reopened.

    Counted from when it was found closed: at the soonest from its conclusion.
    """
    news: dict[str, object] = {"kept_until": None, "rule": ""}
    if is_closed(state):
        days = max(rules.retention_days, OMBUDSMAN_DAYS)
        news = {"kept_until": now + timedelta(days=days), "rule": f"{days} days after its end"}
    return state.model_copy(update={"custody": state.custody.model_copy(update=news)})


def destroy_at(state: Investigation) -> datetime | None:
    """When the file is to be destroyed; None: not yet known, held, or done."""
    custody = state.custody
    if custody.certificate is not None or custody.hold is not None or not is_closed(state):
        return None
    return custody.kept_until


def begin(state: Investigation, now: datetime) -> Investigation:
    """From here on no hold is taken any more."""
    custody = state.custody.model_copy(update={"destroying_at": now})
    return state.model_copy(update={"custody": custody})


def result_of(state: Investigation) -> str:
    """In a word, how it ended; for the statistic."""
    stage, standing = stage_of(state), state.proceedings.standing
    if stage is Stage.CONCLUDED and standing is not None:
        return standing.result.value
    if stage is Stage.REFUSED and state.admissibility and state.admissibility.code:
        return state.admissibility.code.value
    return stage.value
