"""Webhooks over stores in memory: owed once, posted under one id, whoever dies when."""

import asyncio
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from chassis.document import Draft
from chassis.faults import Transient
from contracts.codec import read_envelope
from guichet_testing.hook_house import (
    CASE,
    FAULT,
    KEEP,
    LEASE,
    SECRET,
    House,
    Killed,
    event,
    record,
)
from guichet_testing.live import Gate
from guichet_testing.toy import NOW
from notifications.application.replay_webhooks import AT_ONCE, send_again_since
from notifications.domain.webhook import Reason, Replay, Secret, State
from notifications.domain.webhook_delivery import (
    TRIES,
    Answer,
    DeliveryState,
)
from standardwebhooks import Webhook as Reference


@pytest.fixture
def house() -> House:
    return House()


async def test_an_event_reaches_the_webhook_of_its_borough_signed_and_whole(house: House) -> None:
    await house.register()
    sent = record()
    await house.fan_out.handle([sent, record(borough="lachine", sequence=2)])
    await house.pump()
    ((url, headers, body),) = house.receiver.got
    assert url == "https://w-1.example.org/"
    assert headers["content-type"].startswith("application/cloudevents+json")
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    by_reference = Reference(SECRET).sign(headers["webhook-id"], NOW, body)
    assert headers["webhook-signature"] == by_reference
    told = json.loads(body)
    envelope = read_envelope(sent.headers)
    assert told["specversion"] == "1.0"
    assert told["id"] == str(envelope.id)
    assert (told["type"], told["subject"], told["borough"]) == (
        "intake.case-withdrawn.v1",
        CASE,
        "verdun",
    )
    assert told["data"] == json.loads(sent.value or b"")
    assert house.only().state is DeliveryState.DELIVERED


async def test_without_a_webhook_nothing_is_loaded_and_nothing_written(house: House) -> None:
    await house.register(state=State.DISABLED)
    await house.fan_out.handle([record(sequence=n) for n in range(1, 50)])
    assert house.meddled.calls == []
    assert house.rung == []


async def test_events_that_nobody_wants_cost_no_write(house: House) -> None:
    await house.register()
    await house.fan_out.handle([record(borough="lachine", sequence=n) for n in range(1, 50)])
    assert house.meddled.calls == []


async def test_a_redelivered_record_is_owed_once_and_posted_once(house: House) -> None:
    await house.register()
    await house.fan_out.handle([record()])
    await house.pump()
    await house.fan_out.handle([record(), record()])
    await house.pump()
    assert len(house.receiver.got) == 1


async def test_a_write_that_was_made_and_not_answered_owes_once(house: House) -> None:
    await house.register()

    async def lost() -> None:
        raise Transient("no answer")

    house.meddled.after["save"].append(lost)
    await house.fan_out.handle([record()])
    await house.pump()
    assert len(house.receiver.got) == 1


async def test_two_webhooks_of_one_borough_are_each_told_under_an_id_of_their_own(
    house: House,
) -> None:
    await house.register("w-1")
    await house.register("w-2")
    await house.fan_out.handle([record()])
    await house.pump()
    assert len(set(house.receiver.ids)) == 2


async def test_failures_are_tried_again_later_under_the_same_id(house: House) -> None:
    await house.register()
    await house.fan_out.handle([record()])
    house.receiver.script.extend([FAULT, FAULT])
    await house.pump()
    assert house.only().next_try_at == NOW + timedelta(seconds=5)
    await house.pump()
    assert len(house.receiver.got) == 1, "not before its time"
    house.clock.forward(5)
    await house.pump()
    house.clock.forward(20)
    await house.pump()
    assert len(house.receiver.got) == 3
    assert len(set(house.receiver.ids)) == 1
    assert (house.only().state, house.only().attempt) == (DeliveryState.DELIVERED, 3)
    assert len({body for _, _, body in house.receiver.got}) == 1


async def test_retry_after_puts_the_next_try_off(house: House) -> None:
    await house.register()
    await house.fan_out.handle([record()])
    house.receiver.script.append(Answer(429, "status", timedelta(minutes=10)))
    await house.pump()
    assert house.only().next_try_at == NOW + timedelta(minutes=10)


async def test_after_days_it_is_given_up_with_what_was_heard_last(house: House) -> None:
    await house.register()
    await house.fan_out.handle([record()])
    house.receiver.script.extend([FAULT] * 100)
    for _ in range(TRIES):
        await house.pump()
        house.clock.now = max(house.clock.now, house.only().next_try_at)
    assert len(house.receiver.got) == TRIES
    last = house.only()
    assert (last.state, last.status, last.reason) == (DeliveryState.GIVEN_UP, 500, "status")
    assert timedelta(days=2.5) < house.clock.now - NOW < timedelta(days=4)


async def test_410_gives_up_and_disables_and_nothing_more_is_kept(house: House) -> None:
    await house.register()
    await house.fan_out.handle([record()])
    house.receiver.script.append(Answer(410, "status"))
    await house.pump()
    found = await house.webhook()
    assert (found.state, found.reason) == (State.DISABLED, Reason.GONE)
    assert house.only().state is DeliveryState.GIVEN_UP
    await house.fan_out.handle([record(sequence=2)])
    assert len(house.owed()) == 1


async def test_a_redirect_is_a_failure(house: House) -> None:
    await house.register()
    await house.fan_out.handle([record()])
    house.receiver.script.append(Answer(302, "redirect"))
    await house.pump()
    assert (house.only().state, house.only().reason) == (DeliveryState.WAITING, "redirect")


async def test_a_paused_webhook_keeps_what_comes_and_sends_it_when_resumed(house: House) -> None:
    await house.register(state=State.PAUSED)
    await house.fan_out.handle([record()])
    await house.pump()
    assert house.receiver.got == []
    await house.book.change("w-1", lambda one: one.model_copy(update={"state": State.ACTIVE}))
    await house.pump()
    assert len(house.receiver.got) == 1


async def test_killed_after_the_post_it_is_posted_again_under_the_same_id(house: House) -> None:
    webhook = await house.register()
    await house.fan_out.handle([record()])
    house.receiver.script.append(Killed())
    with pytest.raises(Killed):
        await house.pumps.post_due(webhook)
    await house.pump()
    assert len(house.receiver.got) == 1, "its lease has not run out"
    house.clock.forward(LEASE.total_seconds())
    await house.pump()
    assert len(house.receiver.got) == 2
    assert len(set(house.receiver.ids)) == 1
    assert house.only().state is DeliveryState.DELIVERED


async def test_two_replicas_at_one_webhook_post_once(house: House) -> None:
    webhook = await house.register()
    await house.fan_out.handle([record()])

    async def other_replica() -> None:
        assert await house.pumps.post_due(webhook) == 1

    house.meddled.before["save"].append(other_replica)
    assert await house.pumps.post_due(webhook) == 0
    assert len(house.receiver.got) == 1


async def test_a_clean_stop_writes_the_answers_of_what_is_under_way(house: House) -> None:
    await house.register()
    await house.fan_out.handle([record()])
    post = Gate(house.receiver, "post")

    async def as_a_worker() -> None:
        while True:
            await house.pumps.run()

    running = asyncio.create_task(as_a_worker())
    house.pumps.ring({"w-1"})
    await post.reached.wait()
    running.cancel()
    await asyncio.sleep(0)
    post.open()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert house.only().state is DeliveryState.DELIVERED


async def test_a_ring_wakes_the_pump_of_whom_it_is_for_and_the_poll_all(house: House) -> None:
    await house.register("w-1")
    await house.register("w-2")
    house.pumps.ring({"w-1"})
    await house.pumps.run()  # the first pass looks at all
    await house.pumps.settled()
    await house.fan_out.handle([record()])
    house.pumps.ring({"w-1"})
    await house.pumps.run()
    await house.pumps.settled()
    assert [url for url, _, _ in house.receiver.got] == ["https://w-1.example.org/"]
    await house.pump()
    assert len(house.receiver.got) == 2


async def test_a_fault_of_ours_is_told_as_such_and_does_not_stop_the_others(house: House) -> None:
    await house.register("w-1", secrets=(Secret(number=1, sealed="AAAA", made_at=NOW),))
    await house.register("w-2")
    await house.fan_out.handle([record()])
    await house.pump()
    by_webhook = {one.webhook_id: one for one in house.owed()}
    assert by_webhook["w-1"].reason == "internal"
    assert by_webhook["w-2"].state is DeliveryState.DELIVERED


async def test_a_replay_sends_once_more_what_was_given_up_since_then(house: House) -> None:
    await house.register()
    old = record(event(str(uuid4())), time=NOW - timedelta(minutes=4))
    fresh = [record(event(str(uuid4()))) for _ in range(AT_ONCE + 20)]
    await house.fan_out.handle([old, *fresh])
    house.receiver.script.extend([Answer(410, "status")] * 4)
    await house.pump()
    for name in list(house.deliveries.documents):
        await _settle(house, name, DeliveryState.GIVEN_UP)
    house.receiver.got.clear()
    wish = Replay(since=NOW, only_failed=True, asked_at=house.clock.forward(60))
    await house.book.change(
        "w-1", lambda one: one.model_copy(update={"replay": wish, "state": State.ACTIVE})
    )
    await house.pump()
    assert len(house.receiver.got) == len(fresh)
    assert (await house.webhook()).replay is None
    assert sum(one.replays for one in house.owed()) == len(fresh)


async def test_a_wish_fulfilled_twice_sends_nothing_twice(house: House) -> None:
    await house.register()
    await house.fan_out.handle([record(event(str(uuid4()))) for _ in range(5)])
    await house.pump()
    wish = Replay(since=NOW, only_failed=False, asked_at=house.clock.forward(60))
    assert await send_again_since(house.deliveries, "w-1", wish, KEEP) == 5
    await house.pump()
    assert len(house.receiver.got) == 10
    assert await send_again_since(house.deliveries, "w-1", wish, KEEP) == 0


async def _settle(house: House, name: str, state: DeliveryState) -> None:
    document = (await house.deliveries.load([name]))[name]
    draft = Draft.of(document)
    assert document.state is not None
    draft.state = document.state.model_copy(update={"state": state, "settled_at": NOW})
    draft.changed = True
    await house.deliveries.save([draft])
