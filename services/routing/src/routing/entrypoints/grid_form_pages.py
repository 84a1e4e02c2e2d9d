"""The forms of `/grilles`: save a draft, publish it, go back to an earlier version."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from chassis.commands import Answer, CommandConflict
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel
from ui import language_of
from ui.language import said
from ui.pages import back_to

from routing.application.grid_forms import DraftForm, PublicationForm, RollbackForm
from routing.entrypoints.grid_desk import WRITERS
from routing.entrypoints.grid_words import CONFIRM
from routing.entrypoints.page_forms import Sent, filled, sent_by

if TYPE_CHECKING:
    from routing.entrypoints.grid_pages import GridPages

F = TypeVar("F", bound=BaseModel)
Texts = Mapping[str, str]


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
                    return back_to(request, f"/grilles/{borough}/brouillon")
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
            return await _new_version(
                request,
                borough,
                PublicationForm,
                ("after", "revision", "effectiveOn", "note", "reroutesOpen"),
                lambda form, key: grids.desk.publish(borough, form, caller, key),
                lambda faults, typed: grids.publication(request, caller, borough, faults, typed),
            )

        return await grids.visited(request, show, WRITERS)

    @routes.post("/grilles/{borough}/versions/{number}/retour")
    async def roll_back(request: Request, borough: str, number: int) -> Response:
        async def show(caller: Caller) -> Response:
            return await _new_version(
                request,
                borough,
                RollbackForm,
                ("after", "note", "reroutesOpen"),
                lambda form, key: grids.desk.roll_back(borough, form, caller, key),
                lambda faults, typed: grids.version(
                    request, caller, borough, number, faults, typed
                ),
                version=number,
            )

        return await grids.visited(request, show, WRITERS)


async def _new_version(
    request: Request,
    borough: str,
    model: type[F],
    names: Sequence[str],
    command: Callable[[F, str | None], Awaitable[Answer]],
    again: Callable[[Texts, Texts], Awaitable[Response]],
    **known: Any,
) -> Response:
    """Publishes what was confirmed; else the form `again`, with its faults and what was typed."""
    sent, language = await sent_by(request), language_of(request)
    form = filled(model, sent, names, language, **known)
    faults = dict(form.faults)
    if not sent["confirmed"]:
        faults["confirmed"] = said(CONFIRM, language)
    if form.form is not None and not faults:
        try:
            answer = await command(form.form, sent["key"] or None)
            return back_to(request, f"/grilles/{borough}", publiee=answer.body["version"])
        except (ApiError, CommandConflict) as error:
            faults = faults_in(error, language)
    return await again(faults, _typed(sent, *names, "confirmed"))


def _typed(sent: Sent, *names: str) -> dict[str, str]:
    """What was typed, for a form that is shown again; a new key, for what is sent next is new."""
    return {**{name: sent[name] for name in names if sent[name]}, "key": uuid4().hex}
