"""The mails about monthly lists: to the responsable, the council, as a reminder (PV-27, PV-29)."""

from datetime import date
from typing import Any

import pytest
from contracts import Event
from contracts.events.lists import ListRemindedV1, ListSentV1
from contracts.events.routing import CouncilMember, DesignatedPerson, PeopleRecordedV1, PersonAway
from contracts.words import ListKind, PostRole

LIST = "b1d3f5a7-2c4e-5f60-8a9b-0c1d2e3f4a05"
SENT: dict[str, Any] = {
    "list_id": LIST,
    "list_kind": ListKind.RESPONSABLE,
    "borough": "prevost",
    "month": "2026-06",
    "department": "tp",
    "department_name_fr": "Travaux publics",
    "department_name_en": "Public works",
    "grid_version": 1,
    "open_count": 12,
    "digest": "0" * 64,
    "due_at": "2026-06-22T12:30:00Z",
    "sent_at": "2026-06-22T12:30:00Z",
    "reply_by": "2026-06-30",
}
REMINDED: dict[str, Any] = {
    "list_id": LIST,
    "list_kind": ListKind.RESPONSABLE,
    "borough": "prevost",
    "month": "2026-06",
    "department": "tp",
    "grid_version": 1,
    "open_count": 3,
    "reply_by": "2026-06-30",
    "reminded_at": "2026-06-29T12:30:00Z",
}


def designated(person: str, department: str, version: int = 1) -> DesignatedPerson:
    return DesignatedPerson.model_validate(
        {
            "department": department,
            "role": PostRole.RECEPTION,
            "version": version,
            "person": person,
            "name": f"Poste {person}",
            "email": f"{person}@prevost.example.org",
            "extension": "1",
            "active_from": "2020-01-01",
        }
    )


def people(*absences: PersonAway) -> PeopleRecordedV1:
    return PeopleRecordedV1(
        borough="prevost",
        designations=[
            designated("ancien", "tp"),
            designated("secretaire", "tp", 2),
            designated("relève", "urb"),
        ],
        absences=list(absences),
        officials=[
            CouncilMember(person=f"conseil-{n}", name="Conseil", email=f"d{n}@prevost.example.org")
            for n in (1, 2)
        ],
    )


@pytest.fixture
def bench(given_notifications: Any) -> Any:
    return given_notifications.Bench()


async def hear(bench: Any, *events: Event) -> None:
    for event in events:
        await bench.hear(event)


async def test_pv_27_the_responsable_is_told_once_where_the_list_is_and_until_when(
    bench: Any,
) -> None:
    await hear(bench, people(), ListSentV1.model_validate(SENT))
    await bench.send()
    await bench.send()
    (mail,) = bench.arrived
    assert mail.to_address == "secretaire@prevost.example.org"
    for words in ("30 juin 2026", "June 30, 2026", "Travaux publics", "12", f"/listes/{LIST}"):
        assert words in mail.rendered.text
    assert "12 à répondre" in mail.rendered.subject
    assert "MessageHandedOverV1 monthly_list" in bench.said(LIST)


async def test_mh_10_on_a_day_of_absence_the_substitute_is_told(bench: Any) -> None:
    away = PersonAway(person="secretaire", from_on=date(2020, 1, 1), substitute="relève")
    await hear(bench, people(away), ListSentV1.model_validate(SENT))
    await bench.send()
    (mail,) = bench.arrived
    assert mail.to_address == "relève@prevost.example.org"
    assert "En remplacement : Poste relève" in mail.rendered.text


async def test_pv_29_each_member_of_the_council_is_told_once_of_the_councils_list(
    bench: Any,
) -> None:
    council = SENT | {
        "list_kind": ListKind.COUNCIL,
        "department": None,
        "department_name_fr": "",
        "department_name_en": "",
        "completed_count": 31,
        "reply_by": None,
        "recipients": ["conseil-1", "conseil-2", "inconnu"],
    }
    await hear(bench, people(), ListSentV1.model_validate(council))
    await bench.send()
    arrived = {one.to_address: one.rendered for one in bench.arrived}
    assert sorted(arrived) == ["d1@prevost.example.org", "d2@prevost.example.org"]
    for rendered in arrived.values():
        assert "complétées dans le mois : 31" in rendered.text
        assert "à répondre" not in rendered.subject
    assert "MessageFailedV1 monthly_list no-address" in bench.said(LIST), "who is in no directory"


async def test_pv_33_the_reminder_names_the_department_and_how_many_lines_wait(
    bench: Any,
) -> None:
    sent, reminded = ListSentV1.model_validate(SENT), ListRemindedV1.model_validate(REMINDED)
    await hear(bench, people(), sent, reminded)
    await bench.send()
    reminder = next(one for one in bench.arrived if "Rappel" in one.rendered.subject)
    assert "Travaux publics" in reminder.rendered.text
    assert "Sans réponse : 3" in reminder.rendered.text
    assert len(bench.arrived) == 2


async def test_a_list_for_nobody_who_is_known_to_this_release_is_told_to_nobody(
    bench: Any,
) -> None:
    council = SENT | {"list_kind": ListKind.COUNCIL, "department": None, "recipients": []}
    await hear(bench, people(), ListSentV1.model_validate(council))
    await bench.send()
    assert not bench.arrived
