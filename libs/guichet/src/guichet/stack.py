"""Everything on one machine: broker, database, mail sink, the five services, one address.

The services are the same processes with the same settings as in production; only URLs differ.
All start at once: a service waits by itself for what is not there yet.
"""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from chassis.topics import create_topics
from contracts.topics import SERVICES

from guichet.embedded.chooser import (
    BrokerServer,
    Database,
    DatabaseServer,
    choose_broker,
    choose_database,
)
from guichet.embedded.mail_sink_process import MailSinkServer
from guichet.embedded.ports import LOOPBACK, free_port, is_free
from guichet.embedded.process import EmbeddedServerError, ServerProcess
from guichet.gateway import gateway
from guichet.issuer import issuer_app
from guichet.secrets_file import SECRETS, Secrets

Notify = Callable[[str], None]
DEFAULT_PORT = 8311
AUDIENCE = "guichet"
OPEN311_PARTNER = {"name": "demo-partner", "boroughs": ["*"], "kind": "partner"}


@dataclass(frozen=True)
class Options:
    """What a person may choose."""

    data: Path
    port: int = DEFAULT_PORT
    broker: str = "auto"
    mongo: str = "auto"
    fresh: bool = False


@dataclass(frozen=True)
class Stack:
    """What is running. `services` are the processes as they were started."""

    options: Options
    broker_server: BrokerServer
    database_server: DatabaseServer
    mail: MailSinkServer
    services: dict[str, ServerProcess]
    addresses: Mapping[str, str]
    secrets: Secrets

    @property
    def url(self) -> str:
        """The one address."""
        return f"http://{LOOPBACK}:{self.options.port}"

    async def stop_services(self) -> None:
        """Stop the five services together, in good order."""
        await asyncio.gather(*(process.stop() for process in self.services.values()))

    def process_of(self, service: str, failpoint: str = "") -> ServerProcess:
        """A service as a process, not started; `failpoint` is for chaos tests."""
        env = environment(
            service,
            port=int(self.addresses[service].rpartition(":")[2]),
            url=self.url,
            broker=self.broker_server.broker,
            mongo_uri=uri_for(service, self.database_server.database),
            mail=self.mail,
            secrets=self.secrets,
            data=self.options.data,
        )
        return ServerProcess(
            service,
            [sys.executable, "-m", service, "all"],
            ready=ready_at(self.addresses[service]),
            log_file=self.options.data / "logs" / f"{service}.log",
            ports=[int(self.addresses[service].rpartition(":")[2])],
            env=env | ({"GUICHET_FAILPOINT": failpoint} if failpoint else {}),
            start_seconds=90.0,
            stop_seconds=30.0,
            niceness=0 if service in GO_FIRST else YIELDING,
        )

    async def token(self, persona: str) -> str:
        """A token of the demo issuer."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as client:
            answer = await client.post("/demo/token", json={"persona": persona})
            answer.raise_for_status()
            token: str = answer.json()["access_token"]
            return token


# On one machine, accepting and assigning go first; clocks and mails take what is left.
GO_FIRST = ("intake", "routing")
YIELDING = 10


def uri_for(service: str, database: Database) -> str:
    """The database as a service reaches it.

    That of the wheel divides one core among all that ask at once: who can wait asks singly.
    """
    asks_singly = database.kind == "secantus" and service not in GO_FIRST
    return f"{database.uri}&maxPoolSize=1" if asks_singly else database.uri


def reaching(service: str, *, bootstrap: str, mongo_uri: str, secrets: Secrets) -> dict[str, str]:
    """The settings that no service can be built without, by their names without its prefix."""
    values = {
        "KAFKA_BOOTSTRAP": bootstrap,
        "MONGO_URI": mongo_uri,
        "TOPIC_KEYS": json.dumps(secrets.keys_of(service)),
        "STORAGE_KEY": secrets.storage_keys[service],
    }
    own = {"intake": {"TRACKING_SECRET": secrets.tracking_secret}}
    return values | own.get(service, {})


def prefixed(service: str, values: Mapping[str, str]) -> dict[str, str]:
    """As the service reads them from its environment."""
    return {f"{service.upper()}_{name}": value for name, value in values.items()}


def environment(
    service: str,
    *,
    port: int,
    url: str,
    broker: Any,
    mongo_uri: str,
    mail: MailSinkServer,
    secrets: Secrets,
    data: Path,
) -> dict[str, str]:
    """Settings of one service, as its environment."""
    reached = reaching(
        service, bootstrap=broker.bootstrap_servers, mongo_uri=mongo_uri, secrets=secrets
    )
    values = {
        "HTTP_HOST": LOOPBACK,
        "HTTP_PORT": str(port),
        "KAFKA_IDEMPOTENCE": str(broker.idempotent).lower(),
        "KAFKA_SESSION_TIMEOUT_SECONDS": str(broker.session_timeout_ms / 1000),
        "KAFKA_HEARTBEAT_SECONDS": str(broker.heartbeat_interval_ms / 1000),
        "IDENTITY_ISSUER": f"{url}/demo",
        "IDENTITY_KEYS_URL": f"{url}/demo/keys",
        "IDENTITY_AUDIENCE": AUDIENCE,
    }
    own = {
        "intake": {
            "SIGNIN_URL": "/demo/signin",
            "FILES_DIRECTORY": str(data / "files"),
            "OPEN311_KEYS": json.dumps({secrets.open311_key_hash: OPEN311_PARTNER}),
        },
        "routing": {"SIGNIN_URL": "/demo/signin"},
        "complaints": {"KEYS_DIR": str(data / "complaint-keys")},
        "notifications": {
            "SMTP_HOST": mail.smtp_host,
            "SMTP_PORT": str(mail.smtp_port),
            "SMTP_STARTTLS": "false",
            "PUBLIC_URL": url,
            "SIGNIN_URL": "/demo/signin",
            # All is on this machine here, receivers too; nowhere else may it be switched on.
            "WEBHOOK_LOCAL_RECEIVERS": "true",
        },
    }
    return prefixed(service, reached | values | own.get(service, {}))


@asynccontextmanager
async def running(options: Options, notify: Notify) -> AsyncIterator[Stack]:
    """Start all, yield when ready, stop all in order. Raises EmbeddedServerError."""
    if not is_free(options.port):
        raise EmbeddedServerError(
            f"port {options.port} of {LOOPBACK} is taken: choose another with --port"
        )
    if options.fresh and options.data.exists():
        shutil.rmtree(options.data)
    options.data.mkdir(parents=True, exist_ok=True)
    secrets = Secrets.load_or_make(options.data / SECRETS)
    broker = await choose_broker(options.broker, data_dir=options.data, notify=notify)
    database = await choose_database(options.mongo, data_dir=options.data, notify=notify)
    mail = MailSinkServer(options.data / "mail")
    addresses = {service: f"http://{LOOPBACK}:{free_port()}" for service in SERVICES}
    house = Stack(options, broker, database, mail, {}, addresses, secrets)
    async with AsyncExitStack() as stack:
        for server in (broker, database, mail):
            stack.push_async_callback(server.stop)
        issuer = issuer_app(f"{house.url}/demo", key_file=options.data / "issuer.json")
        app = gateway(addresses, mail.http_url, issuer)
        stack.push_async_callback(await serve(app, options.port))
        stack.push_async_callback(house.stop_services)
        for service in SERVICES:
            house.services[service] = house.process_of(service)
            house.services[service].launch()
        await asyncio.gather(broker.start(), database.start(), mail.start())
        await create_topics(
            broker.broker.bootstrap_servers, configured=broker.broker.kind != "tansu"
        )
        await asyncio.gather(*(one.wait_ready() for one in house.services.values()))
        yield house


async def serve(app: Any, port: int) -> Callable[[], Any]:
    """Serve an application here; returns what stops it. Raises EmbeddedServerError."""
    config = uvicorn.Config(
        app, host=LOOPBACK, port=port, log_config=None, access_log=False, lifespan="on"
    )
    server = uvicorn.Server(config)
    # The terminal's signals belong to the command, which stops everything in order.
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server._serve(), name="gateway")
    while not server.started:
        if task.done():
            raise EmbeddedServerError(
                f"port {port} of {LOOPBACK} cannot be used: choose another with --port"
            )
        await asyncio.sleep(0.02)

    async def stop() -> None:
        server.should_exit = True
        await asyncio.wait([task], timeout=10.0)

    return stop


def ready_at(address: str) -> Callable[[], Any]:
    """A probe of /readyz."""

    async def ready() -> bool:
        try:
            async with httpx.AsyncClient(timeout=5.0, trust_env=False) as client:
                return (await client.get(f"{address}/readyz")).status_code == 200
        except httpx.HTTPError:
            return False

    return ready
