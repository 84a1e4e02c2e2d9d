"""What the sender promises whatever the order and the answers."""

import random
from typing import Any

import pytest
from guichet_testing.case_events import (
    elected_case_moved,
    handed_over_to_authority,
    question_answered,
    question_asked,
    unrouted,
)
from guichet_testing.toy import NOW
from hypothesis import given, settings
from hypothesis import strategies as st
from notifications.domain.messages import PermanentFailure, TransientFailure

ACKNOWLEDGED = ["MessageAcceptedV1 acknowledgement", "MessageHandedOverV1 acknowledgement"]


@pytest.fixture
def bench(given_notifications: Any) -> Any:
    return given_notifications.Bench()


async def acknowledged(bench: Any, words: Any) -> None:
    await bench.hear(words.registered(), words.contacts())


async def test_no_secret_is_in_events_index_or_log(
    bench: Any, given_notifications: Any, caplog: pytest.LogCaptureFixture
) -> None:
    words = given_notifications
    caplog.set_level("DEBUG")
    await bench.hear(words.registered(), words.contacts(), words.assigned(), words.completed())
    await bench.send(
        PermanentFailure("recipient refused: 550"), TransientFailure("451"), "answer lost", passes=1
    )
    bench.clock.forward(600)
    await bench.send()
    shown = "".join(f"{one.headers}{one.value!r}{one.key}" for one in bench.log.entries)
    shown += str(bench.store._index(bench.dossier())) + caplog.text + repr(bench.arrived)
    shown += repr(bench.dossier())
    assert bench.log.entries
    assert not [word for word in words.secrets if word in shown]


SCRIPTS = st.lists(
    st.sampled_from(
        ["taken", "refused", "put off", "answer lost", "killed before", "killed after"]
    ),
    max_size=12,
)


def step_of(word: str) -> Any:
    return {"refused": PermanentFailure("550"), "put off": TransientFailure("451")}.get(word, word)


@settings(max_examples=25, deadline=None)
@given(script=SCRIPTS, seed=st.integers(0, 10_000))
async def test_any_order_and_any_answers_bring_one_mail_and_counted_copies_only(
    given_notifications: Any, script: list[str], seed: int
) -> None:
    """Every interleaving that keeps the order per topic, with passes and crashes between."""
    words, chance = given_notifications, random.Random(seed)
    plain = await told_in_order(words)
    bench = words.Bench()
    streams = streams_of(bench, words)
    bench.channel.script.extend(step_of(word) for word in script)
    heard = []
    while any(streams):
        chosen = chance.choice([one for one in streams if one])
        record = chosen.pop(0)
        heard.append(record)
        await bench.take([record, *([chance.choice(heard)] if chance.random() < 0.3 else [])])
        if chance.random() < 0.4:
            bench = await some_passes(bench, words)
            bench.clock.forward(chance.choice([0, 1, 50]))
    for _ in range(15):
        bench.clock.forward(4000)
        bench = await some_passes(bench, words)
    dossier = bench.dossier()
    assert {one.delivery_id for one in dossier.deliveries} == plain
    for one in dossier.deliveries:
        copies = sum(mail.delivery_id == one.delivery_id for mail in bench.arrived)
        assert copies <= 1 + one.resends
        assert one.state in ("handed_over", "failed", "uncertain", "cancelled", "expired")
        assert one.state != "handed_over" or copies >= 1


def streams_of(bench: Any, words: Any) -> list[list[Any]]:
    return [
        [
            bench.record(one)
            for one in (
                words.registered(),
                words.claim_notice(),
                question_asked(),
                question_answered(),
                words.completed(),
                words.closed(without_work=False),
                words.reopened(),
                question_asked("q2"),
                words.closed(),
            )
        ],
        [
            bench.record(one)
            for one in (
                words.contacts(),
                words.contacts(version=2, joined=("r1", "r2")),
                words.contacts(version=3, joined=("r2",)).model_copy(update={"code_asked_at": NOW}),
            )
        ],
        [
            bench.record(one)
            for one in (
                words.assigned(),
                words.assigned("autre"),
                unrouted(),
                handed_over_to_authority(),
                elected_case_moved(),
            )
        ],
    ]


async def told_in_order(words: Any) -> set[str]:
    bench = words.Bench()
    for stream in streams_of(bench, words):
        await bench.take(stream)
    return {one.delivery_id for one in bench.dossier().deliveries}


async def some_passes(bench: Any, words: Any) -> Any:
    """Passes until nothing is due; killed, another process goes on."""
    try:
        await bench.send()
    except words.Killed:
        script, sequences = bench.channel.script, bench.sequences
        bench = words.Bench(like=bench)
        bench.channel.script, bench.sequences = script, sequences
    return bench
