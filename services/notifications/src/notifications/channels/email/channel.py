"""Hands mails to one SMTP server over a connection that is kept and reused.

What the server says decides: 5xx is final, 4xx is worth another try, and a connection lost once
the body was on its way leaves nobody knowing. Its words may quote the address: only codes go on.
"""

import asyncio
from dataclasses import dataclass, field

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from notifications.channels.email.mime import compose
from notifications.domain.messages import (
    Message,
    PermanentFailure,
    TransientFailure,
    UncertainOutcome,
)


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where and how. `use_tls`: from the first byte; `start_tls` None: where it is offered.

    `id_domain`: right-hand side of Message-IDs. `timeout_seconds` bounds one whole sending.
    """

    host: str
    port: int
    id_domain: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    use_tls: bool = False
    start_tls: bool | None = None
    timeout_seconds: float = 20.0


class EmailChannel:
    """Channel `email`: one mail at a time over one connection; make several for more."""

    kind = "email"

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._client: SMTP | None = None
        self._turn = asyncio.Lock()

    def compose(self, message: Message) -> bytes:
        """The mail as it travels (port `Composer`). Raises PermanentFailure."""
        return compose(message, self._server.id_domain).as_bytes()

    async def send(self, message: Message) -> None:
        """Hand over one mail (port `Channel`). Waits for its turn, then bounded."""
        mail = self.compose(message)
        async with self._turn:
            await self._send(mail, message.from_address, message.to_address)

    async def close(self) -> None:
        """Say goodbye, bounded; never raises for a server that is gone."""
        client, self._client = self._client, None
        if client is None or not client.is_connected:
            return
        try:
            async with asyncio.timeout(self._server.timeout_seconds):
                await client.quit()
        except (SMTPException, OSError, TimeoutError):
            client.close()

    async def _send(self, body: bytes, sender: str, recipient: str) -> None:
        is_body_out = False
        try:
            async with asyncio.timeout(self._server.timeout_seconds):
                client = await self._envelope(sender)
                await client.rcpt(recipient)
                is_body_out = True
                await client.data(body)
        except SMTPResponseException as error:
            self._drop()
            raise _refusal(error) from None
        except ValueError:
            self._drop()
            raise PermanentFailure("the address cannot be put in a command") from None
        except (SMTPException, OSError, TimeoutError):
            self._drop()
            if is_body_out:
                raise UncertainOutcome("connection lost after the body was on its way") from None
            raise TransientFailure("connection lost before the body") from None
        except BaseException:
            self._drop()
            raise

    async def _envelope(self, sender: str) -> SMTP:
        """A connection that took MAIL FROM; one kept too long by us is replaced once."""
        kept = self._client
        if kept is not None and kept.is_connected:
            try:
                await kept.mail(sender)
            except (SMTPServerDisconnected, ConnectionError):
                self._drop()
            else:
                return kept
        client = self._client = await self._connect()
        await client.mail(sender)
        return client

    async def _connect(self) -> SMTP:
        server = self._server
        client = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.use_tls,
            start_tls=server.start_tls,
            timeout=server.timeout_seconds,
        )
        try:
            await client.connect()
        except SMTPResponseException as error:
            client.close()  # a greeting or a password refused says nothing about the mail
            raise TransientFailure(f"the server refused the connection: {error.code}") from None
        except BaseException:
            client.close()
            raise
        return client

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _refusal(error: SMTPResponseException) -> PermanentFailure | TransientFailure:
    at = "recipient" if isinstance(error, SMTPRecipientRefused) else "mail"
    if 500 <= error.code < 600:
        return PermanentFailure(f"{at} refused: {error.code}")
    return TransientFailure(f"{at} put off: {error.code}")
