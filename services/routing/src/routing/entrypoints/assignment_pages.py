"""`/travail/{id}`: one assignment, why it is there, its journal, and what may be done with it.

A form posts to `/travail/{id}/<action>` and runs the same command as the API; done, it goes back to
the assignment, refused, the form is there again with what was typed.
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import WHOLE, faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import in_words, said
from ui.pages import back_to

from routing.entrypoints.assignment_actions import ACTIONS, DONE, Action
from routing.entrypoints.assignment_views import shown
from routing.entrypoints.page_forms import filled, sent_by
from routing.entrypoints.work_pages import WorkPages
from routing.entrypoints.work_words import FIELDS


def router(work: WorkPages) -> APIRouter:
    """`/travail/{case_id}` and its actions."""
    routes, pages, desk = APIRouter(include_in_schema=False), work.pages, work.desk

    async def page(
        request: Request,
        caller: Caller,
        case_id: str,
        tried: str = "",
        faults: Mapping[str, str] | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> Response:
        language, news = language_of(request), request.query_params.get("fait", "")
        state = await desk.desk.assignments.assignment(case_id, caller.scope)
        return pages.render(
            request,
            "assignment.html",
            caller,
            status=400 if faults else 200,
            may={name: one.allowed(state, caller, desk) for name, one in ACTIONS.items()},
            tried=tried,
            key=uuid4().hex,
            completion_given=work.completion_given(state, caller),
            given=given or {},
            faults=faults or {},
            labels=in_words(FIELDS, language),
            done=said(DONE[news], language) if news in DONE else "",
            **await shown(state, desk, caller.roles, language),
        )

    @routes.get("/travail/{case_id}")
    async def show(request: Request, case_id: str) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        try:
            return await page(request, caller, case_id)
        except NotFound:
            return pages.unknown(request, caller)

    def add(name: str, action: Action) -> None:
        @routes.post(f"/travail/{{case_id}}/{name}")
        async def act(request: Request, case_id: str) -> Response:
            caller = await pages.reader(request)
            if isinstance(caller, Response):
                return caller
            sent, language = await sent_by(request), language_of(request)
            known = filled(action.form, sent, action.fields, language, **action.known)
            try:
                if known.form is None:
                    return await page(request, caller, case_id, name, known.faults, sent.given)
                await action.run(desk, case_id, known.form, caller, sent["key"])
            except NotFound:
                return pages.unknown(request, caller)
            except (ApiError, CommandConflict) as error:
                faults = _on_this_form(faults_in(error, language), action)
                return await page(request, caller, case_id, name, faults, sent.given)
            return back_to(request, f"/travail/{case_id}", fait=name)

    for name, action in ACTIONS.items():
        add(name, action)
    return routes


def _on_this_form(faults: Mapping[str, str], action: Action) -> dict[str, str]:
    """By field; what is of no field of this form is of the whole."""
    return {name if name in action.fields else WHOLE: why for name, why in faults.items()}
