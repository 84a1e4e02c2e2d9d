"""The records of who read what: a complaint's file, an employee's file (PV-43, PV-44, PV-45)."""

import csv
import io
from typing import Any

import pytest
from chassis.document import Draft
from complaints.domain.file import Reading
from contracts.events.complaints import LETTERS, LettersClosedV1, LetterWrittenV1
from contracts.events.routing import PeopleRecordedV1
from guichet_testing.complaints_house import (
    CASE,
    DIRECTOR,
    GENERAL,
    INVESTIGATOR,
    OTHER,
    TARGET,
    TECHNICIAN,
    post,
)

from services.complaints.tests.pages_house import (
    FILE,
    NOWHERE,
    PagesHouse,
    text_of,
    without_id,
)

READINGS, EMPLOYEES = f"{FILE}/lectures", "/plaintes/employes"
RECORD = "employee-files/readings/record"
WHOSE = {"borough": "prevost", "personId": TARGET, "exception": "discipline"}


@pytest.fixture
def house() -> PagesHouse:
    return PagesHouse()


def lines(answer: Any) -> list[list[str]]:
    """The lines of an exported record, without its head."""
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


async def test_pv_45_the_record_opens_under_an_exception_alone_and_shows_who_tried(
    house: PagesHouse,
) -> None:
    await house.started()
    await house.opened_file((TARGET, "director"))
    await house.opened_file(INVESTIGATOR)
    gate = await house.page(READINGS, DIRECTOR)
    assert TARGET not in gate.text, "the address alone shows nothing"
    refused = await house.send(READINGS, DIRECTOR, {"act": "read"})
    assert refused.status_code == 400
    assert "choisissez l'exception" in text_of(refused)
    shown = await house.send(READINGS, DIRECTOR, {"exception": "law", "act": "read"})
    words = text_of(shown)
    for told in (TARGET, "tentative refusée", "enqueteur", "mène l'enquête", "directrice", "loi"):
        assert told in words
    assert shown.headers["cache-control"] == "no-store"
    assert shown.headers["referrer-policy"] == "no-referrer"


async def test_pv_45_the_record_is_narrowed_printed_and_exported_each_on_record(
    house: PagesHouse,
) -> None:
    await house.started()
    await house.opened_file((TARGET, "director"))
    known = {"exception": "investigation"}
    mine = await house.send(READINGS, DIRECTOR, known | {"person": TARGET, "kind": "refused"})
    assert mine.text.count("<tr><td>") == 1
    none = await house.send(READINGS, DIRECTOR, known | {"person": "nobody"})
    assert "Aucune ligne" in text_of(none)
    printed = await house.send(READINGS, DIRECTOR, known | {"act": "print"})
    assert "l'impression est consignée" in text_of(printed)
    exported = await house.send(READINGS, DIRECTOR, known | {"act": "export"})
    assert (
        exported.headers["content-disposition"] == f'attachment; filename="lectures-{CASE[:8]}.csv"'
    )
    assert [(one[1], one[2]) for one in lines(exported)] == [
        (TARGET, "refused"),
        ("directrice", "read"),
        ("directrice", "read"),
        ("directrice", "print"),
        ("directrice", "export"),
    ]


async def test_what_was_read_before_the_record_had_a_place_of_its_own_is_in_it(
    house: PagesHouse,
) -> None:
    await house.opened()
    state = await house.state()
    old = Reading(reader="ancienne", at=house.clock(), exception="law", file_id="p1")
    found: Any = house._filing.complaints
    document = (await found.load([CASE]))[CASE]
    draft = Draft.of(document)
    draft.state, draft.changed = state.model_copy(update={"readings": (old,)}), True
    assert not await found.save([draft])
    exported = await house.send(READINGS, DIRECTOR, {"exception": "law", "act": "export"})
    assert [one[1] for one in lines(exported)] == ["ancienne", "directrice"]


@pytest.mark.parametrize(
    "who", [(TARGET, "director", "general-director"), ("quelqu-un", "investigator"), GENERAL]
)
async def test_who_may_not_gets_the_page_of_no_file_and_is_on_record_pv_45(
    house: PagesHouse, who: tuple[str, ...]
) -> None:
    await house.started()
    sent = {"exception": "investigation", "act": "export"}
    mine = await house.send(READINGS, who, sent)
    none = await house.send(f"/plaintes/{NOWHERE}/lectures", who, sent)
    assert (mine.status_code, without_id(mine, CASE)) == (404, without_id(none, NOWHERE))
    gates = [await house.page(f"/plaintes/{one}/lectures", who) for one in (CASE, NOWHERE)]
    assert without_id(gates[0], CASE) == without_id(gates[1], NOWHERE)
    assert [(one.person_id, one.act.value) for one in await house.traces()] == [(who[0], "refused")]


async def test_pv_45_a_decision_letter_names_under_seal_who_may_not_print_it(
    house: PagesHouse,
) -> None:
    directory = {
        "borough": "prevost",
        "designations": [post("travaux-publics", "surintendant")],
        "absences": [{"person": TARGET, "from_on": "2026-11-20", "substitute": "suppleante"}],
    }
    await house.hear(PeopleRecordedV1.model_validate(directory))
    await house.concluded("unfounded")
    admission, closed, decision = house.said(LETTERS)
    assert isinstance(admission, LetterWrittenV1)
    assert isinstance(decision, LetterWrittenV1)
    assert isinstance(closed, LettersClosedV1)
    assert admission.kept_from == (), "whom it is about was not said yet"
    assert closed.kept_from == decision.kept_from == (TARGET, "suppleante", "surintendant")


async def test_pv_43_no_employees_file_is_read_without_its_exception(house: PagesHouse) -> None:
    await house.concluded("founded")
    for body in ({**WHOSE, "exception": ""}, {one: WHOSE[one] for one in ("borough", "personId")}):
        answer = await house.post("employee-files/readings", body, DIRECTOR)
        assert answer.status_code == 400
        assert answer.json()["error"]["target"] == "exception"
    assert (await house.post(RECORD, WHOSE, DIRECTOR)).json()["items"] != []


async def test_pv_45_every_reading_of_an_employees_file_and_every_try_is_on_record(
    house: PagesHouse,
) -> None:
    await house.concluded("founded")
    await house.post("employee-files/readings", WHOSE, DIRECTOR)
    await house.post("employee-files/readings", WHOSE | {"exception": "law"}, GENERAL)
    for who in (TECHNICIAN, (TARGET, "director")):
        assert (await house.post("employee-files/readings", WHOSE, who)).status_code == 404
        assert (await house.post(RECORD, WHOSE, who)).status_code == 404
    elsewhere = await house.post("employee-files/readings", WHOSE, DIRECTOR, borough="anjou")
    assert elsewhere.status_code == 404
    told = (await house.post(RECORD, WHOSE, DIRECTOR)).json()["items"]
    assert [(one["reader"], one["exception"], one["act"]) for one in told] == [
        ("directrice", "discipline", "read"),
        ("directeur-general", "law", "read"),
        ("technicienne", "discipline", "refused"),
        ("technicienne", "discipline", "refused"),
        (TARGET, "discipline", "refused"),
        (TARGET, "discipline", "refused"),
        ("directrice", "discipline", "read"),
    ]
    others = (await house.post(RECORD, WHOSE | {"personId": OTHER}, DIRECTOR)).json()["items"]
    assert [one["reader"] for one in others] == ["directrice"], "each file has its own record"


async def test_pv_44_the_record_of_an_employees_file_lies_sealed(house: PagesHouse) -> None:
    await house.post("employee-files/readings", WHOSE, DIRECTOR)
    (store,) = [one for one in house.kit.stores if getattr(one, "name", "") == "employee_readings"]
    documents: Any = store
    lying = "".join(one.state.model_dump_json() for one in documents.documents.values())
    assert lying
    assert "directrice" not in lying
    assert TARGET not in lying


async def test_pv_43_the_page_shows_an_employees_file_and_who_read_it(house: PagesHouse) -> None:
    await house.concluded("founded")
    body = {"personId": TARGET, "measure": "avis-verbal", "gravity": "minor"}
    await house.done("measures", body, DIRECTOR)
    first = await house.page(EMPLOYEES, DIRECTOR)
    assert first.status_code == 200
    empty = await house.send(
        EMPLOYEES, DIRECTOR, {"borough": "prevost", "personId": "Tout Le Monde"}
    )
    assert empty.status_code == 400
    assert "choisissez l'exception" in text_of(empty)
    assert 'value="Tout Le Monde"' in empty.text, "what was typed is kept"
    shown = await house.send(EMPLOYEES, DIRECTOR, WHOSE | {"what": "file"})
    assert "Incidents retenus contre" in text_of(shown)
    assert CASE[:8] not in shown.text, "nothing leads to the complaint"
    record = await house.send(EMPLOYEES, GENERAL, WHOSE | {"what": "record"})
    assert "directrice" in text_of(record)
    own = await house.send(EMPLOYEES, (TARGET, "director"), WHOSE | {"what": "file"})
    assert own.status_code == 404
    assert (await house.page(EMPLOYEES, INVESTIGATOR)).status_code == 403
