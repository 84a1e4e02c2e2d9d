"""The commands that a person types, with their exit codes and last lines."""

import asyncio
import json
import sys
from pathlib import Path

from guichet.embedded.ports import free_port
from guichet.pour import pour
from guichet.samples import rows
from guichet.stack import Stack
from guichet_testing.house import client, house, ledger_of, until

KEYS = {
    "accepted",
    "routed",
    "out_of_territory",
    "no_rule",
    "parked",
    "dead_lettered",
    "lost",
    "commitments_started",
    "mails_delivered",
    "assignment_p50_ms",
    "assignment_p95_ms",
    "mail_p50_ms",
    "mail_p95_ms",
    "broker",
    "database",
    "seconds",
}


async def guichet(*arguments: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "guichet",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_a_short_demonstration_on_tansu_says_so_and_loses_nothing(tmp_path: Path) -> None:
    code, out, err = await guichet(
        *("demo", "--cases", "26", "--exit", "--json", "--broker", "tansu"),
        *("--data", str(tmp_path / "data"), "--port", str(free_port())),
    )
    assert code == 0, err
    result = json.loads(out.splitlines()[-1])
    assert result.keys() >= KEYS
    assert result["accepted"] == 26
    assert result["lost"] == 0
    assert result["broker"].startswith("tansu")
    assert "memory only" in " ".join(err.split())
    # The house is stopped: its stores can be asked all the same.
    code, out, err = await guichet("ledger", "--data", str(tmp_path / "data"))
    assert code == 0, out + err
    assert "total" in out


async def test_the_ledger_says_from_the_stores_that_every_case_is_somewhere(
    stack: Stack,
) -> None:
    await pour(stack, rows(26), "ledger", lambda: None)

    async def settled() -> bool:
        ledger = await ledger_of(stack)
        return ledger.settled and ledger.total("accepted") >= 26

    await until(settled)

    # What was acknowledged is drained a second later: the ledger says "unpublished" until then.
    async def says_so() -> str:
        code, out, _ = await guichet("ledger", "--mongo", stack.database_server.database.uri)
        return out if code == 0 else ""

    assert "✗" not in await until(says_so)


async def test_ledger_without_a_house_says_what_to_do(tmp_path: Path) -> None:
    code, _, err = await guichet("ledger", "--data", str(tmp_path))
    assert code == 2
    assert "guichet up" in err


async def test_everything_is_there_again_after_a_stop_and_a_start(tmp_path: Path) -> None:
    async with house(tmp_path) as stack:
        await pour(stack, rows(13), "kept", lambda: None)

        async def settled() -> bool:
            return (await ledger_of(stack)).settled

        await until(settled)
        before = await ledger_of(stack)
    async with house(tmp_path) as stack:

        async def settled_again() -> bool:
            return (await ledger_of(stack)).settled

        # What was pending at the stop goes out after the start.
        await until(settled_again)
        after = await ledger_of(stack)
        assert {b: line.went for b, line in after.lines.items()} == {
            b: line.went for b, line in before.lines.items()
        }
        token = await stack.token("demo-technician")
        async with client(stack, token) as staff:
            listed = (await staff.get("/api/intake/v1/cases?limit=1")).json()
        assert listed["paging"]["totalCount"] == before.total("accepted")


async def test_a_port_in_use_is_named_with_what_to_do(stack: Stack, tmp_path: Path) -> None:
    code, _, err = await guichet(
        "up", "--data", str(tmp_path / "other"), "--port", str(stack.options.port)
    )
    assert code == 1
    assert "--port" in err
