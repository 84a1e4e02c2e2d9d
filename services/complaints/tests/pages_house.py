"""Complaints with its pages, as a browser asks for them: addresses read, forms sent."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from uuid import uuid4

import httpx
from chassis.identity import Caller
from complaints.domain.trace import Trace
from contracts.events import sla
from guichet_testing.complaints_house import CASE, ComplaintsHouse
from guichet_testing.toy import NOW

FILE = f"/plaintes/{CASE}"
COUNTER = f"{FILE}/apport"
NOWHERE = "5f0c1e0a-0000-4000-8000-0000000000ff"


class PagesHouse(ComplaintsHouse):
    """One replica, and somebody at its pages."""

    async def page(
        self, path: str, who: tuple[str, ...], *, boroughs: tuple[str, ...] = ("prevost",)
    ) -> httpx.Response:
        """A page, as somebody with these roles gets it; in French."""
        self.who = Caller(who[0], frozenset(who[1:]), frozenset(boroughs))
        async with self._client() as client:
            return await client.get(path)

    async def send(
        self, path: str, who: tuple[str, ...], sent: Mapping[str, Any], **headers: str
    ) -> httpx.Response:
        """A form, as a browser sends it."""
        self.who = Caller(who[0], frozenset(who[1:]), frozenset({"prevost"}))
        async with self._client() as client:
            return await client.post(path, data=dict(sent), headers=headers)

    async def opened_file(
        self, who: tuple[str, ...], exception: str = "investigation", **more: str
    ) -> httpx.Response:
        """The file, opened under an exception."""
        return await self.send(FILE, who, {"exception": exception, "do": "read", **more})

    async def act(
        self, what: str, who: tuple[str, ...], fields: Mapping[str, Any], **more: Any
    ) -> httpx.Response:
        """A form of the file, its fields by their own names; what follows from it has happened."""
        sent = {f"{what}.{name}": value for name, value in fields.items()}
        known = {"exception": "investigation", "do": what, "key": uuid4().hex}
        answer = await self.send(FILE, who, {**known, **more, **sent})
        await self.look()
        return answer

    async def traces(self) -> list[Trace]:
        """Who opened the file and who tried, and how."""
        (store,) = [one for one in self.kit.stores if getattr(one, "name", "") == "readings"]
        destroying: Any = self.kit.loops["destruction"][1]
        held = await destroying.__self__.traces.load(list(_documents(store)))
        return [one.state for one in held.values() if one.state is not None]

    async def promised(self, kind: str, due_at: Any, case_id: str = CASE) -> None:
        """sla says that a delay runs for a complaint."""
        started = sla.CommitmentStartedV1.model_validate(
            {
                "case_id": case_id,
                "commitment_id": f"{case_id}-{kind}",
                "commitment_kind": kind,
                "due_at": due_at,
                "original_due_at": due_at,
                "started_at": NOW,
                "counting": "calendar-days",
                "amount": 30,
                "demonstration": False,
                "explanation_fr": "-",
                "explanation_en": "-",
            }
        )
        await self.hear(started, key=case_id)


def _documents(store: Any) -> list[str]:
    return list(store.documents)


def text_of(answer: httpx.Response) -> str:
    """The words of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def without_id(answer: httpx.Response, case_id: str) -> str:
    """A page with the id in its own addresses left out."""
    return answer.text.replace(case_id, "…").replace(case_id[:8], "…")
