"""Completing a complaint from the citizen's page: a signature and what else was missing (PV-18)."""

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.page_faults import WHOLE, faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import said

from intake.application.complete_complaint import CompletionForm
from intake.application.form_shape import REQUIRED
from intake.domain.case import Case
from intake.entrypoints.citizen.complaint_step import SCAN, SCAN_NEEDED, TYPED
from intake.entrypoints.complaint_words import DONE
from intake.entrypoints.completing_complaint import by_citizen, of_scan
from intake.entrypoints.page_forms import Sent, filled, sent_by
from intake.entrypoints.scans import scan_in, sent_with_file
from intake.entrypoints.tracking.page import CasePage, Tried
from intake.entrypoints.uploads import TooLarge

FIELDS = (
    *("description", "signer", "confirmed", "factsOn"),
    *("contact.name", "contact.email", "contact.phone", "contact.address", "contact.byPost"),
)
SIGNATURE = frozenset({"signer", "confirmed"})
COMPLETED = "completed"


def add_complaint_routes(routes: APIRouter, page: CasePage) -> None:
    """`/suivi/completer` takes what was missing, `/suivi/plainte-papier` is a sheet to sign.

    The code is in the body of both.
    """
    desk = page.desk

    async def opened(request: Request, code: str) -> Case:
        async with desk.limits.trying(request, code):
            return await desk.cases.case_by_code(code)

    @routes.post("/suivi/completer")
    async def complete(request: Request) -> Response:
        language, faults = language_of(request), dict[str, str]()
        try:
            await desk.limits.writes(request, None)
        except ApiError as refusal:
            return page.too_many(request, refusal)
        try:
            sent = await sent_with_file(request, desk.files_max_bytes)
        except TooLarge as error:
            sent = Sent(error.before)
            faults = {"scan": " ".join(faults_in(error, language).values())}
        code = sent["code"][:60]
        try:
            case = await opened(request, code)
        except NotFound:
            return page.unknown(request)
        except ApiError as refusal:
            return page.too_many(request, refusal)
        if not faults:
            try:
                faults = await _complete(page, case, code, sent, language)
            except (ApiError, CommandConflict) as error:
                faults = of_scan(faults_in(error, language))
        found = await desk.cases.dossier_by_code(code)
        if not faults:
            return await page.show(request, found, code, done=said(DONE, language))
        tried = Tried(COMPLETED, sent.given, {n: why for n, why in faults.items() if n != WHOLE})
        refused = faults.get(WHOLE, "")
        return await page.show(request, found, code, refusal=refused, tried=tried)

    @routes.post("/suivi/plainte-papier")
    async def paper(request: Request) -> Response:
        """To be signed by hand: of what the complaint says nothing is kept here to be printed."""
        sent = await sent_by(request)
        try:
            case = await opened(request, sent["code"][:60])
        except NotFound:
            return page.unknown(request)
        except ApiError as refusal:
            return page.too_many(request, refusal)
        return await page.paper(request, case)


async def _complete(
    page: CasePage, case: Case, code: str, sent: Sent, language: str
) -> dict[str, str]:
    """Why not, by field; empty when it is done. Raises ApiError, CommandConflict, Transient."""
    signing = sent["signing"] or (SCAN if "scan" in sent.files else "")
    signing = signing or (TYPED if sent["confirmed"] else "")
    scan = await scan_in(sent) if signing == SCAN else None
    names = [one for one in FIELDS if signing or one not in SIGNATURE]
    names = [one for one in names if signing == TYPED or one != "confirmed"]
    found = filled(CompletionForm, sent, names, language)
    faults = dict(found.faults)
    if signing and not sent["signer"]:
        faults["signer"] = said(REQUIRED, language)
    if signing == SCAN and scan is None:
        faults["scan"] = said(SCAN_NEEDED, language)
    if found.form is None or faults:
        return faults
    await by_citizen(page.desk, case, code, found.form, sent["key"][:100], scan)
    return {}
