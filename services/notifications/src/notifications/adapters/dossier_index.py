"""By which fields dossiers are found; no name, no address, no tracking code among them."""

from collections.abc import Mapping, Sequence
from typing import Any

from notifications.domain.dossier import Dossier
from notifications.domain.facts import COMPLAINT
from notifications.domain.sending import next_try_at

# `states` is a list, and so is `boroughs`: MongoDB allows one of them in an index.
INDEXES: Sequence[str | tuple[str, ...]] = ("next_try_at", ("states", "latest_at"))


def index(dossier: Dossier) -> Mapping[str, Any]:
    """Index fields. A case of which only the contacts came belongs to nobody yet."""
    registration = dossier.registration
    boroughs = {registration.borough} if registration else set()
    boroughs |= {one.borough for one in dossier.lists}
    if dossier.kind != COMPLAINT:
        # A complaint is its counter's alone (PV-44).
        boroughs |= {one.borough for one in dossier.assignments}
    return {
        "boroughs": sorted(boroughs),
        "states": sorted({one.state.value for one in dossier.deliveries}),
        "latest_at": max((one.event_at for one in dossier.deliveries), default=None),
        "next_try_at": next_try_at(dossier),
    }
