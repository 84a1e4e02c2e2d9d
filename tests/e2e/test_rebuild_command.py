"""`guichet rebuild` in a house that is up: the dossier is what it was, and nothing stopped."""

import asyncio
import sys
from typing import Any

import pytest
from chassis.mongo import connect
from guichet.demo import DATABASES
from guichet.house_command import remember
from guichet.pour import pour
from guichet.samples import rows
from guichet.stack import Stack
from guichet_testing.house import client, until

SOURCES = ("routing", "sla", "notifications")


async def guichet(*arguments: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "guichet", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_the_timelines_of_a_running_house_are_made_anew_mh_11(stack: Stack) -> None:
    data = str(stack.options.data)
    remember(stack.options.data, stack)
    await pour(stack, rows(13), "rebuild", lambda: None)
    uri = stack.database_server.database.uri
    timelines = connect(uri, DATABASES["intake"], timeout_seconds=10)["timeline"]

    async def full() -> Any:
        """Ids of two cases of which three others have spoken."""
        where = {f"state.{name}.0": {"$exists": True} for name in SOURCES}
        found = [raw["_id"] async for raw in timelines.find(where, {"_id": 1})]
        return found if len(found) >= 2 else None

    ids = (await until(full, 120))[:2]
    before = await shown(stack, ids)
    await timelines.delete_one({"_id": ids[0]})
    await timelines.update_one({"_id": ids[1]}, {"$set": {"state.routing": []}})
    assert await shown(stack, ids) != before
    code, out, err = await guichet("rebuild", "intake", "timeline", "--data", data)
    assert code == 0, err
    assert "events per second" in out
    after = await shown(stack, ids)
    for lines, lines_before in zip(after, before, strict=True):
        # What was said meanwhile has come beside them.
        assert [line for line in lines if line in lines_before] == lines_before


@pytest.mark.parametrize(
    ("service", "name", "there"),
    [("intake", "cases", "timeline"), ("sla", "timers", "figures, list_proofs, listed_cases")],
)
async def test_what_has_effects_can_never_be_named(
    stack: Stack, service: str, name: str, there: str
) -> None:
    remember(stack.options.data, stack)
    data = str(stack.options.data)
    code, _, err = await guichet("rebuild", service, name, "--data", data)
    assert code == 2
    assert f"there are: {there}" in " ".join(err.split())


async def shown(stack: Stack, ids: list[str]) -> list[Any]:
    """The timelines as staff see them."""
    async with client(stack, await stack.token("demo-operator")) as operator:
        answers = [await operator.get(f"/api/intake/v1/cases/{one}") for one in ids]
    return [answer.raise_for_status().json()["timeline"] for answer in answers]
