"""What is said in the open of a claim: that it is there, where it stands, which clock of the law it
starts. No words, no amount, no outcome."""

from datetime import date

from pydantic import AwareDatetime, Field

from contracts.events.intake import CaseId
from contracts.registry import Event, event

CLAIMS = "complaints-claims"


@event("complaints.claim-opened.v1", topic=CLAIMS)
class ClaimOpenedV1(Event):
    """A file was opened at the clerk's office (PV-16)."""

    case_id: CaseId
    opened_at: AwareDatetime = Field(description="Instant of opening (ouverture du dossier)")


@event("complaints.claim-dated.v1", topic=CLAIMS)
class ClaimDatedV1(Event):
    """From when the delays of the law run for whoever claims (LCV 585, 586; C.m. 1112.1).

    Null says the same of a date that is not known and of bodily injury, which needs no notice: what
    was suffered is nobody else's to know.
    """

    case_id: CaseId
    facts_on: date | None = Field(description="Local date of the facts; null: no delay is counted")
    dated_at: AwareDatetime = Field(description="Instant at which it was known here, or corrected")


@event("complaints.claim-notice-recorded.v1", topic=CLAIMS)
class ClaimNoticeRecordedV1(Event):
    """The written notice of the law came, apart from the claim itself (C-13)."""

    case_id: CaseId
    received_on: date = Field(description="Local date on which it was received; this one counts")
    recorded_at: AwareDatetime = Field(description="Instant at which the clerk recorded it")


@event("complaints.claim-handed-over.v1", topic=CLAIMS)
class ClaimHandedOverV1(Event):
    """Somebody else looks at it from now on; never who by name."""

    case_id: CaseId
    handed_over_at: AwareDatetime = Field(description="Instant of the hand-over (remise)")
    to: str = Field(description="Code: insurer, adjuster, clerk")


@event("complaints.claim-decided.v1", topic=CLAIMS)
class ClaimDecidedV1(Event):
    """The claim has its decision; never which, nor how much."""

    case_id: CaseId
    decided_at: AwareDatetime = Field(description="Instant of the decision")


@event("complaints.claim-withdrawn.v1", topic=CLAIMS)
class ClaimWithdrawnV1(Event):
    """Whoever claimed takes it back, as the clerk was told."""

    case_id: CaseId
    withdrawn_at: AwareDatetime = Field(description="Instant of the withdrawal (désistement)")
