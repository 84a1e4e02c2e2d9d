"""Claims in a house in memory: one is dated anew, handed over and decided, one is taken back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from guichet_testing.access_asked import House
from guichet_testing.memory_house import MemoryHouse

LONGER_THAN_THE_NOTICE = 16 * 86400.0
LEFT_ASIDE_OF_CLAIMS = {
    "complaints.claim-opened.v1": {"sla"},
    "complaints.claim-dated.v1": {"intake"},
    "complaints.claim-handed-over.v1": {"sla"},
    "complaints.claim-decided.v1": {"sla"},
}


async def claims_are_decided_taken_back_and_left_without_notice(day: House) -> None:
    """A part of a day; nobody sends the notice of the last one in time."""
    house = day.house
    today = house.clock().date()
    decided, taken_back, _ = [
        await _claimed(house, (today - timedelta(days=ago)).isoformat()) for ago in (3, 2, 1)
    ]
    with house.everybody.being("greffe", "clerk"):
        path = f"claims/{decided}"
        await _say(house, f"{path}/facts", {"happenedOn": (today - timedelta(days=4)).isoformat()})
        paper = {"kind": "estimate", "title": "Devis du garage", "amountCents": 125_050}
        await _say(house, f"{path}/papers", paper)
        notice = {"receivedOn": today.isoformat(), "means": "hand"}
        await _say(house, f"{path}/notice", notice)
        to = {"to": "insurer", "name": "Assurances Exemple", "on": today.isoformat()}
        await _say(house, f"{path}/hand-overs", to)
        await _say(house, f"{path}/decision", {"outcome": "accepted", "amountCents": 125_050})
        await _say(
            house, f"claims/{taken_back}/withdrawal", {"saidBy": "Camille Exemple, par lettre"}
        )
    await house.wait(LONGER_THAN_THE_NOTICE)


async def _claimed(house: MemoryHouse, happened_on: str) -> str:
    """Id of a claim that came in by phone, and all that follows from it."""
    body = {
        "borough": "pierrefonds-roxboro",
        "kind": "claim",
        "activity": "Réclamation",
        "channel": "phone",
        "description": "Un nid-de-poule a brisé ma roue.",
        "place": {"longitude": -73.83, "latitude": 45.51, "address": "boulevard de Pierrefonds"},
        "contact": {"name": "Camille Exemple", "email": "camille@exemple.example.org"},
        "claim": {"happenedOn": happened_on, "damages": ["property"], "amountCents": 125_050},
    }
    made: str = (await _say(house, "cases", body, service="intake"))["caseId"]
    return made


async def _say(
    house: MemoryHouse, path: str, body: Any, *, service: str = "complaints"
) -> dict[str, Any]:
    """A command, and all that follows from it."""
    async with house.client(service) as client:
        answer = await client.post(
            f"/api/{service}/v1/{path}", json=body, headers={"Idempotency-Key": uuid4().hex}
        )
    assert answer.status_code in (200, 201), answer.text
    await house.settle()
    made: dict[str, Any] = answer.json()
    return made
