"""Sent once: reserved before the call, answered after it; what a crash leaves is counted."""

import asyncio
from typing import Any

import pytest
from chassis.faults import Transient
from notifications.application.wake_sender import Alarm
from notifications.domain.messages import PermanentFailure, TransientFailure, VariableMissing

ACKNOWLEDGED = ["MessageAcceptedV1 acknowledgement", "MessageHandedOverV1 acknowledgement"]


@pytest.fixture
def bench(given_notifications: Any) -> Any:
    return given_notifications.Bench()


async def acknowledged(bench: Any, words: Any) -> None:
    await bench.hear(words.registered(), words.contacts())


async def test_an_acknowledgement_leaves_once_and_says_so(
    bench: Any, given_notifications: Any
) -> None:
    await acknowledged(bench, given_notifications)
    await bench.send()
    await bench.send()
    assert [one.to_address for one in bench.arrived] == ["serin.canari@example.org"]
    assert bench.said() == ACKNOWLEDGED
    assert "https://guichet.example.org/suivi#CANARI-7QF2" in bench.arrived[0].rendered.text


async def test_three_kinds_of_mail_go_to_their_own_recipients(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered(), words.contacts(), words.assigned(), words.completed())
    await bench.send()
    to = sorted((one.to_address, one.rendered.subject.split(" / ")[1]) for one in bench.arrived)
    assert to == [
        ("serin.canari@example.org", "We received your request 5F0C1E0A"),
        ("serin.canari@example.org", "Your request 5F0C1E0A is in good hands"),
        ("serin.canari@example.org", "Your request 5F0C1E0A: the work is done"),
        ("tp@prevost.example.org", "New case to take charge of"),
    ]
    (department,) = [one for one in bench.arrived if one.to_address.startswith("tp@")]
    assert not any(word in department.rendered.text for word in words.secrets)


async def test_a_repeated_event_brings_no_second_mail(bench: Any, given_notifications: Any) -> None:
    words = given_notifications
    records = [bench.record(words.contacts()), bench.record(words.registered())]
    await bench.take(records)
    await bench.send()
    await bench.take(records)
    await bench.send()
    assert len(bench.arrived) == 1


async def test_killed_after_the_reservation_it_goes_out_once_later_and_is_counted(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await acknowledged(bench, words)
    with pytest.raises(words.Killed):
        await bench.send("killed before")
    restarted = words.Bench(like=bench)
    await restarted.send()
    assert bench.arrived == []  # the reservation still holds
    bench.clock.forward(46)
    await restarted.send()
    bench.clock.forward(60)
    await restarted.send()
    assert len(bench.arrived) == 1
    assert restarted.delivery("acknowledgement").resends == 1
    assert bench.said() == [
        *ACKNOWLEDGED[:1],
        "MessageUncertainV1 acknowledgement",
        "MessageHandedOverV1 acknowledgement resent",
    ]


async def test_a_reservation_that_another_write_followed_at_once_is_still_ours(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await acknowledged(bench, words)
    told: list[Any] = []
    save = bench.store.save

    async def save_told_as_lost(drafts: Any) -> set[str]:
        lost: set[str] = await save(drafts)
        if not told:
            told.append(drafts)
            return {draft.id for draft in drafts}
        return lost

    bench.store.save = save_told_as_lost
    await bench.send()
    assert len(bench.arrived) == 1
    assert bench.delivery("acknowledgement").resends == 0


async def test_killed_after_the_provider_took_it_the_second_copy_is_inside_the_counted_window(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await acknowledged(bench, words)
    with pytest.raises(words.Killed):
        await bench.send("killed after")
    bench.clock.forward(46)
    restarted = words.Bench(like=bench)
    await restarted.send()
    bench.clock.forward(60)
    await restarted.send()
    assert len({one.delivery_id for one in bench.arrived}) == 1
    assert len(bench.arrived) == 1 + restarted.delivery("acknowledgement").resends


async def test_a_citizens_assignment_stays_silent_after_a_lost_answer(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await acknowledged(bench, words)
    await bench.send()
    await bench.hear(words.assigned())
    # both of the case are due at once; the order between them is by id
    await bench.send("answer lost", "answer lost", passes=1)
    for _ in range(5):
        bench.clock.forward(3600)
        await bench.send()
    per_template = [one.rendered.subject for one in bench.arrived]
    assert sum("good hands" in one for one in per_template) == 1
    assert bench.delivery("assignment_citizen").state == "uncertain"
    assert bench.delivery("assignment_department").state == "handed_over"


async def test_refused_for_good_is_failed_and_not_tried_again(
    bench: Any, given_notifications: Any
) -> None:
    await acknowledged(bench, given_notifications)
    await bench.send(PermanentFailure("recipient refused: 550"))
    bench.clock.forward(7200)
    await bench.send()
    assert bench.arrived == []
    assert bench.said()[-1] == "MessageFailedV1 acknowledgement refused"


async def test_put_off_it_is_tried_again_and_is_no_resend(
    bench: Any, given_notifications: Any
) -> None:
    await acknowledged(bench, given_notifications)
    await bench.send(TransientFailure("mail put off: 451"))
    assert bench.arrived == []
    bench.clock.forward(20)
    await bench.send()
    assert len(bench.arrived) == 1
    assert bench.delivery("acknowledgement").resends == 0


async def test_two_replicas_at_once_send_one_mail(bench: Any, given_notifications: Any) -> None:
    words = given_notifications
    await acknowledged(bench, words)
    other = words.Bench(like=bench)

    async def overtake() -> None:
        await other.send()

    bench.seen_store.before["save"].append(overtake)
    await bench.send()
    assert len(bench.arrived) == 1
    assert bench.said() == ACKNOWLEDGED


async def test_a_fact_that_comes_while_the_mail_is_under_way_is_kept(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await acknowledged(bench, words)
    other = words.Bench(like=bench)
    fact = other.record(words.withdrawn(), 2)

    async def meanwhile() -> None:
        await other.take([fact])

    bench.channel.during = meanwhile
    await bench.send(passes=1)
    assert bench.dossier().withdrawn
    assert bench.delivery("acknowledgement").state == "handed_over"


async def test_what_waits_for_its_turn_is_looked_at_again_before_it_is_sent(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await acknowledged(bench, words)
    await bench.send()
    await bench.hear(words.assigned())
    other = words.Bench(like=bench)
    fact = other.record(words.reclassified("complaint"), 2)

    async def becomes_a_complaint() -> None:
        bench.channel.during = None
        bench.clock.forward(5)
        await other.take([fact])

    bench.channel.during = becomes_a_complaint
    await bench.send(passes=1)
    assert len(bench.arrived) == 2  # the acknowledgement, and the one already under way
    waiting = [one for one in bench.dossier().deliveries if one.state == "cancelled"]
    assert [one.reason for one in waiting] == ["cancelled"]


async def test_no_mail_is_begun_at_the_end_of_its_lease(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered(), words.contacts(), words.completed())

    async def slow() -> None:
        bench.clock.forward(36)

    bench.channel.during = slow
    await bench.send(passes=1)
    assert len(bench.channel.calls) == 1
    bench.clock.forward(60)
    bench.channel.during = None
    await bench.send()
    assert len(bench.arrived) == 2
    assert all(one.resends == 0 for one in bench.dossier().deliveries)


async def test_without_the_boroughs_grid_a_mail_waits_and_goes_when_it_comes(
    bench: Any, given_notifications: Any
) -> None:
    bench.book.voices = type(bench.book.voices)()
    await acknowledged(bench, given_notifications)
    await bench.send()
    assert bench.arrived == []
    assert bench.delivery("acknowledgement").attempt == 0
    bench.book.voices = type(bench.book.voices)([given_notifications.voice()])
    bench.clock.forward(2)
    await bench.send()
    assert len(bench.arrived) == 1


async def test_a_department_without_a_mailbox_is_a_failure_that_can_be_listed(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    bench.book.voices = type(bench.book.voices)([words.voice(mailbox=None)])
    await bench.hear(words.registered(contacts_version=0), words.assigned())
    await bench.send()
    assert bench.said()[-1] == "MessageFailedV1 assignment_department no-address"
    index = bench.store._index(bench.dossier())
    assert index["states"] == ["failed"]


async def test_a_letter_that_cannot_be_written_holds_up_no_other(
    bench: Any, given_notifications: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = given_notifications
    await bench.hear(words.registered(), words.contacts(), words.completed())
    render = words.templates.render

    def hole(template: Any, variables: Any) -> Any:
        if template == "acknowledgement":
            raise VariableMissing("acknowledgement lacks something")
        return render(template, variables)

    monkeypatch.setattr(words.templates, "render", hole)
    await bench.send()
    assert ["is done" in one.rendered.subject for one in bench.arrived] == [True]
    assert bench.delivery("acknowledgement").state == "accepted"


async def test_an_answer_is_not_forgotten_for_a_database_that_is_away(
    bench: Any, given_notifications: Any
) -> None:
    await acknowledged(bench, given_notifications)

    async def away() -> None:
        raise Transient("database: away")

    async def not_before_the_reservation() -> None:
        bench.seen_store.before["save"].extend([away, away])

    bench.channel.during = not_before_the_reservation
    await bench.send(passes=1)
    assert bench.delivery("acknowledgement").state == "handed_over"
    assert len(bench.arrived) == 1


async def test_a_clean_stop_answers_what_is_under_way(bench: Any, given_notifications: Any) -> None:
    await acknowledged(bench, given_notifications)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def under_way() -> None:
        begun.set()
        await go_on.wait()

    bench.channel.during = under_way
    alarm = Alarm(bench.sender, poll_seconds=5, gather_seconds=0.01)
    alarm.ring()
    running = asyncio.create_task(alarm.run())
    await begun.wait()
    running.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert bench.delivery("acknowledgement").state == "handed_over"
