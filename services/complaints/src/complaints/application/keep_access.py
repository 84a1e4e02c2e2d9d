"""Commands on the custody of a file: the access list, the legal hold (PV-45).

Whoever may not gives is answered like somebody who asks for a file that does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chassis.clock import Clock
from chassis.commands import Commands, NotFound, derived_id
from chassis.outcome import Outcome
from chassis.store import Scope

from complaints.application.read_file import Files
from complaints.domain.access import (
    Person,
    Surroundings,
    grant,
    keeper,
    lift_hold,
    place_hold,
    revoke,
)
from complaints.domain.custody import Disclosure, Grant, Hold
from complaints.domain.errors import ShutOut
from complaints.domain.file import Investigation

Change = Callable[[Investigation, Surroundings, datetime], Investigation]


@dataclass(frozen=True)
class Caretaker:
    """Commands of one store. All raise NotFound, Refused, CommandConflict, Transient.

    `key`: the caller's own for this command; repeated, it is answered and not applied again.
    """

    commands: Commands[Investigation]
    files: Files
    clock: Clock

    async def grant(
        self,
        case_id: str,
        by: Person,
        scope: Scope,
        *,
        key: str,
        person_id: str,
        exception: Disclosure,
        why: str,
        until: datetime | None,
    ) -> None:
        """Put somebody on the access list; anew, it replaces what stood there."""

        def change(state: Investigation, around: Surroundings, now: datetime) -> Investigation:
            added = Grant(
                person_id=person_id,
                exception=exception,
                why=why,
                since=now,
                until=until,
                granted_by=by.person_id,
            )
            return grant(state, added, around, now)

        content = {"grant": person_id, "exception": exception, "why": why, "until": until}
        await self._apply(case_id, by, scope, key, content, change)

    async def revoke(
        self, case_id: str, by: Person, scope: Scope, *, key: str, person_id: str
    ) -> None:
        """Take somebody off the list: who needs it no longer has it no longer."""

        def change(state: Investigation, around: Surroundings, now: datetime) -> Investigation:
            return revoke(state, person_id, by.person_id, now)

        await self._apply(case_id, by, scope, key, {"revoke": person_id}, change)

    async def hold(self, case_id: str, by: Person, scope: Scope, *, key: str, reason: str) -> None:
        """Stop the destruction, with a reason."""

        def change(state: Investigation, around: Surroundings, now: datetime) -> Investigation:
            return place_hold(state, Hold(reason=reason, placed_at=now, placed_by=by.person_id))

        await self._apply(case_id, by, scope, key, {"hold": reason}, change)

    async def lift(self, case_id: str, by: Person, scope: Scope, *, key: str) -> None:
        """Let the retention run again."""

        def change(state: Investigation, around: Surroundings, now: datetime) -> Investigation:
            return lift_hold(state, by.person_id, now)

        await self._apply(case_id, by, scope, key, {"lift": True}, change)

    async def _apply(
        self, case_id: str, by: Person, scope: Scope, key: str, content: object, change: Change
    ) -> None:
        known = await self.files.find(case_id, scope)
        around, now = await self.files.neighbourhoods.around(known), self.clock()

        def decide(state: Investigation | None) -> Outcome[Investigation]:
            if state is None:
                raise NotFound(case_id)
            keeper(state, by, around)
            return Outcome(change(state, around, now))

        try:
            keeper(known, by, around)  # before a repeat is answered
            await self.commands.execute(
                case_id,
                decide,
                command_id=derived_id(by.person_id, f"{case_id}:{key}"),
                content=content,
                scope=scope,
                borough=known.borough or "",
            )
        except ShutOut:
            await self.files.refused(known, by, Disclosure.LAW)
            raise NotFound(case_id) from None
