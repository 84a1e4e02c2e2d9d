"""What time brings for the lists: made on their day, reminded of, gathered for the council.

A pass sees to everything that became due since the last one, oldest first, however long the
service was away. Two workers at it at once only lose a write to each other: each list is created
once, by its id.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chassis.commands import Commands
from chassis.document import Document, Draft
from chassis.faults import Transient
from chassis.outcome import Outcome
from chassis.store import Scope, Store

from sla.application.lists.make_lists import (
    Made,
    Occasion,
    list_of_council,
    lists_of_departments,
    reminded,
    sent,
)
from sla.domain.calendar import CalendarMissing, WorkingCalendar
from sla.domain.grids import Grid
from sla.domain.lists.documents import ListKind, MonthlyList, Page
from sla.domain.lists.listed_case import ListedCase, completed_key
from sla.domain.lists.schedule import Schedule, Step, due_between, is_past

MOST_CASES = 200_000
MOST_LISTS = 1_000
PAGES_AT_ONCE = 5
EVERYTHING = Scope.everything()
log = logging.getLogger(__name__)


class Grids(Protocol):
    """Port to the grids, with the calendar of each."""

    def grid(self, borough: str, at: datetime) -> tuple[Grid, WorkingCalendar] | None:
        """The one in force at that instant; None: none yet."""
        ...

    def boroughs(self) -> Iterable[str]:
        """Whose grids are held."""
        ...


@dataclass(frozen=True)
class Shelves:
    """Where lists are kept, and what they are made from."""

    lists: Store[MonthlyList]
    pages: Store[Page]
    schedules: Store[Schedule]
    cases: Store[ListedCase]


@dataclass(frozen=True)
class ListRound:
    """`read_until`: up to which instant the cases were read; a list waits until they were read
    past the instant at which it is due, so that none is made from half of what happened."""

    shelves: Shelves
    lists: Commands[MonthlyList]
    schedules: Commands[Schedule]
    grids: Grids
    clock: Callable[[], datetime]
    read_until: Callable[[], datetime | None]

    async def run(self) -> int:
        """One pass over all boroughs; how many steps were seen to. Raises Transient."""
        done = 0
        for borough in sorted(self.grids.boroughs()):
            try:
                done += await self._borough(borough, self.clock())
            except CalendarMissing as missing:
                log.error(
                    "no lists without a calendar",
                    extra={"borough": missing.borough, "year": missing.year},
                )
        return done

    async def _borough(self, borough: str, now: datetime) -> int:
        held = self.grids.grid(borough, now)
        if held is None or held[0].lists is None:
            return 0
        grid, calendar = held
        schedule = (await self.shelves.schedules.load([borough]))[borough].state
        if schedule is None:
            await self._seen_to(borough, now)
            return 0
        assert grid.lists is not None
        steps = due_between(calendar, grid.lists, schedule.through_at, now)
        read = self.read_until()
        done = 0
        for due in steps:
            if read is None or read < due.at:
                break
            await self._step(Occasion(grid, calendar, due, now))
            await self._seen_to(borough, due.at)
            done += 1
        return done

    async def _step(self, occasion: Occasion) -> None:
        if is_past(occasion.calendar, occasion.due, occasion.now):
            log.warning(
                "list passed over: its reply date has gone by",
                extra={"borough": occasion.grid.borough, "month": occasion.month},
            )
            return
        match occasion.due.step:
            case Step.SEND:
                cases = await self._cases(open_in=occasion.grid.borough)
                # Thousands of lines are not made between two heartbeats of the consumers.
                for made in await asyncio.to_thread(lists_of_departments, occasion, cases):
                    await self._create(made)
            case Step.REMIND:
                await self._remind(occasion)
            case Step.COUNCIL:
                await self._council(occasion)

    async def _council(self, occasion: Occasion) -> None:
        borough = occasion.grid.borough
        still_open = await self._cases(open_in=borough)
        done = await self._cases(completed_in=completed_key(borough, occasion.month))
        answers = [
            answer
            for head in await self._of_month(occasion)
            for page in await pages_in(self.shelves.pages, head)
            for answer in page.answers
        ]
        made = await asyncio.to_thread(list_of_council, occasion, still_open, done, answers)
        await self._create(made)

    async def _remind(self, occasion: Occasion) -> None:
        for head in await self._of_month(occasion):
            pages = await pages_in(self.shelves.pages, head)
            unanswered = sum(page.open_count for page in pages)
            if unanswered and not head.is_closed:
                await self._reminded(head.list_id, head.borough, unanswered, occasion.now)

    async def _reminded(self, name: str, borough: str, unanswered: int, now: datetime) -> None:
        def decide(state: MonthlyList | None) -> Outcome[MonthlyList]:
            assert state is not None, "it was found"
            if state.reminded_at is not None or state.is_closed:
                return Outcome(state)
            after = state.model_copy(update={"reminded_at": now})
            return Outcome(after, [reminded(after, unanswered, now)])

        await self.lists.execute(
            name, decide, command_id="remind", content=name, scope=EVERYTHING, borough=borough
        )

    async def _create(self, made: Made) -> None:
        """The pages first, the head last; of a list that is there already nothing is changed."""
        head = made.head
        if (await self.shelves.lists.load([head.list_id]))[head.list_id].state is not None:
            return
        for start in range(0, len(made.pages), PAGES_AT_ONCE):
            await self._save(made.pages[start : start + PAGES_AT_ONCE])

        def decide(state: MonthlyList | None) -> Outcome[MonthlyList]:
            return Outcome(state) if state is not None else Outcome(head, [sent(head)])

        await self.lists.execute(
            head.list_id,
            decide,
            command_id="make",
            content=head.list_id,
            scope=EVERYTHING,
            borough=head.borough,
            creates=True,
        )

    async def _save(self, pages: Sequence[Page]) -> None:
        """Written once: a page of that name that is there already holds the same lines."""
        drafts = []
        for page in pages:
            draft = Draft.of(Document[Page](page.page_id))
            draft.state, draft.borough, draft.changed = page, page.borough, True
            drafts.append(draft)
        lost = await self.shelves.pages.save(drafts)
        there = await self.shelves.pages.load(lost) if lost else {}
        if any(document.state is None for document in there.values()):
            raise Transient("pages of a list were not written")

    async def _seen_to(self, borough: str, through_at: datetime) -> None:
        def decide(state: Schedule | None) -> Outcome[Schedule]:
            latest = through_at if state is None else max(state.through_at, through_at)
            return Outcome(Schedule(borough=borough, through_at=latest))

        name = through_at.isoformat()
        await self.schedules.execute(
            borough,
            decide,
            command_id=name,
            content=name,
            scope=EVERYTHING,
            borough=borough,
            creates=True,
        )

    async def _of_month(self, occasion: Occasion) -> list[MonthlyList]:
        where = {
            "borough": occasion.grid.borough,
            "month": occasion.month,
            "kind": ListKind.RESPONSABLE.value,
        }
        found = await self.shelves.lists.find(EVERYTHING, where, limit=MOST_LISTS)
        return [one.state for one in found if one.state is not None]

    async def _cases(self, **where: str) -> list[ListedCase]:
        found = await self.shelves.cases.find(EVERYTHING, where, limit=MOST_CASES)
        return [one.state for one in found if one.state is not None]


async def pages_in(pages: Store[Page], head: MonthlyList) -> list[Page]:
    """The pages of a list, in order. Raises Transient."""
    documents = await pages.load(head.pages)
    return [state for name in head.pages if (state := documents[name].state) is not None]
