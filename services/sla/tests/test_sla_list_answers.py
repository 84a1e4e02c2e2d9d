"""What is answered to the lines of a list, by whom, and until when (PV-28, PV-33, PV-24, PV-44)."""

from datetime import timedelta
from typing import Any

import pytest
from chassis.identity import Caller
from contracts.events.lists import ListClosedV1

from services.sla.tests.lists_house import (
    A_MINUTE,
    COUNCIL_AT,
    DIRECTOR,
    ELECTED,
    ELSEWHERE,
    PLANNER,
    PREVOST,
    REPLY_UNTIL,
    SECRETARY,
    SENT_AT,
    TECHNICIAN,
    ListsHouse,
    case_id,
)

ROOT = "/api/sla/v1/lists"
WAITING: dict[str, Any] = {"kind": "waiting", "words": "pièce commandée"}


@pytest.fixture
async def house(told: Any) -> ListsHouse:
    """Two lists of June were sent: three requests of public works, one of planning."""
    made = ListsHouse(told)
    await made.start()
    for number in (1, 2, 3):
        await made.case(number)
    await made.case(4, "urbanisme")
    await made.look(SENT_AT)
    return made


async def lines_of(house: ListsHouse, who: Caller = TECHNICIAN) -> dict[str, Any]:
    head = house.heads()["travaux-publics"]
    shown = (await house.ask(who, "GET", f"{ROOT}/{head.list_id}")).json()
    return {line["caseId"]: line for line in shown["lines"]}


async def test_pv_33_a_line_is_completed_or_waits_with_a_reason_or_has_an_action_to_come(
    house: ListsHouse,
) -> None:
    works = house.heads()["travaux-publics"]
    action: dict[str, Any] = {"kind": "action", "words": "asphaltage", "plannedOn": "2026-07-02"}
    answers: tuple[dict[str, Any], ...] = ({"kind": "completed"}, WAITING, action)
    for number, body in enumerate(answers, start=1):
        assert (await house.answer(works, number, **body)).status_code == 200
    lines = await lines_of(house)
    told = {name: line["answer"] for name, line in lines.items()}
    assert told[case_id(1)]["kind"] == "completed"
    assert told[case_id(2)]["words"] == "pièce commandée"
    assert told[case_id(3)]["plannedOn"] == "2026-07-02"
    assert {one["by"] for one in told.values()} == {"poste-tp"}
    assert not any(one["late"] for one in told.values())


@pytest.mark.parametrize(
    ("body", "status", "field", "why"),
    [
        ({"kind": "waiting"}, 422, "words", "En attente de quoi"),
        ({"kind": "waiting", "words": "  "}, 422, "words", "En attente de quoi"),
        ({"kind": "action"}, 422, "words", "Quelle action"),
        (
            {"kind": "action", "words": "x", "plannedOn": "2026-06-21"},
            422,
            "plannedOn",
            "pas dans le passé",
        ),
        ({"kind": "completed", "plannedOn": "2026-07-02"}, 422, "plannedOn", "action à venir"),
        ({"kind": "fini"}, 400, "kind", ""),
        ({"kind": "waiting", "words": "x" * 501}, 400, "words", ""),
        ({"kind": "completed", "doneOn": "2026-06-22"}, 400, "doneOn", ""),
    ],
)
async def test_an_answer_that_says_too_little_is_refused_by_field_and_nothing_is_stored(
    house: ListsHouse, body: dict[str, Any], status: int, field: str, why: str
) -> None:
    works = house.heads()["travaux-publics"]
    refused = await house.answer(works, 1, **body)
    assert refused.status_code == status
    error = refused.json()["error"]
    assert field in (error.get("target"), *(one["target"] for one in error.get("details", ())))
    assert why in error["message"]
    assert not house.pages(works)[0].answers


async def test_pv_33_partial_answers_stay_the_last_one_holds_and_a_late_one_is_marked(
    house: ListsHouse,
) -> None:
    works = house.heads()["travaux-publics"]
    await house.answer(works, 1, **WAITING)
    await house.answer(works, 1, kind="completed")
    await house.answer(works, 1, **WAITING)
    house.clock.now = REPLY_UNTIL
    assert (await house.answer(works, 2, **WAITING)).json()["late"] is False
    house.clock.now = REPLY_UNTIL + A_MINUTE
    assert (await house.answer(works, 3, **WAITING)).json()["late"] is True
    lines = await lines_of(house)
    assert lines[case_id(1)]["answer"]["kind"] == "waiting"
    assert len(house.pages(works)[0].answers) == 5, "what was said before is kept"
    shown = (await house.ask(TECHNICIAN, "GET", f"{ROOT}/{works.list_id}")).json()
    assert (shown["unanswered"], shown["digestHolds"]) == (0, True)


async def test_an_answer_repeated_under_its_key_is_given_once(house: ListsHouse) -> None:
    works = house.heads()["travaux-publics"]
    path = f"{ROOT}/{works.list_id}/lines/{case_id(1)}"
    key = {"Idempotency-Key": "0123456789abcdef"}
    for body, status in ((WAITING, 200), (WAITING, 200), ({"kind": "completed"}, 422)):
        done = await house.ask(SECRETARY, "PUT", path, json=body, headers=key)
        assert (done.status_code == status) or (status == 422 and done.status_code in (409, 422))
    assert len(house.pages(works)[0].answers) == 1


async def test_pv_28_the_technician_closes_the_list_and_nothing_is_answered_after_it(
    house: ListsHouse,
) -> None:
    works = house.heads()["travaux-publics"]
    await house.answer(works, 1, **WAITING)
    path = f"{ROOT}/{works.list_id}/close"
    for who in (SECRETARY, DIRECTOR):
        assert (await house.ask(who, "POST", path)).status_code == 403
    assert (await house.ask(TECHNICIAN, "POST", path)).json()["unanswered"] == 2
    closed = house.said(works)[-1]
    assert isinstance(closed, ListClosedV1)
    assert (closed.answered_count, closed.late_count, closed.open_count) == (1, 0, 2)
    assert (await house.answer(works, 2, **WAITING)).status_code == 422
    assert (await house.ask(TECHNICIAN, "POST", path)).status_code == 422
    assert house.heads()["travaux-publics"].closed_by == "tech-1"


async def test_pv_24_a_responsable_sees_and_answers_the_list_of_his_department_alone(
    house: ListsHouse,
) -> None:
    works = house.heads()["travaux-publics"]
    seen = {}
    for who in (TECHNICIAN, DIRECTOR, SECRETARY, PLANNER, ELECTED, ELSEWHERE):
        items = (await house.ask(who, "GET", ROOT)).json()["items"]
        seen[who.subject] = sorted(one["department"] for one in items)
    assert seen["tech-1"] == seen["dir-1"] == ["travaux-publics", "urbanisme"]
    assert (seen["poste-tp"], seen["poste-urb"]) == (["travaux-publics"], ["urbanisme"])
    assert seen["conseil-1"] == seen["tech-2"] == []
    refused: tuple[tuple[Caller | None, int], ...] = (
        (PLANNER, 403),
        (ELECTED, 403),
        (ELSEWHERE, 404),
        (None, 401),
    )
    for stranger, status in refused:
        shown = await house.ask(stranger, "GET", f"{ROOT}/{works.list_id}")
        assert shown.status_code == status
    assert (await house.answer(works, 1, who=PLANNER, kind="completed")).status_code == 403


async def test_mh_10_who_was_given_the_departments_requests_since_sees_its_list_too(
    house: ListsHouse, told: Any
) -> None:
    substitute = Caller("remplacant", frozenset({"responsable"}), PREVOST)
    works = house.heads()["travaux-publics"]
    path = f"{ROOT}/{works.list_id}"
    assert (await house.ask(substitute, "GET", path)).status_code == 403
    given = told.assigned().model_copy(update={"case_id": case_id(1), "reception": "remplacant"})
    await house.hear(1, given)
    assert (await house.ask(substitute, "GET", path)).status_code == 200


async def test_pv_29_the_council_sees_its_own_list_and_answers_nothing(house: ListsHouse) -> None:
    await house.look(COUNCIL_AT)
    council = house.heads()["conseil"]
    items = (await house.ask(ELECTED, "GET", ROOT)).json()["items"]
    assert [one["listId"] for one in items] == [council.list_id]
    path = f"{ROOT}/{council.list_id}"
    assert (await house.ask(ELECTED, "GET", path)).status_code == 200
    assert (await house.ask(SECRETARY, "GET", path)).status_code == 403
    answer = await house.answer(council, 1, who=TECHNICIAN, kind="completed")
    assert answer.status_code == 422
    assert (await house.ask(TECHNICIAN, "POST", f"{path}/close")).status_code == 422


async def test_lists_are_found_by_borough_and_month_the_newest_first(house: ListsHouse) -> None:
    await house.look(SENT_AT + timedelta(days=35))
    items = (await house.ask(TECHNICIAN, "GET", f"{ROOT}?limit=2")).json()
    assert [one["month"] for one in items["items"]] == ["2026-07", "2026-07"]
    assert items["paging"]["totalCount"] == 5, "two of July, two of June, one of the council"
    june = await house.ask(TECHNICIAN, "GET", f"{ROOT}?month=2026-06&borough=prevost")
    assert june.json()["paging"]["totalCount"] == 3
    wrong = await house.ask(TECHNICIAN, "GET", f"{ROOT}?month=juin")
    assert wrong.status_code == 400


async def test_what_is_not_there_is_not_found(house: ListsHouse) -> None:
    works = house.heads()["travaux-publics"]
    assert (await house.ask(TECHNICIAN, "GET", f"{ROOT}/nulle")).status_code == 404
    assert (await house.answer(works, 4, kind="completed")).status_code == 404
