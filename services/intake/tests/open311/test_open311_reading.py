"""GET requests and tokens: what everybody may know, by id, code, status, span, borough."""

import re
from datetime import timedelta
from typing import Any

import pytest
from contracts.words import Kind
from intake.entrypoints.open311.formats import FORMATS

from services.intake.tests.attachment_samples import encoded, picture
from services.intake.tests.conftest import HARSH_WORDS, KEY, NOW
from services.intake.tests.open311.conftest import (
    GRAFFITI,
    MONTREAL,
    PIERREFONDS,
    POTHOLE,
    PREVOST,
    Integrator,
    errors_in,
    root_of,
)

DAY = timedelta(days=1)
WORDS = "Devant chez Alix Marqué au 13665"


def ids(answer: Any) -> list[str]:
    return [one["service_request_id"] for one in answer.json()]


@pytest.fixture
def three(open311: Integrator) -> list[str]:
    """Received on three days, the oldest first; the second one is closed."""
    opened = []
    for back in (2, 1, 0):
        open311.counter.now = NOW - back * DAY
        opened.append(open311.open(service_code=GRAFFITI if back == 0 else POTHOLE))
    closing = {"validated": True, "withoutWork": True, "internalNote": "rien à faire"}
    assert open311.counter.post(f"/cases/{opened[1]}/close", closing).status_code == 200
    return opened


def test_a_record_tells_the_promise_the_department_and_a_coarse_place(open311: Integrator) -> None:
    case_id = open311.open(address_string="13665, boulevard de Pierrefonds, H9H 1A1",
                           description=WORDS, email="alix@example.org")  # fmt: skip
    open311.assign(case_id)
    open311.promise(case_id)
    told = open311.record(case_id)
    assert told | {"address": "", "lat": 0, "long": 0, "updated_datetime": ""} == {
        "service_request_id": case_id,
        "status": "open",
        "status_notes": "Prise en charge",
        "service_name": "Nid-de-poule",
        "service_code": POTHOLE,
        "description": "Nid-de-poule",
        "agency_responsible": "Travaux publics",
        "service_notice": None,
        "requested_datetime": "2026-06-15T14:00:00Z",
        "updated_datetime": "",
        "expected_datetime": "2026-06-20T14:00:00Z",
        "address": "",
        "address_id": None,
        "zipcode": "H9H",
        "lat": 0,
        "long": 0,
        "media_url": None,
    }
    assert 0 < abs(told["lat"] - 45.49) + abs(told["long"] + 73.86) < 0.001
    assert "Pierrefonds" in told["address"]
    for form in ("json", "xml"):
        text = open311.get(f"requests/{case_id}", form).text
        assert not any(word in text for word in ("13665", "Marqué", "example.org", "1A1"))


def test_an_unknown_date_is_null_in_json_and_left_out_in_xml(open311: Integrator) -> None:
    case_id = open311.open()
    assert open311.record(case_id)["expected_datetime"] is None
    root = root_of(open311.get(f"requests/{case_id}", "xml"))
    assert (root.tag, [one.tag for one in root]) == ("service_requests", ["request"])
    assert root.find("request/expected_datetime") is None
    assert root.findtext("request/requested_datetime") == "2026-06-15T14:00:00Z"
    assert root.find("request/address_id") is not None, "only dates are left out"
    assert root.findtext("request/service_request_id") == case_id


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_record_that_was_answered_before_is_told_as_it_is_now(
    open311: Integrator, form: str
) -> None:
    first, second = open311.open(), open311.open(service_code=GRAFFITI)
    asked = {"headers": {"accept-language": "en"}, "params": {"jurisdiction_id": PIERREFONDS}}
    before = open311.get("requests", form).text
    english = open311.client.get(f"/open311/v2/requests.{form}", **asked).text
    assert english != before
    assert open311.get("requests", form).text == before
    open311.assign(first)
    after = open311.get("requests", form).text
    assert after != before
    assert "Travaux publics" in after
    assert "Travaux publics" not in before
    assert {first, second} <= set(re.findall(r"[0-9a-f-]{36}", after))


def test_closed_ones_say_when_they_were_closed(open311: Integrator, three: list[str]) -> None:
    told = open311.record(three[1])
    assert (told["status"], told["updated_datetime"]) == ("closed", "2026-06-15T14:00:00Z")


LISTED: list[tuple[dict[str, str], list[int]]] = [
    ({}, [2, 1, 0]),
    ({"service_code": "", "status": "", "start_date": ""}, [2, 1, 0]),
    ({"status": "open"}, [2, 0]),
    ({"status": "CLOSED"}, [1]),
    ({"status": "open,closed"}, [2, 1, 0]),
    ({"service_code": POTHOLE}, [1, 0]),
    ({"service_code": f"{GRAFFITI}, {POTHOLE}"}, [2, 1, 0]),
    ({"service_code": POTHOLE, "status": "open"}, [0]),
    ({"start_date": "2026-06-14T14:00:00Z"}, [2, 1]),
    ({"end_date": "2026-06-14T10:00:00-04:00"}, [1, 0]),
    ({"end_date": "2026-06-14T19:30:00 05:30"}, [1, 0]),
    ({"start_date": "2026-06-14T00:00:00Z", "end_date": "2026-06-15T00:00:00Z"}, [1]),
    ({"start_date": "2026-01-01T00:00Z", "end_date": "2026-03-01T00:00Z"}, []),
]


def test_requests_are_listed_by_what_was_asked_newest_first(
    open311: Integrator, three: list[str]
) -> None:
    for asked, which in LISTED:
        assert ids(open311.get("requests", **asked)) == [three[one] for one in which], asked


def test_without_dates_ninety_days_are_looked_back_on(open311: Integrator) -> None:
    case_id = open311.open()
    open311.counter.now = NOW + 91 * DAY
    assert ids(open311.get("requests")) == []
    assert ids(open311.get("requests", start_date="2026-06-01T00:00:00Z")) == [case_id]


def test_ids_override_all_else_and_keep_their_order(open311: Integrator, three: list[str]) -> None:
    asked = {"status": "nonsense", "service_code": "nowhere", "start_date": "yesterday"}
    wanted = [three[0], three[2], "unknown"]
    found = open311.get("requests", service_request_id=",".join(wanted), **asked)
    assert ids(found) == wanted[:2]
    lost = open311.get("requests", service_request_id="unknown,x")
    assert [code for code, _ in errors_in(lost)] == [404]


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"status": "done"}, [(400, "status")]),
        ({"service_code": "nowhere,elsewhere"}, [(404, "service_code nowhere"),
                                                 (404, "service_code elsewhere")]),
        ({"start_date": "2026-06-14"}, [(400, "start_date")]),
        ({"start_date": "2026-06-14T00:00:00"}, [(400, "start_date")]),
        ({"end_date": "2026-13-14T00:00:00Z"}, [(400, "end_date")]),
        ({"start_date": "2026-06-14T00:00Z", "end_date": "2026-06-13T00:00Z"},
         [(400, "end_date")]),
        ({"start_date": "2026-01-01T00:00Z", "end_date": "2026-06-13T00:00Z"},
         [(400, "end_date")]),
        ({"status": "done", "end_date": "soon"}, [(400, "status"), (400, "end_date")]),
    ],
)  # fmt: skip
def test_arguments_that_are_wrong_are_all_named(
    open311: Integrator, asked: dict[str, str], wrong: list[tuple[int, str]]
) -> None:
    for form in FORMATS:
        answer = open311.get("requests", form, **asked)
        assert answer.status_code == wrong[0][0]
        assert [(code, text.split(" :")[0]) for code, text in errors_in(answer)] == wrong


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_borough_shows_nothing_of_another(open311: Integrator, form: str) -> None:
    ours, theirs = open311.open(PREVOST), open311.open(PIERREFONDS)
    for resource in (f"requests/{theirs}", f"tokens/{theirs}"):
        assert errors_in(open311.get(resource, form, PREVOST))[0][0] == 404
    listed = open311.get("requests", form, PREVOST, service_request_id=f"{ours},{theirs}")
    assert (ours in listed.text, theirs in listed.text) == (True, False)
    everything = [open311.get(one, form, PREVOST) for one in ("requests", "servicerequestupdates")]
    assert all(ours in one.text and theirs not in one.text for one in everything)
    assert theirs not in open311.get("requests", form, MONTREAL).text


@pytest.mark.parametrize("kind", [one for one in Kind if one not in (Kind.REQUEST, Kind.OTHER)])
def test_what_is_no_request_is_found_nowhere_pv_44(open311: Integrator, kind: Kind) -> None:
    answer = {"answer": {"reference": "Dépliant", "verifiedOn": "2026-06-01"}}
    more = answer if kind is Kind.INFORMATION else {}
    case_id = open311.counter.register(kind=kind.value, description=HARSH_WORDS, **more)
    for resource in ("requests", "servicerequestupdates"):
        assert open311.get(resource).json() == []
    for resource in (f"requests/{case_id}", f"tokens/{case_id}"):
        assert open311.get(resource).status_code == 404


def test_a_request_of_an_activity_no_grid_knows_has_a_code_all_the_same(
    open311: Integrator,
) -> None:
    case_id = open311.counter.register(activity="Monsieur Untel")
    told = open311.record(case_id)
    assert (told["service_code"], told["service_name"]) == ("other", "Autre demande")
    assert "Untel" not in open311.get("requests").text


def test_a_photo_that_staff_made_public_has_an_address_and_no_other_photo_has(
    open311: Integrator,
) -> None:
    case_id = open311.open()
    for number, public in enumerate(("false", "true")):
        answer = open311.counter.client.post(
            f"/api/intake/v1/cases/{case_id}/attachments",
            headers={"authorization": "Bearer technician", "idempotency-key": f"{KEY}-{number}"},
            files={"file": ("trou.jpg", encoded(picture()), "image/jpeg")},
            data={"kind": "result", "public": public},
        )
        assert answer.status_code == 201, answer.text
    (shown,) = (one for one in open311.counter.state(case_id).attachments if one.is_public)
    address = open311.record(case_id)["media_url"]
    assert address == (
        f"http://testserver/carte/{PIERREFONDS}/{case_id}/photos/{shown.attachment_id}"
    )
    assert open311.counter.client.get(address.removeprefix("http://testserver")).status_code == 200
