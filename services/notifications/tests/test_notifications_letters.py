"""A letter about a complaint reaches whoever complained once, and no copy stays (PV-44)."""

from typing import Any

import pytest
from chassis.sealing import CannotOpen, new_key
from notifications.adapters.letter_safe import SealedLetters
from notifications.domain.letter_words import LetterWords
from notifications.domain.messages import Message, PermanentFailure

TEMPLATE = "complaint_letter"
ACCEPTED, HANDED_OVER = f"MessageAcceptedV1 {TEMPLATE}", f"MessageHandedOverV1 {TEMPLATE}"
DAYS = 86400


@pytest.fixture
def bench(given_notifications: Any) -> Any:
    return given_notifications.Bench()


def letters(bench: Any) -> list[Message]:
    """The letters that arrived, without the acknowledgement."""
    return [one for one in bench.arrived if "plainte" in one.rendered.subject]


def kept(bench: Any) -> list[bool]:
    """Whether the words of each letter are still there."""
    return [one.sealed is not None for one in bench.dossier().letters]


async def test_a_letter_goes_to_whoever_complained_french_first_english_beside_it(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("complaint"), words.contacts(), words.letter())
    await bench.send()
    (mail,) = letters(bench)
    assert mail.to_address == "serin.canari@example.org"
    assert mail.rendered.subject == "Votre plainte [5F0C1E0A] / Your complaint"
    for form in (mail.rendered.text, mail.rendered.html):
        assert 0 < form.index("Signez votre plainte.") < form.index("Please sign your complaint.")
        assert words.secret_words in form
    assert bench.said()[1:] == [ACCEPTED, "MessageHandedOverV1 acknowledgement", HANDED_OVER]


async def test_its_words_leave_in_the_write_that_records_the_hand_over_pv_44(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("complaint"), words.contacts(), words.letter())
    assert kept(bench) == [True]
    stored = bench.dossier().model_dump_json()
    assert words.secret_words not in stored, "at rest it waits sealed"
    await bench.send()
    assert bench.delivery(TEMPLATE).state == "handed_over"
    assert kept(bench) == [False]


@pytest.mark.parametrize("kind", ["decision", "review", "withdrawal"])
async def test_a_letter_of_an_outcome_is_sent_once_and_no_word_of_it_stays_pv_44(
    bench: Any, given_notifications: Any, kind: str
) -> None:
    words = given_notifications
    await bench.hear(words.registered("complaint"), words.contacts(), words.letter("one", kind))
    await bench.send()
    await bench.hear(words.letter("one", kind))
    await bench.send()
    assert len(letters(bench)) == 1
    assert kept(bench) == [False]


async def test_the_same_letter_said_again_is_sent_once_and_not_kept_again(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("complaint"), words.contacts(), words.letter())
    await bench.send()
    await bench.hear(words.letter())
    await bench.send()
    assert len(letters(bench)) == 1
    assert kept(bench) == [False]


async def test_a_letter_that_comes_first_waits_for_the_case_and_the_contact(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.letter())
    await bench.send()
    await bench.hear(words.registered("complaint"))
    await bench.send()
    assert letters(bench) == []
    await bench.hear(words.contacts())
    await bench.send()
    assert len(letters(bench)) == 1


async def test_of_two_letters_that_wait_the_last_one_holds(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("complaint"))
    await bench.hear(words.letter("letter-1"), words.letter("letter-2", "admission"))
    await bench.hear(words.contacts())
    await bench.send()
    sent = [one.event_id for one in bench.dossier().deliveries if one.state == "handed_over"]
    assert "letter-2" in sent
    assert "letter-1" not in sent


async def test_nobody_to_tell_means_no_letter_and_no_words_kept_pv_44(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.letter(), words.registered("complaint", contacts_version=0))
    await bench.send()
    assert bench.arrived == []
    assert bench.dossier().deliveries == ()
    assert kept(bench) == [False]


@pytest.mark.parametrize("change", ["reclassified", "withdrawn"])
async def test_a_case_that_is_no_complaint_any_more_gets_no_letter(
    bench: Any, given_notifications: Any, change: str
) -> None:
    words = given_notifications
    await bench.hear(words.registered("complaint"), words.letter())
    await bench.hear(words.withdrawn() if change == "withdrawn" else words.reclassified("request"))
    await bench.hear(words.contacts())
    await bench.send()
    assert letters(bench) == []
    assert bench.delivery(TEMPLATE).state == "cancelled"
    bench.clock.forward(15 * DAYS)
    await bench.send()
    assert kept(bench) == [False], "what is not sent is not kept for ever"


async def test_a_letter_of_a_case_that_never_came_is_forgotten_when_it_is_too_old(
    bench: Any, given_notifications: Any
) -> None:
    await bench.hear(given_notifications.letter())
    bench.clock.forward(13 * DAYS)
    await bench.send()
    assert kept(bench) == [True]
    bench.clock.forward(2 * DAYS)
    await bench.send()
    assert kept(bench) == [False]


async def test_a_letter_that_is_refused_for_good_leaves_no_words_either(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("complaint"), words.contacts())
    await bench.send()
    await bench.hear(words.letter())
    await bench.send(PermanentFailure("recipient refused: 550"))
    assert bench.said()[-1] == f"MessageFailedV1 {TEMPLATE} refused"
    assert kept(bench) == [False]


async def test_a_letter_whose_answer_was_lost_keeps_its_words_until_it_is_settled(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered("complaint"), words.contacts())
    await bench.send()
    await bench.hear(words.letter())
    await bench.send("answer lost", passes=1)
    assert kept(bench) == [True]
    bench.clock.forward(600)
    await bench.send()
    assert bench.said()[-1] == f"{HANDED_OVER} resent"
    assert kept(bench) == [False]


async def test_no_word_of_a_letter_is_in_events_index_log_or_repr(
    bench: Any, given_notifications: Any, caplog: pytest.LogCaptureFixture
) -> None:
    words = given_notifications
    caplog.set_level("DEBUG")
    await bench.hear(words.registered("complaint"), words.contacts(), words.letter())
    shown = repr(bench.dossier())
    await bench.send("taken", PermanentFailure("recipient refused: 550"))
    shown += "".join(f"{one.headers}{one.value!r}{one.key}" for one in bench.log.entries)
    shown += str(bench.store._index(bench.dossier())) + caplog.text + repr(bench.arrived)
    assert words.secret_words not in shown
    assert "Signez" not in shown


def test_what_is_sealed_opens_with_its_own_key_for_its_own_letter_only() -> None:
    words = LetterWords("sujet", "subject", "corps", "body")
    safe = SealedLetters(new_key())
    sealed = safe.seal("letter-1", words)
    assert safe.open("letter-1", sealed) == words
    assert "corps" not in sealed + repr(words)
    with pytest.raises(CannotOpen):
        safe.open("letter-2", sealed)
    with pytest.raises(CannotOpen):
        SealedLetters(new_key()).open("letter-1", sealed)
