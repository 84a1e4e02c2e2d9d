"""Complaints with a claim in it: what intake and sla say of it, what the clerk does, its pages."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import httpx
from chassis.identity import Caller
from complaints.adapters.claim_index import key_of
from complaints.domain.claims.claim import Claim
from contracts import Event
from contracts.events import intake, sla
from contracts.events.complaints import CLAIM_LETTERS, LetterWrittenV1
from contracts.events.routing import GridPublishedV1
from guichet_testing.complaints_house import API, CASE, ComplaintsHouse, grid, handed_over
from guichet_testing.toy import NOW

CLERK = ("greffiere", "clerk")
GENERAL = ("directrice-generale", "general-director")
TECHNICIAN = ("technicienne", "technician")
HAPPENED_ON, WORDS = date(2026, 11, 10), "Un nid-de-poule-canari a brisé ma roue"
NOTICE_DUE = datetime(2026, 11, 26, 4, 59, 59, tzinfo=UTC)  # the end of 25 November, local
ACTION_DUE = datetime(2027, 5, 11, 3, 59, 59, tzinfo=UTC)


class ClaimsHouse(ComplaintsHouse):
    """One replica, and the clerk at its pages."""

    async def claimed(self, *, clocks: bool = True, answered_by: str = "", **details: Any) -> None:
        """A claim at Prévost, whose delays sla worked out."""
        grid_of_prevost = claims_grid(answered_by=answered_by)
        await self.hear(grid_of_prevost, registered(), notice_told(), told(**details))
        if clocks:
            await self.hear(
                started("claim-notice", NOTICE_DUE), started("claim-action", ACTION_DUE)
            )

    async def claim(self) -> Claim:
        """What is stored, opened."""
        (shelf,) = [one for one in self.kit.stores if getattr(one, "name", "") == "claims"]
        sealed = (await shelf.load([CASE]))[CASE].state
        assert sealed is not None
        assert sealed.key == key_of(Claim(case_id=CASE))
        assert WORDS not in sealed.model_dump_json()
        (inbox,) = [one for one in self.kit.inboxes if one.topic == "claims"]
        found = (await inbox._store.load([CASE]))[CASE].state
        assert isinstance(found, Claim)
        return found

    async def clerk(
        self, what: str, body: Mapping[str, Any], who: tuple[str, ...] = CLERK, **more: Any
    ) -> httpx.Response:
        """A command of the API on the claim; what follows from it has happened."""
        answer = await self.post(f"claims/{CASE}/{what}", dict(body), who, **more)
        await self.look()
        return answer

    async def get(
        self, path: str, who: tuple[str, ...], borough: str = "prevost"
    ) -> httpx.Response:
        """A page, or an address of the API that begins with `claims`; in French."""
        self.who = Caller(who[0], frozenset(who[1:]), frozenset({borough}))
        address = f"{API}/{path}" if path.startswith("claims") else path
        async with self._client() as client:
            return await client.get(address)

    async def send(
        self, what: str, fields: Mapping[str, Any], who: tuple[str, ...] = CLERK
    ) -> httpx.Response:
        """A form of the claim's page, as a browser sends it."""
        self.who = Caller(who[0], frozenset(who[1:]), frozenset({"prevost"}))
        sent = {"key": uuid4().hex, **fields}
        async with self._client() as client:
            answer = await client.post(f"/reclamations/{CASE}/{what}", data=sent)
        await self.look()
        return answer

    async def complained_too(self) -> None:
        """The content of a complaint, of the very same case."""
        await self.hear(handed_over())

    def letters(self) -> list[LetterWrittenV1]:
        """The letters that went out about the claim."""
        said = self.said(CLAIM_LETTERS)
        return [one for one in said if isinstance(one, LetterWrittenV1)]


def words_of(page: httpx.Response) -> str:
    """What a page says, without its marks, in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


def claims_grid(days: int = 15, answered_by: str = "") -> GridPublishedV1:
    """A grid that says how many days the notice has, and whom claims are bound to."""
    counter = {
        "claim_notice_days": days,
        "claim_notice_to_fr": "Greffe de la Ville",
        "claim_notice_to_en": "Clerk's office",
    }
    owed = {"kind": "complete", "case_kind": "claim", "counting": "no_delay", "amount": 0}
    said = {**grid().model_dump(), "counter": counter}
    said["commitments"] = [{**owed, "answered_by": answered_by}]
    return GridPublishedV1.model_validate(said)


def registered(kind: str = "claim") -> Event:
    """A case came in."""
    return intake.CaseRegisteredV1.model_validate(
        {
            "case_id": CASE,
            "kind": kind,
            "activity": "",
            "channel": "web",
            "received_at": NOW,
            "details_version": 1,
            "contacts_version": 1,
        }
    )


def reclassified(kind: str) -> Event:
    """The technician changed its kind."""
    return intake.CaseReclassifiedV1.model_validate(
        {"case_id": CASE, "kind": kind, "activity": "", "reclassified_at": NOW}
    )


def notice_told(days: int = 15) -> Event:
    """Intake told of the notice of the law (C-13)."""
    return intake.ClaimNoticeGivenV1(case_id=CASE, given_at=NOW, days=days, contacts_version=1)


def told(version: int = 1, *, place: str = "12, rue du Lac", **claim: Any) -> Event:
    """What whoever claims said; damage to property on 10 November unless said otherwise."""
    said = {"happened_on": HAPPENED_ON, "damages": ["property"], "amount_cents": 30_000}
    return intake.CaseDetailsRecordedV1.model_validate(
        {
            "case_id": CASE,
            "version": version,
            "address": place or None,
            "description": WORDS,
            "claim": said | claim,
        }
    )


def started(kind: str, due_at: datetime) -> Event:
    """Sla counts a delay of whoever claims."""
    return sla.CommitmentStartedV1.model_validate(
        {
            "case_id": CASE,
            "commitment_id": str(uuid5(NAMESPACE_URL, kind)),
            "commitment_kind": kind,
            "due_at": due_at,
            "original_due_at": due_at,
            "started_at": datetime(2026, 11, 10, 5, tzinfo=UTC),
            "counting": "calendar_days_rolled",
            "amount": 15,
            "demonstration": False,
            "explanation_fr": f"Le calcul de {kind}.",
            "explanation_en": f"How {kind} is counted.",
        }
    )


def missed(kind: str, due_at: datetime) -> Event:
    """The delay is over."""
    return sla.CommitmentMissedV1.model_validate(
        {
            "case_id": CASE,
            "commitment_id": str(uuid5(NAMESPACE_URL, kind)),
            "commitment_kind": kind,
            "due_at": due_at,
            "read_until": due_at,
        }
    )
