"""The HTTP API of claims: for the role that a borough's grid binds to them, and no other (PV-16).

Whoever may not gets 404, as for a file that does not exist; what a rule refuses gets 422 with field
and reason, and nothing changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from chassis.errors import unprocessable
from chassis.identity import Caller
from chassis.store import Scope
from fastapi import APIRouter, Query
from pydantic import BaseModel

from complaints.application.claims import commands
from complaints.application.claims.desk import ClaimDesk
from complaints.application.claims.forms import (
    DecisionForm,
    FactsForm,
    HandOverForm,
    NoticeForm,
    PaperForm,
    WithdrawalForm,
)
from complaints.domain.claims.said import Change
from complaints.domain.custody import Act
from complaints.domain.errors import Refused
from complaints.entrypoints.claims.views import file_view, standing_view
from complaints.entrypoints.custody_http import IdempotencyKey, Staff, View, person_of, trace_view

Standing = Literal["open", "handed-over", "decided", "withdrawn"]
Opening = Literal["read", "print", "export"]
CASE = "/claims/{case_id}"


@dataclass(frozen=True)
class Doing:
    """Runs commands for HTTP and pages alike; a refusal leaves as the City words it."""

    desk: ClaimDesk

    async def __call__(
        self,
        what: str,
        case_id: str,
        form: BaseModel,
        decide: Callable[..., Change],
        caller: Caller,
        key: str,
    ) -> View:
        """Where the file stands then. Raises NotFound, ApiError, CommandConflict, Transient."""
        try:
            answer = await self.desk.apply(
                what,
                case_id,
                form,
                lambda state, hand: decide(state, form, hand),
                person_of(caller),
                caller.scope,
                key,
            )
        except Refused as refusal:
            words = (refusal.reason_fr, refusal.reason_en)
            raise unprocessable(refusal.code, words, refusal.field) from None
        return dict(answer.body)


def router(desk: ClaimDesk) -> APIRouter:
    """`/api/complaints/v1/claims`."""
    routes = APIRouter(prefix="/api/complaints/v1", tags=["claims"])
    _reading(routes, desk)
    _preparing(routes, Doing(desk))
    _ending(routes, Doing(desk))
    return routes


def _reading(routes: APIRouter, desk: ClaimDesk) -> None:
    @routes.get("/claims")
    async def listed(
        caller: Staff,
        borough: str | None = None,
        stage: Standing | None = None,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> View:
        """The claims of the caller's boroughs, newest first: where each stands and the delays that
        the law gives whoever claims; nothing of what they say."""
        scope = caller.scope
        if borough is not None:
            scope = Scope(frozenset({borough}) & caller.boroughs)
        register = await desk.register_of(person_of(caller), scope)
        where = {} if stage is None else {"stage": stage}
        held = await desk.listed(register, where, offset=offset, limit=limit)
        total = await desk.counted(register, where)
        return {
            "paging": {"offset": offset, "limit": limit, "totalCount": total},
            "items": [standing_view(one) for one in held],
        }

    @routes.get(CASE)
    async def show(case_id: str, caller: Staff, act: Opening = "read") -> View:
        """The whole file of a claim; the reading is recorded before it is shown."""
        state = await desk.read(case_id, person_of(caller), caller.scope, act=Act(act))
        traces = await desk.traces(case_id)
        return {
            **standing_view(state),
            **file_view(state),
            "readings": [trace_view(one) for one in traces],
        }


def _preparing(routes: APIRouter, doing: Doing) -> None:
    @routes.post(CASE + "/notice")
    async def notice(case_id: str, form: NoticeForm, key: IdempotencyKey, caller: Staff) -> View:
        """The written notice of the law came; the day on which it was received decides (C-13)."""
        return await doing("record-notice", case_id, form, commands.record_notice, caller, key)

    @routes.post(CASE + "/facts")
    async def facts(case_id: str, form: FactsForm, key: IdempotencyKey, caller: Staff) -> View:
        """Date, place and nature of the facts, as they were asked for; the delays follow."""
        return await doing("state-facts", case_id, form, commands.state_facts, caller, key)

    @routes.post(CASE + "/papers")
    async def papers(case_id: str, form: PaperForm, key: IdempotencyKey, caller: Staff) -> View:
        """A document and its amount, in whole cents."""
        return await doing("add-paper", case_id, form, commands.add_paper, caller, key)

    @routes.post(CASE + "/hand-overs")
    async def hand_overs(
        case_id: str, form: HandOverForm, key: IdempotencyKey, caller: Staff
    ) -> View:
        """To the insurer, an adjuster or the clerk; the letter leaves in the same write."""
        return await doing("hand-over", case_id, form, commands.hand_over, caller, key)


def _ending(routes: APIRouter, doing: Doing) -> None:
    @routes.post(CASE + "/decision")
    async def decision(
        case_id: str, form: DecisionForm, key: IdempotencyKey, caller: Staff
    ) -> View:
        """Accepted, in part, denied or settled; without date and place of the facts it is refused.

        The letter leaves in the same write.
        """
        return await doing("decide", case_id, form, commands.decide, caller, key)

    @routes.post(CASE + "/withdrawal")
    async def withdrawal(
        case_id: str, form: WithdrawalForm, key: IdempotencyKey, caller: Staff
    ) -> View:
        """Whoever claimed takes it back, before any decision."""
        return await doing("take-back", case_id, form, commands.take_back, caller, key)
