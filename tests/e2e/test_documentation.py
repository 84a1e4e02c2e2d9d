"""The documentation in the running house: every link answers, and nothing comes from elsewhere."""

import re

import httpx
from contracts.registry import event_types
from contracts.topics import SERVICES
from guichet.stack import Stack
from guichet_testing.house import client

LINK = re.compile(r"""(?:href|src|action)=["']([^"'#]+)""")


async def pages_from(http: httpx.AsyncClient, start: str) -> dict[str, httpx.Response]:
    """Every page and file of the documentation that can be reached by links."""
    found: dict[str, httpx.Response] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        found[address] = answer = await http.get(address)
        if "text/html" in answer.headers["content-type"]:
            links = [link.replace("&amp;", "&") for link in LINK.findall(answer.text)]
            elsewhere = [link for link in links if not re.match(r"/(?!/)", link)]
            assert elsewhere == [], f"{address} calls another address"
            ours = ("/documentation", "/static")
            waiting += [link for link in links if link.startswith(ours) and "lang=en" not in link]
    return found


async def test_every_link_of_the_documentation_answers_at_the_one_address(stack: Stack) -> None:
    async with client(stack) as http:
        found = await pages_from(http, "/documentation")
    broken = {address: answer.status_code for address, answer in found.items() if answer.is_error}
    assert broken == {}
    for wire_type in event_types():
        assert f"/documentation/events/{wire_type}" in found
        schema = found[f"/documentation/schemas/{wire_type}.json"].json()
        assert schema["$id"] == f"urn:guichet:{wire_type}"
    assert {f"/documentation/{service}" for service in SERVICES} <= set(found)
    assert found["/documentation/asyncapi.json"].json()["asyncapi"] == "3.0.0"


async def test_the_events_are_searched_in_french_and_in_english(stack: Stack) -> None:
    async with client(stack) as http:
        for query in ("échéance", "ECHEANCE", "due_at", "sla.commitment-moved.v1", "delay"):
            text = (await http.get("/documentation/events", params={"q": query})).text
            shown = re.findall(
                r'<li class="event" data-words="[^"]*">\s*<a[^>]*/events/([^"?]+)', text
            )
            assert "sla.commitment-moved.v1" in shown, query
            assert 0 < len(shown) < len(event_types()), query


async def test_each_service_says_its_interface_and_it_is_the_one_published(stack: Stack) -> None:
    async with client(stack) as http:
        for service in SERVICES:
            live = await http.get(f"/documentation/{service}/openapi.json")
            published = await http.get(f"/documentation/openapi/{service}.json")
            assert live.json() == published.json(), service
