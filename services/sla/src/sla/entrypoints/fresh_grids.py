"""Answers of HTTP with the grids as they were heard lately: an `api` process has no loop."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable

from chassis.faults import Transient
from fastapi import APIRouter, Depends

AFTER_SECONDS = 2.0
AWAITED_AFTER_SECONDS = 30.0
log = logging.getLogger(__name__)


def fresh(routers: Iterable[APIRouter], refresh: Callable[[], Awaitable[None]]) -> list[APIRouter]:
    """The same routes; before each, what is new of grids is read if that was not done lately.

    Nobody waits for it but whoever comes after half a minute of silence: for the rest it is read
    behind them, and the next one has it.
    """
    read_at = -AWAITED_AFTER_SECONDS
    reading: asyncio.Task[None] | None = None

    async def behind() -> None:
        try:
            await refresh()
        except Transient as fault:
            log.warning("grids not read", extra={"fault": str(fault)})

    async def read() -> None:
        nonlocal read_at, reading
        now = time.monotonic()
        if now - read_at >= AWAITED_AFTER_SECONDS:
            await refresh()
        elif now - read_at < AFTER_SECONDS or (reading is not None and not reading.done()):
            return
        else:
            reading = asyncio.create_task(behind())
        read_at = now

    made: list[APIRouter] = []
    for one in routers:
        around = APIRouter(dependencies=[Depends(read)])
        around.include_router(one)
        made.append(around)
    return made
