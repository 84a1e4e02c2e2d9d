"""Likely twins: the same thing, near and lately; what is found, and what never is."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from contracts.words import Channel, Kind
from hypothesis import example, given
from hypothesis import strategies as st
from intake.domain.activities import ActivityNames, GridWords, Vocabulary
from intake.domain.case import Case
from intake.domain.counter_rules import CounterRules
from intake.domain.dossier import Brought, Origin, Place, Work
from intake.domain.twins import (
    Point,
    cell_of,
    cells_around,
    distance_metres,
    likely_twins,
    names_of,
)

NOW = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
HERE = Point(-73.86, 45.49)
NAME = frozenset({"nid de poule"})
RULES = CounterRules()
METRES_PER_DEGREE = 111_195.0
POINTS = st.builds(
    Point, st.floats(-79.5, -57.1, allow_nan=False), st.floats(45.0, 62.5, allow_nan=False)
)


def case(
    point: Point = HERE,
    *,
    kind: Kind = Kind.REQUEST,
    activity: str = "Nid-de-poule",
    received_at: datetime = NOW - timedelta(days=1),
    case_id: str = "c",
) -> Case:
    brought = Brought(
        borough="pierrefonds-roxboro",
        kind=kind,
        activity=activity,
        channel=Channel.PHONE,
        origin=Origin.CITIZEN,
        received_at=received_at,
        description="Un trou.",
        place=Place(longitude=point.longitude, latitude=point.latitude),
    )
    return Case(case_id=case_id, borough="pierrefonds-roxboro").register(brought, "h")[0]


def away(point: Point, metres: float, bearing: float) -> Point:
    """The point that lies so far in a direction (radians, from the north)."""
    angle = metres / (METRES_PER_DEGREE * 180 / math.pi)
    low = math.radians(point.latitude)
    high = math.asin(
        math.sin(low) * math.cos(angle) + math.cos(low) * math.sin(angle) * math.cos(bearing)
    )
    across = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(low),
        math.cos(angle) - math.sin(low) * math.sin(high),
    )
    return Point(point.longitude + math.degrees(across), math.degrees(high))


def found(point: Point, held: Case, rules: CounterRules = RULES) -> bool:
    """As the finder does: by the cell of the index, then by the rules."""
    if cell_of(held) not in cells_around(point, rules.twin_radius_metres, NAME):
        return False
    return bool(likely_twins([held], point, NAME, rules, NOW))


@given(
    point=POINTS,
    part=st.floats(0, 1),
    bearing=st.floats(0, 2 * math.pi),
    radius=st.integers(1, 1000),
)
@example(point=Point(-73.5, 45.5), part=1.0, bearing=0.0, radius=50)
@example(point=Point(-73.5, 45.5), part=1.0, bearing=math.pi / 2, radius=1000)
@example(point=Point(-73.5, 45.5), part=1.0, bearing=3 * math.pi / 2, radius=1)
def test_within_the_radius_a_twin_is_found_whatever_border_lies_between(
    point: Point, part: float, bearing: float, radius: int
) -> None:
    # A millionth short of the radius: at the very radius the last digit decides.
    other = away(point, part * radius * (1 - 1e-6), bearing)
    assert found(point, case(other), CounterRules(twin_radius_metres=radius))


@given(
    point=POINTS,
    more=st.floats(1e-5, 10),
    bearing=st.floats(0, 2 * math.pi),
    radius=st.integers(1, 1000),
)
def test_beyond_the_radius_nothing_is_found(
    point: Point, more: float, bearing: float, radius: int
) -> None:
    other = away(point, radius * (1 + more) + 0.01, bearing)
    assert not found(point, case(other), CounterRules(twin_radius_metres=radius))


def test_a_degree_of_latitude_is_as_long_as_it_is() -> None:
    assert distance_metres(Point(-73, 45), Point(-73, 46)) == pytest.approx(111_195, abs=1)
    assert distance_metres(HERE, HERE) == 0


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.CLAIM, Kind.ACCESS, Kind.INFORMATION])
def test_what_is_one_persons_own_has_no_twin_pv_45(kind: Kind) -> None:
    held = case(kind=kind)
    assert cell_of(held) == ""
    assert likely_twins([held], HERE, NAME, RULES, NOW) == []


def test_another_activity_an_older_case_and_a_withdrawn_one_are_no_twins() -> None:
    assert found(HERE, case())
    assert not found(HERE, case(activity="Graffiti"))
    assert not found(HERE, case(received_at=NOW - timedelta(days=31)))
    assert found(HERE, case(received_at=NOW - timedelta(days=29)))
    assert not found(HERE, case().withdraw(NOW, "citizen")[0])


def test_what_was_just_completed_is_shown_and_is_not_joined() -> None:
    work = Work(done_on=date(2026, 6, 15), completed_at=NOW, intervention_code="238")
    done, _ = case().work_completed(work)
    (twin,) = likely_twins([done], HERE, NAME, RULES, NOW)
    assert not twin.can_be_joined
    (twin,) = likely_twins([case()], HERE, NAME, RULES, NOW)
    assert twin.can_be_joined


def test_near_and_new_come_first_and_five_are_enough() -> None:
    held = [
        case(away(HERE, metres, 0), case_id=f"{metres}", received_at=NOW - timedelta(days=days))
        for metres, days in ((40, 1), (1, 1), (1, 20), (45, 25), (20, 2), (30, 29), (10, 1))
    ]
    twins = likely_twins(held, HERE, NAME, RULES, NOW)
    assert [twin.case.case_id for twin in twins] == ["1", "10", "20", "1", "40"]
    assert twins[0].distance_metres == pytest.approx(1, abs=0.01)


def test_an_activity_is_the_same_under_each_of_its_names() -> None:
    one = ActivityNames(
        code="pothole", name_fr="Nid-de-poule", name_en="Pothole", synonyms=("Trou",)
    )
    words = Vocabulary([GridWords(borough="b", version=1, activities=(one,))])
    assert names_of("POTHOLE", "b", words) == {"pothole", "nid de poule", "trou"}
    assert names_of("Arbre", "b", words) == {"arbre"}


def test_there_are_no_cells_at_the_poles() -> None:
    assert cells_around(Point(0, 90), 50, NAME) == frozenset()


def test_fifty_metres_touch_four_cells_at_most() -> None:
    assert max(len(cells_around(away(HERE, step * 13, step), 50, NAME)) for step in range(200)) == 4
