"""What routing and complaints say of a case, as lines of its timeline.

What follows from the same facts for the case itself is in `follow_routing`, `follow_complaints`.
"""

from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.complaints import (
    AdmissibilityDecidedV1,
    ComplaintOpenedV1,
    InvestigationConcludedV1,
    InvestigationStartedV1,
)
from contracts.events.moves import CaseAcceptedV1, CaseHandedOverV1
from contracts.events.routing import CaseAssignedV1, CaseReassignedV1, CaseUnroutedV1

from intake.application.stub import timeline_of
from intake.domain.dossier import Line
from intake.domain.timeline import Timeline


def tell_assignment(
    state: Timeline | None, received: Received[CaseAssignedV1], now: datetime
) -> Outcome[Timeline]:
    """Somebody has it, for the first time or instead of another, and why."""
    data = received.data
    line = Line(
        at=data.decided_at,
        service="routing",
        what="reassigned" if isinstance(data, CaseReassignedV1) else "assigned",
        params={
            "department_fr": data.department_name_fr,
            "department_en": data.department_name_en,
            "reason_fr": data.reason_fr,
            "reason_en": data.reason_en,
        },
    )
    timeline = timeline_of(state, received.envelope)
    return Outcome(timeline.told(line, responsible_borough=data.responsible_borough))


def tell_unrouted(
    state: Timeline | None, received: Received[CaseUnroutedV1], now: datetime
) -> Outcome[Timeline]:
    """Nobody has it, and why (PV-25)."""
    data = received.data
    line = Line(
        at=data.decided_at,
        service="routing",
        what="unrouted",
        params={
            "outcome": data.outcome.value,
            "reason_fr": data.reason_fr,
            "reason_en": data.reason_en,
        },
    )
    return Outcome(timeline_of(state, received.envelope).told(line, responsible_borough=""))


def tell_acceptance(
    state: Timeline | None, received: Received[CaseAcceptedV1], now: datetime
) -> Outcome[Timeline]:
    """The department took it in charge (prise en charge)."""
    line = Line(at=received.data.accepted_at, service="routing", what="accepted")
    return Outcome(timeline_of(state, received.envelope).told(line))


def tell_hand_over(
    state: Timeline | None, received: Received[CaseHandedOverV1], now: datetime
) -> Outcome[Timeline]:
    """Another authority has it, since that day."""
    data = received.data
    line = Line(
        at=data.handed_over_at,
        service="routing",
        what="given-to-authority",
        params={
            "authority_fr": data.authority_fr,
            "authority_en": data.authority_en,
            "on": data.handed_over_on.isoformat(),
            "file_number": data.file_number or "–",
        },
    )
    return Outcome(timeline_of(state, received.envelope).told(line))


def tell_complaint_opened(
    state: Timeline | None, received: Received[ComplaintOpenedV1], now: datetime
) -> Outcome[Timeline]:
    """A file was opened at the Service aux citoyens (PV-17)."""
    line = Line(at=received.data.opened_at, service="complaints", what="complaint-opened")
    return Outcome(timeline_of(state, received.envelope).told(line))


def tell_admissibility(
    state: Timeline | None, received: Received[AdmissibilityDecidedV1], now: datetime
) -> Outcome[Timeline]:
    """Admitted, invited to write or sign, or refused: that, and nothing of what it says (PV-45)."""
    data = received.data
    params = {"admissibility": data.admissibility.value, "code": data.code or ""}
    if data.respond_by_on is not None:
        params["respond_by_on"] = data.respond_by_on.isoformat()
    line = Line(
        at=data.decided_at, service="complaints", what="admissibility-decided", params=params
    )
    return Outcome(timeline_of(state, received.envelope).told(line))


def tell_investigation_started(
    state: Timeline | None, received: Received[InvestigationStartedV1], now: datetime
) -> Outcome[Timeline]:
    """An investigation began (MH-12); by whom and about what is not said here."""
    line = Line(at=received.data.started_at, service="complaints", what="investigation-started")
    return Outcome(timeline_of(state, received.envelope).told(line))


def tell_investigation_concluded(
    state: Timeline | None, received: Received[InvestigationConcludedV1], now: datetime
) -> Outcome[Timeline]:
    """It is over; the letter alone says with what outcome (PV-44)."""
    line = Line(at=received.data.concluded_at, service="complaints", what="investigation-concluded")
    return Outcome(timeline_of(state, received.envelope).told(line))
