"""The mail sink as people and tests use it."""

import asyncio
import smtplib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from email.message import EmailMessage

import httpx
import pytest
from guichet.embedded.mail_sink_process import MailMode, MailSinkServer


async def eventually(holds: Callable[[], Awaitable[bool]], *, seconds: float = 30.0) -> None:
    """Wait for a condition, not for a time."""
    deadline = time.monotonic() + seconds
    while not await holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
async def mail_sink(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[MailSinkServer]:
    async with MailSinkServer(tmp_path_factory.mktemp("mails")) as server:
        yield server


async def send_mail(sink: MailSinkServer, recipient: str, *, timeout: float = 10.0) -> None:
    """One mail, as any client sends it."""
    message = EmailMessage()
    message["Subject"] = "Votre demande a été reçue"
    message["From"] = "guichet@example.org"
    message["To"] = recipient
    message["Message-ID"] = f"<{recipient}>"
    message.set_content("Merci.\n")
    message.add_alternative("<p>Merci. <script>alert(1)</script></p>", subtype="html")

    def talk() -> None:
        with smtplib.SMTP(sink.smtp_host, sink.smtp_port, "localhost", timeout) as client:
            client.send_message(message)

    await asyncio.to_thread(talk)


async def test_a_mail_is_kept_when_it_is_answered_and_people_can_read_it(
    mail_sink: MailSinkServer,
) -> None:
    await send_mail(mail_sink, "reader@example.org")
    (summary,) = await mail_sink.mails(to="reader@")
    assert summary["message_id"] == "<reader@example.org>"
    assert summary["subject"] == "Votre demande a été reçue"
    mail = await mail_sink.mail(summary["number"])
    assert mail["text"] == "Merci.\n"
    async with httpx.AsyncClient(base_url=mail_sink.http_url, trust_env=False) as browser:
        listing = await browser.get("/")
        page = await browser.get(f"/mails/{summary['number']}")
        missing = await browser.get("/mails/99999")
    assert "Votre demande a été reçue" in listing.text
    assert "Merci." in page.text
    assert "<script>" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert missing.status_code == 404


@pytest.mark.parametrize(
    ("mode", "error", "is_kept"),
    [
        (MailMode.REFUSE_TEMPORARY, smtplib.SMTPDataError, False),
        (MailMode.REFUSE_PERMANENT, smtplib.SMTPDataError, False),
        (MailMode.ACCEPT_THEN_HANG, smtplib.SMTPServerDisconnected, True),
        (MailMode.ACCEPT_THEN_DROP, smtplib.SMTPServerDisconnected, True),
    ],
)
async def test_a_sink_that_misbehaves_keeps_what_its_mode_says_and_recovers(
    mail_sink: MailSinkServer, mode: MailMode, error: type[Exception], is_kept: bool
) -> None:
    recipient = f"{mode}@example.org"
    await mail_sink.set_fault(mode, times=1)
    with pytest.raises(error) as refused:
        await send_mail(mail_sink, recipient, timeout=1.0)
    if isinstance(refused.value, smtplib.SMTPDataError):
        expected = 451 if mode is MailMode.REFUSE_TEMPORARY else 550
        assert refused.value.smtp_code == expected
    assert len(await mail_sink.mails(to=recipient)) == int(is_kept)
    await send_mail(mail_sink, recipient)
    assert len(await mail_sink.mails(message_id=f"<{recipient}>")) == int(is_kept) + 1


async def test_a_fault_that_makes_no_sense_is_refused(mail_sink: MailSinkServer) -> None:
    async with httpx.AsyncClient(base_url=mail_sink.http_url, trust_env=False) as client:
        for body in ('{"mode": "explode"}', '{"mod": "ok"}', "{"):
            assert (await client.put("/api/fault", content=body)).status_code == 422


async def test_mails_survive_a_kill_of_the_sink(mail_sink: MailSinkServer) -> None:
    await send_mail(mail_sink, "survivor@example.org")
    await mail_sink.kill()
    await mail_sink.start()
    assert len(await mail_sink.mails(to="survivor@")) == 1
