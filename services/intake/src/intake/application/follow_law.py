"""Where access requests and claims stand, as complaints says it in the open: never with what
outcome (PV-16, PV-46). The next step follows from it, and lines for dossier and citizen's page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chassis.outcome import Outcome
from contracts import Event, Received
from contracts.events import access, claims

from intake.application.stub import case_of, timeline_of
from intake.domain.case import Case
from intake.domain.dossier import Line
from intake.domain.timeline import Timeline

SERVICE = "complaints"
# What the line says, and the field with the instant of the fact.
OF_ACCESS: Mapping[type[Event], tuple[str, str]] = {
    access.AccessRequestOpenedV1: ("access-request-opened", "opened_at"),
    access.ThirdPartiesNotifiedV1: ("third-parties-notified", "notified_at"),
    access.ThirdPartiesHeardV1: ("third-parties-heard", "heard_at"),
    access.AccessRequestAnsweredV1: ("access-request-answered", "answered_at"),
    access.AccessRefusalDeemedV1: ("access-refusal-deemed", "deemed_at"),
}
OF_CLAIMS: Mapping[type[Event], tuple[str, str]] = {
    claims.ClaimOpenedV1: ("claim-opened", "opened_at"),
    claims.ClaimNoticeRecordedV1: ("claim-notice-recorded", "recorded_at"),
    claims.ClaimHandedOverV1: ("claim-handed-over", "handed_over_at"),
    claims.ClaimDecidedV1: ("claim-decided", "decided_at"),
    claims.ClaimWithdrawnV1: ("claim-withdrawn", "withdrawn_at"),
}


def tell_access(
    state: Timeline | None, received: Received[Any], now: datetime
) -> Outcome[Timeline]:
    """A line about an access request."""
    line = _line(OF_ACCESS, received.data)
    return Outcome(timeline_of(state, received.envelope).told(line, source="access"))


def tell_claim(state: Timeline | None, received: Received[Any], now: datetime) -> Outcome[Timeline]:
    """A line about a claim; of a notice also the day on which it was received."""
    line = _line(OF_CLAIMS, received.data)
    if isinstance(received.data, claims.ClaimNoticeRecordedV1):
        params = {"received_on": received.data.received_on.isoformat()}
        line = line.model_copy(update={"params": params})
    return Outcome(timeline_of(state, received.envelope).told(line, source="claims"))


def record_answer(
    state: Case | None, received: Received[access.AccessRequestAnsweredV1], now: datetime
) -> Outcome[Case]:
    """The request has its answer; said again after a review."""
    return _stands(state, received, "answered_at", received.data.answered_at)


def record_decision(
    state: Case | None, received: Received[claims.ClaimDecidedV1], now: datetime
) -> Outcome[Case]:
    """The claim has its decision."""
    return _stands(state, received, "decided_at", received.data.decided_at)


def record_taking_back(
    state: Case | None, received: Received[claims.ClaimWithdrawnV1], now: datetime
) -> Outcome[Case]:
    """The claim was taken back at the clerk's office; a technician ends the case (PV-28)."""
    return _stands(state, received, "taken_back_at", received.data.withdrawn_at)


def _stands(state: Case | None, received: Received[Any], what: str, at: datetime) -> Outcome[Case]:
    case = case_of(state, received.envelope)
    law = case.law.model_copy(update={what: at})
    return Outcome(case.model_copy(update={"law": law}))


def _line(table: Mapping[type[Event], tuple[str, str]], data: Event) -> Line:
    what, field = table[type(data)]
    return Line(at=getattr(data, field), service=SERVICE, what=what)
