"""The words of the boroughs' grids: by these alone is an activity named in the open (PR-02)."""

import re
import unicodedata
from collections.abc import Iterable

from intake.domain.counter_rules import CounterRules
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


class ActivityNames(Part):
    """An activity of a grid, by all its names."""

    code: str
    name_fr: str
    name_en: str = ""
    synonyms: tuple[str, ...] = ()


class GridWords(Part):
    """What intake keeps of one version of a grid: its activities, and how the counter works.

    `words` is every name of its activities, made plain.
    """

    borough: str
    version: int
    inherits: str | None = None
    words: tuple[str, ...] = ()
    activities: tuple[ActivityNames, ...] = ()
    counter: CounterRules = CounterRules()

    @property
    def family(self) -> str:
        """Whose territory it shares: a case lies in any borough of the counter's city (MT-08)."""
        return self.inherits or self.borough


class Vocabulary:
    """All words of all grids known now, of every version: an old name is no free text either."""

    def __init__(self, grids: Iterable[GridWords] = ()) -> None:
        self._families: dict[str, str] = {}
        self._newest: dict[str, GridWords] = {}
        self._words: dict[str, set[str]] = {}
        for grid in sorted(grids, key=lambda one: (one.borough, one.version)):
            self._families[grid.borough] = grid.family
            self._newest[grid.borough] = grid
            self._words.setdefault(grid.family, set()).update(grid.words)

    def knows(self, borough: str, activity: str) -> bool | None:
        """Whether a grid of that counter's city has the activity; None: no grid of it is known."""
        words = self._words.get(self._families.get(borough, ""))
        return plain(activity) in words if words else None

    def grid_of(self, borough: str) -> GridWords | None:
        """The newest grid of a counter; None where none is known."""
        return self._newest.get(borough)

    def activities_of(self, borough: str) -> tuple[ActivityNames, ...]:
        """What can be asked for there: the borough's own activities, then those of its city."""
        own = self._newest.get(borough)
        if own is None:
            return ()
        city = self._newest.get(own.inherits) if own.inherits else None
        held = {one.code for one in own.activities}
        theirs = city.activities if city else ()
        return (*own.activities, *(one for one in theirs if one.code not in held))

    def rules_of(self, borough: str) -> CounterRules:
        """How the counter works there."""
        grid = self._newest.get(borough)
        return grid.counter if grid else CounterRules()
