"""A partner's webhook in the whole house: told of its borough's case, and of nobody's name."""

import json
from typing import Any
from uuid import uuid4

from guichet.stack import Stack
from guichet_testing import hooks
from guichet_testing.house import client, until
from standardwebhooks import Webhook as Reference

MARK = f"canari{uuid4().hex[:10]}"
CASE = {
    "borough": "prevost",
    "kind": "request",
    "channel": "phone",
    "activity": "Nid-de-poule",
    "description": f"Description-{MARK}",
    "place": {"longitude": -74.08, "latitude": 45.86, "address": f"12, rue {MARK}"},
    "contact": {"name": f"Nom-{MARK}", "email": f"{MARK}@exemple.example.org"},
}


async def test_a_partner_is_told_of_a_whole_case_and_of_no_name(stack: Stack) -> None:
    partner = await stack.token("demo-integrator")
    technician = await stack.token("demo-technician-prevost")
    async with (
        hooks.receiver() as receiver,
        client(stack, partner) as integrator,
        client(stack, technician) as counter,
    ):
        made = await hooks.register(integrator, receiver.url, "prevost")
        tested = await integrator.post(f"{hooks.API}/{made['webhookId']}/test")
        assert tested.json()["delivered"] is True
        opened = await counter.post(
            "/api/intake/v1/cases", json=CASE, headers={"Idempotency-Key": str(uuid4())}
        )
        case_id = opened.json()["caseId"]

        def told() -> dict[str, Any]:
            events = [Reference(made["secret"]).verify(body, head) for head, body in receiver.got]
            return {one["type"]: one for one in events if one["subject"] == case_id}

        wanted = {
            "intake.case-registered.v1",
            "routing.case-assigned.v1",
            "sla.commitment-started.v1",
            "notifications.message-handed-over.v1",
        }

        async def all_told() -> bool:
            return wanted <= set(told())

        await until(all_told)
        sent = json.dumps(told()) + "".join(str(head) for head, _ in receiver.got)
        assert MARK not in sent
        assert opened.json()["trackingCode"] not in sent
        assert {one["borough"] for one in told().values()} == {"prevost"}


async def test_the_page_stands_behind_the_one_address(stack: Stack) -> None:
    async with client(stack) as browser:
        assert (await browser.get("/webhooks")).headers["location"] == "/demo/signin"
        signed_in = await browser.post("/demo/signin", data={"persona": "demo-integrator"})
        assert signed_in.headers["location"] == "/webhooks"
        page = (await browser.get("/webhooks")).text
        assert "Inscrire un webhook" in page
        assert "Prévost" in page
