"""An SMTP server that keeps every mail and delivers none: python -m guichet.embedded.mail_sink

A mail is in the file before its 250 is sent. Loopback only. Tests may make it misbehave by
`PUT /api/fault` (see mail_faults).
"""

import argparse
import asyncio
import signal
from pathlib import Path

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session

from guichet.embedded.mail_faults import FaultSwitch, MailMode
from guichet.embedded.mail_pages import mail_app
from guichet.embedded.mail_store import MailStore
from guichet.embedded.ports import LOOPBACK

_LARGEST_MAIL_BYTES = 10_000_000
_REFUSALS = {
    MailMode.REFUSE_TEMPORARY: "451 4.3.2 refused for now, as a test asked",
    MailMode.REFUSE_PERMANENT: "550 5.7.1 refused for good, as a test asked",
}


class SinkHandler:
    """Keeps mails, or does what the switch says."""

    def __init__(self, store: MailStore, switch: FaultSwitch) -> None:
        self._store = store
        self._switch = switch

    async def handle_DATA(  # noqa: N802 the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """The answer to a whole mail."""
        recipients = [str(recipient) for recipient in envelope.rcpt_tos]
        fault = self._switch.take(recipients)
        if fault.mode in _REFUSALS:
            await asyncio.sleep(fault.delay_seconds)
            return _REFUSALS[fault.mode]
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        mail = self._store.append(envelope.mail_from or "", recipients, raw)
        if fault.mode is MailMode.ACCEPT_THEN_HANG:
            await asyncio.Event().wait()  # until the client goes, which cancels this
        if fault.mode is MailMode.ACCEPT_THEN_DROP and isinstance(
            server.transport, asyncio.Transport
        ):
            server.transport.abort()
        await asyncio.sleep(fault.delay_seconds)
        return f"250 2.0.0 kept as {mail.number}"


async def serve(smtp_port: int, http_port: int, file: Path) -> None:
    """Serve until SIGTERM or SIGINT."""
    store = MailStore(file)
    switch = FaultSwitch()
    handler = SinkHandler(store, switch)
    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(
        lambda: SMTP(
            handler,
            hostname="localhost",
            ident="guichet mail sink",
            enable_SMTPUTF8=True,
            data_size_limit=_LARGEST_MAIL_BYTES,
            loop=loop,
        ),
        LOOPBACK,
        smtp_port,
    )
    pages = uvicorn.Server(
        uvicorn.Config(
            mail_app(store, switch),
            host=LOOPBACK,
            port=http_port,
            log_level="warning",
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
    )
    serving = asyncio.create_task(pages.serve())
    try:
        await serving  # uvicorn takes the signals
    finally:
        smtp.close()
        store.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m guichet.embedded.mail_sink")
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True, help="file of JSON lines")
    options = parser.parse_args()
    # A write to a client that is gone must not end the sink.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    asyncio.run(serve(options.smtp_port, options.http_port, options.data))


if __name__ == "__main__":
    main()
