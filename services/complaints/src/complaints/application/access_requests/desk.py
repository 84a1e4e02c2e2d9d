"""Reading and answering access requests: closed by default, every reading and every try on record.

Whoever may not is answered like somebody who asks for a file that does not exist.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from chassis.clock import Clock
from chassis.commands import Answer, Commands, NotFound, derived_id
from chassis.outcome import Outcome
from chassis.store import Scope, Store
from pydantic import BaseModel

from complaints.application.access_requests.commands import Turn
from complaints.application.access_requests.translate import outcome
from complaints.application.audit import Audit
from complaints.application.kept_files import find_file, note_refusal, record_opening
from complaints.application.surroundings import Neighbourhoods
from complaints.domain.access import Person
from complaints.domain.access_requests.offices import AccessOffices
from complaints.domain.access_requests.request import (
    AccessRequest,
    Change,
    Stage,
    stage_of,
)
from complaints.domain.custody import Act
from complaints.domain.errors import Refused
from complaints.domain.file import Step
from complaints.domain.journal import with_line
from complaints.domain.legal_letters import LawBook
from complaints.domain.trace import Trace

LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
GROUND = "access"
Decide = Callable[[AccessRequest, Any, Turn], Change]


@dataclass(frozen=True)
class Found:
    """Some of the requests that were asked for, and how many there are."""

    requests: Sequence[AccessRequest]
    total: int


@dataclass(frozen=True)
class AccessDesk:
    """The requests of one store. All raise NotFound and Transient."""

    store: Store[AccessRequest]
    commands: Commands[AccessRequest]
    audit: Audit
    neighbourhoods: Neighbourhoods
    law: LawBook
    clock: Clock

    async def offices(self, state: AccessRequest) -> AccessOffices:
        """Who does what in its borough, by the grid of when it came in (C-06)."""
        around = await self.neighbourhoods.of(state.borough)
        dated = around.table.dated(around.borough, state.received_at or LONG_AGO)
        return AccessOffices() if dated is None else dated.access

    async def listed(
        self, reader: Person, scope: Scope, *, awaited: bool | None, offset: int, limit: int
    ) -> Found:
        """The requests of the reader's boroughs: what is awaited by due time, all else newest
        first. Whoever reads in none of these offices sees none."""
        if not AccessOffices().reads(reader.roles):
            return Found([], 0)
        where = {"request": True} if awaited is None else {"request": True, "awaited": awaited}
        order = ("due_at", 1) if awaited else ("received_at", -1)
        found = await self.store.find(scope, where, order_by=[order], offset=offset, limit=limit)
        total = await self.store.count(scope, where)
        return Found([one.state for one in found if one.state is not None], total)

    async def read(
        self, case_id: str, reader: Person, scope: Scope, *, act: Act = Act.READ
    ) -> AccessRequest:
        """The whole file, once the reading is stored."""
        state = await self._find(case_id, scope)
        if not (await self.offices(state)).reads(reader.roles):
            await self._record(state, reader, Act.REFUSED)
            raise NotFound(case_id)
        await self._record(state, reader, act)
        return state

    async def apply(
        self,
        what: str,
        case_id: str,
        form: BaseModel,
        decide: Decide,
        by: Person,
        scope: Scope,
        key: str,
        *,
        answers: bool = False,
    ) -> Answer:
        """One command, once per `key`. `answers`: for who answers alone (PV-46).

        Raises Refused and CommandConflict too. The answer says where the file stands.
        """
        known = await self._find(case_id, scope)
        offices = await self.offices(known)
        if not offices.reads(by.roles):
            await self._record(known, by, Act.REFUSED)
            raise NotFound(case_id)
        turn = Turn(by.person_id, self.clock(), self.law, lambda: str(uuid4()))

        def once(state: AccessRequest | None) -> Outcome[AccessRequest]:
            if state is None:
                raise NotFound(case_id)
            changed, said = decide(state, form, turn)
            noted = _with_step(changed, Step(at=turn.now, by=turn.by, what=what))
            events = outcome(noted, said).events
            return Outcome(noted, events, {"caseId": case_id, "stage": stage_of(noted).value})

        try:
            if answers and not offices.decides(by.roles):
                raise _not_bound(offices)
            return await self.commands.execute(
                case_id,
                once,
                command_id=derived_id(by.person_id, f"{case_id}:{key}"),
                content={"what": what, **form.model_dump(mode="json")},
                scope=scope,
                borough=known.borough or "",
            )
        except Refused as refusal:
            refused = {"field": refusal.field, "code": refusal.code}
            step = Step(at=turn.now, by=turn.by, what=what, **refused)
            await note_refusal(self.commands, known, step)
            raise

    async def readings(self, case_id: str, reader: Person, scope: Scope) -> Sequence[Trace]:
        """Who opened it and who tried, oldest first; itself a reading."""
        await self.read(case_id, reader, scope)
        return await self.audit.of(case_id)

    async def _find(self, case_id: str, scope: Scope) -> AccessRequest:
        return await find_file(
            self.store, case_id, scope, lambda one: stage_of(one) is not Stage.NO_REQUEST
        )

    async def _record(self, state: AccessRequest, who: Person, act: Act) -> None:
        await record_opening(self.audit, state, who, act, GROUND, self.clock())


def _not_bound(offices: AccessOffices) -> Refused:
    return Refused(
        "role",
        "not-bound",
        f"seul ce rôle répond, selon la grille : {offices.answers_by}",
        f"only this role answers, as the grid says: {offices.answers_by}",
    )


def _with_step(state: AccessRequest, step: Step) -> AccessRequest:
    return state.model_copy(update={"journal": with_line(state.journal, step)})
