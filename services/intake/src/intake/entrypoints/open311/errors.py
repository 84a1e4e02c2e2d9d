"""What is wrong, as GeoReport says it: a list of code and description in the form asked for.

Nothing below `/open311` is ever answered in HTML, or in the City's own form of an error.
"""

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError, Words, unavailable
from chassis.faults import Permanent, Transient
from chassis.http import detail_of, language_of
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from intake.entrypoints.open311.formats import Body, answer, form_of

log = logging.getLogger(__name__)

# The City's codes that have no place among GeoReport's: no caller here signs in (403), and what
# a rule forbids is a request that cannot be taken (400).
_STATUSES = {401: 403, 422: 400}
_REPEATED = (
    "Idempotency-Key : cette clé a déjà servi pour une autre demande.",
    "Idempotency-Key: this key was used for another request.",
)
NO_METHOD = ("Méthode refusée pour cette ressource.", "Method not allowed for this resource.")
_NOT_TAKEN = ("La demande n'a pas la forme attendue.", "The request is not of the form expected.")
_INTERNAL = ("Erreur interne ; elle a été consignée.", "Internal error; it was logged.")
NO_RESOURCE = ("Ressource introuvable.", "Resource not found.")


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the HTTP code that GeoReport gives it, and words for people."""

    code: int
    words: Words


class Refusal(Exception):
    """A request that is not carried out; the status is that of its first fault."""

    def __init__(self, faults: Sequence[Fault], headers: Mapping[str, str] | None = None) -> None:
        super().__init__(str(faults[0].code))
        self.faults = faults
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        """HTTP status."""
        return self.faults[0].code


def wrong(name: str, words: Words, code: int = 400) -> Fault:
    """A fault of one argument, named in both languages."""
    return Fault(code, (f"{name} : {words[0]}", f"{name}: {words[1]}"))


def missing(name: str, code: int = 400) -> Fault:
    """An argument that is required and was not given, or was empty."""
    return wrong(name, ("argument obligatoire", "this argument is required"), code)


def unknown(name: str) -> Fault:
    """404: the argument names nothing that is known in this jurisdiction."""
    return wrong(name, ("introuvable", "not found"), 404)


def refusal_of(error: Exception) -> Refusal:
    """Any error as GeoReport's; one that nobody foresaw is logged and says nothing of itself."""
    match error:
        case Refusal():
            return error
        case ApiError():
            return _of_the_city(error)
        case NotFound():
            return Refusal([Fault(404, NO_RESOURCE)])
        case RequestValidationError():
            details = [detail_of({**one, "loc": one["loc"][1:]}) for one in error.errors()]
            return Refusal([wrong(one.target or "?", one.words) for one in details])
        case CommandConflict():
            return Refusal([Fault(400, _REPEATED)])
        case Transient():
            return _of_the_city(unavailable())
        case HTTPException(status_code=405):
            return Refusal([Fault(405, NO_METHOD)], error.headers)
        case HTTPException(status_code=404):
            return Refusal([Fault(404, NO_RESOURCE)])
        case HTTPException() | Permanent():
            return Refusal([Fault(getattr(error, "status_code", 400), _NOT_TAKEN)])
        case _:
            log.error("unexpected error", exc_info=error)
            return Refusal([Fault(500, _INTERNAL)])


def refused(request: Request, refusal: Refusal) -> Response:
    """The answer, in the form that the path names."""
    language = language_of(request)
    errors = [
        {"code": one.code, "description": one.words[0 if language == "fr" else 1]}
        for one in refusal.faults
    ]
    return answer(form_of(request), Body("errors", errors), refusal.status, refusal.headers)


class Open311Route(APIRoute):
    """A route whose every error is GeoReport's."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """See FastAPI's custom routes: the handler, with all that it may raise answered."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except Exception as error:  # a 500 must be GeoReport's too
                return refused(request, refusal_of(error))

        return handle


def _of_the_city(error: ApiError) -> Refusal:
    code = _STATUSES.get(error.status, error.status)
    french, english = (error.body(language)["error"] for language in ("fr", "en"))
    pairs = zip(french.get("details") or [french], english.get("details") or [english], strict=True)
    faults = [Fault(code, (one["message"], other["message"])) for one, other in pairs]
    return Refusal(faults, error.headers)
