"""Answers of HTTP with the grids as they were heard lately: an `api` process has no loop."""

import time
from collections.abc import Awaitable, Callable, Iterable

from fastapi import APIRouter, Depends

AFTER_SECONDS = 2.0


def fresh(routers: Iterable[APIRouter], refresh: Callable[[], Awaitable[None]]) -> list[APIRouter]:
    """The same routes; before each, what is new of grids is read if that was not done lately."""
    read_at = -AFTER_SECONDS

    async def read() -> None:
        nonlocal read_at
        now = time.monotonic()
        if now - read_at >= AFTER_SECONDS:
            await refresh()
            read_at = now

    made: list[APIRouter] = []
    for one in routers:
        around = APIRouter(dependencies=[Depends(read)])
        around.include_router(one)
        made.append(around)
    return made
