"""What the HTTP side shares: commands, queries, and who may do what (DESIGN §7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chassis.clock import Clock
from chassis.commands import Answer, Commands, NotFound, digest_of
from chassis.errors import ApiError, forbidden, unprocessable
from chassis.identity import Caller
from chassis.outcome import Outcome
from chassis.store import Scope, Store
from pydantic.alias_generators import to_camel

from routing.application.complete_work import complete_work
from routing.application.forms import AbsenceForm, CompletionForm, DesignationForm
from routing.application.record_people import record_absence, record_designation
from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.errors import PeopleRefused, Refused
from routing.domain.grid import Grid
from routing.domain.people import BoroughPeople
from routing.entrypoints.assignment_queries import AssignmentQueries

TECHNICIAN = "technician"  # PV-23: also keeps the designations (PV-60)
WORKERS = ("responsable", "executor", TECHNICIAN)
READERS = (*WORKERS, "director", "citizen-experience", "general-director", "operator")
Decide = Callable[[BoroughPeople | None], Outcome[BoroughPeople]]
FIELDS = {"code": "interventionCode", "case": "caseId"}


@dataclass(frozen=True)
class Desk:
    """The collaborators of HTTP."""

    work: Commands[Assignment]
    people: Commands[BoroughPeople]
    assignments: AssignmentQueries
    directory: Store[BoroughPeople]
    seeds: Mapping[str, BoroughPeople]
    snapshot: Snapshot
    clock: Clock

    async def complete(
        self, case_id: str, form: CompletionForm, caller: Caller, key: str | None
    ) -> Answer:
        """Complete the work of a case, once. Raises NotFound, ApiError, Transient."""
        caller.require(*WORKERS)
        now = self.clock()

        def decide(state: Assignment | None) -> Outcome[Assignment]:
            assert state is not None, "a command does not create assignments"
            responsible = state.decision.responsible_borough if state.decision else None
            if responsible is not None and responsible not in caller.boroughs:
                raise forbidden()  # seen by the counter's borough, done by the responsible one
            return complete_work(state, form, caller.subject, now, self.snapshot.grids)

        content = form.model_dump(mode="json")
        known = await self.assignments.assignment(case_id, caller.scope)
        # After a reopening the same form says something new.
        again = {**content, "earlier_work": len(known.earlier_work)}
        try:
            return await self.work.execute(
                case_id,
                decide,
                command_id=_command_id("completion", caller, key, again),
                content=content,
                scope=caller.scope,
                borough="",
            )
        except Refused as refusal:
            raise refused(refusal) from refusal

    async def designate(self, form: DesignationForm, caller: Caller, key: str | None) -> Answer:
        """Record a designation, once. Raises ApiError, NotFound, Transient."""
        grid = self.grid(form.borough, caller, TECHNICIAN)
        today = self.snapshot.today(form.borough, self.clock())
        seeds = self.seeds[form.borough]
        return await self._record(
            form, caller, key, lambda state: record_designation(state, form, grid, seeds, today)
        )

    async def note_absence(self, form: AbsenceForm, caller: Caller, key: str | None) -> Answer:
        """Record an absence, once. Raises ApiError, NotFound, Transient."""
        self.grid(form.borough, caller, TECHNICIAN)
        seeds = self.seeds[form.borough]
        return await self._record(
            form, caller, key, lambda state: record_absence(state, form, seeds)
        )

    async def people_of(self, borough: str, caller: Caller) -> BoroughPeople:
        """What is recorded of a borough's people. Raises ApiError, NotFound, Transient."""
        self.grid(borough, caller, *READERS)
        document = (await self.directory.load([borough]))[borough]
        return document.state or self.seeds[borough]

    def grid(self, borough: str, caller: Caller, *roles: str) -> Grid:
        """The grid in force of a borough of the caller's. Raises ApiError 403, NotFound."""
        caller.require(*roles)
        on = self.snapshot.today(borough, self.clock())
        grid = self.snapshot.grids.on(borough, on) if caller.scope.admits([borough]) else None
        if grid is None:
            raise NotFound(borough)
        return grid

    async def _record(
        self,
        form: DesignationForm | AbsenceForm,
        caller: Caller,
        key: str | None,
        decide: Decide,
    ) -> Answer:
        content = form.model_dump(mode="json")
        try:
            return await self.people.execute(
                form.borough,
                decide,
                command_id=_command_id(type(form).__name__, caller, key, content),
                content=content,
                scope=Scope(frozenset({form.borough})),
                borough=form.borough,
                creates=True,
            )
        except PeopleRefused as refusal:
            raise refused(refusal) from refusal


def refused(refusal: Refused) -> ApiError:
    """A clause that forbids it, as the City words it."""
    field = FIELDS.get(refusal.field) or to_camel(refusal.field)
    return unprocessable("unprocessableEntity", (refusal.reason_fr, refusal.reason_en), field)


def scope_in(caller: Caller, borough: str | None) -> Scope:
    """The caller's boroughs, or that one of them."""
    return caller.scope if borough is None else Scope(caller.boroughs & {borough})


def _command_id(what: str, caller: Caller, key: str | None, content: object) -> str:
    """The caller's own key, else the content: the same form sent twice is one command."""
    return f"{what}:{caller.subject}:{key or digest_of(content)}"
