"""Commands on the file of a complaint: who may, then the decision, applied once.

Whoever may not is answered like somebody who asks for a file that does not exist, and that they
tried is on record. What a rule refuses is written into the file's journal: by whom, what, and
which field stood in the way, never what was sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from chassis.clock import Clock
from chassis.commands import Answer, Commands, NotFound, derived_id
from chassis.outcome import Outcome
from chassis.store import Scope, Store
from pydantic import BaseModel

from complaints.application.conduct import Change, Turn
from complaints.application.kept_files import note_refusal
from complaints.application.read_file import Files
from complaints.application.translate import outcome
from complaints.domain.access import Person, Surroundings, keeper, may_list, shut_out
from complaints.domain.custody import Disclosure
from complaints.domain.employee_file import EmployeeFile, file_id
from complaints.domain.errors import Refused, ShutOut
from complaints.domain.file import Investigation, Step
from complaints.domain.investigation import RuleBook
from complaints.domain.reasons import Reason
from complaints.domain.stage import Stage, stage_of

TAKERS = frozenset({"technician", "director", "general-director"})
Decide = Callable[[Investigation, Turn], Change]


class Office(StrEnum):
    """Whose a command is."""

    COUNTER = "counter"
    KEEPER = "keeper"
    LEADER = "leader"


def fresh_id() -> str:
    """A random id: nothing leads to what it stands for."""
    return str(uuid4())


@dataclass(frozen=True)
class CommandDesk:
    """Commands of one store. All raise NotFound, Refused, CommandConflict, Transient.

    `employees`: what is kept of staff; measures are graduated by it (PV-50).
    """

    commands: Commands[Investigation]
    files: Files
    employees: Store[EmployeeFile]
    book: RuleBook
    clock: Clock

    async def apply(
        self,
        what: str,
        office: Office,
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
        known = await self.files.find(case_id, scope)
        around, now = await self.files.neighbourhoods.around(known), self.clock()
        turn = Turn(by.person_id, now, around, self.book, fresh_id, by.roles)
        content = {"what": what, **form.model_dump(mode="json")}

        def once(state: Investigation | None) -> Outcome[Investigation]:
            if state is None:
                raise NotFound(case_id)
            _admit(state, office, by, around, now)
            changed, said = decide(state, turn)
            step = Step(at=now, by=by.person_id, what=what)
            noted = changed.model_copy(update={"journal": (*changed.journal, step)})
            decided = outcome(noted, said, around.rules, shut_out(noted, around))
            answer = {"caseId": case_id, "stage": stage_of(noted).value}
            return Outcome(noted, decided.events, answer)

        try:
            _admit(known, office, by, around, now)  # before a repeat is answered
            return await self.commands.execute(
                case_id,
                once,
                command_id=derived_id(by.person_id, f"{case_id}:{key}"),
                content=content,
                scope=scope,
                borough=known.borough or "",
            )
        except ShutOut:
            await self.files.refused(known, by, Disclosure.INVESTIGATION)
            raise NotFound(case_id) from None
        except Refused as refusal:
            await note_refusal(self.commands, known, refused_step(what, by.person_id, refusal, now))
            raise

    async def takes_in(self, case_id: str, by: Person, scope: Scope) -> Investigation:
        """The complaint for which somebody takes in what is brought; nothing of it is to be shown.

        Raises NotFound, Transient.
        """
        known = await self.files.find(case_id, scope)
        around = await self.files.neighbourhoods.around(known)
        try:
            _admit(known, Office.COUNTER, by, around, self.clock())
        except ShutOut:
            await self.files.refused(known, by, Disclosure.INVESTIGATION)
            raise NotFound(case_id) from None
        return known

    async def earlier_measures(self, case_id: str, person_id: str, scope: Scope) -> tuple[str, ...]:
        """Codes in an employee's file, from other complaints and this one. Raises NotFound,
        Transient."""
        borough = (await self.files.find(case_id, scope)).borough or ""
        name = file_id(borough, person_id)
        held = (await self.employees.load([name]))[name].state
        return () if held is None else held.measures


def refused_step(what: str, by: str, refusal: Refused, now: datetime) -> Step:
    """What a rule refused, for the journal: never what was sent."""
    why = Reason(fr=refusal.reason_fr, en=refusal.reason_en)
    return Step(at=now, by=by, what=what, field=refusal.field, code=refusal.code, why=why)


def _admit(
    state: Investigation, office: Office, by: Person, around: Surroundings, now: datetime
) -> None:
    """Raises ShutOut."""
    if by.person_id in shut_out(state, around):
        raise ShutOut
    leader = state.proceedings.investigator
    if office is Office.COUNTER:
        # The counter takes in what is brought; all others must be allowed to know of the file.
        knows = "technician" in by.roles or may_list(state, by, around, now)
        if by.roles.isdisjoint(TAKERS) or not knows:
            raise ShutOut
    elif office is Office.KEEPER or stage_of(state) is Stage.IN_REVIEW:
        # What is added while a review is open is added by who decides it.
        keeper(state, by, around)
    elif leader is None or leader.person_id != by.person_id:
        raise ShutOut
