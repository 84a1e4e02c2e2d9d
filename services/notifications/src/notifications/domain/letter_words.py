"""The words of a letter of complaints, and the port to where they wait sealed (PV-44)."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Subject, body and annex, each said twice; plain text, kept out of `repr`.

    `to_name`, `to_address`: of a third party, to whom it goes by post; else empty. `kept_from`:
    staff ids, a blank between them, of who is shut out of what it is about (PV-45). What was sealed
    before they were there opens without them.
    """

    subject_fr: str = field(repr=False)
    subject_en: str = field(repr=False)
    body_fr: str = field(repr=False)
    body_en: str = field(repr=False)
    annex_fr: str = field(default="", repr=False)
    annex_en: str = field(default="", repr=False)
    to_name: str = field(default="", repr=False)
    to_address: str = field(default="", repr=False)
    law_version: str = ""
    kept_from: str = field(default="", repr=False)


class Safe(Protocol):
    """Seals what waits in a dossier; what it gives is text, bound to that letter."""

    def seal(self, letter_id: str, words: LetterWords) -> str:
        """The words, sealed."""
        ...

    def open(self, letter_id: str, sealed: str) -> LetterWords:
        """The words again; raises where the key does not open them."""
        ...
