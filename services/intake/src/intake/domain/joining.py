"""Joining a case that is there instead of opening a second one (Montréal counts requesters)."""

from datetime import datetime

from contracts.words import Kind

from intake.domain.case import Case, Decision, line_of
from intake.domain.dossier import ClaimNotice, Requester
from intake.domain.errors import Refused
from intake.domain.facts import ClaimNoticeGiven, ContactsRecorded, Fact, Joined

MOST_REQUESTERS = 500
_JOINED = frozenset({Kind.REQUEST})


def requesters(case: Case) -> int:
    """How many citizens ask for it."""
    return (1 if case.registration else 0) + len(case.requesters)


def join(case: Case, requester: Requester) -> Decision:
    """One citizen more asks for the same; joining twice changes nothing. Raises Refused.

    A complaint, a claim, an access request is one person's own: nobody joins it.
    """
    if any(one.requester_id == requester.requester_id for one in case.requesters):
        return case, ()
    registration = case.open_registration()
    if registration.kind not in _JOINED:
        raise Refused("not-joinable")
    if len(case.requesters) >= MOST_REQUESTERS:
        raise Refused("too-many-requesters")
    # Whoever gave no contact is counted, and opens the page with a code; nobody is mailed.
    changes = {"contacts_version": registration.contacts_version + 1} if requester.contact else {}
    line = line_of(requester.joined_at, "joined", channel=requester.channel)
    joined = case.with_line(
        line,
        registration=registration.model_copy(update=changes),
        requesters=(*case.requesters, requester),
    )
    facts: list[Fact] = [Joined(requester.joined_at, requester.channel)]
    facts += [ContactsRecorded()] if requester.contact else []
    if case.claim_notice is not None:
        joined, told = _noticed(joined, case.claim_notice, requester)
        facts.append(told)
    return joined, facts


def _noticed(case: Case, notice: ClaimNotice, newcomer: Requester) -> tuple[Case, Fact]:
    """Who joins is told of the notice of claims as the first was: the days run for all (C-13)."""
    told = notice.model_copy(update={"given_at": newcomer.joined_at})
    params = {"days": str(told.days), "bearer": newcomer.requester_id}
    line = line_of(told.given_at, "claim-notice-given", **params)
    return case.with_line(line), ClaimNoticeGiven(told, newcomer.requester_id)


def leave(case: Case, requester_id: str, now: datetime) -> Decision:
    """A joined citizen takes their asking back; the case goes on for the others."""
    left = tuple(one for one in case.requesters if one.requester_id != requester_id)
    if len(left) == len(case.requesters) or case.registration is None:
        return case, ()
    gone = next(one for one in case.requesters if one.requester_id == requester_id)
    version = case.registration.contacts_version + (1 if gone.contact else 0)
    changed = case.with_line(
        line_of(now, "left"),
        registration=case.registration.model_copy(update={"contacts_version": version}),
        requesters=left,
    )
    return changed, (ContactsRecorded(),) if gone.contact else ()
