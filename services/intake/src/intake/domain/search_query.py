"""What somebody typed into the search box: a code, an id, a reference, or words that all hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from intake.domain.place_text import postal_code_in, tidy
from intake.domain.search_terms import (
    EMAIL,
    PHONE,
    POSTAL,
    REFERENCE,
    WORD,
    Face,
    pair_of,
    single_of,
)
from intake.domain.search_words import (
    email_form,
    is_weak,
    phone_digits,
    reference_form,
    search_words,
)
from intake.domain.tracking import LENGTH

_CASE_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_EMAIL = re.compile(r"\S+@\S+")
_AFTER = r"(?:\s*(?:x|#|ext\.?|poste)\s*\d+)?(?!\d)"
_PHONE = re.compile(
    r"(?<!\d)(?:\+?1[\s.-]*)?\(?[2-9]\d{2}\)?[\s.-]*\d{3}[\s.-]*\d{4}" + _AFTER
    + r"|\+\d(?:[\s().-]*\d){8,14}" + _AFTER
    + r"|(?<!\d)\d{3}[.-]\d{4}" + _AFTER,
    re.IGNORECASE | re.ASCII,
)  # fmt: skip
# What leads to fewest cases first: one of them is looked up, the others only checked.
_EXACT: Final = (PHONE, EMAIL, POSTAL)


@dataclass(frozen=True)
class SearchQuery:
    """What was typed, read in every way that it may be meant."""

    case_id: str | None
    """Set when it has the form of a case's id."""
    code: str | None
    """Set when it has the form of a tracking code, however it is written."""
    reference: str
    """The token of it all as another system's reference; empty where it holds no sign."""
    tokens: Face
    """Phone, e-mail, postal code and words; a case has to hold them all."""

    @property
    def is_empty(self) -> bool:
        """True of signs and particles alone: there is nothing to look for."""
        return not self.reference and not self.tokens

    def anchors(self, boroughs: Iterable[str]) -> frozenset[str]:
        """What to look up in the index within these boroughs; what is found is then checked."""
        anchors = {self.reference} if self.reference else set[str]()
        exact = [token for kind in _EXACT for token in self.tokens if token.startswith(kind)]
        words = sorted(self.tokens, key=lambda word: (not word[-1].isdecimal(), -len(word), word))
        if exact:
            anchors.add(exact[0])
        elif len(words) > 1:
            anchors.add(pair_of(words[0], words[1]))
        elif words:
            anchors |= {single_of(words[0], borough) for borough in boroughs}
        return frozenset(anchors)

    def is_met(self, faces: Iterable[Face]) -> bool:
        """True when one of these faces of a case holds what was typed, in one of its readings."""
        return any(
            self.reference in face or (bool(self.tokens) and self.tokens <= face) for face in faces
        )


def read_query(text: str) -> SearchQuery:
    """Reads what was typed, of at most some hundred characters. Never raises.

    >>> sorted(read_query("13665 boul. de Pierrefonds H9A2Z4").tokens)
    ['postal:H9A 2Z4', 'word:13665', 'word:pierrefonds']
    """
    whole = text.strip()
    reference = reference_form(whole)
    tokens = {EMAIL + email_form(found) for found in _EMAIL.findall(whole)}
    left = _EMAIL.sub(" ", whole)
    tokens |= {PHONE + phone_digits(found) for found in _PHONE.findall(left)}
    left = _PHONE.sub(" ", left)
    if postal_code := postal_code_in(left):
        tokens.add(POSTAL + postal_code)
        left = tidy(left).replace(postal_code, " ")
    words = search_words(left)
    # "Rue" beside "Gouin" tells nothing; alone it may be somebody's name.
    strong = [word for word in words if not is_weak(word)]
    tokens |= {WORD + word for word in strong or (words if not tokens else [])}
    return SearchQuery(
        case_id=whole.casefold() if _CASE_ID.fullmatch(whole) else None,
        code=whole if len(reference) == LENGTH else None,
        reference=REFERENCE + reference if reference else "",
        tokens=frozenset(tokens),
    )
