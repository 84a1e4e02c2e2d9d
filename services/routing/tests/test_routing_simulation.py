"""Past cases through a proposed grid: who would have them, which delays move, which lose a rule."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from routing.application.grid_life import numbered_manifest
from routing.application.publish_grid import digest_of, from_manifest
from routing.application.simulate import Flow, Holder, PastCase, Side, simulate
from routing.application.translate import contract_events
from routing.domain.directory import Directory
from routing.domain.facts import CaseFacts, CaseKind, Decision, Outcome
from routing.domain.grid import Grid, Grids
from routing.domain.grid_turnover import Turnover, consulted, superseded
from routing.domain.manifest import Manifest
from routing.domain.routed import Reassigned
from routing.domain.territories import Territories
from routing.entrypoints.grid_chart import flow_chart

ON = date(2026, 11, 20)
Change = Callable[[dict[str, Any]], None]


def case(activity: str, kind: str = "request", reference: str = "r") -> PastCase:
    facts = CaseFacts(
        counter_borough="prevost", kind=CaseKind(kind), activity=activity, received_on=ON
    )
    return PastCase(reference, facts)


def proposed(grids: Grids, change: Change, version: int = 2) -> Grid:
    held = next(grid.manifest for grid in grids if grid.slug == "prevost")
    raw: dict[str, Any] = held.model_dump(mode="json", exclude_defaults=True)
    raw["borough"] |= {"version": version, "effective_on": "2027-01-01"}
    change(raw)
    return Grid(Manifest.model_validate(raw))


def to_engineering(raw: dict[str, Any]) -> None:
    one = next(one for one in raw["activities"] if one["code"] == "nid-de-poule")
    one["department"] = "ingenierie"
    row = {"kind": "complete", "activity": "nid-de-poule", "source": "test"}
    raw["commitments"].append(row | {"counting": "working_days_end_of_day", "amount": 3})


@pytest.fixture
def before(grids: Grids, directory: Directory, territories: Territories) -> Side:
    return Side(grids, directory, territories)


def test_each_case_is_counted_once_and_the_grid_in_force_stays_as_it_is(
    grids: Grids, before: Side
) -> None:
    after = before.with_proposed([proposed(grids, to_engineering)], ON)
    cases = [case("Nid-de-poule"), case("Nid-de-poule"), case("Drainage"), case("", "information")]
    found = simulate(cases, before, after, ON)
    assert (found.cases, found.elsewhere, found.same, found.unrouted_kind) == (4, 2, 1, 1)
    (flow,) = found.flows
    assert (flow.before.name_fr, flow.after.name_fr, flow.cases) == (
        "Travaux publics, Prévost",
        "Ingénierie, Prévost",
        2,
    )
    (move,) = found.delays
    assert (move.before_words[0], move.after_words[0], move.cases) == (
        "10 jours ouvrables",
        "3 jours ouvrables",
        2,
    )
    held = grids.on("prevost", ON)
    assert held is not None
    assert held.version == "prevost@1"


def test_the_same_grid_moves_nothing(grids: Grids, before: Side) -> None:
    same = proposed(grids, lambda raw: None)
    found = simulate([case("Nid-de-poule")], before, before.with_proposed([same], ON), ON)
    assert (found.same, found.flows, found.delays, found.calendars) == (1, (), (), 0)


def test_a_case_that_would_lose_its_rule_is_told_with_its_reference(
    grids: Grids, before: Side
) -> None:
    def without(raw: dict[str, Any]) -> None:
        raw["activities"] = [one for one in raw["activities"] if one["code"] != "nid-de-poule"]
        raw["identity"]["buttons"] = []

    after = before.with_proposed([proposed(grids, without)], ON)
    cases = [case("Nid-de-poule", reference="12"), case("Chose", reference="13")]
    found = simulate(cases, before, after, ON)
    (row,) = found.without_rule
    assert (row.cases, row.newly, row.references) == (2, 1, ("12", "13"))
    assert found.lost_rules == 1
    assert "Chose" not in found.model_dump_json()


def test_another_calendar_is_told_though_no_delay_changes(grids: Grids, before: Side) -> None:
    def shorter(raw: dict[str, Any]) -> None:
        raw["calendar"]["hours"].pop()

    after = before.with_proposed([proposed(grids, shorter)], ON)
    assert simulate([case("Nid-de-poule")], before, after, ON).calendars == 1


def test_people_of_a_new_department_are_those_that_its_grid_names(
    grids: Grids, before: Side
) -> None:
    def with_new(raw: dict[str, Any]) -> None:
        one = next(one for one in raw["departments"] if one["code"] == "travaux-publics")
        raw["departments"].append(one | {"code": "voirie", "name_fr": "Voirie", "unit": ""})
        seed = next(one for one in raw["designations"] if one["department"] == "travaux-publics")
        raw["designations"].append(seed | {"department": "voirie"})
        pothole = next(one for one in raw["activities"] if one["code"] == "nid-de-poule")
        pothole["department"] = "voirie"

    after = before.with_proposed([proposed(grids, with_new)], ON)
    (flow,) = simulate([case("Nid-de-poule")], before, after, ON).flows
    assert flow.after.outcome is Outcome.ASSIGNED
    assert flow.after.reception == flow.before.reception


def test_a_plug_in_that_fails_is_counted_and_stops_nothing(grids: Grids, before: Side) -> None:
    def failing(facts: CaseFacts) -> Decision | None:
        raise ValueError("never")

    held = proposed(grids, lambda raw: None)
    after = before.with_proposed([Grid(held.manifest, failing)], ON)
    found = simulate([case("Nid-de-poule"), case("", "information")], before, after, ON)
    assert (found.failed, found.unrouted_kind, found.cases) == (1, 1, 2)


def test_the_chart_keeps_every_case_and_folds_the_smallest() -> None:
    def holder(name: str) -> Holder:
        return Holder(outcome=Outcome.ASSIGNED, name_fr=name, name_en=name)

    flows = [Flow(before=holder("A"), after=holder(f"B{n}"), cases=n + 1) for n in range(12)]
    chart = flow_chart(flows, "fr")
    left = [node for node in chart.nodes if node.anchor == "end"]
    right = [node for node in chart.nodes if node.anchor == "start"]
    assert [node.cases for node in left] == [78]
    assert (len(right), sum(node.cases for node in right)) == (7, 78)
    assert "Autres" in {node.label for node in right}
    assert all(node.y + node.height <= chart.height for node in chart.nodes)


def test_versions_that_were_followed_are_those_below_the_last_that_takes_open_cases() -> None:
    turnovers = [Turnover("prevost", 3, ON), Turnover("prevost", 4, date(2027, 1, 1))]
    assert superseded(turnovers, lambda _: ON) == {"prevost@1", "prevost@2"}


def test_a_case_is_decided_with_its_counter_its_borough_and_their_city(grids: Grids) -> None:
    facts = CaseFacts(counter_borough="montreal", kind=CaseKind.REQUEST, received_on=ON)
    decision = Decision(
        outcome=Outcome.NO_RULE, reason_fr="r", reason_en="r", territory="pierrefonds-roxboro"
    )
    assert consulted(facts, decision, grids, ON) == ("montreal@1", "pierrefonds-roxboro@1")


def test_mt_08_whoever_has_a_case_changes_without_its_promises(grids: Grids) -> None:
    """A substitute takes it under version 2; its delay stays that of version 1."""
    newer = proposed(grids, to_engineering)
    both = Grids([*grids, Grid(numbered_manifest(newer.manifest, 2, ON))])
    held = Decision(
        outcome=Outcome.ASSIGNED,
        reason_fr="r",
        reason_en="r",
        grid_version="prevost@1",
        rule="nid-de-poule",
        responsible_borough="prevost",
        department="travaux-publics",
        department_name_fr="Travaux publics",
        department_name_en="Public works",
        reception_person="prevost-secretaire-travaux-publics",
    )
    fact = Reassigned("case-1", datetime.combine(ON, time(17), UTC), held, held, "r", "r")
    (kept,) = contract_events([fact], both, ("prevost@1",))
    (unknown,) = contract_events([fact], both)
    assert [getattr(one, "grid_version") for one in (kept, unknown)] == [1, 2]  # noqa: B009


def test_what_is_kept_of_a_version_reads_back_as_the_same_manifest(grids: Grids) -> None:
    for grid in grids:
        kept = from_manifest(grid.manifest)
        assert digest_of(kept.manifest()) == kept.digest
