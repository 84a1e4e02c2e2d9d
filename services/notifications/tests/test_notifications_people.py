"""The department is told through its responsable, or who stands in that day (PV-31, MH-10)."""

from datetime import date
from typing import Any

import pytest
from contracts import Event
from contracts.events.routing import (
    DesignatedPerson,
    PeopleRecordedV1,
    PersonAway,
    PersonExcluded,
)
from contracts.words import PostRole
from notifications.domain.messages import Message

SINCE = date(2026, 1, 1)
SECRETARY = ("staff-1", "Ginette Lavoie", "ginette.lavoie@prevost.example.org")
OTHER = ("staff-2", "Denis Roy", "denis.roy@prevost.example.org")
MAILBOX = "tp@prevost.example.org"


@pytest.fixture
def bench(given_notifications: Any) -> Any:
    return given_notifications.Bench()


async def told(bench: Any, words: Any, *people: Any) -> Message:
    """The mail to the department, once the borough's people are known."""
    if people:
        await bench.hear(*people)
    await bench.hear(words.registered(contacts_version=0), words.assigned())
    await bench.send()
    (mail,) = bench.arrived
    assert isinstance(mail, Message)
    return mail


def post(person: str, name: str, email: str, *, since: date | None, version: int = 1) -> Any:
    """A version of the reception of Prévost's public works."""
    return DesignatedPerson(
        department="tp",
        role=PostRole.RECEPTION,
        version=version,
        person=person,
        name=name,
        email=email,
        extension="4200",
        active_from=since,
    )


def people_of(*posts: Any, away: tuple[Any, ...] = ()) -> Event:
    """Prévost's whole directory."""
    return PeopleRecordedV1(borough="prevost", designations=list(posts), absences=list(away))


def away(person: str, substitute: str | None, **days: date) -> PersonAway:
    return PersonAway(person=person, from_on=date(2026, 11, 1), substitute=substitute, **days)


def in_execution(post: Any) -> Any:
    """The same person at another post."""
    return post.model_copy(update={"role": PostRole.EXECUTION})


async def test_the_responsable_is_named_and_written_to_at_the_office_pv_31(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    mail = await told(bench, words, people_of(post(*SECRETARY, since=SINCE)))
    assert (mail.to_address, mail.to_name) == (SECRETARY[2], SECRETARY[1])
    for form in (mail.rendered.text, mail.rendered.html):
        assert "Responsable : Ginette Lavoie" in form
        assert "In charge: Ginette Lavoie" in form
        assert "remplacement" not in form


async def test_people_that_are_not_known_yet_leave_it_to_the_mailbox(
    bench: Any, given_notifications: Any
) -> None:
    mail = await told(bench, given_notifications)
    assert (mail.to_address, mail.to_name) == (MAILBOX, "Travaux publics")
    assert "Responsable" not in mail.rendered.text


async def test_who_is_away_that_day_is_replaced_by_the_substitute_mh_10(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    people = people_of(
        post(*SECRETARY, since=SINCE),
        in_execution(post(*OTHER, since=SINCE)),
        away=(away("staff-1", "staff-2"),),
    )
    mail = await told(bench, words, people)
    assert mail.to_address == OTHER[2]
    assert "Responsable : Ginette Lavoie" in mail.rendered.text
    assert "En remplacement : Denis Roy" in mail.rendered.text


@pytest.mark.parametrize("substitute", [None, "staff-9", "staff-1"])
async def test_who_is_away_with_nobody_known_in_his_place_leaves_it_to_the_mailbox(
    bench: Any, given_notifications: Any, substitute: str | None
) -> None:
    words = given_notifications
    people = people_of(post(*SECRETARY, since=SINCE), away=(away("staff-1", substitute),))
    mail = await told(bench, words, people)
    assert mail.to_address == MAILBOX
    assert "Responsable : Ginette Lavoie" in mail.rendered.text


@pytest.mark.parametrize(
    ("exclusion", "is_told"),
    [
        ({"department": "tp"}, False),
        ({"case_id": ""}, False),
        ({"case_id": "", "until_on": date(2026, 11, 1)}, True),
        ({"department": "greffe"}, True),
        ({"department": "tp", "from_on": date(2027, 1, 1)}, True),
    ],
)
async def test_a_substitute_who_is_excluded_is_not_told_mh_10(
    bench: Any, given_notifications: Any, exclusion: dict[str, Any], is_told: bool
) -> None:
    words = given_notifications
    facts = {"person": "staff-2", "from_on": SINCE, **exclusion}
    if "case_id" in facts:
        facts["case_id"] = words.assigned().case_id
    known = people_of(
        post(*SECRETARY, since=SINCE),
        in_execution(post(*OTHER, since=SINCE)),
        away=(away("staff-1", "staff-2"),),
    )
    barred = PersonExcluded.model_validate(facts)
    mail = await told(bench, words, known.model_copy(update={"exclusions": [barred]}))
    assert (mail.to_address == OTHER[2]) is is_told
    if not is_told:
        assert mail.to_address == MAILBOX
        assert "Denis Roy" not in mail.rendered.text


async def test_who_is_back_is_written_to_again(bench: Any, given_notifications: Any) -> None:
    words = given_notifications
    people = people_of(
        post(*SECRETARY, since=SINCE),
        away=(away("staff-1", "staff-2", until_on=date(2026, 11, 19)),),
    )
    assert (await told(bench, words, people)).to_address == SECRETARY[2]


@pytest.mark.parametrize("since", [None, date(2026, 12, 1)])
async def test_a_designation_that_is_not_active_is_not_written_to_pv_60(
    bench: Any, given_notifications: Any, since: date | None
) -> None:
    words = given_notifications
    mail = await told(bench, words, people_of(post(*SECRETARY, since=since)))
    assert mail.to_address == MAILBOX


async def test_who_was_replaced_at_the_post_is_not_written_to_any_more_pv_60(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    people = people_of(
        post(*SECRETARY, since=SINCE),
        post(*OTHER, since=date(2026, 11, 1), version=2),
    )
    assert (await told(bench, words, people)).to_address == MAILBOX


async def test_a_later_word_replaces_the_whole_directory(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    first = people_of(post(*SECRETARY, since=SINCE))
    moved = ("staff-1", "Ginette Lavoie", "lavoie@prevost.example.org")
    mail = await told(bench, words, first, people_of(post(*moved, since=SINCE)))
    assert mail.to_address == "lavoie@prevost.example.org"
    assert len(bench.people.documents) == 1


async def test_no_name_of_staff_is_in_dossier_events_log_or_repr(
    bench: Any, given_notifications: Any, caplog: pytest.LogCaptureFixture
) -> None:
    words = given_notifications
    caplog.set_level("DEBUG")
    await told(bench, words, people_of(post(*SECRETARY, since=SINCE)))
    shown = "".join(f"{one.headers}{one.value!r}{one.key}" for one in bench.log.entries)
    shown += bench.dossier().model_dump_json() + caplog.text + repr(bench.arrived)
    shown += repr(bench.people.documents["prevost"].state)
    assert "avoie" not in shown
