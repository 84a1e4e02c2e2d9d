"""Designations and absences: dated, signed twice, never overwritten."""

import datetime
from typing import Any

import pytest
from routing.domain.directory import Absence, Designation, Directory, Role
from routing.domain.errors import DirectoryFault

JUNE, JULY, AUGUST = (datetime.date(2026, month, 1) for month in (6, 7, 8))


def designation(person: str = "anna", version: int = 1, **changes: Any) -> Designation:
    return Designation.model_validate(
        {
            "borough": "prevost",
            "department": "taxation",
            "role": Role.RECEPTION,
            "version": version,
            "person_id": person,
            "person_name": "Poste",
            "director": "Trésorier",
            "email": f"{person}@prevost.example.org",
            "extension": "4801",
            "effective_on": JUNE,
            "employee_signed_on": JUNE,
            "director_signed_on": JUNE,
        }
        | changes
    )


def acting(directory: Directory, on: datetime.date, role: Role = Role.RECEPTION) -> str | None:
    found = directory.responsable_for("prevost", "taxation", role, on)
    return None if found is None else found.person_id


def test_pv_59_a_designation_holds_every_field_of_annex_c() -> None:
    fields = set(Designation.model_fields)
    assert fields >= {
        "department",
        "director",
        "person_name",
        "email",
        "extension",
        "effective_on",
        "employee_signed_on",
        "director_signed_on",
    }


@pytest.mark.parametrize("missing", ["employee_signed_on", "director_signed_on"])
def test_pv_60_one_signature_is_not_enough(missing: str) -> None:
    assert acting(Directory([designation().model_copy(update={missing: None})]), AUGUST) is None


def test_pv_60_it_takes_effect_with_the_later_signature() -> None:
    late = Directory([designation(director_signed_on=JULY)])
    assert acting(late, JULY - datetime.timedelta(days=1)) is None
    assert acting(late, JULY) == "anna"


def test_pv_60_a_change_is_a_new_version_and_the_past_stays() -> None:
    first = Directory([designation()])
    second = first.with_designation(designation("boris", 2, effective_on=JULY))
    assert (acting(second, JUNE), acting(second, JULY)) == ("anna", "boris")
    assert acting(first, JULY) == "anna"
    with pytest.raises(DirectoryFault, match="never overwritten"):
        second.with_designation(designation("carl", 2))


def test_an_unsigned_successor_leaves_the_predecessor_in_charge() -> None:
    both = Directory([designation(), designation("boris", 2, director_signed_on=None)])
    assert acting(both, AUGUST) == "anna"


def test_pv_31_execution_falls_back_to_reception_where_nobody_is_named() -> None:
    alone = Directory([designation()])
    assert acting(alone, JUNE, Role.EXECUTION) == "anna"
    both = alone.with_designation(designation("boris", role=Role.EXECUTION))
    assert acting(both, JUNE, Role.EXECUTION) == "boris"


def test_mh_10_a_substitute_stands_in_and_the_chain_is_followed() -> None:
    directory = (
        Directory([designation()])
        .with_absence(Absence(person_id="anna", from_on=JULY, until_on=AUGUST, substitute_id="bo"))
        .with_absence(Absence(person_id="bo", from_on=AUGUST, substitute_id="carl"))
    )
    assert acting(directory, JUNE) == "anna"
    assert acting(directory, JULY) == "bo"
    found = directory.responsable_for("prevost", "taxation", Role.RECEPTION, AUGUST)
    assert found is not None
    assert (found.person_id, found.stands_in_for) == ("carl", "anna")
    assert acting(directory, AUGUST + datetime.timedelta(days=1)) == "anna"


def test_mh_10_away_without_a_substitute_keeps_the_case_and_says_so() -> None:
    directory = Directory([designation()], [Absence(person_id="anna", from_on=JULY)])
    found = directory.responsable_for("prevost", "taxation", Role.RECEPTION, JULY)
    assert found is not None
    assert (found.person_id, found.is_unavailable) == ("anna", True)


def test_substitutes_in_a_ring_are_refused() -> None:
    away = Directory(absences=[Absence(person_id="anna", from_on=JULY, substitute_id="bo")])
    with pytest.raises(DirectoryFault, match="ring"):
        away.with_absence(Absence(person_id="bo", from_on=JUNE, substitute_id="anna"))
    with pytest.raises(DirectoryFault, match="ring"):
        away.with_absence(Absence(person_id="carl", from_on=JULY, substitute_id="carl"))


def test_an_absence_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="until_on"):
        Absence(person_id="anna", from_on=JULY, until_on=JUNE)


def test_pv_24_a_responsable_receives_only_what_the_post_is_for() -> None:
    directory = Directory([designation(), designation("boris", department="greffe")])
    for department, person in {"taxation": "anna", "greffe": "boris", "loisirs": None}.items():
        found = directory.responsable_for("prevost", department, Role.RECEPTION, JUNE)
        assert (found.person_id if found else None) == person


def test_pv_59_the_first_name_is_apart_and_an_old_form_without_it_is_read() -> None:
    assert designation(person_name="Roy", first_name="Luc").full_name == "Luc Roy"
    assert designation(person_name="Luc Roy").full_name == "Luc Roy"


def test_mh_05_the_general_director_is_found_wherever_the_post_lies() -> None:
    boss = designation("boss", department="greffe", role=Role.GENERAL_DIRECTOR)
    found = Directory([designation(), boss]).general_director("prevost", JUNE)
    assert found is not None
    assert found.person_id == "boss"
    assert Directory([designation()]).general_director("prevost", JUNE) is None
