"""What may be said in the open of an access request: that it is there, and where it stands.

Never what was asked for, by whom, of whom, or whether it was given: in a small town the outcome
and the day already tell whose request it was.
"""

from pydantic import AwareDatetime, Field

from contracts.events.intake import CaseId
from contracts.registry import Event, event

ACCESS = "complaints-access"


@event("complaints.access-request-opened.v1", topic=ACCESS)
class AccessRequestOpenedV1(Event):
    """The access officer's file of an access request is open (PV-46)."""

    case_id: CaseId
    opened_at: AwareDatetime = Field(description="Instant of opening (ouverture du dossier)")


@event("complaints.third-parties-notified.v1", topic=ACCESS)
class ThirdPartiesNotifiedV1(Event):
    """A third party was written to (A-2.1 art. 49); said again of each; never who."""

    case_id: CaseId
    notified_at: AwareDatetime = Field(description="Instant at which the notice was written (avis)")


@event("complaints.third-parties-heard.v1", topic=ACCESS)
class ThirdPartiesHeardV1(Event):
    """Every third party made observations, or let the delay for them pass (A-2.1 art. 49)."""

    case_id: CaseId
    heard_at: AwareDatetime = Field(
        description="Instant of the last observations, or end of the delay for them"
    )


@event("complaints.access-request-answered.v1", topic=ACCESS)
class AccessRequestAnsweredV1(Event):
    """The request has its answer (PV-46..49); never which one. Said again after a review."""

    case_id: CaseId
    answered_at: AwareDatetime = Field(description="Instant of the decision (décision)")


@event("complaints.access-refusal-deemed.v1", topic=ACCESS)
class AccessRefusalDeemedV1(Event):
    """The delay ended without an answer: refused by the law itself (A-2.1 art. 52)."""

    case_id: CaseId
    deemed_at: AwareDatetime = Field(description="End of the delay (échéance) that was missed")
