"""The events, one module for each service that speaks; importing this registers them all."""

from contracts.events import (
    access,
    chassis,
    claims,
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
    "access",
    "chassis",
    "claims",
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
