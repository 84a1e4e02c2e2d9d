"""Key vault in HashiCorp Vault (or OpenBao), transit secrets engine, over HTTP.

One transit key for each name, not exportable; data keys are sent there to be wrapped, documents
never are. Reference: Vault API documentation, "Transit secrets engine (API)".
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import httpx
from chassis.faults import Transient

from complaints.domain.key_vault import CannotOpen

REFUSED = (400, 403, 404)


class TransitVault:
    """See `KeyVault`. `token` is asked for each call: an agent may renew it in its file.

    `address`: of the server, without `/v1`; `mount`: path of the engine.
    """

    def __init__(
        self, address: str, token: Callable[[], str], *, mount: str, timeout_seconds: float
    ) -> None:
        self._root = f"{address.rstrip('/')}/v1/{mount.strip('/')}"
        self._token = token
        self._timeout = timeout_seconds
        self._client: httpx.AsyncClient | None = None

    async def wrap(self, name: str, data_key: bytes) -> str:
        """See `KeyVault`."""
        key = _key(name)
        await self._call("POST", f"keys/{key}", {"type": "aes256-gcm96", "exportable": False})
        await self._call("POST", f"keys/{key}/config", {"deletion_allowed": True})
        answer = await self._call("POST", f"encrypt/{key}", {"plaintext": _text(data_key)})
        return str(answer["ciphertext"])

    async def unwrap(self, name: str, wrapped: str) -> bytes:
        """See `KeyVault`."""
        answer = await self._call("POST", f"decrypt/{_key(name)}", {"ciphertext": wrapped})
        return b64decode(answer["plaintext"])

    async def rewrap(self, name: str, wrapped: str) -> str:
        """See `KeyVault`."""
        key = _key(name)
        await self._call("POST", f"keys/{key}/rotate", {})
        answer = await self._call("POST", f"rewrap/{key}", {"ciphertext": wrapped})
        return str(answer["ciphertext"])

    async def trim(self, name: str) -> None:
        """See `KeyVault`."""
        key = _key(name)
        newest = (await self._call("GET", f"keys/{key}", None))["latest_version"]
        both = {"min_decryption_version": newest, "min_encryption_version": newest}
        await self._call("POST", f"keys/{key}/config", both)
        await self._call("POST", f"keys/{key}/trim", {"min_available_version": newest})

    async def destroy(self, name: str) -> None:
        """See `KeyVault`."""
        key = _key(name)
        if await self._exists(key):
            await self._call("POST", f"keys/{key}/config", {"deletion_allowed": True})
            await self._call("DELETE", f"keys/{key}", None)

    async def _exists(self, key: str) -> bool:
        return (await self._send("GET", f"keys/{key}", None)).status_code != 404

    async def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None
    ) -> Mapping[str, Any]:
        response = await self._send(method, path, body)
        if response.status_code in REFUSED:
            raise CannotOpen(f"vault refuses {path.partition('/')[0]}: {response.status_code}")
        if response.is_error:
            raise Transient(f"vault: {response.status_code}")
        if not response.content:
            return {}
        try:
            data: Mapping[str, Any] = response.json()["data"] or {}
        except (ValueError, KeyError, TypeError):
            raise Transient("vault: no such answer is documented") from None
        return data

    async def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> httpx.Response:
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=self._timeout)
        try:
            return await self._client.request(
                method,
                f"{self._root}/{path}",
                json=body,
                headers={"X-Vault-Token": self._token(), "X-Vault-Request": "true"},
            )
        except (httpx.HTTPError, OSError) as fault:
            raise Transient(f"vault: {type(fault).__name__}") from fault


def _key(name: str) -> str:
    """Says nothing of the case, and is a legal name whatever the id is."""
    return f"guichet-complaints-{sha256(name.encode()).hexdigest()[:40]}"


def _text(content: bytes) -> str:
    return b64encode(content).decode()
