"""Accepts a second of `POST /api/intake/v1/cases` on one core, against a bare handler.

Ours: intake's own `api` process: the form and its rules, the case with its journal, index and
events in one write, and what was written published to Kafka and drained. Bare: FastAPI, a model
with the same fields, one plain insert by the same driver. Both are held to one core, on the same
embedded database, under the same callers, in turns.
Run: `python bench/accept.py [--requests N] [--runs N]`; prints medians and their ratio (aim 0.5).
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI
from guichet.embedded.mail_sink_process import MailSinkServer
from guichet.embedded.ports import LOOPBACK, free_port
from guichet.embedded.process import ServerProcess
from guichet.secrets_file import Secrets
from guichet.stack import environment
from guichet_testing.servers import start_servers
from intake.application.form import CaseForm
from motor.motor_asyncio import AsyncIOMotorClient

CALLERS = 16
PATH = "/api/intake/v1/cases"


def bare() -> FastAPI:
    """The reference: one model, one insert."""
    app = FastAPI()
    client: AsyncIOMotorClient[Any] = AsyncIOMotorClient(os.environ["BARE_MONGO_URI"])
    collection = client["bench_bare"]["cases"]

    @app.post(PATH, status_code=201)
    async def accept(form: CaseForm) -> dict[str, str]:
        case_id = str(uuid4())
        await collection.insert_one({"_id": case_id, **form.model_dump(mode="json")})
        return {"caseId": case_id}

    @app.get("/readyz")
    async def ready() -> dict[str, str]:
        return {}

    return app


def body(number: int) -> bytes:
    """A request as the web form sends it."""
    return json.dumps(
        {
            "borough": "pierrefonds-roxboro",
            "kind": "request",
            "activity": "Nid-de-poule",
            "channel": "web",
            "description": f"Un trou profond devant le {number}, côté nord; on l'évite à gauche.",
            "place": {"longitude": -73.86 + number % 97 / 10_000, "latitude": 45.49},
            "contact": {"name": "Alix Marqué", "email": "alix.marque@example.org"},
        }
    ).encode()


async def call(port: int, requests: int) -> float:
    """Seconds for so many accepted requests; RuntimeError if one was not accepted."""
    numbers = iter(range(requests))

    async def caller() -> None:
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
        for number in numbers:
            content = body(number)
            head = (
                f"POST {PATH} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nContent-Type: application/json"
                f"\r\nIdempotency-Key: {uuid4()}\r\nContent-Length: {len(content)}\r\n\r\n"
            )
            writer.write(head.encode() + content)
            answer = await reader.readuntil(b"\r\n\r\n")
            if b" 201 " not in answer.split(b"\r\n")[0]:
                raise RuntimeError(answer.decode())
            length = answer.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length))
        writer.close()

    started = time.monotonic()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return time.monotonic() - started


@asynccontextmanager
async def served(name: str, command: list[str], env: dict[str, str]) -> AsyncIterator[int]:
    """A server on one core; its port."""
    port = free_port()

    async def ready() -> bool:
        try:
            async with httpx.AsyncClient(trust_env=False) as client:
                return (await client.get(f"http://{LOOPBACK}:{port}/readyz")).status_code == 200
        except httpx.HTTPError:
            return False

    words = [one.replace("{port}", str(port)) for one in command]
    env = {key: value.replace("{port}", str(port)) for key, value in env.items()}
    with tempfile.TemporaryDirectory() as folder:
        process = ServerProcess(
            name,
            ["taskset", "-c", "0", *words],
            ready=ready,
            log_file=Path(folder) / "log",
            ports=[port],
            env=env,
            start_seconds=60.0,
        )
        await process.start()
        try:
            yield port
        finally:
            await process.stop()


async def main(requests: int, runs: int) -> None:
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        async with start_servers(data, must_be_kafka=False) as servers:
            ours = environment(
                "intake",
                port=0,
                url=f"http://{LOOPBACK}:1",
                broker=servers.broker,
                mongo_uri=servers.database.uri,
                mail=MailSinkServer(data / "mail"),
                secrets=Secrets.load_or_make(data / "secrets.json"),
                data=data,
            )
            ours |= {"INTAKE_HTTP_PORT": "{port}", "INTAKE_LIMIT_WRITES": "1000000/second"}
            uvicorn = [python, "-m", "uvicorn", "--factory", "accept:bare", "--no-access-log"]
            bare_env = {
                "BARE_MONGO_URI": servers.database.uri,
                "PYTHONPATH": os.pathsep.join(
                    [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
                ),
            }
            rates: dict[str, list[float]] = {"ours": [], "bare": []}
            async with (
                served("intake", [python, "-m", "intake", "api"], ours) as our_port,
                served("bare", [*uvicorn, "--port", "{port}"], bare_env) as bare_port,
            ):
                ports = {"ours": our_port, "bare": bare_port}
                for port in ports.values():
                    await call(port, CALLERS * 5)  # warm: connections, code paths
                for number in range(runs):
                    for name, port in ports.items():
                        rates[name].append(requests / await call(port, requests))
                    shown = ", ".join(f"{name} {held[-1]:.0f}/s" for name, held in rates.items())
                    sys.stdout.write(f"run {number + 1}: {shown}\n")
    medians = {name: statistics.median(held) for name, held in rates.items()}
    sys.stdout.write(
        f"medians of {runs} ({requests} requests, {CALLERS} callers, one core): "
        f"ours {medians['ours']:.0f}/s, bare {medians['bare']:.0f}/s, "
        f"ratio {medians['ours'] / medians['bare']:.2f}\n"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=600)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.requests, arguments.runs))
