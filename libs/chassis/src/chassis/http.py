"""The HTTP side of every process: errors in the City's form, correlation, health, metrics."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.commands import CommandConflict, NotFound
from chassis.errors import (
    ApiError,
    Detail,
    ErrorAnswer,
    Words,
    invalid,
    not_found,
    unavailable,
    unprocessable,
)
from chassis.faults import Permanent, Transient
from chassis.logs import correlation, correlation_id
from chassis.telemetry import span

log = logging.getLogger(__name__)

CORRELATION = "X-Correlation-ID"
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
Probe = Callable[[], Awaitable[Mapping[str, str]]]

REASONS: Mapping[str, Words] = {
    "missing": ("champ obligatoire", "this field is required"),
    "string_too_short": ("trop court", "too short"),
    "string_too_long": ("trop long", "too long"),
    "string_type": ("doit être un texte", "must be a text"),
    "enum": ("valeur inconnue", "unknown value"),
    "literal_error": ("valeur inconnue", "unknown value"),
    "extra_forbidden": ("champ inconnu", "unknown field"),
    "json_invalid": ("le corps n'est pas un JSON valide", "the body is not valid JSON"),
    "float_parsing": ("doit être un nombre", "must be a number"),
    "int_parsing": ("doit être un nombre entier", "must be a whole number"),
    "date_from_datetime_parsing": ("doit être une date AAAA-MM-JJ", "must be a date YYYY-MM-DD"),
    "less_than_equal": ("trop grand", "too large"),
    "greater_than_equal": ("trop petit", "too small"),
}


def language_of(request: Request) -> str:
    """French unless English is asked for first."""
    preferred = request.headers.get("accept-language", "").strip().lower()
    return "en" if preferred.startswith("en") else "fr"


def create_app(
    service: str,
    routers: Sequence[APIRouter],
    *,
    lifespan: Lifespan,
    alive: Callable[[], Mapping[str, float]],
    ready: Probe,
) -> FastAPI:
    """The application of one process; `ready` gives what is wrong, by dependency."""
    app = FastAPI(
        title=f"Guichet {service}",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"/documentation/{service}/openapi.json",
        # In place of the framework's own 422, which we never send.
        responses={"default": {"model": ErrorAnswer, "description": "An error, by its status"}},
    )
    app.add_api_route("/livez", _livez(alive), include_in_schema=False)
    app.add_api_route("/readyz", _readyz(ready), include_in_schema=False)
    app.add_api_route("/metrics", _metrics, include_in_schema=False)
    for router in routers:
        app.include_router(router)
    app.add_exception_handler(Exception, _server_error)
    for known in (ApiError, NotFound, CommandConflict, Permanent, Transient, HTTPException):
        app.add_exception_handler(known, _known_error)
    app.add_exception_handler(RequestValidationError, _known_error)
    app.add_middleware(Correlated)
    return app


def _livez(alive: Callable[[], Mapping[str, float]]) -> Callable[[], Awaitable[JSONResponse]]:
    async def livez() -> JSONResponse:
        silent = alive()
        return JSONResponse({"silent": dict(silent)}, 503 if silent else 200)

    return livez


def _readyz(ready: Probe) -> Callable[[], Awaitable[JSONResponse]]:
    async def readyz() -> JSONResponse:
        faults = await ready()
        return JSONResponse({"faults": dict(faults)}, 503 if faults else 200)

    return readyz


async def _metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


class Correlated:
    """X-Correlation-ID: taken if it is a plain word, else made; logged, passed on, echoed.

    Plain ASGI: the framework's own form of a middleware runs each request in two more tasks.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope)
        given = sent.get(CORRELATION, "")
        cid = given if 0 < len(given) <= 100 and given.replace("-", "").isalnum() else str(uuid4())
        correlation.set(cid)

        async def echo(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers[CORRELATION] = cid
                if key := sent.get("idempotency-key"):
                    headers["Idempotency-Key"] = key
            await send(message)

        with span(f"{scope['method']} request", sent.get("traceparent")):
            await self._app(scope, receive, echo)


async def _known_error(request: Request, error: Exception) -> JSONResponse:
    known = _as_api_error(error)
    body = known.body(language_of(request))
    return JSONResponse(body, known.status, headers=known.headers)


def _as_api_error(error: Exception) -> ApiError:
    match error:
        case ApiError():
            return error
        case RequestValidationError():
            # The first part of each place says where it was sent: body, query, path, header.
            faults = [{**fault, "loc": fault["loc"][1:]} for fault in error.errors()]
            return invalid([detail_of(fault) for fault in faults])
        case NotFound():
            return not_found()
        case CommandConflict():
            words = (
                "Cette clé d'idempotence a déjà servi pour une autre demande.",
                "This idempotency key was used for another request.",
            )
            return unprocessable("duplicateKey", words, "Idempotency-Key")
        case Transient():
            return unavailable()
        case HTTPException(status_code=404):
            return not_found()
        case HTTPException():
            words = ("Méthode ou forme refusée.", "Method or form refused.")
            return ApiError(error.status_code, "invalidParameter", words)
        case _:
            return unprocessable("unprocessableEntity", (str(error), str(error)))


def detail_of(fault: Mapping[str, Any]) -> Detail:
    """A field and a reason; pydantic's own message may quote the value and is not used."""
    place = [str(part) for part in fault["loc"]]
    kind = str(fault["type"])
    words = REASONS.get(kind, ("valeur invalide", "invalid value"))
    if kind == "value_error" and (ours := fault.get("ctx", {}).get("error")):
        # Our own validators raise ValueError("français|English") without values.
        french, _, english = str(ours).partition("|")
        words = (french, english or french)
    if kind == "json_invalid":
        return Detail("invalidJsonBody", words)  # its place is a position, no field
    return Detail("invalidParameter", words, ".".join(place) or None)


async def _server_error(request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected error", exc_info=error)
    words = ("Erreur interne ; elle a été consignée.", "Internal error; it was logged.")
    body = ApiError(500, "serverError", words).body(language_of(request))
    # Answered outside our middleware, which would have set it.
    return JSONResponse(body, 500, headers={CORRELATION: correlation_id()})
