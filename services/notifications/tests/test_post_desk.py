"""A letter is taken by one person, printed, posted once, and its words leave with it (PV-47)."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from chassis.commands import NotFound
from guichet_testing.case_events import NAME, SECRET_WORDS
from guichet_testing.post_front import ADDRESS, PostFront, at_desk, somebody
from notifications.application.undeliverable import NotYet
from notifications.domain.posting import PostRefused, Returned

TEMPLATE = "legal_letter"
HOUR = 3600
FIRST = at_desk(somebody("clerk", subject="staff-a"))
SECOND = at_desk(somebody("clerk", subject="staff-b"))


@pytest.fixture
async def desk(given_notifications: Any) -> PostFront:
    """A decision on access that waits to be posted."""
    words = given_notifications
    bench = words.Bench()
    await bench.hear(words.registered("access"), words.contacts(address=ADDRESS))
    await bench.hear(words.letter(kind="access-decision", post_by_on=date(2026, 12, 14)))
    return PostFront(bench, words.safe)


def ids(desk: PostFront) -> tuple[str, str]:
    """The case and its one letter."""
    return desk.bench.dossier().case_id, desk.letter.delivery_id


async def test_from_taken_to_posted_it_is_said_once_and_no_word_stays_pv_44(
    desk: PostFront,
) -> None:
    case_id, letter = ids(desk)
    await desk.office.take(FIRST, case_id, letter, "k-take")
    assert desk.letter.state == "reserved"
    pdf = await desk.office.pdf(FIRST, [(case_id, letter)])
    assert pdf.startswith(b"%PDF-")
    for _ in range(2):
        await desk.office.post(FIRST, case_id, letter, desk.today, "k-post")
    assert (desk.letter.state, desk.letter.posted_on) == ("handed_over", desk.today.isoformat())
    assert desk.letter.reserved_by == "staff-a", "who posted it stays known"
    assert desk.bench.dossier().letters[0].sealed is None
    await desk.publish()
    assert [one for one in desk.bench.said() if "HandedOver" in one and TEMPLATE in one] == [
        f"MessageHandedOverV1 {TEMPLATE}"
    ]
    with pytest.raises(NotFound):
        await desk.office.pdf(FIRST, [(case_id, letter)])


async def test_two_persons_at_once_never_both_hold_it(desk: PostFront) -> None:
    case_id, letter = ids(desk)
    answers = await asyncio.gather(
        desk.office.take(FIRST, case_id, letter, "k-1"),
        desk.office.take(SECOND, case_id, letter, "k-2"),
        return_exceptions=True,
    )
    (refused,) = [one for one in answers if one is not None]
    assert isinstance(refused, PostRefused)
    assert refused.code == "held"
    loser = SECOND if desk.letter.reserved_by == FIRST.subject else FIRST
    with pytest.raises(PostRefused, match="held"):
        await desk.office.post(loser, case_id, letter, desk.today, "k-3")
    with pytest.raises(NotFound):
        await desk.office.pdf(loser, [(case_id, letter)])
    assert desk.letter.attempt == 1


async def test_a_letter_that_was_taken_is_never_free_again_by_time_alone(
    desk: PostFront,
) -> None:
    case_id, letter = ids(desk)
    await desk.office.take(FIRST, case_id, letter, "k-1")
    desk.bench.clock.forward(11 * HOUR)
    with pytest.raises(PostRefused, match="held"):
        await desk.office.put_back(SECOND, case_id, letter, "k-2")
    desk.bench.clock.forward(2 * HOUR)
    await desk.bench.send()
    assert (desk.letter.state, desk.letter.attempt) == ("reserved", 1), "it may lie in the post"
    await desk.office.post(SECOND, case_id, letter, desk.today, "k-3")
    assert desk.letter.state == "handed_over", "another person may say what became of it"


async def test_put_back_it_is_there_for_the_next(desk: PostFront) -> None:
    case_id, letter = ids(desk)
    await desk.office.take(FIRST, case_id, letter, "k-1")
    await desk.office.put_back(FIRST, case_id, letter, "k-2")
    await desk.office.take(SECOND, case_id, letter, "k-3")
    assert (desk.letter.reserved_by, desk.letter.attempt) == ("staff-b", 2)


@pytest.mark.parametrize("days", [-1, 1])
async def test_the_day_of_posting_lies_between_the_letter_and_today(
    desk: PostFront, days: int
) -> None:
    case_id, letter = ids(desk)
    await desk.office.take(FIRST, case_id, letter, "k-1")
    before = desk.bench.dossier()
    with pytest.raises(PostRefused, match="posted-on"):
        await desk.office.post(FIRST, case_id, letter, desk.today + timedelta(days), "k-2")
    assert desk.bench.dossier() == before, "nothing changed"


async def test_what_nobody_took_is_not_said_posted(desk: PostFront) -> None:
    case_id, letter = ids(desk)
    with pytest.raises(PostRefused, match="not-held"):
        await desk.office.post(FIRST, case_id, letter, desk.today, "k-1")


async def test_what_the_post_brought_back_has_failed_with_its_reason(desk: PostFront) -> None:
    case_id, letter = ids(desk)
    with pytest.raises(PostRefused, match="not-held"):
        await desk.office.came_back(FIRST, case_id, letter, Returned.MOVED, "k-0")
    await desk.office.take(FIRST, case_id, letter, "k-1")
    await desk.office.post(FIRST, case_id, letter, desk.today, "k-2")
    desk.bench.clock.forward(9 * 24 * HOUR)
    for _ in range(2):
        await desk.office.came_back(SECOND, case_id, letter, Returned.MOVED, "k-3")
    assert (desk.letter.state, desk.letter.reason) == ("failed", "returned-moved")
    await desk.publish()
    assert desk.bench.said()[-1] == f"MessageFailedV1 {TEMPLATE} returned-moved"
    (line,) = await desk.office.posted(FIRST)
    assert line.delivery.state == "failed"


@pytest.mark.parametrize(
    "caller",
    [
        somebody("technician"),
        somebody("director"),
        somebody("clerk", "verdun"),
        somebody("access-officer", "verdun"),
    ],
)
async def test_to_whom_may_not_open_it_it_is_not_there(desk: PostFront, caller: Any) -> None:
    stranger, (case_id, letter) = at_desk(caller), ids(desk)
    assert await desk.office.to_post(stranger) == []
    with pytest.raises(NotFound):
        await desk.office.take(stranger, case_id, letter, "k-1")
    with pytest.raises(NotFound):
        await desk.office.pdf(stranger, [(case_id, letter)])
    assert desk.letter.state == "accepted"


async def test_the_oldest_limit_of_the_law_comes_first(
    desk: PostFront, given_notifications: Any
) -> None:
    words = given_notifications
    await desk.bench.hear(
        words.letter("soon", "access-decision", post_by_on=date(2026, 11, 24)),
        words.letter("none", "access-deemed-refusal"),
    )
    await desk.bench.hear(words.contacts(email=None, version=2, address=ADDRESS))
    lines = await desk.office.to_post(FIRST)
    limits = [str(line.post_by_on) for line in lines]
    assert limits.index("2026-11-24") < limits.index("2026-12-14")


async def test_what_became_a_complaint_meanwhile_is_the_desk_s_no_longer_pv_44(
    desk: PostFront, given_notifications: Any
) -> None:
    technician = at_desk(somebody("technician"))
    words = given_notifications
    bench = words.Bench()
    await bench.hear(words.registered("claim"), words.contacts(email=None, address=ADDRESS))
    await bench.hear(words.claim_notice())
    other = PostFront(bench, words.safe)
    assert len(await other.office.to_post(technician)) == 1
    await bench.hear(words.reclassified("complaint"), words.letter())
    kinds = [line.letter_kind for line in await other.office.to_post(technician)]
    assert "invitation" not in kinds
    clerk = [line.letter_kind for line in await other.office.to_post(FIRST)]
    assert "invitation" in clerk


async def test_no_name_and_no_word_is_in_index_events_or_log(
    desk: PostFront, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    case_id, letter = ids(desk)
    await desk.office.take(FIRST, case_id, letter, "k-1")
    await desk.office.pdf(FIRST, [(case_id, letter)])
    shown = caplog.text + str(desk.bench.store._index(desk.bench.dossier()))
    shown += "".join(f"{one.headers}{one.value!r}" for one in desk.bench.log.entries)
    shown += repr(await desk.office.to_post(FIRST))
    assert not [word for word in (NAME, "Érables", SECRET_WORDS) if word in shown]


async def test_words_that_are_kept_no_longer_are_not_printed(desk: PostFront) -> None:
    case_id, letter = ids(desk)
    await desk.office.take(FIRST, case_id, letter, "k-1")
    desk.bench.clock.forward(91 * 24 * HOUR)
    await desk.bench.send()
    with pytest.raises(NotYet):
        await desk.office.pdf(FIRST, [(case_id, letter)])
