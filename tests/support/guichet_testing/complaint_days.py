"""Complaints with marked words put through a house in memory, from the counter to the outcome."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from guichet_testing.memory_house import MemoryHouse

BOROUGH = "prevost"
API = "/api/complaints/v1/investigations"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n%%EOF\n"


class ComplaintDays:
    """A counter that takes complaints in, a director and an investigator who see to them."""

    def __init__(self, house: MemoryHouse) -> None:
        self.house = house

    async def complain(self, words: str, name: str, **complaint: Any) -> str:
        """Id of a new complaint, whole and admissible unless said otherwise."""
        return str((await self._brought(words, name, **complaint))["caseId"])

    async def complain_and_sign_later(self, words: str, name: str, **completed: Any) -> str:
        """Id of one that whoever brought it completes under its tracking code (PV-18)."""
        made = await self._brought(words, name, signed=False, factsOn=None)
        headers = {"X-Tracking-Code": str(made["trackingCode"])}
        today = self.house.clock().date().isoformat()
        body = {"confirmed": True, "factsOn": today, **completed}
        await self.post("intake", "/api/intake/v1/tracking/complaint", body, headers)
        return str(made["caseId"])

    async def complain_by_post(self, words: str, name: str) -> str:
        """Id of one whose letters go on paper (PV-47)."""
        return str((await self._brought(words, name, by_post=True))["caseId"])

    async def _brought(
        self, words: str, name: str, *, by_post: bool = False, **complaint: Any
    ) -> Any:
        today = self.house.clock().date()
        body = {
            "borough": BOROUGH,
            "kind": "complaint",
            "activity": "Plainte",
            "channel": "letter",
            "description": words,
            "contact": {
                "name": name,
                "email": f"{name.split()[-1].lower()}@exemple.example.org",
                "phone": "+15145550123",
                "address": "12, rue de l'Essai",
                "byPost": by_post,
            },
            "complaint": {
                "written": True,
                "signed": True,
                "factsOn": today.isoformat(),
                **complaint,
            },
        }
        return await self.post("intake", "/api/intake/v1/cases", body)

    async def post(
        self,
        service: str,
        path: str,
        body: Mapping[str, Any],
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """What a command answers; it succeeds."""
        async with self.house.client(service) as client:
            sent = {"Idempotency-Key": uuid4().hex, **(headers or {})}
            answer = await client.post(path, json=body, headers=sent)
        assert answer.is_success, f"{path}: {answer.text}"
        return answer.json() if answer.content else None

    async def does(self, case_id: str, what: str, body: Mapping[str, Any]) -> None:
        """One command on a complaint."""
        await self.post("complaints", f"{API}/{case_id}/{what}", body)

    async def investigate(self, case_id: str, mark: str, target: str, result: str) -> None:
        """Everything that can be said about a complaint, each time with the mark in it."""
        everybody = self.house.everybody
        with everybody.being("directrice", "director"):
            await self.does(case_id, "targets", {"targets": [{"personId": target}]})
            investigator = {
                "personId": "directrice",
                "role": "director",
                "department": "service-aux-citoyens",
            }
            await self.does(case_id, "investigator", investigator)
            why = {"personId": "cadre", "exception": "discipline", "why": f"son chef {mark}"}
            await self.does(case_id, "access", why)
            people = [{"person": f"Témoin {mark}", "capacity": "witness"}]
            await self.does(case_id, "people", {"people": people})
            for person, capacity in ((target, "targeted"), (f"Témoin {mark}", "witness")):
                heard = {
                    "person": person,
                    "capacity": capacity,
                    "heldAt": self.house.clock().isoformat(),
                    "account": f"Dit de {mark}",
                }
                await self.does(case_id, "hearings", heard)
            await self.does(case_id, "evidence", {"text": f"Photo de {mark}"})
            await self.does(case_id, "findings", {"text": f"Constat sur {mark}"})
            await self.does(case_id, "outcome", {"result": result, "reasons": f"Motif {mark}"})

    async def read(self, case_id: str) -> Any:
        """The answer to the director who opens it."""
        with self.house.everybody.being("directrice", "director"):
            async with self.house.client("complaints") as client:
                return await client.get(f"{API}/{case_id}?exception=investigation")
