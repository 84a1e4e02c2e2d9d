"""Words that smell of danger to life, in `danger.toml`: 911 is named first, before any form."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from intake.domain.said import Phrases, Said

_TABLE: Mapping[str, Any] = tomllib.loads(
    files("intake.domain").joinpath("danger.toml").read_text("utf-8")
)
_WORDS, _NEVER = Phrases(_TABLE["words"]), Phrases(_TABLE["never"])
_BLANK = "_"


def smells_of_danger(text: str) -> bool:
    """Whether a text, French or English, may speak of danger to life. It decides nothing else.

    >>> smells_of_danger("Ça sent le gaz"), smells_of_danger("Le feu de circulation clignote")
    (True, False)
    """
    words = list(Said.of(text).words)
    for start, end in _NEVER.spans(words):
        words[start:end] = [_BLANK] * (end - start)
    return bool(_WORDS.spans(words))
