"""The case: a citizen's dossier at the counter. Every method is pure and gives (case, facts).

Other services' facts may arrive in any order, before the registration too: they are stored, and
what follows from them is decided from all facts held (DESIGN §3, rule 3). Only those are here that
decide something; what merely informs is in `timeline.py`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from contracts.words import Kind

from intake.domain.attachment import Attachment, Leaving
from intake.domain.complaint_content import (
    complaint_form,
    danger_of,
    left_by,
    parts_of,
    statement_of,
)
from intake.domain.conversation import Conversation
from intake.domain.dossier import (
    OPEN,
    AccessContent,
    Answer,
    Assignment,
    Brought,
    ClaimContent,
    ClaimNotice,
    Closing,
    Complaint,
    Fault,
    LegalFile,
    Line,
    Note,
    Part,
    Place,
    Registration,
    Requester,
    Status,
    Unrouted,
    Work,
)
from intake.domain.errors import Refused
from intake.domain.facts import (
    Answered,
    ClaimNoticeGiven,
    Completed,
    CompletionRefused,
    ContactsRecorded,
    DetailsRecorded,
    Fact,
    HandedOver,
    Reclassified,
    Registered,
    Withdrawn,
)
from intake.domain.postal import address_now_needed

SELF = "intake"
REFUSED_KEPT = 20
# Complaints reads what these say, which it was not told while they were something else.
READ_WITH_CONTENT = frozenset({Kind.CLAIM, Kind.ACCESS})


class Case(Part):
    """The state of one dossier. `borough` is the counter where it came in."""

    case_id: str
    borough: str
    registration: Registration | None = None
    rejection: tuple[Fault, ...] = ()
    refused: tuple[str, ...] = ()  # fingerprints of what was answered with a rejection
    assignment: Assignment | None = None
    unrouted: Unrouted | None = None
    unsettled: tuple[Work, ...] = ()
    completion: Work | None = None
    answer: Answer | None = None
    withdrawn_at: datetime | None = None
    closing: Closing | None = None
    complaint: Complaint = Complaint()
    law: LegalFile = LegalFile()
    claim_notice: ClaimNotice | None = None
    requesters: tuple[Requester, ...] = ()  # who joined; the first one is in the registration
    notes: tuple[Note, ...] = ()
    conversation: Conversation = Conversation()
    attachments: tuple[Attachment, ...] = ()  # all but their bytes
    leaving: tuple[Leaving, ...] = ()  # to complaints; see `leaving.py`
    journal: tuple[Line, ...] = ()
    journal_moved: int = 0

    @property
    def status(self) -> Status:
        """Where the case stands: the strongest of its facts."""
        if self.registration is None:
            return Status.REJECTED if self.rejection else Status.AWAITED
        if self.withdrawn_at:
            return Status.WITHDRAWN
        if self.closing:
            return Status.CLOSED
        if self.answer:
            return Status.ANSWERED
        if self.completion:
            return Status.COMPLETED
        return Status.ASSIGNED if self.assignment else Status.REGISTERED

    @property
    def boroughs(self) -> list[str]:
        """Who may see it: the counter, and the borough that answers for it."""
        responsible = [self.assignment.responsible_borough] if self.assignment else []
        return sorted({self.borough, *responsible})

    @property
    def is_complaint(self) -> bool:
        """True when its content belongs to the complaints service alone."""
        return self.registration is not None and self.registration.kind is Kind.COMPLAINT

    @property
    def is_unlocated(self) -> bool:
        """True while somebody has to go there and nobody could tell where its address is."""
        registration = self.registration
        if registration is None or registration.place is None or self.status not in OPEN:
            return False
        return registration.place.unlocated and registration.kind in (Kind.REQUEST, Kind.CLAIM)

    def register(self, brought: Brought, tracking_hash: str) -> "Decision":
        """Open the case (PV-01); an answer given at first contact closes it at once (PV-15).

        Registering what is registered changes nothing; what was rejected may come again, mended.
        """
        if self.registration is not None:
            return self, ()
        complaint = complaint_form(brought)
        anonymous = complaint is not None and complaint.anonymous
        contact = None if anonymous else brought.contact
        answered = brought.answer_reference is not None
        words = statement_of(brought.description, brought.place, brought.photo)
        statement = parts_of(words) if complaint else []
        registration = Registration(
            kind=brought.kind,
            activity="" if complaint else brought.activity,
            channel=brought.channel,
            origin=brought.origin,
            entered_by=brought.entered_by,
            received_at=brought.received_at,
            language=brought.language,
            original_on=brought.original_on,
            source=brought.source,
            external_id=brought.external_id,
            description=None if complaint else brought.description,
            place=None if complaint else brought.place,
            contact=contact,
            complaint=complaint,
            # Nobody needs the words of what is answered already.
            details_version=0 if complaint or answered else 1,
            contacts_version=1 if contact else 0,
            handover_version=len(statement),
            tracking_hash=tracking_hash,
            photo=None if complaint else brought.photo,
            claim=brought.claim,
            access=brought.access,
            is_of_grid=brought.is_of_grid,
            fingerprint=brought.fingerprint,
            acknowledged=brought.acknowledged,
            claims_are_requests=brought.claims_are_requests,
        )
        line = line_of(brought.received_at, "registered", channel=brought.channel)
        case = self.with_line(
            line, borough=brought.borough, registration=registration, rejection=()
        )
        facts: list[Fact] = [Registered()]
        facts += [DetailsRecorded()] if registration.details_version else []
        facts += [ContactsRecorded()] if registration.contacts_version else []
        danger = danger_of(brought, complaint)
        facts += [
            HandedOver(one, nth, adds=nth > 1, danger=danger)
            for nth, one in enumerate(statement, 1)
        ]
        if brought.notice is not None:
            case, told = case._told(brought.notice)
            facts += told
        if brought.answer_reference is not None:
            case, answer = case._answered(
                brought.answer_reference, brought.received_at, brought.verified_on
            )
            facts += answer
        case, settled = case._settle()
        return case, (*facts, *settled)

    def reject(self, faults: Sequence[Fault], at: datetime, fingerprint: str = "") -> "Case":
        """Note that something could not be taken; of what was sent only a fingerprint is kept.

        A case that is registered stays as it is.
        """
        refused = (*self.refused, fingerprint)[-REFUSED_KEPT:]
        if self.registration is not None or self.rejection:
            return self.model_copy(update={"refused": refused})
        return self.with_line(line_of(at, "rejected"), rejection=tuple(faults), refused=refused)

    def has_answered(self, fingerprint: str) -> bool:
        """True when this very content was registered or rejected before."""
        registered = self.registration.fingerprint if self.registration else ""
        return fingerprint in (registered, *self.refused)

    def reclassify(
        self,
        kind: Kind,
        activity: str,
        *,
        is_of_grid: bool,
        by: str,
        now: datetime,
        description: str | None = None,
        place: Place | None = None,
        reference: str | None = None,
        verified_on: date | None = None,
        notice: ClaimNotice | None = None,
        claim: ClaimContent | None = None,
        access: AccessContent | None = None,
    ) -> "Decision":
        """Change kind or activity (PV-13), audited; first receipt stands. Raises Refused.

        What was said in a complaint stays there: a case that is none any more needs new words.
        """
        old = self.open_registration()
        to_complaint = kind is Kind.COMPLAINT
        activity = "" if to_complaint else activity
        if (kind, activity) == (old.kind, old.activity) and reference is None:
            return self, ()
        changes: dict[str, Any] = {"kind": kind, "activity": activity, "is_of_grid": is_of_grid}
        more: list[Fact] = []
        if to_complaint and not self.is_complaint:
            left, more = left_by(old, description, place, self.attachments, self.notes)
            changes |= left
        elif self.is_complaint and not to_complaint:
            if description is None:
                raise Refused("new-words-needed")
            changes |= {"complaint": None, "description": description, "place": place}
        if kind is not old.kind and (self.is_complaint or kind in READ_WITH_CONTENT):
            more = [DetailsRecorded()]
            changes |= {"details_version": old.details_version + 1}
            changes |= {"claim": claim or old.claim, "access": access or old.access}
        contacts, said_again = address_now_needed(old, kind)
        changes |= contacts
        more += said_again
        line = line_of(
            now,
            "reclassified",
            by=by,
            kind_before=old.kind,
            activity_before=old.activity,
            kind=kind,
            activity=activity,
        )
        kept: dict[str, Any] = {}
        if to_complaint:
            # Of a complaint nothing that was written down stays here (PV-45).
            files = (Leaving(attachment=one, due_at=now) for one in self.attachments)
            kept = {"notes": (), "attachments": (), "leaving": (*self.leaving, *files)}
        case = self.with_line(line, registration=old.model_copy(update=changes), **kept)
        facts: list[Fact] = [Reclassified(kind, activity if is_of_grid else "", now), *more]
        if notice is not None and self.claim_notice is None:
            case, told = case._told(notice)
            facts += told
        if reference is not None:
            case, answered = case._answered(reference, now, verified_on)
            facts += answered
        return case, tuple(facts)

    def give_answer(
        self, reference: str, now: datetime, verified_on: date | None = None
    ) -> "Decision":
        """Answer a request for information (PV-06, PV-07). Raises Refused."""
        if self.answer is not None and self.answer.reference == reference:
            return self, ()
        if self.open_registration().kind is not Kind.INFORMATION:
            raise Refused("not-information")
        return self._answered(reference, now, verified_on)

    def withdraw(self, now: datetime, by: str) -> "Decision":
        """Take the case back; a second time changes nothing. Raises Refused."""
        if self.withdrawn_at is not None:
            return self, ()
        self.open_registration()
        return self.with_line(line_of(now, "withdrawn", by=by), withdrawn_at=now), (Withdrawn(now),)

    def routed(self, assignment: Assignment) -> "Decision":
        """Routing gave it to somebody; its last word holds."""
        return self.model_copy(update={"assignment": assignment, "unrouted": None}), ()

    def not_routed(self, unrouted: Unrouted) -> "Decision":
        """Routing found nobody, and says why."""
        return self.model_copy(update={"unrouted": unrouted, "assignment": None}), ()

    def work_completed(self, work: Work) -> "Decision":
        """A department says that the work is done: applied, or refused with the reason."""
        return self.model_copy(update={"unsettled": (*self.unsettled, work)})._settle()

    def open_registration(self) -> Registration:
        """The registration of a case that is open. Raises Refused: is-<status>."""
        if self.registration is None or self.status not in OPEN:
            raise Refused(f"is-{self.status}")
        return self.registration

    def _answered(
        self, reference: str, at: datetime, verified_on: date | None
    ) -> tuple["Case", list[Fact]]:
        line = line_of(at, "answered", reference=reference)
        answer = Answer(reference=reference, answered_at=at, verified_on=verified_on)
        return self.with_line(line, answer=answer), [Answered(reference, at)]

    def _told(self, notice: ClaimNotice) -> tuple["Case", list[Fact]]:
        line = line_of(notice.given_at, "claim-notice-given", days=str(notice.days))
        # In the open it would say what a complaint is about.
        facts: list[Fact] = [] if self.is_complaint else [ClaimNoticeGiven(notice)]
        return self.with_line(line, claim_notice=notice), facts

    def _settle(self) -> "Decision":
        """Decide about finished work, once the case itself is known."""
        case, facts = self, list[Fact]()
        if case.registration is None:
            return case, ()
        for work in case.unsettled:
            if case.status in OPEN:
                line = line_of(work.completed_at, "completed", done_on=work.done_on.isoformat())
                case = case.with_line(line, completion=work)
                facts.append(Completed(work.done_on, work.completed_at))
            else:
                status = case.status
                reason = "already-completed" if status is Status.COMPLETED else status.value
                line = line_of(work.completed_at, "completion-refused", reason=reason)
                case = case.with_line(line)
                facts.append(CompletionRefused(reason))
        return case.model_copy(update={"unsettled": ()}), tuple(facts)

    def with_line(self, line: Line, **changes: Any) -> "Case":
        """Changed, and one line longer in its journal (MH-11)."""
        return self.model_copy(update={**changes, "journal": (*self.journal, line)})


Decision = tuple[Case, Sequence[Fact]]


def line_of(at: datetime, what: str, **params: str) -> Line:
    """A line of the counter's own journal; its words are in `entrypoints/words.py`."""
    return Line(at=at, service=SELF, what=what, params={k: str(v) for k, v in params.items()})
