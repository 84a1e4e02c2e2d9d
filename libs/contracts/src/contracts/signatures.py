"""Signs and verifies as Standard Webhooks 1.0 asks: HMAC-SHA256 of `id.timestamp.body`.

One scheme for all that crosses the house's border by HTTP: the events that webhooks are told, and
the questions put to a borough's own service with the answers to them. Not by a library: the
reference one is only needed, and used, to check ours in the tests.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping
from datetime import datetime

PREFIX = "whsec_"
SECRET_BYTES = 32  # the specification allows 24 to 64
TOLERANCE_SECONDS = 300
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


class NotSigned(ValueError):
    """The signature is missing, too old, of another message or of another key."""


def new_secret() -> str:
    """A fresh secret as the receiver is shown it."""
    return PREFIX + base64.b64encode(os.urandom(SECRET_BYTES)).decode()


def is_secret(text: str) -> bool:
    """Whether this is a secret: 24 to 64 bytes in base64, `whsec_` before them or not."""
    try:
        return 24 <= len(base64.b64decode(text.removeprefix(PREFIX), validate=True)) <= 64
    except binascii.Error:
        return False


def signature_headers(
    message_id: str, sent_at: datetime, body: bytes, secrets: Iterable[str]
) -> dict[str, str]:
    """The three headers; one signature for each secret, while a rotation lasts there are two."""
    timestamp = str(int(sent_at.timestamp()))
    content = f"{message_id}.{timestamp}.".encode() + body
    return {
        ID: message_id,
        TIMESTAMP: timestamp,
        SIGNATURE: " ".join(_signature(secret, content) for secret in secrets),
    }


def verify(
    headers: Mapping[str, str], body: bytes, secret: str, now: datetime, *, message_id: str = ""
) -> None:
    """Raises NotSigned unless this very body was signed with the secret, lately.

    `headers` in small letters; `message_id` is the id that the message must have, so that the
    answer to one question is not taken for the answer to another.
    """
    found, timestamp = headers.get(ID, ""), headers.get(TIMESTAMP, "")
    if not found or (message_id and found != message_id):
        raise NotSigned(f"{ID}: missing, or of another message")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise NotSigned(f"{TIMESTAMP}: not a number of seconds")
    if abs(int(timestamp) - now.timestamp()) > TOLERANCE_SECONDS:
        raise NotSigned(f"{TIMESTAMP}: more than {TOLERANCE_SECONDS} seconds from now")
    expected = _signature(secret, f"{found}.{timestamp}.".encode() + body).encode()
    given = headers.get(SIGNATURE, "").encode().split()
    if not any(hmac.compare_digest(expected, one) for one in given):
        raise NotSigned(f"{SIGNATURE}: none fits the body and the key")


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return f"v1,{base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()}"
