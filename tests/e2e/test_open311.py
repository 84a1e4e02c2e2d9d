"""Open311 through the one address of the house, as an app on the street reaches it."""

from xml.etree import ElementTree as ET

import httpx
from guichet.stack import Stack
from guichet_testing.house import until

BOROUGH = {"jurisdiction_id": "pierrefonds-roxboro"}


async def test_an_app_finds_the_endpoint_opens_a_request_and_sees_who_has_it(stack: Stack) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        told = await client.get(f"{stack.url}/open311/v2/discovery.json")
        (address,) = (one["url"] for one in told.json()["endpoints"] if one["type"] == "production")
        assert address == f"{stack.url}/open311/v2"
        sent = {
            **BOROUGH,
            "api_key": stack.secrets.open311_key,
            "service_code": "nid-de-poule",
            "attribute[endroit]": "chaussee",
            "lat": "45.4905",
            "long": "-73.8590",
        }
        posted = await client.post(f"{address}/requests.xml", data=sent)
        assert posted.status_code == 200, posted.text
        case_id = ET.fromstring(posted.content).findtext("request/service_request_id")

        async def has_a_department() -> bool:
            answer = await client.get(f"{address}/requests/{case_id}.xml", params=BOROUGH)
            (record,) = ET.fromstring(answer.content)
            return record.findtext("agency_responsible") == "Travaux publics"

        await until(has_a_department, seconds=60)
        lost = await client.get(f"{address}/requests/{case_id}.json?jurisdiction_id=verdun")
        assert (lost.status_code, lost.json()[0]["code"]) == (404, 404)
