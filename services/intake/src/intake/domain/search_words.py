"""The words by which people are searched for, in one form from every spelling of them.

Used on both sides, on what a case holds and on what somebody types: what is dropped on one side is
dropped on the other.
"""

import re
from functools import lru_cache

from intake.domain.borough_names import words_of
from intake.domain.street_names import is_generic

# In nearly every address and in half of the names: they would find everything and nothing.
_PARTICLES = frozenset(
    {
        *("au", "aux", "de", "des", "du", "en", "et", "la", "le", "les", "ou", "pres", "sur"),
        *("and", "at", "near", "of", "the", "angle", "coin", "corner", "entre", "intersection"),
    }
)
_DIRECTIONS = frozenset({"est", "east", "ouest", "west", "nord", "north", "sud", "south"})
_ENVELOPE = frozenset({"app", "apt", "bureau", "suite", "montreal", "qc", "quebec", "canada"})
_ORDINAL = re.compile(r"(\d{1,4})(?:e|er|re|eme|ieme|th|st|nd|rd)")
_EXTENSION = re.compile(r"\s*(?:x|#|ext\.?|poste)\s*\d*\s*$", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"[^0-9]")
_NOT_SIGN = re.compile(r"[^0-9a-z]")
PHONE_DIGITS = 10


def search_words(text: str) -> list[str]:
    """The words that tell something, each once, in their order: no particle, no single letter.

    >>> search_words("Mme Élodie de la St-Onge, 14e avenue")
    ['mme', 'elodie', 'saint', 'onge', '14', 'avenue']
    """
    told = (_ORDINAL.sub(r"\1", word) for word in words_of(text))
    return list(
        dict.fromkeys(
            word for word in told if word not in _PARTICLES and (len(word) > 1 or word.isdecimal())
        )
    )


@lru_cache(maxsize=4096)
def is_weak(word: str) -> bool:
    """True of a word that half the addresses hold: `boulevard`, `ouest`, `montreal`."""
    return word in _DIRECTIONS or word in _ENVELOPE or is_generic(word)


def phone_digits(text: str) -> str:
    """The last ten digits of a number, without country and extension; empty below seven.

    >>> phone_digits("+1 (514) 555-0199 x 12")
    '5145550199'
    """
    digits = _NOT_DIGIT.sub("", _EXTENSION.sub("", text))
    return digits[-PHONE_DIGITS:] if len(digits) >= 7 else ""


def email_form(text: str) -> str:
    """An address as it is compared: in small letters."""
    return text.strip().casefold()


def reference_form(text: str) -> str:
    """A reference of another system as it is compared: its letters and digits alone.

    >>> reference_form("26-123 456")
    '26123456'
    """
    return _NOT_SIGN.sub("", text.casefold())
