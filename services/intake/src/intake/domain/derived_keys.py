"""Keys for one purpose each, from the one secret of the counter: none tells anything of another."""

import hashlib
import hmac


def derived_key(secret: str, purpose: str) -> bytes:
    """32 bytes, HMAC-SHA256(secret, purpose); what codes are made of never begins like that."""
    return hmac.digest(secret.encode(), f"key:{purpose}".encode(), hashlib.sha256)
