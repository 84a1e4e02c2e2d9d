"""A paper that a citizen left with a request, which turns out to be a complaint (PV-45)."""

from typing import Any, Protocol
from uuid import uuid4

from guichet_testing.memory_house import MemoryHouse

PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


class Register(Protocol):
    """A day in a house: who takes cases in."""

    house: MemoryHouse

    async def register(self) -> str:
        """Id of a new case."""
        ...


async def a_paper_is_part_of_a_complaint(day: Register) -> tuple[str, str]:
    """A request with a paper becomes a complaint; ids of the case and of the paper."""
    house, case_id = day.house, await day.register()
    async with house.client("intake") as client:
        path = f"/api/intake/v1/cases/{case_id}"
        sent: Any = {"file": ("facture.pdf", PAPER, "application/pdf")}
        answer = await client.post(
            f"{path}/attachments",
            files=sent,
            data={"kind": "document"},
            headers={"Idempotency-Key": str(uuid4())},
        )
        assert answer.status_code == 201, answer.text
        paper: str = answer.json()["attachmentId"]
        kind = {"kind": "complaint", "description": "On m'a rendu ma facture déchirée."}
        answer = await client.post(
            f"{path}/reclassify", json=kind, headers={"Idempotency-Key": str(uuid4())}
        )
        assert answer.status_code == 200, answer.text
    await house.settle()
    await house.wait(5)
    return case_id, paper
