"""Reads a house's routing stores from outside its processes: grids, people, past cases.

For commands of an operator; it writes nothing and starts nothing.
"""

from collections.abc import Iterable
from datetime import date

from chassis.mongo import MongoStore, connect

from routing.adapters.assignment_index import index
from routing.adapters.grids_reader import GridsReader, seeds_from
from routing.adapters.people_reader import PeopleReader, index_of_people
from routing.adapters.start import index_of_draft, index_of_grid
from routing.application.grid_life import GridDraft
from routing.application.past_cases import past_cases
from routing.application.publish_grid import PublishedGrid
from routing.application.simulate import PastCase
from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.people import BoroughPeople

DEADLINE_SECONDS = 10.0


class HouseReader:
    """The stores of routing at a connection string; `database` is the name of its database."""

    def __init__(self, uri: str, database: str) -> None:
        held = connect(uri, database, timeout_seconds=DEADLINE_SECONDS)
        self._grids = MongoStore(held, "grids", PublishedGrid, index_of_grid)
        self._drafts = MongoStore(held, "grid_drafts", GridDraft, index_of_draft)
        self._people = MongoStore(held, "directory", BoroughPeople, index_of_people)
        self._cases = MongoStore(held, "assignments", Assignment, index)

    async def bring_up(self, snapshot: Snapshot) -> None:
        """What the house published and recorded, into a snapshot of folders. Raises Transient."""
        folders = tuple(snapshot.grids)
        seeds = dict(seeds_from(folders))
        await GridsReader(self._grids, folders, snapshot, seeds).refresh()
        await PeopleReader(self._people, seeds, snapshot).refresh()

    async def draft(self, borough: str) -> str | None:
        """The text that is being written for a borough. Raises Transient."""
        state = (await self._drafts.load([borough]))[borough].state
        return None if state is None else state.text

    async def cases(
        self, boroughs: Iterable[str] | None, since: date, limit: int
    ) -> list[PastCase]:
        """Decided cases of these boroughs (None: of all), newest first. Raises Transient."""
        return await past_cases(self._cases, boroughs, since=since, limit=limit)
