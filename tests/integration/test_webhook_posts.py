"""Posts to receivers: the address that was judged is the one that is connected to."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from chassis.clock import utc_now
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from guichet_testing import hooks
from notifications.adapters.webhook_post import HttpPoster
from notifications.domain.webhook_address import Address, Rules
from notifications.domain.webhook_delivery import Answer


def resolver(*answers: Sequence[str]) -> Callable[[str, int], Awaitable[list[Address]]]:
    """A name server that says something else each time."""
    left = list(answers)

    async def resolve(_: str, __: int) -> list[Address]:
        return [ip_address(one) for one in (left.pop(0) if len(left) > 1 else left[0])]

    return resolve


async def test_a_name_is_looked_up_once_for_each_post_and_judged_each_time() -> None:
    async with hooks.receiver() as receiver:
        port = httpx.URL(receiver.url).port
        poster = HttpPoster(
            Rules(local=True),
            timeout_seconds=5.0,
            clock=utc_now,
            # What it says a moment after it was judged would lead to a cloud's metadata.
            resolve=resolver(["127.0.0.1"], ["169.254.169.254"], ["127.0.0.1", "224.0.0.1"]),
        )
        url = f"http://hooks.example.org:{port}/hook"
        assert await poster.post(url, {}, b"{}") == Answer(204)
        for _ in range(2):
            assert await poster.post(url, {}, b"{}") == Answer(None, "refused-address")
        assert len(receiver.got) == 1


async def test_it_connects_by_number_and_asks_for_the_host_by_name() -> None:
    async with hooks.receiver() as receiver:
        port = httpx.URL(receiver.url).port
        poster = HttpPoster(
            Rules(local=True), timeout_seconds=5.0, clock=utc_now, resolve=resolver(["127.0.0.1"])
        )
        answer = await poster.post(f"http://hooks.example.org:{port}/hook", {}, b"{}")
        assert answer == Answer(204)
        assert receiver.got[0][0]["host"] == f"hooks.example.org:{port}"


@pytest.mark.parametrize(
    ("named", "expected"),
    [("hooks.example.org", Answer(204)), ("other.example.org", Answer(None, "tls"))],
)
async def test_the_certificate_must_be_that_of_the_name(
    named: str, expected: Answer, tmp_path: Path
) -> None:
    certificate, key = _certificate(named, tmp_path)
    at_server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    at_server.load_cert_chain(certificate, key)
    asked: list[str | None] = []
    at_server.sni_callback = lambda _, name, __: asked.append(name)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=at_server)
    async with server:
        port = server.sockets[0].getsockname()[1]
        poster = HttpPoster(
            Rules(local=True),
            timeout_seconds=5.0,
            clock=utc_now,
            resolve=resolver(["127.0.0.1"]),
            trust=ssl.create_default_context(cafile=str(certificate)),
        )
        answer = await poster.post(f"https://hooks.example.org:{port}/", {}, b"{}")
    assert answer == expected
    assert asked == ["hooks.example.org"]


async def test_an_endless_answer_is_not_read_and_silence_is_a_timeout() -> None:
    endless = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if b"/endless" in head:
            writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            writer.write(b"5\r\nCORPS\r\n" * 1000)
        await endless.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        poster = HttpPoster(Rules(local=True), timeout_seconds=1.0, clock=utc_now)
        for path, expected in (("endless", Answer(200)), ("silent", Answer(None, "timeout"))):
            assert await poster.post(f"http://127.0.0.1:{port}/{path}", {}, b"{}") == expected
        endless.set()


async def test_nobody_there_and_no_such_name_are_told_apart() -> None:
    poster = HttpPoster(Rules(local=True), timeout_seconds=5.0, clock=utc_now)
    assert await poster.post("http://127.0.0.1:9/", {}, b"{}") == Answer(None, "connection")
    nowhere = await poster.post("http://nowhere.invalid/", {}, b"{}")
    assert nowhere.reason in ("dns", "timeout")


def _certificate(name: str, place: Path) -> tuple[Path, Path]:
    """A certificate of its own for a host name, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = place / "certificate.pem", place / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private
