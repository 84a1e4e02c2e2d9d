"""Letters that wait in a dossier, sealed with the key at rest; gone once they were handed over."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict

from chassis.sealing import Seals

from notifications.domain.letter_words import LetterWords

SHELF, KEY = "letters", "rest"


class SealedLetters:
    """Port `Safe`. `storage_key`: 32 bytes, base64, the service's own key at rest."""

    def __init__(self, storage_key: str) -> None:
        self._seals = Seals({SHELF: {KEY: storage_key}})

    def seal(self, letter_id: str, words: LetterWords) -> str:
        """See `Safe`."""
        sealed, _ = self._seals.seal(SHELF, letter_id, json.dumps(asdict(words)).encode(), {})
        return b64encode(sealed).decode()

    def open(self, letter_id: str, sealed: str) -> LetterWords:
        """See `Safe`. Raises CannotOpen."""
        plain = self._seals.open(SHELF, letter_id, KEY, b64decode(sealed))
        return LetterWords(**json.loads(plain))
