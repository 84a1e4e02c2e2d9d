"""The menu of staff, the same on the pages of every service: each entry for the roles it serves.

It hides what somebody has no use for; whether they may is each page's own to say. What is not
opened all day stands under a heading, so that the menu is one row for everybody.
"""

from collections.abc import Collection
from dataclasses import dataclass

WORKERS = frozenset({"technician", "responsable", "executor"})
LEADERS = frozenset({"director", "general-director", "citizen-experience"})
READERS = WORKERS | LEADERS | {"operator"}
STAFF = READERS | {"elected-official", "access-officer", "clerk", "investigator"}
OF_COMPLAINTS = frozenset({"director", "general-director", "clerk", "investigator", "responsable"})
OF_CLAIMS = frozenset({"clerk", "general-director", "access-officer", "director"})


@dataclass(frozen=True)
class Heading:
    """What opens over several entries."""

    french: str
    english: str
    paths: frozenset[str]


@dataclass(frozen=True)
class Group:
    """A heading, and those of its entries that somebody is offered."""

    heading: Heading
    entries: tuple["Entry", ...]


HEADINGS = (
    Heading("Délais", "Delays", frozenset({"/echeances", "/listes"})),
    Heading(
        "Recours", "Recourse", frozenset({"/plaintes", "/acces", "/reclamations", "/courrier"})
    ),
    Heading("Pilotage", "Oversight", frozenset({"/direction", "/performance"})),
    Heading(
        "Organisation",
        "Organization",
        frozenset({"/personnes", "/grilles", "/avis", "/canaux", "/politique"}),
    ),
)


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
    Entry("/plaintes", "Plaintes", "Complaints", OF_COMPLAINTS),
    Entry("/acces", "Accès", "Access", frozenset({"access-officer", "general-director", "clerk"})),
    Entry("/reclamations", "Réclamations", "Claims", OF_CLAIMS),
    Entry(
        "/courrier",
        "Courrier",
        "Mail",
        frozenset({"technician", "clerk", "access-officer", "general-director"}),
    ),
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


def grouped(entries: Collection[Entry]) -> list[Entry | Group]:
    """The same under their headings, each where its first entry stood; one alone stands by
    itself."""
    found: list[Entry | Group] = []
    told: set[str] = set()
    for entry in entries:
        if entry.path in told:
            continue
        heading = next((one for one in HEADINGS if entry.path in one.paths), None)
        under = tuple(one for one in entries if heading and one.path in heading.paths)
        if heading is None or len(under) == 1:
            found.append(entry)
        else:
            found.append(Group(heading, under))
            told |= heading.paths
    return found
