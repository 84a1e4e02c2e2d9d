"""Complaints with an access request in it: heard by its topics, asked by API and pages."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from chassis.identity import Caller
from complaints.domain.access_requests.request import AccessRequest
from contracts import Event
from contracts.events import intake, sla
from contracts.events.complaints import LetterWrittenV1
from contracts.events.routing import GridPublishedV1
from guichet_testing.complaints_house import API, grid
from guichet_testing.toy import NOW

from services.complaints.tests.pages_house import PagesHouse

CASE = "5f0c1e0a-0000-4000-8000-0000000000ac"
OTHER_CASE = "5f0c1e0a-0000-4000-8000-0000000000ad"
ASKED = "Le devis de la réfection de la rue Canari"
DIRECTION = ("direction-generale", "general-director")
CLERK = ("greffiere", "clerk")
OFFICER = ("responsable-acces", "access-officer")
TECHNICIAN = ("technicienne", "technician")
DUE_AT = datetime(2026, 12, 11, 4, 59, 59, tzinfo=UTC)
PATH = f"/acces/{CASE}"
BINDINGS = {
    "kind": "access-answer",
    "case_kind": "access",
    "counting": "calendar_days_rolled",
    "amount": 20,
    "extension_max": 10,
}


def bound(borough: str = "prevost", **roles: Any) -> GridPublishedV1:
    """A grid in which the general director answers and the clerk extends, as in Prévost (C-06)."""
    named = {"answered_by": "general-director", "extension_by": ["clerk"], **roles}
    content = grid(borough).model_dump(mode="json")
    return GridPublishedV1.model_validate({**content, "commitments": [{**BINDINGS, **named}]})


def registered(kind: str = "access", channel: str = "web", case_id: str = CASE) -> Event:
    """The case was registered."""
    return intake.CaseRegisteredV1.model_validate(
        {
            "case_id": case_id,
            "kind": kind,
            "activity": "",
            "channel": channel,
            "received_at": NOW,
            "details_version": 1,
            "contacts_version": 1,
        }
    )


def details(version: int = 1, *, own_data: bool | None = False, words: str = ASKED) -> Event:
    """What is asked for; `own_data` None: it was no access request then."""
    told = None if own_data is None else intake.AccessDetails(own_data=own_data)
    return intake.CaseDetailsRecordedV1(
        case_id=CASE, version=version, description=words, access=told
    )


def started(
    kind: str = "access-answer", due_at: datetime = DUE_AT, started_at: datetime = NOW
) -> Event:
    """sla says that a delay of the law runs."""
    return sla.CommitmentStartedV1.model_validate(
        {
            "case_id": CASE,
            "commitment_id": f"{CASE}-{kind}",
            "commitment_kind": kind,
            "due_at": due_at,
            "original_due_at": due_at,
            "started_at": started_at,
            "counting": "calendar_days_rolled",
            "amount": 20,
            "demonstration": False,
            "explanation_fr": "20 jours, reportés au jour ouvrable",
            "explanation_en": "20 days, rolled to the next working day",
        }
    )


def missed(kind: str = "access-answer", due_at: datetime = DUE_AT) -> Event:
    """sla says that it ended in silence."""
    return sla.CommitmentMissedV1.model_validate(
        {
            "case_id": CASE,
            "commitment_id": f"{CASE}-{kind}",
            "commitment_kind": kind,
            "due_at": due_at,
            "read_until": due_at + timedelta(minutes=3),
        }
    )


class AccessHouse(PagesHouse):
    """One replica with an access request."""

    async def hear(self, *events: Event, key: str = CASE, borough: str = "prevost") -> None:
        """Events come in, in this order."""
        await super().hear(*events, key=key, borough=borough)

    async def asked(self, **more: Any) -> None:
        """A request at Prévost, with its words and its delay."""
        await self.hear(bound(), registered(**more), details(), started())

    async def request(self) -> AccessRequest | None:
        """What is stored, opened; None: nothing is."""
        (inbox,) = [one for one in self.kit.inboxes if one.topic == "access_requests"]
        store: Any = inbox._store
        found: AccessRequest | None = (await store.load([CASE]))[CASE].state
        return found

    async def held(self) -> AccessRequest:
        """The same, where there must be one."""
        found = await self.request()
        assert found is not None
        return found

    async def tell(
        self,
        what: str,
        body: dict[str, Any],
        who: tuple[str, ...] = DIRECTION,
        *,
        borough: str = "prevost",
        key: str = "",
    ) -> httpx.Response:
        """A command, in English."""
        path = f"access-requests/{CASE}/{what}"
        answer = await self.post(path, body, who, borough=borough, key=key)
        await self.look()
        return answer

    async def listed(self, *titles: str) -> list[str]:
        """Documents are listed; their ids."""
        for title in titles:
            answer = await self.tell("documents", {"title": title}, CLERK)
            assert answer.status_code == 200, answer.text
        return [one.document_id for one in (await self.held()).documents]

    async def see(
        self, path: str = f"access-requests/{CASE}", who: tuple[str, ...] = DIRECTION
    ) -> httpx.Response:
        """Something that is read by the API."""
        self.who = Caller(who[0], frozenset(who[1:]), frozenset({"prevost"}))
        async with self._client() as client:
            return await client.get(f"{API}/{path}")

    def letters(self) -> list[LetterWrittenV1]:
        """The letters that went out, in their order, whatever topic they are on."""
        topics = {one.topic for one in self.wired.log.entries}
        found = [one for topic in sorted(topics) for one in self.said(topic)]
        return [one for one in found if isinstance(one, LetterWrittenV1)]

    def facts(self) -> list[str]:
        """What was said in the open."""
        return [type(one).__name__ for one in self.said("complaints-access")]

    async def fill(
        self, action: str, fields: dict[str, Any], who: tuple[str, ...] = DIRECTION
    ) -> httpx.Response:
        """A form of the page, as a browser sends it."""
        return await self.send(f"{PATH}/{action}", who, {"key": uuid4().hex, **fields})


def given(document_id: str) -> dict[str, Any]:
    """Access to a document."""
    return {"documentId": document_id, "outcome": "given"}


def refused(document_id: str, **more: Any) -> dict[str, Any]:
    """A document is refused, in order."""
    whole = {"provisions": ["a-2.1/23"], "reasonsFr": "Secret industriel d'un tiers."}
    return {"documentId": document_id, "outcome": "refused", **whole, **more}
