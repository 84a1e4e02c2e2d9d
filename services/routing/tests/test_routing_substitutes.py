"""Who stands in, whatever was recorded: never somebody away, never somebody excluded (MH-10)."""

import datetime
from collections.abc import Iterable
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from routing.domain.directory import Absence, Designation, Directory, Role
from routing.domain.exclusion import Exclusion, Matter, Why

TODAY = datetime.date(2026, 11, 20)
PEOPLE = tuple("abcdefgh")
person = st.sampled_from(PEOPLE)
CASE = "5f0c1d5e-0000-4000-8000-000000000001"
MATTER = Matter("prevost", "taxation", "taxes", CASE)
LATER = TODAY + datetime.timedelta(days=9)

# One absence of each person at most: of two that overlap the last recorded holds, by design.
away = st.dictionaries(person, st.none() | person).map(
    lambda held: [
        Absence(person_id=one, from_on=TODAY, until_on=LATER, substitute_id=other)
        for one, other in held.items()
    ]
)
excluded = st.lists(
    st.builds(
        Exclusion,
        borough=st.sampled_from(["prevost", "anjou"]),
        person_id=person,
        department=st.sampled_from(["taxation", "greffe"]),
        activity=st.none() | st.sampled_from(["taxes", "permis"]),
        case_id=st.none() | st.just(CASE),
        why=st.sampled_from(Why),
        instead_id=st.none() | person,
        from_on=st.sampled_from([TODAY, LATER]),
    ),
    max_size=6,
)


def designated(who: str = "a") -> Designation:
    return Designation(
        borough="prevost",
        department="taxation",
        role=Role.RECEPTION,
        version=1,
        person_id=who,
        person_name="Poste",
        director="Trésorier",
        email="poste@prevost.example.org",
        extension="4801",
        effective_on=TODAY,
        employee_signed_on=TODAY,
        director_signed_on=TODAY,
    )


def directory(absences: Iterable[Absence] = (), exclusions: Iterable[Exclusion] = ()) -> Directory:
    return Directory([designated()], absences, exclusions)


def answer(held: Directory) -> str | None:
    """Who is handed a case of the matter today."""
    found = held.about(CASE).responsable_for("prevost", "taxation", Role.RECEPTION, TODAY, "taxes")
    return found.person_id if found is not None else None


@given(away, excluded)
def test_mh_10_nobody_excluded_is_ever_the_answer(
    absences: list[Absence], exclusions: list[Exclusion]
) -> None:
    held = directory(absences, exclusions)
    found = answer(held)
    barred = {one.person_id for one in exclusions if one.covers(TODAY) and one.concerns(MATTER)}
    assert found not in barred


@given(away, excluded, person)
def test_mh_10_a_chain_ends_with_somebody_who_is_there_and_names_nobody_twice(
    absences: list[Absence], exclusions: list[Exclusion], first: str
) -> None:
    held = directory(absences, exclusions)
    path = held.chain_for(first, TODAY, MATTER)
    if path is None:
        return
    assert path[0] == first
    assert len(path) == len(set(path))
    assert not held.is_away(path[-1], TODAY)
    assert not held.exclusions.of(path[-1], MATTER, TODAY)


@given(away, excluded, person)
def test_mh_10_where_somebody_can_be_reached_a_chain_is_found(
    absences: list[Absence], exclusions: list[Exclusion], first: str
) -> None:
    held = directory(absences, exclusions)
    onward: dict[str, set[str]] = {one: set() for one in PEOPLE}
    for one in absences:
        if one.substitute_id:
            onward[one.person_id].add(one.substitute_id)
    barred = {one for one in PEOPLE if held.exclusions.of(one, MATTER, TODAY)}
    for rule in exclusions:
        if rule.covers(TODAY) and rule.concerns(MATTER) and rule.instead_id:
            onward[rule.person_id].add(rule.instead_id)
    free = {one for one in PEOPLE if one not in barred and not held.is_away(one, TODAY)}
    reached, left = {first}, [first]
    while left:
        who = left.pop()
        nearest = onward[who] - reached if who not in free else set()
        reached |= nearest
        left += nearest
    assert (held.chain_for(first, TODAY, MATTER) is not None) == bool(reached & free)


@given(away, excluded, st.randoms())
def test_the_order_of_recording_does_not_change_who_stands_in(
    absences: list[Absence], exclusions: list[Exclusion], random: Random
) -> None:
    before = answer(directory(absences, exclusions))
    random.shuffle(absences)
    random.shuffle(exclusions)
    assert answer(directory(absences, exclusions)) == before


def test_who_is_excluded_is_passed_over_to_the_next_in_the_chain() -> None:
    absences = [
        Absence(person_id="a", from_on=TODAY, substitute_id="b"),
        Absence(person_id="b", from_on=LATER, substitute_id="c"),
    ]
    barred = Exclusion(
        borough="prevost",
        person_id="b",
        case_id=CASE,
        why=Why.TARGETED,
        instead_id="d",
        from_on=TODAY,
    )
    assert answer(directory(absences)) == "b"
    assert answer(directory(absences, [barred])) == "d"
    nobody = barred.model_copy(update={"instead_id": None})
    found = (
        directory(absences, [nobody])
        .about(CASE)
        .responsable_for("prevost", "taxation", Role.RECEPTION, TODAY, "taxes")
    )
    assert found is not None
    assert (found.person_id, found.is_unavailable) == ("a", True), "away, an alert, not b"


def test_pv_25_who_is_designated_and_excluded_leaves_no_valid_designation() -> None:
    barred = Exclusion(
        borough="prevost", person_id="a", activity="taxes", why=Why.CONFLICT, from_on=TODAY
    )
    held = directory([], [barred])
    post = ("prevost", "taxation", Role.RECEPTION, TODAY)
    assert held.responsable_for(*post, "taxes") is None
    assert held.responsable_for(*post, "permis") is not None


def test_pv_22_one_person_holds_several_posts_and_is_replaced_in_each() -> None:
    director = designated().model_copy(update={"role": Role.DIRECTOR})
    held = Directory(
        [designated(), director], [Absence(person_id="a", from_on=TODAY, substitute_id="b")]
    )
    for role in (Role.RECEPTION, Role.DIRECTOR):
        found = held.responsable_for("prevost", "taxation", role, TODAY)
        assert found is not None
        assert (found.person_id, found.stands_in_for) == ("b", "a")
