"""Four topics, no order between them: the same state, and the same facts said (DESIGN §3.3)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from contracts import Event
from contracts.events.intake import CaseReclassifiedV1, CaseWithdrawnV1
from contracts.events.routing import CaseUnroutedV1, GridPublishedV1
from contracts.words import Kind, UnroutedOutcome
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sla.adapters.rule_book import GridRuleBook
from sla.application.follow_case import FollowCase
from sla.domain.commitment import Commitments, State

TICK = "tick"
Steps = list[Event | str]


def played(told: Any, steps: Steps) -> tuple[Commitments | None, list[str]]:
    """All at one instant, long after every due time; in the end all streams are read."""
    book, now = GridRuleBook(told.seed), told.long_after
    cases, handlers = FollowCase(book), told.handlers(book)
    state: Commitments | None = None
    said: list[Event] = []
    for number, step in enumerate([*steps, TICK], start=1):
        last = number > len(steps)
        if isinstance(step, GridPublishedV1):
            book.learn(told.kept(step))
            continue
        if not isinstance(step, str):
            outcome = handlers[type(step)](state, told.received(step, number), now)
        else:
            outcome = None if state is None else cases.tick(state, now, now if last else None)
        if outcome is not None:
            state = outcome.state
            said += [one for one in outcome.events if isinstance(one, Event)]
    if state is not None:
        # What moved is a history of what was said on the way, and ways differ.
        state = state.model_copy(update={"moves": ()})
    return state, [f"{one.wire_type} {one.model_dump_json()}" for one in said]


def interleaved(data: st.DataObject, topics: Sequence[Sequence[Event]], ticks: int) -> Steps:
    """One order that keeps the order within each topic, with ticks strewn in."""
    marks = [number for number, topic in enumerate(topics) for _ in topic] + [-1] * ticks
    queues = [iter(topic) for topic in topics]
    return [TICK if mark < 0 else next(queues[mark]) for mark in data.draw(st.permutations(marks))]


def completions(told: Any) -> st.SearchStrategy[list[Event]]:
    days = st.dates(date(2026, 6, 15), date(2026, 6, 30))
    return st.lists(st.builds(told.completed, days), max_size=1)


def withdrawals(told: Any) -> st.SearchStrategy[list[Event]]:
    hours = st.integers(0, 200).map(lambda number: told.received_at + timedelta(hours=number))
    withdrawn = hours.map(lambda at: CaseWithdrawnV1(case_id=told.case_id, withdrawn_at=at))
    return st.lists(withdrawn, max_size=1)


def acknowledgements(told: Any) -> st.SearchStrategy[list[Event]]:
    hours = st.integers(0, 60).map(lambda number: told.received_at + timedelta(hours=number))
    return st.lists(st.builds(told.handed_over, hours), max_size=1)


def grids(told: Any) -> list[Event]:
    days = {"kind": "complete", "counting": "calendar_days", "amount": 30}
    return [told.grid(1), told.grid(2, effective_on="2026-08-01", commitments=[days])]


def last_words(said: list[str]) -> dict[str, str]:
    """What a reader who keeps the newest word on each promise is left with."""
    return {text.partition('"commitment_id":')[2][:38]: text.split()[0] for text in said}


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_every_interleaving_says_the_same_facts(told: Any, data: st.DataObject) -> None:
    topics: list[list[Event]] = [
        [told.registered(), *data.draw(completions(told))],
        [told.assigned(data.draw(st.sampled_from((1, 2))))],
        data.draw(acknowledgements(told)),
        grids(told),
    ]
    in_order: Steps = [event for topic in reversed(topics) for event in topic]
    state, said = played(told, interleaved(data, topics, ticks=2))
    expected, words = played(told, in_order)
    assert (state, sorted(said)) == (expected, sorted(words))


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_withdrawal_ends_in_the_same_last_words(told: Any, data: st.DataObject) -> None:
    """Cancelled may be said before an acknowledgement of earlier is heard: then met has the last
    word."""
    topics: list[list[Event]] = [
        [told.registered(), *data.draw(withdrawals(told))],
        [told.assigned()],
        data.draw(acknowledgements(told)),
        grids(told),
    ]
    in_order: Steps = [event for topic in reversed(topics) for event in topic]
    state, said = played(told, interleaved(data, topics, ticks=2))
    expected, words = played(told, in_order)
    assert (state, last_words(said)) == (expected, last_words(words))


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_every_interleaving_with_changes_of_mind_ends_alike(told: Any, data: st.DataObject) -> None:
    reclassified = CaseReclassifiedV1(
        case_id=told.case_id,
        kind=Kind.COMPLAINT,
        activity="graffiti",
        reclassified_at=told.received_at,
    )
    unrouted = CaseUnroutedV1(
        case_id=told.case_id,
        decided_at=told.received_at,
        reason_fr="essai",
        reason_en="test",
        outcome=UnroutedOutcome.NO_RULE,
    )
    routings = st.sampled_from((told.assigned(1), told.assigned(2), unrouted))
    topics: list[list[Event]] = [
        [told.registered(), reclassified, *data.draw(completions(told) | withdrawals(told))],
        data.draw(st.lists(routings, max_size=3)),
        data.draw(acknowledgements(told)),
        grids(told),
    ]
    in_order: Steps = [event for topic in reversed(topics) for event in topic]
    state, said = played(told, interleaved(data, topics, ticks=2))
    assert state == played(told, in_order)[0]
    assert state is not None
    for one in state.commitments:
        mine = [text for text in said if one.commitment_id in text]
        missed = any(text.startswith("sla.commitment-missed") for text in mine)
        assert one.state is not State.MISSED or missed
