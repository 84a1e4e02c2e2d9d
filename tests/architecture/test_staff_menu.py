"""The menu of staff leads to pages that are served, and offers them to whom they are for."""

from complaints.entrypoints.access_requests.http import READERS as READERS_OF_ACCESS
from complaints.entrypoints.claims.pages import READERS as READERS_OF_CLAIMS
from complaints.entrypoints.http import READERS as READERS_OF_COMPLAINTS
from contracts.topics import SERVICES
from guichet.gateway import target_of
from intake.entrypoints.channel_watch import WATCHERS
from intake.entrypoints.desk import FIELD
from intake.entrypoints.desk import READERS as READERS_OF_DOSSIERS
from intake.entrypoints.notices.publishing import EDITORS
from notifications.entrypoints.post_pages import ROLES as POSTING
from routing.entrypoints.board_pages import LEADERS
from routing.entrypoints.desk import READERS as READERS_OF_WORK
from sla.entrypoints.desk import ALL_READERS as READERS_OF_PROMISES
from sla.entrypoints.performance.figures_desk import READERS as READERS_OF_FIGURES
from ui.staff_menu import ENTRIES

ADDRESSES = {service: f"http://{service}" for service in SERVICES}
SERVED_TO = {
    "/travail": READERS_OF_WORK,
    "/terrain": FIELD,
    "/dossiers": READERS_OF_DOSSIERS,
    "/echeances": READERS_OF_PROMISES,
    "/plaintes": READERS_OF_COMPLAINTS,
    "/acces": READERS_OF_ACCESS,
    "/reclamations": READERS_OF_CLAIMS,
    "/courrier": POSTING,
    "/direction": LEADERS,
    "/performance": READERS_OF_FIGURES,
    "/personnes": READERS_OF_WORK,
    "/grilles": READERS_OF_WORK,
    "/avis": EDITORS,
    "/canaux": WATCHERS,
}


def test_every_entry_leads_to_a_page_of_some_service() -> None:
    assert {one.path for one in ENTRIES if target_of(one.path, ADDRESSES, "") is None} == set()


def test_every_page_is_offered_to_those_it_lets_in() -> None:
    offered = {one.path: one.roles for one in ENTRIES}
    assert {path: set(offered[path]) for path in SERVED_TO} == {
        path: set(roles) for path, roles in SERVED_TO.items()
    }
