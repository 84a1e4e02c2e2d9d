"""What a partner who executes work says was done about a case (Open311 service request updates).

A report of a partner is a note for the citizen; one that says "closed" also completes an open case,
as a department's does. It never closes it: that is the explicit validation of staff (PV-57).
"""

from datetime import date, datetime

from contracts.words import Kind

from intake.domain.case import Case, Decision
from intake.domain.dossier import OPEN, Note, Status, Work
from intake.domain.errors import Refused
from intake.domain.noting import note

PARTNER = "open311:"
"""What the name of a partner begins with, where the dossier says who wrote."""
INTERVENTION = "open311"
"""In place of a borough's code (PV-52): a partner knows none. Who it was, the note says (PV-54)."""
_STANDINGS = frozenset(
    {"completed", "closed", "closed-without-work", "reopened", "withdrawn", "answered"}
)


def report(case: Case, written: Note, *, done_on: date | None, now: datetime) -> Decision:
    """Take a report in; one that was taken in before changes nothing. Raises Refused.

    `done_on`: the local date on which the partner says the work was done; None: it is not done. A
    report older than what moved the case last, or than another report, is noted and moves nothing.
    """
    registration = case.registration
    if registration is None:
        raise Refused(f"is-{Status.AWAITED}")
    if case.is_complaint:
        raise Refused("is-complaint")
    if any(one.note_id == written.note_id for one in case.notes):
        return case, ()
    is_newest = written.acted_at >= _moved_at(case)
    noted, facts = note(case, written)
    is_work = done_on is not None and registration.kind is Kind.REQUEST and case.status in OPEN
    if done_on is None or not is_work or not is_newest:
        return noted, facts
    done, more = noted.work_completed(
        Work(done_on=done_on, completed_at=now, intervention_code=INTERVENTION)
    )
    return done, (*facts, *more)


def _moved_at(case: Case) -> datetime:
    """When the case moved last, or a partner spoke of it last."""
    assert case.registration is not None, "checked before"
    moved = (line.at for line in case.journal if line.what in _STANDINGS)
    told = (one.acted_at for one in case.notes if one.by.startswith(PARTNER))
    return max([case.registration.received_at, *moved, *told])
