"""A grid as its readers hear it."""

from datetime import UTC, datetime
from uuid import uuid4

from contracts import Envelope, Received
from contracts.events.routing import GridPublishedV1

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def heard(grid: GridPublishedV1) -> Received[GridPublishedV1]:
    """In an envelope of routing's, said at NOW."""
    key = f"{grid.borough}@{grid.version}"
    envelope = Envelope(
        id=uuid4(),
        source="/guichet/routing",
        type=grid.wire_type,
        time=NOW,
        subject=key,
        borough=grid.borough,
        sequence=1,
        correlationid="c1",
    )
    return Received(envelope, grid)
