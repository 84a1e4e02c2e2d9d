"""API keys of integrators: hashed at rest, compared in constant time (DESIGN §7)."""

import hashlib
import hmac
from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

EVERY_BOROUGH = "*"


class KeyKind(StrEnum):
    """What its holder is trusted with."""

    APP = "app"  # lies in an app on many phones: opens requests, and is counted by address too
    PARTNER = "partner"  # lies on one server: opens requests, and says what was done about them


class KeyHolder(BaseModel):
    """Whom a key was given to; its name stands in dossiers, so it is no person's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")
    boroughs: frozenset[str]
    kind: KeyKind = KeyKind.APP

    def serves(self, borough: str) -> bool:
        """Whether the key opens that jurisdiction."""
        return bool(self.boroughs & {borough, EVERY_BOROUGH})


def hash_of_key(key: str) -> str:
    """What is kept of a key: SHA-256, hex. Keys are random and long, so no salt is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


class Keys:
    """Holders by the hash of their key."""

    def __init__(self, holders: Mapping[str, KeyHolder]) -> None:
        self._holders = holders

    def holder_of(self, key: str) -> KeyHolder | None:
        """Who has that key; all are compared, so that the time tells nothing of any."""
        given, found = hash_of_key(key), None
        for known, holder in self._holders.items():
            if hmac.compare_digest(known, given):
                found = holder
        return found
