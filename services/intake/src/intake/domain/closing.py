"""Validating and reopening a case: completed and closed are two states (PV-28, PV-57, C-05)."""

from datetime import datetime
from enum import StrEnum

from contracts.words import Kind

from intake.domain.case import Case, Decision, line_of
from intake.domain.dossier import Closing, Status
from intake.domain.errors import Refused
from intake.domain.facts import Closed, Reopened


class Actor(StrEnum):
    """Who closes in a borough (C-05)."""

    RESPONSABLE = "responsable"
    TECHNICIAN = "technician"
    BOTH = "both"


class Reason(StrEnum):
    """Why a case that had ended is open again."""

    NOT_RESOLVED = "not-resolved"
    REAPPEARED = "reappeared"
    MISTAKE = "mistake"
    NEW_INFORMATION = "new-information"


ENDED = frozenset({Status.COMPLETED, Status.CLOSED, Status.ANSWERED, Status.WITHDRAWN})
_ROLES = {
    Actor.RESPONSABLE: frozenset({"responsable"}),
    Actor.TECHNICIAN: frozenset({"technician"}),
    Actor.BOTH: frozenset({"responsable", "technician"}),
}


def may_close(actor: Actor, roles: frozenset[str]) -> bool:
    """Whether somebody in these roles closes cases where `actor` does (C-05)."""
    return not _ROLES[actor].isdisjoint(roles)


def close(case: Case, *, by: str, now: datetime, without_work: bool = False) -> Decision:
    """Close a completed case, or one where there is nothing to do. Raises Refused.

    Closing what is closed changes nothing. Work is never left out silently: an open case is closed
    only where `without_work` says so.
    """
    if case.closing is not None and not case.withdrawn_at:
        return case, ()
    _not_a_complaint(case)
    _has_its_answer(case)
    if case.status is not Status.COMPLETED:
        case.open_registration()
        if not without_work:
            raise Refused("not-completed")
    else:
        without_work = False
    line = line_of(now, "closed-without-work" if without_work else "closed", by=by)
    closing = Closing(closed_at=now, by=by, without_work=without_work)
    return case.with_line(line, closing=closing), (Closed(now, without_work),)


def reopen(case: Case, reason: Reason, *, by: str, now: datetime) -> Decision:
    """Open again what had ended; when it was received stands (PV-13). Raises Refused."""
    if case.status not in ENDED:
        raise Refused("is-not-ended")
    _not_a_complaint(case)
    line = line_of(now, "reopened", by=by, reopening=reason.value)
    again = case.with_line(
        line,
        withdrawn_at=None,
        closing=None,
        answer=None,
        completion=None,
        conversation=case.conversation.begun_anew(),
    )
    return again, (Reopened(now, reason.value),)


def _has_its_answer(case: Case) -> None:
    # An access request ends with its answer, whatever work was done for it (PV-46).
    is_access = case.registration is not None and case.registration.kind is Kind.ACCESS
    if is_access and case.law.answered_at is None:
        raise Refused("access-unanswered")


def _not_a_complaint(case: Case) -> None:
    # A complaint ends where it is investigated (PV-40).
    if case.registration is not None and case.registration.kind is Kind.COMPLAINT:
        raise Refused("is-complaint")
