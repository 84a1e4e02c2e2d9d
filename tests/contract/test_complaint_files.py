"""A file of a case that becomes a complaint ends with complaints, nowhere else (PV-44, PV-45)."""

from typing import Any
from uuid import uuid4

import pytest
from contracts.events.intake import FILES
from guichet_testing.file_of_complaint import PAPER, a_paper_is_part_of_a_complaint
from guichet_testing.memory_house import MemoryHouse
from intake.settings import COUNTERS

HERE = "pierrefonds-roxboro"


class Day:
    """A house in which somebody takes cases in."""

    def __init__(self) -> None:
        self.house = MemoryHouse(COUNTERS)

    async def register(self) -> str:
        """A request by phone."""
        body = {
            "borough": HERE,
            "kind": "request",
            "activity": "Nid-de-poule",
            "channel": "phone",
            "description": "Un trou profond devant l'arrêt d'autobus.",
            "place": {"longitude": -73.83, "latitude": 45.51},
        }
        async with self.house.client("intake") as client:
            headers = {"Idempotency-Key": str(uuid4())}
            answer = await client.post("/api/intake/v1/cases", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        await self.house.settle()
        return str(answer.json()["caseId"])


@pytest.fixture(scope="module")
async def day() -> Day:
    made = Day()
    await made.house.start()
    return made


async def test_the_paper_is_opened_in_complaints_and_gone_from_intake(day: Day) -> None:
    case_id, paper = await a_paper_is_part_of_a_complaint(day)
    house = day.house
    path = f"/api/complaints/v1/investigations/{case_id}"
    async with house.client("complaints") as client:
        (file,) = (await client.get(f"{path}?exception=investigation")).json()["files"]
        got = await client.get(f"{path}/files/{paper}?exception=investigation")
    async with house.client("intake") as client:
        dossier = (await client.get(f"/api/intake/v1/cases/{case_id}")).json()
        refused = await client.get(f"/api/intake/v1/cases/{case_id}/attachments/{paper}")

    assert (file["name"], file["receivedAt"] is None) == ("facture.pdf", False)
    assert got.content == PAPER
    assert dossier["attachments"] == []
    assert refused.status_code == 404
    assert dossier["timeline"][-1]["what"] == "file-handed-over"
    desk: Any = next(one for one in house.services["intake"].kit.rounds if "files" in one.name)
    assert desk._find.__self__._files.held == {}, "the bytes went with the acknowledgement"


async def test_no_bytes_and_no_name_of_it_travel_in_the_open(day: Day) -> None:
    await a_paper_is_part_of_a_complaint(day)
    records = day.house.records
    assert any(one.topic == FILES for one in records)
    for one in records:
        assert PAPER not in (one.value or b"")
        if one.topic == "complaints-investigations":
            assert b"facture" not in (one.value or b"")
    assert day.house.parked() == []
