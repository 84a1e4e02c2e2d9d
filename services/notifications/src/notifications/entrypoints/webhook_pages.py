"""The webhooks' pages, for integrators: they work without script, but for the copy button."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any
from uuid import uuid4

from chassis.commands import NotFound
from chassis.errors import ApiError
from chassis.identity import Caller, page_caller
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from ui import Assets, Pages, language_of
from ui.language import said
from ui.pages import back_to
from ui.staff_menu import entries_for

from notifications.application.manage_webhooks import Owner
from notifications.application.webhook_form import ReplayForm, WebhookForm, told_types
from notifications.domain.webhook import State, Webhook
from notifications.domain.webhook_delivery import DeliveryState
from notifications.entrypoints.webhook_desk import WebhookDesk, owner_of
from notifications.entrypoints.webhook_words import DELIVERY_STATES, REASONS, STATES, fault_in_words

PER_PAGE = 25
NO_FAULTS = {"form": "", "name": "", "url": "", "boroughs": "", "event_types": ""}
Names = Callable[[], Awaitable[Mapping[str, str]]]
Text = Annotated[str, Form(max_length=3000)]
Words = Annotated[list[str], Form()]
Visit = tuple[Caller, Owner]


class WebhookPages:
    """`/webhooks`. Every form is a POST of our own pages: see `chassis.identity` on cookies."""

    def __init__(self, desk: WebhookDesk, names: Names, signin_url: str) -> None:
        self._desk = desk
        self._names = names
        self._signin_url = signin_url
        self._pages = Pages("notifications.entrypoints", Assets())

    async def visitor(self, request: Request) -> Visit | Response:
        """The integrator, or where somebody goes who is none."""
        caller = await page_caller(request)
        if caller is None:
            return RedirectResponse(self._signin_url, 303)
        try:
            return caller, owner_of(caller)
        except ApiError as error:
            message = error.body(language_of(request))["error"]["message"]
            return self._render(request, "webhooks_refused.html", caller, 403, message=message)

    async def visited(
        self, request: Request, show: Callable[[Visit], Awaitable[Response]]
    ) -> Response:
        """What an integrator is shown of one webhook; all others go where they may."""
        visit = await self.visitor(request)
        if isinstance(visit, Response):
            return visit
        try:
            return await show(visit)
        except NotFound:
            return self.unknown(request, visit[0])

    async def index(
        self,
        request: Request,
        visit: Visit,
        faults: Mapping[str, str] | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> Response:
        """All webhooks of the caller, and the form for another."""
        caller, owner = visit
        webhooks, total = await self._desk.queries.page(owner, offset=0, limit=200)
        families: dict[str, list[str]] = {}
        for one in sorted(told_types()):
            families.setdefault(one.partition(".")[0], []).append(one)
        return self._render(
            request,
            "webhooks.html",
            caller,
            400 if faults else 200,
            webhooks=webhooks,
            total=total,
            names=await self._names(),
            mine=sorted(caller.boroughs),
            families=families,
            key=str(uuid4()),
            faults={**NO_FAULTS, **(faults or {})},
            is_refused=bool(faults),
            given=given or {"name": "", "url": "", "boroughs": [], "event_types": []},
        )

    async def one(
        self,
        request: Request,
        visit: Visit,
        webhook: Webhook,
        *,
        wanted: str = "",
        offset: int = 0,
        status: int = 200,
        **news: Any,
    ) -> Response:
        """A webhook with its deliveries; `news`: a secret, an outcome or a fault to show."""
        caller, owner = visit
        state = DeliveryState(wanted) if wanted in set(DeliveryState) else None
        page = await self._desk.queries.deliveries(
            owner, webhook, state, offset=offset, limit=PER_PAGE
        )
        shown = {"secret": None, "outcome": None, "fault": "", **news}
        return self._render(
            request,
            "webhook.html",
            caller,
            status,
            webhook=webhook,
            counts=await self._desk.queries.counts(owner, webhook),
            page=page,
            wanted=state.value if state else "",
            offset=offset,
            per_page=PER_PAGE,
            names=await self._names(),
            key=str(uuid4()),
            **shown,
        )

    def unknown(self, request: Request, caller: Caller) -> Response:
        """Not there, or not theirs: the same page."""
        return self._render(request, "webhooks_unknown.html", caller, 404)

    def _render(
        self, request: Request, template: str, caller: Caller, status: int, **values: Any
    ) -> Response:
        language = language_of(request)
        return self._pages.render(
            request,
            template,
            status=status,
            caller=caller,
            signin_url=self._signin_url,
            menu=entries_for(caller.roles),
            states={state: said(words, language) for state, words in STATES.items()},
            reasons={reason: said(words, language) for reason, words in REASONS.items()},
            standings={state: said(words, language) for state, words in DELIVERY_STATES.items()},
            why=lambda reason: fault_in_words(reason, language),
            State=State,
            Standing=DeliveryState,
            **values,
        )


def assets_router() -> APIRouter:
    """`/static`, for where no gateway sends it elsewhere: the same files as everywhere."""
    return Assets().router()


def pages_router(desk: WebhookDesk, names: Names, signin_url: str) -> APIRouter:
    """`/webhooks` and below."""
    routes, pages = APIRouter(include_in_schema=False), WebhookPages(desk, names, signin_url)
    _listing(routes, desk, pages)
    _showing(routes, desk, pages)
    _acting(routes, desk, pages)
    return routes


def _listing(routes: APIRouter, desk: WebhookDesk, pages: WebhookPages) -> None:
    @routes.get("/webhooks")
    async def listed(request: Request) -> Response:
        visit = await pages.visitor(request)
        return visit if isinstance(visit, Response) else await pages.index(request, visit)

    @routes.post("/webhooks")
    async def register(
        request: Request,
        name: Text = "",
        url: Text = "",
        key: Annotated[str, Form(min_length=16, max_length=100)] = "",
        boroughs: Words = [],  # noqa: B006 - FastAPI copies it
        event_types: Words = [],  # noqa: B006
    ) -> Response:
        visit = await pages.visitor(request)
        if isinstance(visit, Response):
            return visit
        given = {"name": name, "url": url, "boroughs": boroughs, "event_types": event_types}
        language = language_of(request)
        try:
            form = WebhookForm.model_validate(
                {"name": name, "url": url, "boroughs": boroughs, "eventTypes": event_types}
            )
            made = await desk.register(visit[0], form, key)
        except ValidationError as error:
            words = said(("à remplir, et pas trop long", "to be filled in, not too long"), language)
            places = {str(fault["loc"][0]) for fault in error.errors(include_input=False)}
            return await pages.index(request, visit, dict.fromkeys(places, words), given)
        except ApiError as error:
            return await pages.index(request, visit, _faults(error, language), given)
        return await pages.one(request, visit, made.webhook, secret=made.secret)


def _showing(routes: APIRouter, desk: WebhookDesk, pages: WebhookPages) -> None:
    @routes.get("/webhooks/{webhook_id}")
    async def show(
        request: Request,
        webhook_id: str,
        state: Annotated[str, Query(max_length=20)] = "",
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    ) -> Response:
        async def page(visit: Visit) -> Response:
            webhook = await desk.manager.get(visit[1], webhook_id)
            return await pages.one(request, visit, webhook, wanted=state, offset=offset)

        return await pages.visited(request, page)

    @routes.post("/webhooks/{webhook_id}/test")
    async def test(request: Request, webhook_id: str) -> Response:
        async def page(visit: Visit) -> Response:
            webhook = await desk.manager.get(visit[1], webhook_id)
            outcome = await desk.queries.test(webhook)
            return await pages.one(request, visit, webhook, outcome=outcome)

        return await pages.visited(request, page)

    @routes.post("/webhooks/{webhook_id}/rotate-secret")
    async def rotate(
        request: Request,
        webhook_id: str,
        key: Annotated[str, Form(min_length=16, max_length=100)],
    ) -> Response:
        async def page(visit: Visit) -> Response:
            made = await desk.manager.rotate(visit[1], webhook_id, key)
            return await pages.one(request, visit, made.webhook, secret=made.secret)

        return await pages.visited(request, page)


def _acting(routes: APIRouter, desk: WebhookDesk, pages: WebhookPages) -> None:
    async def act(
        request: Request, call: Callable[[Owner], Awaitable[object]], then: str
    ) -> Response:
        """Do it, then show the page that it was asked on."""

        async def done(visit: Visit) -> Response:
            await call(visit[1])
            return back_to(request, then)

        return await pages.visited(request, done)

    @routes.post("/webhooks/{webhook_id}/pause")
    async def pause(request: Request, webhook_id: str) -> Response:
        here = f"/webhooks/{webhook_id}"
        return await act(request, lambda owner: desk.manager.pause(owner, webhook_id), here)

    @routes.post("/webhooks/{webhook_id}/resume")
    async def resume(request: Request, webhook_id: str) -> Response:
        here = f"/webhooks/{webhook_id}"
        return await act(request, lambda owner: desk.manager.resume(owner, webhook_id), here)

    @routes.post("/webhooks/{webhook_id}/delete")
    async def delete(request: Request, webhook_id: str) -> Response:
        return await act(request, lambda owner: desk.manager.delete(owner, webhook_id), "/webhooks")

    @routes.post("/webhooks/{webhook_id}/replay")
    async def replay(
        request: Request,
        webhook_id: str,
        hours: Annotated[int, Form(ge=1, le=24 * 90)],
        what: Annotated[str, Form(max_length=10)] = "failed",
    ) -> Response:
        since = desk.hours_ago(hours)
        form = ReplayForm.model_validate({"since": since, "onlyFailed": what != "all"})
        here = f"/webhooks/{webhook_id}"
        return await act(
            request, lambda owner: desk.manager.replay_since(owner, webhook_id, form), here
        )

    @routes.post("/webhooks/{webhook_id}/deliveries/{delivery_id}/replay")
    async def replay_one(request: Request, webhook_id: str, delivery_id: str) -> Response:
        here = f"/webhooks/{webhook_id}"
        return await act(
            request, lambda owner: desk.manager.replay_one(owner, webhook_id, delivery_id), here
        )


def _faults(error: ApiError, language: str) -> dict[str, str]:
    """Reasons by field of the form; what is nobody's field stands under `form`."""
    body = error.body(language)["error"]
    found: dict[str, str] = {}
    for one in body.get("details", [body]):
        place = str(one.get("target") or "form").partition(".")[0]
        found.setdefault({"eventTypes": "event_types"}.get(place, place), one["message"])
    return found
