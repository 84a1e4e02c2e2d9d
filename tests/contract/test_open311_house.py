"""Open311 over the five services and the grids shipped: from an app's request to work done."""

import json
from datetime import timedelta
from typing import Any

import pytest
from guichet_testing.memory_house import MemoryHouse
from intake.adapters.service_attributes_toml import load
from intake.application.form import Activity
from intake.domain.api_keys import hash_of_key
from intake.settings import COUNTERS
from pydantic import TypeAdapter

API = "/open311/v2"
KEY = "a-partners-key-" * 3
PIERREFONDS = "pierrefonds-roxboro"
ACTIVITY: TypeAdapter[str] = TypeAdapter(Activity)
PR_02 = {
    "nid-de-poule",
    "graffiti-domaine-public",
    "eclairage-defectueux",
    "mobilier-urbain-endommage",
    "manque-de-proprete",
    "nettoyage-du-domaine-public",
}
SENT = {
    "api_key": KEY,
    "jurisdiction_id": PIERREFONDS,
    "service_code": "nid-de-poule",
    "attribute[endroit]": "chaussee",
    "lat": "45.4905",
    "long": "-73.8590",
    "email": "alix@example.org",
}


@pytest.fixture(scope="module")
async def house() -> MemoryHouse:
    partner = {"name": "a-partner", "boroughs": ["*"], "kind": "partner"}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("INTAKE_OPEN311_KEYS", json.dumps({hash_of_key(KEY): partner}))
        made = MemoryHouse(COUNTERS)
    await made.start()
    return made


async def asked(house: MemoryHouse, resource: str, **more: str) -> Any:
    async with house.client("intake") as client:
        params = {"jurisdiction_id": PIERREFONDS, **more}
        answer = await client.get(f"{API}/{resource}.json", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def sent(house: MemoryHouse, resource: str, **fields: str) -> Any:
    async with house.client("intake") as client:
        answer = await client.post(f"{API}/{resource}.json", data=fields)
    assert answer.status_code == 200, answer.text
    await house.settle()
    return answer.json()[0]


async def test_the_six_activities_of_the_pilot_are_services_pr_02(house: MemoryHouse) -> None:
    offered = [one["service_code"] for one in await asked(house, "services")]
    assert set(offered) >= PR_02
    assert len(offered) == len(set(offered)), "a code names one service"


async def test_whatever_is_offered_can_be_asked_for(house: MemoryHouse) -> None:
    for borough in COUNTERS:
        services = await asked(house, "services", jurisdiction_id=borough)
        assert services, borough
        for one in services:
            assert ACTIVITY.validate_python(one["service_code"])
            assert "/" not in one["service_code"], "a code is a part of an address"


async def test_a_service_whose_name_the_counter_does_not_take_is_asked_for_by_its_code(
    house: MemoryHouse,
) -> None:
    services = await asked(house, "services")
    starred = next(one for one in services if one["service_name"].startswith("**"))
    case = await sent(house, "requests", **{**SENT, "service_code": starred["service_code"],
                                            "attribute[endroit]": ""})  # fmt: skip
    (told,) = await asked(house, f"requests/{case['service_request_id']}")
    assert told["service_name"] == starred["service_name"]
    assert told["agency_responsible"]


async def test_what_services_ask_by_default_is_asked_by_services_that_are_there(
    house: MemoryHouse,
) -> None:
    for borough, services in load(None, COUNTERS).items():
        for code in services:
            definition = await asked(house, f"services/{code}", jurisdiction_id=borough)
            assert definition["attributes"]


async def test_a_request_is_routed_promised_done_by_a_partner_and_by_nobody_else_mh_13(
    house: MemoryHouse,
) -> None:
    case_id = (await sent(house, "requests", **SENT))["service_request_id"]
    (told,) = await asked(house, f"requests/{case_id}")
    assert (told["status"], told["agency_responsible"]) == ("open", "Travaux publics")
    assert told["expected_datetime"] > told["requested_datetime"]
    await house.wait(3600)
    done = {
        "api_key": KEY,
        "jurisdiction_id": PIERREFONDS,
        "service_request_id": case_id,
        "update_id": "1",
        "status": "closed",
        "updated_datetime": (house.clock() - timedelta(minutes=5)).isoformat(),
        "description": "Trou bouché.",
    }
    await sent(house, "servicerequestupdates", **done)
    (told,) = await asked(house, f"requests/{case_id}")
    assert told["status_notes"] == "Intervention faite, à valider"
    async with house.client("sla") as client:
        answer = await client.get(f"/api/sla/v1/commitments/{case_id}")
    standing = {one["kind"]: one["state"] for one in answer.json()["commitments"]}
    assert standing["complete"] == "met"
    work = {
        "interventionCode": "238",
        "doneOn": house.clock().date().isoformat(),
        "extension": "1000",
        "validated": True,
    }
    async with house.client("routing") as client:
        answer = await client.post(
            f"/api/routing/v1/assignments/{case_id}/completion",
            json=work,
            headers={"Idempotency-Key": "0123456789abcdef"},
        )
    assert answer.status_code == 422, "it is done already"
    assert house.parked() == []
