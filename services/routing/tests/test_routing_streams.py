"""Two streams, any order between them: one end, one assignment; and nothing of the citizen said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from contracts import Event
from contracts.events.intake import (
    CaseClosedV1,
    CaseDetailsRecordedV1,
    CaseReclassifiedV1,
    CaseRegisteredV1,
    CaseReopenedV1,
    CaseWithdrawnV1,
)
from contracts.events.routing import CaseAssignedV1, CaseReassignedV1, CaseUnroutedV1
from guichet_testing.toy import NOW
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from routing.adapters.assignment_index import index
from routing.adapters.territories_shapely import ShapelyTerritories
from routing.application.snapshot import Snapshot
from routing.domain.directory import Directory
from routing.domain.facts import CaseFacts, Decision
from routing.domain.grid import Grids

CANARY = "canari"
CASE = "5f0c1d5e-0000-4000-8000-000000000001"
PIERREFONDS, PLATEAU, WESTMOUNT = (-73.85, 45.49), (-73.58, 45.525), (-73.6, 45.485)


def registered(**changes: Any) -> CaseRegisteredV1:
    facts = {
        "case_id": CASE,
        "kind": "request",
        "activity": "Nid-de-poule",
        "channel": "phone",
        "received_at": NOW,
        "details_version": 1,
        "contacts_version": 0,
    }
    return CaseRegisteredV1.model_validate(facts | changes)


def details(
    version: int = 1, point: tuple[float, float] | None = PIERREFONDS, address: str | None = None
) -> CaseDetailsRecordedV1:
    return CaseDetailsRecordedV1(
        case_id=CASE,
        version=version,
        longitude=point[0] if point else None,
        latitude=point[1] if point else None,
        address=address,
        description=f"{CANARY} 514 555-0199",
    )


def reclassified(kind: str, activity: str = "") -> CaseReclassifiedV1:
    facts = {"case_id": CASE, "kind": kind, "activity": activity, "reclassified_at": NOW}
    return CaseReclassifiedV1.model_validate(facts)


def withdrawn() -> CaseWithdrawnV1:
    return CaseWithdrawnV1(case_id=CASE, withdrawn_at=NOW + timedelta(hours=1))


def closed() -> CaseClosedV1:
    return CaseClosedV1(case_id=CASE, closed_at=NOW + timedelta(hours=2), without_work=True)


def reopened() -> CaseReopenedV1:
    return CaseReopenedV1(
        case_id=CASE, reopened_at=NOW + timedelta(hours=3), reason="new-information"
    )


async def test_the_case_waits_for_its_place_and_is_assigned_with_it(house: Any) -> None:
    await house.hear(registered())
    assert index(house.state(CASE))["outcome"] == "waiting"
    await house.hear(details())
    (said,) = house.said(CASE)
    assert isinstance(said, CaseAssignedV1)
    assert (said.responsible_borough, said.grid_version) == ("pierrefonds-roxboro", 1)
    found = index(house.state(CASE))
    shown = {
        "boroughs": ["montreal", "pierrefonds-roxboro"],
        "borough": "montreal",
        "responsible_borough": "pierrefonds-roxboro",
        "department": "travaux-publics",
        "kind": "request",
        "outcome": "assigned",
        "work": "open",
        "reception": "pr-travaux-publics-reception",
        "execution": "pr-travaux-publics-execution",
        "received_on": "2026-11-20",
        "lacks": "",
    }
    assert {name: found[name] for name in shown} == shown
    assert {
        "pierrefonds-roxboro/travaux-publics/reception/pr-travaux-publics-reception",
        "pierrefonds-roxboro/travaux-publics/execution/pr-travaux-publics-execution",
    } <= set(found["holders"])


async def test_without_details_to_come_the_case_is_assigned_at_once(house: Any) -> None:
    await house.hear(registered(details_version=0), borough="prevost")
    assert [type(event) for event in house.said(CASE)] == [CaseAssignedV1]


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        (registered(kind="information"), "none"),
        (registered(activity="une activité que personne ne connaît"), "no-rule"),
        (registered(), "out-of-territory"),
    ],
)
async def test_every_outcome_is_found_in_the_index(house: Any, event: Event, outcome: str) -> None:
    await house.hear(event)
    await house.hear(details(point=WESTMOUNT if outcome == "out-of-territory" else PIERREFONDS))
    assert index(house.state(CASE))["outcome"] == outcome
    said = house.said(CASE)
    assert all(isinstance(one, CaseUnroutedV1) and one.outcome == outcome for one in said)
    assert len(said) == (outcome != "none")


async def test_of_an_address_only_the_borough_is_kept(house: Any) -> None:
    await house.hear(registered())
    await house.hear(details(point=None, address=f"12, rue {CANARY}, Verdun, Montréal, QC"))
    assert house.state(CASE).place.address_borough == "Verdun"
    assert CANARY not in house.state(CASE).model_dump_json()
    assert house.said(CASE)[0].responsible_borough == "verdun"


@pytest.mark.parametrize("place_first", [True, False])
async def test_an_activity_that_is_not_said_in_the_open_comes_with_the_place(
    house: Any, place_first: bool
) -> None:
    typed = details().model_copy(update={"activity": "Nid-de-poule"})
    events: list[Event] = [registered(activity=""), typed]
    for event in reversed(events) if place_first else events:
        await house.hear(event)
    (said,) = house.said(CASE)
    assert isinstance(said, CaseAssignedV1)
    assert said.activity == "nid-de-poule"


async def test_a_withdrawn_case_is_assigned_to_nobody_whenever_its_place_comes(house: Any) -> None:
    await house.hear(registered(), withdrawn())
    await house.hear(details())
    assert (house.said(CASE), index(house.state(CASE))["outcome"]) == ([], "none")


@pytest.mark.parametrize(
    ("address", "outcome"),
    [("Coin Gouin et Saint-Jean", "no-rule"), ("Rue Sherbrooke, Westmount", "out-of-territory")],
)
async def test_a_case_that_was_placed_by_a_person_is_routed_anew(
    house: Any, address: str, outcome: str
) -> None:
    await house.hear(registered())
    await house.hear(details(point=None, address=address))
    assert [one.outcome for one in house.said(CASE)] == [outcome]
    await house.hear(details(version=2, address=address), start=2)
    said = house.said(CASE)
    assert [type(one) for one in said] == [CaseUnroutedV1, CaseAssignedV1]
    assert said[-1].responsible_borough == "pierrefonds-roxboro"


async def test_a_placed_case_that_moved_across_a_border_is_reassigned(house: Any) -> None:
    await house.hear(registered())
    await house.hear(details(), details(version=2, point=PLATEAU))
    moved = house.said(CASE)[-1]
    assert isinstance(moved, CaseReassignedV1)
    assert moved.responsible_borough == "le-plateau-mont-royal"


async def test_a_withdrawn_case_that_is_reopened_is_assigned_again(house: Any) -> None:
    await house.hear(registered(), withdrawn(), reopened())
    assert index(house.state(CASE))["outcome"] == "waiting"
    await house.hear(details())
    assert [type(one) for one in house.said(CASE)] == [CaseAssignedV1]


async def test_a_case_closed_without_work_names_who_has_it_and_is_nobodys_to_mend(
    house: Any,
) -> None:
    await house.hear(registered(), closed())
    await house.hear(details())
    assert house.state(CASE).is_assigned
    assert index(house.state(CASE))["holders"] == []
    await house.hear(reopened(), start=3)
    assert index(house.state(CASE))["holders"] != []
    assert [type(one) for one in house.said(CASE)] == [CaseAssignedV1]


async def test_a_complaint_that_becomes_a_request_waits_for_its_new_words(house: Any) -> None:
    complaint = registered(kind="complaint", activity="", details_version=0)
    await house.hear(complaint, borough="prevost")
    await house.hear(reclassified("request", "Nid-de-poule"), borough="prevost", start=2)
    assert house.state(CASE).awaits_place
    assert house.state(CASE).decision.department == "service-aux-citoyens"  # keeps it meanwhile
    await house.hear(details(point=None), borough="prevost")
    assert house.state(CASE).decision.department == "travaux-publics"


async def test_another_activity_of_the_same_department_is_said_for_promises_follow_it_pv_04(
    house: Any,
) -> None:
    borough = "pierrefonds-roxboro"
    await house.hear(registered(activity="Nid-de-poule"), borough=borough)
    await house.hear(details(point=None), borough=borough)
    await house.hear(reclassified("request", "Mobilier urbain"), borough=borough, start=2)
    first, second = house.said(CASE)
    assert (type(first), type(second)) == (CaseAssignedV1, CaseReassignedV1)
    assert (first.department, first.reception) == (second.department, second.reception)
    assert (first.activity, second.activity) == ("nid-de-poule", "mobilier-urbain-endommage")


async def test_nothing_of_the_citizen_is_said(house: Any) -> None:
    await house.hear(registered(activity=f"Mon voisin {CANARY}"))
    await house.hear(details(address=f"12 rue {CANARY}"))
    assert house.said(CASE)
    for entry in (*house.log.entries, *house.assignments.documents[CASE].pending):
        poured = entry.value.decode() + entry.key + "".join(entry.headers.values())
        assert CANARY not in poured.casefold()
        assert "514" not in poured


async def test_a_case_whose_plug_in_fails_is_parked_and_the_others_go_on(
    house: Any, grids: Grids
) -> None:
    def broken(_: CaseFacts) -> Decision | None:
        raise RuntimeError(CANARY)

    at_fault = [replace(grid, plugin=broken) if grid.slug == "prevost" else grid for grid in grids]
    house.snapshot.grids = Grids(at_fault)
    await house.hear(registered(details_version=0), borough="prevost")
    (letter,) = house.log.on("routing-dead-letters")
    assert b"plugin.route: RuntimeError" in letter.value
    assert CANARY.encode() not in letter.value
    other = CASE.replace("1", "2")
    await house.hear(registered(case_id=other, details_version=0), borough="mont-saint-hilaire")
    assert len(house.said(other)) == 1


def interleavings(one: list[Event], other: list[Event]) -> list[list[tuple[Event, int]]]:
    """All orders that keep the order per topic; each event with its sequence."""
    found: list[list[tuple[Event, int]]] = []
    for places in combinations(range(len(one) + len(other)), len(one)):
        left, right = iter(enumerate(one, 1)), iter(enumerate(other, 1))
        order = [next(left if at in places else right) for at in range(len(one) + len(other))]
        found.append([(event, number) for number, event in order])
    return found


async def live(house: Any, order: list[tuple[Event, int]], repeat: int) -> Any:
    """Hear all in this order, each `repeat` times over."""
    for event, number in order:
        for _ in range(repeat):
            await house.hear(event, start=number)
    return house


@pytest.fixture
def new_house(
    house: Any, grids: Grids, territories: ShapelyTerritories, directory: Directory
) -> Callable[[], Any]:
    return lambda: type(house)(Snapshot(grids, territories, directory))


@pytest.mark.parametrize("kind", ["request", "complaint", "information", "claim", "access"])
@pytest.mark.parametrize("point", [PIERREFONDS, WESTMOUNT, None])
async def test_a_registration_and_its_place_say_the_same_in_both_orders(
    new_house: Callable[[], Any], kind: str, point: tuple[float, float] | None
) -> None:
    told = []
    for order in interleavings([registered(kind=kind)], [details(point=point)]):
        house = await live(new_house(), order, repeat=2)
        told.append((house.state(CASE).model_dump(), house.said(CASE)))
    assert told[0] == told[1]


EVENTS_OF_THE_CASE = st.lists(
    st.sampled_from(
        [
            reclassified("request", "Nid-de-poule"),
            reclassified("request", "inconnue"),
            reclassified("complaint"),
            reclassified("information"),
            reclassified("claim"),
            withdrawn(),
            closed(),
            reopened(),
        ]
    ),
    max_size=3,
)
PLACES = st.lists(st.sampled_from([PIERREFONDS, PLATEAU, WESTMOUNT, None]), max_size=2)


@given(
    events=EVENTS_OF_THE_CASE,
    points=PLACES,
    version=st.sampled_from([0, 1]),
    channel=st.sampled_from(["phone", "elected"]),
)
@settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_every_interleaving_ends_the_same(
    new_house: Callable[[], Any],
    events: list[Event],
    points: list[Any],
    version: int,
    channel: str,
) -> None:
    cases: list[Event] = [registered(details_version=version, channel=channel), *events]
    places: list[Event] = [details(number, at) for number, at in enumerate(points, 1)]
    ends = []
    for order in interleavings(cases, places):
        house = await live(new_house(), order, repeat=1)
        state = house.state(CASE).model_dump(exclude={"history"})
        ends.append((state, index(house.state(CASE)), last_word(house)))
    assert all(end == ends[0] for end in ends)


def last_word(house: Any) -> tuple[str, ...]:
    """What a reader of the open topic believes in the end; of a released case nothing is said."""
    state, said = house.state(CASE), house.said(CASE)
    if state.decision is None or not said:
        return ()
    last = said[-1]
    return (getattr(last, "outcome", "assigned"), getattr(last, "department", ""))
