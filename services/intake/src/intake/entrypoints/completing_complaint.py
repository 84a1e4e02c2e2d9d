"""Completing a complaint, for HTTP and pages alike: by whoever has its code, or by the counter.

All raise NotFound, CommandConflict, ApiError 400, 403, 413, 422, 501, Transient.
"""

from collections.abc import Mapping

from chassis.commands import Answer
from chassis.identity import Caller
from chassis.store import Scope
from ui.language import said

from intake.application.complete_complaint import (
    CompletionForm,
    complete_complaint,
    completion_faults,
)
from intake.domain.case import Case
from intake.entrypoints.citizen.complaint_step import SCAN_NEEDED
from intake.entrypoints.desk import CITIZEN, TECHNICIAN, Desk
from intake.entrypoints.page_forms import Sent, filled
from intake.entrypoints.registering import invalid_fields
from intake.entrypoints.scans import keep_scan, scan_in, settle_scan
from intake.entrypoints.uploads import Upload


async def by_citizen(
    desk: Desk, case: Case, code: str, form: CompletionForm, key: str, scan: Upload | None = None
) -> Answer:
    """What was still missing, from the page or a program of whoever complained (PV-18)."""
    scope = Scope(frozenset(case.boroughs))
    return await _complete(desk, case, form, CITIZEN, f"{CITIZEN}:{key}", scope, scan, code)


async def by_staff(
    desk: Desk, caller: Caller, case_id: str, form: CompletionForm, key: str, scan: Upload | None
) -> Answer:
    """What was brought to the counter; it is seen there once, and kept by complaints alone."""
    caller.require(TECHNICIAN)
    case = await desk.cases.case(case_id, caller.scope)
    return await _complete(desk, case, form, caller.subject, key, caller.scope, scan, None)


async def completed_at_counter(
    desk: Desk, caller: Caller, case_id: str, sent: Sent, language: str
) -> dict[str, str]:
    """The same from the fields of a page; why not, by field, and empty when it is done.

    At the counter it is the paper that bears the signature: a name alone signs nothing.
    """
    found = filled(CompletionForm, sent, ("signer", "factsOn"), language)
    scan, faults = await scan_in(sent), dict(found.faults)
    if sent["signer"] and scan is None:
        faults["scan"] = said(SCAN_NEEDED, language)
    if found.form is None or faults:
        return faults
    await by_staff(desk, caller, case_id, found.form, sent["key"][:100], scan)
    return {}


def of_scan(faults: Mapping[str, str]) -> dict[str, str]:
    """The page has one field for the file, whatever the reader of files calls it."""
    return {"scan" if name in ("file", "kind") else name: why for name, why in faults.items()}


async def _complete(
    desk: Desk,
    case: Case,
    form: CompletionForm,
    by: str,
    key: str,
    scope: Scope,
    scan: Upload | None,
    code: str | None,
) -> Answer:
    now = desk.clock()
    if faults := completion_faults(form, now, has_scan=scan is not None):
        raise invalid_fields(faults)
    paper = None if scan is None else await keep_scan(desk, case.case_id, scan, by)
    attachment = paper.attachment if paper else None
    content = form.model_dump(mode="json") | ({"scan": attachment.digest} if attachment else {})
    try:
        return await desk.change(
            case.case_id,
            lambda state: complete_complaint(state, form, attachment, by, now, desk.codes, code),
            command_id=f"complete:{key}",
            content=content,
            scope=scope,
        )
    finally:
        # Of what was refused nothing stays either.
        if paper is not None:
            await settle_scan(desk, case.case_id, paper, scope)
