"""Exceptions by activity and borough (MT-08), what was considered, and what is remembered."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from routing.adapters.territories_shapely import ShapelyTerritories
from routing.domain.considered import Finding
from routing.domain.decision import decide
from routing.domain.directory import Absence, Directory, Role
from routing.domain.exclusion import Exclusion, Why
from routing.domain.facts import CaseFacts, CaseKind, Decision, Outcome
from routing.domain.grid import Grid, Grids
from routing.domain.holders import turn_of
from routing.domain.manifest_checks import find_faults
from routing.domain.manifest_overrides import Override

TODAY = datetime.date(2026, 11, 20)
LIGHT, SIGNAL = "Éclairage existant - Entretien", "Feux de circulation - Entretien"
CREW = "ROSEMONT - LA PETITE-PATRIE"
OLD_CITY = {
    "ahuntsic-cartierville",
    "cote-des-neiges-notre-dame-de-grace",
    "le-plateau-mont-royal",
    "le-sud-ouest",
    "mercier-hochelaga-maisonneuve",
    "riviere-des-prairies-pointe-aux-trembles",
    "rosemont-la-petite-patrie",
    "ville-marie",
    "villeray-saint-michel-parc-extension",
}


def facts(activity: str, borough: str | None = None, **more: Any) -> CaseFacts:
    """A request at the city's counter."""
    return CaseFacts(
        counter_borough=more.pop("counter", "montreal"),
        kind=CaseKind.REQUEST,
        activity=activity,
        address_borough=borough,
        received_on=TODAY,
        **more,
    )


def boroughs(grids: Grids) -> Iterator[Grid]:
    return (grid for grid in grids if grid.manifest.borough.inherits == "montreal")


@pytest.mark.parametrize("activity", [LIGHT, SIGNAL])
def test_mt_08_the_towns_of_old_keep_their_lights_and_the_old_city_shares_a_crew(
    grids: Grids, territories: ShapelyTerritories, directory: Directory, activity: str
) -> None:
    for grid in boroughs(grids):
        found = decide(facts(activity, grid.slug), grids, territories, directory, TODAY)
        assert found is not None
        own = grid.manifest.borough.unit
        assert found.unit == (CREW if grid.slug in OLD_CITY else own), grid.slug


def test_mt_08_without_overrides_the_citys_switch_alone_decides(
    grids: Grids, territories: ShapelyTerritories, directory: Directory
) -> None:
    alone = grids.without_borough_overrides()
    for slug in ("verdun", "pierrefonds-roxboro"):
        found = decide(facts(LIGHT, slug), alone, territories, directory, TODAY)
        assert found is not None
        assert found.unit == CREW


def _with(grids: Grids, *overrides: Override) -> Grids:
    return Grids(
        replace(grid, manifest=grid.manifest.model_copy(update={"overrides": overrides}))
        if grid.slug == "montreal"
        else grid
        for grid in grids
    )


def test_mt_06_an_exception_may_hand_one_borough_to_a_central_department(
    grids: Grids, territories: ShapelyTerritories, directory: Directory
) -> None:
    water = Override(
        boroughs=("anjou",), activities=("nid-de-poule",), mode="fixed", unit="SERVICE DE L EAU"
    )
    own = Override(
        boroughs=("verdun",), activities=("panne-d-electricite",), mode="fixed", department="eau"
    )
    changed = _with(grids, water, own)
    asked = [facts("Nid-de-poule", "anjou"), facts("Panne d'électricité", "verdun")]
    for case in asked:
        found = decide(case, changed, territories, directory, TODAY)
        assert found is not None
        assert (found.responsible_borough, found.department) == ("montreal", "eau")
    elsewhere = decide(facts("Nid-de-poule", "verdun"), changed, territories, directory, TODAY)
    assert elsewhere is not None
    assert elsewhere.responsible_borough == "verdun"


@pytest.mark.parametrize(
    ("override", "key", "named"),
    [
        ({"boroughs": ["westmount"]}, "overrides.0.boroughs", "westmount"),
        ({"activities": ["nid-de-pou"]}, "overrides.0.activities", "nid-de-pou"),
        ({"mode": "fixed", "department": "lune"}, "overrides.0.department", "lune"),
        ({"mode": "fixed", "unit": "LUNE"}, "overrides.0.unit", "LUNE"),
    ],
)
def test_an_exception_that_names_what_is_not_there_is_a_fault(
    grids: Grids, override: dict[str, Any], key: str, named: str
) -> None:
    said = {"boroughs": ["anjou"], "activities": ["nid-de-poule"]} | override
    changed = _with(grids, Override.model_validate(said))
    faults = list(find_faults((grid.slug, grid.manifest) for grid in changed))
    assert [(fault.file, fault.key) for fault in faults] == [("montreal", key)]
    assert all(named in words for words in faults[0].problem)


def test_two_exceptions_for_the_same_are_a_fault_and_a_borough_makes_none(grids: Grids) -> None:
    twice = Override(boroughs=("anjou",), activities=("nid-de-poule",))
    faults = list(find_faults((g.slug, g.manifest) for g in _with(grids, twice, twice)))
    assert [fault.key for fault in faults] == ["overrides.1"]
    manifests = [
        (g.slug, g.manifest.model_copy(update={"overrides": (twice,)}) if g.slug == "anjou" else m)
        for g in grids
        for m in [g.manifest]
    ]
    assert [fault.key for fault in find_faults(manifests)] == ["overrides"]


@pytest.mark.parametrize(
    "said",
    [{"mode": "fixed"}, {"unit": "ANJOU"}, {"mode": "fixed", "unit": "A", "department": "b"}],
)
def test_an_exception_has_the_target_that_its_mode_asks_for(said: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="goes with one target"):
        Override.model_validate({"boroughs": ["anjou"], "activities": ["a"]} | said)


@pytest.mark.parametrize(
    ("case", "steps"),
    [
        (facts(LIGHT, "anjou"), ["at-address", "no-rule", "rule", "exception", "designated"]),
        (facts(LIGHT, "pierrefonds-roxboro"), ["at-address", "rule", "designated"]),
        (facts(LIGHT), ["nowhere", "rule", "designated"]),
        (facts("Nid-de-poule"), ["nowhere", "rule", "no-place"]),
        (facts("Nid-de-poule", counter="verdun"), ["at-counter", "no-rule", "rule", "designated"]),
        (facts("Rien de tel", "anjou"), ["at-address", "no-rule", "no-rule"]),
        (facts("Panne d'électricité"), ["nowhere", "rule", "authority"]),
        (facts("Nid-de-poule", "Westmount"), ["outside"]),
        (facts(LIGHT, longitude=-73.85, latitude=45.49), ["at-point", "rule", "designated"]),
        (facts("x", counter="nulle-part"), ["no-grid"]),
    ],
)
def test_pv_25_a_decision_keeps_what_was_considered(
    grids: Grids,
    territories: ShapelyTerritories,
    directory: Directory,
    case: CaseFacts,
    steps: list[str],
) -> None:
    found = decide(case, grids, territories, directory, TODAY)
    assert found is not None
    assert [step.finding.value for step in found.considered] == steps
    again = Decision.model_validate_json(found.model_dump_json())
    assert again == found


def test_a_decision_stored_before_steps_were_kept_is_still_read() -> None:
    old = {"outcome": "no_rule", "reason_fr": "sans règle", "reason_en": "no rule"}
    assert Decision.model_validate(old).considered == ()


def test_what_is_remembered_of_people_is_of_that_day_and_that_directory(
    grids: Grids, territories: ShapelyTerritories, directory: Directory
) -> None:
    case = facts("Nid-de-poule", "pierrefonds-roxboro")
    away = Absence(
        person_id="pr-travaux-publics-reception",
        from_on=TODAY,
        until_on=TODAY,
        substitute_id="pr-relations-reception",
    )
    other = directory.with_absence(away)
    tomorrow = TODAY + datetime.timedelta(days=1)
    asked = [(directory, TODAY), (other, TODAY), (other, tomorrow), (directory, TODAY)]
    told = [decide(case, grids, territories, people, on) for people, on in asked]
    usual, instead = "pr-travaux-publics-reception", "pr-relations-reception"
    assert [one and one.reception_person for one in told] == [usual, instead, usual, usual]
    nobody = decide(case, grids, territories, Directory(), TODAY)
    assert nobody is not None
    assert nobody.outcome is Outcome.NO_DESIGNATION
    assert nobody.considered[-1].finding is Finding.NOT_DESIGNATED


def test_between_two_turns_the_same_people_answer(directory: Directory) -> None:
    """Day by day over two months with an absence and an exclusion in them."""
    who, instead = "pr-travaux-publics-reception", "pr-relations-reception"
    first = TODAY - datetime.timedelta(days=20)
    absence = Absence(
        person_id=who,
        from_on=first,
        until_on=first + datetime.timedelta(days=5),
        substitute_id=instead,
    )
    exclusion = Exclusion(
        borough="pierrefonds-roxboro",
        person_id=who,
        department="travaux-publics",
        why=Why.CONFLICT,
        instead_id=instead,
        from_on=TODAY,
        until_on=TODAY + datetime.timedelta(days=3),
    )
    people = Directory(directory.designations, [absence], [exclusion])
    post = "pierrefonds-roxboro", "travaux-publics", Role.RECEPTION
    told = set()
    for more in range(-30, 30):
        on = TODAY + datetime.timedelta(days=more)
        acting = people.responsable_for(*post, on)
        assert acting == people.responsable_for(*post, turn_of(people, on)), on
        told.add(acting and acting.person_id)
    assert told == {who, instead}
    assert turn_of(Directory(), TODAY) == datetime.date.min


def test_the_same_question_is_worked_out_once(
    grids: Grids, territories: ShapelyTerritories, directory: Directory
) -> None:
    asked = [facts("Nid-de-poule", "Anjou"), facts("Nid-de-poule", "ANJOU")]
    first, again = (decide(one, grids, territories, directory, TODAY) for one in asked)
    assert first is again


def test_a_later_version_decides_from_its_day_on(
    grids: Grids, territories: ShapelyTerritories, directory: Directory
) -> None:
    mont = next(grid for grid in grids if grid.slug == "prevost")
    borough = mont.manifest.borough.model_copy(
        update={"version": mont.manifest.borough.version + 1, "effective_on": TODAY}
    )
    newer = Grid(mont.manifest.model_copy(update={"borough": borough}))
    both = Grids([*grids, newer])
    before = TODAY - datetime.timedelta(days=1)
    told = [
        decide(facts("Nid-de-poule", counter="prevost"), both, territories, directory, on)
        for on in (before, TODAY, before)
    ]
    versions = [one and one.grid_version for one in told]
    assert versions == [mont.version, newer.version, mont.version]
