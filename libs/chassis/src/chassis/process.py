"""Process life: roles, supervised loops, a stop with deadlines everywhere.

`api` answers HTTP; `worker` consumes, runs rounds, and answers health and metrics only; `all` is
both. HTTP comes up without Kafka and without MongoDB: health says what is missing.
"""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Literal, TypeVar, get_args

import uvicorn
from aiokafka.errors import KafkaError
from fastapi import FastAPI
from opentelemetry.sdk.trace.export import ConsoleSpanExporter

from chassis import dead_letters, metrics, rebuild_role
from chassis.faults import Permanent, Transient
from chassis.http import create_app
from chassis.kit import Kit
from chassis.logs import start_logging
from chassis.mongo import ping
from chassis.patience import pause_seconds
from chassis.rounds import Round
from chassis.settings import ServiceSettings
from chassis.store import Scope
from chassis.subscribers import Subscribers
from chassis.telemetry import start_tracing

Role = Literal["api", "worker", "all"]
C = TypeVar("C", bound=ServiceSettings)
log = logging.getLogger(__name__)

EXIT_AND_RESTART = 70
SILENCE_SECONDS = 60.0


def die(fatal: BaseException) -> None:
    """End at once, unacknowledged: the supervisor restarts us and the records come again."""
    log.critical("process ends", extra={"fault": f"{type(fatal).__name__}: {fatal}"})
    logging.shutdown()
    os._exit(EXIT_AND_RESTART)


class Life:
    """One process of a service, in a role."""

    def __init__(
        self, kit: Kit, role: Role, on_fatal: Callable[[BaseException], None] = die
    ) -> None:
        self._kit = kit
        self._role = role
        self._on_fatal = on_fatal
        self._subscribers = Subscribers(
            kit.service, kit.settings, [*kit.inboxes, *kit.hearers], kit.pulse, on_fatal
        )
        self._joined = not self._works
        self._prepared = False

    @property
    def _works(self) -> bool:
        return self._role in ("worker", "all")

    def app(self) -> FastAPI:
        """The application of this process."""
        answers = self._role in ("api", "all")
        app = create_app(
            self._kit.service,
            [*self._kit.routers, dead_letters.router(self._kit)] if answers else [],
            lifespan=self._lifespan,
            alive=lambda: self._kit.pulse.late(SILENCE_SECONDS),
            ready=self._faults,
        )
        app.state.authenticator = self._kit.authenticator
        return app

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as tasks:
            running = [
                tasks.create_task(coroutine, name=name) for name, coroutine in self._loops().items()
            ]
            try:
                yield
            finally:
                # First no new records, then let the last events out, then the rest.
                await self._subscribers.stop()
                for task in running:
                    task.cancel()
                await self._kit.producer.stop()
                with contextlib.suppress(Transient):
                    await self._drain()

    def _loops(self) -> dict[str, Any]:
        settings, kit = self._kit.settings, self._kit
        sweeper = kit.sweeper()
        loops: dict[str, Any] = {"prepare": self._prepare()}
        loops["sweep"] = self._every("sweep", settings.sweep_every_seconds, sweeper.sweep)
        loops["drain"] = self._every("drain", settings.drain_every_seconds, self._drain)
        for number, courier in enumerate(kit.couriers):
            loops[f"courier {number}"] = courier.run()
        if self._works:
            loops["join"] = self._join()
            loops["gauges"] = self._every("gauges", 5.0, self._gauge)
            for name, (seconds, call) in kit.loops.items():
                loops[name] = self._every(name, seconds, call)
            for one in kit.rounds:
                loops[f"round {one.name}"] = self._every(
                    f"round {one.name}",
                    settings.round_every_seconds,
                    partial(self._round, one),
                )
        return loops

    async def _every(self, name: str, seconds: float, call: Callable[[], Awaitable[Any]]) -> None:
        """Repeat for ever; nothing that a pass raises ends the loop."""
        while True:
            self._kit.pulse.beat(name)
            try:
                await call()
            except Transient as fault:
                metrics.FAILED.labels(name).inc()
                log.warning("pass failed", extra={"loop": name, "fault": str(fault)})
            except Exception as fault:
                metrics.FAILED.labels(name).inc()
                log.exception("pass failed", extra={"loop": name, "fault": type(fault).__name__})
            await asyncio.sleep(seconds)

    async def _drain(self) -> None:
        for publisher in self._kit.publishers.values():
            await publisher.drain()

    async def _round(self, one: Round[Any]) -> None:
        await one.run(self._kit.clock())
        while one.has_more:
            self._kit.pulse.beat(f"round {one.name}")
            await one.run(self._kit.clock())

    async def _prepare(self) -> None:
        attempt = 0
        while not self._prepared:
            try:
                for store in self._kit.stores:
                    await store.prepare()
                for call in self._kit.starts if self._works else ():
                    await call()
                self._prepared = True
            except Permanent as fault:
                self._on_fatal(fault)
                return
            except Transient as fault:
                attempt += 1
                log.warning("database not ready", extra={"fault": str(fault)})
                await asyncio.sleep(pause_seconds(attempt))

    async def _join(self) -> None:
        """Start the subscribers once the store is there; again until Kafka is."""
        attempt = 0
        while not self._joined:
            if self._prepared:
                try:
                    await self._subscribers.start()
                    self._joined = True
                    continue
                except (KafkaError, OSError, TimeoutError) as fault:
                    log.warning("kafka not ready", extra={"fault": type(fault).__name__})
            attempt += 1
            await asyncio.sleep(pause_seconds(attempt))

    async def _gauge(self) -> None:
        for topic, lag in self._subscribers.lag().items():
            metrics.LAG.labels(topic).set(lag)
        parked = await self._kit.parking.store.count(Scope.everything(), {"status": "parked"})
        metrics.PARKED_NOW.set(parked)

    async def _faults(self) -> Mapping[str, str]:
        """What we need and do not have. An api needs no Kafka: it accepts, and publishes later."""
        faults: dict[str, str] = {}
        try:
            await ping(self._kit.database)
        except Transient as fault:
            faults["mongo"] = str(fault)
        if not self._prepared:
            faults.setdefault("mongo", "not prepared yet")
        if not self._joined:
            faults["kafka"] = "groups not joined yet"
        return faults


def main(service: str, settings_type: type[C], build: Callable[[C], Kit]) -> None:
    """Entry point of `python -m <service> api|worker|all|rebuild <projection>`."""
    arguments = sys.argv[1:] or ["all"]
    rebuilds = arguments[0] == "rebuild"
    if not rebuilds and (len(arguments) != 1 or arguments[0] not in get_args(Role)):
        raise SystemExit(f"usage: python -m {service} api|worker|all|rebuild <projection>")
    settings = settings_type()
    start_logging(service, settings.log_level)
    if rebuilds:
        raise SystemExit(rebuild_role.main(build(settings), arguments[1:]))
    role: Role = arguments[0]  # type: ignore[assignment]
    start_tracing(service, ConsoleSpanExporter() if settings.traces_to_stdout else None)
    life = Life(build(settings), role)
    uvicorn.Server(server_config(life.app(), settings)).run()


def server_config(app: FastAPI, settings: ServiceSettings) -> uvicorn.Config:
    """How an application is served; a client is who connects, or whom a trusted proxy names."""
    return uvicorn.Config(
        app,
        host=settings.http_host,
        port=settings.http_port,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=int(settings.stop_deadline_seconds),
    )
