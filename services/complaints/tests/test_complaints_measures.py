"""Measures in their order, and what enters an employee's file (PV-42, PV-43, PV-50)."""

from typing import Any

import pytest
from complaints.domain.ladder import Gravity, Ladder, MeasureStep
from guichet_testing.complaints_house import (
    CASE,
    DIRECTOR,
    GENERAL,
    OTHER,
    STATEMENT,
    TARGET,
    TECHNICIAN,
    ComplaintsHouse,
    grid,
    outcome,
)
from hypothesis import given
from hypothesis import strategies as st

CODES = ("avis-verbal", "avis-ecrit", "suspension-sans-salaire", "congediement")
GROUNDS = {"grounds": "Un témoin n'a pas été entendu."}


def measure(code: str = "avis-verbal", gravity: str = "minor", person: str = TARGET) -> Any:
    return {"personId": person, "measure": code, "gravity": gravity}


@pytest.fixture
def house() -> ComplaintsHouse:
    return ComplaintsHouse()


async def code_of(house: ComplaintsHouse, body: Any) -> tuple[str, str]:
    error = (await house.ask("measures", body, DIRECTOR)).json()["error"]
    return error["target"], error["code"]


async def test_founded_records_the_incident_and_then_the_measure_in_the_employees_file_pv_43(
    house: ComplaintsHouse,
) -> None:
    await house.concluded("founded")
    held = await house.employee()
    assert held is not None
    assert [len(one.measures) for one in held.entries] == [0]
    await house.done("measures", measure(), DIRECTOR)
    held = await house.employee()
    assert held is not None
    assert held.measures == ("avis-verbal",)


async def test_unfounded_leaves_no_document_about_the_employee_pv_42(
    house: ComplaintsHouse,
) -> None:
    await house.concluded("unfounded")
    await house.look()
    stores: Any = {getattr(one, "name", ""): one for one in house.kit.stores}
    assert stores["employee_files"].documents == {}
    assert (await house.state()).proceedings.incidents == ()
    assert await code_of(house, measure()) == ("personId", "not-founded")


async def test_partly_founded_enters_the_file_of_those_alone_against_whom_it_is_pv_42_pv_43(
    house: ComplaintsHouse,
) -> None:
    await house.started()
    both = {"targets": [{"personId": TARGET}, {"personId": OTHER}]}
    await house.done("targets", both, DIRECTOR)
    await house.heard(TARGET)
    await house.heard(OTHER)
    await house.done("findings", {"text": "Établi."}, ("enqueteur", "investigator"))
    partly = outcome("partly-founded", foundedAgainst=[OTHER])
    await house.done("outcome", partly, ("enqueteur", "investigator"))
    assert await house.employee(TARGET) is None
    held = await house.employee(OTHER)
    assert held is not None
    assert len(held.entries) == 1


async def test_no_way_leads_from_the_employees_file_to_the_complaint_pv_42_pv_44(
    house: ComplaintsHouse,
) -> None:
    await house.concluded("founded")
    await house.done("measures", measure(), DIRECTOR)
    held, state = await house.employee(), await house.state()
    assert held is not None
    told = held.model_dump_json()
    for word in (CASE, "enqueteur", "directrice", STATEMENT, "constats"):
        assert word not in told
    # The incident's id is random: nothing gives it, and it is in the sealed file only.
    (entry,), (incident,) = held.entries, state.proceedings.incidents
    assert entry.incident_id == incident.incident_id
    stores: Any = {getattr(one, "name", ""): one for one in house.kit.stores}
    lying = {
        name: repr([one.state for one in store.documents.values()])
        for name, store in stores.items()
        if name
    }
    assert all(entry.incident_id not in text for text in lying.values())
    shown = "".join(f"{one.headers}{one.value!r}{one.key}" for one in house.wired.log.entries)
    assert entry.incident_id not in shown


async def test_a_measure_that_skips_a_step_is_refused_and_recorded_as_tried_pv_50(
    house: ComplaintsHouse,
) -> None:
    await house.concluded("founded")
    assert await code_of(house, measure("avis-ecrit")) == ("measure", "out-of-order")
    assert await code_of(house, measure("congediement", "serious")) == ("measure", "out-of-order")
    assert await code_of(house, measure("reprimande-libre")) == ("measure", "unknown")
    state = await house.state()
    assert state.proceedings.measures == ()
    tried = [(one.what, one.code) for one in state.journal if one.code is not None]
    assert ("decide-measure", "out-of-order") in tried

    await house.done("measures", measure("suspension-sans-salaire", "serious"), DIRECTOR)
    assert await code_of(house, measure("suspension-sans-salaire", "grave")) == (
        "measure",
        "decided-already",
    )
    await house.done("measures", measure("congediement", "minor"), DIRECTOR)


async def test_a_boroughs_own_list_decides_the_order_pv_50(house: ComplaintsHouse) -> None:
    await house.concluded("founded")
    own = [{"code": one, "name_fr": one, "name_en": one} for one in ("blame", "renvoi")]
    await house.hear(grid(measures=own))
    assert await code_of(house, measure("avis-verbal")) == ("measure", "unknown")
    assert await code_of(house, measure("renvoi", "grave")) == ("measure", "out-of-order")
    await house.done("measures", measure("blame"), DIRECTOR)


async def test_a_review_that_finds_it_unfounded_takes_it_out_of_the_employees_file_pv_42(
    house: ComplaintsHouse,
) -> None:
    await house.concluded("founded")
    await house.done("measures", measure(), DIRECTOR)
    await house.done("reviews", GROUNDS, TECHNICIAN)
    decision = outcome("unfounded", role="general-director")
    await house.done("reviews/decision", decision, GENERAL)
    held = await house.employee()
    assert held is not None
    assert held.entries == ()


async def test_an_employees_file_is_the_directors_to_read_and_never_ones_own_pv_43(
    house: ComplaintsHouse,
) -> None:
    await house.concluded("founded")
    await house.done("measures", measure(), DIRECTOR)
    whose = {"borough": "prevost", "personId": TARGET, "exception": "discipline"}
    answer = await house.post("employee-files/readings", whose, DIRECTOR)
    (entry,) = answer.json()["entries"]
    assert [one["name"] for one in entry["measures"]] == ["Verbal notice"]
    assert CASE not in answer.text
    refused = [
        (await house.post("employee-files/readings", whose, who)).status_code
        for who in (TECHNICIAN, (TARGET, "director"))
    ]
    assert refused == [404, 404]
    empty = await house.post("employee-files/readings", whose | {"personId": OTHER}, DIRECTOR)
    assert empty.json()["entries"] == []


LADDERS = st.lists(st.sampled_from([None, *Gravity]), min_size=1, max_size=6).map(
    lambda opened: Ladder(
        steps=tuple(
            MeasureStep(code=f"m{nth}", name_fr="", name_en="", opened_by=one)
            for nth, one in enumerate(opened)
        )
    )
)


@given(LADDERS, st.sets(st.integers(0, 7)), st.sampled_from(Gravity))
def test_one_step_at_a_time_unless_the_gravity_opens_a_higher_one_pv_50(
    ladder: Ladder, earlier: set[int], gravity: Gravity
) -> None:
    known = {f"m{nth}" for nth in earlier}
    gravest = max((nth for nth in earlier if nth < len(ladder.steps)), default=-1)
    opened = {one.code for one in ladder.open_to(known, gravity)}
    assert f"m{min(gravest + 1, len(ladder.steps) - 1)}" in opened
    for nth, step in enumerate(ladder.steps):
        is_grave_enough = step.opened_by is not None and step.opened_by <= gravity
        assert (step.code in opened) == (nth <= gravest + 1 or is_grave_enough)
    graver = {one.code for one in ladder.open_to(known, Gravity.GRAVE)}
    assert opened <= graver
