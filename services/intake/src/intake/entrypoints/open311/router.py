"""The routes of GeoReport v2, as OPEN311.md has them; what each does lies in a module of its own.

Arguments are declared for the document alone: they are read by `Arguments`, which takes an empty
one as absent and names all that are wrong at once.
"""

import re
from typing import Annotated, Any

from chassis.http import language_of
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from intake.entrypoints.open311.arguments import FORM, Arguments
from intake.entrypoints.open311.discovery import discovery
from intake.entrypoints.open311.endpoint import PREFIX, TRIAL_PREFIX, Endpoint
from intake.entrypoints.open311.errors import (
    NO_METHOD,
    NO_RESOURCE,
    Fault,
    Open311Route,
    Refusal,
)
from intake.entrypoints.open311.formats import FORMATS, MEDIA_TYPES, Body, answer
from intake.entrypoints.open311.reading import (
    listed_requests,
    listed_updates,
    one_request,
    request_of_token,
)
from intake.entrypoints.open311.services import service_definition, service_list
from intake.entrypoints.open311.updates import post_update
from intake.entrypoints.open311.writing import post_request

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_RESOURCES = (
    (re.compile(r"(discovery|services|(services|tokens|requests)/[^/]+)\.(xml|json)"), "GET"),
    (re.compile(r"(requests|servicerequestupdates)\.(xml|json)"), "GET, POST"),
)

Suffix = Annotated[str, Path(description="xml or json")]
Jurisdiction = Annotated[str, Query(description="Slug of the borough or town; required")]
Instant = Annotated[str, Query(description="W3C date with its zone, 2026-06-15T14:00:00Z")]


class Open311Error(BaseModel):
    """One thing wrong; an answer lists all of them (in XML: errors, error)."""

    code: int = Field(description="HTTP status that GeoReport gives it")
    description: str = Field(description="In French, or in English by Accept-Language")


_FORMS: dict[str, Any] = {media_type: {} for media_type in MEDIA_TYPES.values()}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "In the form of the suffix", "content": _FORMS},
    "default": {"model": list[Open311Error], "description": "Errors, in the form of the suffix"},
}


def _form(required: list[str], **fields: str) -> dict[str, Any]:
    """The form that a route reads, for the document."""
    properties = {name: {"type": "string", "description": text} for name, text in fields.items()}
    schema = {"type": "object", "required": required, "properties": properties}
    return {"requestBody": {"required": True, "content": {FORM: {"schema": schema}}}}


_POST_REQUEST = _form(
    ["api_key", "jurisdiction_id", "service_code"],
    api_key="Key of the integrator; taken from the form alone",
    jurisdiction_id="Slug of the borough or town",
    service_code="Code of GET services",
    lat="Latitude (WGS84), with long; or address_string",
    long="Longitude (WGS84)",
    address_string="Address, corner or place in words",
    address_id="Kept as it is; no place by itself",
    description="4,000 characters at most, no HTML",
    email="Whom to answer",
    phone="Whom to answer",
    first_name="Whom to answer",
    last_name="Whom to answer",
    media_url="Address of a photo; kept, never fetched",
    **{"attribute[code]": "Answer to a question of the service; attribute[code][] for several"},
)
_POST_UPDATE = _form(
    ["api_key", "jurisdiction_id", "service_request_id", "update_id", "status", "updated_datetime"],
    api_key="Key of an executing partner",
    jurisdiction_id="Slug of the borough or town",
    service_request_id="Id of the request",
    update_id="Id of this update at its sender; taken in once",
    status="open, or closed: the work is done, for staff to validate",
    updated_datetime="W3C date with its zone, not in the future",
    description="Words for the citizen, 4,000 characters at most, no HTML",
)


def routers(endpoint: Endpoint) -> list[APIRouter]:
    """`/open311/v2`, and the trial of the same that stores nothing."""
    return [_router(endpoint, PREFIX), _router(endpoint.trial(), TRIAL_PREFIX)]


def _router(endpoint: Endpoint, prefix: str) -> APIRouter:
    routes = APIRouter(
        prefix=prefix,
        route_class=Open311Route,
        default_response_class=Response,
        responses=_ANSWERS,
        tags=["open311"],
        include_in_schema=not endpoint.is_trial,
    )
    _about(routes, endpoint)
    _requests(routes, endpoint)
    _updates(routes, endpoint)

    @routes.api_route("{path:path}", methods=METHODS, include_in_schema=False)
    async def nothing_else(path: str) -> Response:
        for resource, allowed in _RESOURCES:
            if resource.fullmatch(path.lstrip("/")):
                raise Refusal([Fault(405, NO_METHOD)], {"Allow": allowed})
        raise Refusal([Fault(404, NO_RESOURCE)])

    return routes


def _about(routes: APIRouter, endpoint: Endpoint) -> None:
    @routes.get("/discovery.{form}")
    async def get_discovery(form: Suffix, request: Request) -> Response:
        """Where the endpoint is, in which forms, and whom to ask for a key."""
        return answer(known(form), discovery(request, endpoint.contact), bare=True)

    @routes.get("/services.{form}")
    async def get_services(
        form: Suffix, request: Request, jurisdiction_id: Jurisdiction = ""
    ) -> Response:
        """What can be asked for in a jurisdiction: the activities of its grid (PR-02)."""
        known(form)
        borough = await endpoint.reader(request, Arguments.asked(request))
        return answer(form, await service_list(endpoint, borough, language_of(request)))

    @routes.get("/services/{service_code}.{form}")
    async def get_service(
        service_code: str, form: Suffix, request: Request, jurisdiction_id: Jurisdiction = ""
    ) -> Response:
        """What one service asks besides place and words."""
        known(form)
        borough = await endpoint.reader(request, Arguments.asked(request))
        body = await service_definition(endpoint, borough, service_code, language_of(request))
        return answer(form, body)


def _requests(routes: APIRouter, endpoint: Endpoint) -> None:
    @routes.post("/requests.{form}", openapi_extra=_POST_REQUEST)
    async def create_request(form: Suffix, request: Request) -> Response:
        """Open a case (PV-01). Repeated under an Idempotency-Key it answers the same again."""
        return _written(known(form), await post_request(endpoint, request))

    @routes.get("/requests.{form}")
    async def get_requests(
        form: Suffix,
        request: Request,
        jurisdiction_id: Jurisdiction = "",
        service_request_id: Annotated[str, Query(description="Ids; override all else")] = "",
        service_code: Annotated[str, Query(description="Codes, by commas")] = "",
        status: Annotated[str, Query(description="open, closed, by commas")] = "",
        start_date: Instant = "",
        end_date: Instant = "",
    ) -> Response:
        """Requests that everybody may know of, newest first: 90 days and 1,000 at most."""
        known(form)
        arguments = Arguments.asked(request)
        borough = await endpoint.reader(request, arguments)
        return answer(form, await listed_requests(endpoint, request, borough, arguments))

    @routes.get("/requests/{service_request_id}.{form}")
    async def get_request(
        service_request_id: str, form: Suffix, request: Request, jurisdiction_id: Jurisdiction = ""
    ) -> Response:
        """One request that everybody may know of; one of another jurisdiction is not found."""
        known(form)
        borough = await endpoint.reader(request, Arguments.asked(request))
        return answer(form, await one_request(endpoint, request, borough, service_request_id))

    @routes.get("/tokens/{token}.{form}")
    async def get_token(
        token: str, form: Suffix, request: Request, jurisdiction_id: Jurisdiction = ""
    ) -> Response:
        """The id behind a token. Ids are given at once here, so a token is the id itself."""
        known(form)
        borough = await endpoint.reader(request, Arguments.asked(request))
        return answer(form, await request_of_token(endpoint, borough, token))


def _updates(routes: APIRouter, endpoint: Endpoint) -> None:
    @routes.get("/servicerequestupdates.{form}")
    async def get_updates(
        form: Suffix,
        request: Request,
        jurisdiction_id: Jurisdiction = "",
        start_date: Instant = "",
        end_date: Instant = "",
    ) -> Response:
        """What happened to requests, oldest first, in an order that stays."""
        known(form)
        arguments = Arguments.asked(request)
        borough = await endpoint.reader(request, arguments)
        return answer(form, await listed_updates(endpoint, request, borough, arguments))

    @routes.post("/servicerequestupdates.{form}", openapi_extra=_POST_UPDATE)
    async def create_update(form: Suffix, request: Request) -> Response:
        """What an executing partner did; a known update_id changes nothing (PV-53, PV-56)."""
        return _written(known(form), await post_update(endpoint, request))


def known(form: str) -> str:
    """The suffix, if GeoReport has that form. Raises Refusal 404."""
    if form not in FORMATS:
        raise Refusal([Fault(404, NO_RESOURCE)])
    return form


def _written(form: str, body: Body) -> Response:
    return answer(form, body, headers={"cache-control": "no-store"})
