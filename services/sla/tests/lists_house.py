"""Sla with its monthly lists, on stores in memory: cases that are told, days that pass."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from chassis.identity import Caller
from contracts import Event
from contracts.events import intake, routing
from guichet_testing.rig import Clock
from guichet_testing.sla_house import SlaHouse
from sla.domain.lists.documents import MonthlyList, Page

PREVOST = frozenset({"prevost"})
TECHNICIAN = Caller("tech-1", frozenset({"technician"}), PREVOST)
DIRECTOR = Caller("dir-1", frozenset({"director"}), PREVOST)
SECRETARY = Caller("poste-tp", frozenset({"responsable"}), PREVOST)
PLANNER = Caller("poste-urb", frozenset({"responsable"}), PREVOST)
ELECTED = Caller("conseil-1", frozenset({"elected-official"}), PREVOST)
ELSEWHERE = Caller("tech-2", frozenset({"technician"}), frozenset({"verdun"}))
NAMES = {"travaux-publics": "Travaux publics", "urbanisme": "Urbanisme"}
HOLDERS = {"travaux-publics": "poste-tp", "urbanisme": "poste-urb"}
RNC = {
    "send_rule": "LAST_MONDAY_FULL_WEEK",
    "full_week": "MON_FRI",
    "min_working_days": 3,
    "remind_working_days": 1,
    "officials": ["conseil-1"],
}
BEFORE = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)  # a Monday; the list leaves on the 22nd
SENT_AT = datetime(2026, 6, 22, 12, 0, tzinfo=UTC)  # 8:00 in Prévost
REMIND_AT = datetime(2026, 6, 29, 12, 0, tzinfo=UTC)
REPLY_UNTIL = datetime(2026, 6, 30, 21, 0, tzinfo=UTC)
COUNCIL_AT = datetime(2026, 7, 2, 12, 0, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


def case_id(number: int) -> str:
    """The id of a case of the tests."""
    return str(uuid5(NAMESPACE_URL, f"case-{number}"))


class ListsHouse:
    """One worker and its HTTP, with Prévost's grid, first looked at on 15 June 2026."""

    def __init__(self, told: Any) -> None:
        self.clock = Clock()
        self.clock.now = BEFORE
        self.sla = SlaHouse(self.clock)
        self._told = told
        self._said: dict[tuple[str, str], int] = {}

    async def start(self, **rnc: Any) -> None:
        """The grid is heard, and the lists are looked at for the first time."""
        grid = self._told.grid().model_copy(
            update={"rnc": routing.GridRnc.model_validate(RNC | rnc)}
        )
        await self.sla.hear(grid, key="prevost@1", borough="prevost")
        await self.look()

    async def look(self, at: datetime | None = None, *, read: bool = True) -> None:
        """Time is this, all streams were read up to it, and the worker looks what is due."""
        self.clock.now = at or self.clock.now
        mark: Any = self.sla.kit.loops["read mark of listed_cases"][1]
        if read:
            mark.__self__.until = self.clock.now
        await self.sla.kit.loops["lists"][1]()

    async def case(
        self, number: int, department: str = "travaux-publics", kind: str = "request"
    ) -> None:
        """A case comes in and is given to a department."""
        name = case_id(number)
        came = self._told.registered(case_id=name, kind=kind, received_at=BEFORE)
        given = self._told.assigned().model_copy(
            update={
                "case_id": name,
                "department": department,
                "department_name_fr": NAMES[department],
                "department_name_en": NAMES[department],
                "reception": HOLDERS[department],
            }
        )
        await self.hear(number, came, given)

    async def completed(self, number: int) -> None:
        """The work is done, now."""
        done = intake.CaseCompletedV1(
            case_id=case_id(number), done_on=self.clock().date(), completed_at=self.clock()
        )
        await self.hear(number, done)

    async def hear(self, number: int, *events: Event) -> None:
        """What is said of a case."""
        for event in events:
            key = case_id(number), event.topic
            self._said[key] = self._said.get(key, 0) + 1
            await self.sla.hear(event, key=key[0], borough="prevost", sequence=self._said[key])

    def heads(self) -> dict[str, MonthlyList]:
        """All lists, by department; the council's under `conseil`."""
        documents = self.sla.store("lists").documents.values()
        states = [one.state for one in documents]
        return {one.department or "conseil": one for one in states}

    def pages(self, head: MonthlyList) -> list[Page]:
        """The pages that a head names."""
        documents = self.sla.store("list_pages").documents
        return [documents[name].state for name in head.pages]

    def said(self, head: MonthlyList) -> list[Event]:
        """What was said of a list, oldest first."""
        return self.sla.said("lists", head.list_id)

    async def ask(self, who: Caller | None, method: str, path: str, **more: Any) -> Any:
        """A request by somebody."""
        return await self.sla.ask(who, method, path, **more)

    async def answer(
        self, head: MonthlyList, number: int, who: Caller = SECRETARY, **body: Any
    ) -> Any:
        """An answer to a line, by the API."""
        path = f"/api/sla/v1/lists/{head.list_id}/lines/{case_id(number)}"
        return await self.ask(who, "PUT", path, json=body)
