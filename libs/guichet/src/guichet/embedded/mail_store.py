"""Keeps received mails in one append-only file of JSON lines; never changes or drops one."""

import email
import email.policy
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class StoredMail:
    """What a listing shows of a mail. `number` counts physical mails from 1: two mails with the
    same `message_id` are one delivery that arrived twice."""

    number: int
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    received_at: datetime
    position: int

    def as_json(self) -> dict[str, Any]:
        """The summary under the names that the file and the HTTP answers use."""
        return {
            "number": self.number,
            "message_id": self.message_id,
            "from": self.sender,
            "to": list(self.recipients),
            "subject": self.subject,
            "received_at": self.received_at.isoformat(),
        }


class MailStore:
    """Summaries in memory, the mails themselves in the file. One process writes it."""

    def __init__(self, file: Path) -> None:
        """Read what is there; a last line cut off by a crash is dropped, it was never answered."""
        self.mails: list[StoredMail] = []
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        self._reader = file.open("rb")
        self._writer = file.open("ab")
        position = 0
        for line in self._reader:
            if not line.endswith(b"\n"):
                self._writer.truncate(position)
                break
            self._remember(json.loads(line), position)
            position += len(line)
        self._end = position

    def append(self, sender: str, recipients: Sequence[str], raw: bytes) -> StoredMail:
        """Write a mail to the file and hand it to the kernel, then say what was kept."""
        message = parse_mail(raw)
        entry = {
            "number": len(self.mails) + 1,
            "message_id": _header(message, "Message-ID"),
            "from": sender,
            "to": list(recipients),
            "subject": _header(message, "Subject"),
            "received_at": datetime.now(UTC).isoformat(),
            # Bytes that are no UTF-8 become lone surrogates, and the same bytes when read.
            "raw": raw.decode("utf-8", "surrogateescape"),
        }
        line = json.dumps(entry).encode("ascii") + b"\n"
        self._writer.write(line)
        self._writer.flush()
        mail = self._remember(entry, self._end)
        self._end += len(line)
        return mail

    def get(self, number: int) -> StoredMail | None:
        """The summary of one mail."""
        return self.mails[number - 1] if 0 < number <= len(self.mails) else None

    def raw(self, mail: StoredMail) -> bytes:
        """The mail as it came in."""
        self._reader.seek(mail.position)
        raw: str = json.loads(self._reader.readline())["raw"]
        return raw.encode("utf-8", "surrogateescape")

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()
        self._writer.close()

    def _remember(self, entry: dict[str, Any], position: int) -> StoredMail:
        mail = StoredMail(
            number=len(self.mails) + 1,
            message_id=entry["message_id"],
            sender=entry["from"],
            recipients=tuple(entry["to"]),
            subject=entry["subject"],
            received_at=datetime.fromisoformat(entry["received_at"]),
            position=position,
        )
        self.mails.append(mail)
        return mail


def parse_mail(raw: bytes) -> EmailMessage:
    """The mail with decoded headers; a malformed one is read as far as it goes."""
    return email.message_from_bytes(raw, policy=email.policy.default)


def body_text(message: EmailMessage, kind: str) -> str | None:
    """The body of this kind ("plain" or "html") with `\n` line ends, None if there is none."""
    part = message.get_body((kind,))
    if part is None:
        return None
    try:
        return str(part.get_content()).replace("\r\n", "\n")
    except (LookupError, UnicodeError, KeyError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, "")).strip()
    except (ValueError, IndexError, AttributeError):  # the parser fails on some bad headers
        return ""
