"""Words by which people show what they bring, in the table `signals.toml` beside this module.

Of damage above all: who speaks of it must be told of the notice, and a miss costs a right
(REQUIREMENTS §2, the Ombudsman's lesson of 2015), a false alarm one paragraph.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from contracts.words import Kind
from rapidfuzz import fuzz, process

from intake.domain.said import Phrases, Said, Span

# Of equal strength the first wins: to lose a claim's or an access request's delay costs most.
KINDS = (Kind.CLAIM, Kind.ACCESS, Kind.COMPLAINT, Kind.INFORMATION, Kind.REQUEST)
_LONG_WORD = 7
_SAME_WORD = 88.0  # of 100: one letter wrong or missing in eight
_BLANK = "_"

_TABLE: Mapping[str, Any] = tomllib.loads(
    files("intake.domain").joinpath("signals.toml").read_text("utf-8")
)
_SURE = {kind: Phrases(_TABLE[kind.value]["sure"]) for kind in KINDS}
_HINTS = {kind: Phrases(_TABLE[kind.value]["hints"]) for kind in KINDS}
_NEVER = Phrases(_TABLE["claim"]["never"])
_HARM = Phrases(_TABLE["harm"]["words"])
_OWN = Phrases([*_TABLE["harm"]["things"], *_TABLE["harm"]["owned"]])
_PLACES = Phrases(
    [
        *(
            f"{where} {owned} *"
            for where in _TABLE["harm"]["where"]
            for owned in _TABLE["harm"]["owned"]
        ),
        *(
            f"{owned} {place}"
            for owned in _TABLE["harm"]["owned"]
            for place in _TABLE["harm"]["where_in"]
        ),
    ]
)
_WITHIN: int = _TABLE["harm"]["within_words"]


def _words_of(strength: str) -> set[str]:
    entries = (entry for kind in KINDS for entry in _TABLE[kind.value][strength])
    return {word for entry in entries for word in entry.rstrip("*").split()}


_KNOWN = _words_of("sure") | _words_of("hints")
_SPELLINGS = sorted(word for word in _words_of("sure") if len(word) > _LONG_WORD)


@dataclass(frozen=True)
class Signs:
    """What speaks for one kind, as it was written: words that nearly decide, and mere hints."""

    sure: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


def smells_of_damage(text: str) -> bool:
    """Whether a text speaks of damage or injury, so that the claim notice must be shown.

    Any text, French or English; case, accents and a wrong letter in a long word do not matter.
    Harm to what is the City's is none ("banc brisé"); near something of one's own it is.
    Source: REQUIREMENTS §2 (LCV 585, C.m. 1112.1, Ombudsman 2015); PV-16, C-13.
    """
    return bool(_damage(_spelled(Said.of(text).words)))


def signs_in(text: str) -> Mapping[Kind, Signs]:
    """What speaks for each kind; a sign counts once however often it is repeated. Never raises."""
    said = Said.of(text)
    words = _spelled(said.words)
    sure = {kind: _SURE[kind].spans(words) for kind in KINDS} | {Kind.CLAIM: _damage(words)}
    return {
        kind: Signs(said.quoted(sure[kind]), said.quoted(_HINTS[kind].spans(words)))
        for kind in KINDS
    }


def _damage(words: Sequence[str]) -> list[Span]:
    told = _without(_NEVER, words)
    placed = _without(_PLACES, told)
    own = _OWN.spans(placed)
    harmed = [
        (min(harm[0], near[0]), max(harm[1], near[1]))
        for harm in _HARM.spans(placed)
        for near in own
        if 0 <= max(near[0] - harm[1], harm[0] - near[1]) < _WITHIN
    ]
    return [*_SURE[Kind.CLAIM].spans(told), *harmed]


def _without(phrases: Phrases, words: Sequence[str]) -> list[str]:
    """Blanked and not cut: the others keep their places."""
    left = list(words)
    for start, end in phrases.spans(words):
        left[start:end] = [_BLANK] * (end - start)
    return left


def _spelled(words: Sequence[str]) -> list[str]:
    """Long words with a letter wrong, as the table spells them."""
    corrected: dict[str, str] = {}
    for word in words:
        if len(word) >= _LONG_WORD and word not in corrected and word not in _KNOWN:
            close = process.extractOne(word, _SPELLINGS, scorer=fuzz.ratio, score_cutoff=_SAME_WORD)
            corrected[word] = close[0] if close else word
    return [corrected.get(word, word) for word in words]
