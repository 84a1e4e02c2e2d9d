"""Signing secrets at rest: sealed with the storage key, each bound to its webhook and number."""

from base64 import b64decode, b64encode
from datetime import datetime

from chassis.sealing import Seals

from notifications.domain.webhook import Secret, Webhook

PLACE = "webhook-secrets"
KEY_ID = "storage"


class SealedVault:
    """Port `Vault`, and the sealing of a new secret."""

    def __init__(self, storage_key: str) -> None:
        self._seals = Seals({PLACE: {KEY_ID: storage_key}})

    def seal(self, webhook_id: str, number: int, secret: str) -> str:
        """As it is stored, base64."""
        sealed, _ = self._seals.seal(PLACE, f"{webhook_id}:{number}", secret.encode(), {})
        return b64encode(sealed).decode()

    def open(self, webhook: Webhook, now: datetime) -> list[str]:
        """The secrets that sign now, newest first. Raises CannotOpen under another storage key."""
        return [self.open_one(webhook.webhook_id, one) for one in webhook.secrets_at(now)]

    def open_one(self, webhook_id: str, secret: Secret) -> str:
        """One secret in plain. Raises CannotOpen."""
        name = f"{webhook_id}:{secret.number}"
        return self._seals.open(PLACE, name, KEY_ID, b64decode(secret.sealed)).decode()
