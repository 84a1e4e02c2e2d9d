"""What sla says of the promises made on a case."""

from datetime import date

from pydantic import AwareDatetime, Field

from contracts.events.intake import CaseId
from contracts.registry import Event, event
from contracts.words import CommitmentKind, Counting

COMMITMENTS = "sla-commitments"


class _Commitment(Event):
    case_id: CaseId
    commitment_id: str = Field(description="UUID, the same for one promise all its life")
    commitment_kind: CommitmentKind = Field(description="What was promised (engagement)")
    due_at: AwareDatetime = Field(description="End of the promised delay (échéance)")


@event("sla.commitment-started.v1", topic=COMMITMENTS)
class CommitmentStartedV1(_Commitment):
    """A delay runs (PV-04)."""

    original_due_at: AwareDatetime = Field(description="Due time first promised; never changes")
    started_at: AwareDatetime = Field(description="Instant from which the delay runs")
    counting: Counting = Field(description="How the delay is counted")
    amount: int = Field(description="Days or hours, as `counting` says")
    demonstration: bool = Field(description="True: the delay is demonstration data (C-15)")
    explanation_fr: str = Field(description="Le calcul, en mots")
    explanation_en: str = Field(description="The computation, in words")


@event("sla.commitment-moved.v1", topic=COMMITMENTS)
class CommitmentMovedV1(_Commitment):
    """Its due time changed: the activity, the kind, the grid or the calendar did."""

    previous_due_at: AwareDatetime = Field(description="Due time until now")
    original_due_at: AwareDatetime = Field(description="Due time first promised; never changes")
    cause: str = Field(
        description="Code: reclassified, reassigned, rules, calendar, waiting, facts,"
        " promised-again"
    )
    explanation_fr: str = Field(description="Le calcul, en mots")
    explanation_en: str = Field(description="The computation, in words")


@event("sla.commitment-suspended.v1", topic=COMMITMENTS)
class CommitmentSuspendedV1(_Commitment):
    """The delay waits, until it is resumed or by itself at `until_at`; it is not due meanwhile."""

    stopped_at: AwareDatetime = Field(description="Instant from which the delay does not run")
    until_at: AwareDatetime = Field(description="When it runs again at the latest (the cap)")
    reason: str = Field(description="Code: waiting-for-citizen")


@event("sla.commitment-resumed.v1", topic=COMMITMENTS)
class CommitmentResumedV1(_Commitment):
    """The delay runs again; its due time moved by exactly what the pause took."""

    previous_due_at: AwareDatetime = Field(description="Due time until now")
    original_due_at: AwareDatetime = Field(description="Due time first promised; never changes")
    stopped_at: AwareDatetime = Field(description="Instant from which the delay did not run")
    resumed_at: AwareDatetime = Field(description="Instant from which it runs again")
    reason: str = Field(description="Code: waiting-for-citizen")
    explanation_fr: str = Field(description="Le calcul, en mots")
    explanation_en: str = Field(description="The computation, in words")


@event("sla.commitment-extended.v1", topic=COMMITMENTS)
class CommitmentExtendedV1(_Commitment):
    """A longer delay, decided before its expiry (PV-48)."""

    previous_due_at: AwareDatetime = Field(description="Due time until now")
    original_due_at: AwareDatetime = Field(description="Due time first promised; never changes")
    extended_by: int = Field(ge=1, description="Days or hours that this extension added")
    decided_at: AwareDatetime = Field(description="Instant of the decision")
    decided_by_role: str = Field(description="Role by which it was decided, never who (C-06)")
    notice_on: date | None = Field(None, description="Local date of the notice to the requester")
    explanation_fr: str = Field(description="Le calcul, en mots")
    explanation_en: str = Field(description="The computation, in words")


@event("sla.commitment-due-soon.v1", topic=COMMITMENTS)
class CommitmentDueSoonV1(_Commitment):
    """Early warning; each share of the delay is told once per due time."""

    share: float | None = Field(None, gt=0, lt=1, description="Share of the delay that is over")
    fired_at: AwareDatetime | None = Field(None, description="When the timer fired")


@event("sla.commitment-met.v1", topic=COMMITMENTS)
class CommitmentMetV1(_Commitment):
    """Kept: at or before its due time."""

    met_at: AwareDatetime = Field(description="Instant of the fact that kept it")


@event("sla.commitment-missed.v1", topic=COMMITMENTS)
class CommitmentMissedV1(_Commitment):
    """Not kept, as far as the streams were read up to `read_until`."""

    read_until: AwareDatetime = Field(description="Instant up to which the streams were read")
    fired_at: AwareDatetime | None = Field(None, description="When it was declared")


@event("sla.commitment-miss-withdrawn.v1", topic=COMMITMENTS)
class CommitmentMissWithdrawnV1(_Commitment):
    """A miss that does not stand: a timely fact came after it, or its due time moved."""


@event("sla.commitment-cancelled.v1", topic=COMMITMENTS)
class CommitmentCancelledV1(_Commitment):
    """No longer due: withdrawn, reclassified, answered."""

    reason: str = Field(
        description="Code: withdrawn, reclassified, answered, unrouted, closed, third-party"
    )
