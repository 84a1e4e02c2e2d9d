"""Absences: a substitute or a reason, changed and taken back on record, open cases following."""

from typing import Any

import httpx
import pytest
from chassis.identity import Caller
from contracts.events.intake import CaseRegisteredV1
from contracts.events.routing import CaseReassignedV1
from guichet_testing.toy import NOW
from routing.adapters.people_watch import ALERTS, PeopleWatch

API = "/api/routing/v1"
CASE = "5f0c1d5e-0000-4000-8000-000000000011"
BOSS, STAND_IN, NEXT = "prevost-surintendant", "prevost-ingenieur-en-chef", "prevost-contremaitre"
TECHNICIAN = Caller("someone", frozenset({"technician"}), frozenset({"prevost"}))
AWAY = {
    "borough": "prevost",
    "personId": BOSS,
    "fromOn": "2026-11-20",
    "untilOn": "2026-11-27",
    "substituteId": STAND_IN,
}


@pytest.fixture
async def busy(house: Any) -> Any:
    """The surintendant of Prévost has a pothole to mend."""
    facts = {
        "case_id": CASE, "kind": "request", "activity": "Nid-de-poule", "channel": "phone",
        "received_at": NOW, "details_version": 0, "contacts_version": 0,
    }  # fmt: skip
    await house.seeder().seed()
    await house.hear(CaseRegisteredV1.model_validate(facts), borough="prevost")
    return house


async def post(house: Any, path: str, body: Any, who: Caller = TECHNICIAN) -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.post(f"{API}/{path}", json=body)
    return answer


async def get(house: Any, path: str, who: Caller = TECHNICIAN) -> Any:
    async with house.client(who) as client:
        answer = await client.get(f"{API}/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def executor(house: Any) -> str:
    """Who has the pothole, once the rounds have run."""
    await house.mend()
    return str(house.state(CASE).decision.execution_person)


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"substituteId": None}, "substituteId"),
        ({"substituteId": None, "noSubstituteReason": "  "}, "substituteId"),
        ({"noSubstituteReason": "personne"}, "noSubstituteReason"),
        ({"substituteId": BOSS}, "substituteId"),
        ({"personId": "inconnu"}, "personId"),
        ({"amends": 7}, "amends"),
    ],
)
async def test_mh_10_an_absence_without_anybody_or_a_reason_is_refused_and_not_kept(
    busy: Any, changes: dict[str, Any], target: str
) -> None:
    before = busy.people.documents["prevost"]
    answer = await post(busy, "absences", AWAY | changes)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, target)
    assert busy.people.documents["prevost"] == before


async def test_an_end_before_the_beginning_names_its_field(busy: Any) -> None:
    answer = await post(busy, "absences", AWAY | {"untilOn": "2026-11-01"})
    assert (answer.status_code, answer.json()["error"]["target"]) == (400, "untilOn")


async def test_mh_10_cases_move_along_the_chain_and_back_and_both_names_stay(busy: Any) -> None:
    await post(busy, "absences", AWAY)
    assert await executor(busy) == STAND_IN
    await post(busy, "absences", AWAY | {"personId": STAND_IN, "substituteId": NEXT})
    assert await executor(busy) == NEXT
    busy.clock.forward(8 * 86_400)
    assert await executor(busy) == BOSS
    persons = [one.decision.execution_person for one in busy.state(CASE).history]
    assert persons == [BOSS, STAND_IN, NEXT, BOSS]
    moves = [one for one in busy.said(CASE) if isinstance(one, CaseReassignedV1)]
    assert BOSS in moves[0].reason_fr
    assert STAND_IN in moves[0].reason_fr


async def test_a_shortened_absence_is_a_new_version_and_the_old_one_stays(busy: Any) -> None:
    made = (await post(busy, "absences", AWAY)).json()
    assert await executor(busy) == STAND_IN
    shorter = AWAY | {"fromOn": "2026-11-20", "untilOn": "2026-11-21", "amends": made["number"]}
    assert (await post(busy, "absences", shorter)).json()["number"] == 2
    busy.clock.forward(2 * 86_400)
    assert await executor(busy) == BOSS
    items = (await get(busy, "absences?borough=prevost"))["items"]
    assert [(one["untilOn"], one["stands"]) for one in items] == [
        ("2026-11-27", False),
        ("2026-11-21", True),
    ]
    assert items[1]["recordedBy"] == "someone"
    stale = await post(busy, "absences", shorter)
    assert (stale.status_code, stale.json()["number"]) == (201, 2), "the same form, sent twice"
    other = await post(busy, "absences", shorter | {"untilOn": "2026-11-22"})
    assert other.json()["error"]["target"] == "amends", "somebody was first"


async def test_a_cancelled_absence_stays_on_record_and_may_be_recorded_anew(busy: Any) -> None:
    await post(busy, "absences", AWAY)
    assert await executor(busy) == STAND_IN
    body = {"borough": "prevost"}
    for _ in range(2):
        assert (await post(busy, "absences/1/cancellation", body)).status_code == 201
    assert await executor(busy) == BOSS
    people = busy.people.documents["prevost"].state
    assert [one.is_cancelled for one in people.absences] == [False, True]
    assert people.standing_absences() == {}
    assert (await post(busy, "absences", AWAY)).json()["number"] == 3
    assert await executor(busy) == STAND_IN
    missing = await post(busy, "absences/9/cancellation", body)
    assert (missing.status_code, missing.json()["error"]["target"]) == (422, "number")


async def test_shortening_an_older_absence_leaves_the_newer_one_on_top(busy: Any) -> None:
    await post(busy, "absences", AWAY)
    await post(busy, "absences", AWAY | {"untilOn": "2026-11-22", "substituteId": NEXT})
    assert await executor(busy) == NEXT, "of two that overlap the last recorded holds"
    await post(busy, "absences", AWAY | {"untilOn": "2026-11-25", "amends": 1})
    assert await executor(busy) == NEXT


async def test_mh_10_everybody_may_note_their_own_absence_and_nobody_elses(busy: Any) -> None:
    boss = Caller(BOSS, frozenset({"executor"}), frozenset({"prevost"}))
    assert (await post(busy, "absences", AWAY, boss)).status_code == 201
    other = AWAY | {"personId": STAND_IN, "substituteId": NEXT}
    assert (await post(busy, "absences", other, boss)).status_code == 403
    stranger = Caller(BOSS, frozenset({"executor"}), frozenset({"anjou"}))
    assert (await post(busy, "absences", AWAY, stranger)).status_code == 404


async def test_the_directory_of_a_day_says_who_replaces_whom(busy: Any) -> None:
    await post(busy, "absences", AWAY)
    await post(busy, "absences", AWAY | {"personId": STAND_IN, "substituteId": NEXT})

    async def works(on: str) -> dict[str, Any]:
        body = await get(busy, f"directory?borough=prevost&on={on}")
        posts = next(one for one in body["departments"] if one["code"] == "travaux-publics")
        found: dict[str, Any] = next(one for one in posts["posts"] if one["role"] == "execution")
        return found

    today, after = await works("2026-11-20"), await works("2026-11-28")
    assert (today["personId"], today["via"], today["actingId"]) == (BOSS, [STAND_IN], NEXT)
    assert (after["isAway"], after["via"], after["actingId"]) == (False, [], BOSS)


async def test_mh_10_an_absence_that_leaves_open_cases_to_nobody_is_an_alert_and_a_metric(
    busy: Any,
) -> None:
    await post(busy, "absences", AWAY | {"substituteId": None, "noSubstituteReason": "vacant"})
    (alert,) = (await get(busy, "alerts?borough=prevost"))["items"]
    assert (alert["kind"], alert["personId"], alert["openCases"]) == (
        "absent-without-substitute",
        BOSS,
        1,
    )
    watch = PeopleWatch(busy.people, busy.seeds, busy.finder.find, busy.clock)
    await watch.look()
    counted = ALERTS.labels("prevost", "absent-without-substitute")
    assert counted._value.get() == 1
    await post(busy, "absences", AWAY | {"amends": 1})
    await busy.mend()
    assert (await get(busy, "alerts?borough=prevost"))["items"] == []
    await watch.look()
    assert counted._value.get() == 0


async def test_pv_25_a_department_that_nobody_receives_for_is_an_alert(
    house_without_public_works: Any,
) -> None:
    items = (await get(house_without_public_works, "alerts?borough=prevost"))["items"]
    assert [(one["kind"], one["department"]) for one in items] == [
        ("post-without-designation", "travaux-publics")
    ]
    async with house_without_public_works.client(TECHNICIAN) as client:
        assert (await client.get(f"{API}/alerts?borough=anjou")).status_code == 404
