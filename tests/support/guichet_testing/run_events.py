"""`guichet events` as a process, and records of a borough that only one test speaks of."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from chassis.record import Record
from contracts import Event, encode

from guichet_testing import toy

LONGEST = 60.0
# Without the other commands, whose services take seconds to load; tests/e2e runs it whole.
ALONE = "from guichet.events_command import app; app(prog_name='guichet events')"


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it wrote, line by line."""
        return self.out.splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        """What it wrote with `--json`."""
        return [json.loads(line) for line in self.lines]


@asynccontextmanager
async def started(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`guichet events ...` as a process; killed if the test ends before it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ALONE, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # Errors are framed to the width of the terminal: wide enough not to cut words.
        env={**os.environ, "COLUMNS": "400", "TERM": "dumb", "NO_COLOR": "1"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def events(*arguments: str, given: str = "") -> Ran:
    """Run it to its end."""
    async with started(*arguments) as process:
        out, err = await asyncio.wait_for(process.communicate(given.encode()), LONGEST)
        assert process.returncode is not None
        return Ran(process.returncode, out.decode(), err.decode())


def record_of(event: Event, borough: str, sequence: int = 1, value: bytes | None = None) -> Record:
    """An event of a borough of the test's own, as its owner would write it."""
    key: str = getattr(event, "case_id", "key")
    envelope = toy.envelope_of(event, key, sequence).model_copy(update={"borough": borough})
    encoded, headers = encode(envelope, event)
    raw: list[tuple[str, bytes | None]] = [(n, v.encode()) for n, v in headers.items()]
    return Record(event.topic, 0, 0, key.encode(), value or encoded, raw)
