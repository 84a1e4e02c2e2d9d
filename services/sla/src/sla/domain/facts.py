"""What is known of one case, told by three topics in any order between them.

Each topic writes fields of its own, so the facts held do not depend on which topic spoke first.
"""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from pydantic import AwareDatetime, BaseModel, ConfigDict


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


class Given(_Frozen):
    """What routing said, and when; None: nobody has it."""

    at: AwareDatetime
    assignment: Assignment | None


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
    ended: tuple[Course, ...] = ()
    # routing-assignments
    first_assignment: Assignment | None = None
    assignment: Assignment | None = None
    given: tuple[Given, ...] = ()
    # notifications-deliveries
    acknowledged_at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """A case came in. `borough` None: not known before routing says; `has_contact` False: nobody
    can be told, so no acknowledgement is owed."""

    received_at: AwareDatetime
    borough: str | None
    kind: str
    activity: str
    channel: str = ""
    has_contact: bool = True


@dataclass(frozen=True, slots=True)
class Reclassified:
    """Kind or activity changed (PV-13); the first receipt stands."""

    kind: str
    activity: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Handled at first contact: no clock runs (PV-15)."""

    answered_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Completed:
    """The work is done and validated; the done date decides (PV-53)."""

    completed_at: AwareDatetime
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The citizen took the case back."""

    withdrawn_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class ClosedWithoutWork:
    """The counter closed it, and nothing was to be done."""

    closed_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """It had ended and is open again: what was promised stays as it ended, a new delay runs."""

    reopened_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Assigned:
    """A department has the case; also said again of every later assignment."""

    borough: str
    grid_version: int
    activity: str
    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Unrouted:
    """Nobody has the case (any more)."""

    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The acknowledgement was handed over to the citizen's provider (MH-08)."""

    at: AwareDatetime


IntakeFact = (
    Registered | Reclassified | Answered | Completed | Withdrawn | ClosedWithoutWork | Reopened
)
RoutingFact = Assigned | Unrouted
CaseFact = IntakeFact | RoutingFact | Acknowledged


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
        case Reopened():
            return _reopened(facts, fact)
        case Assigned():
            given = Assignment(
                borough=fact.borough, grid_version=fact.grid_version, activity=fact.activity
            )
            news = _given(facts, given, fact.at)
            return {**news, "first_assignment": facts.first_assignment or given}
        case Unrouted():
            return _given(facts, None, fact.at)
        case Acknowledged():
            first = facts.acknowledged_at
            return {"acknowledged_at": fact.at if first is None else min(first, fact.at)}
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
    )
    return {
        "ended": (*facts.ended, over),
        "first_classification": facts.classification,
        **dict.fromkeys(("answered_at", "completed_at", "done_on", "withdrawn_at", "closed_at")),
    }


def _given(facts: Facts, given: Assignment | None, at: AwareDatetime) -> dict[str, object]:
    known = facts.given
    if known and known[-1].assignment == given:
        return {"assignment": given}
    return {"assignment": given, "given": (*known, Given(at=at, assignment=given))}
