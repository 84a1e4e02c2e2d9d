"""A street's name in one form: generic, name, direction, from French and English spellings.

No library fits: those that are kept well read addresses of the United States, or need a trained
model of gigabytes; the rules below are those of the City's own rows (REQUIREMENTS §3) and of the
abbreviations of Canada Post.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from intake.domain.borough_names import words_of
from intake.domain.english_streets import french_name

# Each generic as the City writes it, and what citizens write for it.
_GENERICS = {
    word: generic
    for generic, spellings in {
        "allee": "allee",
        "autoroute": "autoroute aut highway hwy",
        "avenue": "avenue av ave aven",
        "boulevard": "boulevard boul bl bd bld blv blvd bvd boulv",
        "carre": "carre square sq",
        "chemin": "chemin ch che chem road rd",
        "cours": "cours",
        "croissant": "croissant crescent crois croiss cr cres",
        "esplanade": "esplanade",
        "impasse": "impasse imp",
        "montee": "montee mtee",
        "passage": "passage",
        "place": "place pl plc",
        "promenade": "promenade prom",
        "rang": "rang rg",
        "route": "route rte",
        "rue": "rue street str",
        "ruelle": "ruelle lane alley",
        "terrasse": "terrasse terrace tsse terr ter",
    }.items()
    for word in spellings.split()
}
# Said of two streets at once ("angle des rues Gouin et Saint-Jean"): it tells neither's generic.
_PLURALS = frozenset({"rues", "avenues", "boulevards", "chemins", "streets", "roads"})
_DIRECTIONS = {
    word: direction
    for direction, spellings in {
        "est": "est east e",
        "ouest": "ouest west o w",
        "nord": "nord north n",
        "sud": "sud south s",
    }.items()
    for word in spellings.split()
}
_PARTICLES = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "the", "of"})
_ORDINAL = re.compile(r"(\d{1,3})(?:e|er|re|ere|eme|ieme|nde|th|st|nd|rd)?")
_ST_FOR_STREET = re.compile(r"(?<=\S)\s+st\.?(?=(?:\s+(?:e|o|w|n|s|est|ouest|east|west)\.?)?\s*$)")


@dataclass(frozen=True)
class Street:
    """A street; `generic` and `direction` are empty where the text does not say them."""

    name: str
    generic: str = ""
    direction: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.generic, self.name, self.direction) if part)

    @property
    def is_numbered(self) -> bool:
        """True of "14e avenue": half the boroughs have one of that name."""
        return _ORDINAL.fullmatch(self.name) is not None

    def may_be(self, other: "Street") -> bool:
        """True when both can be the same street: what one leaves out, the other may say."""
        return (
            self.name == other.name
            and (not self.generic or not other.generic or self.generic == other.generic)
            and (not self.direction or not other.direction or self.direction == other.direction)
        )


@lru_cache(maxsize=8192)
def read_street(text: str) -> Street | None:
    """The street that a text names; None when there is no word in it.

    >>> str(read_street("boul. Gouin O.")), str(read_street("14th Avenue"))
    ('boulevard gouin ouest', 'avenue 14e')
    >>> str(read_street("Park Avenue"))
    'avenue parc'
    """
    # At the end "St" is a street ("Sherbrooke St. W."), anywhere else a saint.
    words = words_of(_ST_FOR_STREET.sub(" street", text.casefold()))
    words = _without_particles([word for word in words if word not in _PLURALS] or words)
    generic, is_french = "", len(words) > 1 and words[0] in _GENERICS
    if is_french:
        generic, words = _GENERICS[words[0]], words[1:]
    words, direction = _direction_off(words)
    if not generic and words and words[-1] in _GENERICS and _has_name(words[:-1]):
        generic, words = _GENERICS[words[-1]], words[:-1]
        if not direction:
            words, direction = _direction_off(words)
    name = " ".join(_without_particles(words))
    if not name:
        return None
    return Street(_numbered(name if is_french else french_name(name)), generic, direction)


def is_generic(text: str) -> bool:
    """True when the text is no more than "avenue" or "blvd"."""
    words = words_of(text)
    return len(words) == 1 and words[0] in _GENERICS


def _direction_off(words: list[str]) -> tuple[list[str], str]:
    if words and words[-1] in _DIRECTIONS and _has_name(words[:-1]):
        return words[:-1], _DIRECTIONS[words[-1]]
    return words, ""


def _has_name(words: list[str]) -> bool:
    return any(word not in _PARTICLES for word in words)


def _without_particles(words: list[str]) -> list[str]:
    """`du Mont-Royal` and `Mont-Royal` are one street; a name of particles alone stays."""
    for at, word in enumerate(words):
        if word not in _PARTICLES:
            return words[at:]
    return words


def _numbered(name: str) -> str:
    found = _ORDINAL.fullmatch(name)
    return f"{int(found[1])}e" if found else name
