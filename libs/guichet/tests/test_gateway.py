"""Which service a path goes to, and what it is told of the caller."""

from collections.abc import AsyncIterator

import httpx
import pytest
from contracts.topics import SERVICES
from guichet.gateway import gateway, target_of
from starlette.applications import Starlette

SERVED = {service: f"http://{service}" for service in SERVICES}


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/", "http://intake/"),
        ("/suivi", "http://intake/suivi"),
        ("/open311/v2/services.xml", "http://intake/open311/v2/services.xml"),
        ("/static/shell.css", "http://intake/static/shell.css"),
        ("/api/sla/v1/commitments", "http://sla/api/sla/v1/commitments"),
        ("/services/sla/metrics", "http://sla/metrics"),
        ("/documentation", "http://intake/documentation"),
        ("/documentation/events/a.b.v1", "http://intake/documentation/events/a.b.v1"),
        ("/documentation/schemas/a.b.v1.json", "http://intake/documentation/schemas/a.b.v1.json"),
        ("/documentation/sla", "http://intake/documentation/sla"),
        ("/documentation/openapi/sla.json", "http://intake/documentation/openapi/sla.json"),
        ("/documentation/sla/openapi.json", "http://sla/documentation/sla/openapi.json"),
        ("/politique", "http://intake/politique"),
        ("/courriels", "http://mail/"),
        ("/travail/1/completer", "http://routing/travail/1/completer"),
        ("/direction", "http://routing/direction"),
        ("/echeances/1/suspendre", "http://sla/echeances/1/suspendre"),
        ("/plaintes/1/lectures", "http://complaints/plaintes/1/lectures"),
        ("/calendriers", "http://sla/calendriers"),
        ("/webhooks", "http://notifications/webhooks"),
        ("/webhooks/1/test", "http://notifications/webhooks/1/test"),
    ],
)
def test_a_path_goes_to_the_service_that_owns_it(path: str, target: str) -> None:
    assert target_of(path, SERVED, "http://mail") == target


@pytest.mark.parametrize(
    "path", ["/suivix", "/webhooksx", "/documentations", "/api/nobody/v1", "/services/sla"]
)
def test_what_nobody_owns_goes_nowhere(path: str) -> None:
    assert target_of(path, SERVED, "http://mail") is None


async def test_the_service_behind_learns_whom_the_gateway_talks_to() -> None:
    heard: list[httpx.Request] = []

    async def nothing() -> AsyncIterator[bytes]:
        yield b""

    def behind(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        return httpx.Response(200, content=nothing())

    app = gateway(SERVED, "http://mail", Starlette())
    app.state.client = httpx.AsyncClient(transport=httpx.MockTransport(behind))
    front = httpx.ASGITransport(app=app, client=("203.0.113.9", 1))
    async with httpx.AsyncClient(transport=front, base_url="http://here") as client:
        await client.get("/suivi", headers={"x-forwarded-for": "198.51.100.1"})
    (request,) = heard
    assert request.headers.get_list("x-forwarded-for") == ["198.51.100.1", "203.0.113.9"]
