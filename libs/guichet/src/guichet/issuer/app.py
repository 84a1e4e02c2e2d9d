"""`/demo/...`: choose a persona, be signed in. Labelled as a demonstration wherever it shows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from chassis.errors import ApiError, forbidden, not_found
from chassis.http import language_of as api_language
from chassis.identity import COOKIE
from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel
from ui import Assets, Pages

from guichet.issuer.keys import SigningKey
from guichet.issuer.personas import PERSONAS, Persona
from guichet.issuer.tokens import Tokens

AFTER_SIGN_IN = "/dossiers"
# Those who may see no dossier.
FIRST_PAGES = {
    "integrator": "/webhooks",
    "elected-official": "/travail/conseil",
    "access-officer": "/acces",
    "clerk": "/reclamations",
    "investigator": "/plaintes",
}


class TokenRequest(BaseModel):
    """Whose token is wanted."""

    persona: str


def issuer_router(tokens: Tokens, personas: Sequence[Persona], assets: Assets) -> APIRouter:
    """`/demo/keys`, `/demo/signin`, `/demo/token`, `/demo/signout`."""
    routes = APIRouter(prefix="/demo", include_in_schema=False)
    pages = Pages("guichet.issuer", assets)
    known = {persona.subject: persona for persona in personas}
    secure = tokens.issuer.startswith("https:")

    @routes.get("/keys")
    async def keys() -> dict[str, Any]:
        return tokens.key.public_keys()

    @routes.get("/signin")
    async def choose(request: Request) -> Response:
        return pages.render(request, "signin.html", personas=personas, unknown=False)

    @routes.post("/signin")
    async def sign_in(request: Request, persona: Annotated[str, Form(max_length=100)]) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise forbidden()
        if persona not in known:
            return pages.render(request, "signin.html", status=404, personas=personas, unknown=True)
        pages_of = [FIRST_PAGES[role] for role in known[persona].roles if role in FIRST_PAGES]
        answer = RedirectResponse((*pages_of, AFTER_SIGN_IN)[0], 303)
        answer.set_cookie(
            COOKIE,
            tokens.token_for(known[persona]),
            max_age=tokens.lifetime_seconds,
            httponly=True,
            samesite="strict",
            secure=secure,
        )
        return answer

    @routes.post("/signout")
    async def sign_out() -> Response:
        answer = RedirectResponse("/demo/signin", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=secure)
        return answer

    @routes.post("/token")
    async def token(wanted: TokenRequest) -> dict[str, Any]:
        if wanted.persona not in known:
            raise not_found()
        return {
            "access_token": tokens.token_for(known[wanted.persona]),
            "token_type": "Bearer",
            "expires_in": tokens.lifetime_seconds,
            "demonstration": True,
        }

    return routes


def issuer_app(
    issuer_url: str, personas: Sequence[Persona] = PERSONAS, *, key_file: Path | None = None
) -> FastAPI:
    """An application of its own, with the static files of its page.

    `issuer_url` is the `iss` of its tokens. With `key_file` its key outlives the process.
    """
    key = SigningKey.kept_in(key_file) if key_file else SigningKey.fresh()
    assets = Assets()
    app = FastAPI(
        title="Guichet: demonstration sign-in", docs_url=None, redoc_url=None, openapi_url=None
    )
    app.include_router(issuer_router(Tokens(issuer_url, key), personas, assets))
    app.include_router(assets.router())

    @app.exception_handler(ApiError)
    async def known_error(request: Request, error: ApiError) -> JSONResponse:
        return JSONResponse(error.body(api_language(request)), error.status)

    return app
