"""The promise of the work, as sla says it, beside the assignment: whatever the order of streams."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from contracts import Event
from contracts.events.sla import (
    CommitmentMetV1,
    CommitmentMissWithdrawnV1,
    CommitmentMovedV1,
)
from contracts.words import CommitmentKind
from guichet_testing.promised import CASES, DUE, NOW, missed, registered, started
from routing.adapters.assignment_index import index
from routing.adapters.territories_shapely import ShapelyTerritories
from routing.application.snapshot import Snapshot
from routing.domain.directory import Directory
from routing.domain.grid import Grids
from routing.domain.promise import Kept, Promise

CASE = CASES[0]


async def test_a_promise_that_speaks_before_the_case_ends_in_the_same_assignment(
    house: Any,
) -> None:
    said: tuple[Event, ...] = (started(CASE, CommitmentKind.ACKNOWLEDGE), started(CASE))
    await house.hear(*said, borough="prevost")
    await house.hear(registered(CASE), borough="prevost")
    await house.hear(registered(CASES[1]), borough="prevost")
    await house.hear(
        started(CASES[1], CommitmentKind.ACKNOWLEDGE), started(CASES[1]), borough="prevost"
    )
    for case_id in CASES[:2]:
        state = house.state(case_id)
        assert state.is_assigned
        assert (state.promise.due_at, state.promise.demonstration) == (DUE, True)


async def test_pv_04_the_promise_moves_and_ends_as_sla_says_it(house: Any) -> None:
    later = DUE + datetime.timedelta(days=1)
    moved = CommitmentMovedV1(
        case_id=CASE,
        commitment_id=f"complete-{CASE}",
        commitment_kind=CommitmentKind.COMPLETE,
        due_at=later,
        previous_due_at=DUE,
        original_due_at=DUE,
        cause="reclassified",
        explanation_fr="",
        explanation_en="",
    )
    await house.hear(started(CASE), moved, missed(CASE), borough="prevost")
    assert house.state(CASE).promise.kept is Kept.MISSED
    met = CommitmentMetV1(
        case_id=CASE,
        commitment_id="of-another-promise",
        commitment_kind=CommitmentKind.COMPLETE,
        due_at=DUE,
        met_at=NOW,
    )
    await house.hear(met, borough="prevost", start=4)
    assert house.state(CASE).promise.kept is Kept.MISSED, "that was another promise"


@pytest.fixture
def new_house(
    house: Any, grids: Grids, territories: ShapelyTerritories, directory: Directory
) -> Callable[[], Any]:
    return lambda: type(house)(Snapshot(grids, territories, directory))


async def test_wherever_the_registration_comes_among_them_the_end_is_the_same(
    new_house: Callable[[], Any],
) -> None:
    kept_after_all = CommitmentMissWithdrawnV1(
        case_id=CASE,
        commitment_id=f"complete-{CASE}",
        commitment_kind=CommitmentKind.COMPLETE,
        due_at=DUE,
    )
    promises: list[Event] = [started(CASE), missed(CASE), kept_after_all]
    ends = []
    for place in range(len(promises) + 1):
        house = new_house()
        for number, event in enumerate(promises):
            if number == place:
                await house.hear(registered(CASE), borough="prevost")
            await house.hear(event, borough="prevost", start=number + 1)
        if place == len(promises):
            await house.hear(registered(CASE), borough="prevost")
        ends.append((house.state(CASE), index(house.state(CASE))))
    assert all(end == ends[0] for end in ends)
    assert ends[0][0].promise.kept is Kept.RUNNING, "whether it was kept is said next"


@pytest.mark.parametrize(
    ("kept", "is_late"),
    [
        (Kept.RUNNING, True),
        (Kept.MISSED, True),
        (Kept.MET, False),
        (Kept.CANCELLED, False),
        (Kept.WAITING, False),
    ],
)
def test_what_is_over_its_time_is_late_unless_it_was_kept_or_cancelled(
    kept: Kept, is_late: bool
) -> None:
    promise = Promise(commitment_id="one", due_at=DUE, kept=kept)
    assert promise.is_late(DUE + datetime.timedelta(seconds=1)) is is_late
    assert promise.is_late(NOW) is (kept is Kept.MISSED)
