"""Opening a case, whichever the way in: HTTP and the staff pages do it here, by one rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.commands import Answer, derived_id
from chassis.errors import ApiError, Detail, invalid
from chassis.identity import Caller
from chassis.store import Scope
from contracts.words import Kind

from intake.application.claim_notice import notice_for
from intake.application.complaint_form import unproven_signature
from intake.application.form import CaseForm, FieldFault, brought_by, faults_of
from intake.application.place_case import placed
from intake.application.register_case import register_case
from intake.entrypoints.desk import CITIZEN, Desk, entrant, may_register
from intake.entrypoints.scans import keep_scan, settle_scan, signature_of
from intake.entrypoints.uploads import Upload


@dataclass(frozen=True)
class Opened:
    """A case that is open now: its id, the code that its citizen follows it with, the answer."""

    case_id: str
    tracking_code: str
    answer: Answer


async def open_case(
    desk: Desk,
    form: CaseForm,
    caller: Caller | None,
    key: str,
    *,
    integrator: str | None = None,
    scan: Upload | None = None,
) -> Opened:
    """Open a case (PV-01). Repeated under its key it answers the same, and opens no other.

    `scan` is the signed paper of a complaint (PV-18): it leaves with it. `integrator` holds the API
    key that it came under, already checked: nobody else may say `open311`. Raises ApiError 400 with
    every field at fault, 401, 403, 501, CommandConflict, Transient.
    """
    if integrator is None:
        may_register(caller, form.channel)
    member, now = entrant(caller, form.channel), desk.clock()
    faults = faults_of(form, desk.boroughs, now, by_staff=member is not None)
    if form.channel == "pilot" or (form.channel == "open311") != (integrator is not None):
        faults.append(FieldFault("channel", "unknown", "valeur inconnue", "unknown value"))
    if member is None and scan is None:
        faults += unproven_signature(form.complaint)
    if faults:
        raise invalid_fields(faults)
    if integrator is None:
        may_register(caller, form.channel, form.borough)
    case_id = derived_id(_source(caller, integrator), key)
    words = await desk.vocabulary()
    rules = words.rules_of(form.borough)
    brought = brought_by(
        form,
        now,
        member.subject if member else None,
        is_of_grid=words.knows(form.borough, form.activity) is True,
        notice=notice_for(Kind(form.kind), form.description, rules, now),
        rules=rules,
    )
    brought = placed(brought, desk.gazetteer)
    by = member.subject if member else CITIZEN
    is_signed = form.complaint is not None and form.complaint.signed
    paper = await keep_scan(desk, case_id, scan, by) if scan is not None and is_signed else None
    signature = signature_of(form.complaint, paper)
    scope = Scope(frozenset({form.borough}))
    answer = await desk.commands.execute(
        case_id,
        lambda state: register_case(state, case_id, brought, desk.codes, signature),
        command_id=f"register:{key}",
        content=form.model_dump(mode="json") | ({"scan": paper.attachment.digest} if paper else {}),
        scope=scope,
        borough=form.borough,
        creates=True,
    )
    if paper is not None:
        await settle_scan(desk, case_id, paper, scope)
    return Opened(case_id, desk.codes.code_of(case_id), answer)


def _source(caller: Caller | None, integrator: str | None) -> str:
    """Whose key it is: the same key of two callers names two cases."""
    if integrator is not None:
        return f"open311:{integrator}"
    return f"staff:{caller.subject}" if caller else "public"


def invalid_fields(faults: Sequence[FieldFault]) -> ApiError:
    """The City's error for fields that break a rule of the form."""
    return invalid(
        [Detail("invalidParameter", (one.french, one.english), one.field) for one in faults]
    )
