"""Under which terms a case is found. What the index holds is keyed: no name or phone is read there.

A case shows a face for each citizen who asks for it: the place and that person's words together.
Of a complaint there is nothing to search for but its code and its id (PV-44, PV-45).
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator
from itertools import combinations

from intake.domain.case import Case
from intake.domain.dossier import Contact, Place
from intake.domain.place_text import postal_code_in, tidy
from intake.domain.search_words import (
    email_form,
    is_weak,
    phone_digits,
    reference_form,
    search_words,
)

Face = frozenset[str]
NAME_WORDS, ADDRESS_WORDS = 4, 6  # of a longer text the first ones are searched for
PEOPLE = 20  # of the citizens who joined a case the first ones are searched for
BLIND_BYTES = 12
WORD, PHONE, EMAIL, POSTAL, REFERENCE = "word:", "phone:", "email:", "postal:", "reference:"


def faces_of(case: Case, *, with_contacts: bool = True) -> list[Face]:
    """All that one citizen of the case, and its place, can be searched by; in readable tokens.

    Without contacts: the place and the reference alone. Empty for a complaint, and for what is
    not registered.
    """
    registration = case.registration
    if registration is None or case.is_complaint:
        return []
    reference = reference_form(registration.external_id or "")
    shared = {REFERENCE + reference} if reference else set[str]()
    shared |= _of_place(registration.place)
    if not with_contacts:
        return [frozenset(shared)]
    asking = (registration.contact, *(one.contact for one in case.requesters[:PEOPLE]))
    return [frozenset(shared | _of_contact(contact)) for contact in asking]


def anchors_of(face: Face, boroughs: Iterable[str]) -> Iterator[str]:
    """What a face is indexed by: each exact token, each word in its boroughs, each pair of words.

    A word alone is common, so it is looked up within boroughs only; a pair is rare enough.
    """
    words = sorted(token for token in face if token.startswith(WORD))
    yield from face.difference(words)
    yield from (pair_of(one, other) for one, other in combinations(words, 2))
    for borough in boroughs:
        yield from (single_of(word, borough) for word in words)


def single_of(word: str, borough: str) -> str:
    """The anchor of a word alone."""
    return f"{borough}/{word}"


def pair_of(one: str, other: str) -> str:
    """The anchor of two words, in whichever order they were typed."""
    return "+".join(sorted((one, other)))


class SearchTerms:
    """Anchors made blind under one key: equal anchors give equal terms, and nobody reads them."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def blind(self, anchor: str) -> str:
        """96 bits of HMAC-SHA256, as 16 characters."""
        digest = hmac.digest(self._key, anchor.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:BLIND_BYTES]).decode()

    def of(self, case: Case) -> list[str]:
        """The terms of a case, sorted, so that they tell no order either."""
        anchors = {anchor for face in faces_of(case) for anchor in anchors_of(face, case.boroughs)}
        return sorted(self.blind(anchor) for anchor in anchors)


def _of_place(place: Place | None) -> set[str]:
    if place is None or not place.address:
        return set()
    address, postal_code = tidy(place.address), postal_code_in(place.address)
    tokens = {POSTAL + postal_code} if postal_code else set[str]()
    words = search_words(address.replace(postal_code or "\n", " "))
    strong = [word for word in words if not is_weak(word)]
    return tokens | {WORD + word for word in strong[:ADDRESS_WORDS]}


def _of_contact(contact: Contact | None) -> set[str]:
    if contact is None:
        return set()
    tokens = {WORD + word for word in search_words(contact.name or "")[:NAME_WORDS]}
    if phone := phone_digits(contact.phone or ""):
        tokens.add(PHONE + phone)
    if contact.email:
        tokens.add(EMAIL + email_form(contact.email))
    return tokens
