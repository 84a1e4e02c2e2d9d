"""`/carte`: a counter's open and recently closed requests, as a list with a map, and as feeds.

The list is whole without the map, and all of it without script. What is shown is the public record
alone (`domain/public_request.py`): never a complaint, a claim or an access request.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC
from email.utils import format_datetime
from typing import Annotated
from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError, forbidden
from chassis.page_faults import faults_in
from chassis.store import Scope
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from ui import Pages, language_of

from intake.domain.public_request import PublicRequest
from intake.entrypoints.attachments import hand_out
from intake.entrypoints.citizen.faces import CitizenPages
from intake.entrypoints.desk import Desk
from intake.entrypoints.http_attachments import as_response
from intake.entrypoints.http_twins import PublicJoinForm, join_by_token
from intake.entrypoints.join_tokens import Joinable
from intake.entrypoints.page_forms import Sent, filled, sent_by
from intake.entrypoints.public import feeds, montreal_rows
from intake.entrypoints.public.public_views import (
    RECENT,
    SINCE,
    Asked,
    listing,
    updates_view,
    view_of,
)
from intake.entrypoints.tracking.previews import preview_of
from intake.entrypoints.views import answered

KEPT_SECONDS = 60
PHOTO_KEPT_SECONDS = 3600
JOIN_FIELDS = ("contact.name", "contact.email", "contact.phone")
Text = Annotated[str, Query(max_length=100)]
Current = Callable[[str], Awaitable[list[PublicRequest]]]


def router(desk: Desk, shared: Pages) -> APIRouter:
    """`/carte`, `/carte/{borough}`, its requests and its feeds."""
    routes = APIRouter(include_in_schema=False, dependencies=[Depends(desk.limits.lookups)])
    pages = CitizenPages(desk, shared)
    counters = sorted(desk.boroughs.items(), key=lambda one: one[1])

    def choose(request: Request, *, unknown: bool = False) -> Response:
        status = 404 if unknown else 200
        return shared.render(
            request, "public/counters.html", status=status, counters=counters, unknown=unknown
        )

    async def current(borough: str) -> list[PublicRequest]:
        return await desk.public.current(borough, desk.clock() - RECENT)

    @routes.get("/carte")
    async def all_counters(request: Request) -> Response:
        return choose(request)

    @routes.get("/carte/{borough}")
    async def listed(
        borough: str,
        request: Request,
        etat: Text = "",
        activite: Text = "",
        depuis: Text = "",
        page: Text = "",
    ) -> Response:
        if borough not in desk.boroughs:
            return choose(request, unknown=True)
        asked = Asked.of(etat, activite, depuis, page)
        found = listing(await current(borough), asked, desk.clock(), language_of(request))
        shown = await pages.render(
            request, "public/list.html", borough, found=found, asked=asked, since=SINCE
        )
        return known_again(request, shown, cache="no-cache")

    _add_feeds(routes, desk, current)
    _add_requests(routes, desk, pages, choose)
    return routes


def _add_feeds(routes: APIRouter, desk: Desk, current: Current) -> None:
    """`/carte/{borough}/demandes.geojson`, `.csv` and `.atom`: the same requests, whole."""

    def fed(request: Request, body: bytes, kind: str, told: Sequence[PublicRequest]) -> Response:
        headers = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
        if told:
            latest = max(one.updated_at for one in told)
            headers["Last-Modified"] = format_datetime(latest.astimezone(UTC), usegmt=True)
        made = Response(body, media_type=kind, headers=headers)
        return known_again(request, made, cache=f"public, max-age={KEPT_SECONDS}")

    @routes.get("/carte/{borough}/demandes.geojson")
    async def as_geojson(borough: str, request: Request) -> Response:
        told = await current(_known(desk, borough))
        body = feeds.geojson(told, borough, _site(request))
        return fed(request, body, feeds.GEOJSON, told)

    @routes.get("/carte/{borough}/demandes.csv")
    async def as_csv(borough: str, request: Request) -> Response:
        told = await current(_known(desk, borough))
        body = montreal_rows.table(told, desk.boroughs, desk.territories)
        answer = fed(request, body, feeds.CSV, told)
        answer.headers["Content-Disposition"] = f'attachment; filename="demandes-{borough}.csv"'
        return answer

    @routes.get("/carte/{borough}/demandes.atom")
    async def as_atom(borough: str, request: Request) -> Response:
        told = await current(_known(desk, borough))
        body = feeds.atom(told, borough, desk.boroughs[borough], _site(request))
        return fed(request, body, feeds.ATOM, told)


def _add_requests(
    routes: APIRouter, desk: Desk, pages: CitizenPages, choose: Callable[..., Response]
) -> None:
    """`/carte/{borough}/{request_id}`: one request, its photos, and asking for the same."""

    async def one_of(borough: str, request_id: str) -> PublicRequest:
        found = await desk.public.by_ids([request_id], _known(desk, borough))
        if not found:
            raise NotFound(request_id)
        return found[0]

    async def shown(
        request: Request, borough: str, one: PublicRequest, *, status: int = 200, **sent: object
    ) -> Response:
        language = language_of(request)
        updates = await desk.public.updates_of(one.request_id)
        known = {"given": {"key": uuid4().hex}, "faults": {}, **sent}
        return await pages.render(
            request,
            "public/request.html",
            borough,
            status=status,
            one=view_of(one, language),
            updates=updates_view(updates, language),
            **known,
        )

    @routes.get("/carte/{borough}/{request_id}")
    async def single(borough: str, request_id: str, request: Request) -> Response:
        try:
            return await shown(request, borough, await one_of(borough, request_id))
        except NotFound:
            if borough not in desk.boroughs:
                return choose(request, unknown=True)
            return await pages.render(request, "public/unknown.html", borough, status=404)

    @routes.get("/carte/{borough}/{request_id}/photos/{photo_id}")
    async def photo(borough: str, request_id: str, photo_id: str) -> Response:
        """A public photo, small."""
        if photo_id not in (await one_of(borough, request_id)).photos:
            raise NotFound(photo_id)
        case = await desk.cases.case(request_id, Scope.everything())
        answer = as_response(*await preview_of(*await hand_out(desk, case, photo_id)))
        answer.headers["Cache-Control"] = f"public, max-age={PHOTO_KEPT_SECONDS}"
        return answer

    @routes.post(
        "/carte/{borough}/{request_id}/joindre", dependencies=[Depends(desk.limits.writes)]
    )
    async def join(borough: str, request_id: str, request: Request) -> Response:
        """Ask for the same as everybody sees there; twice under one key, once."""
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise forbidden()
        one, language = await one_of(borough, request_id), language_of(request)
        sent = await sent_by(request)
        token = desk.join_tokens.token_of(Joinable(one.request_id, one.borough), desk.clock())
        told = Sent({**_typed(sent), "language": language})
        known = filled(PublicJoinForm, told, (*JOIN_FIELDS, "language"), language, joinToken=token)
        key, faults, status = sent["key"], known.faults, 400
        try:
            if known.form is not None and len(key) == len(uuid4().hex):
                done = await join_by_token(desk, known.form, key)
                case = answered(done.answer.body, language)
                return await pages.render(
                    request,
                    "public/joined.html",
                    borough,
                    code=done.tracking_code,
                    case=case,
                    one=view_of(one, language),
                )
        except (ApiError, CommandConflict) as error:
            faults = faults_in(error, language)
            status = error.status if isinstance(error, ApiError) else 409
        given = {**_typed(sent), "key": uuid4().hex}
        return await shown(request, borough, one, status=status, given=given, faults=faults)


def known_again(request: Request, answer: Response, *, cache: str) -> Response:
    """The answer with its ETag, or 304 for whoever has just that."""
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    answer.headers.update({"ETag": tag, "Cache-Control": cache})
    if tag not in request.headers.get("if-none-match", ""):
        return answer
    kept = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("content-length", "content-type")
    }
    return Response(status_code=304, headers=kept)


def _known(desk: Desk, borough: str) -> str:
    if borough not in desk.boroughs:
        raise NotFound(borough)
    return borough


def _site(request: Request) -> str:
    """The address of this site as the reader has it, without a final slash."""
    return str(request.base_url).rstrip("/")


def _typed(sent: Sent) -> dict[str, str]:
    return {name: sent[name] for name in JOIN_FIELDS}
