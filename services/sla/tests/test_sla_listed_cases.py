"""What the lists know of a case is the same in whatever order the topics told it (DESIGN §3)."""

from datetime import UTC, datetime
from typing import Any

from contracts import Event
from contracts.events.routing import CaseUnroutedV1
from contracts.words import UnroutedOutcome
from hypothesis import given
from hypothesis import strategies as st
from sla.domain.lists.listed_case import ListedCase
from sla.entrypoints.list_subscribers import OF_CASES

from services.sla.tests.conftest import Told

TOLD = Told()
LATER = datetime(2026, 6, 20, 14, 0, tzinfo=UTC)
OF_INTAKE: tuple[Event, ...] = (
    TOLD.registered(),
    TOLD.completed(LATER.date(), LATER),
    TOLD.reopened(LATER),
    TOLD.closed(LATER),
)
OF_ROUTING: tuple[Event, ...] = (
    TOLD.assigned(),
    CaseUnroutedV1(
        case_id=TOLD.case_id,
        decided_at=LATER,
        reason_fr="essai",
        reason_en="test",
        outcome=UnroutedOutcome.NO_DESIGNATION,
    ),
    TOLD.assigned(borough="verdun"),
)


def told(events: list[Event]) -> ListedCase | None:
    """The case after all of them, each told twice."""
    state: ListedCase | None = None
    for event in events:
        received: Any = TOLD.received(event)
        for _ in range(2):
            outcome = OF_CASES[type(event)](state, received, LATER)
            assert outcome is not None
            state = outcome.state
    return state


@given(st.lists(st.booleans(), min_size=7, max_size=7), st.integers(0, 4), st.integers(0, 3))
def test_any_order_between_the_topics_ends_in_the_same_case(
    turns: list[bool], heard_of_intake: int, heard_of_routing: int
) -> None:
    intake, routing = list(OF_INTAKE[:heard_of_intake]), list(OF_ROUTING[:heard_of_routing])
    mixed: list[Event] = []
    first, second = iter(intake), iter(routing)
    for turn in turns:
        mixed += [one for one in (next(first if turn else second, None),) if one is not None]
    mixed += [*first, *second]
    assert told(mixed) == told([*intake, *routing]) == told([*routing, *intake])


def test_a_request_is_listed_while_somebody_owes_it_and_by_whom_it_was_completed() -> None:
    steps = [*OF_INTAKE[:1], *OF_ROUTING[:1], *OF_INTAKE[1:]]
    states = [told(steps[: number + 1]) for number in range(len(steps))]
    assert [one.open_in for one in states if one] == [None, "prevost", None, "prevost", None]
    done = [one.completed_in for one in states if one]
    assert done == [None, None, "prevost/2026-06", None, None]
