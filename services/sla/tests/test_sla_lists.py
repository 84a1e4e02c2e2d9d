"""Monthly lists: made on their day from what is open, once, never changed (PV-27..29, PV-32)."""

from datetime import timedelta
from typing import Any

import pytest
from contracts.events.lists import ListRemindedV1, ListSentV1
from sla.domain.lists.documents import digest_of

from services.sla.tests.lists_house import (
    A_MINUTE,
    BEFORE,
    COUNCIL_AT,
    PLANNER,
    REMIND_AT,
    REPLY_UNTIL,
    SENT_AT,
    ListsHouse,
    case_id,
)


@pytest.fixture
async def house(told: Any) -> ListsHouse:
    made = ListsHouse(told)
    await made.start()
    for number in (1, 2, 3):
        await made.case(number)
    await made.case(4, "urbanisme")
    return made


async def test_pv_27_pv_32_each_responsable_gets_the_open_requests_of_his_department(
    house: ListsHouse,
) -> None:
    await house.completed(3)
    await house.look(SENT_AT - A_MINUTE)
    assert not house.heads(), "not before the counter opens on that day"
    await house.look(SENT_AT)
    heads = house.heads()
    assert sorted(heads) == ["travaux-publics", "urbanisme"]
    works = heads["travaux-publics"]
    assert {line.case_id for line in house.pages(works)[0].lines} == {case_id(1), case_id(2)}
    (sent,) = house.said(works)
    assert isinstance(sent, ListSentV1)
    assert (sent.open_count, sent.department, sent.late) == (2, "travaux-publics", False)
    assert (sent.month, str(sent.reply_by)) == ("2026-06", "2026-06-30")
    assert works.holders == ("poste-tp",)


async def test_pv_44_complaints_claims_and_access_requests_stand_in_no_list(
    house: ListsHouse,
) -> None:
    for number, kind in enumerate(("complaint", "claim", "access", "information"), start=10):
        await house.case(number, kind=kind)
    await house.look(SENT_AT)
    await house.look(COUNCIL_AT)
    listed = {
        line.case_id
        for head in house.heads().values()
        for page in house.pages(head)
        for line in page.lines
    }
    assert listed == {case_id(number) for number in (1, 2, 3, 4)}


async def test_pv_27_a_list_is_made_once_and_what_happens_later_does_not_change_it(
    house: ListsHouse,
) -> None:
    await house.look(SENT_AT)
    before = house.heads()
    await house.case(5)
    await house.completed(1)
    for _ in range(3):
        await house.look(SENT_AT + A_MINUTE)
    assert house.heads() == before
    works = before["travaux-publics"]
    assert len(house.said(works)) == 1
    lines = [line for page in house.pages(works) for line in page.lines]
    assert works.digest == digest_of(lines)
    changed = lines[0].model_copy(update={"activity": "autre"})
    assert digest_of([changed, *lines[1:]]) != works.digest


async def test_no_list_is_made_from_half_of_what_happened(house: ListsHouse) -> None:
    await house.look(SENT_AT - A_MINUTE)
    await house.look(SENT_AT + A_MINUTE, read=False)
    assert not house.heads(), "the cases were read up to before the sending only"
    await house.look(SENT_AT + A_MINUTE)
    assert house.heads()


async def test_a_service_that_slept_through_the_day_sends_late_and_says_so(
    house: ListsHouse,
) -> None:
    await house.look(SENT_AT + timedelta(days=1))
    works = house.heads()["travaux-publics"]
    (sent,) = house.said(works)
    assert isinstance(sent, ListSentV1)
    assert (sent.late, sent.due_at, sent.sent_at) == (True, SENT_AT, SENT_AT + timedelta(days=1))


async def test_a_list_that_nobody_could_answer_any_more_is_passed_over_the_councils_is_not(
    house: ListsHouse,
) -> None:
    await house.look(COUNCIL_AT)
    assert list(house.heads()) == ["conseil"]


async def test_nothing_is_made_of_the_time_before_the_lists_were_first_looked_at(
    told: Any,
) -> None:
    made = ListsHouse(told)
    made.clock.now = SENT_AT + A_MINUTE
    await made.start()
    await made.case(1)
    await made.look(SENT_AT + 2 * A_MINUTE)
    assert not made.heads()


async def test_a_borough_whose_grid_says_nothing_of_lists_sends_none(told: Any) -> None:
    made = ListsHouse(told)
    await made.sla.hear(told.grid(), key="prevost@1", borough="prevost")
    await made.case(1)
    for at in (BEFORE, SENT_AT, COUNCIL_AT):
        await made.look(at)
    assert not made.heads()


async def test_pv_33_who_has_not_answered_is_reminded_once_before_the_reply_date(
    house: ListsHouse,
) -> None:
    await house.look(SENT_AT)
    await house.answer(house.heads()["urbanisme"], 4, who=PLANNER, kind="completed")
    for _ in range(2):
        await house.look(REMIND_AT)
    works, planning = house.heads()["travaux-publics"], house.heads()["urbanisme"]
    _, reminded = house.said(works)
    assert isinstance(reminded, ListRemindedV1)
    assert (reminded.open_count, str(reminded.reply_by)) == (3, "2026-06-30")
    assert len(house.said(planning)) == 1, "all its lines were answered"


async def test_pv_29_the_council_reads_what_is_open_and_what_was_completed_in_the_month(
    house: ListsHouse,
) -> None:
    await house.look(SENT_AT)
    await house.answer(
        house.heads()["travaux-publics"], 1, kind="action", words="asphalte", plannedOn="2026-07-10"
    )
    await house.completed(2)
    await house.look(REPLY_UNTIL + timedelta(hours=8))  # July has begun in Prévost
    await house.completed(3)
    await house.look(COUNCIL_AT)
    council = house.heads()["conseil"]
    lines = {line.case_id: line for page in house.pages(council) for line in page.lines}
    assert set(lines) == {case_id(1), case_id(4), case_id(2)}, "3 was completed in July"
    assert str(lines[case_id(2)].completed_on) == "2026-06-22"
    answer = lines[case_id(1)].answer
    assert answer is not None
    assert (answer.words, str(answer.planned_on)) == ("asphalte", "2026-07-10")
    (sent,) = house.said(council)
    assert isinstance(sent, ListSentV1)
    assert (sent.open_count, sent.completed_count) == (2, 1)
    assert sent.recipients == ["conseil-1"]
    assert (sent.month, sent.reply_by, sent.department) == ("2026-06", None, None)


async def test_c_14_where_no_member_of_the_council_is_named_none_is_sent_to_it(told: Any) -> None:
    made = ListsHouse(told)
    await made.start(officials=[])
    await made.case(1)
    for at in (SENT_AT, COUNCIL_AT):
        await made.look(at)
    assert list(made.heads()) == ["travaux-publics"]


async def test_a_department_with_more_than_a_page_of_requests_gets_them_all(
    house: ListsHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sla.domain.lists.documents.PAGE", 2)
    await house.look(SENT_AT)
    works = house.heads()["travaux-publics"]
    assert [len(page.lines) for page in house.pages(works)] == [2, 1]
    assert (await house.answer(works, 3, kind="completed")).status_code == 200
