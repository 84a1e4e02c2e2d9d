"""A complaint completed after it was brought, by its citizen or at the counter (PV-18, PV-39).

Raises Refused, and the case is as it was. What is said goes to the complaints service, sealed.
"""

from datetime import date, datetime

from chassis.outcome import Outcome
from contracts.words import SignatureKind
from pydantic import StrictBool

from intake.application.complaint_form import Signer, signature_faults
from intake.application.form import ZONE, ContactForm, Words
from intake.application.form_shape import IN_THE_FUTURE, REQUIRED, FieldFault, Form
from intake.application.keep_dossier import known
from intake.application.translate import outcome
from intake.domain import completing
from intake.domain.attachment import Attachment
from intake.domain.case import Case
from intake.domain.completing import Completion
from intake.domain.dossier import Contact
from intake.domain.errors import Refused
from intake.domain.signature import Signature
from intake.domain.tracking import TrackingCodes, hash_of


class CompletionForm(Form):
    """What was missing in a complaint: words, signature, date of the facts, contact details."""

    description: Words | None = None
    signer: Signer | None = None
    confirmed: StrictBool = False
    facts_on: date | None = None
    contact: ContactForm | None = None


def completion_faults(form: CompletionForm, now: datetime, *, has_scan: bool) -> list[FieldFault]:
    """Every rule that the form breaks; a name signs once it is confirmed, or with its paper."""
    signed_by = None if has_scan else "typed"
    faults = signature_faults(form.signer, signed_by, confirmed=form.confirmed)
    if has_scan and not form.signer and not faults:
        faults.append(FieldFault("signer", "required", *REQUIRED))
    if form.facts_on is not None and form.facts_on > now.astimezone(ZONE).date():
        faults.append(FieldFault("factsOn", "in-the-future", *IN_THE_FUTURE))
    if form.contact is not None and form.contact.by_post and not form.contact.address:
        faults.append(FieldFault("contact.address", "required", *REQUIRED))
    return faults


def complete_complaint(
    state: Case | None,
    form: CompletionForm,
    scan: Attachment | None,
    by: str,
    now: datetime,
    codes: TrackingCodes,
    code: str | None = None,
) -> Outcome[Case]:
    """Hand it over. `code`: the tracking code under which it comes; None: staff took it in."""
    case = known(state)
    if code is not None and not completing.bears(case, hash_of(code)):
        raise Refused("complaint-of-another")
    done = Completion(
        at=now,
        by=by,
        words=form.description or "",
        signature=_signature(form, scan),
        facts_on=form.facts_on,
        contact=Contact.model_validate(form.contact.model_dump()) if form.contact else None,
    )
    return outcome(completing.complete(case, done), codes)


def _signature(form: CompletionForm, scan: Attachment | None) -> Signature | None:
    if form.signer is None:
        return None
    kind = SignatureKind.TYPED if scan is None else SignatureKind.PAPER
    return Signature(kind, form.signer, scan)
