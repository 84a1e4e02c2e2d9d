"""Access tokens as `chassis.identity` expects them: iss, aud, sub, exp, roles, boroughs."""

import time
from dataclasses import dataclass

from joserfc import jwt

from guichet.issuer.keys import SigningKey
from guichet.issuer.personas import Persona

A_WORKING_DAY_SECONDS = 12 * 3600


@dataclass(frozen=True)
class Tokens:
    """Tokens of one issuer."""

    issuer: str
    key: SigningKey
    audience: str = "guichet"
    lifetime_seconds: int = A_WORKING_DAY_SECONDS

    def token_for(self, persona: Persona) -> str:
        """A signed token, good for `lifetime_seconds` from now."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": persona.subject,
            "iat": now,
            "exp": now + self.lifetime_seconds,
            "roles": list(persona.roles),
            "boroughs": list(persona.boroughs),
            "demonstration": True,
        }
        header = {"alg": "ES256", "kid": self.key.key_id}
        return jwt.encode(header, claims, self.key.key)
