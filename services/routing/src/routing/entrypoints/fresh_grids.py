"""Answers of HTTP with the grids as they were published lately: an `api` process has no loop."""

from collections.abc import Awaitable, Callable, Iterable

from fastapi import APIRouter, Depends

AFTER_SECONDS = 2.0


def fresh(
    routers: Iterable[APIRouter], freshen: Callable[[float], Awaitable[None]]
) -> list[APIRouter]:
    """The same routes; before each, grids are read anew if that was not done lately."""

    async def read() -> None:
        await freshen(AFTER_SECONDS)

    made: list[APIRouter] = []
    for one in routers:
        around = APIRouter(dependencies=[Depends(read)])
        around.include_router(one)
        made.append(around)
    return made
