"""What needs two documents is found and mended without an event (rule 9; PV-25, PV-60, MH-10)."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from contracts.events.intake import CaseRegisteredV1
from contracts.events.routing import CaseAssignedV1, CaseReassignedV1, CaseUnroutedV1
from guichet_testing.toy import NOW
from hypothesis import given
from hypothesis import strategies as st
from routing.adapters.assignment_index import index
from routing.domain.assignment import Assignment
from routing.domain.directory import Absence, Designation, Directory, Role
from routing.domain.errors import PeopleRefused
from routing.domain.facts import Decision, Outcome
from routing.domain.held_facts import CompletedWork
from routing.domain.mending import changed_responsables, stale_holders
from routing.domain.people import BoroughPeople
from routing.domain.standing import holders
from routing.domain.work import WorkReport

CASE = "5f0c1d5e-0000-4000-8000-000000000002"
TODAY = datetime.date(2026, 11, 20)
SECRETARY, SURINTENDANT = "prevost-secretaire-travaux-publics", "prevost-surintendant"


def pothole(case_id: str = CASE) -> CaseRegisteredV1:
    facts = {
        "case_id": case_id,
        "kind": "request",
        "activity": "Nid-de-poule",
        "channel": "phone",
        "received_at": NOW,
        "details_version": 0,
        "contacts_version": 0,
    }
    return CaseRegisteredV1.model_validate(facts)


def designation(**changes: Any) -> Designation:
    facts = {
        "borough": "prevost",
        "department": "travaux-publics",
        "role": "reception",
        "version": 2,
        "person_id": "nouvelle-secretaire",
        "person_name": "Nouvelle secrétaire",
        "director": "Directeur",
        "email": "secretariat@prevost.example.org",
        "extension": "4299",
        "effective_on": TODAY,
        "employee_signed_on": TODAY,
        "director_signed_on": TODAY,
    }
    return Designation.model_validate(facts | changes)


async def record(house: Any, *things: Designation | Absence) -> None:
    """Put it into the borough's document, as a command would."""
    await house.seeder().seed()
    store = house.people
    document = store.documents["prevost"]
    people = document.state
    for thing in things:
        if isinstance(thing, Designation):
            people = people.with_designation(thing, TODAY)
        else:
            people = people.with_absence(thing)
    store.documents["prevost"] = replace(document, version=document.version + 1, state=people)


def away(person: str, substitute: str | None = None, **changes: Any) -> Absence:
    facts = {"person_id": person, "from_on": TODAY, "until_on": TODAY, "substitute_id": substitute}
    return Absence.model_validate(facts | changes)


async def test_a_case_registered_before_the_designation_is_assigned_after_it(
    house_without_public_works: Any,
) -> None:
    house = house_without_public_works
    await house.hear(pothole(), borough="prevost")
    assert isinstance(house.said(CASE)[0], CaseUnroutedV1)
    assert index(house.state(CASE))["lacks"] == "prevost/travaux-publics"
    assert await house.mend() == 0
    await record(house, designation(version=1))
    assert await house.mend() == 1
    assert await house.mend() == 0
    said = house.said(CASE)
    assert [type(event) for event in said] == [CaseUnroutedV1, CaseAssignedV1]
    assert said[1].reception == "nouvelle-secretaire"
    assert index(house.state(CASE))["outcome"] == "assigned"


async def test_a_designation_without_both_signatures_changes_nothing(
    house_without_public_works: Any,
) -> None:
    house = house_without_public_works
    await house.hear(pothole(), borough="prevost")
    await record(house, designation(version=1, director_signed_on=None))
    assert await house.mend() == 0


async def test_open_cases_of_somebody_away_go_to_the_substitute_and_come_back(house: Any) -> None:
    await house.hear(pothole(), borough="prevost")
    await record(house, away(SECRETARY, "prevost-commis"))
    assert await house.mend() == 1
    assert await house.mend() == 0
    assert house.state(CASE).decision.reception_person == "prevost-commis"
    house.clock.forward(24 * 3600)
    assert await house.mend() == 1
    assert house.state(CASE).decision.reception_person == SECRETARY
    kinds = [CaseAssignedV1, CaseReassignedV1, CaseReassignedV1]
    assert [type(event) for event in house.said(CASE)] == kinds
    assert f"remplace {SECRETARY}" in house.said(CASE)[1].reason_fr


async def test_both_roles_changing_hands_are_told_once(house: Any) -> None:
    await house.hear(pothole(), borough="prevost")
    await record(house, away(SECRETARY, "prevost-commis"), away(SURINTENDANT, "prevost-commis"))
    assert await house.mend() == 1
    (_, said) = house.said(CASE)
    assert (said.reception, said.execution) == ("prevost-commis", "prevost-commis")


async def test_whoever_is_away_without_substitute_keeps_the_case(house: Any) -> None:
    await house.hear(pothole(), borough="prevost")
    await record(house, away(SECRETARY, no_substitute_reason="personne d'autre"))
    assert await house.mend() == 0


async def test_open_cases_follow_a_new_designation_and_completed_ones_do_not(house: Any) -> None:
    other = CASE.replace("2", "3")
    await house.hear(pothole(), borough="prevost")
    await house.hear(pothole(other), borough="prevost")
    document = house.assignments.documents[other]
    work = CompletedWork(report=WorkReport(code="238", completed_by="x"), at=NOW)
    done = document.state.model_copy(update={"work": work})
    house.assignments.documents[other] = type(document)(
        id=other, version=document.version, borough="prevost", state=done
    )
    await record(house, designation())
    assert await house.mend() == 1
    assert house.state(CASE).decision.reception_person == "nouvelle-secretaire"
    assert house.state(other).decision.reception_person == SECRETARY


async def test_seeds_are_recorded_once_and_what_people_changed_stays(house: Any) -> None:
    await record(house, designation())
    before = {name: one.version for name, one in house.people.documents.items()}
    await house.seeder().seed()
    assert {name: one.version for name, one in house.people.documents.items()} == before
    people = house.people.documents["prevost"].state
    versions = [one.version for one in people.designations if one.department == "travaux-publics"]
    assert versions == [1, 1, 1, 2], "reception, execution and director; then the new one"


def test_versions_are_added_and_never_overwritten() -> None:
    people = BoroughPeople(borough="prevost").with_designation(designation(version=1), TODAY)
    assert people.next_version("travaux-publics", Role.RECEPTION) == 2
    assert people.next_version("travaux-publics", Role.EXECUTION) == 1
    assert people.with_designation(designation(), TODAY).designations[0] == people.designations[0]


@pytest.mark.parametrize(
    ("absence", "field"),
    [
        (away("inconnu", "prevost-commis"), "person_id"),
        (away("nouvelle-secretaire", "nouvelle-secretaire"), "substitute_id"),
        (away("b", "nouvelle-secretaire"), "substitute_id"),
    ],
)
def test_an_absence_of_a_stranger_or_in_a_ring_is_refused(absence: Absence, field: str) -> None:
    people = BoroughPeople(borough="prevost").with_designation(designation(version=1), TODAY)
    people = people.with_absence(away("nouvelle-secretaire", "b"))
    with pytest.raises(PeopleRefused) as refusal:
        people.with_absence(absence)
    assert refusal.value.field == field


def test_nobody_signs_in_the_future() -> None:
    with pytest.raises(PeopleRefused, match="director_signed_on"):
        BoroughPeople(borough="prevost").with_designation(
            designation(director_signed_on=TODAY + datetime.timedelta(days=1)), TODAY
        )


PERSONS = st.sampled_from(["a", "b", "c", "d"])


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    posts: dict[Role, int] = {}
    designations = []
    for person in draw(st.lists(PERSONS, min_size=1, max_size=4)):
        role = draw(st.sampled_from(Role))
        posts[role] = posts.get(role, 0) + 1
        on = TODAY + datetime.timedelta(days=draw(st.integers(-2, 2)))
        designations.append(
            designation(role=role, version=posts[role], person_id=person, effective_on=on)
        )
    absences = [
        away(person, substitute)
        for person, substitute in draw(
            st.lists(st.tuples(PERSONS, st.none() | PERSONS), max_size=3)
        )
    ]
    return Directory(designations, absences)


@given(directories(), PERSONS, PERSONS)
def test_whatever_the_query_finds_is_mendable_and_nothing_reachable_is_missed(
    directory: Directory, reception: str, execution: str
) -> None:
    held = Decision(
        outcome=Outcome.ASSIGNED,
        reason_fr="parce que",
        reason_en="because",
        rule="r",
        responsible_borough="prevost",
        department="travaux-publics",
        department_name_fr="Travaux publics",
        reception_person=reception,
        execution_person=execution,
    )
    state = Assignment(case_id=CASE, decision=held)
    found = stale_holders(directory, lambda _: TODAY) & set(holders(state))
    changed = changed_responsables(state, directory, TODAY)
    ever = {one.person_id for one in directory.designations} | {
        one.substitute_id for one in directory.absences
    }
    roles = {key.split("/")[2] for key in found}
    assert roles <= {role.value for role in changed}
    if {reception, execution} <= {one.person_id for one in directory.designations} and ever:
        assert roles == {role.value for role in changed}
