"""What the other services say, in any order; the pilot's requests; nothing counted twice."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from contracts import Envelope, Event, Received
from contracts.events.complaints import AdmissibilityDecidedV1, ComplaintOpenedV1
from contracts.events.intake import CaseCompletedV1, CompletionRefusedV1
from contracts.events.notifications import MessageHandedOverV1, MessageUncertainV1
from contracts.events.routing import (
    CaseAssignedV1,
    CaseReassignedV1,
    CaseUnroutedV1,
    WorkCompletedV1,
)
from contracts.events.sla import CommitmentMissedV1, CommitmentMissWithdrawnV1, CommitmentStartedV1
from contracts.words import Admissibility, CommitmentKind, Counting, RecipientKind, UnroutedOutcome
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.adapters.case_index import disposition, index
from intake.application.register_case import register_case
from intake.domain.case import Case
from intake.domain.dossier import Brought, Contact, Origin, Status
from intake.domain.steps import next_step
from intake.domain.timeline import Timeline
from intake.domain.tracking import TrackingCodes
from intake.entrypoints.case_queries import Dossier
from intake.entrypoints.subscribers import Subscribers
from intake.entrypoints.timeline_handlers import OF_TIMELINE
from intake.entrypoints.views import for_staff

NOW = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
CASE = "5f0c1e0a-0000-4000-8000-000000000001"
CODES = TrackingCodes("secret" * 8)
SUBSCRIBERS = Subscribers(frozenset({"prevost"}), CODES, lambda borough, activity: None)


def envelope(event: Event, subject: str = CASE, at: datetime = NOW) -> Envelope:
    return Envelope(
        id=uuid4(),
        source="/pilot/online",
        type=event.wire_type,
        time=at,
        subject=subject,
        borough="prevost",
        correlationid="c1",
    )


def assigned(minutes: int, borough: str = "prevost", again: bool = False) -> CaseAssignedV1:
    return (CaseReassignedV1 if again else CaseAssignedV1)(
        case_id=CASE,
        decided_at=NOW + timedelta(minutes=minutes),
        reason_fr="Grille de Prévost v1",
        reason_en="Grid of Prévost v1",
        responsible_borough=borough,
        department="tp",
        department_name_fr="Travaux publics",
        department_name_en="Public works",
        reception="tp-reception",
        grid_version=1,
        rule="r1",
    )


def unrouted(minutes: int) -> CaseUnroutedV1:
    return CaseUnroutedV1(
        case_id=CASE,
        decided_at=NOW + timedelta(minutes=minutes),
        reason_fr="Aucune règle",
        reason_en="No rule",
        outcome=UnroutedOutcome.NO_RULE,
    )


def work(minutes: int) -> WorkCompletedV1:
    return WorkCompletedV1(
        case_id=CASE,
        intervention_code="238",
        done_on=date(2026, 6, 15),
        extension="4100",
        completed_at=NOW + timedelta(minutes=minutes),
    )


def started(number: int) -> CommitmentStartedV1:
    due_at = NOW + timedelta(days=number)
    return CommitmentStartedV1(
        case_id=CASE,
        commitment_id=f"c{number}",
        commitment_kind=CommitmentKind.COMPLETE,
        due_at=due_at,
        original_due_at=due_at,
        started_at=NOW,
        counting=Counting.CALENDAR_DAYS,
        amount=number,
        demonstration=True,
        explanation_fr="…",
        explanation_en="…",
    )


def missed(number: int, cls: type[Any] = CommitmentMissedV1) -> Event:
    more = {"read_until": NOW} if cls is CommitmentMissedV1 else {}
    made: Event = cls(
        case_id=CASE,
        commitment_id=f"c{number}",
        commitment_kind=CommitmentKind.COMPLETE,
        due_at=NOW + timedelta(days=number),
        **more,
    )
    return made


def message(cls: type[Any], number: int) -> Event:
    made: Event = cls(
        case_id=CASE,
        delivery_id=f"d{number}",
        template="acknowledgement",
        channel="email",
        recipient=RecipientKind.CITIZEN,
        at=NOW + timedelta(minutes=number),
    )
    return made


opened = ComplaintOpenedV1(case_id=CASE, opened_at=NOW)
invited = AdmissibilityDecidedV1(
    case_id=CASE,
    decided_at=NOW,
    admissibility=Admissibility.INVITED,
    code="NON_SIGNEE",
    respond_by_on=date(2026, 6, 30),
)


def brought(**changes: Any) -> Brought:
    whole: dict[str, Any] = {
        "borough": "prevost",
        "kind": "request",
        "activity": "Nid-de-poule",
        "channel": "phone",
        "origin": Origin.CITIZEN,
        "received_at": NOW,
        "description": "Un trou",
        "contact": Contact(name="Alix"),
        **changes,
    }
    return Brought.model_validate(whole)


def take(state: Case | None, step: Event | Brought) -> tuple[Case, Sequence[Any]]:
    """One step as the inbox (or the counter) takes it."""
    if isinstance(step, Brought):
        outcome = register_case(state, CASE, step, CODES)
    else:
        handler = SUBSCRIBERS.by_topic()[step.topic][type(step)]
        handled = handler(state, Received(envelope(step), step), NOW)
        assert handled is not None
        outcome = handled
    stored = Case.model_validate_json(outcome.state.model_dump_json())
    assert stored == outcome.state, "the store would give back something else"
    return stored, outcome.events


def played(steps: Sequence[Event | Brought]) -> tuple[Case, list[Any]]:
    state, said = None, list[Any]()
    for step in steps:
        handled = {Brought} if isinstance(step, Brought) else SUBSCRIBERS.by_topic().get(step.topic)
        if type(step) not in (handled or {}):
            continue  # told in the timeline alone
        state, events = take(state, step)
        said += events
    assert state is not None
    return state, said


def retold(steps: Sequence[Event | Brought]) -> Timeline:
    """The timeline that the same steps make."""
    timeline: Timeline | None = None
    for step in steps:
        if isinstance(step, Brought) or type(step) not in OF_TIMELINE:
            continue
        handled = OF_TIMELINE[type(step)](timeline, Received(envelope(step), step), NOW)
        assert handled is not None
        assert not handled.events, "a projection says nothing"
        timeline = Timeline.model_validate_json(handled.state.model_dump_json())
        assert timeline == handled.state, "the store would give back something else"
    return timeline or Timeline(case_id=CASE, borough="prevost")


def dossier(steps: Sequence[Event | Brought]) -> Dossier:
    return Dossier(played(steps)[0], retold(steps))


def settled(case: Case) -> dict[str, Any]:
    """The state, its timeline as a set: lines are told by their time, not their arrival."""
    whole = case.model_dump(mode="json")
    whole["journal"] = sorted(map(str, whole["journal"]))
    return whole


def in_words(said: Sequence[Event]) -> list[str]:
    return sorted(f"{event.wire_type} {event.model_dump_json()}" for event in said)


registrations = st.sampled_from(
    [
        brought(),
        brought(kind="complaint", activity=""),
        brought(kind="information", answer_reference="Dépliant 4"),
        brought(contact=None),
    ]
).map(lambda one: [one])
routing = st.lists(
    st.one_of(
        st.builds(
            assigned, st.integers(0, 9), st.sampled_from(["prevost", "verdun"]), st.booleans()
        ),
        st.builds(unrouted, st.integers(0, 9)),
        st.builds(work, st.integers(0, 9)),
    ),
    max_size=4,
)
sla = st.lists(
    st.one_of(
        st.builds(started, st.integers(1, 2)),
        st.builds(missed, st.integers(1, 2)),
        st.builds(missed, st.integers(1, 2), st.just(CommitmentMissWithdrawnV1)),
    ),
    max_size=3,
)
complaints = st.lists(st.sampled_from([opened, invited]), max_size=2)
notifications = st.lists(
    st.builds(
        message, st.sampled_from([MessageUncertainV1, MessageHandedOverV1]), st.integers(1, 2)
    ),
    max_size=3,
)
topics = st.tuples(registrations, routing, sla, complaints, notifications)


@settings(max_examples=150, deadline=None)
@given(topics, st.data())
def test_every_interleaving_of_the_topics_ends_in_the_same_state(
    told: tuple[list[Any], ...], data: st.DataObject
) -> None:
    marks = [number for number, topic in enumerate(told) for _ in topic]
    queues = [iter(topic) for topic in told]
    shuffled = [next(queues[mark]) for mark in data.draw(st.permutations(marks))]
    in_order = [step for topic in told for step in topic]
    mixed, said = played(shuffled)
    straight, expected = played(in_order)
    assert retold(shuffled) == retold(in_order), "the timeline is the same to the last line"
    assert settled(mixed) == settled(straight)
    assert index(mixed) == index(straight)
    assert next_step(mixed) is next_step(straight)
    assert in_words(said) == in_words(expected), "not the same was said"


def test_assigned_then_done_completes_the_case_pv_53() -> None:
    state, said = played([brought(), assigned(1, "verdun"), work(5)])
    assert state.status is Status.COMPLETED
    assert state.boroughs == ["prevost", "verdun"]
    assert isinstance(said[-1], CaseCompletedV1)
    assert disposition(state) == "assigned"


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([brought(), work(1), work(2)], "already-completed"),
        ([brought(kind="information", answer_reference="Dépliant"), work(1)], "answered"),
    ],
)
def test_work_on_a_case_that_has_ended_is_refused_with_the_reason(
    steps: list[Any], reason: str
) -> None:
    refused = [one for one in played(steps)[1] if isinstance(one, CompletionRefusedV1)]
    assert [one.reason for one in refused] == [reason]


def test_work_on_a_withdrawn_case_is_refused() -> None:
    withdrawn, _ = played([brought()])[0].withdraw(NOW, "citizen")
    _, said = take(withdrawn, work(1))
    assert [one.reason for one in said] == ["withdrawn"]


def test_a_stub_says_nothing_and_is_shown_to_nobody() -> None:
    state, said = played([assigned(1), work(2)])
    assert (state.status, said) == (Status.AWAITED, [])
    assert index(state)["registered"] is False


def test_nobody_found_is_a_first_class_outcome_with_its_reason_pv_25() -> None:
    steps: list[Any] = [brought(), unrouted(1)]
    state, _ = played(steps)
    assert (state.status, next_step(state), disposition(state)) == (
        Status.REGISTERED,
        "technician",
        "no-rule",
    )
    told = for_staff(dossier(steps), "fr", with_contacts=False)
    assert "Aucune règle" in told["timeline"][-1]["text"]


def test_a_miss_that_is_withdrawn_runs_until_more_is_said_mh_13() -> None:
    steps = [started(3), missed(3), missed(3, CommitmentMissWithdrawnV1)]
    (promise,) = retold(steps).commitments
    assert (promise.standing, promise.demonstration) == ("running", True)


def test_an_invited_complainant_is_told_to_write_and_sign_pv_18() -> None:
    state, _ = played([brought(kind="complaint", activity=""), opened, invited])
    assert next_step(state) == "complaint-signature"


def test_the_dossier_shows_what_was_done_here_and_what_others_said_by_its_time_mh_11() -> None:
    done: list[Any] = [brought(), work(9)]
    steps = [assigned(7), message(MessageHandedOverV1, 3), *done, started(2), opened]
    told = for_staff(dossier(steps), "fr", with_contacts=False)
    whats = [line["what"] for line in told["timeline"]]
    assert set(whats[:3]) == {"registered", "commitment-started", "complaint-opened"}
    assert whats[3:] == ["message-handed-over", "assigned", "completed"]
    assert [one["commitmentId"] for one in told["commitments"]] == ["c2"]
    assert [one["deliveryId"] for one in told["deliveries"]] == ["d3"]


def test_a_line_that_an_older_journal_holds_of_others_is_told_once() -> None:
    case, _ = played([brought(), assigned(1)])
    line = retold([assigned(1)]).routing[0]
    older = case.model_copy(update={"journal": (*case.journal, line)})
    whats = [line.what for line in Dossier(older, retold([assigned(1)])).lines]
    assert whats == ["registered", "assigned"]


def test_a_timeline_is_for_those_boroughs_that_the_case_is_for() -> None:
    for steps in ([assigned(1, "verdun")], [assigned(1, "verdun"), unrouted(2)]):
        assert retold(steps).boroughs == played([brought(), *steps])[0].boroughs
