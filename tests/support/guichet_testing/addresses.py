"""All addresses of a service, pages too: those that are in no OpenAPI document."""

from collections.abc import Iterable, Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute


def routes_of(app: FastAPI) -> Iterator[APIRoute]:
    """Its routes and those of the routers that it includes, which all name their whole paths."""
    return _routes(app.routes)


def _routes(held: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    for one in held:
        if (router := getattr(one, "original_router", None)) is not None:
            yield from _routes(router.routes)
        elif isinstance(one, APIRoute):
            yield one


def methods_of(route: APIRoute) -> frozenset[str]:
    """What may be asked there; the framework leaves it open whether there is anything."""
    return frozenset(route.methods or ())
