"""`/documentation`: intake is the public face, so it shows what all five services publish."""

from typing import Any

from contracts import event_class, published
from contracts.generate import schema_of
from fastapi import APIRouter
from ui import documentation


def router() -> APIRouter:
    """The pages and the documents; they need no server and no sign-in."""
    return documentation.router(published.asyncapi, published.openapi, _schema)


def _schema(wire_type: str) -> dict[str, Any] | None:
    event = event_class(wire_type)
    return None if event is None else schema_of(event)
