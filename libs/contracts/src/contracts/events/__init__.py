"""The events, one module for each service that speaks; importing this registers them all."""

from contracts.events import (
    chassis,
    complaints,
    intake,
    lists,
    moves,
    notices,
    notifications,
    pilot,
    routing,
    sla,
)

__all__ = [
    "chassis",
    "complaints",
    "intake",
    "lists",
    "moves",
    "notices",
    "notifications",
    "pilot",
    "routing",
    "sla",
]
