"""What staff writes down in a dossier, and where it is placed on the map (MH-11, PV-55, PV-56)."""

from datetime import datetime

from intake.domain.case import Case, Decision, line_of
from intake.domain.dossier import Note, Place, Status
from intake.domain.errors import Refused
from intake.domain.facts import DetailsRecorded, HandedOver

MOST_NOTES = 200


def note(case: Case, written: Note) -> Decision:
    """Write it down; the same note twice is one. Raises Refused.

    Of a complaint nothing is kept here: what comes later is handed over like what came first.
    """
    if any(one.note_id == written.note_id for one in case.notes):
        return case, ()
    registration = case.registration
    if registration is None:
        raise Refused(f"is-{Status.AWAITED}")
    params = {"by": written.by, "entered_at": written.entered_at.isoformat()}
    if case.is_complaint:
        line = line_of(written.acted_at, "handed-over", **params)
        version = registration.handover_version + 1
        moved = registration.model_copy(update={"handover_version": version})
        return case.with_line(line, registration=moved), (
            HandedOver(written.text, version, adds=True),
        )
    if len(case.notes) >= MOST_NOTES:
        raise Refused("too-many-notes")
    what = "public-note" if written.is_public else "internal-note"
    line = line_of(written.acted_at, what, note=written.note_id, **params)
    return case.with_line(line, notes=(*case.notes, written)), ()


def locate(case: Case, place: Place, *, by: str, now: datetime) -> Decision:
    """A person says where it is, after an address could not be placed. Raises Refused."""
    registration = case.open_registration()
    if case.is_complaint:
        raise Refused("is-complaint")
    if registration.place == place:
        return case, ()
    version = registration.details_version + 1
    changes = {"place": place, "details_version": version}
    changed = case.with_line(
        line_of(now, "located", by=by), registration=registration.model_copy(update=changes)
    )
    return changed, (DetailsRecorded(),)
