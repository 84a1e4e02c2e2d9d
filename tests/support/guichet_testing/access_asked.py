"""Access requests in a house in memory: third parties heard and silent, one never answered."""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

import httpx

from guichet_testing.memory_house import MemoryHouse

HERE = "pierrefonds-roxboro"
LONGER = 32 * 86400.0  # than the delay with its extension
LEFT_ASIDE_OF_ACCESS = {
    "complaints.access-request-opened.v1": {"sla"},
    "complaints.access-refusal-deemed.v1": {"sla"},
}


@dataclass(frozen=True)
class Marks:
    """The words that are written in a file, each by somebody else."""

    asked: str = "Le devis de la réfection de la rue."
    title: str = "Devis"
    name: str = "Pavage Exemple inc."
    address: str = "1, rue Principale, Montréal"
    observations: str = "Nos prix sont confidentiels."
    reasons: str = "Secret industriel d'un tiers."


class House(Protocol):
    """Whatever holds a house, such as a day in it."""

    house: MemoryHouse


@dataclass
class AccessDays:
    """What a counter and an access officer do in this house."""

    house: MemoryHouse

    async def asked(self, words: str) -> str:
        """Id of a request that came in by phone, and all that follows from it."""
        body = {
            "borough": HERE,
            "kind": "access",
            "activity": "Accès à l'information",
            "channel": "email",
            "description": words,
            "contact": {"name": "Camille Exemple", "email": "camille@exemple.example.org"},
            "access": {"ownData": False},
        }
        made: str = (await self._post("intake", "cases", body)).json()["caseId"]
        await self.house.settle()
        return made

    async def refused(self, case_id: str, marks: Marks) -> None:
        """A third party objects, and the access officer refuses the document for that reason."""
        path = f"access-requests/{case_id}"
        await self.told(case_id, marks.name, marks)
        with self.house.everybody.being("acces", "access-officer"):
            seen = await self.seen(case_id)
            for one in seen["thirdParties"]:
                if one["observedAt"] is None:
                    said = {"partyId": one["partyId"], "observations": marks.observations}
                    await self._post("complaints", f"{path}/observations", said)
            document = seen["documents"][0]["documentId"]
            part = {"documentId": document, "outcome": "refused", "reasonsFr": marks.reasons}
            answer = {"answers": [{**part, "provisions": ["a-2.1/23"]}]}
            await self._post("complaints", f"{path}/answer", answer)
        await self.house.settle()

    async def told(self, case_id: str, name: str, marks: Marks) -> None:
        """A third party is told that the document, now listed, is asked for."""
        path = f"access-requests/{case_id}"
        with self.house.everybody.being("acces", "access-officer"):
            if not (await self.seen(case_id))["documents"]:
                await self._post("complaints", f"{path}/documents", {"title": marks.title})
            document = (await self.seen(case_id))["documents"][0]["documentId"]
            party = {"name": name, "address": marks.address, "documentIds": [document]}
            await self._post("complaints", f"{path}/third-parties", party)
        await self.house.settle()

    async def extended(self, case_id: str) -> None:
        """Ten days more, with notice to whoever asked (PV-48)."""
        with self.house.everybody.being("acces", "access-officer"):
            clock = (await self.seen(case_id))["clock"]["commitmentId"]
            on = self.house.clock().date().isoformat()
            longer = {"amount": 10, "reason": "Volume inusité.", "noticeOn": on}
            await self._post("sla", f"commitments/{case_id}/{clock}/extension", longer)
        await self.house.settle()

    async def seen(self, case_id: str) -> dict[str, Any]:
        """The whole file, as whoever is there reads it."""
        async with self.house.client("complaints") as client:
            answer = await client.get(f"/api/complaints/v1/access-requests/{case_id}")
        found: dict[str, Any] = answer.json()
        return found

    async def _post(self, service: str, path: str, body: Any) -> httpx.Response:
        async with self.house.client(service) as client:
            answer = await client.post(
                f"/api/{service}/v1/{path}", json=body, headers={"Idempotency-Key": uuid4().hex}
            )
        assert answer.status_code in (200, 201), answer.text
        return answer


async def documents_are_asked_for_and_a_request_is_left_unanswered(day: House) -> None:
    """A part of a day: two are refused, the second after a third party was silent, then another
    was told; the last one is left alone until the law holds it for refused."""
    days, marks = AccessDays(day.house), Marks()
    quick, slow, alone = [await days.asked(marks.asked) for _ in range(3)]
    await days.refused(quick, marks)
    await days.told(slow, "Tiers silencieux inc.", marks)
    await days.extended(alone)
    await day.house.wait(LONGER)
    await days.refused(slow, marks)
