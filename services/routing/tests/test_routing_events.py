"""Every fact of the domain has its event, every grid its own; and what is never said."""

import datetime
from dataclasses import fields
from typing import Any, get_args

import pytest
from chassis.faults import Permanent
from contracts import Event
from contracts.events.routing import (
    CaseAssignedV1,
    CaseReassignedV1,
    CaseUnroutedV1,
    GridPublishedV1,
    WorkCompletedV1,
)
from routing.application.grid_event import grid_event
from routing.application.publish_grid import digest_of
from routing.application.translate import UNROUTED, contract_events
from routing.domain.easter import good_friday
from routing.domain.facts import Decision, Outcome
from routing.domain.grid import Grid, Grids
from routing.domain.routed import (
    Assigned,
    Move,
    Reassigned,
    Released,
    RoutingFact,
    Unrouted,
    WorkCompleted,
)

AT = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)
CANARY = "canari"
ASSIGNED = Decision(
    outcome=Outcome.ASSIGNED,
    reason_fr="parce que",
    reason_en="because",
    grid_version="montreal@1",
    rule="nid-de-poule",
    responsible_borough="prevost",
    department="travaux-publics",
    department_name_fr="Travaux publics",
    reception_person="post-1",
    execution_person="post-2",
)
UNKNOWN = Decision(outcome=Outcome.NO_RULE, reason_fr="sans règle", reason_en="no rule")
FACTS: dict[type, tuple[Any, list[type[Event]]]] = {
    Assigned: (Assigned("case-1", AT, ASSIGNED), [CaseAssignedV1]),
    Unrouted: (Unrouted("case-1", AT, UNKNOWN), [CaseUnroutedV1]),
    Reassigned: (
        Reassigned("case-1", AT, UNKNOWN, ASSIGNED, "remplace", "stands in"),
        [CaseReassignedV1],
    ),
    Released: (Released("case-1", AT, ASSIGNED), []),
    WorkCompleted: (
        WorkCompleted(
            case_id="case-1",
            at=AT,
            borough="prevost",
            department="travaux-publics",
            code="238",
            planned_on=None,
            done_on=AT.date(),
            extension="4202",
            completed_by=f"{CANARY} Tremblay",
            internal_note=f"{CANARY} interne",
            public_note=f"{CANARY} public",
        ),
        [WorkCompletedV1],
    ),
}


@pytest.mark.parametrize("kind", FACTS)
def test_every_fact_has_its_translation(kind: type, grids: Grids) -> None:
    fact, events = FACTS[kind]
    said = list(contract_events([fact], grids))
    assert [type(event) for event in said] == events
    for event in said:
        assert type(event).model_validate_json(event.model_dump_json()) == event
        assert CANARY not in event.model_dump_json()


def test_every_outcome_but_assigned_has_its_word() -> None:
    assert UNROUTED.keys() == set(Outcome) - {Outcome.ASSIGNED}
    assert [one.value for one in UNROUTED.values()] == [
        one.value.replace("_", "-") for one in UNROUTED
    ]


def test_the_event_names_the_grid_that_holds_the_commitments_and_the_activity(
    grids: Grids,
) -> None:
    (said,) = contract_events([Assigned("case-1", AT, ASSIGNED)], grids)
    assert isinstance(said, CaseAssignedV1)
    assert (said.grid_version, said.rule, said.activity) == (1, "nid-de-poule", "nid-de-poule")
    clerk = ASSIGNED.model_copy(update={"rule": "clerk-claim"})
    (said,) = contract_events([Assigned("case-1", AT, clerk)], grids)
    assert isinstance(said, CaseAssignedV1)
    assert said.activity == ""


def test_every_grid_becomes_a_valid_event_that_names_posts_only(grids: Grids) -> None:
    for grid in grids:
        event = grid_event(grid.manifest, digest_of(grid.manifest))
        text = event.model_dump_json()
        assert GridPublishedV1.model_validate_json(text) == event
        for seed in grid.manifest.designations:
            for post in filter(None, (seed.reception, seed.execution)):
                assert post.email not in text
                assert post.person_id not in text


def test_the_grid_of_prevost_says_what_the_others_read(grids: Grids) -> None:
    grid = grids.on("prevost", AT.date())
    assert grid is not None
    event = grid_event(grid.manifest, "digest")
    acknowledge = next(one for one in event.commitments if one.kind == "acknowledge")
    assert (acknowledge.counting, acknowledge.amount) == ("no_delay", 0)
    lamp = next(one for one in event.activities if one.name_fr == "Lampadaire défectueux")
    assert lamp.code
    assert "Éclairage défectueux" in lamp.synonyms
    assert event.inherits is None
    assert event.calendar.weekly["monday"] == [("08:30", "16:30")]
    assert "saturday" not in event.calendar.weekly
    assert event.calendar.easter_monday
    assert event.calendar.opened == []
    assert datetime.date(2026, 12, 24) in {one.on for one in event.calendar.closures}
    assert (event.complaints.model, event.complaints.max_age_days) == ("central", 15)
    assert event.messages.from_email == "service-aux-citoyens@prevost.example.org"


def test_who_observes_easter_monday_alone_is_open_on_good_friday(grids: Grids) -> None:
    grid = grids.on("prevost", AT.date())
    assert grid is not None
    held = grid.manifest.calendar
    days = held.holidays.model_copy(update={"easter": "easter-monday", "also": ("02-29",)})
    calendar = held.model_copy(update={"holidays": days})
    manifest = grid.manifest.model_copy(update={"calendar": calendar})
    event = grid_event(manifest, "digest")
    assert event.calendar.opened == [good_friday(year) for year in days.years]
    assert good_friday(2026) == datetime.date(2026, 4, 3)
    assert [one.on for one in event.calendar.closures] == [datetime.date(2028, 2, 29)]


async def test_a_grid_is_published_once_however_often_routing_starts(
    house: Any, grids: Grids
) -> None:
    for _ in range(3):
        await house.press(grids).publish()
    documents = house.published.documents
    assert documents.keys() == {grid.version for grid in grids}
    for name, document in documents.items():
        assert [(entry.key, entry.sequence) for entry in document.pending] == [(name, 1)]
        assert document.pending[0].headers["ce_borough"] == name.partition("@")[0]


async def test_a_grid_changed_under_its_version_is_refused(house: Any, grids: Grids) -> None:
    await house.press(grids).publish()
    grid = grids.on("prevost", AT.date())
    assert grid is not None
    changed = grid.manifest.model_copy(update={"departments": grid.manifest.departments[:-1]})
    with pytest.raises(Permanent, match=r"prevost@1: .* needs a new borough\.version"):
        await house.press([Grid(changed)]).publish()
    newer = changed.model_copy(
        update={"borough": changed.borough.model_copy(update={"version": 2})}
    )
    await house.press([Grid(newer)]).publish()
    assert "prevost@2" in house.published.documents


def test_a_fact_that_is_not_here_would_fail() -> None:
    assert FACTS.keys() == set(get_args(RoutingFact)) - set(get_args(Move))
    assert all(fields(kind) for kind in FACTS)
