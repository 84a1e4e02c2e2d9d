"""The words of the boroughs' grids: by these alone is an activity named in the open (PR-02)."""

import re
import unicodedata
from collections.abc import Iterable

from intake.domain.dossier import Part

_NOT_WORD = re.compile(r"[^0-9a-z]+")


def plain(text: str) -> str:
    """The words in ASCII small letters, one space between: what stays of all spellings of a name.

    >>> plain("*Éclairage existant – Entretien")
    'eclairage existant entretien'
    """
    split = unicodedata.normalize("NFKD", text)
    letters = "".join(one for one in split if not unicodedata.combining(one)).casefold()
    return _NOT_WORD.sub(" ", letters).strip()


class GridWords(Part):
    """What intake keeps of one version of a grid: every name of its activities, made plain."""

    borough: str
    version: int
    inherits: str | None = None
    words: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """Whose territory it shares: a case lies in any borough of the counter's city (MT-08)."""
        return self.inherits or self.borough


class Vocabulary:
    """All words of all grids known now, of every version: an old name is no free text either."""

    def __init__(self, grids: Iterable[GridWords] = ()) -> None:
        self._families: dict[str, str] = {}
        self._words: dict[str, set[str]] = {}
        for grid in sorted(grids, key=lambda one: (one.borough, one.version)):
            self._families[grid.borough] = grid.family
            self._words.setdefault(grid.family, set()).update(grid.words)

    def knows(self, borough: str, activity: str) -> bool | None:
        """Whether a grid of that counter's city has the activity; None: no grid of it is known."""
        words = self._words.get(self._families.get(borough, ""))
        return plain(activity) in words if words else None
