"""Puts what was brought on the map where its address is known; nothing is guessed (§3, §4)."""

from contracts.words import Kind

from intake.domain.dossier import Brought, Place
from intake.domain.gazetteer import Gazetteer, Located


def placed(brought: Brought, gazetteer: Gazetteer) -> Brought:
    """The same, with the point of its address, or marked as one that nobody could place.

    A complaint's place is not kept here, and stays as it was said.
    """
    place = placed_at(brought.place, brought.borough, brought.kind, gazetteer)
    return brought if place == brought.place else brought.model_copy(update={"place": place})


def placed_at(place: Place | None, counter: str, kind: Kind, gazetteer: Gazetteer) -> Place | None:
    """A place with its point. A point that was given stands; so does an address where no gazetteer
    serves the counter: there the words are all there is, and nobody is asked for more.
    """
    if place is None or place.address is None or place.longitude is not None:
        return place
    if kind is Kind.COMPLAINT or not gazetteer.covers(counter):
        return place
    found = gazetteer.locate(place.address, counter)
    if isinstance(found, Located):
        point = {"longitude": found.longitude, "latitude": found.latitude}
        by = f"{found.precision.value}:{found.source}"
        return place.model_copy(update={**point, "located_by": by, "unlocated": False})
    return place.model_copy(update={"unlocated": True})
