"""Values of restricted topics, and raw bytes at rest, under AES-256-GCM (NIST SP 800-38D)."""

import base64
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEALED_CONTENT = "application/vnd.guichet.sealed"
KEY_HEADER = "ce_sealkeyid"
NONCE_BYTES = 12


class CannotOpen(Exception):
    """No key of ours opens this value, or it was changed on its way."""


def new_key() -> str:
    """A fresh key in the form that settings take: 32 bytes, base64."""
    return base64.b64encode(os.urandom(32)).decode()


class Seals:
    """Keys by topic and key id. The first key of a topic seals, all of them open.

    A service is given the keys of the topics that it writes or reads, and no others.
    """

    def __init__(self, keys: Mapping[str, Mapping[str, str]]) -> None:
        self._keys = {
            topic: {key_id: AESGCM(base64.b64decode(key)) for key_id, key in by_id.items()}
            for topic, by_id in keys.items()
        }

    def seal(
        self, topic: str, event_id: str, value: bytes, headers: Mapping[str, str]
    ) -> tuple[bytes, dict[str, str]]:
        """Sealed value, and the headers that say so. Bound to topic and event: not replayable.

        Raises CannotOpen when there is no key for this topic.
        """
        key_id, key = next(iter(self._keys.get(topic, {}).items()), (None, None))
        if key_id is None or key is None:
            raise CannotOpen(f"no sealing key for topic {topic}")
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + key.encrypt(nonce, value, f"{topic}:{event_id}".encode())
        return sealed, {**headers, "content-type": SEALED_CONTENT, KEY_HEADER: key_id}

    def open(self, topic: str, event_id: str, key_id: str | None, value: bytes) -> bytes:
        """The value that was sealed.

        Raises CannotOpen.
        """
        key = self._keys.get(topic, {}).get(key_id or "")
        if key is None:
            raise CannotOpen(f"no sealing key of that id for topic {topic}")
        try:
            return key.decrypt(
                value[:NONCE_BYTES], value[NONCE_BYTES:], f"{topic}:{event_id}".encode()
            )
        except (InvalidTag, ValueError):
            raise CannotOpen("the value does not open with its key") from None
