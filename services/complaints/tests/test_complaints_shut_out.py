"""Every path of the service, tried by everybody who must not know (PV-44, PV-45, C-02).

The paths are read from the service itself: one that is added is tried with the others.
"""

import pytest
from chassis.document import Document
from complaints.domain.custody import Act
from complaints.domain.directory import StoodIn
from complaints.domain.file import Target

from services.complaints.tests.custody_house import CASE, DIRECTORY, PATH, House

ROLES = frozenset(
    {
        *("technician", "responsable", "executor", "director", "citizen-experience"),
        *("elected-official", "general-director", "access-officer", "clerk", "investigator"),
        *("operator", "integrator"),
    }
)
SHUT_OUT = (
    *("target", "responsable", "colleague", "substitute", "stand-in", "stand-in-of-stand-in"),
)


@pytest.fixture(scope="module")
def built() -> House:
    return House()


@pytest.fixture
def house(built: House) -> House:
    for store in built.stores.values():
        store.documents.clear()
    built.knows()
    return built


@pytest.mark.parametrize("person", SHUT_OUT)
async def test_whoever_it_concerns_finds_nothing_by_any_path_and_any_role_pv_45_c_02(
    house: House, person: str
) -> None:
    await house.complained(Target(person_id="target"), Target(department="travaux"))
    before = house.stores["investigations"].documents[CASE].state.sealed
    assert await house.tried(person, ROLES) == []
    assert await house.listed(person, *ROLES) == 0
    # Nothing was changed by any of it, and that it was tried is on record.
    assert house.stores["investigations"].documents[CASE].state.sealed == before
    acts = {one.act for one in await house.audit.of(CASE)}
    assert acts == {Act.REFUSED}


@pytest.mark.parametrize("role", sorted(ROLES - {"director", "general-director"}))
async def test_a_role_alone_opens_nothing_pv_45(house: House, role: str) -> None:
    await house.complained(Target(person_id="target"))
    assert await house.read("elsewhere", role) == 404
    assert await house.read("elsewhere", role, exception="discipline") == 404


async def test_a_member_of_the_council_knows_of_no_complaint_at_all_c_14_pv_44(
    house: House,
) -> None:
    await house.complained(Target(person_id="target"))
    assert await house.tried("councillor", frozenset({"elected-official"})) == []
    async with house.client() as client:
        assert (await client.get(PATH)).status_code == 403


async def test_who_has_every_role_in_another_borough_finds_nothing_and_leaves_no_trace(
    house: House,
) -> None:
    await house.complained(Target(person_id="target"))
    assert await house.tried("anybody", ROLES, "anjou") == []
    assert await house.audit.of(CASE) == []


async def test_who_is_on_no_list_is_answered_like_for_no_file(house: House) -> None:
    await house.complained(Target(person_id="target"))
    assert await house.tried("elsewhere", frozenset({"investigator", "responsable"})) == []


async def test_the_paths_are_there_for_who_may_so_the_others_were_refused_pv_40(
    house: House,
) -> None:
    await house.complained(Target(person_id="target"))
    opened = {path for _, path, status, _ in await house.tried("director", frozenset({"director"}))}
    assert f"{PATH}/{CASE}" in opened
    assert f"{PATH}/{CASE}/access" in opened
    assert f"{PATH}/{CASE}/hold" in opened
    assert await house.listed("director", "director") == 1
    assert await house.read("investigator", "investigator") == 200


async def test_where_the_service_aux_citoyens_is_the_target_the_general_director_has_it_c_02_pv_17(
    house: House,
) -> None:
    await house.complained(Target(department="citoyens"))
    assert await house.tried("director", frozenset({"director"})) == []  # designated there
    assert await house.tried("another-director", frozenset({"director"})) == []
    assert await house.read("general", "general-director") == 200


async def test_the_counter_takes_in_what_is_brought_and_reads_nothing(house: House) -> None:
    await house.complained(Target(person_id="target"))
    told = {path for _, path, _, _ in await house.tried("elsewhere", frozenset({"technician"}))}
    taking = ("signatures", "supplements", "declination", "withdrawal", "reviews")
    assert told == {f"{PATH}/{CASE}/{one}" for one in taking}


async def test_otherwise_the_general_director_opens_nothing_unasked(house: House) -> None:
    await house.complained(Target(department="loisirs"))
    assert await house.read("general", "general-director") == 404
    assert (
        await house.listed("general", "general-director") == 1
    )  # where it stands, for escalations


async def test_a_grant_that_was_given_before_is_worth_nothing_to_who_is_targeted_pv_45(
    house: House,
) -> None:
    await house.complained(Target(department="loisirs"))
    assert await house.read("colleague", "responsable") == 200
    await house.complained(Target(department="loisirs"), Target(department="travaux"))
    assert await house.read("colleague", "responsable") == 404


async def test_decentralised_the_department_answers_itself_but_never_the_person_c_02(
    house: House,
) -> None:
    house.knows(model="decentral")
    await house.complained(Target(department="travaux"))
    assert await house.read("colleague", "responsable") == 200
    await house.complained(Target(person_id="colleague"))
    assert await house.read("colleague", "responsable") == 404
    assert await house.read("responsable", "responsable") == 404


async def test_who_became_a_substitute_a_minute_ago_is_shut_out_now(house: House) -> None:
    await house.complained(Target(department="loisirs"))
    assert await house.read("colleague", "responsable") == 200
    absent = StoodIn(person_id="elsewhere", substitute_id="colleague")
    news = DIRECTORY.model_copy(update={"absences": (*DIRECTORY.absences, absent)})
    held = Document("prevost", version=2, borough="prevost", state=news)
    house.stores["people"].documents["prevost"] = held
    assert await house.read("colleague", "responsable") == 404
