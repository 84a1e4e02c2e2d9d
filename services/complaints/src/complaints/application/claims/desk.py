"""Reading and deciding claims: who may, then the reading recorded, or the decision applied once.

Whoever may not is answered like somebody who asks for a file that does not exist, and that they
tried is on record. What a rule refuses is a line of the file's journal, without what was sent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from chassis.clock import Clock
from chassis.commands import Answer, Commands, NotFound, derived_id
from chassis.outcome import Outcome
from chassis.store import Scope, Store
from pydantic import BaseModel

from complaints.application.audit import Audit
from complaints.application.claims.commands import Hand
from complaints.application.claims.translate import outcome
from complaints.application.kept_files import find_file, note_refusal, record_opening
from complaints.application.surroundings import Neighbourhoods
from complaints.domain.access import Person
from complaints.domain.claims.acting import Turn
from complaints.domain.claims.claim import CLAIM, Claim, may_decide, may_read, stage_of
from complaints.domain.claims.parts import ClaimRules
from complaints.domain.claims.said import Change
from complaints.domain.custody import Act
from complaints.domain.errors import Refused
from complaints.domain.file import Step
from complaints.domain.journal import with_line
from complaints.domain.legal_letters import LawBook
from complaints.domain.trace import Trace

GROUND = "claims"
NEWEST_FIRST = ("received_at", -1)
Decide = Callable[[Claim, Hand], Change]
Where = Mapping[str, Any]


@dataclass(frozen=True)
class ClaimDesk:
    """The claims of one store. All raise NotFound, Transient; commands Refused and
    CommandConflict too."""

    store: Store[Claim]
    commands: Commands[Claim]
    audit: Audit
    around: Neighbourhoods
    law: LawBook
    clock: Clock

    async def register_of(self, reader: Person, scope: Scope) -> Scope:
        """Of the boroughs in scope those in which this reader is bound to claims."""
        bound = [
            one for one in scope.boroughs or () if may_read(reader.roles, await self.rules_of(one))
        ]
        return Scope(frozenset(bound))

    async def listed(
        self,
        register: Scope,
        where: Where,
        *,
        order: tuple[str, int] = NEWEST_FIRST,
        offset: int = 0,
        limit: int = 50,
    ) -> Sequence[Claim]:
        """Some claims of a register, by the fields of their index; nothing of what they say is to
        be shown."""
        asked = {"claim": True, **where}
        found = await self.store.find(
            register, asked, order_by=[order, ("case_id", 1)], offset=offset, limit=limit
        )
        return [one.state for one in found if one.state is not None]

    async def counted(self, register: Scope, where: Where) -> int:
        """How many there are in all."""
        return await self.store.count(register, {"claim": True, **where})

    async def read(
        self, case_id: str, reader: Person, scope: Scope, *, act: Act = Act.READ
    ) -> Claim:
        """The whole file, once the reading is stored: what cannot be recorded is not shown."""
        state = await self._find(case_id, scope)
        may = may_read(reader.roles, await self.rules_of(state.borough or ""))
        await self._record(state, reader, act if may else Act.REFUSED)
        if not may:
            raise NotFound(case_id)
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
    ) -> Answer:
        """One command. `key`: the caller's own for it; repeated, it is answered, not applied again.

        The answer says where the file stands, and nothing of what it holds.
        """
        known = await self._find(case_id, scope)
        rules, now = await self.rules_of(known.borough or ""), self.clock()
        if not may_decide(by.roles, rules):
            await self._record(known, by, Act.REFUSED)
            raise NotFound(case_id)
        hand = Hand(by.person_id, Turn(now, rules, self.law), lambda: str(uuid4()))

        def once(state: Claim | None) -> Outcome[Claim]:
            if state is None:
                raise NotFound(case_id)
            changed, said = decide(state, hand)
            noted = _with_step(changed, Step(at=now, by=by.person_id, what=what))
            answer = {"caseId": case_id, "stage": stage_of(noted).value}
            return Outcome(noted, outcome(noted, said).events, answer)

        try:
            return await self.commands.execute(
                case_id,
                once,
                command_id=derived_id(by.person_id, f"claim:{case_id}:{key}"),
                content={"what": what, **form.model_dump(mode="json")},
                scope=scope,
                borough=known.borough or "",
            )
        except Refused as refusal:
            step = Step(at=now, by=by.person_id, what=what, field=refusal.field, code=refusal.code)
            await note_refusal(self.commands, known, step)
            raise

    async def rules_of(self, borough: str) -> ClaimRules:
        """What a borough says of claims today: of one that is not known, nobody's but the
        clerk's."""
        table = (await self.around.of(borough)).table
        dated = table.dated(borough, self.clock())
        return ClaimRules() if dated is None else dated.claims

    async def traces(self, case_id: str) -> Sequence[Trace]:
        """Who opened the file and who tried, oldest first."""
        return await self.audit.of(case_id)

    async def _find(self, case_id: str, scope: Scope) -> Claim:
        return await find_file(self.store, case_id, scope, lambda one: one.kind == CLAIM)

    async def _record(self, state: Claim, who: Person, act: Act) -> None:
        await record_opening(self.audit, state, who, act, GROUND, self.clock())


def _with_step(state: Claim, step: Step) -> Claim:
    return state.model_copy(update={"journal": with_line(state.journal, step)})
