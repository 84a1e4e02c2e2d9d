"""What was set aside is on the technician's list: which case, why in words, nothing it holds."""

from dataclasses import replace
from html import unescape
from typing import Any

import httpx
import pytest
from chassis.identity import Caller
from contracts.events.intake import CaseRegisteredV1
from guichet_testing.toy import NOW
from routing.domain.facts import CaseFacts, Decision
from routing.domain.grid import Grids
from routing.entrypoints import pages, set_aside_pages
from routing.entrypoints.set_aside import SetAsideDesk, in_words
from routing.entrypoints.staff_pages import StaffPages

CASE = "5f0c1d5e-0000-4000-8000-000000000001"
CANARY = "Canari"
PAGE, API = set_aside_pages.PATH, "/api/routing/v1/set-aside"
TECHNICIAN = Caller("tech", frozenset({"technician"}), frozenset({"prevost"}))


def registered() -> CaseRegisteredV1:
    return CaseRegisteredV1.model_validate(
        {
            "case_id": CASE,
            "kind": "request",
            "activity": f"Mon voisin {CANARY}",
            "channel": "phone",
            "received_at": NOW,
            "details_version": 0,
            "contacts_version": 0,
        }
    )


class Counter:
    """Routing whose plug-in of Prévost fails while it is told to."""

    def __init__(self, house: Any) -> None:
        self.house, self.fails = house, True
        grids = house.snapshot.grids
        house.snapshot.grids = Grids(
            replace(grid, plugin=self.route) if grid.slug == "prevost" else grid for grid in grids
        )
        self.desk = SetAsideDesk(house._parking.store, self.replay, self.names)
        staff = StaffPages(house.desk, "/demo/signin")
        self.routers = [
            set_aside_pages.api(self.desk),
            set_aside_pages.router(staff, self.desk),
        ]

    def route(self, facts: CaseFacts) -> Decision | None:
        """See `Plugin`."""
        if self.fails:
            raise ValueError(facts.activity)
        return None

    def names(self) -> dict[str, str]:
        """See `SetAsideDesk`."""
        return {"prevost": "Prévost"}

    async def replay(self, topic: str, record_id: str) -> int:
        """See `Replay`."""
        replayed: int = await self.house.inboxes[topic].replay(record_id)
        return replayed

    def client(self, caller: Caller | None) -> httpx.AsyncClient:
        """The pages, asked by this caller."""
        client: httpx.AsyncClient = self.house.client(caller, more=self.routers)
        return client


@pytest.fixture
async def counter(house: Any) -> Counter:
    made = Counter(house)
    await house.hear(registered(), borough="prevost")
    return made


async def test_a_case_whose_plug_in_failed_is_on_the_technicians_list(counter: Counter) -> None:
    async with counter.client(TECHNICIAN) as client:
        page = unescape((await client.get(PAGE)).text)
        (item,) = (await client.get(API)).json()["items"]
    assert "Le module de règles (plugin.py) de Prévost n'a pas décidé" in page
    assert "il a échoué (ValueError)" in page
    assert (item["caseId"], item["borough"], item["pluginOf"]) == (CASE, "prevost", "prevost")
    assert CANARY not in page + str(item)


async def test_the_list_of_work_says_that_something_was_set_aside(counter: Counter) -> None:
    desk = counter.desk
    more = pages.routers(StaffPages(counter.house.desk, ""), counter.house.people_desk, desk)
    shown = []
    for roles in ({"technician"}, {"responsable"}):
        caller = Caller("somebody", frozenset(roles), frozenset({"prevost"}))
        async with counter.house.client(caller, more=more) as client:
            shown.append((await client.get("/travail")).text)
    assert [PAGE in page for page in shown] == [True, False]


async def test_it_is_shown_in_english_too(counter: Counter) -> None:
    async with counter.client(TECHNICIAN) as client:
        page = (await client.get(PAGE, params={"lang": "en"})).text
    assert "The rules module (plugin.py) of Prévost did not decide: it failed (ValueError)." in page
    assert "mis de côté" not in page


async def test_once_the_plug_in_is_mended_it_is_tried_again_and_assigned(counter: Counter) -> None:
    counter.fails = False
    counter.house._parking.store.delete = _forget(counter.house)
    (waiting,) = await counter.desk.listed(TECHNICIAN)
    async with counter.client(TECHNICIAN) as client:
        answer = await client.post(PAGE, data={"record": waiting.record_id})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?n=1")
        page = unescape((await client.get(PAGE)).text)
    assert "Aucun message de vos dossiers n'est mis de côté." in page
    assert counter.house.state(CASE).decision is not None


async def test_while_it_still_fails_it_stays_and_says_so(counter: Counter) -> None:
    (waiting,) = await counter.desk.listed(TECHNICIAN)
    async with counter.client(TECHNICIAN) as client:
        answer = await client.post(PAGE, data={"record": waiting.record_id})
    assert answer.status_code == 409
    assert "Toujours refusé" in answer.text
    assert await counter.desk.count(TECHNICIAN) == 1


@pytest.mark.parametrize(
    ("roles", "boroughs", "status"),
    [
        ({"responsable"}, {"prevost"}, 403),
        ({"technician"}, {"montreal"}, 200),
        ({"operator"}, {"prevost"}, 200),
    ],
)
async def test_it_is_for_technicians_and_operators_of_the_borough(
    counter: Counter, roles: set[str], boroughs: set[str], status: int
) -> None:
    caller = Caller("somebody", frozenset(roles), frozenset(boroughs))
    async with counter.client(caller) as client:
        listed = await client.get(API)
        assert listed.status_code == (await client.get(PAGE)).status_code == status
    seen = listed.json().get("items", [])
    assert bool(seen) is (status == 200 and "prevost" in boroughs)


async def test_what_is_anothers_or_not_there_is_unknown(counter: Counter) -> None:
    (waiting,) = await counter.desk.listed(TECHNICIAN)
    stranger = Caller("tech", frozenset({"technician"}), frozenset({"montreal"}))
    for caller, record in ((stranger, waiting.record_id), (TECHNICIAN, "none")):
        async with counter.client(caller) as client:
            assert (await client.post(PAGE, data={"record": record})).status_code == 404


@pytest.mark.parametrize(
    ("fault", "french"),
    [
        ("prevost: plugin.route: no answer within 1 s", "il n'a pas répondu à temps"),
        ("prevost: plugin.route: left alone for a while after it hung", "on ne l'appelle plus"),
        ("prevost: plugin.route: answered str", "sa réponse n'est pas une décision"),
        (
            "prevost: plugin.route: department: no department of",
            "sa réponse n'est pas permise (department)",
        ),
        ("behind a parked record of the same key", "Attend derrière"),
        ("unexpected KeyError", "n'a pas pu être traité"),
    ],
)
def test_every_fault_is_said_in_both_languages(fault: str, french: str) -> None:
    words, plugin_of = in_words(fault, {"prevost": "Prévost"})
    assert french in words[0]
    assert words[1]
    assert plugin_of == ("prevost" if "plugin" in fault else "")


def _forget(house: Any) -> Any:
    async def delete(ids: Any) -> None:
        for one in ids:
            house._parking.store.documents.pop(one, None)

    return delete
