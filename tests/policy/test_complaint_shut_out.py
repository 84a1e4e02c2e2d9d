"""Whoever a complaint is about is shut out of it in every service (C-02, PV-44, PV-45).

The five services as they are wired: the person targeted, the responsable of their department and
who stands in for them, each with every role at once, try every address that names the case.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from contracts.codec import decode, read_envelope
from contracts.events.routing import CaseAssignedV1, CaseReassignedV1
from contracts.topics import SERVICES
from fastapi import FastAPI
from guichet_testing.addresses import methods_of, routes_of
from guichet_testing.complaint_days import ComplaintDays
from guichet_testing.memory_house import MemoryHouse
from intake.settings import COUNTERS

TARGET = "prevost-directeur-service-aux-citoyens"
RESPONSABLE = "prevost-technicien-service-aux-citoyens"
STAND_IN = "prevost-greffe-reception"
EXECUTOR, LATER = "prevost-surintendant", "prevost-ingenieur-en-chef"
NOWHERE = "5f0c1e0a-0000-4000-8000-0000000000ff"
EVERY_ROLE = (
    *("technician", "responsable", "executor", "director", "citizen-experience", "operator"),
    *("elected-official", "general-director", "access-officer", "clerk", "investigator"),
)
# These know a case only as what it is to somebody; of this one they know nobody.
NOT_THERE = ("routing", "complaints")


class Complained:
    """A house with one complaint about the director of citizen services, who is away."""

    def __init__(self) -> None:
        self.house = MemoryHouse(COUNTERS)
        self.words, self.name = f"serin{uuid4().hex[:10]}", f"Canari{uuid4().hex[:10]}"
        self.case_id = ""

    async def begin(self) -> None:
        """Brought at the counter, its target named by another director."""
        days = ComplaintDays(self.house)
        await self.house.start()
        absence = {
            "borough": "prevost",
            "personId": TARGET,
            "fromOn": self.house.clock().date().isoformat(),
            "substituteId": STAND_IN,
        }
        await days.post("routing", "/api/routing/v1/absences", absence)
        self.case_id = await days.complain(self.words, f"Luc {self.name}")
        await self.house.settle()
        with self.house.everybody.being("directrice", "director"):
            await days.does(self.case_id, "targets", {"targets": [{"personId": TARGET}]})
        await self.house.settle()
        await self.house.wait(5)


@pytest.fixture(scope="module")
async def complained() -> Complained:
    made = Complained()
    await made.begin()
    return made


def addresses(app: FastAPI, case_id: str) -> Iterator[str]:
    """Every address of a service at which a case is shown."""
    for route in routes_of(app):
        if "{case_id}" in route.path and "GET" in methods_of(route):
            yield re.sub("{[^}]+}", NOWHERE, route.path.replace("{case_id}", case_id))


@pytest.mark.parametrize("person", [TARGET, RESPONSABLE, STAND_IN])
@pytest.mark.parametrize("service", SERVICES)
async def test_no_address_of_any_service_tells_them_anything_of_it_pv_45(
    complained: Complained, service: str, person: str
) -> None:
    house = complained.house
    with house.everybody.being(person, *EVERY_ROLE):
        async with house.client(service) as client:
            transport: Any = client._transport
            tried = list(addresses(transport.app, complained.case_id))
            assert tried
            for path in tried:
                answer = await client.get(path, params={"exception": "investigation"})
                assert complained.words not in answer.text, path
                assert complained.name not in answer.text, path
                if service in NOT_THERE and not path.endswith("/lectures"):
                    assert answer.status_code == 404, path


@pytest.mark.parametrize("person", [TARGET, RESPONSABLE, STAND_IN])
@pytest.mark.parametrize(
    ("service", "path"),
    [
        ("routing", "/travail?list=mine"),
        ("routing", "/travail?list=all"),
        ("routing", "/travail?list=new"),
        ("routing", "/travail/conseil"),
        ("routing", "/api/routing/v1/assignments?limit=200"),
        ("complaints", "/plaintes?list=all"),
        ("complaints", "/plaintes/direction"),
        ("complaints", "/api/complaints/v1/investigations"),
        ("notifications", "/api/notifications/v1/deliveries?state=failed"),
    ],
)
async def test_it_is_in_no_list_of_theirs_pv_45(
    complained: Complained, service: str, path: str, person: str
) -> None:
    with complained.house.everybody.being(person, *EVERY_ROLE):
        async with complained.house.client(service) as client:
            answer = await client.get(path)
    assert answer.status_code == 200
    assert complained.case_id[:8] not in answer.text


async def test_no_letter_about_it_is_theirs_to_print_nor_who_stands_in_since_pv_45(
    complained: Complained,
) -> None:
    house, days = complained.house, ComplaintDays(complained.house)
    case_id = await days.complain_by_post(complained.words, f"Luc {complained.name}")
    await house.settle()
    await days.investigate(case_id, complained.words, EXECUTOR, "unfounded")
    await house.settle()
    assert await at_desk(complained, EXECUTOR, case_id) == []
    on = house.clock().date().isoformat()
    absence = {
        "borough": "prevost", "personId": EXECUTOR, "fromOn": on, "substituteId": LATER,
    }  # fmt: skip
    assert len(await at_desk(complained, LATER, case_id)) == 1, "stands in for nobody yet"
    await days.post("routing", "/api/routing/v1/absences", absence)
    await house.settle()
    assert await at_desk(complained, LATER, case_id) == []
    assert len(await at_desk(complained, "autre-greffe", case_id)) == 1


async def at_desk(complained: Complained, person: str, case_id: str) -> list[str]:
    """The letters of a case that somebody with every role may take."""
    with complained.house.everybody.being(person, *EVERY_ROLE):
        async with complained.house.client("notifications") as client:
            page = (await client.get("/courrier")).text
    return sorted(set(re.findall(f"/courrier/{case_id}/([0-9a-f-]+)/prendre", page)))


async def test_nobody_is_told_but_whoever_complained_pv_45(complained: Complained) -> None:
    told = {one.to_address for one in complained.house.post.arrived}
    assert told == {f"{complained.name.lower()}@exemple.example.org"}


async def test_c_02_nobody_is_handed_it_and_no_open_word_names_anybody(
    complained: Complained,
) -> None:
    said = [
        decode(read_envelope(one.headers), one.value or b"").data
        for one in complained.house.records
        if one.topic == "routing-assignments" and one.key == complained.case_id.encode()
    ]
    assert [type(one) for one in said] == [CaseAssignedV1]
    for one in said:
        assert isinstance(one, CaseAssignedV1 | CaseReassignedV1)
        assert (one.department, one.reception, one.execution) == ("service-aux-citoyens", "", None)
    routing: Any = complained.house.services["routing"]
    (store,) = (one for one in routing.kit.stores if one.name == "assignments")
    kept = store.documents[complained.case_id].state.model_dump_json()
    assert not [one for one in (TARGET, RESPONSABLE, STAND_IN, "directrice") if one in kept]


async def test_who_answers_for_it_finds_it_so_the_others_were_refused_pv_40(
    complained: Complained,
) -> None:
    with complained.house.everybody.being("prevost-dg", "general-director"):
        async with complained.house.client("complaints") as client:
            listed = await client.get("/plaintes?list=all")
    assert complained.case_id[:8] in listed.text
