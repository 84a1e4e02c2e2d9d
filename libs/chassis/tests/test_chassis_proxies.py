"""Who a client is: whoever connects, or whom a trusted proxy names; nobody names himself."""

from typing import Any

import httpx
import pytest
from chassis.process import server_config
from chassis.settings import ServiceSettings
from fastapi import FastAPI, Request
from pydantic import ValidationError

INGRESS, CITIZEN, CLAIMED = "10.0.3.4", "203.0.113.9", "198.51.100.1"


async def seen_as(peer: str, *forwarded: str, **settings: Any) -> str:
    """Address under which the application sees who comes from `peer` with these headers."""
    app = FastAPI()

    @app.get("/")
    async def who(request: Request) -> str:
        assert request.client is not None
        return request.client.host

    config = server_config(app, ServiceSettings(**settings))
    config.load()
    transport = httpx.ASGITransport(app=config.loaded_app, client=(peer, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        headers = [("x-forwarded-for", value) for value in forwarded]
        answer = await client.get("/", headers=headers)
        return str(answer.json())


async def test_a_stranger_who_claims_to_be_somebody_else_is_not_believed() -> None:
    assert await seen_as(CITIZEN, CLAIMED) == CITIZEN


async def test_a_trusted_proxy_names_its_client() -> None:
    assert await seen_as(INGRESS, CITIZEN, trusted_proxies="10.0.0.0/8, ::1") == CITIZEN
    assert await seen_as("127.0.0.1", CITIZEN) == CITIZEN


@pytest.mark.parametrize(
    "forwarded", [[f"{CLAIMED}, {CITIZEN}"], [CLAIMED, CITIZEN], [CLAIMED, f"{CITIZEN}, 10.0.9.9"]]
)
async def test_what_a_client_said_before_its_proxy_is_not_believed(forwarded: list[str]) -> None:
    assert await seen_as(INGRESS, *forwarded, trusted_proxies="10.0.0.0/8") == CITIZEN


@pytest.mark.parametrize("wrong", ["*", "ingress", "10.0.0.1/8", "10.0.0.0/33"])
def test_a_proxy_that_is_no_network_is_refused_at_the_start(wrong: str) -> None:
    with pytest.raises(ValidationError, match="trusted_proxies"):
        ServiceSettings(trusted_proxies=wrong)
