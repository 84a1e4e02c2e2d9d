"""The figures of a case follow from the events of open topics, in whatever order topics come."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from chassis.faults import Permanent
from contracts import Event
from contracts.events.intake import (
    CaseAnsweredV1,
    CaseReclassifiedV1,
    CaseWithdrawnV1,
    RequesterJoinedV1,
)
from contracts.events.sla import (
    COMMITMENTS,
    CommitmentCancelledV1,
    CommitmentMovedV1,
    CommitmentResumedV1,
    CommitmentStartedV1,
    CommitmentSuspendedV1,
)
from contracts.registry import event_types
from contracts.words import Channel, CommitmentKind, Counting, Kind
from hypothesis import given, settings
from hypothesis import strategies as st
from sla.adapters.figures_index import figures_index
from sla.domain.performance.case_figures import CaseFigures, Stage
from sla.domain.performance.on_time import Judgement
from sla.entrypoints.performance.handlers import OF_FIGURES

WORDS = {"explanation_fr": "essai", "explanation_en": "test"}


class Story:
    """What is said of one case, topic by topic."""

    def __init__(self, told: Any) -> None:
        self.told = told
        self.due_at = told.complete_due_at
        self.one: dict[str, Any] = {
            "case_id": told.case_id,
            "commitment_id": "promise-1",
            "commitment_kind": CommitmentKind.COMPLETE,
        }

    def started(self, **changes: Any) -> CommitmentStartedV1:
        """The work is promised."""
        values = {
            **self.one,
            "due_at": self.due_at,
            "original_due_at": self.due_at,
            "started_at": self.told.received_at,
            "counting": Counting.WORKING_DAYS_END_OF_DAY,
            "amount": 4,
            "demonstration": False,
            **WORDS,
        }
        return CommitmentStartedV1.model_validate(values | changes)

    def moved(self, days: int) -> CommitmentMovedV1:
        """The due time is another one."""
        return CommitmentMovedV1(
            **self.one,
            due_at=self.due_at + timedelta(days=days),
            previous_due_at=self.due_at,
            original_due_at=self.due_at,
            cause="rules",
            **WORDS,
        )

    def cancelled(self) -> CommitmentCancelledV1:
        """Nothing is promised any more."""
        return CommitmentCancelledV1(**self.one, due_at=self.due_at, reason="withdrawn")

    def joined(self, requesters: int, channel: Channel = Channel.WEB) -> RequesterJoinedV1:
        """A neighbour asks for the same."""
        return RequesterJoinedV1(
            case_id=self.told.case_id,
            joined_at=self.told.received_at,
            channel=channel,
            requesters=requesters,
            contacts_version=2,
        )

    def play(self, *events: Event) -> CaseFigures:
        """Told one after another."""
        state: CaseFigures | None = None
        for number, event in enumerate(events, start=1):
            received = self.told.received(event, number)
            outcome = OF_FIGURES[type(event)](state, received, self.told.long_after)
            if outcome is not None:
                assert not outcome.events, "a projection says nothing"
                state = outcome.state
        assert state is not None
        return state


@pytest.fixture
def story(told: Any) -> Story:
    return Story(told)


def topics(story: Story) -> list[list[Event]]:
    """The life of a case, as each topic tells it."""
    told = story.told
    of_intake = [
        told.registered(),
        story.joined(2),
        told.completed(story.due_at.date()),
        told.reopened(told.received_at + timedelta(days=30)),
    ]
    again = story.started(commitment_id="promise-2", started_at=told.long_after)
    return [
        of_intake,
        [told.assigned(), told.assigned(2)],
        [story.started(), story.moved(3), again],
    ]


@settings(deadline=None)
@given(order=st.permutations([0] * 4 + [1] * 2 + [2] * 3))
def test_any_interleaving_of_the_topics_gives_the_same_figures(told: Any, order: list[int]) -> None:
    story = Story(told)
    streams = topics(story)
    places = [0, 0, 0]
    events: list[Event] = []
    for topic in order:
        events.append(streams[topic][places[topic]])
        places[topic] += 1
    straight = [event for stream in streams for event in stream]
    assert story.play(*events) == story.play(*straight)


def test_mt_07_the_borough_that_answers_is_the_one_that_is_counted(story: Story) -> None:
    told = story.told
    figures = story.play(told.registered(), told.assigned(borough="verdun"))
    index = figures_index(figures)
    assert (index["borough"], index["department"]) == ("verdun", "travaux-publics")
    assert index["boroughs"] == ["prevost", "verdun"]
    assert (index["month"], index["open_since"]) == ("2026-06", "2026-06-15")


def test_a_promise_that_moved_is_judged_by_both_deadlines(story: Story) -> None:
    done_at = story.due_at + timedelta(days=2)
    done = story.told.completed(done_at.date(), done_at)
    figures = story.play(story.told.registered(), story.started(), story.moved(3), done)
    assert figures.judged(original=False) is Judgement.ON_TIME
    assert figures.judged(original=True) is Judgement.LATE


def test_while_it_waits_for_the_citizen_no_due_time_runs_whatever_moves(story: Story) -> None:
    told = story.told
    waits = CommitmentSuspendedV1(
        **story.one,
        due_at=story.due_at,
        stopped_at=told.received_at,
        until_at=told.long_after,
        reason="waiting-for-citizen",
    )
    suspended = story.play(told.registered(), story.started(), waits, story.moved(3))
    assert figures_index(suspended)["due_at"] is None
    again = CommitmentResumedV1(
        **story.one,
        due_at=story.due_at + timedelta(days=5),
        previous_due_at=story.due_at,
        original_due_at=story.due_at,
        stopped_at=told.received_at,
        resumed_at=told.received_at + timedelta(days=5),
        reason="waiting-for-citizen",
        **WORDS,
    )
    resumed = story.play(told.registered(), story.started(), waits, again)
    assert figures_index(resumed)["due_at"] == story.due_at + timedelta(days=5)
    assert figures_index(resumed)["original_due_at"] == story.due_at


def test_a_promise_that_was_cancelled_judges_nothing(story: Story) -> None:
    told = story.told
    withdrawn = CaseWithdrawnV1(case_id=told.case_id, withdrawn_at=told.received_at)
    figures = story.play(told.registered(), story.started(), withdrawn, story.cancelled())
    assert figures.stage is Stage.WITHDRAWN
    assert figures.judged(original=False) is Judgement.NONE


def test_mh_14_an_answer_given_at_once_is_first_contact_until_the_case_is_reopened(
    story: Story,
) -> None:
    told = story.told
    answer = CaseAnsweredV1(case_id=told.case_id, answered_at=told.received_at, reference="x")
    registered = told.registered(kind=Kind.INFORMATION)
    assert story.play(registered, answer).is_first_contact
    again = story.play(registered, answer, told.reopened(told.long_after))
    assert not again.is_first_contact
    assert again.stage is Stage.OPEN


def test_pv_44_a_request_that_turns_out_to_be_a_complaint_leaves_the_figures(
    story: Story,
) -> None:
    told = story.told
    complaint = CaseReclassifiedV1(
        case_id=told.case_id,
        kind=Kind.COMPLAINT,
        activity="Plainte",
        reclassified_at=told.received_at,
    )
    assert story.play(told.registered()).is_counted
    assert not story.play(told.registered(), complaint).is_counted


def test_requesters_are_counted_by_the_way_they_came(story: Story) -> None:
    figures = story.play(
        story.told.registered(), story.joined(2), story.joined(3), story.joined(4, Channel.PHONE)
    )
    assert figures.requesters == {"phone": 2, "web": 2}


def test_every_word_on_a_promise_is_understood_and_others_than_work_are_not_counted(
    story: Story,
) -> None:
    said = {event for event in event_types().values() if event.topic == COMMITMENTS}
    assert said <= set(OF_FIGURES)
    acknowledge = story.started(commitment_kind=CommitmentKind.ACKNOWLEDGE)
    assert story.play(story.told.registered(), acknowledge).promises == ()


def test_a_key_that_is_not_that_of_the_case_is_set_aside(story: Story) -> None:
    received = story.told.received(story.told.registered(), key=str(uuid4()))
    with pytest.raises(Permanent, match="key"):
        OF_FIGURES[type(received.data)](None, received, story.told.long_after)
