"""The menu of staff, the same on the pages of every service: each entry for the roles it serves.

It hides what somebody has no use for; whether they may is each page's own to say.
"""

from collections.abc import Collection
from dataclasses import dataclass

WORKERS = frozenset({"technician", "responsable", "executor"})
LEADERS = frozenset({"director", "general-director", "citizen-experience"})
READERS = WORKERS | LEADERS | {"operator"}
STAFF = READERS | {"elected-official", "access-officer", "clerk", "investigator"}


@dataclass(frozen=True)
class Entry:
    """A page of the menu, and whom it serves."""

    path: str
    french: str
    english: str
    roles: frozenset[str]


ENTRIES = (
    Entry("/comptoir", "Nouveau dossier", "New case", frozenset({"technician"})),
    Entry("/travail", "Travail", "Work", READERS),
    Entry("/travail/conseil", "Signalements", "My cases", frozenset({"elected-official"})),
    Entry("/terrain", "Terrain", "Field", WORKERS),
    Entry("/dossiers", "Dossiers", "Cases", READERS),
    Entry("/echeances", "Échéances", "Due dates", READERS | {"access-officer", "clerk"}),
    Entry("/listes", "Listes", "Lists", READERS | {"elected-official"}),
    Entry("/direction", "Direction", "Departments", LEADERS),
    Entry("/performance", "Performance", "Performance", LEADERS | {"technician", "operator"}),
    Entry("/personnes", "Personnes", "People", READERS),
    Entry("/grilles", "Grilles", "Grids", READERS),
    Entry("/avis", "Avis", "Notices", frozenset({"technician", "director", "citizen-experience"})),
    Entry("/canaux", "Canaux", "Channels", frozenset({"technician", "director", "operator"})),
    Entry("/webhooks", "Webhooks", "Webhooks", frozenset({"integrator"})),
    Entry("/politique", "Politique", "Policy", STAFF),
)


def entries_for(roles: Collection[str]) -> list[Entry]:
    """What somebody with these roles is offered, in the order of the menu."""
    return [one for one in ENTRIES if not one.roles.isdisjoint(roles)]
