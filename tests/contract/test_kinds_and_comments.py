"""What a claim counts as and who is followed up, borough by borough, as the grids shipped say."""

from typing import Any
from uuid import uuid4

import pytest
from guichet_testing.memory_house import MemoryHouse
from intake.settings import COUNTERS

QUESTION = {"kind": "information", "activity": "Collecte", "description": "Quel jour passe-t-on ?"}
CLAIM = {"kind": "claim", "activity": "Réclamation", "description": "Ma clôture a été abîmée."}


class Counters:
    """The counters of a house, and what leaves them."""

    def __init__(self) -> None:
        self.house = MemoryHouse(COUNTERS)
        self.addresses: dict[str, str] = {}

    async def register(self, borough: str, channel: str, what: dict[str, str]) -> str:
        """Id of a case; its citizen is reached at an address of its own."""
        address = f"{uuid4()}@exemple.example.org"
        contact = {"name": "Camille Exemple", "email": address}
        body = {"borough": borough, "channel": channel, "contact": contact, **what}
        async with self.house.client("intake") as client:
            headers = {"Idempotency-Key": str(uuid4())}
            answer = await client.post("/api/intake/v1/cases", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        self.addresses[answer.json()["caseId"]] = address
        await self.house.settle()
        return str(answer.json()["caseId"])

    async def read(self, service: str, path: str) -> Any:
        async with self.house.client(service) as client:
            answer = await client.get(f"/api/{service}/v1/{path}")
        return answer.json() if answer.status_code == 200 else {}

    def mails(self, case_id: str) -> int:
        """How many mails left for the citizen of a case."""
        return [one.to_address for one in self.house.post.arrived].count(self.addresses[case_id])


@pytest.fixture(scope="module")
async def counters() -> Counters:
    made = Counters()
    await made.house.start()
    return made


async def kinds_promised(counters: Counters, case_id: str) -> list[str]:
    told = await counters.read("intake", f"cases/{case_id}")
    return [one["kind"] for one in told["commitments"]]


async def test_of_a_comment_nothing_follows_at_prevost_c_12_pv_15(counters: Counters) -> None:
    case_id = await counters.register("prevost", "web", QUESTION)
    assert counters.mails(case_id) == 0
    assert await kinds_promised(counters, case_id) == []


@pytest.mark.parametrize("channel", ["social", "email"])
async def test_a_comment_is_answered_privately_under_the_rule_of_e_mails_c_12_mh_08_mh_09(
    counters: Counters, channel: str
) -> None:
    case_id = await counters.register("mont-saint-hilaire", channel, QUESTION)
    assert counters.mails(case_id) == 1
    assert await kinds_promised(counters, case_id) == ["acknowledge"]


async def test_where_no_word_is_said_of_comments_they_are_acknowledged_without_a_delay_c_12(
    counters: Counters,
) -> None:
    for borough in ("montreal", "mont-saint-hilaire"):
        case_id = await counters.register(borough, "web", QUESTION)
        assert counters.mails(case_id) == 1
        assert await kinds_promised(counters, case_id) == []


async def test_a_comment_that_is_a_request_after_all_is_acknowledged_c_12(
    counters: Counters,
) -> None:
    case_id = await counters.register("prevost", "web", QUESTION)
    async with counters.house.client("intake") as client:
        answer = await client.post(
            f"/api/intake/v1/cases/{case_id}/reclassify",
            json={"kind": "request", "activity": "Nid-de-poule"},
            headers={"Idempotency-Key": str(uuid4())},
        )
    assert answer.status_code == 200, answer.text
    await counters.house.settle()
    assert counters.mails(case_id) > 0


@pytest.mark.parametrize(
    ("borough", "counted", "words"),
    [
        ("montreal", "request", "Requête (réclamation)"),
        ("verdun", "request", "Requête (réclamation)"),
        ("prevost", "claim", "Réclamation"),
        ("mont-saint-hilaire", "claim", "Réclamation"),
    ],
)
async def test_a_claim_is_a_kind_or_counts_among_the_requests_c_11(
    counters: Counters, borough: str, counted: str, words: str
) -> None:
    case_id = await counters.register(borough, "phone", CLAIM)
    told = await counters.read("intake", f"cases/{case_id}")
    assert (told["kind"], told["countedAs"], told["kindText"]) == ("claim", counted, words)
    assert told["claimNotice"], "whatever it counts as, the notice of claims is told (C-13)"


async def test_the_desk_tells_what_a_request_is_at_each_counter_c_11(counters: Counters) -> None:
    pages = {}
    async with counters.house.client("intake") as client:
        for borough in ("prevost", "mont-saint-hilaire", "verdun"):
            answer = await client.post("/comptoir/aide", data={"borough": borough})
            assert answer.status_code == 200, answer.text
            pages[borough] = answer.text
    assert "intervention d&#39;un service municipal" in pages["prevost"]
    assert "dans un temps donné" in pages["mont-saint-hilaire"]
    assert "les réclamations en sont" in pages["verdun"]
