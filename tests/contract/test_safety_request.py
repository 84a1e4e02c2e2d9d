"""A danger opens a request beside the complaint, and nothing leads from one to the other (C-08).

Over the whole house as it is wired: asked by complaints, opened and answered by intake.
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from chassis.record import Record
from contracts.codec import read_envelope
from contracts.topics import TOPICS
from guichet_testing.memory_house import MemoryHouse
from guichet_testing.wired import SEALS
from intake.settings import COUNTERS

STATEMENT = "M. Untel-Canari a laissé la fosse ouverte devant l'école."
PLACE = {"longitude": -74.08, "latitude": 45.87, "address": "2870, boulevard du Curé-Labelle"}


@pytest.fixture
async def house() -> MemoryHouse:
    made = MemoryHouse(COUNTERS)
    await made.start()
    return made


async def complain(house: MemoryHouse, **complaint: Any) -> str:
    """Id of a verbal complaint at Prévost; it reports a danger unless said otherwise."""
    body = {
        "borough": "prevost",
        "kind": "complaint",
        "activity": "Nid-de-poule",
        "channel": "phone",
        "description": STATEMENT,
        "place": PLACE,
        "contact": {"name": "Alix Marqué-Canari", "email": "alix.canari@exemple.example.org"},
        "complaint": {"written": False, "signed": False, "danger": True, **complaint},
    }
    async with house.client("intake") as client:
        answer = await client.post(
            "/api/intake/v1/cases", json=body, headers={"Idempotency-Key": str(uuid4())}
        )
    assert answer.status_code in (200, 201), answer.text
    await house.settle()
    case_id: str = answer.json()["caseId"]
    return case_id


def cases(house: MemoryHouse) -> Mapping[str, Any]:
    stores: Any = house.services["intake"].kit.stores
    (store,) = [one for one in stores if getattr(one, "name", "") == "cases"]
    documents: Mapping[str, Any] = store.documents
    return documents


def request_beside(house: MemoryHouse, complaint: str) -> tuple[str, Any]:
    (found,) = [(name, one.state) for name, one in cases(house).items() if name != complaint]
    return found


def plain(record: Record) -> str:
    """All of a record that a reader with the key sees."""
    value = record.value or b""
    if TOPICS[record.topic].sealed:
        event_id = str(read_envelope(record.headers).id)
        value = SEALS.open(record.topic, event_id, "k1", value)
        return f"{record.headers}{value.decode()}"
    return f"{record.headers}{value.decode()}"


async def test_a_danger_is_admitted_as_it_is_and_a_request_opened_at_once_beside_it_c_08_pv_19(
    house: MemoryHouse,
) -> None:
    complaint = await complain(house)
    request_id, request = request_beside(house, complaint)
    registration = request.registration
    assert (registration.kind.value, request.borough) == ("request", "prevost")
    assert registration.place.address == PLACE["address"]
    assert (registration.place.longitude, registration.place.latitude) == (-74.08, 45.87)
    assert registration.contact is None
    standing = cases(house)[complaint].state.complaint
    assert standing.admissibility.value == "admitted"
    with house.everybody.being("directrice", "director"):
        async with house.client("complaints") as client:
            path = f"/api/complaints/v1/investigations/{complaint}?exception=investigation"
            noted = (await client.get(path)).json()["investigation"]["safetyRequest"]
    assert noted["request_id"] == request_id
    assert noted["asked_at"] is not None
    assert house.parked() == []


async def test_place_and_nature_are_asked_for_and_no_word_or_name_of_the_complaint_pv_44(
    house: MemoryHouse,
) -> None:
    await complain(house)
    (asked,) = [one for one in house.records if one.topic == "complaints-safety"]
    assert "Canari" not in plain(asked)
    assert "fosse" not in plain(asked)
    assert str(PLACE["address"]) in plain(asked)


async def test_nothing_that_is_said_of_the_request_leads_to_the_complaint_nor_back_pv_44(
    house: MemoryHouse,
) -> None:
    complaint = await complain(house)
    request_id, request = request_beside(house, complaint)
    of_complaint = [one for one in house.records if one.key == complaint.encode()]
    known = {complaint}
    for one in of_complaint:
        envelope = read_envelope(one.headers)
        known |= {str(envelope.id), envelope.correlationid}
    secret = {"complaints-safety", "intake-safety", "complaints-handover"}
    for one in house.records:
        if one.key == request_id.encode() and one.topic not in secret:
            assert [word for word in known if word in plain(one)] == []
        if one.key == complaint.encode() and one.topic not in secret:
            assert request_id not in plain(one)
    assert complaint not in request.model_dump_json()
    # Of the sealed answer the headers are open: they lead nowhere either.
    (answered,) = [one for one in house.records if one.topic == "intake-safety"]
    assert [word for word in known if word in str(answered.headers)] == []


async def test_it_is_asked_and_opened_once_whatever_is_said_again_and_after_a_withdrawal(
    house: MemoryHouse,
) -> None:
    complaint = await complain(house)
    (asked,) = [one for one in house.records if one.topic == "complaints-safety"]
    for inbox in house.services["intake"].inboxes("complaints-safety"):
        await inbox.handle([asked])
    async with house.client("intake") as client:
        await client.post(
            f"/api/intake/v1/cases/{complaint}/withdraw",
            json={},
            headers={"Idempotency-Key": str(uuid4())},
        )
    await house.settle()
    _, request = request_beside(house, complaint)
    assert request.withdrawn_at is None
    topics = [one.topic for one in house.records]
    assert topics.count("complaints-safety") == topics.count("intake-safety") == 1


async def test_without_danger_nothing_is_asked_and_the_place_stays_in_the_words_c_08(
    house: MemoryHouse,
) -> None:
    complaint = await complain(house, danger=False)
    assert set(cases(house)) == {complaint}
    (handed,) = [one for one in house.records if one.topic == "complaints-handover"]
    assert '"address":null' in plain(handed).replace(" ", "")
