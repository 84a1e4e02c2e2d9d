"""The alerts of a borough's people, with the open cases that wait counted in the store."""

from datetime import datetime

from chassis.store import Scope, Store

from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.directory import Directory
from routing.domain.people import BoroughPeople
from routing.domain.people_alerts import Alert, alerts_of, unreplaced
from routing.domain.standing import holder_keys


class AlertFinder:
    """What the technician has to see to, of any borough."""

    def __init__(self, assignments: Store[Assignment], snapshot: Snapshot) -> None:
        self._assignments = assignments
        self._snapshot = snapshot

    async def find(self, people: BoroughPeople, directory: Directory, now: datetime) -> list[Alert]:
        """The most pressing first. Raises Transient."""
        borough = people.borough
        on = self._snapshot.today(borough, now)
        grid = self._snapshot.grids.on(borough, on)
        codes = [one.code for one in grid.manifest.departments] if grid is not None else []
        posts = {(borough, one.department) for one in people.designations}
        held = {
            person: await self._count({"holders": holder_keys(posts, person)})
            for person in unreplaced(people, directory, on)
        }
        keys = {code: f"{borough}/{code}" for code in codes}
        # Nearly always nothing waits anywhere: one question then, not one per department.
        some = await self._count({"lacks": frozenset(keys.values())})
        waiting = {code: await self._count({"lacks": keys[code]}) for code in codes if some}
        return alerts_of(people, directory, codes, on, held=held, waiting=waiting)

    async def _count(self, where: dict[str, object]) -> int:
        return await self._assignments.count(Scope.everything(), where)
