"""The file of one complaint: opened, its admissibility decided, an invitation left unanswered.

The open topic and the confidential hand-over may speak in any order; the file is decided from all
that was heard, and what stands no longer (withdrawn, no complaint after all) is not kept.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol, assert_never
from zoneinfo import ZoneInfo

from complaints.domain.admissibility import (
    Admissibility,
    Complaint,
    ComplaintRules,
    Outcome,
    decide,
    refusal_for,
    refused,
)
from complaints.domain.file import (
    AdmissibilityDecided,
    Content,
    Fact,
    HandedOver,
    Investigation,
    InvitationDeclined,
    InvitationExpired,
    Opened,
    Reclassified,
    Registered,
    Reopened,
    SafetyAsked,
    SafetyRequest,
    Said,
    Signed,
    Supplemented,
    Waiting,
    Withdrawn,
)

COMPLAINT = "complaint"
FIRST_RETRY, LAST_RETRY = timedelta(seconds=30), timedelta(hours=1)


class RuleBook(Protocol):
    """Port to what boroughs ask of complaints."""

    def rules(self, borough: str, at: datetime) -> ComplaintRules | None:
        """Those in force at that instant; None: not known yet."""
        ...


def record(
    state: Investigation, fact: Fact, book: RuleBook, now: datetime, *more: Fact
) -> tuple[Investigation, list[Said]]:
    """Learn facts and decide once from all of them. An older hand-over version changes nothing."""
    if state.custody.certificate is not None:
        return state, []  # it was destroyed: what is told of it later is not kept
    for one in (fact, *more):
        state = _learn(state, one)
    return _decide(state, book, now, silence_counts=False)


def note_safety_request(
    state: Investigation, request_id: str, opened_at: datetime
) -> Investigation:
    """Intake opened the request beside a danger (C-08).

    Nothing is decided with it: what is said in the open must never follow from that request.
    """
    asked = state.safety or SafetyRequest()
    opened = {"request_id": request_id, "opened_at": opened_at}
    return state.model_copy(update={"safety": asked.model_copy(update=opened)})


def tick(state: Investigation, book: RuleBook, now: datetime) -> tuple[Investigation, list[Said]]:
    """Decide again: an invitation may have expired, the borough's rules may have come."""
    if state.custody.certificate is not None:
        return state, []
    decided, said = _decide(state, book, now, silence_counts=True)
    waiting = decided.waiting_for
    if waiting is not None and now >= waiting.retry_at:
        tries = waiting.tries + 1
        pause = min(FIRST_RETRY * (1 << min(tries, 30)), LAST_RETRY)
        later = waiting.model_copy(update={"tries": tries, "retry_at": now + pause})
        decided = decided.model_copy(update={"waiting_for": later})
    return decided, said


def next_try_at(state: Investigation) -> datetime | None:
    """When a tick has something to do for this file; None: only a new fact can change it."""
    if state.proceedings.conclusion is not None:
        return None
    if state.waiting_for is not None:
        return state.waiting_for.retry_at
    if state.admissibility is not None and state.admissibility.outcome is Outcome.INVITED:
        return state.expires_at
    return None


def _learn(state: Investigation, fact: Fact) -> Investigation:
    match fact:
        case Registered():
            news: dict[str, object] = {
                "kind": fact.kind,
                "borough": fact.borough,
                "received_at": fact.received_at,
            }
        case Reclassified():
            # A request of which nothing was kept may become a complaint.
            news = {"kind": fact.kind, "borough": state.borough or fact.borough}
        case Withdrawn():
            news = {"withdrawn_at": fact.withdrawn_at}
        case Reopened():
            news = {"withdrawn_at": None}
        case HandedOver(content, files):
            known = {one.file_id for one in state.files}
            new = tuple(one for one in files if one.file_id not in known)
            danger = state.safety or _danger(content)
            state = state.model_copy(update={"files": (*state.files, *new), "safety": danger})
            if state.content is not None and content.version <= state.content.version:
                return state
            if content.adds and state.content is not None:
                content = state.content.with_more(content)
            news = {"content": content, "first_content": state.first_content or content}
        case InvitationDeclined():
            news = {"declined_at": fact.declined_at, "declined": fact.declined}
        case Signed():
            news = {"signatures": (*state.signatures, fact.signature)}
        case Supplemented():
            news = {"supplements": (*state.supplements, fact.supplement)}
        case _:
            assert_never(fact)
    return state.model_copy(update=news)


def as_it_is(state: Investigation) -> Content:
    """The content with all that came since: signatures, and what else had been missing (PV-18).

    It came when the last of it did. There must be a content.
    """
    assert state.content is not None
    came = [one.received_at for one in state.signatures]
    came += [one.received_at for one in state.supplements]
    known = [one.facts_on for one in state.supplements if one.facts_on is not None]
    content = state.content
    return content.model_copy(
        update={
            "received_at": max([content.received_at, *came]),
            "signed": content.signed or bool(state.signatures),
            "written": content.written or any(one.written for one in state.supplements),
            "full_contact": content.full_contact
            or any(one.full_contact for one in state.supplements),
            "facts_on": known[-1] if known else content.facts_on,
        }
    )


def _danger(content: Content) -> SafetyRequest | None:
    if not content.danger:
        return None
    return SafetyRequest(
        activity=content.activity,
        longitude=content.longitude,
        latitude=content.latitude,
        address=content.address,
    )


@dataclass(frozen=True, slots=True)
class _Judgment:
    """`invitation`: the one that was made, kept while it matters. `expired`: nothing came of it."""

    decision: Admissibility
    invitation: Admissibility | None = None
    expired: bool = False


def _decide(
    state: Investigation, book: RuleBook, now: datetime, *, silence_counts: bool
) -> tuple[Investigation, list[Said]]:
    said: list[Said] = []
    if state.kind == COMPLAINT and not state.opened:
        state = state.model_copy(update={"opened": True})
        said.append(Opened(now))
    if state.opened and state.safety is not None and state.safety.asked_at is None:
        # Whatever becomes of the complaint: what is in danger stays in danger (C-08).
        asked = state.safety.model_copy(update={"asked_at": now})
        state = state.model_copy(update={"safety": asked})
        said.append(SafetyAsked(now))
    if state.proceedings.conclusion is not None:
        return state, said  # nothing is decided anew about what has its outcome
    if state.kind != COMPLAINT or state.withdrawn_at is not None or state.content is None:
        return state.model_copy(update=_UNDECIDED), said
    assert state.borough is not None  # came with the kind
    assert state.first_content is not None  # came with the content
    rules = book.rules(state.borough, state.first_content.received_at)
    if rules is None and state.content.danger:
        rules = ComplaintRules()  # danger waits for nobody's configuration (C-08)
    if rules is None:
        waiting = state.waiting_for or Waiting(
            borough=state.borough, since=now, tries=0, retry_at=now + FIRST_RETRY
        )
        return state.model_copy(update=_UNDECIDED | {"waiting_for": waiting}), said
    zone = ZoneInfo(rules.zone)
    judged = _judge(state, state.first_content, as_it_is(state), rules, zone, now, silence_counts)
    if judged.decision != state.admissibility:
        newly = judged.expired and not state.expired
        if newly and judged.invitation and judged.invitation.respond_by_on:
            said.append(InvitationExpired(judged.invitation.respond_by_on))
        said.append(AdmissibilityDecided(judged.decision, now))
    return state.model_copy(
        update={
            "admissibility": judged.decision,
            "invitation": judged.invitation,
            "expires_at": _expires_at(judged.invitation, zone),
            "expired": judged.expired,
            "waiting_for": None,
        }
    ), said


_UNDECIDED: dict[str, object] = {
    "admissibility": None,
    "invitation": None,
    "expires_at": None,
    "expired": False,
    "waiting_for": None,
}


def _judge(
    state: Investigation,
    first: Content,
    content: Content,
    rules: ComplaintRules,
    zone: ZoneInfo,
    now: datetime,
    silence_counts: bool,
) -> _Judgment:
    """The age counts from the first receipt: who answers an invitation loses no time by it."""
    today, came_on = _local_date(now, zone), _local_date(content.received_at, zone)
    decision = decide(_complaint(content, _local_date(first.received_at, zone)), rules, today)
    invitation = state.invitation
    if decision.outcome is not Outcome.INVITED:
        if decision.safety_request or not _is_late(came_on, invitation):
            return _Judgment(decision)
        anew = decide(_complaint(content, came_on), rules, today)
        if anew.outcome is Outcome.ADMITTED:
            return _Judgment(anew)  # late as an answer, in time as a complaint of that day
        return _refused_after(invitation, expired=True)
    respond_by_on = (invitation or decision).respond_by_on
    assert respond_by_on is not None  # every invitation has a last day
    invitation = decision.model_copy(update={"respond_by_on": respond_by_on})
    if state.declined_at is not None:
        return _refused_after(invitation, expired=False)
    if state.expired or _is_late(came_on, invitation) or (silence_counts and today > respond_by_on):
        return _refused_after(invitation, expired=True)
    return _Judgment(invitation, invitation)


def _refused_after(invitation: Admissibility | None, *, expired: bool) -> _Judgment:
    assert invitation is not None  # only an invitation can be declined or expire
    return _Judgment(refused(refusal_for(invitation.asks)), invitation, expired)


def _is_late(came_on: date, invitation: Admissibility | None) -> bool:
    respond_by_on = invitation.respond_by_on if invitation is not None else None
    return respond_by_on is not None and came_on > respond_by_on


def _complaint(content: Content, received_on: date) -> Complaint:
    return Complaint(
        received_on=received_on,
        facts_on=content.facts_on,
        written=content.written,
        signed=content.signed,
        anonymous=content.anonymous,
        has_full_contact=content.full_contact,
        private_litigation=content.private_litigation,
        danger=content.danger,
    )


def _local_date(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _expires_at(invitation: Admissibility | None, zone: ZoneInfo) -> datetime | None:
    """The local midnight after the last day of the invitation."""
    if invitation is None or invitation.respond_by_on is None:
        return None
    after = invitation.respond_by_on + timedelta(days=1)
    return datetime.combine(after, time(), zone).astimezone(UTC)
