"""Places at the counter: found, or a person is asked (PV-03, PV-13, PV-36; REQUIREMENTS §3, §4)."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from contracts import Envelope, Received
from contracts.events.intake import CaseDetailsRecordedV1, ComplaintHandedOverV1
from contracts.events.pilot import PilotRequestSubmittedV1
from intake.adapters.case_index import index
from intake.domain.activities import Vocabulary
from intake.domain.dossier import Assignment
from intake.domain.gazetteer import Gazetteer, Spot
from intake.domain.place_text import Form
from intake.domain.steps import Step, next_step
from intake.domain.tracking import TrackingCodes
from intake.entrypoints.subscribers import Subscribers

from services.intake.tests.conftest import NOW, Counter, complaint, targets, the

LONGITUDE, LATITUDE = -73.8561, 45.4952
CORNER = {"address": "coin Gouin et St-Jean"}
NOWHERE = {"address": "près de la grosse roche"}
STREETS = ("boulevard Gouin", "boulevard Saint-Jean")


@pytest.fixture
def gazetteer() -> Gazetteer:
    """One corner of Pierrefonds, and one of the same names in Verdun."""
    return Gazetteer(
        [
            Spot(Form.CORNER, STREETS, "pierrefonds-roxboro", "montreal", LONGITUDE, LATITUDE, "m"),
            Spot(Form.CORNER, STREETS, "verdun", "montreal", -73.57, 45.46, "m"),
        ]
    )


def dossier(counter: Counter, case_id: str) -> dict[str, Any]:
    found: dict[str, Any] = counter.get(f"/cases/{case_id}").json()
    return found


def to_place(counter: Counter) -> list[str]:
    """What the technician is asked to put on the map."""
    return [one["caseId"] for one in counter.get("/cases?locate=true").json()["items"]]


@pytest.mark.parametrize("channel", ["phone", "letter", "web"])
def test_an_address_that_is_known_gets_its_point_on_every_channel(
    counter: Counter, channel: str
) -> None:
    case_id = counter.register(place=CORNER, channel=channel)
    place = dossier(counter, case_id)["place"]
    assert (place["longitude"], place["latitude"]) == (LONGITUDE, LATITUDE)
    assert (place["locatedBy"], place["unlocated"]) == ("intersection:m", False)
    details = the(CaseDetailsRecordedV1, counter.said(case_id))
    assert (details.longitude, details.address) == (LONGITUDE, CORNER["address"])
    assert to_place(counter) == []


def test_an_address_that_cannot_be_placed_is_registered_and_asks_the_technician(
    counter: Counter,
) -> None:
    answer = counter.post(
        "/cases",
        {
            "borough": "pierrefonds-roxboro",
            "kind": "request",
            "activity": "Nid-de-poule",
            "channel": "web",
            "description": "Un trou profond.",
            "place": NOWHERE,
        },
        by=None,
    )
    assert answer.status_code == 201
    told = answer.json()
    assert (told["placeCode"], told["nextStep"]) == ("address_not_located", "technician")
    assert "n'a pu être placé" in told["placeText"]
    shown = dossier(counter, told["caseId"])
    assert shown["place"]["unlocated"] is True
    assert (shown["place"]["longitude"], shown["placeCode"]) == (None, "address_not_located")
    assert to_place(counter) == [told["caseId"]]


def test_a_point_that_is_given_stands_and_asks_nobody(counter: Counter) -> None:
    case_id = counter.register(place={"longitude": -73.9, "latitude": 45.5, **NOWHERE})
    place = dossier(counter, case_id)["place"]
    assert (place["longitude"], place["locatedBy"], place["unlocated"]) == (-73.9, None, False)
    assert to_place(counter) == []


def test_the_technician_places_it_and_is_asked_no_more(counter: Counter) -> None:
    case_id = counter.register(place=NOWHERE)
    answer = counter.post(
        f"/cases/{case_id}/locate", {"place": {"longitude": -73.9, "latitude": 45.5}}
    )
    assert answer.status_code == 200, answer.text
    assert "placeCode" not in answer.json()
    place = dossier(counter, case_id)["place"]
    assert (place["unlocated"], place["locatedBy"]) == (False, "tech-pr")
    assert (place["longitude"], place["address"]) == (-73.9, NOWHERE["address"])
    assert to_place(counter) == []


def test_who_has_the_case_goes_there_while_it_stays_on_the_technicians_list(
    counter: Counter,
) -> None:
    case_id = counter.register(place=NOWHERE)
    case = counter.state(case_id)
    assert next_step(case) is Step.TECHNICIAN
    assignment = Assignment(
        responsible_borough="pierrefonds-roxboro",
        department="tp",
        department_name_fr="Travaux publics",
        department_name_en="Public works",
        reception="r",
        execution=None,
        activity="nid-de-poule",
        grid_version=1,
        rule="r",
        reason_fr="r",
        reason_en="r",
        decided_at=NOW,
    )
    assigned, _ = case.routed(assignment)
    assert next_step(assigned) is Step.INTERVENTION
    assert index(assigned)["locate"] is True
    withdrawn, _ = assigned.withdraw(NOW, "citizen")
    assert index(withdrawn)["locate"] is False


@pytest.mark.parametrize("kind", ["information", "access"])
def test_what_nobody_has_to_go_to_is_not_asked_for(counter: Counter, kind: str) -> None:
    case_id = counter.register(kind=kind, channel="email", place=NOWHERE)
    assert counter.state(case_id).is_unlocated is False
    assert to_place(counter) == []


def test_a_claim_that_cannot_be_placed_is_asked_for(counter: Counter) -> None:
    case_id = counter.register(kind="claim", place=NOWHERE)
    assert to_place(counter) == [case_id]


def test_a_complaint_keeps_its_place_as_it_was_said_pv_44(counter: Counter) -> None:
    case_id = counter.register(**complaint(place=CORNER))
    assert counter.state(case_id).registration is not None
    assert CORNER["address"] in the(ComplaintHandedOverV1, counter.said(case_id)).statement
    assert str(LATITUDE) not in the(ComplaintHandedOverV1, counter.said(case_id)).statement


def test_new_words_of_what_was_a_complaint_are_placed_too_pv_13(counter: Counter) -> None:
    case_id = counter.register(**complaint())
    body = {
        "kind": "request",
        "activity": "Nid-de-poule",
        "description": "Un trou profond.",
        "place": CORNER,
    }
    answer = counter.post(f"/cases/{case_id}/reclassify", body)
    assert answer.status_code == 200, answer.text
    assert dossier(counter, case_id)["place"]["locatedBy"] == "intersection:m"


def test_where_no_gazetteer_serves_the_counter_the_words_are_enough(counter: Counter) -> None:
    body = {
        "borough": "prevost",
        "kind": "request",
        "activity": "Graffiti",
        "channel": "web",
        "description": "Un mur couvert.",
        "place": CORNER,
    }
    answer = counter.post("/cases", body, by=None)
    assert answer.status_code == 201
    assert (answer.json()["nextStep"], "placeCode" in answer.json()) == ("routing", False)


def test_the_pilots_addresses_are_placed_by_the_same_rule_pr_01(gazetteer: Gazetteer) -> None:
    rules = Vocabulary()
    subscribers = Subscribers(
        frozenset({"verdun"}),
        TrackingCodes("secret" * 8),
        rules.knows,
        rules.rules_of,
        gazetteer,
    )
    request = PilotRequestSubmittedV1(
        request_id="P-17",
        borough="verdun",
        activity="Graffiti",
        description="Un mur couvert de graffitis",
        address="Gouin / Saint-Jean",
    )
    envelope = Envelope(
        id=uuid4(),
        source="/pilot/online",
        type=request.wire_type,
        time=NOW,
        subject="P-17",
        borough="verdun",
        correlationid="c1",
    )
    handle = subscribers.of_pilot()[PilotRequestSubmittedV1]
    outcome = handle(None, Received(envelope, request), datetime(2026, 6, 15, tzinfo=UTC))
    assert outcome is not None
    case = outcome.state
    assert case is not None
    assert case.registration is not None
    assert case.registration.place is not None
    assert case.registration.place.longitude == -73.57


def test_the_list_to_place_is_of_the_callers_boroughs_only(counter: Counter) -> None:
    counter.register(place=NOWHERE)
    assert counter.get("/cases?locate=true", by="elsewhere").json()["items"] == []
    assert counter.get("/cases?locate=true", by=None).status_code == 401
    assert counter.get("/cases?locate=perhaps").status_code == 400


def asked(counter: Counter, text: str, **more: Any) -> dict[str, Any]:
    answer = counter.post("/places", {"text": text, **more}, by=None, key=None)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_place_is_asked_for_while_somebody_writes_and_nothing_is_stored(
    counter: Counter,
) -> None:
    found = asked(counter, "angle Gouin & St-Jean", borough="pierrefonds-roxboro")
    assert found == {
        "located": True,
        "longitude": LONGITUDE,
        "latitude": LATITUDE,
        "borough": "pierrefonds-roxboro",
        "precision": "intersection",
        "precisionText": "Intersection connue",
        "source": "m",
    }
    assert counter.store.documents == {}


def test_several_places_are_offered_and_a_person_chooses(counter: Counter) -> None:
    found = asked(counter, "angle Gouin & St-Jean")
    assert (found["located"], found["code"]) == (False, "ambiguous")
    assert [(one["text"], one["boroughName"]) for one in found["candidates"]] == [
        ("boulevard Gouin / boulevard Saint-Jean", "Pierrefonds-Roxboro"),
        ("boulevard Gouin / boulevard Saint-Jean", "Verdun"),
    ]


def test_a_place_that_nobody_knows_is_said_so_in_the_callers_language(counter: Counter) -> None:
    english = counter.post(
        "/places", {"text": "near the big rock"}, by=None, key=None, accept_language="en"
    )
    told = english.json()
    assert (told["code"], told["candidates"]) == ("address_not_located", [])
    assert told["message"].startswith("This place could not be put on the map")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "x"}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"text": 5}, "text"),
        ({}, "text"),
        ({"text": "rue Viau", "borough": "narnia"}, "borough"),
        ({"text": "rue Viau", "borough": ["verdun"]}, "borough"),
        ({"text": "rue Viau", "city": "Verdun"}, "city"),
    ],
)
def test_a_question_that_is_wrong_names_its_field(
    counter: Counter, body: dict[str, Any], field: str
) -> None:
    answer = counter.post("/places", body, by=None, key=None)
    assert (answer.status_code, targets(answer)) == (400, {field})


def test_the_page_of_a_dossier_says_that_its_place_is_wanted(counter: Counter) -> None:
    case_id = counter.register(place=NOWHERE)
    page = counter.client.get(
        f"/dossiers/{case_id}", headers={"authorization": "Bearer technician"}
    )
    assert "Lieu à préciser" in page.text
