"""The secrets of one machine: made once, kept in a file that only its owner reads."""

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from chassis.sealing import new_key
from contracts.topics import SERVICES, TOPICS, sealed_for

SECRETS = "secrets.json"
"""Its name in the data directory."""


@dataclass(frozen=True)
class Secrets:
    """Keys of the sealed topics, keys at rest by service, the secret of tracking codes, and the
    Open311 key of a partner who may write for every borough of this machine."""

    topic_keys: dict[str, str]
    storage_keys: dict[str, str]
    tracking_secret: str
    open311_key: str

    @classmethod
    def load_or_make(cls, path: Path) -> Self:
        """Read them, or make and keep them (mode 0600); keys for new topics are added."""
        kept = json.loads(path.read_text()) if path.is_file() else {}
        sealed = {topic.name: new_key() for topic in TOPICS.values() if topic.sealed}
        made = cls(
            topic_keys=sealed | kept.get("topic_keys", {}),
            storage_keys={service: new_key() for service in SERVICES}
            | kept.get("storage_keys", {}),
            tracking_secret=kept.get("tracking_secret") or secrets.token_urlsafe(32),
            open311_key=kept.get("open311_key") or secrets.token_urlsafe(32),
        )
        if asdict(made) != kept:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Whole or not at all: half a file of keys would lose what they open.
            fresh = path.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                json.dump(asdict(made), file)
            fresh.replace(path)
        return made

    @property
    def open311_key_hash(self) -> str:
        """What intake is told of that key."""
        return hashlib.sha256(self.open311_key.encode()).hexdigest()

    def keys_of(self, service: str) -> dict[str, dict[str, str]]:
        """The topic keys that a service is given: of what it writes or reads, and no others."""
        return {topic.name: {"k1": self.topic_keys[topic.name]} for topic in sealed_for(service)}
