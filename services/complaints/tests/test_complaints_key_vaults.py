"""The two real key vaults: a folder of this machine, and the transit engine of a Vault server."""

import json
import os
import stat
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from chassis.faults import Transient
from complaints.adapters.keys_file import FileVault
from complaints.adapters.keys_vault import TransitVault
from complaints.domain.key_vault import CannotOpen, KeyVault
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NAME, OTHER, KEY = "5f0c1e0a-0000-4000-8000-00000000000b", "another", bytes(range(32))
TOKEN = "s.of-the-test"


class Transit(BaseHTTPRequestHandler):
    """The documented API of the transit engine, as far as it is called, over real HTTP.

    Vault API documentation: create, config, rotate, trim, delete a key; encrypt, decrypt, rewrap.
    """

    keys: ClassVar[dict[str, Any]] = {}
    seen: ClassVar[list[str]] = []

    def _answer(self, status: int, data: Any = None) -> None:
        body = b"" if data is None else json.dumps({"data": data}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _handle(self, method: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        body = json.loads(raw) if raw else {}
        self.seen.append(f"{method} {self.path} {raw.decode()}")
        if self.headers.get("X-Vault-Token") != TOKEN:
            return self._answer(403)
        assert self.path.startswith("/v1/transit/")
        parts = self.path.removeprefix("/v1/transit/").split("/")
        call, name, what = parts[0], parts[1], "/".join(parts[2:])
        key = self.keys.get(name)
        if call == "keys" and not what and method == "POST":
            fresh = {"versions": {1: os.urandom(32)}, "deletable": False, "least": 1, "trim": 1}
            self.keys.setdefault(name, fresh)
            return self._answer(204)
        if key is None:
            return self._answer(404 if call == "keys" else 400)
        return self._with(key, name, call, what, method, body)

    def _with(
        self, key: Any, name: str, call: str, what: str, method: str, body: dict[str, Any]
    ) -> None:
        if call == "keys":
            return self._keys(key, name, what, method, body)
        if call == "encrypt":
            return self._answer(200, {"ciphertext": _wrap(key, b64decode(body["plaintext"]))})
        plain = _unwrap(key, body["ciphertext"])
        if plain is None:
            return self._answer(400)
        if call == "decrypt":
            return self._answer(200, {"plaintext": b64encode(plain).decode()})
        assert call == "rewrap"
        return self._answer(200, {"ciphertext": _wrap(key, plain)})

    def _keys(self, key: Any, name: str, what: str, method: str, body: dict[str, Any]) -> None:
        newest = max(key["versions"])
        if method == "GET":
            return self._answer(200, {"latest_version": newest})
        if method == "DELETE":
            if not key["deletable"]:
                return self._answer(400)
            del self.keys[name]
        elif what == "rotate":
            key["versions"][newest + 1] = os.urandom(32)
        elif what == "config":
            key["deletable"] = body.get("deletion_allowed", key["deletable"])
            key["least"] = body.get("min_decryption_version", key["least"])
            key["trim"] = body.get("min_encryption_version", key["trim"])
        elif what == "trim":
            least = body["min_available_version"]
            if min(key["least"], key["trim"]) < least:  # as documented: both must be set first
                return self._answer(400)
            key["versions"] = {n: one for n, one in key["versions"].items() if n >= least}
        return self._answer(204)

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_DELETE(self) -> None:
        self._handle("DELETE")

    def log_message(self, *_: object) -> None:
        """Nothing on the console."""


def _wrap(key: Any, plain: bytes) -> str:
    number, nonce = max(key["versions"]), os.urandom(12)
    sealed = nonce + AESGCM(key["versions"][number]).encrypt(nonce, plain, None)
    return f"vault:v{number}:{b64encode(sealed).decode()}"


def _unwrap(key: Any, text: str) -> bytes | None:
    _, version, sealed = text.split(":")
    number, raw = int(version[1:]), b64decode(sealed)
    if number not in key["versions"] or number < key["least"]:
        return None
    return AESGCM(key["versions"][number]).decrypt(raw[:12], raw[12:], None)


@pytest.fixture
def server() -> Iterator[str]:
    Transit.keys.clear()
    Transit.seen.clear()
    made = ThreadingHTTPServer(("127.0.0.1", 0), Transit)
    thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()
    thread.join()


def transit(address: str, token: str = TOKEN) -> TransitVault:
    return TransitVault(address, lambda: token, mount="transit", timeout_seconds=5.0)


@pytest.fixture(params=["folder", "transit"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> KeyVault:
    if request.param == "folder":
        return FileVault(tmp_path / "keys")
    return transit(request.getfixturevalue("server"))


async def test_what_was_wrapped_is_unwrapped_and_shows_nothing(vault: KeyVault) -> None:
    wrapped, again = await vault.wrap(NAME, KEY), await vault.wrap(NAME, KEY)
    assert wrapped != again
    assert b64encode(KEY).decode() not in wrapped
    assert await vault.unwrap(NAME, wrapped) == await vault.unwrap(NAME, again) == KEY


async def test_a_wrapped_key_opens_under_its_own_name_only(vault: KeyVault) -> None:
    wrapped = await vault.wrap(NAME, KEY)
    with pytest.raises(CannotOpen):
        await vault.unwrap(OTHER, wrapped)


async def test_a_destroyed_key_opens_nothing_and_is_destroyed_again_in_peace(
    vault: KeyVault,
) -> None:
    wrapped, other = await vault.wrap(NAME, KEY), await vault.wrap(OTHER, KEY)
    await vault.destroy(NAME)
    await vault.destroy(NAME)
    with pytest.raises(CannotOpen):
        await vault.unwrap(NAME, wrapped)
    assert await vault.unwrap(OTHER, other) == KEY


async def test_after_rewrapping_and_trimming_only_the_new_one_opens(vault: KeyVault) -> None:
    old = await vault.wrap(NAME, KEY)
    new = await vault.rewrap(NAME, old)
    assert await vault.unwrap(NAME, old) == await vault.unwrap(NAME, new) == KEY
    await vault.trim(NAME)
    await vault.trim(NAME)
    assert await vault.unwrap(NAME, new) == KEY
    with pytest.raises(CannotOpen):
        await vault.unwrap(NAME, old)


async def test_the_folder_is_for_its_owner_alone_and_names_no_case(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "keys"
    await FileVault(folder).wrap(NAME, KEY)
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert NAME not in file.name
    wrapped = await FileVault(folder).wrap(NAME, KEY)  # another process
    assert await FileVault(folder).unwrap(NAME, wrapped) == KEY
    assert len(list(folder.iterdir())) == 1


async def test_a_folder_that_cannot_be_written_is_a_fault_that_may_pass(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("not a folder")
    with pytest.raises(Transient, match="key folder"):
        await FileVault(tmp_path / "keys").wrap(NAME, KEY)


async def test_vault_is_told_neither_the_case_nor_anything_but_data_keys(server: str) -> None:
    vault = transit(server)
    wrapped = await vault.wrap(NAME, KEY)
    assert await vault.unwrap(NAME, wrapped) == KEY
    assert not [line for line in Transit.seen if NAME in line]
    assert '"exportable":false' in Transit.seen[0].replace(" ", "")


async def test_a_vault_that_refuses_and_one_that_is_away_are_told_apart(server: str) -> None:
    with pytest.raises(CannotOpen, match="403"):
        await transit(server, "s.of-nobody").wrap(NAME, KEY)
    with pytest.raises(Transient):
        await transit("http://127.0.0.1:9").wrap(NAME, KEY)
