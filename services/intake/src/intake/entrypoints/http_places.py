"""Where something is, over HTTP: asked while somebody writes, and kept nowhere."""

from typing import Annotated

from chassis.http import language_of
from fastapi import APIRouter, Depends, Request
from pydantic import StringConstraints
from ui.language import said

from intake.application.form import FieldFault, Form
from intake.domain.gazetteer import Located, Spot
from intake.entrypoints.desk import Desk
from intake.entrypoints.place_words import PRECISIONS, REASONS
from intake.entrypoints.registering import invalid_fields
from intake.entrypoints.views import View


class PlaceQuestion(Form):
    """A place as a citizen writes it, and the counter that is asked."""

    text: Annotated[str, StringConstraints(min_length=3, max_length=300)]
    borough: Annotated[str, StringConstraints(max_length=60)] | None = None


def add(routes: APIRouter, desk: Desk) -> None:
    """`POST /places`: a POST, so that nobody's address stands in a URL or in its log."""
    limited = Depends(desk.limits.lookups)

    @routes.post("/places", tags=["counter"], dependencies=[limited])
    async def places(question: PlaceQuestion, request: Request) -> View:
        """The point of an address or intersection, or what may be meant; never a guess (PV-36).

        `located`: with longitude and latitude (WGS84 degrees), the precision `intersection`,
        `postal-code` or `street-segment`, and its source. Else a code, `address_not_located` or
        `ambiguous`, and candidates for a person to choose from. Nothing is stored.
        """
        if question.borough is not None and question.borough not in desk.boroughs:
            unknown = FieldFault("borough", "unknown", "guichet inconnu", "unknown counter")
            raise invalid_fields([unknown])
        return answer_to(desk, question.text, question.borough, language_of(request))


def answer_to(desk: Desk, text: str, borough: str | None, language: str) -> View:
    """What is known of a place, in one language."""
    found = desk.gazetteer.locate(text, borough)
    if isinstance(found, Located):
        return {
            "located": True,
            "longitude": found.longitude,
            "latitude": found.latitude,
            "borough": found.borough,
            "precision": found.precision.value,
            "precisionText": said(PRECISIONS[found.precision], language),
            "source": found.source,
        }
    return {
        "located": False,
        "code": found.reason.value,
        "message": said(REASONS[found.reason], language),
        "candidates": [_candidate(desk, spot) for spot in found.candidates],
    }


def _candidate(desk: Desk, spot: Spot) -> View:
    return {
        "text": spot.text,
        "borough": spot.borough,
        "boroughName": desk.boroughs.get(spot.borough, spot.borough),
        "longitude": spot.longitude,
        "latitude": spot.latitude,
    }
