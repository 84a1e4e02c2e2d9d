"""The pilot's side against the whole house: our command, and a program that needs none of ours."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from guichet.events_attach import BOOTSTRAP_FILE
from guichet.stack import Stack

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "python"
REQUEST: dict[str, Any] = json.loads((EXAMPLES / "request.json").read_text(encoding="utf-8"))
LONGEST = 120.0


async def run(*program: str, given: str, **environment: str) -> tuple[int, str, str]:
    """A program to its end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *program),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **environment},
    )
    out, err = await asyncio.wait_for(process.communicate(given.encode()), LONGEST)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def attach(stack: Stack) -> None:
    """What `guichet up` leaves in its data directory for the other commands."""
    address = stack.broker_server.broker.bootstrap_servers
    (stack.options.data / BOOTSTRAP_FILE).write_text(address)


async def test_publish_tells_what_became_of_each_request(stack: Stack) -> None:
    attach(stack)
    good, bad = f"essai-{uuid4()}", f"essai-{uuid4()}"
    lines = [
        json.dumps(REQUEST | {"request_id": good}),
        json.dumps(REQUEST | {"request_id": bad, "borough": "atlantis", "description": None}),
    ]
    command = ("-m", "guichet", "events", "publish", "-", "--wait")
    data = ("--data", str(stack.options.data))
    code, out, err = await run(*command, *data, given="\n".join(lines))
    assert code == 1, err
    assert f"{good}  acceptée / accepted  " in out
    assert f"{bad}  refusée / rejected\n    " in out
    assert "    borough: " in out
    case = next(line.split()[-1] for line in out.splitlines() if line.startswith(good))
    code, again, err = await run(*command, *data, given=lines[0])
    assert code == 0, err
    assert case in again, "the same content again is the same case, and its answer is found"
    code, shown, err = await run(
        *("-m", "guichet", "events", "tail", "intake-cases", "--until-end", "--json"),
        *("--borough", REQUEST["borough"], *data),
        given="",
    )
    assert code == 0, err
    assert [json.loads(line)["subject"] for line in shown.splitlines()].count(case) >= 1


async def test_the_pilots_example_hears_of_its_case_and_of_its_faults(stack: Stack) -> None:
    keys = stack.secrets.topic_keys
    environment = {
        "PILOT_REQUESTS_KEY": keys["pilot-requests"],
        "PILOT_REJECTIONS_KEY": keys["pilot-rejections"],
    }
    program = (
        *("-I", str(EXAMPLES / "submit_request.py")),
        *("--bootstrap", stack.broker_server.broker.bootstrap_servers),
    )
    request = REQUEST | {"request_id": f"essai-{uuid4()}"}
    code, out, err = await run(*program, given=json.dumps(request), **environment)
    assert code == 0, err
    answer = json.loads(out)
    assert answer["accepted"] is True
    assert answer["case_id"]
    request = REQUEST | {"request_id": f"essai-{uuid4()}", "longitude": 400.0}
    code, out, err = await run(*program, given=json.dumps(request), **environment)
    assert code == 1, err
    answer = json.loads(out)
    assert "longitude" in [fault["field"] for fault in answer["faults"]]
