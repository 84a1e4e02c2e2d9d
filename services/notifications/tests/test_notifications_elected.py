"""The flow of an elected official by mail: who has the next word, and the answer back (MH-05)."""

from typing import Any

import pytest
from contracts.events.routing import CouncilMember, DesignatedPerson, PeopleRecordedV1
from contracts.words import PostRole
from guichet_testing.case_events import elected_case_moved

OFFICIAL = CouncilMember(
    person="conseillere-3", name="Conseillère, district 3", email="district3@prevost.example.org"
)


def designated(person: str, role: PostRole) -> DesignatedPerson:
    return DesignatedPerson.model_validate(
        {
            "department": "tp",
            "role": role,
            "version": 1,
            "person": person,
            "name": person,
            "email": f"{person}@prevost.example.org",
            "extension": "1",
            "active_from": "2020-01-01",
        }
    )


PEOPLE = PeopleRecordedV1(
    borough="prevost",
    designations=[
        designated("direction-generale", PostRole.GENERAL_DIRECTOR),
        designated("direction-tp", PostRole.DIRECTOR),
    ],
    absences=[],
    officials=[OFFICIAL],
)


@pytest.fixture
def bench(given_notifications: Any) -> Any:
    return given_notifications.Bench()


@pytest.mark.parametrize(
    ("state", "address", "words_fr", "page"),
    [
        ("answered", "district3@prevost.example.org", "a répondu et clos", "conseil"),
        ("referred", "direction-generale@prevost.example.org", "vous soumet un dossier", ""),
        ("followed-up", "direction-tp@prevost.example.org", "suit un dossier avec vous", ""),
        ("reported", "district3@prevost.example.org", "est traité", "conseil"),
    ],
)
async def test_whoever_has_the_next_word_is_written_to_mh_05(
    bench: Any, given_notifications: Any, state: str, address: str, words_fr: str, page: str
) -> None:
    words = given_notifications
    await bench.hear(PEOPLE, words.registered(), elected_case_moved(state))
    await bench.send()
    (mail,) = [one for one in bench.arrived if one.to_address == address]
    assert words_fr in mail.rendered.subject
    assert f"/travail/{page or words.case_id}" in mail.rendered.text
    assert not [secret for secret in words.secrets if secret in mail.rendered.text]
    assert "MessageHandedOverV1 elected_step" in bench.said()


async def test_a_step_that_is_nobodys_to_hear_of_is_not_written_mh_05(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(PEOPLE, words.registered(), elected_case_moved("handled"))
    await bench.hear(elected_case_moved("referred").model_copy(update={"general_director": ""}))
    assert not [one for one in bench.dossier().deliveries if one.template == "elected_step"]


async def test_who_is_in_no_directory_cannot_be_written_to(
    bench: Any, given_notifications: Any
) -> None:
    await bench.hear(given_notifications.registered(), elected_case_moved())
    await bench.send()
    assert bench.delivery("elected_step").state == "failed"
    assert bench.delivery("elected_step").reason == "no-address"
