"""By which fields dossiers are found; no name, no address, no tracking code among them."""

from collections.abc import Mapping, Sequence
from typing import Any

from notifications.domain.by_post import has_left, is_open, urgency
from notifications.domain.dossier import Delivery, Dossier
from notifications.domain.facts import COMPLAINT
from notifications.domain.reachable import row_for
from notifications.domain.sending import next_try_at
from notifications.domain.ways import LETTER

# `states` is a list, and so is `boroughs`: MongoDB allows one of them in an index.
INDEXES: Sequence[str | tuple[str, ...]] = (
    "next_try_at",
    ("states", "latest_at"),
    ("post_desks", "post_due_on"),
    ("posted_desks", "posted_at"),
)


def index(dossier: Dossier) -> Mapping[str, Any]:
    """Index fields. A case of which only the contacts came belongs to nobody yet."""
    registration = dossier.registration
    boroughs = {registration.borough} if registration else set()
    boroughs |= {one.borough for one in dossier.lists}
    if dossier.kind != COMPLAINT:
        # A complaint is its counter's alone (PV-44).
        boroughs |= {one.borough for one in dossier.assignments}
    letters = [one for one in dossier.deliveries if one.channel == LETTER]
    to_post = [one for one in letters if is_open(one)]
    posted = [one for one in letters if has_left(one)]
    return {
        "post_desks": _desks(dossier, to_post),
        "post_due_on": min((urgency(dossier, one) for one in to_post), default=None),
        "posted_desks": _desks(dossier, posted),
        "posted_at": max((one.settled_at for one in posted if one.settled_at), default=None),
        "boroughs": sorted(boroughs),
        "states": sorted({one.state.value for one in dossier.deliveries}),
        "latest_at": max((one.event_at for one in dossier.deliveries), default=None),
        "next_try_at": next_try_at(dossier),
    }


def _desks(dossier: Dossier, letters: Sequence[Delivery]) -> list[str]:
    """Counter and role together, of who may open one of these letters: `prevost/clerk`."""
    if dossier.registration is None:
        return []
    borough = dossier.registration.borough
    roles = {role for one in letters for role in row_for(dossier, one).opened_by}
    return sorted(f"{borough}/{role}" for role in roles)
