"""What is done with a dossier, open or not: written, joined, placed, closed, reopened.

All raise Refused, and the case is as it was.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from chassis.outcome import Outcome
from contracts.words import Channel, Language
from pydantic import AwareDatetime, StrictBool, StringConstraints

from intake.application.form import ContactForm, FieldFault, Form, PlaceForm
from intake.application.translate import outcome
from intake.domain import closing, joining, noting
from intake.domain.case import Case
from intake.domain.counter_rules import CounterRules
from intake.domain.dossier import Contact, Note, Place, Requester
from intake.domain.errors import Refused
from intake.domain.tracking import TrackingCodes, hash_of

CLOCKS_MAY_DIFFER = timedelta(minutes=1)
NoteText = Annotated[str, StringConstraints(min_length=2, max_length=2000)]
ReasonName = Literal["not-resolved", "reappeared", "mistake", "new-information"]
JoinChannel = Literal[
    "phone", "email", "counter", "letter", "web", "mobile", "field", "elected", "social"
]


class NoteForm(Form):
    """A note: internal (PV-55) or for the citizen too (PV-56); when it was done, if not now."""

    visibility: Literal["internal", "public"]
    text: NoteText
    acted_at: AwareDatetime | None = None

    def faults(self, now: datetime) -> list[FieldFault]:
        """Nothing is written down before it is done."""
        if self.acted_at is None or self.acted_at <= now + CLOCKS_MAY_DIFFER:
            return []
        words = ("ne peut pas être dans le futur", "cannot be in the future")
        return [FieldFault("actedAt", "in-the-future", *words)]


class CloseForm(Form):
    """The validation (PV-57): without it the status stays. `publicText` is for the citizen."""

    validated: StrictBool
    without_work: StrictBool = False
    internal_note: NoteText | None = None
    public_text: NoteText | None = None


class ReopenForm(Form):
    """Why it is open again, and in words for the colleagues."""

    reason: ReasonName
    note: NoteText | None = None


class LocateForm(Form):
    """Where it is: a point, placed by a person."""

    place: PlaceForm


class JoinForm(Form):
    """Who asks for the same."""

    contact: ContactForm | None = None
    channel: JoinChannel = "web"
    language: Literal["fr", "en"] = "fr"


def add_note(
    state: Case | None, form: NoteForm, note_id: str, by: str, now: datetime, codes: TrackingCodes
) -> Outcome[Case]:
    """Write it down as it happens (MH-11): when it was done, and when it was entered."""
    case = known(state)
    written = _note(form.text, note_id, by, now, is_public=form.visibility == "public")
    acted_at = min(form.acted_at or now, now)
    return outcome(noting.note(case, written.model_copy(update={"acted_at": acted_at})), codes)


def close_case(
    state: Case | None,
    form: CloseForm,
    note_id: str,
    by: str,
    roles: frozenset[str],
    now: datetime,
    codes: TrackingCodes,
    rules: CounterRules,
) -> Outcome[Case]:
    """Validate a completed case, or one with nothing to do (PV-28, PV-57, C-05)."""
    case = known(state)
    if not form.validated:
        raise Refused("not-validated")
    if not closing.may_close(closing.Actor(rules.closing_actor), roles):
        raise Refused(f"closed-by-{rules.closing_actor}")
    if form.without_work and form.internal_note is None:
        raise Refused("note-needed")
    written = [
        _note(text, f"{note_id}-{name}", by, now, is_public=name == "public")
        for name, text in (("internal", form.internal_note), ("public", form.public_text))
        if text is not None
    ]
    changed, facts = closing.close(case, by=by, now=now, without_work=form.without_work)
    for one in written:
        changed, _ = noting.note(changed, one)
    return outcome((changed, facts), codes)


def reopen_case(
    state: Case | None, form: ReopenForm, note_id: str, by: str, now: datetime, codes: TrackingCodes
) -> Outcome[Case]:
    """Open again what had ended, with its reason; when it was received stands."""
    changed, facts = closing.reopen(known(state), closing.Reason(form.reason), by=by, now=now)
    if form.note is not None:
        changed, _ = noting.note(changed, _note(form.note, note_id, by, now, is_public=False))
    return outcome((changed, facts), codes)


def locate_case(
    state: Case | None, form: LocateForm, by: str, now: datetime, codes: TrackingCodes
) -> Outcome[Case]:
    """Put on the map what could not be placed by its words."""
    if form.place.longitude is None or form.place.latitude is None:
        raise Refused("point-needed")
    case = known(state)
    before = case.registration.place if case.registration else None
    address = form.place.address or (before.address if before else None)
    place = Place(
        longitude=form.place.longitude, latitude=form.place.latitude, address=address, located_by=by
    )
    return outcome(noting.locate(case, place, by=by, now=now), codes)


def join_case(
    state: Case | None,
    form: JoinForm,
    requester_id: str,
    entered_by: str | None,
    now: datetime,
    codes: TrackingCodes,
) -> Outcome[Case]:
    """One citizen more asks for the same; told of it like the first one."""
    case = known(state)
    contact = Contact.model_validate(form.contact.model_dump()) if form.contact else None
    requester = Requester(
        requester_id=requester_id,
        channel=Channel(form.channel),
        joined_at=now,
        language=Language(form.language),
        contact=contact,
        tracking_hash=hash_of(codes.code_of_joined(case.case_id, requester_id)),
        entered_by=entered_by,
    )
    return outcome(joining.join(case, requester), codes)


def leave_case(
    state: Case | None, requester_id: str, now: datetime, codes: TrackingCodes
) -> Outcome[Case]:
    """A joined citizen takes their asking back; the case goes on for the others."""
    return outcome(joining.leave(known(state), requester_id, now), codes)


def known(state: Case | None) -> Case:
    """The case. Raises Refused where none came in yet."""
    if state is None:
        raise Refused("is-awaited")
    return state


def _note(text: str, note_id: str, by: str, now: datetime, *, is_public: bool) -> Note:
    return Note(
        note_id=note_id, text=text, is_public=is_public, by=by, acted_at=now, entered_at=now
    )
