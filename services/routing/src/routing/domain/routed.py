"""What happened to an assignment, as facts for the application to translate into events."""

import datetime
from dataclasses import dataclass

from routing.domain.elected import ElectedStep
from routing.domain.facts import Decision, Outcome
from routing.domain.passed_on import HandOver, SecondLine
from routing.domain.transfer import Transfer


@dataclass(frozen=True, slots=True)
class Assigned:
    """A department and its persons answer for the case from now on."""

    case_id: str
    at: datetime.datetime
    decision: Decision


@dataclass(frozen=True, slots=True)
class Unrouted:
    """Nobody here answers: the outcome says why, and the technician's list shows it."""

    case_id: str
    at: datetime.datetime
    decision: Decision


@dataclass(frozen=True, slots=True)
class Reassigned:
    """Another department or person answers; `before` and `after` are both kept."""

    case_id: str
    at: datetime.datetime
    before: Decision
    after: Decision
    reason_fr: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Released:
    """The case became information: nobody has to do anything any more."""

    case_id: str
    at: datetime.datetime
    before: Decision


@dataclass(frozen=True, slots=True)
class WorkCompleted:
    """A responsable completed the work; intake validates it and moves the state.

    Both notes are free text: they go on restricted topics only, the internal one to staff alone.
    """

    case_id: str
    at: datetime.datetime
    borough: str
    department: str
    code: str
    planned_on: datetime.date | None
    done_on: datetime.date
    extension: str
    completed_by: str
    internal_note: str
    public_note: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The department took the case in charge."""

    case_id: str
    at: datetime.datetime
    decision: Decision


@dataclass(frozen=True, slots=True)
class TransferMoved:
    """A transfer is offered, or has ended: its state says how (MH-06)."""

    case_id: str
    at: datetime.datetime
    transfer: Transfer


@dataclass(frozen=True, slots=True)
class LevelChanged:
    """The case is in the second line, or back in the first (`line` is None; MT-03)."""

    case_id: str
    at: datetime.datetime
    decision: Decision
    line: SecondLine | None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Another authority has the case."""

    case_id: str
    at: datetime.datetime
    hand_over: HandOver


@dataclass(frozen=True, slots=True)
class LoopFound:
    """The rules want the case back where it was too often: it stays where it is."""

    case_id: str
    at: datetime.datetime
    kept: Decision
    wanted: Decision


@dataclass(frozen=True, slots=True)
class ElectedMoved:
    """The flow of an elected official is a step further (MH-05); persons by staff id or empty."""

    case_id: str
    step: ElectedStep
    borough: str
    official: str
    general_director: str
    director: str


Move = Accepted | TransferMoved | LevelChanged | HandedOver | LoopFound | ElectedMoved
"""What people do with a case beside completing it, and what stops it from moving."""

RoutingFact = Assigned | Unrouted | Reassigned | Released | WorkCompleted | Move


def what_changed(
    case_id: str, before: Decision | None, after: Decision | None, now: datetime.datetime
) -> list[RoutingFact]:
    """What is said of a new decision: nothing, where nobody has to do anything differently."""
    if after is None:
        return [] if before is None else [Released(case_id, now, before)]
    if after.is_same_assignment(before):
        return []
    if after.outcome is not Outcome.ASSIGNED:
        return [Unrouted(case_id, now, after)]
    if before is None or before.outcome is not Outcome.ASSIGNED:
        return [Assigned(case_id, now, after)]
    return [Reassigned(case_id, now, before, after, after.reason_fr, after.reason_en)]
