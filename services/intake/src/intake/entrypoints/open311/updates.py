"""POST /servicerequestupdates: what an executing partner says was done (mySociety's extension)."""

from datetime import timedelta

from chassis.commands import NotFound, derived_id
from chassis.errors import Words
from chassis.store import Scope
from fastapi import Request

from intake.application.form import CLOCKS_MAY_DIFFER
from intake.application.partner_report import take_report
from intake.domain.api_keys import KeyHolder, KeyKind
from intake.domain.case import Case
from intake.domain.public_request import public_facts
from intake.entrypoints.open311.arguments import Arguments
from intake.entrypoints.open311.endpoint import Endpoint
from intake.entrypoints.open311.errors import Fault, Refusal, missing, unknown, wrong
from intake.entrypoints.open311.formats import Body
from intake.entrypoints.open311.writing import HTML, LONGEST_DESCRIPTION, NO_HTML, TOO_LONG

OPEN, CLOSED = "open", "closed"
LONGEST_ID = 200
_NOT_A_PARTNER: Words = (
    "cette clé ouvre des demandes, et n'en fait pas avancer",
    "this key opens requests, and moves none",
)
_STATUS: Words = ("open ou closed attendu", "open or closed is expected")
_FUTURE: Words = ("ne peut pas être dans le futur", "cannot be in the future")
_BEFORE: Words = ("avant la demande elle-même", "before the request itself")
_ID: Words = ("200 caractères au plus", "200 characters at most")


async def post_update(endpoint: Endpoint, request: Request) -> Body:
    """Take a report in. Raises Refusal, ApiError, Transient.

    The same `update_id` of the same key holder and request is taken in once, whatever else it says
    the second time.
    """
    arguments = await Arguments.sent(request)
    holder, borough = await endpoint.writer(request, arguments)
    if holder.kind is not KeyKind.PARTNER:
        raise Refusal([wrong("api_key", _NOT_A_PARTNER, 403)])
    case = await _case(endpoint, borough, arguments)
    await _taken(endpoint, holder, borough, case, arguments)
    told = {"update_id": arguments.text("update_id"), "service_request_id": case.case_id}
    return Body("service_request_updates", [told])


async def _case(endpoint: Endpoint, borough: str, arguments: Arguments) -> Case:
    """The request, if everybody may know of it. Raises Refusal 400, 404."""
    if not (name := arguments.text("service_request_id")):
        raise Refusal([missing("service_request_id")])
    try:
        case = await endpoint.desk.cases.case(name, Scope(frozenset({borough})))
    except NotFound:
        raise Refusal([unknown("service_request_id")]) from None
    if public_facts(case) is None:
        raise Refusal([unknown("service_request_id")])
    return case


async def _taken(
    endpoint: Endpoint, holder: KeyHolder, borough: str, case: Case, arguments: Arguments
) -> None:
    faults: list[Fault] = []
    update_id, status = arguments.text("update_id"), arguments.text("status").lower()
    at, now = arguments.instant("updated_datetime", faults), endpoint.desk.clock()
    text = arguments.text("description")
    for name in ("update_id", "status", "updated_datetime"):
        if not arguments.text(name):
            faults.append(missing(name))
    if len(update_id) > LONGEST_ID:
        faults.append(wrong("update_id", _ID))
    if status and status not in (OPEN, CLOSED):
        faults.append(wrong("status", _STATUS))
    if at is not None and at > now + CLOCKS_MAY_DIFFER:
        faults.append(wrong("updated_datetime", _FUTURE))
    # To the second, as GeoReport writes instants: what was read here must not be too early.
    if at and case.registration and at + timedelta(seconds=1) <= case.registration.received_at:
        faults.append(wrong("updated_datetime", _BEFORE))
    if len(text) > LONGEST_DESCRIPTION:
        faults.append(wrong("description", TOO_LONG))
    if HTML.search(text):
        faults.append(wrong("description", NO_HTML))
    if faults or at is None:
        raise Refusal(faults)
    assert case.registration is not None, "what is public is registered"
    acted_at = max(min(at, now), case.registration.received_at)
    note_id = derived_id(case.case_id, f"{holder.name}:{update_id}")
    if endpoint.is_trial:
        return
    await endpoint.desk.change(
        case.case_id,
        lambda state: take_report(
            state,
            holder=holder.name,
            note_id=note_id,
            text=text,
            is_done=status == CLOSED,
            acted_at=acted_at,
            now=now,
            codes=endpoint.desk.codes,
        ),
        command_id=f"open311-update:{note_id}",
        # Not what it says: a known update is taken as read, however it differs.
        content=note_id,
        scope=Scope(frozenset({borough})),
    )
