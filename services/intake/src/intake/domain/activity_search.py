"""Which activities of a grid a text may be about, found by the library rapidfuzz.

A text names an activity (wrong letters and all), or says words of its names, or everyday words for
it: `everyday.toml` beside this module.
"""

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz, process

from intake.domain.activities import ActivityNames, plain
from intake.domain.said import Said, sentences

_AS_TYPED = 80.0  # of 100: from here on the whole text is taken for a name
_NAME_AT_MOST = 150  # characters: what is longer is no name
_SAME_WORD = 83.0  # of 100: one letter wrong or missing in five
_SHORT_WORD = 4  # letters: a wrong one in fewer makes another word
_READ_AT_MOST = 1_200  # characters: who writes more has said by then what it is about
_LONG_NAME = 20  # letters: from here on, more of them prove no more
_FIT_AT_LEAST = 50.0  # of 100
_AT_LEAST = 0.3
_RETIRED = 0.9  # an activity that the City no longer uses goes behind one that it does
_HEARD_AT_MOST = 0.95  # what was typed as a name goes before what was only heard

_TABLE: Mapping[str, Any] = tomllib.loads(
    files("intake.domain").joinpath("everyday.toml").read_text("utf-8")
)
_EMPTY_WORDS = frozenset(_TABLE["empty"])
EVERYDAY: Sequence[Mapping[str, Any]] = _TABLE["everyday"]
"""What citizens say for it: `activities`, `fr`, `en`, `source` of each entry."""


@dataclass(frozen=True)
class LikelyActivity:
    """An activity of the grid, how sure (0..1), and the words that speak for it, as written."""

    activity: ActivityNames
    confidence: float
    heard: tuple[str, ...]
    is_named: bool
    """The whole text is a name of it; otherwise words of the text are."""


@dataclass(frozen=True)
class _Name:
    owner: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    owner: int
    confidence: float
    closeness: float
    heard: Callable[[], tuple[str, ...]]
    """Asked of the few that are proposed."""
    is_named: bool = False


class ActivitySearch:
    """The activities of one version of a grid, made ready once."""

    def __init__(self, activities: Iterable[ActivityNames]) -> None:
        self._activities = _once(activities)
        self._typed: list[str] = []
        self._typed_owners: list[int] = []
        names: dict[_Name, None] = {}
        for owner, one in enumerate(self._activities):
            for name in _names(one):
                self._typed.append(name)
                self._typed_owners.append(owner)
                names[_Name(owner, _content(name.split()))] = None
        for owner, phrase in self._everyday():
            names[_Name(owner, _content(plain(phrase).split()))] = None
        self._names = tuple(names)
        self._lines = [" ".join(one.words) for one in self._names]
        self._by_word: dict[str, list[int]] = {}
        for at, label in enumerate(self._names):
            for word in set(label.words):
                self._by_word.setdefault(word, []).append(at)
        self._words = sorted(self._by_word)

    def likely(self, text: str, most: int = 5) -> list[LikelyActivity]:
        """At most `most` activities that any text may be about, the likeliest first.

        Never raises; none where nothing in the text is a word of the grid.
        """
        best: dict[int, _Found] = {}
        for one in (*self._typed_in(text), *self._heard_in(text)):
            if one.owner not in best or self._rank(one) > self._rank(best[one.owner]):
                best[one.owner] = one
        ranked = sorted(best.values(), key=self._rank, reverse=True)
        return [
            LikelyActivity(
                self._activities[one.owner], round(one.confidence, 2), one.heard(), one.is_named
            )
            for one in ranked[:most]
        ]

    def _rank(self, found: _Found) -> tuple[float, float, bool]:
        is_live = not _is_retired(self._activities[found.owner])
        return found.confidence, found.closeness, is_live

    def _typed_in(self, text: str) -> Iterable[_Found]:
        line = plain(text)
        if not line or len(line) > _NAME_AT_MOST:
            return
        written = partial(_whole, text)
        for _, score, at in process.extract(
            line, self._typed, scorer=fuzz.ratio, limit=10, score_cutoff=_AS_TYPED
        ):
            yield _Found(self._typed_owners[at], score / 100, 1.0, written, is_named=True)

    def _heard_in(self, text: str) -> Iterable[_Found]:
        corrected: dict[str, str] = {}
        for said in sentences(text[:_READ_AT_MOST]):
            words = [
                "" if word in _EMPTY_WORDS else self._corrected(word, corrected)
                for word in said.words
            ]
            told = dict.fromkeys(one for one in words if one)
            line = " ".join(told)
            near = {at: self._lines[at] for word in told for at in self._by_word.get(word, ())}
            for name, score, at in process.extract(
                line, near, scorer=fuzz.token_set_ratio, limit=None, score_cutoff=_FIT_AT_LEAST
            ):
                confidence = self._confidence(self._names[at], told, score / 100)
                if confidence < _AT_LEAST:
                    continue
                label = self._names[at]
                closeness = fuzz.ratio(line, name) / 100
                heard = partial(_quoted, said, words, label)
                yield _Found(label.owner, confidence, closeness, heard)

    def _confidence(self, name: _Name, told: Collection[str], fit: float) -> float:
        """From how well the words fit, how much of the name was said, and how long that is.

        The three weights are measured: `bench/proposals.py`.
        """
        words = set(name.words)
        heard = sum(len(word) for word in words if word in told)
        said = heard / sum(len(word) for word in words)
        long = min(heard, _LONG_NAME) / _LONG_NAME
        scale = _RETIRED if _is_retired(self._activities[name.owner]) else 1.0
        return _HEARD_AT_MOST * scale * (0.3 * fit + 0.4 * said + 0.3 * long)

    def _corrected(self, word: str, known: dict[str, str]) -> str:
        """The word as the grid spells it, where it is nearly one of its words."""
        if word not in known:
            stem = _singular(word)
            known[word] = stem
            if stem not in self._by_word and len(stem) >= _SHORT_WORD:
                close = process.extractOne(
                    stem, self._words, scorer=fuzz.ratio, score_cutoff=_SAME_WORD
                )
                known[word] = close[0] if close else stem
        return known[word]

    def _everyday(self) -> Iterable[tuple[int, str]]:
        owners: dict[str, list[int]] = {}
        for line, owner in zip(self._typed, self._typed_owners, strict=True):
            owners.setdefault(line, []).append(owner)
        for entry in EVERYDAY:
            for name in entry["activities"]:
                for owner in owners.get(plain(name), ()):
                    yield from ((owner, phrase) for phrase in (*entry["fr"], *entry["en"]))


def _once(activities: Iterable[ActivityNames]) -> tuple[ActivityNames, ...]:
    """Without those whose name an earlier one has: a city's, which the borough says its own way."""
    known: set[str] = set()
    kept = []
    for one in sorted(activities, key=_is_retired):
        if plain(one.name_fr) not in known:
            kept.append(one)
        known.update(_names(one))
    return tuple(kept)


def _is_retired(activity: ActivityNames) -> bool:
    return activity.name_fr.startswith("*")  # so marked in the City's data


def _names(activity: ActivityNames) -> list[str]:
    names = (activity.name_fr, activity.name_en, *activity.synonyms, activity.code)
    return list(dict.fromkeys(line for name in names if (line := plain(name))))


def _whole(text: str) -> tuple[str, ...]:
    return (" ".join(Said.of(text).written),)


def _quoted(said: Said, words: Sequence[str], name: _Name) -> tuple[str, ...]:
    return said.quoted((at, at + 1) for at, word in enumerate(words) if word in name.words)


def _content(words: Sequence[str]) -> tuple[str, ...]:
    """Without the words that every sentence has, unless there are no others."""
    full = [one for one in words if one not in _EMPTY_WORDS]
    return tuple(_singular(one) for one in full or words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= _SHORT_WORD and word[-1] in "sx" else word
