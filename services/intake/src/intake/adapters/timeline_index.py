"""By what timelines are found: their case's id alone; each reader was let in by the case.

`promised_at` is read without the rest, for lists of what is public.
"""

from collections.abc import Mapping
from typing import Any

from intake.domain.timeline import Timeline


def index(timeline: Timeline) -> Mapping[str, Any]:
    """Index fields of a timeline."""
    promise = timeline.promise
    return {"boroughs": timeline.boroughs, "promised_at": promise.due_at if promise else None}
