"""A complaint completed after it was handed over: signed, dated, written, with full contact. Pure.

What is said leaves sealed in the same write, and decides anew there (PV-18, PV-38, PV-39); here
stays what stayed of the complaint itself: its form, and whom to answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from contracts.words import Admissibility, SignatureKind

from intake.domain.attachment import Attachment, Leaving
from intake.domain.bearer import bearer_of
from intake.domain.case import Case, Decision, line_of
from intake.domain.complaint_rules import ComplaintRules
from intake.domain.conversation import FIRST
from intake.domain.dossier import OPEN, ComplaintForm, Contact
from intake.domain.errors import Refused
from intake.domain.facts import ContactsRecorded, Fact, HandedOver
from intake.domain.signature import Signature


class Lack(StrEnum):
    """What a borough asks for and the complaint has not; words of the complaints service."""

    WRITE = "write"
    SIGN = "sign"
    CONTACT = "complete-contact"
    DATE = "date-facts"


@dataclass(frozen=True)
class Completion:
    """What comes later, once; `by`: the citizen, or the staff id of who took it in."""

    at: datetime
    by: str
    words: str = field(default="", repr=False)
    signature: Signature | None = None
    facts_on: date | None = None
    contact: Contact | None = field(default=None, repr=False)


def lacks(case: Case, rules: ComplaintRules | None) -> tuple[Lack, ...]:
    """What may still be added, the gravest first; empty where nothing can, or nothing is missing.

    By what was told here: what the counter told the complaints service itself is known there alone.
    """
    registration, standing = case.registration, case.complaint
    form = registration.complaint if registration else None
    if registration is None or form is None or case.status not in OPEN or form.anonymous:
        return ()
    is_over = standing.admissibility is Admissibility.ADMITTED or standing.concluded_at is not None
    if is_over or form.private_litigation:
        return ()
    if standing.code == "HORS_DELAI" and form.facts_on is not None:
        return ()  # too old: no addition puts that right
    asked = rules or ComplaintRules()
    if asked.takes_anything:
        return ()
    contact = registration.contact
    missing = {
        Lack.WRITE: asked.written and not form.written,
        Lack.SIGN: asked.signed and not form.signed,
        Lack.CONTACT: contact is None or not contact.is_full,
        Lack.DATE: asked.max_age_days is not None and form.facts_on is None,
    }
    return tuple(lack for lack, is_missing in missing.items() if is_missing)


def bears(case: Case, tracking_hash: str) -> bool:
    """True of the code of who complained, and of nobody's who joined when it was a request."""
    return bearer_of(case, tracking_hash) == FIRST


def complete(case: Case, done: Completion) -> Decision:
    """Hand over what was still missing (PV-18). Raises Refused.

    An anonymous complaint stays one; who has signed does not sign again.
    """
    registration = case.open_registration()
    form = registration.complaint
    if form is None:
        raise Refused("not-complaint")
    if case.complaint.concluded_at is not None:
        raise Refused("complaint-concluded")
    if form.anonymous:
        raise Refused("complaint-anonymous")
    if done.signature is not None and form.signed:
        raise Refused("signed-already")
    contact = _joined(registration.contact, done.contact)
    has_news = bool(done.words or done.signature or done.facts_on)
    if not has_news and contact == registration.contact:
        raise Refused("nothing-completed")
    files = _scan(done.signature)
    version = registration.handover_version + 1
    changes: dict[str, Any] = {
        "complaint": _formed(form, done),
        "contact": contact,
        "handover_version": version,
    }
    handed = HandedOver(
        done.words,
        version,
        adds=True,
        files=files,
        signature=done.signature,
        completed_at=done.at,
    )
    facts: list[Fact] = [handed]
    if contact != registration.contact:
        changes["contacts_version"] = registration.contacts_version + 1
        facts.append(ContactsRecorded())
    changed = case.with_line(
        line_of(done.at, "complaint-completed", by=done.by),
        registration=registration.model_copy(update=changes),
    )
    return _leaving(changed, files, done.at), tuple(facts)


def signed_with(decision: Decision, signature: Signature | None, now: datetime) -> Decision:
    """The registration of a complaint that was signed as it was brought; a repeat changes nothing.

    The signature goes with the first words, and so does the paper.
    """
    case, facts = decision
    if signature is None or not any(isinstance(one, HandedOver) for one in facts):
        return decision
    files = _scan(signature)
    with_it = tuple(
        replace(one, signature=signature, files=(*one.files, *files))
        if isinstance(one, HandedOver) and not one.adds
        else one
        for one in facts
    )
    return _leaving(case, files, now), with_it


def _formed(form: ComplaintForm, done: Completion) -> ComplaintForm:
    kind: SignatureKind | None = done.signature.kind if done.signature else form.signed_by
    # What was signed on paper is in writing.
    is_written = form.written or bool(done.words) or bool(_scan(done.signature))
    return form.model_copy(
        update={
            "written": is_written,
            "signed": form.signed or done.signature is not None,
            "signed_by": kind,
            "facts_on": done.facts_on or form.facts_on,
        }
    )


def _joined(known: Contact | None, given: Contact | None) -> Contact | None:
    """Field by field what was given, else what was there; nothing is ever taken away."""
    if given is None:
        return known
    news = {name: value for name, value in given.model_dump().items() if value}
    return (known or Contact()).model_copy(update=news)


def _scan(signature: Signature | None) -> tuple[Attachment, ...]:
    return (signature.scan,) if signature is not None and signature.scan is not None else ()


def _leaving(case: Case, files: Sequence[Attachment], now: datetime) -> Case:
    """Their bytes lie here until complaints has them, and nowhere in the case (PV-45)."""
    leaving = (Leaving(attachment=one, due_at=now) for one in files)
    return case.model_copy(update={"leaving": (*case.leaving, *leaving)})
