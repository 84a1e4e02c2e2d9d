"""Signs as Standard Webhooks 1.0 asks: HMAC-SHA256 of `id.timestamp.body`, `v1,<base64>`.

Not by a library: the reference one is only needed, and used, to verify ours in the tests.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"
SECRET_BYTES = 32  # the specification allows 24 to 64


def new_secret() -> str:
    """A fresh secret as the receiver is shown it."""
    return PREFIX + base64.b64encode(os.urandom(SECRET_BYTES)).decode()


def signature_headers(
    message_id: str, sent_at: datetime, body: bytes, secrets: Iterable[str]
) -> dict[str, str]:
    """The three headers; one signature for each secret, while a rotation lasts there are two."""
    timestamp = str(int(sent_at.timestamp()))
    content = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(secret, content) for secret in secrets),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return f"v1,{base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()}"
