"""Who calls: staff by a signed token (JWT), scoped to boroughs, deny by default (DESIGN §7)."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

import httpx
from fastapi import Request, Security
from fastapi.security import HTTPBearer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from chassis.errors import ApiError, forbidden, unauthorized
from chassis.store import Scope

log = logging.getLogger(__name__)

ALGORITHMS = ["ES256", "RS256"]
COOKIE = "guichet_session"
KEYS_KEPT_SECONDS = 300.0
# Names the way in to whoever reads the OpenAPI document; `optional_caller` does the reading.
BEARER = HTTPBearer(auto_error=False, description="Token (JWT) of the identity provider")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Caller:
    """A member of staff or a system: what they may do, and where."""

    subject: str
    roles: frozenset[str] = frozenset()
    boroughs: frozenset[str] = field(default_factory=frozenset)

    @property
    def scope(self) -> Scope:
        """What every query and command of this caller is limited to."""
        return Scope(self.boroughs)

    def require(self, *roles: str) -> None:
        """Raises ApiError 403 unless the caller has one of these roles."""
        if self.roles.isdisjoint(roles):
            raise forbidden()


class Authenticator:
    """Verifies tokens of one issuer: its keys are cached, and asked again for an unknown key id."""

    def __init__(
        self,
        issuer: str,
        audience: str,
        keys_url: str,
        fetch: Callable[[str], Awaitable[dict[str, Any]]] | None = None,
    ) -> None:
        self._issuer = issuer
        self._keys_url = keys_url
        self._fetch = fetch or _fetch_json
        self._claims = JWTClaimsRegistry(
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        self._keys: KeySet | None = None
        self._fetched_at = 0.0
        self._lock = asyncio.Lock()

    async def caller(self, token: str) -> Caller:
        """The bearer of a token. Raises ApiError 401."""
        if not self._issuer:
            raise unauthorized()
        for fresh in (False, True):
            try:
                decoded = jwt.decode(token, await self._current(fresh=fresh), algorithms=ALGORITHMS)
                self._claims.validate(decoded.claims)
            except (JoseError, ValueError) as fault:
                if fresh:
                    log.info("token refused", extra={"fault": type(fault).__name__})
            else:
                claims = decoded.claims
                return Caller(
                    subject=str(claims["sub"]),
                    roles=_words(claims.get("roles")),
                    boroughs=_words(claims.get("boroughs")),
                )
        raise unauthorized()

    async def _current(self, *, fresh: bool) -> KeySet:
        async with self._lock:
            age = time.monotonic() - self._fetched_at
            # An unknown key id asks again, but a stranger's tokens must not make us hammer.
            if self._keys is None or age > KEYS_KEPT_SECONDS or (fresh and age > 1.0):
                try:
                    self._keys = KeySet.import_key_set(await self._fetch(self._keys_url))  # type: ignore[arg-type]
                    self._fetched_at = time.monotonic()
                except httpx.HTTPError as fault:
                    log.warning("issuer does not answer", extra={"fault": type(fault).__name__})
                    if self._keys is None:
                        raise unauthorized() from fault
            return self._keys


def _words(claim: Any) -> frozenset[str]:
    """A list of words; anything else grants nothing."""
    return (
        frozenset(w for w in claim if isinstance(w, str))
        if isinstance(claim, list)
        else frozenset()
    )


async def _fetch_json(url: str) -> dict[str, Any]:
    async with httpx.AsyncClient(timeout=5.0) as client:
        response = await client.get(url)
        response.raise_for_status()
        keys: dict[str, Any] = response.json()
        return keys


async def optional_caller(request: Request) -> Caller | None:
    """The caller if there is a token (header, or session cookie of our own pages), else None.

    Raises ApiError 401 for a token that is no good, 403 for a cookie sent from another site.
    """
    authenticator: Authenticator = request.app.state.authenticator
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return await authenticator.caller(token)
    if cookie := request.cookies.get(COOKIE):
        from_elsewhere = request.headers.get("sec-fetch-site", "same-origin") != "same-origin"
        if request.method not in SAFE_METHODS and from_elsewhere:
            raise forbidden()
        return await authenticator.caller(cookie)
    return None


async def page_caller(request: Request) -> Caller | None:
    """The same for a page: whoever's session has expired is a caller no longer, and signs in anew.

    Raises ApiError 403 for a form that another site sent with our cookie.
    """
    try:
        return await optional_caller(request)
    except ApiError as error:
        if error.status == 403:
            raise
        return None


async def staff(request: Request, _: Annotated[object, Security(BEARER)] = None) -> Caller:
    """FastAPI dependency: the caller, or 401."""
    caller = await optional_caller(request)
    if caller is None:
        raise unauthorized()
    return caller
