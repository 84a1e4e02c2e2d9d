"""Who leads an investigation: never the targeted department where it is central (PV-17, C-02)."""

from typing import Any

import pytest
from contracts.events.routing import PeopleRecordedV1
from contracts.words import PostRole
from guichet_testing.complaints_house import (
    CENTRAL,
    DIRECTOR,
    GENERAL,
    INVESTIGATOR,
    OTHER,
    TARGET,
    ComplaintsHouse,
    grid,
    handed_over,
    post,
    registered,
)

WORKS = "travaux-publics"
HEAD_OF_WORKS = "surintendant"
PEOPLE = PeopleRecordedV1.model_validate(
    {
        "borough": "prevost",
        "designations": [
            post(WORKS, "secretaire-tp"),
            post(WORKS, HEAD_OF_WORKS, PostRole.EXECUTION),
            post(CENTRAL, DIRECTOR[0]),
            post("direction", GENERAL[0], PostRole.GENERAL_DIRECTOR),
        ],
        "absences": [
            {"person": TARGET, "from_on": "2026-11-01", "substitute": "remplacant"},
        ],
    }
)


def named(person: str, role: str, department: str | None = None) -> dict[str, Any]:
    return {"personId": person, "role": role, "department": department}


@pytest.fixture
def house() -> ComplaintsHouse:
    return ComplaintsHouse()


async def complained(house: ComplaintsHouse, *targets: dict[str, str], **rules: Any) -> None:
    await house.hear(grid(**rules), PEOPLE)
    await house.hear(registered(), handed_over())
    await house.done("targets", {"targets": list(targets)}, DIRECTOR)


async def refused(house: ComplaintsHouse, body: dict[str, Any], who: tuple[str, ...]) -> str:
    answer = await house.ask("investigator", body, who)
    if answer.status_code == 404:
        return "404"
    assert answer.status_code == 422, answer.text
    assert (await house.state()).proceedings.investigator is None
    error = answer.json()["error"]
    return f"{error['target']} {error['code']}"


async def test_the_service_aux_citoyens_investigates_in_the_central_model_pv_17_pv_40(
    house: ComplaintsHouse,
) -> None:
    await complained(house, {"personId": TARGET, "department": WORKS})
    made = await house.done("investigator", named(DIRECTOR[0], "director"), DIRECTOR)
    assert made["stage"] == "investigated"


@pytest.mark.parametrize("person", [TARGET, "remplacant", HEAD_OF_WORKS, "secretaire-tp"])
async def test_the_targeted_the_responsables_and_who_stands_in_never_lead_it_c_02(
    house: ComplaintsHouse, person: str
) -> None:
    await complained(house, {"personId": TARGET, "department": WORKS})
    body = named(person, "investigator", CENTRAL)
    assert await refused(house, body, DIRECTOR) == "personId cannot-investigate"


async def test_a_targeted_department_and_any_other_than_the_central_one_are_refused_c_02(
    house: ComplaintsHouse,
) -> None:
    await complained(house, {"department": WORKS})
    at_works = named(OTHER, "investigator", WORKS)
    assert await refused(house, at_works, DIRECTOR) == "personId cannot-investigate"
    elsewhere = named(OTHER, "investigator", "loisirs")
    assert await refused(house, elsewhere, DIRECTOR) == "department not-central"


@pytest.mark.parametrize("target", [{"department": CENTRAL}, {"personId": DIRECTOR[0]}])
async def test_where_the_service_aux_citoyens_or_its_director_is_targeted_the_general_director_does(
    house: ComplaintsHouse, target: dict[str, str]
) -> None:
    """PV-17, C-02: from then on the director finds no such file."""
    await complained(house, target)
    myself = named(GENERAL[0], "general-director")
    assert await refused(house, named(DIRECTOR[0], "director"), DIRECTOR) == "404"
    other = named(INVESTIGATOR[0], "investigator", CENTRAL)
    assert await refused(house, other, GENERAL) == "role general-director-only"
    assert (await house.done("investigator", myself, GENERAL))["stage"] == "investigated"


async def test_nobody_is_made_the_general_director_by_being_called_so_c_02(
    house: ComplaintsHouse,
) -> None:
    await complained(house, {"personId": TARGET, "department": WORKS})
    body = named(OTHER, "general-director")
    assert await refused(house, body, DIRECTOR) == "role not-general-director"
    myself = named(DIRECTOR[0], "general-director")
    assert await refused(house, myself, DIRECTOR) == "role not-general-director"


async def test_decentralised_the_department_concerned_investigates_and_no_targeted_person_does_c_02(
    house: ComplaintsHouse,
) -> None:
    targets = {"personId": TARGET, "department": WORKS}
    await complained(house, targets, model="decentral", department=None)
    elsewhere = named(OTHER, "investigator", "loisirs")
    assert await refused(house, elsewhere, DIRECTOR) == "department not-concerned"
    targeted = named(TARGET, "investigator", WORKS)
    assert await refused(house, targeted, DIRECTOR) == "personId cannot-investigate"
    here = named(OTHER, "investigator", WORKS)
    assert (await house.done("investigator", here, DIRECTOR))["stage"] == "investigated"


async def test_nobody_is_named_before_it_is_said_whom_it_is_about(house: ComplaintsHouse) -> None:
    await house.opened(targets=False)
    body = named(DIRECTOR[0], "director")
    assert await refused(house, body, DIRECTOR) == "targets missing"


async def test_who_leads_it_is_not_made_its_target(house: ComplaintsHouse) -> None:
    await house.started()
    body = {"targets": [{"personId": INVESTIGATOR[0]}]}
    answer = await house.ask("targets", body, DIRECTOR)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "is-investigator")
    assert [one.person_id for one in (await house.state()).targets] == [TARGET]


async def test_who_is_named_later_takes_it_over_and_the_start_is_said_once(
    house: ComplaintsHouse,
) -> None:
    await house.started()
    await house.done("investigator", named("autre-enqueteur", "investigator", CENTRAL), DIRECTOR)
    held = (await house.state()).proceedings
    assert held.investigator is not None
    assert held.investigator.person_id == "autre-enqueteur"
    assert [one.person_id for one in held.earlier_investigators] == [INVESTIGATOR[0]]
    started = [
        one for one in house.said("complaints-investigations") if "Started" in repr(type(one))
    ]
    assert len(started) == 1
