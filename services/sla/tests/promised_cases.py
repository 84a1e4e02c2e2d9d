"""A borough with promises of several kinds, and cases under them, for tests of staff's pages."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from chassis.identity import Caller
from contracts.events.routing import GridPublishedV1
from contracts.words import Kind
from guichet_testing.sla_house import SlaHouse
from httpx import Response

NOW = datetime(2026, 6, 16, 15, 0, tzinfo=UTC)  # Tuesday, 11:00 local
ONE_DAY = {"counting": "working_days_end_of_day", "amount": 1}
PROMISES: tuple[dict[str, Any], ...] = (
    {"kind": "acknowledge", **ONE_DAY},
    {
        "kind": "complete",
        "case_kind": "request",
        "counting": "working_days_end_of_day",
        "amount": 4,
        "suspension_days": 30,
        "extension_max": 10,
    },
    {"kind": "callback", **ONE_DAY},
    {"kind": "complaint", "case_kind": "complaint", "counting": "calendar_days", "amount": 30},
    {
        "kind": "access-answer",
        "case_kind": "access",
        "counting": "calendar_days_rolled",
        "amount": 20,
        "extension_max": 10,
        "extension_by": ["clerk"],
    },
)
NAMES = {
    "departments": [
        {"code": "travaux-publics", "name_fr": "Travaux publics", "name_en": "Public works"}
    ],
    "activities": [{"code": "nid-de-poule", "name_fr": "Nid-de-poule", "name_en": "Pothole"}],
}


def staff(*roles: str, boroughs: tuple[str, ...] = ("prevost",)) -> Caller:
    """Somebody of the counter."""
    return Caller(f"{roles[0]}-1", frozenset(roles), frozenset(boroughs))


TECHNICIAN = staff("technician")
RESPONSABLE = staff("responsable")
CLERK = staff("clerk")
DIRECTOR = staff("director")
STRANGER = staff("technician", boroughs=("verdun",))
ELECTED = staff("elected-official")


class PromisedCases:
    """One process of sla that knows Prévost's grid; cases are told to it one by one."""

    def __init__(self, told: Any) -> None:
        self._told = told
        self.house = SlaHouse()
        self.house.clock.now = NOW

    async def publish(self, version: int = 1, **calendar: Any) -> None:
        """A grid with these promises."""
        grid = self._told.grid(version, commitments=PROMISES, **calendar)
        content = {**grid.model_dump(mode="json"), **NAMES}
        known = GridPublishedV1.model_validate(content)
        await self.house.hear(known, key=f"prevost@{version}", borough="prevost")

    async def case(
        self,
        name: str,
        received_at: datetime = NOW - timedelta(hours=1),
        kind: Kind = Kind.REQUEST,
        *,
        is_acknowledged: bool = True,
    ) -> str:
        """A case that public works have; its id."""
        case_id = str(uuid5(NAMESPACE_URL, name))
        told, named = self._told, {"case_id": case_id}
        registered = told.registered(received_at=received_at, kind=kind, **named)
        events = [registered, told.assigned(at=received_at).model_copy(update=named)]
        if is_acknowledged:
            at = received_at + timedelta(minutes=1)
            events.append(told.handed_over(at=at).model_copy(update=named))
        for event in events:
            await self.house.hear(event, key=case_id, borough="prevost")
        assert self.house.wired.parked() == []
        return case_id

    async def tick(self) -> None:
        """Time passed up to now, and everything was read."""
        mark: Any = self.house.kit.loops["read mark"][1]
        mark.__self__.until = self.house.clock()
        await self.house.turn()

    async def get(self, path: str, who: Caller | None = TECHNICIAN, **query: Any) -> Response:
        """A page."""
        return await self.house.ask(who, "GET", path, params=query)

    async def send(
        self, path: str, fields: Mapping[str, str], who: Caller = TECHNICIAN
    ) -> Response:
        """A form as a browser sends it."""
        headers = {"sec-fetch-site": "same-origin"}
        return await self.house.ask(who, "POST", path, data=dict(fields), headers=headers)

    def promise(self, case_id: str, kind: str) -> Any:
        """The newest promise of that kind, as it is stored."""
        held = self.house.store("commitments").documents[case_id].state.commitments
        return next(one for one in reversed(held) if one.kind == kind)

    async def key_on(self, case_id: str, action: str, kind: str = "") -> dict[str, str]:
        """What the form of an action sends by itself."""
        query: dict[str, Any] = {"agir": action}
        if kind:
            query["promesse"] = self.promise(case_id, kind).commitment_id
        page = await self.get(f"/echeances/{case_id}", **query)
        found = re.findall(r'name="(key|commitment)" value="([^"]*)"', page.text)
        assert found, "the form is open"
        return dict(found)


def words_of(answer: Response) -> str:
    """What a page says, without its tags."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
