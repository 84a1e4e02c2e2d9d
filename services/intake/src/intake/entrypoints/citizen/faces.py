"""A counter's face on the citizen's pages: name, signature and phone; its colours as CSS."""

from functools import lru_cache

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from ui import Pages, ServedFile, language_of
from ui.language import said

from intake.domain.identity import Identity
from intake.entrypoints.desk import Desk
from intake.entrypoints.views import View

A_YEAR = "public, max-age=31536000, immutable"


@lru_cache(maxsize=256)
def _sheet(band: str, band_text: str, accent: str) -> ServedFile:
    rules = f":root{{--band:{band};--band-text:{band_text};--accent:{accent}}}\n"
    return ServedFile(rules.encode(), "text/css; charset=utf-8")


def sheet_of(identity: Identity) -> ServedFile:
    """The colours of a counter; pages take no style from within (Content-Security-Policy)."""
    return _sheet(identity.band_colour, identity.band_text_colour, identity.accent_colour)


def face_of(borough: str, name: str, identity: Identity, language: str) -> View:
    """What `citizen/shell.html` shows of a counter (PR-07)."""
    return {
        "borough": borough,
        "name": name,
        "signature": said((identity.signature_fr, identity.signature_en), language),
        "phone": identity.phone,
        "colours": f"/demande/{borough}/couleurs.css?v={sheet_of(identity).digest}",
    }


class CitizenPages:
    """Renders pages for citizens in the face of their counter."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self.desk = desk
        self._pages = pages

    async def render(
        self, request: Request, template: str, borough: str, *, status: int = 200, **values: object
    ) -> Response:
        """A page of a counter that is there. Raises Transient."""
        identity = (await self.desk.vocabulary()).identity_of(borough)
        name = self.desk.boroughs[borough]
        face = face_of(borough, name, identity, language_of(request))
        return self._pages.render(
            request, template, status=status, face=face, identity=identity, **values
        )

    def choose(self, request: Request, *, unknown: bool = False) -> Response:
        """All counters, to choose one."""
        counters = sorted(self.desk.boroughs.items(), key=lambda one: one[1])
        return self._pages.render(
            request,
            "citizen/counters.html",
            status=404 if unknown else 200,
            counters=counters,
            unknown=unknown,
        )

    def add_colours(self, routes: APIRouter) -> None:
        """`/demande/{borough}/couleurs.css`."""

        @routes.get("/demande/{borough}/couleurs.css")
        async def colours(borough: str, request: Request) -> Response:
            if borough not in self.desk.boroughs:
                raise HTTPException(404)
            identity = (await self.desk.vocabulary()).identity_of(borough)
            file = sheet_of(identity)
            is_known = request.query_params.get("v") == file.digest
            return file.answer(request, A_YEAR if is_known else "no-cache")
