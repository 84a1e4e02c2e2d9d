"""What the public joins a case with: which case, sealed for half an hour; its id is not shown."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from chassis.sealing import CannotOpen, Seals

GOOD_SECONDS = 30 * 60
_PURPOSE, _KEY_ID = "join", "derived"


@dataclass(frozen=True)
class Joinable:
    """The case that a token is for, and its counter."""

    case_id: str
    borough: str


class JoinTokens:
    """Tokens under one key of 32 bytes (AES-256-GCM)."""

    def __init__(self, key: bytes) -> None:
        self._seals = Seals({_PURPOSE: {_KEY_ID: base64.b64encode(key).decode()}})

    def token_of(self, joinable: Joinable, now: datetime) -> str:
        """A token that is good for half an hour, in letters that fit anywhere."""
        until = int(now.timestamp()) + GOOD_SECONDS
        plain = f"{until}:{joinable.borough}:{joinable.case_id}".encode()
        sealed, _ = self._seals.seal(_PURPOSE, _PURPOSE, plain, {})
        return base64.urlsafe_b64encode(sealed).decode()

    def case_of(self, token: str, now: datetime) -> Joinable | None:
        """The case; None when the token is not ours, was changed, or is too old."""
        try:
            sealed = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
            plain = self._seals.open(_PURPOSE, _PURPOSE, _KEY_ID, sealed).decode()
        except (binascii.Error, ValueError, CannotOpen):
            return None
        until, borough, case_id = plain.split(":")
        return Joinable(case_id, borough) if now.timestamp() <= int(until) else None
