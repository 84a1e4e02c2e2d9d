"""The lists of what is due: what each holds, for whom, in which words, and the same as a file."""

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from contracts.words import Kind
from httpx import Response

from services.sla.tests.promised_cases import (
    CLERK,
    DIRECTOR,
    ELECTED,
    NOW,
    RESPONSABLE,
    STRANGER,
    TECHNICIAN,
    PromisedCases,
    words_of,
)


@pytest.fixture(scope="module")
async def cases(told: Any) -> PromisedCases:
    """One late, one due today, one due in three days, a complaint and an access request."""
    made = PromisedCases(told)
    await made.publish()
    await made.case("late", NOW - timedelta(days=8))
    await made.case("today", NOW - timedelta(days=6))
    await made.case("soon", NOW - timedelta(days=1))
    await made.case("unacknowledged", NOW - timedelta(days=4), is_acknowledged=False)
    await made.case("complaint", kind=Kind.COMPLAINT)
    await made.case("access", kind=Kind.ACCESS)
    await made.tick()
    return made


def ids(answer: Response) -> list[str]:
    """Cases in the order of the lines."""
    return [part[:36] for part in answer.text.split('class="strong" href="/dossiers/')[1:]]


def case_ids(*names: str) -> list[str]:
    """Ids of cases by the names given to them above."""
    return [str(uuid5(NAMESPACE_URL, name)) for name in names]


async def test_pv_04_the_first_list_is_what_is_late_the_longest_first(cases: PromisedCases) -> None:
    page = await cases.get("/echeances")
    assert page.status_code == 200
    assert ids(page) == case_ids("late", "unacknowledged")
    said = words_of(page)
    assert "Intervention en retard de 3 jours 12 juin 2026, 17 h Travaux publics Prévost" in said
    assert "Accusé de réception en retard de 18 heures" in said


async def test_each_list_says_how_many_cases_it_has(cases: PromisedCases) -> None:
    page = (await cases.get("/echeances", DIRECTOR, department="prevost/travaux-publics")).text
    counted = {name: page.partition(f"list={name}")[2] for name in ("late", "today", "soon")}
    found = {name: text.partition('class="count">')[2][:1] for name, text in counted.items()}
    assert found == {"late": "2", "today": "1", "soon": "2"}


async def test_what_is_due_today_and_soon_is_said_by_its_day(cases: PromisedCases) -> None:
    today = await cases.get("/echeances", list="today")
    assert ids(today) == case_ids("today")
    assert "aujourd'hui 17 h" in words_of(today)
    soon = await cases.get("/echeances", list="soon", lang="en")
    assert ids(soon)[0] == case_ids("unacknowledged")[0], "the earliest first"
    assert "Thursday 17:00" in words_of(soon)
    assert "Friday 17:00" in words_of(soon)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"kind": "access-answer"}, ["access"]),
        ({"activity": "poule", "kind": "complete"}, ["today", "unacknowledged", "soon"]),
        ({"activity": "graffiti"}, []),
        ({"department": "prevost/travaux-publics", "kind": "access-answer"}, ["access"]),
        ({"department": "prevost/nobody"}, []),
        ({"borough": "verdun"}, []),
    ],
)
async def test_a_list_is_narrowed_by_kind_of_promise_activity_department_and_borough(
    cases: PromisedCases, query: dict[str, Any], names: list[str]
) -> None:
    page = await cases.get("/echeances", list="running", **query)
    assert ids(page) == case_ids(*names)


async def test_pv_45_a_complaint_is_no_more_than_its_kind_and_not_shown_to_a_department(
    cases: PromisedCases,
) -> None:
    (complaint,) = case_ids("complaint")
    mine = await cases.get("/echeances", list="running", kind="complaint")
    assert ids(mine) == [complaint]
    assert "Plainte" in words_of(mine)
    assert "poule" not in words_of(mine).partition("Échéance Service")[2]
    assert "Travaux publics" not in words_of(mine).partition("Échéance Service")[2]
    found = await cases.get("/echeances", list="running", activity="nid-de-poule")
    assert complaint not in ids(found), "nor found by what it is about"
    theirs = await cases.get("/echeances", RESPONSABLE, list="running")
    assert complaint not in ids(theirs)
    assert (await cases.get(f"/echeances/{complaint}", RESPONSABLE)).status_code == 404
    assert (await cases.get(f"/echeances/{complaint}", DIRECTOR)).status_code == 200


async def test_pv_46_who_answers_for_access_sees_those_requests_alone(
    cases: PromisedCases,
) -> None:
    page = await cases.get("/echeances", CLERK, list="running")
    assert set(ids(page)) == set(case_ids("access"))


async def test_another_borough_sees_none_and_other_roles_are_refused(cases: PromisedCases) -> None:
    assert ids(await cases.get("/echeances", STRANGER, list="running")) == []
    assert (await cases.get("/echeances", ELECTED)).status_code == 403
    unknown = await cases.get("/echeances", None)
    assert (unknown.status_code, unknown.headers["location"]) == (303, "/demo/signin")


async def test_the_file_has_the_lines_of_the_list_in_its_order(cases: PromisedCases) -> None:
    answer = await cases.get("/echeances/liste.csv", list="running", kind="complete")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf"), "a spreadsheet knows it for UTF-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["case_id"] for row in rows] == case_ids("today", "unacknowledged", "soon")
    assert rows[0]["due_at"] == "2026-06-16T17:00:00-04:00"
    assert (rows[0]["title"], rows[0]["late"]) == ("Nid-de-poule", "")
    assert (await cases.get("/echeances/liste.csv", None)).status_code == 303


async def test_a_suspended_delay_leaves_the_dated_lists_and_has_its_own(
    cases: PromisedCases,
) -> None:
    case_id = await cases.case("waiting", NOW - timedelta(days=5))
    fields = await cases.key_on(case_id, "suspendre", "complete")
    assert (await cases.send(f"/echeances/{case_id}/suspendre", fields)).status_code == 303
    assert ids(await cases.get("/echeances", list="suspended")) == [case_id]
    assert case_id not in ids(await cases.get("/echeances", list="soon"))


async def test_a_calendar_that_ends_within_a_year_is_a_line_on_the_page(told: Any) -> None:
    made = PromisedCases(told)
    await made.publish(years=[2026])
    page = words_of(await made.get("/echeances"))
    assert "Le calendrier de Prévost finit le 31 décembre 2026" in page
    later = PromisedCases(told)
    await later.publish(years=[2026, 2027])
    assert "Le calendrier de" not in words_of(await later.get("/echeances"))


async def test_a_cell_that_a_spreadsheet_would_work_out_is_words(told: Any) -> None:
    made = PromisedCases(told)
    await made.publish()
    registered = told.registered(activity="=1+1", received_at=NOW)
    await made.house.hear(registered, key=told.case_id, borough="prevost")
    answer = await made.get("/echeances/liste.csv", TECHNICIAN, list="running")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["title"] == "'=1+1"
