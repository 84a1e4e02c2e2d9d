"""The mail sink's file: every mail is kept as it came, over crashes."""

from pathlib import Path

import pytest
from guichet.embedded.mail_faults import FaultSwitch, MailFault, MailMode
from guichet.embedded.mail_store import MailStore, body_text, parse_mail

_MAIL = "Subject: =?utf-8?q?D=C3=A9p=C3=B4t?=\r\nMessage-ID: <a@b>\r\n\r\nÉté\r\n".encode()


def test_a_mail_is_kept_byte_for_byte_and_found_again(tmp_path: Path) -> None:
    file = tmp_path / "mails.jsonl"
    odd = _MAIL + b"\xff\x00 not UTF-8\r\n"
    store = MailStore(file)
    store.append("from@example.org", ["to@example.org"], _MAIL)
    store.append("from@example.org", ["a@example.org", "b@example.org"], odd)
    store.close()

    again = MailStore(file)
    first, second = again.mails
    assert (first.number, first.subject, first.message_id) == (1, "Dépôt", "<a@b>")
    assert second.recipients == ("a@example.org", "b@example.org")
    assert again.raw(first) == _MAIL
    assert again.raw(second) == odd
    assert again.get(3) is None
    assert again.get(0) is None


def test_a_line_cut_off_by_a_crash_is_dropped_and_the_next_mail_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "mails.jsonl"
    store = MailStore(file)
    store.append("from@example.org", ["to@example.org"], _MAIL)
    store.close()
    with file.open("ab") as end:
        end.write(b'{"number": 2, "subj')

    after_crash = MailStore(file)
    assert len(after_crash.mails) == 1
    kept = after_crash.append("from@example.org", ["late@example.org"], _MAIL)
    assert kept.number == 2
    assert after_crash.raw(kept) == _MAIL
    after_crash.close()
    assert [mail.recipients for mail in MailStore(file).mails] == [
        ("to@example.org",),
        ("late@example.org",),
    ]


@pytest.mark.parametrize(
    "raw", [b"", b"no header at all", b"Subject: \xff\xfe\r\nFrom: <<<\r\n\r\n"]
)
def test_a_malformed_mail_is_kept_too(tmp_path: Path, raw: bytes) -> None:
    store = MailStore(tmp_path / "mails.jsonl")
    assert store.raw(store.append("", ["to@example.org"], raw)) == raw


def test_a_body_in_an_unknown_charset_is_still_shown() -> None:
    message = parse_mail(b"Content-Type: text/plain; charset=x-none\r\n\r\nbonjour\r\n")
    assert "bonjour" in (body_text(message, "plain") or "")
    assert body_text(message, "html") is None


def test_a_fault_ends_after_its_times_and_meets_only_its_recipients() -> None:
    switch = FaultSwitch()
    switch.set(MailFault(mode=MailMode.REFUSE_TEMPORARY, times=2, recipient_contains="@bad"))
    assert switch.take(["x@good.example"]).mode is MailMode.OK
    assert switch.take(["x@bad.example"]).mode is MailMode.REFUSE_TEMPORARY
    assert switch.take(["x@bad.example"]).mode is MailMode.REFUSE_TEMPORARY
    assert switch.take(["x@bad.example"]).mode is MailMode.OK
