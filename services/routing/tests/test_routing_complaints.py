"""A complaint is its department's and no person's here: nobody can be told, handed, or find it.

Whom it is about is known to the complaints service alone (PV-44): so every path is tried by those
who would have been handed it, and by who stands in for them, with every role at once (PV-45, C-02).
"""

from typing import Any

import pytest
from chassis.document import Document
from chassis.identity import Caller
from chassis.memory import MemoryStore
from contracts.events.intake import CaseReclassifiedV1, CaseRegisteredV1
from contracts.events.routing import CaseAssignedV1, CaseReassignedV1
from fastapi import FastAPI
from guichet_testing.addresses import methods_of, routes_of
from guichet_testing.toy import NOW
from routing.adapters import assignment_index
from routing.adapters.assignment_index import index
from routing.adapters.mending_finds import shown_complaints
from routing.application.mend_assignments import leave_to_complaints
from routing.domain.assignment import Assignment
from routing.domain.considered import Finding

from services.complaints.tests.every_route import requests_of

CASE, NOWHERE = (f"5f0c1d5e-0000-4000-8000-0000000000{end}" for end in ("c1", "ff"))
COUNTER, DIRECTOR = (
    "prevost-technicien-service-aux-citoyens",
    "prevost-directeur-service-aux-citoyens",
)
STAND_IN = "prevost-greffe-reception"
ROLES = frozenset(
    {
        *("technician", "responsable", "executor", "director", "citizen-experience", "operator"),
        *("elected-official", "general-director", "access-officer", "clerk", "investigator"),
    }
)


def registered(kind: str = "complaint", **more: Any) -> CaseRegisteredV1:
    facts = {
        "case_id": CASE, "kind": kind, "activity": "", "channel": "phone", "received_at": NOW,
        "details_version": 0, "contacts_version": 0,
    }  # fmt: skip
    return CaseRegisteredV1.model_validate(facts | more)


def reclassified(kind: str, activity: str = "") -> CaseReclassifiedV1:
    facts = {"case_id": CASE, "kind": kind, "activity": activity, "reclassified_at": NOW}
    return CaseReclassifiedV1.model_validate(facts)


def everybody(person: str) -> Caller:
    return Caller(person, ROLES, frozenset({"prevost"}))


async def post(house: Any, path: str, body: Any, person: str = COUNTER) -> None:
    async with house.client(everybody(person)) as client:
        answer = await client.post(f"/api/routing/v1/{path}", json=body)
    assert answer.is_success, answer.text


@pytest.fixture
async def complained(house: Any) -> Any:
    """A complaint at Prévost; the director of citizen services is away, and somebody stands in."""
    await house.seeder().seed()
    await house.hear(registered(), borough="prevost")
    absence = {
        "borough": "prevost", "personId": DIRECTOR, "fromOn": "2026-11-20",
        "substituteId": STAND_IN,
    }  # fmt: skip
    await post(house, "absences", absence)
    await house.mend()
    return house


async def test_c_02_the_department_has_it_and_nobody_in_it_is_named(complained: Any) -> None:
    held = complained.state(CASE).decision
    assert (held.department, held.rule) == ("service-aux-citoyens", "complaints-central")
    assert (held.reception_person, held.execution_person) == (None, None)
    assert held.considered[-1].finding is Finding.OFFICE
    (said,) = complained.said(CASE)
    assert isinstance(said, CaseAssignedV1)
    assert (said.department, said.reception, said.execution) == ("service-aux-citoyens", "", None)
    for person in (COUNTER, DIRECTOR, STAND_IN):
        assert person not in f"{said.model_dump_json()}{complained.state(CASE).model_dump_json()}"


async def test_no_designation_is_waited_for_where_nobody_is_to_be_named(house: Any) -> None:
    house.snapshot.directory = type(house.snapshot.directory)()
    await house.hear(registered(), borough="prevost")
    assert house.state(CASE).is_assigned
    assert index(house.state(CASE))["lacks"] == ""


async def test_pv_45_no_round_hands_it_to_anybody(complained: Any) -> None:
    before = complained.state(CASE)
    excluded = {
        "borough": "prevost", "personId": COUNTER, "caseId": CASE, "why": "other",
        "insteadId": STAND_IN, "fromOn": "2026-11-20",
    }  # fmt: skip
    await post(complained, "exclusions", excluded)
    assert await complained.mend() == 0
    assert complained.state(CASE) == before


@pytest.mark.parametrize("person", [COUNTER, DIRECTOR, STAND_IN, "anybody"])
async def test_every_path_answers_as_if_there_were_no_such_case_pv_45(
    complained: Any, person: str
) -> None:
    before = complained.assignments.documents[CASE]
    async with complained.client(everybody(person)) as client:
        app: FastAPI = client._transport.app
        tried = 0
        for one, other in zip(_all(app, CASE), _all(app, NOWHERE), strict=True):
            answers = []
            for method, path, sent in (one, other):
                headers = {"Idempotency-Key": "k" * 16, "X-Correlation-Id": "c" * 16}
                answer = await client.request(method, path, headers=headers, **sent)
                answers.append((answer.status_code, answer.text.replace(NOWHERE, CASE)))
            assert answers[0] == answers[1], one[:2]
            tried += 1
    assert tried > 20
    assert complained.assignments.documents[CASE] is before


def _all(app: FastAPI, case_id: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Every route that names a case: the API with forms that are right, the pages with none."""
    found = list(requests_of(app, case_id))
    for route in routes_of(app):
        if "{case_id}" in route.path and not route.path.startswith("/api/"):
            for method in sorted(methods_of(route)):
                sent = {"data": {"key": "k" * 16}} if method == "POST" else {}
                found.append((method, route.path.replace("{case_id}", case_id), sent))
    return found


@pytest.mark.parametrize("kind", ["complaint", "request"])
async def test_it_is_in_no_list_and_no_figure_a_request_is_pv_45(house: Any, kind: str) -> None:
    await house.seeder().seed()
    await house.hear(
        registered(kind, activity="Nid-de-poule", channel="elected"), borough="prevost"
    )
    async with house.client(everybody("prevost-surintendant")) as client:
        app: FastAPI = client._transport.app
        paths = {one.path for one in routes_of(app) if "GET" in methods_of(one)}
        seen = set()
        for path in sorted(one for one in paths if "{" not in one):
            answer = await client.get(path, params={"borough": "prevost", "list": "all"})
            if CASE[:8] in answer.text or CASE[:8].upper() in answer.text:
                seen.add(path)
        counts = await house.desk.assignments.tally(everybody("x").scope, "stage")
        board = (await client.get("/direction")).text
    wanted = {"/travail", "/travail/conseil", "/api/routing/v1/assignments"}
    assert seen >= wanted if kind == "request" else seen == set()
    assert sum(counts.values()) == (kind == "request")
    assert ("a encore de dossier" in board) is (kind == "complaint")


async def test_a_request_that_becomes_a_complaint_is_taken_from_whoever_has_it_and_back_pv_13(
    house: Any,
) -> None:
    await house.seeder().seed()
    await house.hear(registered("request", activity="Nid-de-poule"), borough="prevost")
    holder = house.state(CASE).decision.reception_person
    await post(house, f"assignments/{CASE}/acceptance", {}, holder)
    ask = {"department": "urbanisme", "reason": "C'est un permis."}
    await post(house, f"assignments/{CASE}/transfer", ask, holder)
    await house.hear(reclassified("complaint"), borough="prevost", start=2)
    state = house.state(CASE)
    assert (state.acceptance, state.entrusted, state.second_line) == (None, None, None)
    assert not state.transfer.is_open
    assert state.decision.reception_person is None
    assert index(state)["boroughs"] == index(state)["holders"] == index(state)["persons"] == []
    told = [one for one in house.said(CASE) if isinstance(one, CaseReassignedV1)]
    assert [(one.department, one.reception) for one in told] == [("service-aux-citoyens", "")]
    await house.hear(reclassified("request", "Nid-de-poule"), borough="prevost", start=3)
    house_again = house.state(CASE)
    assert house_again.awaits_place or house_again.decision.reception_person == holder


@pytest.mark.parametrize("is_closed", [False, True])
async def test_what_was_stored_while_complaints_had_holders_is_put_right(
    house: Any, is_closed: bool
) -> None:
    await house.hear(registered(), borough="prevost")
    persons = {"reception_person": COUNTER, "execution_person": DIRECTOR}
    held = house.state(CASE).decision.model_copy(update=persons)
    old = house.state(CASE).model_copy(update={"decision": held, "is_closed": is_closed})
    # Indexed as it was then: by who has it, and where it is open.
    then = MemoryStore(Assignment, assignment_index._index)
    then.documents[CASE] = Document(CASE, version=1, borough="prevost", state=old)
    found = await shown_complaints(then)(house.clock(), 10)
    assert [one.id for one in found] == [CASE]
    moved = leave_to_complaints(old, house.clock(), snapshot=house.snapshot)
    assert moved.state is not old, "written in any case, so that it is not found again"
    assert index(moved.state)["stage"] == "none"
    left = moved.state.decision
    assert left is not None
    assert (left.reception_person is None) is not is_closed
