"""What the HTTP side shares: commands, queries, and who may do what (DESIGN §7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from chassis.clock import Clock
from chassis.commands import Answer, Commands, NotFound, digest_of
from chassis.errors import ApiError, forbidden, unprocessable
from chassis.identity import Caller
from chassis.outcome import Outcome
from chassis.store import Scope, Store
from pydantic.alias_generators import to_camel

from routing.application.complete_work import complete_work
from routing.application.forms import CompletionForm
from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.errors import Refused
from routing.domain.grid import Grid
from routing.domain.people import BoroughPeople
from routing.entrypoints.assignment_queries import AssignmentQueries

TECHNICIAN = "technician"  # PV-23: also keeps the designations (PV-60)
WORKERS = ("responsable", "executor", TECHNICIAN)
READERS = (*WORKERS, "director", "citizen-experience", "general-director", "operator")
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
        # After a reopening or a refusal the same form says something new.
        again = {
            **content,
            "earlier_work": len(known.earlier_work),
            "refused_work": len(known.refused_work),
        }
        try:
            return await self.work.execute(
                case_id,
                decide,
                command_id=command_id("completion", caller, key, again),
                content=content,
                scope=caller.scope,
                borough="",
            )
        except Refused as refusal:
            raise refused(refusal) from refusal

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


def refused(refusal: Refused) -> ApiError:
    """A clause that forbids it, as the City words it."""
    field = FIELDS.get(refusal.field) or to_camel(refusal.field)
    return unprocessable("unprocessableEntity", (refusal.reason_fr, refusal.reason_en), field)


def scope_in(caller: Caller, borough: str | None) -> Scope:
    """The caller's boroughs, or that one of them."""
    return caller.scope if borough is None else Scope(caller.boroughs & {borough})


def command_id(what: str, caller: Caller, key: str | None, content: object) -> str:
    """The caller's own key, else the content: the same form sent twice is one command."""
    return f"{what}:{caller.subject}:{key or digest_of(content)}"
