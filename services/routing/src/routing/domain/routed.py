"""What happened to an assignment, as facts for the application to translate into events."""

import datetime
from dataclasses import dataclass

from routing.domain.facts import Decision


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


RoutingFact = Assigned | Unrouted | Reassigned | Released | WorkCompleted
