"""The examples for integrators, run as they would run them, against a real broker."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from chassis.record import Record
from contracts import encode
from guichet_testing import toy
from guichet_testing.live import send
from guichet_testing.node import needs_node, npm_ci
from guichet_testing.rig import CASES
from guichet_testing.servers import Servers

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LONGEST = 120.0


async def run(program: Sequence[str | Path], folder: Path) -> tuple[int, str, str]:
    """A program to its end."""
    process = await asyncio.create_subprocess_exec(
        *map(str, program),
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # No library of ours may be needed: none of our folders is on its path.
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), LONGEST)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


class Told:
    """A made-up borough's events on the topic of cases, odd ones among them."""

    def __init__(self) -> None:
        self.name = uuid4().hex[:8]
        self.borough = f"essai-{self.name}"
        self.unknown_kind, self.unknown_type = f"kind-{self.name}", "parks.tree-planted.v1"

    def record(self, number: int, sequence: int, **data: Any) -> Record:
        """A registration of case `number`."""
        event = toy.registered(f"{self.name}-{number}")
        key = event.case_id
        envelope = toy.envelope_of(event, key, sequence)
        value, headers = encode(envelope.model_copy(update={"borough": self.borough}), event)
        body = json.dumps(json.loads(value) | data).encode()
        return Record(
            CASES, 0, 0, key.encode(), body, [(n, v.encode()) for n, v in headers.items()]
        )

    def records(self) -> list[Record]:
        """Four cases, one of a kind not known yet; a repetition; an unknown type; two broken."""
        planted = self.record(5, 1)
        planted = Record(
            CASES,
            0,
            0,
            planted.key,
            b"{}",
            [(n, b"parks.tree-planted.v1" if n == "ce_type" else v) for n, v in planted.headers],
        )
        broken = self.record(6, 1)
        headless = Record(CASES, 0, 0, b"x", b"{}", [("ce_subject", b"x")])
        return [
            *(self.record(number, 1) for number in range(3)),
            self.record(3, 1, kind=self.unknown_kind, added_later=True),
            self.record(1, 1),
            planted,
            Record(CASES, 0, 0, broken.key, b"{", broken.headers),
            headless,
        ]

    def check(self, out: str) -> None:
        """What a reader must have made of it."""
        told: dict[str, Any] = json.loads(out.splitlines()[-1])
        assert told["boroughs"][self.borough] == 4, "once each, the repetition dropped"
        assert told["kinds"][self.unknown_kind] == 1
        assert told["passed_over"][self.unknown_type] >= 1
        assert told["duplicates"] >= 1
        assert told["not_understood"] >= 2
        assert any(line.split() == [self.borough, "4"] for line in out.splitlines())


@pytest.fixture
async def told(servers: Servers) -> Told:
    made = Told()
    await send(servers.broker.bootstrap_servers, made.records())
    return made


async def test_the_python_example_counts_the_cases_of_each_borough_once(
    servers: Servers, told: Told
) -> None:
    code, out, err = await run(
        [
            *(sys.executable, "-I", EXAMPLES / "python" / "follow_cases.py"),
            *("--bootstrap", servers.broker.bootstrap_servers, "--until-end"),
        ],
        EXAMPLES,
    )
    assert code == 0, err
    told.check(out)


async def test_the_javascript_example_counts_the_same(
    servers: Servers, told: Told, tmp_path: Path
) -> None:
    needs_node()
    copy = await asyncio.to_thread(npm_ci, EXAMPLES / "javascript", tmp_path / "javascript")
    code, out, err = await run(
        [
            *("node", "follow-cases.mjs"),
            *("--bootstrap", servers.broker.bootstrap_servers, "--until-end"),
        ],
        copy,
    )
    assert code == 0, err
    told.check(out)


@pytest.mark.parametrize("example", sorted((EXAMPLES / "python").glob("*.py")))
def test_no_python_example_needs_a_library_of_ours(example: Path) -> None:
    source = example.read_text(encoding="utf-8")
    ours = ("contracts", "chassis", "guichet", "intake", "ui")
    imported = [line for line in source.splitlines() if line.startswith(("import ", "from "))]
    assert imported
    assert not [line for line in imported if line.split()[1].partition(".")[0] in ours]


def test_the_locked_packages_name_no_registry() -> None:
    lock = json.loads((EXAMPLES / "javascript" / "package-lock.json").read_text())
    packages = [entry for name, entry in lock["packages"].items() if name]
    assert packages
    for entry in packages:
        assert "resolved" not in entry
        assert entry["integrity"].startswith("sha512-")
