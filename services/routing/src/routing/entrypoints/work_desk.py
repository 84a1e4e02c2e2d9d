"""What the pages of work read: lists with their counts, and who can be reached at this moment."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chassis.identity import Caller
from ui.language import said

from routing.domain.assignment import Assignment
from routing.domain.availability import Status
from routing.domain.grid import Grid
from routing.entrypoints.assignment_queries import LAST_DONE_FIRST, LATE_FIRST, Page
from routing.entrypoints.case_desk import CaseDesk
from routing.entrypoints.desk import Desk, scope_in
from routing.entrypoints.people_desk import PeopleDesk
from routing.entrypoints.work_lists import LISTS, PER_PAGE, Asked, Reader, reader_of

UNAVAILABLE = {
    Status.IN_MEETING: ("en réunion", "in a meeting"),
    Status.AWAY: ("absent du bureau", "away"),
}


@dataclass(frozen=True)
class WorkDesk:
    """The collaborators of the pages of work."""

    desk: Desk
    people: PeopleDesk
    cases: CaseDesk

    def reader(self, caller: Caller) -> Reader:
        """The caller with their posts."""
        snapshot, now = self.desk.snapshot, self.desk.clock()
        return reader_of(caller, snapshot.directory, lambda slug: snapshot.today(slug, now))

    async def listed(self, asked: Asked, reader: Reader) -> Page:
        """What was asked for: open work by its promised date. Raises Transient."""
        return await self.desk.assignments.page(
            scope_in(reader.caller, asked.borough or None),
            asked.where(reader, self.desk.snapshot.grids),
            offset=asked.offset,
            limit=PER_PAGE,
            order_by=LAST_DONE_FIRST if asked.name == "completed" else LATE_FIRST,
        )

    async def counts(self, reader: Reader, borough: str) -> dict[str, int]:
        """How many cases are in each list that is for this reader. Raises Transient."""
        lists = [one for one in LISTS if one.is_for(reader)]
        scope, count = scope_in(reader.caller, borough or None), self.desk.assignments.count
        numbers = await asyncio.gather(*(count(scope, one.where(reader)) for one in lists))
        return {one.name: number for one, number in zip(lists, numbers, strict=True)}

    async def unavailable(self, persons: Iterable[str], language: str) -> dict[str, str]:
        """Who of these cannot be reached now, in words (PV-11, PV-58). Raises Transient."""
        found = await self.people.statuses.load(set(persons))
        now = {name: one.state.now.status for name, one in found.items() if one.state is not None}
        return {
            name: said(UNAVAILABLE[status], language)
            for name, status in now.items()
            if status in UNAVAILABLE
        }

    def names_of_people(self) -> dict[str, str]:
        """Who is designated anywhere, by staff id; a later version's name goes first."""
        return {one.person_id: one.full_name for one in self.desk.snapshot.directory.designations}

    def posts(self, caller: Caller, language: str) -> list[tuple[str, str]]:
        """The departments of the caller's boroughs: key and name, with the borough among many."""
        grids = [grid for slug in caller.boroughs if (grid := self.grid_in_force(slug)) is not None]
        many = len(grids) > 1
        found = [
            (
                f"{grid.slug}/{one.code}",
                f"{grid.manifest.borough.name} : {said((one.name_fr, one.name_en), language)}"
                if many
                else said((one.name_fr, one.name_en), language),
            )
            for grid in grids
            for one in grid.manifest.departments
        ]
        return sorted(found, key=lambda one: one[1])

    def colleagues(self, caller: Caller) -> list[tuple[str, str]]:
        """Who is designated in the caller's boroughs: staff id and name."""
        found = {
            one.person_id: one.full_name
            for one in self.desk.snapshot.directory.designations
            if one.borough in caller.boroughs
        }
        return sorted(found.items(), key=lambda one: one[1])

    def closing(self, state: Assignment, language: str) -> tuple[list[tuple[str, str]], bool]:
        """The codes with which work is completed there, and whether an extension is needed."""
        held = state.decision
        grid = self.grid_in_force(held.responsible_borough or "") if held is not None else None
        if grid is None:
            return [], True
        rules = grid.manifest.closing
        codes = [(one.code, said((one.name_fr, one.name_en), language)) for one in rules.codes]
        return [(code, f"{code} · {name}") for code, name in codes], rules.extension_required

    def extension_of(self, person_id: str) -> str:
        """The extension of a designated person, so that nobody types their own; empty: unknown."""
        held: Sequence[str] = [
            one.extension
            for one in self.desk.snapshot.directory.designations
            if one.person_id == person_id
        ]
        return held[-1] if held else ""

    def today_of(self, state: Assignment) -> date:
        """The date where the case is answered for, else at its counter."""
        return self.desk.snapshot.today(borough_of(state), self.desk.clock())

    def grid_of(self, state: Assignment) -> Grid | None:
        """The grid in force where the case is answered for, else at its counter."""
        return self.grid_in_force(borough_of(state))

    def officials(self, state: Assignment) -> list[tuple[str, str]]:
        """The elected officials whom the grid of the counter names: staff id and name (MH-05)."""
        grid = self.grid_in_force(state.registered.counter_borough if state.registered else "")
        officials = grid.manifest.elected.officials if grid is not None else ()
        return [(one.person_id, one.name) for one in officials]

    def grid_in_force(self, slug: str) -> Grid | None:
        """The grid of a borough that decides today; None: none."""
        return self.desk.snapshot.grids.on(slug, self.desk.snapshot.today(slug, self.desk.clock()))


def borough_of(state: Assignment) -> str:
    """Slug of the borough that answers, else of the counter."""
    held, known = state.decision, state.registered
    responsible = held.responsible_borough if held is not None else None
    return responsible or (known.counter_borough if known is not None else "")
