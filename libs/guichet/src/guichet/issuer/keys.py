"""The key that signs the demonstration's tokens (ES256): fresh, or kept in a file of ours."""

import json
import os
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey


class SigningKey:
    """A P-256 key, and its public half for whoever checks."""

    def __init__(self, key: ECKey) -> None:
        self.key = key
        self.key_id = key.thumbprint()

    @classmethod
    def fresh(cls) -> "SigningKey":
        """A key for as long as this process lives."""
        return cls(ECKey.generate_key("P-256"))

    @classmethod
    def kept_in(cls, file: Path) -> "SigningKey":
        """The key in that file, made there (mode 0600) if there is none; two makers agree on one.

        Raises OSError, ValueError.
        """
        if not file.exists():
            made = json.dumps(ECKey.generate_key("P-256").as_dict(private=True))
            draft = file.with_name(f".{file.name}.{os.getpid()}")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as out:
                out.write(made)
            try:
                os.link(draft, file)  # fails if another was first: then theirs holds
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return cls(ECKey.import_key(json.loads(file.read_text())))

    def public_keys(self) -> dict[str, Any]:
        """The JSON Web Key Set to publish."""
        public = self.key.as_dict(private=False) | {
            "kid": self.key_id,
            "use": "sig",
            "alg": "ES256",
        }
        return {"keys": [public]}
