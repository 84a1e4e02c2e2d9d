"""What intake says of cases, and what it hands over of complaints, into the file.

A case that never was a complaint leaves nothing here: its handlers return None.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.intake import (
    CaseReclassifiedV1,
    CaseRegisteredV1,
    CaseReopenedV1,
    CaseWithdrawnV1,
    ComplaintHandedOverV1,
    SafetyRequestOpenedV1,
)

from complaints.application.command_desk import refused_step
from complaints.application.translate import outcome
from complaints.domain.completing import completed_by_citizen
from complaints.domain.errors import Refused
from complaints.domain.file import (
    Content,
    Fact,
    HandedOver,
    HeldFile,
    Investigation,
    Reclassified,
    Registered,
    Reopened,
    Signature,
    SignatureKind,
    Signed,
    Step,
    Supplement,
    Withdrawn,
)
from complaints.domain.investigation import COMPLAINT, RuleBook, note_safety_request, record
from complaints.domain.journal import with_line

ANNOUNCED = set(HeldFile.model_fields)
OF_ITS_OWN = {"signed_by", "signature"}  # read apart, for an unknown kind stops nothing
CITIZEN = "citizen"


@dataclass(frozen=True)
class FollowIntake:
    """Handlers; all decide with the rules of the boroughs known now."""

    book: RuleBook

    def note_registration(
        self,
        state: Investigation | None,
        received: Received[CaseRegisteredV1],
        now: datetime,
    ) -> Outcome[Investigation] | None:
        """A file is opened for a complaint (PV-17)."""
        data = received.data
        if data.kind.value != COMPLAINT and not _was_complaint(state):
            return None
        fact = Registered(
            received_at=data.received_at,
            borough=received.envelope.borough,
            kind=data.kind.value,
        )
        return self._record(state, received.envelope.subject, fact, now)

    def note_reclassification(
        self,
        state: Investigation | None,
        received: Received[CaseReclassifiedV1],
        now: datetime,
    ) -> Outcome[Investigation] | None:
        """It became a complaint, or is none any longer (PV-13)."""
        kind = received.data.kind.value
        if kind != COMPLAINT and not _was_complaint(state):
            return None
        fact = Reclassified(kind=kind, borough=received.envelope.borough)
        return self._record(state, received.envelope.subject, fact, now)

    def note_withdrawal(
        self,
        state: Investigation | None,
        received: Received[CaseWithdrawnV1],
        now: datetime,
    ) -> Outcome[Investigation] | None:
        """The citizen took it back."""
        if not _was_complaint(state):
            return None
        fact = Withdrawn(withdrawn_at=received.data.withdrawn_at)
        return self._record(state, received.envelope.subject, fact, now)

    def note_reopening(
        self,
        state: Investigation | None,
        received: Received[CaseReopenedV1],
        now: datetime,
    ) -> Outcome[Investigation] | None:
        """A case that once was a complaint is open again; it may become one again."""
        if not _was_complaint(state):
            return None
        return self._record(state, received.envelope.subject, Reopened(), now)

    def take_over(
        self,
        state: Investigation | None,
        received: Received[ComplaintHandedOverV1],
        now: datetime,
    ) -> Outcome[Investigation]:
        """The content of a complaint, perhaps before it is known to be one.

        What whoever complained adds to it, confirmed at the counter, is decided with (PV-18).
        """
        known = state or Investigation(case_id=received.envelope.subject)
        fields = received.data.model_dump(include=set(Content.model_fields) - OF_ITS_OWN)
        files = tuple(
            HeldFile(**one.model_dump(include=ANNOUNCED), announced_at=now, look_at=now)
            for one in received.data.files
        )
        fields["signed_by"] = _signed_by(received.data)
        fields["signature"] = None if received.data.adds else _signature(received.data)
        fact = HandedOver(Content.model_validate(fields), files)
        facts, refusals = _added(known, received.data)
        decided, said = record(known, fact, self.book, now, *facts)
        steps = (Step(at=now, by=CITIZEN, what=_step(one)) for one in facts)
        journal = (*decided.journal, *steps)
        for refusal in refusals:
            journal = with_line(journal, refused_step("sign", CITIZEN, refusal, now))
        return outcome(decided.model_copy(update={"journal": journal}), said)

    def note_safety_request(
        self,
        state: Investigation | None,
        received: Received[SafetyRequestOpenedV1],
        now: datetime,
    ) -> Outcome[Investigation]:
        """Intake opened the request beside a danger (C-08)."""
        data = received.data
        known = state or Investigation(case_id=data.complaint_id)
        return Outcome(note_safety_request(known, data.case_id, data.opened_at))

    def _record(
        self, state: Investigation | None, case_id: str, fact: Fact, now: datetime
    ) -> Outcome[Investigation]:
        decided, said = record(state or Investigation(case_id=case_id), fact, self.book, now)
        return outcome(decided, said)


def _was_complaint(state: Investigation | None) -> bool:
    """Judged by its own topic only, so that the order among topics does not matter."""
    return state is not None and state.kind is not None


def complaint_of(received: Received[Any]) -> str:
    """The complaint that an event is about; a safety request says beside which one it stands."""
    data = received.data
    said = isinstance(data, SafetyRequestOpenedV1)
    return data.complaint_id if said else received.envelope.subject


def _signed_by(data: ComplaintHandedOverV1) -> SignatureKind | None:
    """One that we do not know is as good as one that was not said."""
    said = None if data.signed_by is None else data.signed_by.value
    return SignatureKind(said) if said in set(SignatureKind) else None


def _signature(data: ComplaintHandedOverV1) -> Signature | None:
    """The signature that comes with a hand-over; None where it does not say whose, or how."""
    said = data.signature
    if said is None or not said.signer or said.kind.value not in set(SignatureKind):
        return None
    return Signature(
        kind=SignatureKind(said.kind.value),
        signer=said.signer,
        file_id=said.file_id,
        received_at=data.completed_at or data.received_at,
        recorded_by=CITIZEN,
    )


def _step(fact: Fact) -> str:
    """As the journal names the command that records the same."""
    return "sign" if isinstance(fact, Signed) else "supplement"


def _added(
    state: Investigation, data: ComplaintHandedOverV1
) -> tuple[Sequence[Fact], Sequence[Refused]]:
    """What is decided with; of a version that is known already, or of a destroyed file, nothing."""
    is_old = state.content is not None and data.version <= state.content.version
    is_gone = state.custody.certificate is not None
    if not data.adds or data.completed_at is None or is_old or is_gone:
        return (), ()
    added = Supplement(
        written=data.written,
        full_contact=data.full_contact,
        facts_on=data.facts_on,
        received_at=data.completed_at,
        recorded_by=CITIZEN,
    )
    return completed_by_citizen(state, _signature(data), added)
