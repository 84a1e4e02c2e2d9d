"""The mail sink as a process of its own, and what tests ask of it."""

import asyncio
import smtplib
import sys
from pathlib import Path
from typing import Any

import httpx

from guichet.embedded.mail_faults import MailFault, MailMode
from guichet.embedded.ports import LOOPBACK, free_port
from guichet.embedded.process import EmbeddedServer, ServerProcess

__all__ = ["MailFault", "MailMode", "MailSinkServer"]


class MailSinkServer(EmbeddedServer):
    """Keeps its mails in `mails.jsonl` under the data directory, over restarts."""

    def __init__(
        self, data_dir: Path, *, smtp_port: int | None = None, http_port: int | None = None
    ) -> None:
        self.smtp_host = LOOPBACK
        self.smtp_port = smtp_port or free_port()
        http = http_port or free_port()
        self.http_url = f"http://{LOOPBACK}:{http}"
        directory = data_dir.absolute()
        self.process = ServerProcess(
            "mail sink",
            [
                *(sys.executable, "-m", "guichet.embedded.mail_sink"),
                *("--smtp-port", str(self.smtp_port), "--http-port", str(http)),
                *("--data", str(directory / "mails.jsonl")),
            ],
            ready=self._is_ready,
            log_file=directory / "mail_sink.log",
            ports=[self.smtp_port, http],
            start_seconds=30.0,
            stop_seconds=5.0,
        )

    async def set_fault(self, mode: MailMode | str = MailMode.OK, **limits: Any) -> None:
        """Misbehave from the next mail on; `limits` are the other fields of MailFault."""
        fault = MailFault(mode=MailMode(mode), **limits)
        async with self._client() as client:
            answer = await client.put("/api/fault", content=fault.model_dump_json())
            answer.raise_for_status()

    async def mails(self, *, to: str = "", message_id: str | None = None) -> list[dict[str, Any]]:
        """Summaries, newest first: number, message_id, from, to, subject, received_at."""
        asked = {"to": to, "limit": "10000"}
        if message_id is not None:
            asked["message_id"] = message_id
        async with self._client() as client:
            answer = await client.get("/api/mails", params=asked)
            answer.raise_for_status()
            mails: list[dict[str, Any]] = answer.json()["mails"]
            return mails

    async def mail(self, number: int) -> dict[str, Any]:
        """One mail: its summary, text, html and headers."""
        async with self._client() as client:
            answer = await client.get(f"/api/mails/{number}")
            answer.raise_for_status()
            mail: dict[str, Any] = answer.json()
            return mail

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.http_url, timeout=10.0, trust_env=False)

    async def _is_ready(self) -> bool:
        try:
            async with self._client() as client:
                if (await client.get("/api/fault")).status_code != 200:
                    return False
            return await asyncio.to_thread(self._greets)
        except (httpx.HTTPError, OSError):
            return False

    def _greets(self) -> bool:
        with smtplib.SMTP(self.smtp_host, self.smtp_port, "localhost", timeout=5) as client:
            return client.noop()[0] == 250
