"""Who may not be handed what: no substitute, no round and no form gets round it."""

from typing import Any

import httpx
import pytest
from chassis.identity import Caller
from contracts.events.intake import CaseRegisteredV1
from contracts.events.routing import CaseAssignedV1, CaseReassignedV1, CaseUnroutedV1
from guichet_testing.toy import NOW

API = "/api/routing/v1"
CASE, OTHER = (f"5f0c1d5e-0000-4000-8000-00000000002{n}" for n in (1, 2))
BOSS, COLLEAGUE = "prevost-surintendant", "prevost-ingenieur-en-chef"
TECHNICIAN = Caller("someone", frozenset({"technician"}), frozenset({"prevost"}))
BARRED = {
    "borough": "prevost",
    "personId": BOSS,
    "caseId": CASE,
    "why": "targeted-by-complaint",
    "insteadId": COLLEAGUE,
    "fromOn": "2026-11-20",
}
NOBODY = BARRED | {"insteadId": None}
WORDS = ("plainte", "complaint", "exclu", "targeted", "conflict", "conflit")


def pothole(case_id: str) -> CaseRegisteredV1:
    facts = {
        "case_id": case_id, "kind": "request", "activity": "Nid-de-poule", "channel": "phone",
        "received_at": NOW, "details_version": 0, "contacts_version": 0,
    }  # fmt: skip
    return CaseRegisteredV1.model_validate(facts)


@pytest.fixture
async def busy(house: Any) -> Any:
    """Two potholes, both with the surintendant."""
    await house.seeder().seed()
    for one in (CASE, OTHER):
        await house.hear(pothole(one), borough="prevost")
    return house


async def post(house: Any, path: str, body: Any, who: Caller = TECHNICIAN) -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.post(f"{API}/{path}", json=body)
    return answer


def executors(house: Any) -> list[str | None]:
    return [house.state(one).decision.execution_person for one in (CASE, OTHER)]


async def test_one_case_goes_to_another_and_comes_back_when_it_is_lifted(busy: Any) -> None:
    assert (await post(busy, "exclusions", BARRED)).json()["number"] == 1
    await busy.mend()
    assert executors(busy) == [COLLEAGUE, BOSS]
    assert await busy.mend() == 0, "and it stays there"
    await post(busy, "exclusions/1/cancellation", {"borough": "prevost"})
    await busy.mend()
    assert executors(busy) == [BOSS, BOSS]


async def test_pv_25_a_case_that_nobody_may_have_is_let_go_of_and_told_to_the_technician(
    busy: Any,
) -> None:
    await post(busy, "exclusions", NOBODY)
    await busy.mend()
    assert executors(busy) == [None, BOSS]
    assert isinstance(busy.said(CASE)[-1], CaseUnroutedV1)
    async with busy.client(TECHNICIAN) as client:
        alerts = (await client.get(f"{API}/alerts?borough=prevost")).json()["items"]
    assert [(one["kind"], one["department"], one["openCases"]) for one in alerts] == [
        ("nobody-may-receive", "travaux-publics", 1)
    ]
    assert await busy.mend() == 0, "not assigned again, nor let go of again"
    await post(busy, "exclusions/1/cancellation", {"borough": "prevost"})
    await busy.mend()
    assert executors(busy) == [BOSS, BOSS]
    assert isinstance(busy.said(CASE)[-1], CaseAssignedV1)


@pytest.mark.parametrize("scope", [{"department": "travaux-publics"}, {"activity": "nid-de-poule"}])
async def test_a_department_or_an_activity_moves_all_of_its_open_cases(
    busy: Any, scope: dict[str, str]
) -> None:
    rule = busy.state(CASE).decision.rule
    scope = {name: rule if name == "activity" else value for name, value in scope.items()}
    await post(busy, "exclusions", BARRED | {"caseId": None} | scope)
    await busy.mend()
    assert executors(busy) == [COLLEAGUE, COLLEAGUE]


async def test_mh_10_a_substitute_never_gets_round_an_exclusion(busy: Any) -> None:
    await post(busy, "exclusions", NOBODY | {"personId": COLLEAGUE})
    absence = {
        "borough": "prevost", "personId": BOSS, "fromOn": "2026-11-20", "substituteId": COLLEAGUE,
    }  # fmt: skip
    assert (await post(busy, "absences", absence)).status_code == 201
    await busy.mend()
    assert executors(busy) == [BOSS, COLLEAGUE], "away and nobody instead: an alert, not a bypass"
    new = "5f0c1d5e-0000-4000-8000-000000000023"
    await post(busy, "exclusions", NOBODY | {"personId": COLLEAGUE, "caseId": new})
    await busy.reader.refresh()
    await busy.hear(pothole(new), borough="prevost")
    assert busy.state(new).decision.execution_person == BOSS


async def test_a_substitute_who_may_not_receive_the_whole_department_is_refused(busy: Any) -> None:
    whole = NOBODY | {"personId": COLLEAGUE, "caseId": None, "department": "travaux-publics"}
    await post(busy, "exclusions", whole)
    absence = {
        "borough": "prevost", "personId": BOSS, "fromOn": "2026-11-20", "substituteId": COLLEAGUE,
    }  # fmt: skip
    answer = await post(busy, "absences", absence)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, "substituteId")


async def test_why_somebody_is_excluded_is_in_no_event_no_history_and_no_log(
    busy: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await post(busy, "exclusions", BARRED)
    await busy.mend()
    await post(busy, "exclusions", NOBODY | {"personId": COLLEAGUE})
    await busy.mend()
    said = [one for one in busy.said(CASE) if not isinstance(one, CaseAssignedV1)]
    assert any(isinstance(one, CaseReassignedV1) for one in busy.said(CASE))
    history = busy.state(CASE).history
    logged = [one.getMessage() for one in caplog.records if not one.name.startswith("httpx")]
    shown = f"{[one.model_dump_json() for one in [*said, *history]]}{logged}".casefold()
    assert not [word for word in WORDS if word in shown]


@pytest.mark.parametrize(
    ("changes", "status", "target"),
    [
        ({"caseId": None}, 400, None),
        ({"why": "rancune"}, 400, "why"),
        ({"personId": "inconnu"}, 422, "personId"),
        ({"insteadId": BOSS}, 422, "insteadId"),
        ({"department": "inconnu"}, 422, "department"),
        ({"untilOn": "2026-11-01"}, 400, "untilOn"),
        ({"borough": "anjou"}, 404, None),
    ],
)
async def test_a_wrong_exclusion_is_refused_and_not_kept(
    busy: Any, changes: dict[str, Any], status: int, target: str | None
) -> None:
    before = busy.people.documents["prevost"]
    answer = await post(busy, "exclusions", BARRED | changes)
    assert (answer.status_code, answer.json()["error"].get("target")) == (status, target)
    assert busy.people.documents["prevost"] == before


async def test_only_technicians_see_and_record_exclusions(busy: Any) -> None:
    director = Caller("d", frozenset({"director"}), frozenset({"prevost"}))
    assert (await post(busy, "exclusions", BARRED, director)).status_code == 403
    async with busy.client(director) as client:
        assert (await client.get(f"{API}/exclusions?borough=prevost")).status_code == 403
        assert (await client.get("/personnes/exclusions?borough=prevost")).status_code == 403
