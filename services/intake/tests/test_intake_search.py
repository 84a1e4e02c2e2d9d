"""Searching over HTTP: who finds what, and by which words."""

import pytest

from services.intake.tests.conftest import CALLERS, NOW, Counter, complaint, form, targets

CONTACT = {"name": "Alix Marqué", "phone": "514 555-0199", "email": "alix@example.org"}


def searched(counter: Counter, query: str, *, by: str = "technician", **more: object) -> list[str]:
    answer = counter.post("/cases/search", {"query": query, **more}, by=by, key=None)
    assert answer.status_code == 200, answer.text
    return [item["caseId"] for item in answer.json()["items"]]


def test_a_case_is_found_by_code_id_phone_name_and_address(counter: Counter) -> None:
    made = counter.post("/cases", form(contact=CONTACT)).json()
    counter.register(contact={"name": "Bao Nguyen"}, place={"address": "1, rue Autre"})
    code = made["trackingCode"]
    for query in (
        code,
        f"{code[:4]}-{code[4:8]} {code[8:]}".lower(),
        made["caseId"],
        "(514) 555-0199",
        "MARQUE alix",
        "marqué",
        "13665 pierrefonds",
        "alix@EXAMPLE.org marqué",
    ):
        assert searched(counter, query) == [made["caseId"]], query
    assert searched(counter, "Alix Nguyen") == []


def test_what_is_found_is_paged_newest_first_as_the_city_does(counter: Counter) -> None:
    ids = []
    for minute in range(3):
        counter.now = NOW.replace(minute=minute)
        ids.append(counter.register(contact=CONTACT))
    body = {"query": "Alix Marqué", "offset": 1, "limit": 1}
    page = counter.post("/cases/search", body, key=None).json()
    assert page["paging"] == {"offset": 1, "limit": 1, "totalCount": 3}
    assert page["isPartial"] is False
    assert [item["caseId"] for item in page["items"]] == [ids[1]]
    assert page["items"][0]["contactName"] == "Alix Marqué"
    assert page["items"][0]["address"] == "13665, boul. de Pierrefonds"


def test_of_too_many_the_newest_are_looked_at_and_it_is_said(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.entrypoints.case_finder.LOOKED_AT", 2)
    ids = []
    for minute in range(3):
        counter.now = NOW.replace(minute=minute)
        ids.append(counter.register(contact=CONTACT))
    page = counter.post("/cases/search", {"query": "Marqué"}, key=None).json()
    assert page["isPartial"] is True
    assert [item["caseId"] for item in page["items"]] == [ids[2], ids[1]]


@pytest.mark.parametrize("what", ["name", "phone", "code", "id", "address"])
def test_a_case_of_another_borough_is_found_by_nothing(counter: Counter, what: str) -> None:
    made = counter.post("/cases", form(contact=CONTACT)).json()
    query = {
        "name": "Alix Marqué",
        "phone": "514 555-0199",
        "code": made["trackingCode"],
        "id": made["caseId"],
        "address": "13665 Pierrefonds",
    }[what]
    assert searched(counter, query) == [made["caseId"]]
    assert searched(counter, query, by="elsewhere") == []
    assert searched(counter, query, by="elsewhere", borough="pierrefonds-roxboro") == []


def test_an_operator_finds_by_place_and_never_by_a_person(counter: Counter) -> None:
    case_id = counter.register(contact=CONTACT)
    for person in ("Marqué", "Alix Marqué", "514-555-0199", "alix@example.org", "Alix Pierrefonds"):
        assert searched(counter, person, by="operator") == []
    assert searched(counter, "13665 Pierrefonds", by="operator") == [case_id]
    found = counter.post("/cases/search", {"query": case_id}, by="operator", key=None).json()
    assert found["items"][0]["contactName"] is None


def test_a_complaint_is_found_by_code_and_id_alone_pv_44(counter: Counter) -> None:
    made = counter.post("/cases", form(**complaint(contact=CONTACT))).json()
    for words in ("Alix Marqué", "514-555-0199", "alix@example.org", "13665 Pierrefonds"):
        assert searched(counter, words) == []
    for exact in (made["trackingCode"], made["caseId"]):
        assert searched(counter, exact) == [made["caseId"]]
    found = counter.post("/cases/search", {"query": made["caseId"]}, key=None).json()
    assert "Marqué" not in str(found)


def test_what_becomes_a_complaint_is_not_found_by_its_words_any_more_pv_45(
    counter: Counter,
) -> None:
    case_id = counter.register(contact=CONTACT)
    assert searched(counter, "Alix Marqué") == [case_id]
    changed = counter.post(f"/cases/{case_id}/reclassify", {"kind": "complaint", "activity": ""})
    assert changed.status_code == 200, changed.text
    assert searched(counter, "Alix Marqué") == []


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ({}, "query"),
        ({"query": "a"}, "query"),
        ({"query": "x" * 201}, "query"),
        ({"query": "--"}, "query"),
        ({"query": 5145550199}, "query"),
        ({"query": "Marqué", "limit": 0}, "limit"),
        ({"query": "Marqué", "offset": -1}, "offset"),
        ({"query": "Marqué", "borough": ["x"]}, "borough"),
        ({"query": "Marqué", "where": "$where"}, "where"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused_by_field(
    counter: Counter, body: dict[str, object], target: str
) -> None:
    answer = counter.post("/cases/search", body, key=None)
    assert answer.status_code == 400
    assert target in targets(answer)


def test_searching_is_for_those_whose_role_reads_dossiers(counter: Counter) -> None:
    body = {"query": "Alix Marqué"}
    assert counter.post("/cases/search", body, by=None, key=None).status_code == 401
    assert counter.post("/cases/search", body, by="elected", key=None).status_code == 403


def test_nobody_without_a_borough_finds_anything(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = counter.register(contact=CONTACT)
    nowhere = CALLERS["technician"].__class__("t", frozenset({"technician"}), frozenset())
    monkeypatch.setitem(CALLERS, "nowhere", nowhere)
    for query in ("Marqué", "Alix Marqué", "514 555-0199", case_id):
        assert searched(counter, query, by="nowhere") == []
