"""The words of a letter about a complaint, and the port to where they wait sealed (PV-44)."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Subject and body, each said twice; plain text, kept out of `repr`."""

    subject_fr: str = field(repr=False)
    subject_en: str = field(repr=False)
    body_fr: str = field(repr=False)
    body_en: str = field(repr=False)


class Safe(Protocol):
    """Seals what waits in a dossier; what it gives is text, bound to that letter."""

    def seal(self, letter_id: str, words: LetterWords) -> str:
        """The words, sealed."""
        ...

    def open(self, letter_id: str, sealed: str) -> LetterWords:
        """The words again; raises where the key does not open them."""
        ...
