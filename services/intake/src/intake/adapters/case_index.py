"""By what cases are found; the ledger counts by these fields too."""

from collections.abc import Callable, Mapping
from typing import Any

from chassis.clock import Clock, utc_now

from intake.domain.attaching import named_by
from intake.domain.case import Case
from intake.domain.dossier import Status
from intake.domain.leaving import next_due
from intake.domain.public_index import public_fields, saved_in
from intake.domain.search_terms import SearchTerms
from intake.domain.twins import cell_of

INDEXES: tuple[str | tuple[str, ...], ...] = (
    "tracking",
    ("registered", "boroughs", "received_at"),
    ("borough", "channel", "received_at", "first_contact"),
    ("terms", "received_at"),
    ("cell", "received_at"),
    ("locate", "boroughs", "received_at"),
    "files",
    "files_due_at",
    "public_keys",
    "saved_in",
)


def index(case: Case) -> Mapping[str, Any]:
    """Index fields of a case. `disposition` is where it went, each case in one place only."""
    registration, leaving = case.registration, next_due(case)
    return {
        "boroughs": case.boroughs,
        "borough": case.borough,
        "registered": registration is not None,
        "status": case.status.value,
        "disposition": disposition(case),
        "kind": registration.kind.value if registration else "",
        "activity": registration.activity if registration else "",
        "channel": registration.channel.value if registration else "",
        "locate": case.is_unlocated,
        "received_at": registration.received_at if registration else None,
        "first_contact": answered_at_first_contact(case),
        "tracking": _codes(case),
        "source": (registration.source or "") if registration else "",
        "external_id": (registration.external_id or "") if registration else "",
        "cell": cell_of(case),
        "files": named_by(case),
        "files_due_at": leaving.due_at if leaving else None,
        **public_fields(case),
    }


def searched_by(terms: SearchTerms, clock: Clock = utc_now) -> Callable[[Case], Mapping[str, Any]]:
    """Index fields with the terms of a search too, which need their key, and the minute of the
    save, by which readers of the public record learn what changed."""
    return lambda case: {**index(case), "terms": terms.of(case), "saved_in": saved_in(clock())}


def _codes(case: Case) -> list[str]:
    """Hashes of all codes that open the case: of who came first, and of who joined."""
    first = [case.registration.tracking_hash] if case.registration else []
    return [*first, *(one.tracking_hash for one in case.requesters)]


def answered_at_first_contact(case: Case) -> bool:
    """True when the answer was given as it was received (PV-15, MH-14), and still stands."""
    if case.registration is None or case.answer is None:
        return False
    return case.answer.answered_at == case.registration.received_at


def disposition(case: Case) -> str:
    """Where the case went: a status that ends it, what routing decided, or `in-flight`.

    `complaint` is a complaint that the complaints service opened and routing has not touched.
    """
    if case.status in (Status.AWAITED, Status.REJECTED, Status.WITHDRAWN, Status.ANSWERED):
        return case.status.value
    if case.assignment is not None or case.completion is not None:
        return "assigned"
    if case.unrouted is not None:
        return case.unrouted.outcome.value
    if case.closing is not None:
        return case.status.value
    return "complaint" if case.complaint.opened_at is not None else "in-flight"
