"""Who answers for a case, and why: given facts, then a decision."""

import datetime
import json
from importlib.resources import files
from typing import Any

import pytest
from routing.adapters.territories_shapely import ShapelyTerritories
from routing.domain.considered import Finding
from routing.domain.decision import decide
from routing.domain.directory import Directory, seeded_directory
from routing.domain.errors import PluginFault
from routing.domain.facts import CaseFacts, CaseKind, Decision, Outcome
from routing.domain.grid import Grid, Grids

TODAY = datetime.date(2026, 11, 20)
PIERREFONDS = {"longitude": -73.85, "latitude": 45.49}
PLATEAU = {"longitude": -73.58, "latitude": 45.525}
WESTMOUNT = {"longitude": -73.5987, "latitude": 45.4856}
LIGHT = "Éclairage existant - Entretien"
Decider = Any


@pytest.fixture
def ask(grids: Grids, territories: ShapelyTerritories, directory: Directory) -> Decider:
    def _ask(
        counter: str, activity: str = "", kind: CaseKind = CaseKind.REQUEST, **more: Any
    ) -> Decision | None:
        facts = CaseFacts(
            counter_borough=counter, kind=kind, activity=activity, received_on=TODAY, **more
        )
        return decide(facts, grids, territories, directory, TODAY)

    return _ask


def test_a_pothole_goes_to_the_borough_of_the_place(ask: Decider) -> None:
    found = ask("montreal", "Nid-de-poule", **PLATEAU)
    assert found.outcome is Outcome.ASSIGNED
    assert (found.responsible_borough, found.unit) == (
        "le-plateau-mont-royal",
        "PLATEAU-MONT-ROYAL",
    )
    assert found.grid_version == "montreal@1"


def test_c15_the_reason_is_in_words_in_both_languages(ask: Decider) -> None:
    found = ask("montreal", "Nid-de-poule", **PIERREFONDS)
    assert found.reason_fr == (
        "Nid-de-poule : grille de Pierrefonds-Roxboro v1, règle nid-de-poule → Travaux publics ; "
        "reçu par pr-travaux-publics-reception, exécuté par pr-travaux-publics-execution."
    )
    assert found.reason_en == (
        "Pothole: grid of Pierrefonds-Roxboro v1, rule nid-de-poule → Public works; "
        "received by pr-travaux-publics-reception, executed by pr-travaux-publics-execution."
    )


@pytest.mark.parametrize("activity", [LIGHT, "Feux de circulation - Entretien"])
def test_mt_08_pierrefonds_keeps_its_own_lights_and_signals(ask: Decider, activity: str) -> None:
    assert ask("montreal", activity, **PIERREFONDS).responsible_borough == "pierrefonds-roxboro"
    elsewhere = ask("montreal", activity, **PLATEAU)
    assert elsewhere.unit == "ROSEMONT - LA PETITE-PATRIE"
    assert elsewhere.territory == "le-plateau-mont-royal"


def test_mt_06_a_central_department_is_not_a_borough(ask: Decider) -> None:
    found = ask("montreal", "Compteur ICI Entretien", **PLATEAU)
    assert (found.responsible_borough, found.department) == ("montreal", "eau")
    assert found.unit == "SERVICE DE L EAU"


def test_a_fixed_activity_needs_no_place_and_a_geo_one_does(ask: Decider) -> None:
    assert ask("montreal", LIGHT).outcome is Outcome.ASSIGNED
    found = ask("montreal", "Nid-de-poule")
    assert found.outcome is Outcome.NO_RULE
    assert "le lieu manque" in found.reason_fr


def test_the_address_serves_where_there_is_no_point(ask: Decider) -> None:
    found = ask("montreal", "Nid-de-poule", address_borough="ST-LAURENT")
    assert found.responsible_borough == "saint-laurent"
    found = ask("montreal", "Nid-de-poule", address_borough="ST-LAURENT", **PLATEAU)
    assert found.responsible_borough == "le-plateau-mont-royal"


def test_a_boroughs_own_counter_is_the_place_unless_the_case_says_another(ask: Decider) -> None:
    assert ask("verdun", "Nid-de-poule").responsible_borough == "verdun"
    assert ask("verdun", "Nid-de-poule", **PLATEAU).responsible_borough == "le-plateau-mont-royal"


@pytest.mark.parametrize(
    ("counter", "place", "territory"),
    [
        ("montreal", WESTMOUNT, "westmount"),
        ("montreal", {"address_borough": "DOLLARD-DES-ORMEAUX"}, "dollard-des-ormeaux"),
        ("montreal", {"longitude": -74.08, "latitude": 45.87}, None),
        ("montreal", {"address_borough": "Prévost"}, "prevost"),
        ("prevost", PLATEAU, "le-plateau-mont-royal"),
        ("prevost", {"address_borough": "Mont-Saint-Hilaire"}, "mont-saint-hilaire"),
    ],
)
def test_a_place_elsewhere_is_out_of_territory_by_name(
    ask: Decider, counter: str, place: dict[str, Any], territory: str | None
) -> None:
    found = ask(counter, "Nid-de-poule", **place)
    assert found.outcome is Outcome.OUT_OF_TERRITORY
    assert found.territory == territory


def test_a_linked_city_is_named_in_the_reason(ask: Decider) -> None:
    assert "Westmount, ville liée" in ask("montreal", "Nid-de-poule", **WESTMOUNT).reason_fr


@pytest.mark.parametrize(
    ("counter", "activity", "authority"),
    [
        ("montreal", "Panne d'électricité", "hydro-quebec"),
        ("montreal", "Transport en commun - STM", "stm"),
        ("prevost", "Route 117", "mtq"),
    ],
)
def test_what_belongs_to_another_authority_is_said_so(
    ask: Decider, counter: str, activity: str, authority: str
) -> None:
    found = ask(counter, activity)
    assert (found.outcome, found.authority) == (Outcome.OTHER_AUTHORITY, authority)


@pytest.mark.parametrize("counter", ["montreal", "prevost", "mont-saint-hilaire", "anjou"])
def test_an_unknown_activity_has_no_rule_and_is_not_quoted(ask: Decider, counter: str) -> None:
    found = ask(counter, "Jeanne Tremblay, 12 rue des Pins", address_borough=None)
    assert found.outcome is Outcome.NO_RULE
    assert "Tremblay" not in found.model_dump_json()


def test_pv_31_reception_and_execution_are_two_in_scheme_b(ask: Decider) -> None:
    found = ask("prevost", "Nid de poule")
    assert (found.reception_person, found.execution_person, found.scheme) == (
        "prevost-secretaire-travaux-publics",
        "prevost-surintendant",
        "B",
    )
    found = ask("prevost", "Taxes foncières")
    assert found.reception_person == found.execution_person
    assert found.scheme == "A"


def test_c_07_engineering_is_a_department_beside_the_seven(ask: Decider) -> None:
    found = ask("prevost", "Drainage et fossés")
    assert (found.department, found.scheme) == ("ingenierie", "B")
    assert found.execution_person == "prevost-ingenieur-en-chef"


def test_c_02_complaints_are_central_or_where_they_belong(ask: Decider) -> None:
    complaint = CaseKind.COMPLAINT
    assert ask("prevost", "Déneigement", complaint).department == "service-aux-citoyens"
    assert ask("mont-saint-hilaire", "Déneigement", complaint).department == "travaux-publics"
    fallback = ask("mont-saint-hilaire", "", complaint)
    assert fallback.department == "services-aux-citoyens-et-communications"
    central = ask("pierrefonds-roxboro", "", complaint, **WESTMOUNT)
    assert (central.responsible_borough, central.department) == ("montreal", "experience-citoyenne")


def test_c_06_claims_go_to_the_clerk_and_access_requests_to_who_answers_them(ask: Decider) -> None:
    assert ask("prevost", "", CaseKind.CLAIM).department == "greffe"
    assert ask("prevost", "", CaseKind.ACCESS).department == "direction-generale"
    assert ask("mont-saint-hilaire", "", CaseKind.ACCESS).department == "greffe"
    assert ask("verdun", "", CaseKind.CLAIM).responsible_borough == "montreal"
    assert ask("prevost", "", CaseKind.OTHER).outcome is Outcome.NO_RULE


def test_information_is_never_routed(ask: Decider) -> None:
    assert ask("montreal", "Nid-de-poule", CaseKind.INFORMATION, **PLATEAU) is None


def test_pv_25_without_a_valid_designation_the_technician_decides(
    grids: Grids, territories: ShapelyTerritories
) -> None:
    facts = CaseFacts(
        counter_borough="prevost",
        kind=CaseKind.REQUEST,
        activity="Nid-de-poule",
        received_on=TODAY,
    )
    found = decide(facts, grids, territories, Directory(), TODAY)
    assert found is not None
    assert found.outcome is Outcome.NO_DESIGNATION
    assert (found.department, found.reception_person) == ("travaux-publics", None)


def test_no_grid_in_force_is_no_rule(grids: Grids, territories: ShapelyTerritories) -> None:
    before = datetime.date(2019, 10, 14)
    facts = CaseFacts(
        counter_borough="prevost", kind=CaseKind.REQUEST, activity="x", received_on=before
    )
    found = decide(facts, grids, territories, Directory(), before)
    assert found is not None
    assert found.outcome is Outcome.NO_RULE


def test_the_frozen_city_policy_is_followed_to_the_letter(
    grids: Grids, territories: ShapelyTerritories
) -> None:
    """841 activities x 19 boroughs, the boroughs' own rules switched off: no difference."""
    source = files("routing") / "boroughs" / "montreal" / "policy.json"
    policy = json.loads(source.read_text(encoding="utf-8"))
    expected = dict.fromkeys(policy["geo"]) | policy["fixed"]
    alone = grids.without_borough_overrides()
    people = seeded_directory(grid.manifest for grid in grids)
    units = [g.manifest.borough.unit for g in alone if g.manifest.borough.inherits == "montreal"]
    assert (len(expected), len(units)) == (841, 19)
    different = []
    for unit in units:
        for name, fixed in expected.items():
            facts = CaseFacts(
                counter_borough="montreal",
                kind=CaseKind.REQUEST,
                activity=name,
                address_borough=unit,
                received_on=TODAY,
            )
            found = decide(facts, alone, territories, people, TODAY)
            if found is None or found.unit != (fixed or unit):
                different.append((name, unit))
    assert different == []


def _with_plugin(grids: Grids, plugin: Any) -> Grids:
    return Grids(
        Grid(grid.manifest, plugin if grid.slug == "prevost" else grid.plugin) for grid in grids
    )


def test_a_plug_in_answers_before_the_grid_or_leaves_the_case_to_it(
    grids: Grids, territories: ShapelyTerritories, directory: Directory
) -> None:
    own = Decision(outcome=Outcome.NO_RULE, reason_fr="essai", reason_en="trial")

    def route(facts: CaseFacts) -> Decision | None:
        return own if facts.activity == "Déneigement" else None

    plugged = _with_plugin(grids, route)
    facts = CaseFacts(
        counter_borough="prevost", kind=CaseKind.REQUEST, activity="Déneigement", received_on=TODAY
    )
    answer = decide(facts, plugged, territories, directory, TODAY)
    assert answer is not None
    assert (answer.outcome, answer.reason_fr) == (own.outcome, own.reason_fr)
    assert answer.considered[-1].finding is Finding.PLUGIN_DECIDES
    other = facts.model_copy(update={"activity": "Nid-de-poule"})
    found = decide(other, plugged, territories, directory, TODAY)
    assert found is not None
    assert found.outcome is Outcome.ASSIGNED
    assert Finding.PLUGIN_LEAVES in [step.finding for step in found.considered]


@pytest.mark.parametrize("route", [lambda facts: 1 / 0, lambda facts: "travaux-publics"])
def test_a_plug_in_that_fails_is_a_fault_that_names_it(
    grids: Grids, territories: ShapelyTerritories, directory: Directory, route: Any
) -> None:
    facts = CaseFacts(
        counter_borough="prevost", kind=CaseKind.REQUEST, activity="x", received_on=TODAY
    )
    with pytest.raises(PluginFault, match=r"prevost: plugin\.route"):
        decide(facts, _with_plugin(grids, route), territories, directory, TODAY)
