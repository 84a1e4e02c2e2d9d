"""The HTTP API of what people do with a case: taking charge, transfers, levels, hand-overs, loops,
and the flow of elected officials."""

from enum import Enum

from chassis.errors import forbidden
from chassis.http import language_of
from fastapi import APIRouter, Request

from routing.application.move_forms import (
    AnswerForm,
    BulkForm,
    HandOverForm,
    LevelForm,
    OfferForm,
    OfficialForm,
    SettleForm,
    StepForm,
)
from routing.domain.elected import ElectedState
from routing.entrypoints.case_desk import CaseDesk
from routing.entrypoints.desk import READERS, scope_in
from routing.entrypoints.http import Key, Limit, Offset, Slug, Staff
from routing.entrypoints.move_views import elected_view
from routing.entrypoints.views import View, paged

ELECTED = "elected-official"
CASE: list[str | Enum] = ["assignments"]
OFFICIALS: list[str | Enum] = ["elected officials"]


def router(cases: CaseDesk) -> APIRouter:
    """`/api/routing/v1`."""
    routes = APIRouter(prefix="/api/routing/v1")
    _charge(routes, cases)
    _transfers(routes, cases)
    _elsewhere(routes, cases)
    _officials(routes, cases)
    return routes


def _charge(routes: APIRouter, cases: CaseDesk) -> None:
    @routes.post("/assignments/{case_id}/acceptance", tags=CASE)
    async def accept(case_id: str, caller: Staff, key: Key = None) -> View:
        """The department takes the case in charge (prise en charge)."""
        return (await cases.accept(case_id, caller, key)).body

    @routes.post("/acceptances", tags=CASE)
    async def accept_many(form: BulkForm, caller: Staff, request: Request) -> View:
        """Takes up to 200 cases in charge; each answers for itself."""
        taken = await cases.accept_many(form.case_ids, caller)
        items = [
            {"caseId": one.case_id, "accepted": one.error is None}
            | ({} if one.error is None else one.error.body(language_of(request)))
            for one in taken
        ]
        return {"items": items}

    @routes.post("/assignments/{case_id}/level", tags=CASE)
    async def level(case_id: str, form: LevelForm, caller: Staff, key: Key = None) -> View:
        """To the second line with a reason, or back to the first (MT-03)."""
        return (await cases.escalate(case_id, form, caller, key)).body


def _transfers(routes: APIRouter, cases: CaseDesk) -> None:
    @routes.post("/assignments/{case_id}/transfer", tags=CASE)
    async def offer(case_id: str, form: OfferForm, caller: Staff, key: Key = None) -> View:
        """Asks a colleague to take the case; it stays here until then (MH-06)."""
        return (await cases.offer_transfer(case_id, form, caller, key)).body

    @routes.post("/assignments/{case_id}/transfer/answer", tags=CASE)
    async def answer(case_id: str, form: AnswerForm, caller: Staff, key: Key = None) -> View:
        """The addressee, or who stands in, accepts or declines (MH-06)."""
        return (await cases.answer_transfer(case_id, form, caller, key)).body

    @routes.delete("/assignments/{case_id}/transfer", tags=CASE)
    async def withdraw(case_id: str, caller: Staff, key: Key = None) -> View:
        """Takes the offer back."""
        return (await cases.withdraw_transfer(case_id, caller, key)).body


def _elsewhere(routes: APIRouter, cases: CaseDesk) -> None:
    @routes.post("/assignments/{case_id}/hand-over", tags=CASE)
    async def hand_over(case_id: str, form: HandOverForm, caller: Staff, key: Key = None) -> View:
        """Given to another authority: which, when, its file number; the citizen is told."""
        return (await cases.hand_over(case_id, form, caller, key)).body

    @routes.post("/assignments/{case_id}/loop", tags=CASE)
    async def settle(case_id: str, form: SettleForm, caller: Staff, key: Key = None) -> View:
        """Settles a loop: the case follows the rules once more, or stays."""
        return (await cases.settle_loop(case_id, form, caller, key)).body


def _officials(routes: APIRouter, cases: CaseDesk) -> None:
    @routes.get("/elected-cases", tags=OFFICIALS)
    async def elected_cases(
        caller: Staff,
        borough: Slug | None = None,
        state: ElectedState | None = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> View:
        """Cases that elected officials brought, with the state of each (MH-05).

        An elected official sees his own, and those of his town that name nobody yet.
        """
        caller.require(ELECTED, *READERS)
        where: dict[str, object] = {"elected": {one.value for one in ElectedState}}
        if state is not None:
            where["elected"] = state.value
        if caller.roles.isdisjoint(READERS):
            where["official"] = {caller.subject, ""}
        scope = scope_in(caller, borough)
        page = await cases.desk.assignments.page(scope, where, offset=offset, limit=limit)
        lines = map(elected_view, page.assignments)
        return paged(lines, offset=offset, limit=limit, total=page.total)

    @routes.get("/elected-cases/{case_id}", tags=OFFICIALS)
    async def elected_case(case_id: str, caller: Staff) -> View:
        """One of them: every step with who and when (MH-05)."""
        caller.require(ELECTED, *READERS)
        held = await cases.desk.assignments.assignment(case_id, caller.scope)
        view = elected_view(held)
        is_theirs = view["official"] in ("", caller.subject) and view["state"] is not None
        if caller.roles.isdisjoint(READERS) and not is_theirs:
            raise forbidden()
        return view

    @routes.post("/assignments/{case_id}/official", tags=OFFICIALS)
    async def name(case_id: str, form: OfficialForm, caller: Staff, key: Key = None) -> View:
        """Which elected official brought the case (MH-04, MH-05)."""
        return (await cases.name_official(case_id, form, caller, key)).body

    @routes.post("/assignments/{case_id}/elected-steps", tags=OFFICIALS)
    async def step(case_id: str, form: StepForm, caller: Staff, key: Key = None) -> View:
        """The next step of the flow: who may take it is in the answer to a refusal (MH-05)."""
        return (await cases.elected_step(case_id, form, caller, key)).body
