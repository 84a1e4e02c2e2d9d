"""The HTTP API of access requests (A-2.1): read by the offices of the law, every reading recorded.

Whoever may not gets 404, as for a file that does not exist; what a rule refuses gets 422 with field
and reason, and nothing changed.
"""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from chassis.errors import unprocessable
from chassis.http import language_of
from chassis.identity import Caller
from chassis.store import Scope
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from complaints.application.access_requests import commands
from complaints.application.access_requests.desk import AccessDesk, Decide
from complaints.application.access_requests.forms import (
    AnswerForm,
    DocumentForm,
    ObservationsForm,
    RemovalForm,
    ReviewForm,
    ThirdPartyForm,
)
from complaints.domain.errors import Refused
from complaints.domain.legal_clock import ZONE
from complaints.entrypoints.access_requests.views import (
    commands_open,
    may_extend,
    provision_view,
    request_view,
    standing_view,
)
from complaints.entrypoints.custody_http import IdempotencyKey, Staff, View, person_of, trace_view

CASE = "/access-requests/{case_id}"
READERS = ("access-officer", "general-director", "clerk")


@dataclass(frozen=True)
class Doing:
    """Runs commands for HTTP and pages alike; a refusal leaves as the City words it."""

    desk: AccessDesk

    async def __call__(
        self,
        what: str,
        decide: Decide,
        case_id: str,
        form: BaseModel,
        caller: Caller,
        key: str,
    ) -> View:
        """Where the file stands then. Raises NotFound, ApiError, CommandConflict, Transient."""
        try:
            answer = await self.desk.apply(
                what,
                case_id,
                form,
                decide,
                person_of(caller),
                caller.scope,
                key,
                answers=what == "answer",
            )
        except Refused as refusal:
            words = (refusal.reason_fr, refusal.reason_en)
            raise unprocessable(refusal.code, words, refusal.field) from None
        return dict(answer.body)


def router(desk: AccessDesk) -> APIRouter:
    """`/api/complaints/v1`."""
    routes = APIRouter(prefix="/api/complaints/v1", tags=["access requests"])
    doing = Doing(desk)
    _reading(routes, desk)
    _preparing(routes, doing)
    _answering(routes, doing)
    return routes


def _reading(routes: APIRouter, desk: AccessDesk) -> None:
    @routes.get("/access-requests")
    async def listed(
        caller: Staff,
        borough: str | None = None,
        awaited: bool | None = None,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> View:
        """Where the access requests stand; what awaits its answer comes by due time (PV-46)."""
        caller.require(*READERS)
        scope = caller.scope
        if borough is not None:
            scope = Scope(frozenset({borough}) & caller.boroughs)
        found = await desk.listed(
            person_of(caller), scope, awaited=awaited, offset=offset, limit=limit
        )
        return {
            "paging": {"offset": offset, "limit": limit, "totalCount": found.total},
            "items": [standing_view(one) for one in found.requests],
        }

    @routes.get("/access-provisions")
    async def provisions(caller: Staff, request: Request) -> View:
        """The provisions on which a refusal may rest, as they are in force today (PV-49)."""
        caller.require(*READERS)
        texts = desk.law.in_force(desk.clock().astimezone(ZONE).date())
        language = language_of(request)
        items = [provision_view(one, language) for one in texts.refusals]
        return {"version": texts.version, "items": items}

    @routes.get(CASE)
    async def show(case_id: str, caller: Staff, request: Request) -> View:
        """A whole file; the reading is recorded first."""
        state = await desk.read(case_id, person_of(caller), caller.scope)
        offices = await desk.offices(state)
        return {
            **request_view(state, language_of(request)),
            "answeredBy": offices.answers_by,
            "extendedBy": list(offices.extenders),
            "mayExtend": may_extend(state, caller.roles, offices),
            "commands": commands_open(state, caller.roles, offices),
        }

    @routes.get(CASE + "/readings")
    async def readings(case_id: str, caller: Staff) -> View:
        """Who opened the file, who tried, and when."""
        found = await desk.readings(case_id, person_of(caller), caller.scope)
        return {"items": [trace_view(one) for one in found]}


def _preparing(routes: APIRouter, doing: Doing) -> None:
    @routes.post(CASE + "/documents")
    async def add(case_id: str, form: DocumentForm, key: IdempotencyKey, caller: Staff) -> View:
        """A document that is asked for or was found, by its title."""
        return await doing("add-document", commands.add_document, case_id, form, caller, key)

    @routes.post(CASE + "/documents/removal")
    async def remove(case_id: str, form: RemovalForm, key: IdempotencyKey, caller: Staff) -> View:
        """One that was listed by mistake, while no notice or answer speaks of it."""
        return await doing("remove-document", commands.remove_document, case_id, form, caller, key)

    @routes.post(CASE + "/third-parties")
    async def notify(
        case_id: str, form: ThirdPartyForm, key: IdempotencyKey, caller: Staff
    ) -> View:
        """Write to a third party whose information is asked for (A-2.1 art. 49).

        The notice leaves by post in the same write; the delay for observations runs from then on.
        """
        run = partial(doing, "notify-third-party", commands.notify_third_party)
        return await run(case_id, form, caller, key)

    @routes.post(CASE + "/observations")
    async def observe(
        case_id: str, form: ObservationsForm, key: IdempotencyKey, caller: Staff
    ) -> View:
        """What a third party says; once all were heard, the delay of the decision runs."""
        run = partial(doing, "record-observations", commands.record_observations)
        return await run(case_id, form, caller, key)


def _answering(routes: APIRouter, doing: Doing) -> None:
    @routes.post(CASE + "/answer")
    async def answer(case_id: str, form: AnswerForm, key: IdempotencyKey, caller: Staff) -> View:
        """The answer, document by document, by who is bound to answer (PV-46, C-06).

        A refused part cites its provision and gives reasons (PV-49); the letter leaves with it.
        """
        return await doing("answer", commands.answer, case_id, form, caller, key)

    @routes.post(CASE + "/review")
    async def review(case_id: str, form: ReviewForm, key: IdempotencyKey, caller: Staff) -> View:
        """What the Commission d'accès à l'information decided; it may ask for a new answer."""
        return await doing("record-review", commands.record_review, case_id, form, caller, key)
