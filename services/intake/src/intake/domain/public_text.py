"""Whether words that staff wrote for one citizen may be shown to all."""

import re

from intake.domain.activities import plain
from intake.domain.case import Case
from intake.domain.place_text import postal_code_in, read_place

_REACHED_AT = re.compile(r"@|(?:\d[\s().-]*){7,}")  # an e-mail address or a telephone number
_PERSON = re.compile(
    r"\bM(?:M|r|rs|s)?\.?\s+(?=[A-ZÀ-Ý])|(?i:\b(?:mmes?|mlle|monsieur|madame|mademoiselle)\b)"
)
_SHORTEST = 3


def is_fit_for_all(text: str, case: Case) -> bool:
    """False where they name a citizen of the case, tell how to reach somebody, or an exact place.

    Whoever is in doubt keeps it from all: the citizen reads it on the tracking page anyway.
    """
    if _REACHED_AT.search(text) or _PERSON.search(text) or postal_code_in(text):
        return False
    return set(plain(text).split()).isdisjoint(_telling(case))


def _telling(case: Case) -> set[str]:
    """Words that tell a citizen of the case, or the house."""
    registration = case.registration
    assert registration is not None, "only registered cases are told"
    contacts = [registration.contact, *(one.contact for one in case.requesters)]
    words: set[str] = set()
    places = [registration.place.address if registration.place else None]
    for contact in contacts:
        if contact is not None:
            words |= set(plain(contact.name or "").split())
            places.append(contact.address)
    numbers = (read_place(one).number for one in places if one)
    return {word for word in words if len(word) >= _SHORTEST} | {one for one in numbers if one}
