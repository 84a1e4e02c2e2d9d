"""Who can be reached now: a sign on a door, seen at once, and of nobody's concern outside."""

from typing import Any

import httpx
import pytest
from chassis.identity import Caller
from routing.domain.availability import CHANGES_KEPT

API = "/api/routing/v1"
BOSS = "prevost-surintendant"
PREVOST = frozenset({"prevost"})
TECHNICIAN = Caller("someone", frozenset({"technician"}), PREVOST)
EXECUTOR = Caller(BOSS, frozenset({"executor"}), PREVOST)
TELEPHONE = Caller("mitel", frozenset({"telephone"}), PREVOST)


async def report(house: Any, who: Caller | None, **body: Any) -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.post(
            f"{API}/availability", json={"borough": "prevost", **body}
        )
    return answer


async def seen(house: Any, who: Caller = TECHNICIAN) -> dict[str, str]:
    async with house.client(who) as client:
        body = (await client.get(f"{API}/availability?borough=prevost")).json()
    return {one["personId"]: one["status"] for one in body["items"]}


@pytest.mark.parametrize("status", ["available", "in-meeting", "away"])
async def test_pv_11_everybody_keeps_their_own_status_and_colleagues_see_it_at_once(
    house: Any, status: str
) -> None:
    answer = await report(house, EXECUTOR, status=status)
    assert (answer.status_code, answer.json()["status"]) == (200, status)
    assert await seen(house) == {BOSS: status}
    other = Caller("other", frozenset({"responsable"}), PREVOST)
    assert await seen(house, other) == {BOSS: status}


async def test_pv_58_a_telephone_system_reports_by_extension_and_the_page_shows_it(
    house: Any,
) -> None:
    answer = await report(house, TELEPHONE, status="in-meeting", extension="4202")
    assert answer.json() | {"since": ""} == {
        "personId": BOSS,
        "status": "in-meeting",
        "source": "telephone",
        "since": "",
    }
    async with house.client(TECHNICIAN) as client:
        page = (await client.get("/personnes?borough=prevost")).text
        assert (await client.get(f"{API}/absences?borough=prevost")).status_code == 200
    assert "En réunion</span>" in page
    assert "par le téléphone" in page


async def test_pv_58_a_telephone_may_do_nothing_else(house: Any) -> None:
    async with house.client(TELEPHONE) as client:
        for path in ("availability", "absences", "designations", "directory", "alerts"):
            answer = await client.get(f"{API}/{path}?borough=prevost")
            assert answer.status_code == 403, path
        assert (await client.get("/personnes?borough=prevost")).status_code == 403


@pytest.mark.parametrize(
    ("who", "body", "status", "target"),
    [
        (EXECUTOR, {"status": "away", "personId": "prevost-ingenieur-en-chef"}, 403, None),
        (TECHNICIAN, {"status": "away", "personId": "inconnu"}, 422, "personId"),
        (TELEPHONE, {"status": "away", "extension": "9999"}, 422, "extension"),
        (TELEPHONE, {"status": "away", "extension": "Jean"}, 400, "extension"),
        (TELEPHONE, {"status": "away", "extension": "4202", "code": "1234"}, 400, "code"),
        (EXECUTOR, {"status": "vacances"}, 400, "status"),
        (EXECUTOR, {"status": "away", "borough": "anjou"}, 404, None),
        (Caller("p", frozenset({"integrator"}), PREVOST), {"status": "away"}, 403, None),
        (None, {"status": "away"}, 401, None),
    ],
)
async def test_a_report_that_is_wrong_or_nobodys_to_make_is_refused_and_not_kept(
    house: Any, who: Caller | None, body: dict[str, Any], status: int, target: str | None
) -> None:
    answer = await report(house, who, **body)
    assert (answer.status_code, answer.json()["error"].get("target")) == (status, target)
    assert not house.statuses.documents


async def test_each_change_has_its_time_and_source_and_only_the_last_few_are_kept(
    house: Any,
) -> None:
    async with house.client(EXECUTOR) as client:
        for number in range(CHANGES_KEPT + 5):
            body = {"borough": "prevost", "status": ("available", "in-meeting")[number % 2]}
            house.clock.forward(60)
            for _ in range(2):
                assert (await client.post(f"{API}/availability", json=body)).status_code == 200
                said_at = house.clock()
            house.clock.forward(1)
    held = house.statuses.documents[BOSS].state
    assert len(held.changes) == CHANGES_KEPT
    assert [one.at for one in held.changes] == sorted({one.at for one in held.changes})
    assert held.now.at == said_at, "said again, it holds from when it was first said"
    assert {one.by for one in held.changes} == {BOSS}
    beside = house.statuses.documents[BOSS].commands
    assert {tuple(one.answer) for one in beside} == {()}, "nor is anything kept beside them"


async def test_a_status_is_said_to_nobody_and_leaves_the_directory_alone(house: Any) -> None:
    await house.seeder().seed()
    before = dict(house.people.documents)
    await report(house, EXECUTOR, status="away")
    await report(house, TELEPHONE, status="available", extension="4202")
    assert house.people.documents == before
    assert [one.pending for one in house.statuses.documents.values()] == [[]]


async def test_pv_22_a_technician_who_holds_no_post_has_a_status_too(house: Any) -> None:
    await report(house, TECHNICIAN, status="available")
    assert await seen(house) == {"someone": "available"}
    async with house.client(TECHNICIAN) as client:
        page = (await client.get("/personnes?borough=prevost")).text
    assert "Aussi au guichet" in page
