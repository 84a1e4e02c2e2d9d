"""Mails of a question, of its answer, and of a code that was lost; each once, to one person."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from contracts import Event
from guichet_testing.case_events import CASE, CODE
from guichet_testing.case_events import question_answered as answered
from guichet_testing.case_events import question_asked as asked
from guichet_testing.toy import NOW
from notifications.domain.dossier import State

LOST_AT = NOW + timedelta(minutes=5)
WITH_CODE = f"Votre code de suivi : {CODE}\n"


@pytest.fixture
def words(given_notifications: Any) -> Any:
    return given_notifications


@pytest.fixture
def bench(words: Any) -> Any:
    return words.Bench()


def lost(words: Any, version: int, **changes: Any) -> Event:
    """The contacts, with the code asked for."""
    event: Event = words.contacts(version=version).model_copy(
        update={"code_asked_at": LOST_AT, **changes}
    )
    return event


def sent(bench: Any, subject: str) -> list[Any]:
    return [one for one in bench.arrived if subject in one.rendered.subject]


async def test_a_question_is_told_to_whoever_brought_the_case_and_not_its_words_mh_12(
    bench: Any, words: Any
) -> None:
    await bench.hear(words.registered(), words.contacts(version=2, joined=("r1",)))
    await bench.hear(asked())
    await bench.send()
    (mail,) = sent(bench, "Une question au sujet de votre demande")
    assert mail.to_address == "serin.canari@example.org"
    assert f"/suivi#{CODE}\n" in mail.rendered.text, "after the #: no server is told"
    assert mail.rendered.text.index("Bonjour") < mail.rendered.text.index("Hello")


async def test_a_question_that_was_answered_is_mailed_no_more(bench: Any, words: Any) -> None:
    await bench.hear(words.registered(), asked(), answered(), words.contacts())
    await bench.send()
    assert not sent(bench, "question au sujet")
    assert bench.delivery("question").state is State.CANCELLED


@pytest.mark.parametrize("end", ["completed", "closed", "withdrawn"])
async def test_an_end_makes_a_question_moot_and_a_reopening_does_not_bring_it_back(
    bench: Any, words: Any, end: str
) -> None:
    await bench.hear(words.registered(), asked(), getattr(words, end)(), words.reopened())
    await bench.hear(words.contacts())
    await bench.send()
    assert not sent(bench, "question au sujet")


async def test_of_a_case_that_became_a_complaint_nothing_is_asked_any_more_pv_44(
    bench: Any, words: Any
) -> None:
    await bench.hear(words.registered(), asked(), words.reclassified("complaint"))
    await bench.hear(words.reclassified("request"), words.contacts())
    await bench.send()
    assert not sent(bench, "question au sujet")


async def test_a_second_question_is_told_like_the_first_and_each_once(
    bench: Any, words: Any
) -> None:
    await bench.hear(words.registered(), words.contacts(), asked())
    await bench.send()
    await bench.hear(answered(), asked("q2"))
    await bench.send()
    await bench.hear(words.contacts(version=2))
    await bench.send()
    assert len(sent(bench, "Une question au sujet")) == 2


async def test_who_has_the_case_is_told_that_an_answer_came_and_not_what_it_says_pv_44(
    bench: Any, words: Any
) -> None:
    # What routing says is put an hour back: who was given the case since has read the answer.
    record = bench.record(words.assigned())
    before = (NOW - timedelta(hours=1)).isoformat().encode()
    headers = [(name, before if name == "ce_time" else value) for name, value in record.headers]
    await bench.hear(words.registered(), words.contacts(), asked())
    await bench.take([replace(record, headers=headers)])
    await bench.hear(answered())
    await bench.send()
    (mail,) = sent(bench, "La personne a répondu")
    assert mail.to_address == "tp@prevost.example.org"
    assert f"/dossiers/{CASE}" in mail.rendered.text
    assert not [word for word in words.secrets if word in mail.rendered.text]


async def test_an_answer_that_came_before_the_case_was_given_is_no_news(
    bench: Any, words: Any
) -> None:
    await bench.hear(words.registered(), words.contacts(), asked(), answered(), words.assigned())
    await bench.send()
    assert not sent(bench, "La personne a répondu")


async def test_a_lost_code_is_mailed_once_however_often_the_contacts_are_said(
    bench: Any, words: Any
) -> None:
    await bench.hear(words.registered(), words.contacts())
    await bench.send()
    before = len(bench.arrived)
    bench.clock.forward(600)
    await bench.hear(lost(words, 2), lost(words, 3, name="Ève Autrement"))
    await bench.send()
    (mail,) = bench.arrived[before:]
    assert WITH_CODE in mail.rendered.text
    assert f"/suivi#{CODE}\n" in mail.rendered.text
    assert "Your tracking code" in mail.rendered.subject


async def test_asked_for_again_it_is_mailed_again(bench: Any, words: Any) -> None:
    later = LOST_AT + timedelta(minutes=5)
    bench.clock.forward(900)
    await bench.hear(words.registered(), lost(words, 1), lost(words, 2, code_asked_at=later))
    await bench.send()
    assert len(sent(bench, "Votre code de suivi")) == 2
    ids = [one.delivery_id for one in bench.arrived]
    assert len(ids) == len(set(ids))


async def test_who_joined_gets_the_code_of_their_own_and_the_first_one_none(
    bench: Any, words: Any
) -> None:
    contacts = words.contacts(version=1, joined=("r1",))
    theirs = contacts.joined[0].model_copy(update={"code_asked_at": LOST_AT})
    bench.clock.forward(600)
    await bench.hear(words.registered(), contacts.model_copy(update={"joined": [theirs]}))
    await bench.send()
    (mail,) = sent(bench, "Votre code de suivi")
    assert mail.to_address.startswith("r1.")
    assert f"{CODE}-r1" in mail.rendered.text


async def test_a_code_that_could_not_be_mailed_for_a_day_is_not_mailed_any_more(
    bench: Any, words: Any
) -> None:
    await bench.hear(words.registered(), words.contacts())
    await bench.send()
    await bench.hear(lost(words, 2))
    bench.clock.forward(2 * 86400)
    await bench.send()
    assert bench.delivery("tracking_code").state is State.EXPIRED


async def test_even_of_a_case_that_ended_the_code_is_mailed(bench: Any, words: Any) -> None:
    await bench.hear(words.registered(), words.contacts(), words.withdrawn())
    bench.clock.forward(600)
    await bench.hear(lost(words, 2))
    await bench.send()
    assert len(sent(bench, "Votre code de suivi")) == 1


async def test_code_and_address_stand_in_the_mail_and_nowhere_else_pv_44(
    bench: Any, words: Any
) -> None:
    bench.clock.forward(600)
    await bench.hear(words.registered(), lost(words, 1), asked())
    await bench.send()
    shown = repr(bench.dossier()) + repr(bench.arrived) + str(bench.store._index(bench.dossier()))
    shown += "".join(f"{one.headers}{one.value!r}{one.key}" for one in bench.log.entries)
    assert not [word for word in words.secrets if word in shown]
