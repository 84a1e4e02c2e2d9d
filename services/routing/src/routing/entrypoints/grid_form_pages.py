"""The forms of `/grilles`: save a draft, publish it, go back to an earlier version."""

from typing import TYPE_CHECKING
from uuid import uuid4

from chassis.commands import CommandConflict
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import faults_in
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from ui import language_of
from ui.language import chosen
from ui.pages import linker

from routing.application.grid_forms import DraftForm, PublicationForm, RollbackForm
from routing.entrypoints.grid_desk import WRITERS
from routing.entrypoints.grid_words import CONFIRM, said
from routing.entrypoints.page_forms import Sent, filled, sent_by

if TYPE_CHECKING:
    from routing.entrypoints.grid_pages import GridPages


def add(routes: APIRouter, grids: "GridPages") -> None:
    """Forms and what becomes of them."""
    _drafting(routes, grids)
    _publishing(routes, grids)


def _drafting(routes: APIRouter, grids: "GridPages") -> None:
    @routes.get("/grilles/{borough}/brouillon")
    async def draft(request: Request, borough: str) -> Response:
        return await grids.visited(
            request, lambda caller: grids.draft(request, caller, borough), WRITERS
        )

    @routes.post("/grilles/{borough}/brouillon")
    async def save(request: Request, borough: str) -> Response:
        async def show(caller: Caller) -> Response:
            sent, language = await sent_by(request), language_of(request)
            form = filled(DraftForm, sent, ("text", "revision"), language)
            faults = form.faults
            if form.form is not None:
                try:
                    await grids.desk.save(borough, form.form, caller, sent["key"] or None)
                    return _gone(request, f"/grilles/{borough}/brouillon")
                except (ApiError, CommandConflict) as error:
                    faults = faults_in(error, language)
            typed = _typed(sent, "text", "revision")
            return await grids.draft(request, caller, borough, faults=faults, typed=typed)

        return await grids.visited(request, show, WRITERS)


def _publishing(routes: APIRouter, grids: "GridPages") -> None:
    @routes.get("/grilles/{borough}/publication")
    async def ask(request: Request, borough: str) -> Response:
        return await grids.visited(
            request, lambda caller: grids.publication(request, caller, borough), WRITERS
        )

    @routes.post("/grilles/{borough}/publication")
    async def publish(request: Request, borough: str) -> Response:
        async def show(caller: Caller) -> Response:
            sent, language = await sent_by(request), language_of(request)
            names = ("after", "revision", "effectiveOn", "note", "reroutesOpen")
            form = filled(PublicationForm, sent, names, language)
            faults = dict(form.faults)
            if not sent["confirmed"]:
                faults["confirmed"] = said(CONFIRM, language)
            if form.form is not None and not faults:
                try:
                    answer = await grids.desk.publish(
                        borough, form.form, caller, sent["key"] or None
                    )
                    return _gone(request, f"/grilles/{borough}", publiee=answer.body["version"])
                except (ApiError, CommandConflict) as error:
                    faults = faults_in(error, language)
            typed = _typed(sent, *names, "confirmed")
            return await grids.publication(request, caller, borough, faults, typed)

        return await grids.visited(request, show, WRITERS)

    @routes.post("/grilles/{borough}/versions/{number}/retour")
    async def roll_back(request: Request, borough: str, number: int) -> Response:
        async def show(caller: Caller) -> Response:
            sent, language = await sent_by(request), language_of(request)
            names = ("after", "note", "reroutesOpen")
            form = filled(RollbackForm, sent, names, language, version=number)
            faults = dict(form.faults)
            if not sent["confirmed"]:
                faults["confirmed"] = said(CONFIRM, language)
            if form.form is not None and not faults:
                try:
                    answer = await grids.desk.roll_back(
                        borough, form.form, caller, sent["key"] or None
                    )
                    return _gone(request, f"/grilles/{borough}", publiee=answer.body["version"])
                except (ApiError, CommandConflict) as error:
                    faults = faults_in(error, language)
            typed = _typed(sent, *names, "confirmed")
            return await grids.version(request, caller, borough, number, faults, typed)

        return await grids.visited(request, show, WRITERS)


def _typed(sent: Sent, *names: str) -> dict[str, str]:
    """What was typed, for a form that is shown again; a new key, for what is sent next is new."""
    return {**{name: sent[name] for name in names if sent[name]}, "key": uuid4().hex}


def _gone(request: Request, path: str, **query: object) -> Response:
    """To the page that shows what came of it."""
    return RedirectResponse(linker(chosen(request))(path, **query), 303)
