"""The place of a form while it is filled in: placed, or what may be meant, for a person to choose.

Nothing is guessed (REQUIREMENTS §3): several places, and it is a person who says which. Of a
complaint no place is looked up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.words import Kind
from ui.language import said

from intake.domain.case import Case
from intake.domain.gazetteer import Located, NotLocated, Spot
from intake.domain.twins import Point, distance_metres
from intake.entrypoints.desk import Desk
from intake.entrypoints.page_forms import Sent
from intake.entrypoints.place_words import CHOSEN, FAR, PRECISIONS, REASONS

PICKED = "placePicked"  # the field of the candidate that was chosen: "longitude,latitude"
FAR_METRES = 300.0
MARKS = "ABCDE"


@dataclass(frozen=True)
class Candidate:
    """A place that may be meant; `value` is what its radio button sends."""

    value: str
    mark: str
    text: str
    borough_name: str
    point: Point


@dataclass(frozen=True)
class PlaceHelp:
    """What is known of the place that the fields name."""

    standing: str = ""
    """`placed`, `not-placed`, or empty where no place was given or nothing is looked up."""
    reason: str = ""
    candidates: Sequence[Candidate] = ()
    picked: str = ""
    """The value of the candidate that was chosen and still is one."""
    point: Point | None = None
    """The point of it all, WGS84 degrees."""
    is_located: bool = False
    """True where the words alone say where it is."""


def place_help(desk: Desk, sent: Sent, language: str) -> PlaceHelp:
    """What the fields `place.*`, `borough` and `placePicked` say together.

    A candidate that was picked comes first, then a point that was given, then what the words of
    the address tell. A pick of what the address does not mean any more is none.
    """
    if sent["kind"] == Kind.COMPLAINT:
        return PlaceHelp()
    spot, given = _looked_up(desk, sent), given_point(sent)
    spots = spot.candidates if isinstance(spot, NotLocated) else ()
    candidates = [_candidate(desk, one, mark) for one, mark in zip(spots, MARKS, strict=False)]
    for one in candidates:
        if one.value == sent[PICKED]:
            why = f"{one.mark} : {one.text}, {one.borough_name}"
            return PlaceHelp("placed", why, candidates, one.value, one.point)
    if given is not None:
        return PlaceHelp("placed", _of_given(given, spot, language), candidates, "", given)
    if isinstance(spot, Located):
        why, point = said(PRECISIONS[spot.precision], language), _point_of(spot)
        return PlaceHelp("placed", why, point=point, is_located=True)
    if isinstance(spot, NotLocated):
        return PlaceHelp("not-placed", said(REASONS[spot.reason], language), candidates)
    return PlaceHelp()


def chosen_place(sent: Sent, help_: PlaceHelp) -> Sent:
    """The fields with the point of the candidate that was picked; where none was, unchanged.

    What the words alone tell is left to the form's own rule, which keeps whose row says so.
    """
    return _with_point(sent, help_.point if help_.picked else None)


def known_place(sent: Sent, help_: PlaceHelp) -> Sent:
    """The fields with the point they lead to by any way, for a form that asks for a point."""
    return _with_point(sent, help_.point)


def place_of(case: Case, sent: Sent) -> Sent:
    """The words of a case that has no point yet, with what is typed in their stead."""
    registration = case.registration
    place = registration.place if registration else None
    known = {"place.address": place.address or ""} if place and place.longitude is None else {}
    kind = {"kind": registration.kind.value} if registration else {}
    typed = {name: text for name, text in sent.given.items() if text}
    return Sent({**known, **typed, "borough": case.borough, **kind}, sent.files)


def given_point(sent: Sent) -> Point | None:
    """The point in the fields; None where it is not whole, or none on Earth."""
    try:
        longitude, latitude = (
            float(sent[name].replace(",", ".")) for name in ("place.longitude", "place.latitude")
        )
    except ValueError:
        return None
    is_on_earth = -180 <= longitude <= 180 and -90 <= latitude <= 90
    return Point(longitude, latitude) if is_on_earth else None


def _with_point(sent: Sent, point: Point | None) -> Sent:
    if point is None:
        return sent
    typed = {"place.longitude": str(point.longitude), "place.latitude": str(point.latitude)}
    return Sent({**sent.given, **typed}, sent.files)


def _looked_up(desk: Desk, sent: Sent) -> Located | NotLocated | None:
    address, borough = sent["place.address"], sent["borough"]
    if not address or not desk.gazetteer.covers(borough):
        return None
    return desk.gazetteer.locate(address, borough)


def _of_given(given: Point, spot: Located | NotLocated | None, language: str) -> str:
    if isinstance(spot, Located):
        away = distance_metres(given, _point_of(spot))
        if away > FAR_METRES:
            return said(FAR, language).format(metres=round(away / 10) * 10)
    return said(CHOSEN, language)


def _candidate(desk: Desk, spot: Spot, mark: str) -> Candidate:
    name = desk.boroughs.get(spot.borough, spot.borough)
    value = f"{spot.longitude},{spot.latitude}"
    return Candidate(value, mark, spot.text, name, Point(spot.longitude, spot.latitude))


def _point_of(spot: Located) -> Point:
    return Point(spot.longitude, spot.latitude)
