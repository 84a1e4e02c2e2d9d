"""What a webhook is never told, what stops nothing, and every order of what can happen."""

import json
import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from chassis.record import Record
from contracts.codec import read_envelope
from contracts.envelope import Classification
from contracts.events import complaints, intake
from contracts.topics import TOPICS
from guichet_testing.hook_house import CASE, DONE, FAULT, KEEP, LEASE, House, record
from guichet_testing.toy import NOW
from hypothesis import given, settings
from hypothesis import strategies as st
from notifications.application.fan_out_webhooks import TOPICS_TOLD
from notifications.domain.webhook_delivery import (
    Answer,
    DeliveryState,
    WebhookDelivery,
    answered,
    sent_again,
    taken,
)


@pytest.fixture
def house() -> House:
    return House()


# What must never go out, and what must not stop the rest.


def test_only_open_topics_of_facts_are_told_and_each_is_declared_as_read() -> None:
    assert set(TOPICS_TOLD) == {
        "intake-cases",
        "routing-assignments",
        "sla-commitments",
        "complaints-investigations",
        "complaints-access",
        "complaints-claims",
        "notifications-deliveries",
        "intake-notices",
    }
    for name in TOPICS_TOLD:
        assert TOPICS[name].classification is Classification.OPEN
        assert "notifications" in TOPICS[name].readers


async def test_a_sealed_topic_or_an_event_marked_restricted_is_never_passed_on(
    house: House,
) -> None:
    await house.register()
    contacts = intake.CaseContactsRecordedV1(
        case_id=CASE, version=1, name="Serin Canari", email=None, tracking_code="CANARI-7QF2"
    )
    letter = record(contacts)
    assert letter.topic == "intake-contacts"
    marked = record(sequence=2, dataclassification=Classification.RESTRICTED)
    await house.fan_out.handle([letter, marked])
    assert house.owed() == []
    assert complaints.LETTERS not in TOPICS_TOLD


async def test_an_event_type_that_we_do_not_know_is_passed_on_as_it_is(house: House) -> None:
    await house.register()
    known = record()
    headers = [
        (name, b"intake.case-reopened.v1" if name == "ce_type" else value)
        for name, value in known.headers
    ]
    strange = Record(known.topic, 0, 1, known.key, b'{"case_id":"x","new":[1]}', headers)
    await house.fan_out.handle([strange])
    await house.pump()
    told = json.loads(house.receiver.got[0][2])
    assert (told["type"], told["data"]) == (
        "intake.case-reopened.v1",
        {"case_id": "x", "new": [1]},
    )


@pytest.mark.parametrize("spoilt", ["value", "tombstone", "headers", "encoding"])
async def test_what_cannot_be_read_is_passed_over_and_the_rest_is_told(
    house: House, spoilt: str
) -> None:
    await house.register()
    bad, good = record(), record(sequence=2)
    value: bytes | None = {"value": b"{", "tombstone": None}.get(spoilt, bad.value)
    headers: Sequence[tuple[str, bytes | None]] = bad.headers
    if spoilt == "headers":
        headers = [(name, text) for name, text in headers if name != "ce_id"]
    if spoilt == "encoding":
        headers = [(name, b"\xff" if name == "ce_id" else text) for name, text in headers]
    await house.fan_out.handle([Record(bad.topic, 0, 1, bad.key, value, headers), good])
    assert house.only().event_id == str(read_envelope(good.headers).id)


# Every order of what can happen to one delivery ends well.

STEPS = st.lists(
    st.sampled_from(["take", "done", "fault", "gone", "late", "die", "wait", "replay"]),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(steps=STEPS, seed=st.integers(0, 2**32))
def test_whatever_happens_in_whatever_order_a_delivery_keeps_its_promises(
    steps: list[str], seed: int
) -> None:
    chance = random.Random(seed)
    now = NOW
    one = _fresh()
    held: list[int] = []  # attempts under way, some of them dead
    heard_success = False
    for step in steps:
        before = one
        match step:
            case "take":
                after = taken(one, now, LEASE)
                assert (after is None) == (
                    one.state is not DeliveryState.WAITING or one.next_try_at > now
                )
                if after is not None:
                    one = after
                    assert one.next_try_at == now + LEASE, "whoever dies leaves it to its lease"
                    held.append(one.attempt)
            case "die":
                held = held[:-1]
            case "wait":
                now += timedelta(seconds=chance.choice([1, 60, 50_000]))
            case "replay":
                one = sent_again(one, now, KEEP)
                assert one.state is DeliveryState.WAITING
                assert one.next_try_at <= max(now, before.next_try_at)
                heard_success = heard_success and before.state is DeliveryState.WAITING
            case _ if held:
                attempt = held.pop(0 if step == "late" else -1)
                answer = {"gone": Answer(410, "status"), "fault": FAULT}.get(step, DONE)
                one = answered(one, attempt, answer, now, chance.random())
                if answer.is_delivered:
                    heard_success = True
                if attempt != before.attempt and not answer.is_delivered:
                    assert one == before, "a failure of an old attempt says nothing"
        assert one.delivery_id == before.delivery_id
        assert one.attempt >= before.attempt
        assert one.expires_at >= before.expires_at
        if heard_success:
            assert one.state is DeliveryState.DELIVERED
        if one.state is DeliveryState.WAITING:
            assert one.settled_at is None, "somebody will try it again"
        else:
            assert one.settled_at is not None


def _fresh() -> WebhookDelivery:
    return WebhookDelivery(
        delivery_id="msg_1",
        webhook_id="w-1",
        event_id="e-1",
        event_type="intake.case-withdrawn.v1",
        borough="verdun",
        case_id=CASE,
        occurred_at=NOW,
        received_at=NOW,
        expires_at=NOW + KEEP,
        body="{}",
        queued_at=NOW,
        next_try_at=NOW,
    )
