"""The tracking code: a credential that opens a citizen's page. Derived, so it is stored nowhere."""

import hashlib
import hmac

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16  # of 5 bits each
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", " ": "", "-": "", "\u00a0": ""})


def hash_of(code: str) -> str:
    """What a code is found by: SHA-256 of its plain form, whatever it looks like."""
    plain = code.strip().upper().translate(_MISREAD)
    return hashlib.sha256(plain.encode()).hexdigest()


class TrackingCodes:
    """Codes under one secret. Changing the secret changes every code."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def code_of(self, case_id: str) -> str:
        """16 characters of Crockford's base32 (80 bits) of HMAC-SHA256(secret, case id)."""
        digest = hmac.new(self._secret, case_id.encode(), hashlib.sha256).digest()
        bits = int.from_bytes(digest[: LENGTH * 5 // 8], "big")
        return "".join(CROCKFORD[bits >> 5 * place & 31] for place in reversed(range(LENGTH)))

    def code_of_joined(self, case_id: str, requester_id: str) -> str:
        """The code of a citizen who joined the case: their own, found like any other."""
        return self.code_of(f"{case_id}/{requester_id}")

    def fingerprint(self, content: str) -> str:
        """What a content is known again by without being kept: HMAC-SHA256, 32 hexadecimals."""
        keyed = hmac.new(self._secret, f"content:{content}".encode(), hashlib.sha256)
        return keyed.hexdigest()[:32]

    def hash_for(self, case_id: str) -> str:
        """What a case is found by."""
        return hash_of(self.code_of(case_id))
