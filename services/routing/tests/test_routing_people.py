"""A borough's directory is said whole, sealed, at the first seeding and at every change."""

from typing import Any

import pytest
from chassis.document import Entry
from chassis.identity import Caller
from chassis.record import Record, read
from contracts.events.routing import PEOPLE, PeopleRecordedV1
from routing.application.people_event import people_event
from routing.domain.people import BoroughPeople

KEY = {"Idempotency-Key": "0123456789abcdef"}
PERSON, ADDRESS = "Ginette Canari", "ginette.canari@prevost.example.org"
DESIGNATION = {
    "borough": "prevost",
    "department": "travaux-publics",
    "role": "reception",
    "personId": "nouvelle-secretaire",
    "personName": PERSON,
    "director": "Directeur",
    "email": ADDRESS,
    "extension": "4299",
    "effectiveOn": "2026-11-20",
    "employeeSignedOn": "2026-11-20",
    "directorSignedOn": "2026-11-20",
}
ABSENCE = {
    "borough": "prevost",
    "personId": "nouvelle-secretaire",
    "fromOn": "2026-11-23",
    "untilOn": "2026-11-27",
    "noSubstituteReason": "personne d'autre au service",
}
TECHNICIAN = Caller("someone", frozenset({"technician"}), frozenset({"prevost"}))


def pending(house: Any, borough: str = "prevost") -> list[Entry]:
    """What the directory of a borough says, in its order."""
    return list(house.people.documents[borough].pending)


def said(house: Any) -> list[PeopleRecordedV1]:
    """The same, opened and read as its reader would."""
    events = []
    for entry in pending(house):
        headers = [(name, value.encode()) for name, value in entry.headers.items()]
        record = Record(entry.topic, 0, 0, entry.key.encode(), entry.value, headers)
        event = read(record, house.scribe.seals).data
        assert isinstance(event, PeopleRecordedV1)
        events.append(event)
    return events


async def record(house: Any, path: str, body: dict[str, Any]) -> None:
    async with house.client(TECHNICIAN) as client:
        answer = await client.post(f"/api/routing/v1/{path}", json=body, headers=KEY)
    assert answer.status_code == 201, answer.text


async def test_the_first_seeding_says_every_borough_once_under_its_name(house: Any) -> None:
    await house.seeder().seed()
    await house.seeder().seed()
    assert house.people.documents.keys() == house.seeds.keys()
    for borough in house.seeds:
        (entry,) = pending(house, borough)
        assert (entry.topic, entry.key, entry.sequence) == (PEOPLE, borough, 1)
    (event,) = said(house)
    assert [one.person for one in event.designations] == [
        one.person_id for one in house.seeds["prevost"].designations
    ]


async def test_a_change_says_the_whole_directory_in_the_same_write_pv_60(house: Any) -> None:
    await house.seeder().seed()
    await record(house, "designations", DESIGNATION)
    await record(house, "absences", ABSENCE)
    first, second, third = said(house)
    assert len(second.designations) == len(first.designations) + 1
    newest = second.designations[-1]
    assert (newest.name, newest.email, newest.version) == (PERSON, ADDRESS, 2)
    assert str(newest.active_from) == "2026-11-20"
    assert third.designations == second.designations
    assert [(one.person, str(one.until_on)) for one in third.absences] == [
        ("nouvelle-secretaire", "2026-11-27")
    ]
    assert [entry.sequence for entry in pending(house)] == [1, 2, 3]


async def test_an_unsigned_designation_is_said_as_not_active_yet_pv_60(house: Any) -> None:
    await record(house, "designations", DESIGNATION | {"directorSignedOn": None})
    assert said(house)[-1].designations[-1].active_from is None


async def test_a_directory_from_before_the_topic_is_said_at_the_next_start(house: Any) -> None:
    await house.seeder().seed()
    old = house.people.documents["prevost"]
    house.people.documents["prevost"] = type(old)(
        id="prevost", version=old.version, borough="prevost", state=old.state
    )
    await house.seeder().seed()
    (event,) = said(house)
    assert event == people_event(old.state)


async def test_no_name_and_no_address_leaves_the_sealed_value(
    house: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await record(house, "designations", DESIGNATION)
    (entry,) = pending(house)
    shown = f"{entry.headers}{entry.key}{entry.value!r}{caplog.text}"
    assert "Canari" not in shown
    assert "canari" not in shown
    assert entry.headers["ce_dataclassification"] == "restricted"


def test_a_borough_without_anybody_is_said_too() -> None:
    event = people_event(BoroughPeople(borough="anjou"))
    assert (event.borough, event.designations, event.absences) == ("anjou", [], [])
