"""A key vault in memory: what it destroyed is gone, as from the real ones."""

import os
from base64 import b64decode, b64encode

from complaints.domain.key_vault import CannotOpen
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class MemoryVault:
    """See `complaints.domain.key_vault.KeyVault`. `keys`: versions by name, oldest first."""

    def __init__(self) -> None:
        self.keys: dict[str, dict[int, bytes]] = {}

    async def wrap(self, name: str, data_key: bytes) -> str:
        """See `KeyVault`."""
        versions = self.keys.setdefault(name, {1: os.urandom(32)})
        return self._wrapped(name, max(versions), data_key)

    async def unwrap(self, name: str, wrapped: str) -> bytes:
        """See `KeyVault`."""
        number, _, text = wrapped.partition(":")
        key = self.keys.get(name, {}).get(int(number))
        if key is None:
            raise CannotOpen("no such key")
        raw = b64decode(text)
        return AESGCM(key).decrypt(raw[:12], raw[12:], name.encode())

    async def rewrap(self, name: str, wrapped: str) -> str:
        """See `KeyVault`."""
        data_key = await self.unwrap(name, wrapped)
        number = max(self.keys[name]) + 1
        self.keys[name][number] = os.urandom(32)
        return self._wrapped(name, number, data_key)

    async def trim(self, name: str) -> None:
        """See `KeyVault`."""
        versions = self.keys[name]
        self.keys[name] = {max(versions): versions[max(versions)]}

    async def destroy(self, name: str) -> None:
        """See `KeyVault`."""
        self.keys.pop(name, None)

    def _wrapped(self, name: str, number: int, data_key: bytes) -> str:
        nonce = os.urandom(12)
        sealed = nonce + AESGCM(self.keys[name][number]).encrypt(nonce, data_key, name.encode())
        return f"{number}:{b64encode(sealed).decode()}"
