"""By what timelines are found: their case's id alone; each reader was let in by the case."""

from collections.abc import Mapping
from typing import Any

from intake.domain.timeline import Timeline


def index(timeline: Timeline) -> Mapping[str, Any]:
    """Index fields of a timeline."""
    return {"boroughs": timeline.boroughs}
