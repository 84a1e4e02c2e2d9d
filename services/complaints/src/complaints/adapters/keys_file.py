"""Key vault in a folder of this machine, for one machine alone: one file for each key, mode 0600.

Never to be backed up together with the database: a copy of both opens what was destroyed.
"""

import json
import os
from base64 import b64decode, b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from chassis.faults import Transient
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from complaints.domain.key_vault import CannotOpen

KEY_BYTES, NONCE_BYTES = 32, 12
PREFIX = "file:v"


class FileVault:
    """See `KeyVault`. A file holds the versions of one key, oldest first, in base64."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def wrap(self, name: str, data_key: bytes) -> str:
        """See `KeyVault`."""
        versions = self._read(name)
        if not versions:
            self._write(name, {"1": _new()}, anew=True)
            versions = self._read(name)  # another process may have been first
        return _sealed(name, versions, data_key)

    async def unwrap(self, name: str, wrapped: str) -> bytes:
        """See `KeyVault`."""
        number, _, sealed = wrapped.removeprefix(PREFIX).partition(":")
        key = self._read(name).get(number)
        if key is None:
            raise CannotOpen("the folder has no such key")
        try:
            raw = b64decode(sealed)
            return AESGCM(b64decode(key)).decrypt(
                raw[:NONCE_BYTES], raw[NONCE_BYTES:], name.encode()
            )
        except (InvalidTag, ValueError):
            raise CannotOpen("the value does not open with its key") from None

    async def rewrap(self, name: str, wrapped: str) -> str:
        """See `KeyVault`."""
        data_key = await self.unwrap(name, wrapped)
        versions = self._read(name)
        versions = {**versions, str(_newest(versions) + 1): _new()}
        self._write(name, versions)
        return _sealed(name, versions, data_key)

    async def trim(self, name: str) -> None:
        """See `KeyVault`."""
        versions = self._read(name)
        if len(versions) > 1:
            newest = str(_newest(versions))
            self._write(name, {newest: versions[newest]})

    async def destroy(self, name: str) -> None:
        """See `KeyVault`."""
        path = self._path(name)
        try:
            with suppress(FileNotFoundError):
                with path.open("r+b") as file:  # over what was there, as far as the disk lets us
                    file.write(os.urandom(path.stat().st_size))
                    file.flush()
                    os.fsync(file.fileno())
                path.unlink()
        except OSError as fault:
            raise Transient(f"key folder: {type(fault).__name__}") from fault

    def _path(self, name: str) -> Path:
        return self._folder / f"{sha256(name.encode()).hexdigest()}.json"

    def _read(self, name: str) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self._path(name).read_text())
        except FileNotFoundError:
            return {}
        except OSError as fault:
            raise Transient(f"key folder: {type(fault).__name__}") from fault
        except ValueError:
            raise CannotOpen("a key file is damaged") from None
        return found

    def _write(self, name: str, versions: dict[str, str], *, anew: bool = False) -> None:
        """Whole or not at all; `anew`: unless somebody else made it first."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=self._folder, delete=False) as file:  # mode 0600
                json.dump(versions, file)
                file.flush()
                os.fsync(file.fileno())
            made = Path(file.name)
            if anew:
                with suppress(FileExistsError):
                    os.link(made, self._path(name))
                made.unlink()
            else:
                made.replace(self._path(name))
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)  # a key that a power cut takes back would lose its document
            finally:
                os.close(folder)
        except OSError as fault:
            raise Transient(f"key folder: {type(fault).__name__}") from fault


def _new() -> str:
    return b64encode(os.urandom(KEY_BYTES)).decode()


def _newest(versions: dict[str, str]) -> int:
    return max((int(number) for number in versions), default=0)


def _sealed(name: str, versions: dict[str, str], data_key: bytes) -> str:
    number, nonce = _newest(versions), os.urandom(NONCE_BYTES)
    key = AESGCM(b64decode(versions[str(number)]))
    sealed = nonce + key.encrypt(nonce, data_key, name.encode())
    return f"{PREFIX}{number}:{b64encode(sealed).decode()}"
