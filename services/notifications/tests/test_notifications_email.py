"""The SMTP channel against a server that says and does what a test tells it to (MH-08)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from notifications.channels.email import EmailChannel, SmtpServer
from notifications.channels.email.mime import compose
from notifications.domain.messages import (
    ChannelFailure,
    Message,
    PermanentFailure,
    Rendered,
    TransientFailure,
    UncertainOutcome,
)

DELIVERY = "5f0c1e0a-0000-5000-8000-000000000003"


def message(**changes: str) -> Message:
    fields = {
        "delivery_id": DELIVERY,
        "to_address": "eve@example.org",
        "to_name": "Ève Tremblay",
        "from_address": "guichet@example.org",
        "from_name": "Arrondissement de Pierrefonds-Roxboro",
    } | changes
    words = Rendered("Reçu : éclairage", "Bonjour Ève, ça va ?\n", "<p>Bonjour Ève</p>\n")
    at = datetime(2026, 6, 15, 14, tzinfo=UTC)
    return Message(**fields, rendered=words, sent_at=at, paper=None)


class Server:
    """Answers by the first letters of a command; None hangs up, "" says nothing at all."""

    def __init__(self, **answers: str | None) -> None:
        self.answers: dict[str, str | None] = {"body": "250 taken", **answers}
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.hang_up: Callable[[], None] = lambda: None

    async def _say(self, writer: asyncio.StreamWriter, verb: str, usual: str) -> bool:
        said = self.answers.get(verb, usual)
        if said is None:
            return False
        if said:
            writer.write(said.encode() + b"\r\n")
            await writer.drain()
        return True

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.hang_up = writer.close
        try:
            await self._talk(reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not await self._say(writer, "greeting", "220 here"):
            return
        while line := await reader.readline():
            verb = line[:4].decode().strip().lower()
            usual = "354 go on" if verb == "data" else "250 fine"
            if not await self._say(writer, verb, usual):
                return
            if verb == "data" and self.answers.get("data", usual) == usual:
                body = await reader.readuntil(b"\r\n.\r\n")
                mail = message_from_bytes(body[:-5], policy=default)
                assert isinstance(mail, EmailMessage)
                self.mails.append(mail)
                if not await self._say(writer, "body", ""):
                    return


@asynccontextmanager
async def serving(server: Server) -> AsyncIterator[EmailChannel]:
    listener = await asyncio.start_server(server, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    channel = EmailChannel(
        SmtpServer("127.0.0.1", port, "guichet.example.org", timeout_seconds=0.3)
    )
    try:
        yield channel
    finally:
        await channel.close()
        listener.close()


async def outcome(server: Server, mail: Message | None = None) -> type[ChannelFailure] | None:
    async with serving(server) as channel:
        try:
            await channel.send(mail or message())
        except ChannelFailure as failure:
            caught: ChannelFailure | None = failure
        else:
            caught = None
    assert "example.org" not in str(caught), "no address may reach a log"
    return type(caught) if caught else None


async def test_a_mail_carries_its_delivery_id_and_the_same_words_twice_in_utf_8_mh_08() -> None:
    server = Server()
    assert await outcome(server) is None
    [mail] = server.mails
    assert mail["Message-ID"] == f"<{DELIVERY}@guichet.example.org>"
    assert mail["Subject"] == "Reçu : éclairage"
    assert mail["To"] == "Ève Tremblay <eve@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content_charset() == html.get_content_charset() == "utf-8"
    assert text.get_content().strip() == "Bonjour Ève, ça va ?"
    assert html.get_content().strip() == "<p>Bonjour Ève</p>"


async def test_the_connection_is_kept_and_a_stale_one_is_replaced() -> None:
    server = Server()
    async with serving(server) as channel:
        await channel.send(message())
        await channel.send(message())
        assert (len(server.mails), server.connections) == (2, 1)
        server.hang_up()
        await asyncio.sleep(0.05)
        await channel.send(message())
    assert (len(server.mails), server.connections) == (3, 2)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"greeting": "554 no"}, TransientFailure),
        ({"greeting": None}, TransientFailure),
        ({"greeting": ""}, TransientFailure),
        ({"mail": "451 later"}, TransientFailure),
        ({"mail": None}, TransientFailure),
        ({"rcpt": "550 eve@example.org unknown"}, PermanentFailure),
        ({"rcpt": "450 eve@example.org busy"}, TransientFailure),
        ({"rcpt": ""}, TransientFailure),
        ({"data": "554 no"}, PermanentFailure),
        ({"body": "552 too big"}, PermanentFailure),
        ({"body": "421 going down"}, TransientFailure),
        ({"body": None}, UncertainOutcome),
        ({"body": ""}, UncertainOutcome),
    ],
)
async def test_what_the_server_says_decides_and_a_lost_answer_to_the_body_is_uncertain(
    said: dict[str, str | None], expected: type[ChannelFailure]
) -> None:
    assert await outcome(Server(**said)) is expected


async def test_no_server_at_all_is_worth_another_try() -> None:
    channel = EmailChannel(SmtpServer("127.0.0.1", 1, "example.org", timeout_seconds=0.3))
    with pytest.raises(TransientFailure):
        await channel.send(message())


async def test_a_failure_does_not_spoil_the_next_mail() -> None:
    server = Server(rcpt="550 unknown")
    async with serving(server) as channel:
        with pytest.raises(PermanentFailure):
            await channel.send(message())
        del server.answers["rcpt"]
        await channel.send(message())
    assert len(server.mails) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"to_name": "Ève\r\nBcc: all@example.org"},
        {"to_address": "eve@example.org\r\nBcc: all@example.org"},
        {"to_address": "eve@example.org, all@example.org"},
        {"to_address": "ève@example.org"},
        {"to_address": "nowhere"},
        {"to_address": ""},
    ],
)
async def test_an_address_or_a_name_that_would_inject_headers_is_refused_for_good(
    fault: dict[str, str],
) -> None:
    server = Server()
    assert await outcome(server, message(**fault)) is PermanentFailure
    assert server.connections == 0


def test_nothing_of_the_person_shows_in_a_printed_message() -> None:
    shown = repr(message())
    for secret in ("eve@example.org", "Tremblay", "Bonjour", "éclairage"):
        assert secret not in shown


def test_a_mail_is_made_of_seven_bits_for_any_server() -> None:
    assert compose(message(), "example.org").as_bytes().isascii()
