"""The HTTP side: who may do what and where, and the City's form of answers and errors."""

from datetime import date
from typing import Any

import httpx
import pytest
from chassis.identity import Caller
from contracts import Event
from contracts.events.intake import (
    CaseClosedV1,
    CaseCompletedV1,
    CaseDetailsRecordedV1,
    CaseRegisteredV1,
    CaseReopenedV1,
    CaseWithdrawnV1,
    CompletionRefusedV1,
)
from contracts.events.routing import CaseAssignedV1, WorkCompletedV1
from guichet_testing.toy import NOW

API = "/api/routing/v1"
CASE = "5f0c1d5e-0000-4000-8000-000000000004"
REOPENED = CaseReopenedV1(case_id=CASE, reopened_at=NOW, reason="not-resolved")
KEY = {"Idempotency-Key": "0123456789abcdef"}
WORK = {
    "interventionCode": "238",
    "plannedOn": "2026-11-19",
    "doneOn": "2026-11-20",
    "extension": "4202",
    "internalNote": "canari interne",
    "publicNote": "canari public",
    "validated": True,
}
FORM = {
    "borough": "prevost",
    "department": "travaux-publics",
    "role": "reception",
    "personId": "nouvelle-secretaire",
    "personName": "Nouvelle secrétaire",
    "director": "Directeur",
    "email": "secretariat@prevost.example.org",
    "extension": "4299",
    "effectiveOn": "2026-11-20",
    "employeeSignedOn": "2026-11-20",
    "directorSignedOn": "2026-11-20",
}


def caller(*roles: str, boroughs: tuple[str, ...] = ("prevost",)) -> Caller:
    return Caller("someone", frozenset(roles), frozenset(boroughs))


RESPONSABLE, TECHNICIAN = caller("responsable"), caller("technician")
STRANGER = caller("responsable", "technician", boroughs=("anjou",))


@pytest.fixture
async def busy(house: Any) -> Any:
    """Prévost has a pothole."""
    facts = {
        "case_id": CASE,
        "kind": "request",
        "activity": "Nid-de-poule",
        "channel": "phone",
        "received_at": NOW,
        "details_version": 0,
        "contacts_version": 0,
    }
    await house.hear(CaseRegisteredV1.model_validate(facts), borough="prevost")
    return house


async def complete(house: Any, who: Caller | None = RESPONSABLE, **changes: Any) -> httpx.Response:
    headers = changes.pop("headers", {})
    async with house.client(who) as client:
        answer: httpx.Response = await client.post(
            f"{API}/assignments/{CASE}/completion", json=WORK | changes, headers=headers
        )
    return answer


async def test_completed_work_is_said_without_its_notes(busy: Any) -> None:
    answer = await complete(busy)
    assert answer.status_code == 200
    assert answer.json()["work"] == "completed"
    assigned, said = busy.said(CASE)
    assert isinstance(assigned, CaseAssignedV1)
    assert isinstance(said, WorkCompletedV1)
    assert (said.intervention_code, said.extension) == ("238", "4202")
    values = [e.value for e in (*busy.log.entries, *busy.assignments.documents[CASE].pending)]
    assert all(b"canari" not in value and b"someone" not in value for value in values)


@pytest.mark.parametrize("headers", [{}, KEY])
async def test_a_repeated_completion_is_answered_and_not_applied_again(
    busy: Any, headers: dict[str, str]
) -> None:
    first, second = [await complete(busy, headers=headers) for _ in range(2)]
    assert first.json() == second.json()
    assert len(busy.said(CASE)) == 2
    other = await complete(busy, headers=headers, internalNote="autre")
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"validated": False}, "validated"),
        ({"interventionCode": "999"}, "interventionCode"),
        ({"doneOn": None}, "doneOn"),
        ({"doneOn": "2026-11-21"}, "doneOn"),
        ({"doneOn": "2026-11-19"}, "doneOn"),
        ({"extension": ""}, "extension"),
    ],
)
async def test_what_a_clause_forbids_names_its_field_and_leaves_the_case(
    busy: Any, changes: dict[str, Any], target: str
) -> None:
    before = busy.assignments.documents[CASE]
    answer = await complete(busy, headers={"Accept-Language": "en"}, **changes)
    assert answer.status_code == 422
    assert answer.json()["error"]["target"] == target
    assert busy.assignments.documents[CASE] == before


async def test_a_name_in_the_place_of_an_extension_is_refused(busy: Any) -> None:
    answer = await complete(busy, extension="Jean")
    assert (answer.status_code, answer.json()["error"]["target"]) == (400, "extension")
    assert "Jean" not in answer.text


async def test_a_withdrawn_case_cannot_be_completed(busy: Any) -> None:
    gone = CaseWithdrawnV1(case_id=CASE, withdrawn_at=NOW)
    await busy.hear(gone, borough="prevost", start=2)
    answer = await complete(busy, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert answer.json()["error"]["message"] == "the case was withdrawn"


async def test_a_case_closed_without_work_cannot_be_completed_until_it_is_reopened(
    busy: Any,
) -> None:
    closed = CaseClosedV1(case_id=CASE, closed_at=NOW, without_work=True)
    await busy.hear(closed, borough="prevost", start=2)
    answer = await complete(busy)
    assert answer.status_code == 422
    assert "le dossier est fermé" in answer.text
    await busy.hear(REOPENED, borough="prevost", start=3)
    assert (await complete(busy)).status_code == 200


@pytest.mark.parametrize(
    "verdict",
    [
        CaseCompletedV1(case_id=CASE, done_on=date(2026, 11, 20), completed_at=NOW),
        CompletionRefusedV1(case_id=CASE, reason="withdrawn"),
    ],
)
async def test_a_reopened_case_is_completed_again_by_the_same_form(
    busy: Any, verdict: Event
) -> None:
    await complete(busy)
    await busy.hear(verdict, REOPENED, borough="prevost", start=2)
    state = busy.state(CASE)
    assert (state.is_completed, state.is_assigned) == (False, True)
    assert [one.report.code for one in (*state.earlier_work, *state.refused_work)] == ["238"]
    await busy.hear(verdict, REOPENED, borough="prevost", start=2)
    assert busy.state(CASE) == state, "heard again: nothing changes"
    assert (await complete(busy)).status_code == 200
    kinds = [CaseAssignedV1, WorkCompletedV1, WorkCompletedV1]
    assert [type(one) for one in busy.said(CASE)] == kinds
    async with busy.client(RESPONSABLE) as client:
        body = (await client.get(f"{API}/assignments/{CASE}")).json()
    earlier = [*body["earlierCompletions"], *body["refusedCompletions"]]
    assert [one["doneOn"] for one in earlier] == ["2026-11-20"]
    assert body["history"][-1]["cause"] == "reopened: not-resolved"


async def test_work_that_crossed_a_reopening_counts_for_it(busy: Any) -> None:
    await complete(busy)
    await busy.hear(REOPENED, borough="prevost", start=2)
    assert busy.state(CASE).is_completed, "intake has not answered it yet"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (None, 401),
        (STRANGER, 404),
        (caller("director"), 403),
        (caller("executor"), 200),
        (TECHNICIAN, 200),
    ],
)
async def test_completing_is_for_those_who_work_in_the_responsible_borough(
    busy: Any, who: Caller | None, status: int
) -> None:
    assert (await complete(busy, who)).status_code == status


async def test_the_counter_sees_a_case_that_another_borough_must_complete(house: Any) -> None:
    facts = {
        "case_id": CASE,
        "kind": "request",
        "activity": "Nid-de-poule",
        "channel": "phone",
        "received_at": NOW,
        "details_version": 1,
        "contacts_version": 0,
    }
    await house.hear(CaseRegisteredV1.model_validate(facts))
    place = {"case_id": CASE, "version": 1, "longitude": -73.85, "latitude": 45.49}
    await house.hear(CaseDetailsRecordedV1.model_validate(place))
    counter = caller("technician", boroughs=("montreal",))
    async with house.client(counter) as client:
        assert (await client.get(f"{API}/assignments/{CASE}")).status_code == 200
    assert (await complete(house, counter)).status_code == 403


async def test_an_assignment_shows_who_and_why(busy: Any) -> None:
    await complete(busy)
    async with busy.client(RESPONSABLE) as client:
        body = (await client.get(f"{API}/assignments/{CASE}")).json()
    assert (body["outcome"], body["department"]) == ("assigned", "travaux-publics")
    assert body["reason"]["fr"].startswith("Nid-de-poule")
    assert body["completion"]["internalNote"] == "canari interne"
    assert [entry["cause"] for entry in body["history"]] == ["facts"]


async def test_another_boroughs_assignment_is_not_there(busy: Any) -> None:
    async with busy.client(STRANGER) as client:
        for case_id in (CASE, "unknown"):
            answer = await client.get(f"{API}/assignments/{case_id}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "notFound")
        assert (await client.get(f"{API}/assignments")).json()["paging"]["totalCount"] == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 1),
        ("?borough=prevost&department=travaux-publics&outcome=assigned", 1),
        ("?outcome=no-rule", 0),
        ("?borough=anjou", 0),
        ("?offset=1", 0),
    ],
)
async def test_the_list_is_filtered_and_paged(busy: Any, query: str, found: int) -> None:
    async with busy.client(RESPONSABLE) as client:
        body = (await client.get(f"{API}/assignments{query}")).json()
    assert len(body["items"]) == found
    assert body["paging"].keys() == {"offset", "limit", "totalCount"}


async def test_a_bad_query_names_its_field(busy: Any) -> None:
    async with busy.client(RESPONSABLE) as client:
        answer = await client.get(f"{API}/assignments?limit=0")
    assert (answer.status_code, answer.json()["error"]["target"]) == (400, "limit")


async def test_a_grid_shows_its_own_rules_and_its_citys(house: Any) -> None:
    who = caller("technician", boroughs=("pierrefonds-roxboro",))
    async with house.client(who) as client:
        body = (await client.get(f"{API}/grids/pierrefonds-roxboro")).json()
        assert (await client.get(f"{API}/grids/prevost")).status_code == 404
    assert "travaux-publics" in {one["code"] for one in body["departments"]}
    assert {one["grid"] for one in body["activities"]} == {"pierrefonds-roxboro@1", "montreal@1"}


async def test_a_designation_is_a_new_version_and_a_repeat_is_none(house: Any) -> None:
    async with house.client(TECHNICIAN) as client:
        for _ in range(2):
            answer = await client.post(f"{API}/designations", json=FORM, headers=KEY)
            assert answer.status_code == 201
            assert (answer.json()["version"], answer.json()["activeFrom"]) == (2, "2026-11-20")
        body = (await client.get(f"{API}/designations?borough=prevost&limit=200")).json()
    posts = [
        (one["version"], one["personId"])
        for one in body["items"]
        if (one["department"], one["role"]) == ("travaux-publics", "reception")
    ]
    assert posts == [(1, "prevost-secretaire-travaux-publics"), (2, "nouvelle-secretaire")]


@pytest.mark.parametrize(
    ("changes", "status", "target"),
    [
        ({"department": "inconnu"}, 422, "department"),
        ({"directorSignedOn": "2026-11-21"}, 422, "directorSignedOn"),
        ({"personId": "Jean Tremblay"}, 400, "personId"),
        ({"role": "chef"}, 400, "role"),
        ({"borough": "anjou"}, 404, None),
    ],
)
async def test_a_wrong_designation_is_refused_and_not_kept(
    house: Any, changes: dict[str, Any], status: int, target: str | None
) -> None:
    async with house.client(TECHNICIAN) as client:
        answer = await client.post(f"{API}/designations", json=FORM | changes)
    assert (answer.status_code, answer.json()["error"].get("target")) == (status, target)
    assert not house.people.documents


async def test_pv_23_only_technicians_record_people(house: Any) -> None:
    absence = {"borough": "prevost", "personId": "prevost-surintendant", "fromOn": "2026-11-20"}
    async with house.client(RESPONSABLE) as client:
        assert (await client.post(f"{API}/designations", json=FORM)).status_code == 403
        assert (await client.post(f"{API}/absences", json=absence)).status_code == 403


async def test_an_absence_moves_the_open_cases(busy: Any) -> None:
    absence = {
        "borough": "prevost",
        "personId": "prevost-surintendant",
        "fromOn": "2026-11-20",
        "substituteId": "prevost-contremaitre",
    }
    async with busy.client(TECHNICIAN) as client:
        assert (await client.post(f"{API}/absences", json=absence)).status_code == 201
        listed = (await client.get(f"{API}/absences?borough=prevost")).json()
        wrong = await client.post(f"{API}/absences", json=absence | {"untilOn": "2026-11-01"})
    assert [one["substituteId"] for one in listed["items"]] == ["prevost-contremaitre"]
    assert wrong.status_code == 400
    assert await busy.mend() == 1
    assert busy.state(CASE).decision.execution_person == "prevost-contremaitre"


async def test_what_a_partner_completed_is_completed_by_nobody_else_until_it_is_reopened(
    busy: Any,
) -> None:
    done = CaseCompletedV1(case_id=CASE, done_on=date(2026, 11, 20), completed_at=NOW)
    await busy.hear(done, borough="prevost", start=2)
    assert (await complete(busy)).status_code == 422
    await busy.hear(REOPENED, borough="prevost", start=3)
    assert (await complete(busy)).status_code == 200
