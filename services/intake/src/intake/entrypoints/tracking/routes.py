"""`/suivi` and below: the citizen types the code, and says on the page what there is to say."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.page_faults import WHOLE, faults_in
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from starlette.background import BackgroundTask
from ui import Pages, language_of
from ui.language import said

from intake.application.converse import LostCodeForm, NotResolvedForm, ReplyForm
from intake.domain.case import Case
from intake.entrypoints.desk import Desk
from intake.entrypoints.page_forms import Sent, filled, sent_by
from intake.entrypoints.tracking import acting
from intake.entrypoints.tracking.complaint import add_complaint_routes
from intake.entrypoints.tracking.files import add_file_routes
from intake.entrypoints.tracking.lost_code import NO_ORACLE, mail_codes
from intake.entrypoints.tracking.page import CasePage, Tried
from intake.entrypoints.tracking.words import DONE, LABELS, MAILED

F = TypeVar("F", bound=BaseModel)
Code = Annotated[str, Form(max_length=60)]
Act = Callable[[Case, str, Sent, str], Awaitable[dict[str, str]]]


def router(desk: Desk, pages: Pages) -> APIRouter:
    """The tracking page, what may be done on it, and the page for a lost code."""
    routes, page = APIRouter(include_in_schema=False), CasePage(desk, pages)
    _code(routes, page)
    _sayings(routes, page)
    _lost(routes, page)
    add_file_routes(routes, page)
    add_complaint_routes(routes, page)
    return routes


def _code(routes: APIRouter, page: CasePage) -> None:
    desk = page.desk

    @routes.get("/suivi")
    async def ask(request: Request) -> HTMLResponse:
        return page.ask(request)

    @routes.post("/suivi")
    async def track(request: Request, code: Code = "") -> HTMLResponse:
        try:
            async with desk.limits.trying(request, code):
                found = await desk.cases.dossier_by_code(code)
        except NotFound:
            return page.unknown(request)
        except ApiError as refusal:
            return page.too_many(request, refusal)
        return await page.show(request, found, code)

    @routes.post("/suivi/retirer")
    async def withdraw(request: Request, code: Code = "") -> HTMLResponse:
        language, refusal = language_of(request), ""
        try:
            async with desk.limits.trying(request, code):
                found = await desk.withdraw_by_code(code)
        except NotFound:
            return page.unknown(request)
        except ApiError as error:
            if error.status == 429:
                return page.too_many(request, error)
            refusal = error.body(language)["error"]["message"]
            found = await desk.cases.dossier_by_code(code)
        return await page.show(request, found, code, refusal=refusal)


def _sayings(routes: APIRouter, page: CasePage) -> None:
    desk = page.desk

    async def reply(case: Case, code: str, sent: Sent, language: str) -> dict[str, str]:
        form, faults = _form(ReplyForm, sent, ("questionId", "text"), language)
        if form is not None:
            await acting.give_reply(desk, case, code, form)
        return faults

    async def validate(case: Case, code: str, sent: Sent, language: str) -> dict[str, str]:
        await acting.validate(desk, case, code)
        return {}

    async def not_resolved(case: Case, code: str, sent: Sent, language: str) -> dict[str, str]:
        form, faults = _form(NotResolvedForm, sent, ("text",), language)
        if form is not None:
            await acting.say_not_resolved(desk, case, code, form, sent["key"][:100] or uuid4().hex)
        return faults

    def add(path: str, name: str, act: Act) -> None:
        @routes.post(path)
        async def say(request: Request) -> HTMLResponse:
            sent, language = await sent_by(request), language_of(request)
            code = sent["code"][:60]
            try:
                await desk.limits.writes(request, None)
                async with desk.limits.trying(request, code):
                    case = await desk.cases.case_by_code(code)
            except NotFound:
                return page.unknown(request)
            except ApiError as refusal:
                return page.too_many(request, refusal)
            try:
                faults = await act(case, code, sent, language)
            except (ApiError, CommandConflict) as error:
                faults = faults_in(error, language)
            found = await desk.cases.dossier_by_code(code)
            if not faults:
                return await page.show(request, found, code, done=said(DONE[name], language))
            tried = Tried(name, sent.given, {n: why for n, why in faults.items() if n != WHOLE})
            refused = faults.get(WHOLE, "")
            return await page.show(request, found, code, refusal=refused, tried=tried)

    add("/suivi/repondre", "answered", reply)
    add("/suivi/resolu", "validated", validate)
    add("/suivi/non-resolu", "reopened", not_resolved)


def _lost(routes: APIRouter, page: CasePage) -> None:
    desk = page.desk

    def shown(request: Request, status: int = 200, **values: object) -> HTMLResponse:
        language = language_of(request)
        whole = {"given": {}, "faults": {}, "done": "", "too_many": "", **values}
        labels = {name: said(words, language) for name, words in LABELS.items()}
        return page.pages.render(
            request, "suivi_code_perdu.html", status=status, labels=labels, **whole
        )

    @routes.get("/suivi/code-perdu")
    async def ask(request: Request) -> HTMLResponse:
        return shown(request)

    @routes.post("/suivi/code-perdu")
    async def lose(request: Request) -> HTMLResponse:
        """The same words whatever is known; what is to be mailed is looked for afterwards."""
        sent, language = await sent_by(request), language_of(request)
        form, faults = _form(LostCodeForm, sent, ("email",), language)
        if form is None:
            return shown(request, 400, given=sent.given, faults=faults)
        try:
            goes_on = await desk.limits.lost_codes(request, desk.finder.term_of_email(form.email))
        except ApiError as refusal:
            words = refusal.body(language)["error"]["message"]
            answer = shown(request, 429, given=sent.given, too_many=words)
            answer.headers.update(refusal.headers)
            return answer
        answer = shown(request, done=said(MAILED, language))
        answer.headers.update(NO_ORACLE)
        if goes_on:
            answer.background = BackgroundTask(mail_codes, desk, form.email)
        return answer


def _form(
    model: type[F], sent: Sent, names: tuple[str, ...], language: str
) -> tuple[F | None, dict[str, str]]:
    found = filled(model, sent, names, language)
    return found.form, dict(found.faults)
