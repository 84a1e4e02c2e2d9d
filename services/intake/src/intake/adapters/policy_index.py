"""By what acknowledgements are found: those of a version at a counter, the newest first."""

from collections.abc import Mapping
from typing import Any

from intake.domain.policy_reading import PolicyReading

INDEXES: tuple[str | tuple[str, ...], ...] = (("boroughs", "version", "acknowledged_at"),)


def index(reading: PolicyReading) -> Mapping[str, Any]:
    """Index fields of an acknowledgement; the employee is none of them."""
    return {
        "boroughs": [reading.borough],
        "version": reading.version.isoformat(),
        "acknowledged_at": reading.acknowledged_at,
    }
