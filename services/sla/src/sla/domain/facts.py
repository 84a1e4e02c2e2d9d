"""What is known of one case, told by four topics in any order between them, and by staff.

Each topic writes fields of its own, so the facts held do not depend on which topic spoke first.
"""

from datetime import date
from typing import assert_never

from pydantic import AwareDatetime, BaseModel, ConfigDict

from sla.domain.entered import Entered
from sla.domain.heard import (
    AccessAnswered,
    Acknowledged,
    AdmissibilityDecided,
    Answered,
    Assigned,
    CaseFact,
    ClaimDated,
    ClaimNoticeReceived,
    ClaimWithdrawn,
    Closed,
    ClosedWithoutWork,
    Completed,
    InvestigationConcluded,
    QuestionAnswered,
    QuestionAsked,
    Reclassified,
    Registered,
    Reopened,
    SurveySent,
    ThirdPartiesHeard,
    ThirdPartyNotified,
    Unrouted,
    Withdrawn,
    WorkPlanned,
)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Classification(_Frozen):
    """Kind and activity, as the technician's counter says."""

    kind: str
    activity: str


class Assignment(_Frozen):
    """Who answers for the case, under which grid."""

    borough: str
    grid_version: int
    activity: str = ""
    department: str = ""


class Given(_Frozen):
    """What routing said, and when; None: nobody has it."""

    at: AwareDatetime
    assignment: Assignment | None


class Question(_Frozen):
    """The citizen was asked something, and answered or not yet."""

    question_id: str
    asked_at: AwareDatetime
    answered_at: AwareDatetime | None = None


class PlannedAtWork(_Frozen):
    """What was planned, as it was entered with the work done (PV-53)."""

    at: AwareDatetime
    on: date


class Course(_Frozen):
    """How the case ended before it was reopened: what was promised until then is judged by it."""

    reopened_at: AwareDatetime
    first_classification: Classification | None
    classification: Classification | None
    answered_at: AwareDatetime | None
    completed_at: AwareDatetime | None
    done_on: date | None
    withdrawn_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    done_closed_at: AwareDatetime | None = None


_NOT_ENDING = {"reopened_at", "first_classification", "classification"}


class Facts(_Frozen):
    """Everything heard so far; None: not heard.

    Fields of intake-cases but the first four speak of the case since it was last reopened.
    """

    # intake-cases
    received_at: AwareDatetime | None = None
    borough: str | None = None
    channel: str = ""
    has_contact: bool = True
    first_classification: Classification | None = None
    classification: Classification | None = None
    answered_at: AwareDatetime | None = None
    completed_at: AwareDatetime | None = None
    done_on: date | None = None
    withdrawn_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    done_closed_at: AwareDatetime | None = None
    questions: tuple[Question, ...] = ()
    ended: tuple[Course, ...] = ()
    # routing-assignments
    first_assignment: Assignment | None = None
    assignment: Assignment | None = None
    given: tuple[Given, ...] = ()
    planned_at_work: tuple[PlannedAtWork, ...] = ()
    # notifications-deliveries
    acknowledged_at: AwareDatetime | None = None
    surveyed_at: tuple[AwareDatetime, ...] = ()
    # complaints-investigations
    admissibility_at: AwareDatetime | None = None
    refused_at: AwareDatetime | None = None
    concluded_at: AwareDatetime | None = None
    # complaints-access
    access_answered_at: AwareDatetime | None = None
    third_parties_notified_at: tuple[AwareDatetime, ...] = ()
    third_parties_heard_at: AwareDatetime | None = None
    # complaints-claims
    claim_facts_on: date | None = None
    claim_notice_on: date | None = None
    claim_notice_at: AwareDatetime | None = None
    claim_withdrawn_at: AwareDatetime | None = None
    # staff, by commands
    entered: Entered = Entered()


def learn(facts: Facts, fact: CaseFact) -> Facts:
    """The facts with one more. A later word of the same topic replaces the earlier one."""
    return facts.model_copy(update=_news(facts, fact))


def _news(facts: Facts, fact: CaseFact) -> dict[str, object]:
    match fact:
        case Registered():
            said = Classification(kind=fact.kind, activity=fact.activity)
            return {
                "received_at": fact.received_at,
                "borough": fact.borough,
                "channel": fact.channel,
                "has_contact": fact.has_contact,
                "first_classification": said,
                "classification": said,
            }
        case Reclassified():
            return {"classification": Classification(kind=fact.kind, activity=fact.activity)}
        case Answered():
            return {"answered_at": fact.answered_at}
        case Completed():
            return {"completed_at": fact.completed_at, "done_on": fact.done_on}
        case Withdrawn():
            return {"withdrawn_at": fact.withdrawn_at}
        case ClosedWithoutWork():
            return {"closed_at": fact.closed_at}
        case Closed():
            return {"done_closed_at": fact.closed_at}
        case Reopened():
            return _reopened(facts, fact)
        case QuestionAsked() | QuestionAnswered():
            return {"questions": _asked(facts.questions, fact)}
        case Assigned():
            given = Assignment(
                borough=fact.borough,
                grid_version=fact.grid_version,
                activity=fact.activity,
                department=fact.department,
            )
            changed = _given(facts, given, fact.at)
            return {**changed, "first_assignment": facts.first_assignment or given}
        case Unrouted():
            return _given(facts, None, fact.at)
        case Acknowledged():
            first = facts.acknowledged_at
            return {"acknowledged_at": fact.at if first is None else min(first, fact.at)}
        case WorkPlanned():
            known = {one.at: one for one in facts.planned_at_work}
            known[fact.at] = PlannedAtWork(at=fact.at, on=fact.planned_on)
            return {"planned_at_work": tuple(known[at] for at in sorted(known))}
        case SurveySent():
            return {"surveyed_at": tuple(sorted({*facts.surveyed_at, fact.at}))}
        case AdmissibilityDecided():
            news: dict[str, object] = {"admissibility_at": facts.admissibility_at or fact.at}
            return {**news, "refused_at": fact.at} if fact.is_refused else news
        case InvestigationConcluded():
            return {"concluded_at": facts.concluded_at or fact.at}
        case AccessAnswered():
            return {"access_answered_at": facts.access_answered_at or fact.at}
        case ThirdPartyNotified():
            told = tuple(sorted({*facts.third_parties_notified_at, fact.at}))
            return {"third_parties_notified_at": told}
        case ThirdPartiesHeard():
            return {"third_parties_heard_at": fact.at}
        case ClaimDated():
            return {"claim_facts_on": fact.facts_on}
        case ClaimNoticeReceived():
            return {"claim_notice_on": fact.received_on, "claim_notice_at": fact.at}
        case ClaimWithdrawn():
            return {"claim_withdrawn_at": fact.at}
    assert_never(fact)


def _reopened(facts: Facts, fact: Reopened) -> dict[str, object]:
    if facts.ended and facts.ended[-1].reopened_at == fact.reopened_at:
        return {}  # heard before
    over = Course(
        reopened_at=fact.reopened_at,
        first_classification=facts.first_classification,
        classification=facts.classification,
        answered_at=facts.answered_at,
        completed_at=facts.completed_at,
        done_on=facts.done_on,
        withdrawn_at=facts.withdrawn_at,
        closed_at=facts.closed_at,
        done_closed_at=facts.done_closed_at,
    )
    return {
        "ended": (*facts.ended, over),
        "first_classification": facts.classification,
        **dict.fromkeys(Course.model_fields.keys() - _NOT_ENDING),
    }


def _given(facts: Facts, given: Assignment | None, at: AwareDatetime) -> dict[str, object]:
    known = facts.given
    if known and known[-1].assignment == given:
        return {"assignment": given}
    return {"assignment": given, "given": (*known, Given(at=at, assignment=given))}


def _asked(
    questions: tuple[Question, ...], fact: QuestionAsked | QuestionAnswered
) -> tuple[Question, ...]:
    known = {one.question_id: one for one in questions}
    held = known.get(fact.question_id)
    if isinstance(fact, QuestionAsked):
        if held is None:
            known[fact.question_id] = Question(question_id=fact.question_id, asked_at=fact.asked_at)
    elif held is not None:
        known[fact.question_id] = held.model_copy(update={"answered_at": fact.answered_at})
    return tuple(known.values())


__all__ = [
    "AccessAnswered",
    "Acknowledged",
    "AdmissibilityDecided",
    "Answered",
    "Assigned",
    "CaseFact",
    "ClaimDated",
    "ClaimNoticeReceived",
    "ClaimWithdrawn",
    "Closed",
    "ClosedWithoutWork",
    "Completed",
    "Facts",
    "InvestigationConcluded",
    "QuestionAnswered",
    "QuestionAsked",
    "Reclassified",
    "Registered",
    "Reopened",
    "SurveySent",
    "ThirdPartiesHeard",
    "ThirdPartyNotified",
    "Unrouted",
    "Withdrawn",
    "WorkPlanned",
    "learn",
]
