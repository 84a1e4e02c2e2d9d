"""A letter about a complaint is at the desk for nobody who is shut out of it (PV-44, PV-45)."""

from datetime import date, timedelta
from typing import Any

import pytest
from chassis.commands import NotFound
from contracts.events.complaints import LettersClosedV1, LetterWrittenV1
from guichet_testing.post_front import ADDRESS, PostFront, at_desk, somebody
from notifications.domain.people import Absence, Directories, People
from notifications.domain.posting import Returned

TARGET, STAND_IN = "greffe-visee", "greffe-suppleante"
TODAY = date(2026, 11, 20)
CLERK = at_desk(somebody("clerk", subject="autre-greffe"))
GENERAL = at_desk(somebody("general-director"))
AWAY = Absence(person=TARGET, from_on=TODAY, substitute=STAND_IN)


def away(person: str, substitute: str, **days: date) -> Absence:
    return Absence(person=person, substitute=substitute, **{"from_on": TODAY, **days})


def directories(*absences: Absence) -> Directories:
    return Directories([People(borough="prevost", absences=absences)])


@pytest.fixture
async def desk(given_notifications: Any) -> PostFront:
    """A decision on a complaint, to somebody without an e-mail address."""
    words = given_notifications
    bench = words.Bench()
    await bench.hear(words.registered("complaint"), words.contacts(email=None, address=ADDRESS))
    written = words.letter(kind="decision")
    assert isinstance(written, LetterWrittenV1)
    await bench.hear(written.model_copy(update={"kept_from": (TARGET, "surintendant")}))
    return PostFront(bench, words.safe, People(borough="prevost", absences=(AWAY,)))


@pytest.mark.parametrize("person", [TARGET, STAND_IN])
async def test_pv_45_a_clerk_who_is_shut_out_or_stands_in_does_not_find_it(
    desk: PostFront, person: str
) -> None:
    clerk = at_desk(somebody("clerk", subject=person))
    case_id, letter = desk.bench.dossier().case_id, desk.letter.delivery_id
    assert await desk.office.to_post(clerk) == []
    for act in (
        desk.office.take(clerk, case_id, letter, "k-take"),
        desk.office.put_back(clerk, case_id, letter, "k-back"),
        desk.office.post(clerk, case_id, letter, TODAY, "k-post"),
        desk.office.came_back(clerk, case_id, letter, Returned.MOVED, "k-came"),
        desk.office.pdf(clerk, [(case_id, letter)]),
    ):
        with pytest.raises(NotFound):
            await act
    desk.caller = somebody("clerk", subject=person)
    assert case_id[:8].upper() not in desk.http.get("/courrier").text
    assert desk.do("/prendre").status_code == 404


async def test_pv_45_a_letter_from_before_a_target_is_named_is_closed_by_the_newest_word(
    given_notifications: Any,
) -> None:
    words = given_notifications
    bench = words.Bench()
    await bench.hear(words.registered("complaint"), words.contacts(email=None, address=ADDRESS))
    await bench.hear(words.letter(kind="admission"))
    desk = PostFront(bench, words.safe)
    visited = at_desk(somebody("clerk", subject=TARGET))
    assert len(await desk.office.to_post(visited)) == 1
    for kept_from, wanted in (((TARGET,), 0), (("autre",), 1), ((TARGET, "autre"), 0)):
        closed = LettersClosedV1(
            case_id=bench.dossier().case_id, kept_from=kept_from, closed_at=bench.clock()
        )
        await bench.hear(closed)
        assert len(await desk.office.to_post(visited)) == wanted
    assert TARGET not in bench.dossier().model_dump_json()


@pytest.mark.parametrize("clerk", [CLERK, GENERAL])
async def test_who_is_left_prints_it_and_knows_it_alone_once_it_is_posted_pv_44(
    desk: PostFront, clerk: Any
) -> None:
    case_id, letter = desk.bench.dossier().case_id, desk.letter.delivery_id
    assert len(await desk.office.to_post(clerk)) == 1
    await desk.office.take(clerk, case_id, letter, "k-take")
    assert (await desk.office.pdf(clerk, [(case_id, letter)])).startswith(b"%PDF-")
    await desk.office.post(clerk, case_id, letter, desk.bench.clock().date(), "k-post")
    assert len(await desk.office.posted(clerk)) == 1
    for other in ({CLERK, GENERAL} - {clerk}) | {at_desk(somebody("clerk", subject=TARGET))}:
        assert await desk.office.posted(other) == []


async def test_pv_44_whom_it_is_kept_from_lies_sealed_and_is_in_no_index(desk: PostFront) -> None:
    dossier = desk.bench.dossier()
    assert TARGET not in dossier.model_dump_json()
    assert TARGET not in str(desk.bench.store._index(dossier))


async def test_a_general_director_opens_no_other_letter(given_notifications: Any) -> None:
    words = given_notifications
    bench = words.Bench()
    await bench.hear(words.registered("access"), words.contacts(address=ADDRESS))
    await bench.hear(words.letter(kind="access-decision"))
    assert await PostFront(bench, words.safe).office.to_post(GENERAL) == []


def test_who_stands_in_for_who_stands_in_is_shut_out_too_and_who_did_before_is_not() -> None:
    before = TODAY - timedelta(days=9)
    known = directories(
        away("a", "b"),
        away("b", "c", until_on=TODAY),
        away("c", "a"),
        away("a", "former", from_on=before, until_on=before),
        away("other", "elsewhere"),
    )
    assert known.with_substitutes("prevost", ["a"], TODAY) == {"a", "b", "c"}
    assert known.with_substitutes("anjou", ["a"], TODAY) == {"a"}
