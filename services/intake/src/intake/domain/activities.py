"""The words of the boroughs' grids: by these alone is an activity named in the open (PR-02)."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from intake.domain.complaint_rules import ComplaintRules
from intake.domain.counter_rules import CounterRules
from intake.domain.dossier import Part
from intake.domain.identity import Identity

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
    effective_on: date | None = None
    inherits: str | None = None
    words: tuple[str, ...] = ()
    activities: tuple[ActivityNames, ...] = ()
    counter: CounterRules = CounterRules()
    identity: Identity = Identity()
    complaints: ComplaintRules | None = None

    @property
    def family(self) -> str:
        """Whose territory it shares: a case lies in any borough of the counter's city (MT-08)."""
        return self.inherits or self.borough


class Vocabulary:
    """All words of all grids known now, of every version: an old name is no free text either.

    What is offered, and how a counter works, is of the version in force `on` a day (None: of the
    newest); where none is yet, of the first.
    """

    def __init__(self, grids: Iterable[GridWords] = (), on: date | None = None) -> None:
        self._families: dict[str, str] = {}
        self._newest: dict[str, GridWords] = {}
        self._words: dict[str, set[str]] = {}
        self._named: dict[str, dict[str, ActivityNames | None]] = {}
        for grid in sorted(grids, key=lambda one: (one.borough, one.version)):
            self._families[grid.borough] = grid.family
            is_planned = on is not None and grid.effective_on is not None and grid.effective_on > on
            if not is_planned or grid.borough not in self._newest:
                self._newest[grid.borough] = grid
            self._words.setdefault(grid.family, set()).update(grid.words)

    def knows(self, borough: str, activity: str) -> bool | None:
        """Whether a grid of that counter's city has the activity; None: no grid of it is known."""
        words = self._words.get(self._families.get(borough, ""))
        return plain(activity) in words if words else None

    def grid_of(self, borough: str) -> GridWords | None:
        """The grid in force at a counter; None where none is known."""
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

    def activity_named(self, borough: str, name: str) -> ActivityNames | None:
        """What can be asked for there under any of its names; None where no grid says it now."""
        if borough not in self._named:
            # A borough's own activity goes before one of its city that shares a name.
            self._named[borough] = {
                plain(word): one
                for one in reversed(self.activities_of(borough))
                for word in (*one.synonyms, one.name_en, one.name_fr, one.code)
                if plain(word)
            }
        named = self._named[borough]
        if name not in named:
            named[name] = named.get(plain(name)) if plain(name) else None
        return named[name]

    def rules_of(self, borough: str) -> CounterRules:
        """How the counter works there."""
        grid = self._newest.get(borough)
        return grid.counter if grid else CounterRules()

    def complaint_rules_of(self, borough: str) -> ComplaintRules | None:
        """What is asked of complaints there; None: its grid is not known, or said nothing yet."""
        grid = self._newest.get(borough)
        return grid.complaints if grid else None

    def identity_of(self, borough: str) -> Identity:
        """The face of the counter there (PR-07)."""
        grid = self._newest.get(borough)
        return grid.identity if grid else Identity()
