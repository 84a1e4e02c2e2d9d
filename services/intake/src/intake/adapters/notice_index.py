"""By what notices are found: those that are told, and all of a counter, the newest first."""

from collections.abc import Mapping
from typing import Any

from intake.domain.notice import Notice

INDEXES: tuple[str | tuple[str, ...], ...] = (
    ("boroughs", "withdrawn", "ends_at"),
    ("boroughs", "changed_at"),
)


def index(notice: Notice) -> Mapping[str, Any]:
    """Index fields of a notice."""
    return {
        "boroughs": [notice.borough],
        "withdrawn": notice.withdrawal is not None,
        "ends_at": notice.content.ends_at,
        "changed_at": notice.changed_at,
    }
