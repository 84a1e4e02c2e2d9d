"""Commands of staff on the promises of a case: who may, on whose cases, once (DESIGN §7)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chassis.commands import Answer, NotFound
from chassis.errors import ApiError, forbidden, unprocessable
from chassis.identity import Caller
from chassis.outcome import Outcome
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from sla.application.change_promise import Actor, ChangePromise
from sla.application.forms import (
    DoneForm,
    DutyForm,
    ExtensionForm,
    PlannedForm,
    ResumptionForm,
    SuspensionForm,
)
from sla.domain.commitment import Commitments
from sla.domain.errors import NoSuchCommitment, Refused
from sla.entrypoints.desk import Desk, command_id, kind_of, may_see

# Who may extend which promise is the grid's to say (C-06), and who of these may do what: the
# application asks it.
DECIDERS = (
    "technician",
    "responsable",
    "executor",
    "director",
    "general-director",
    "access-officer",
    "clerk",
)
Decide = Callable[[Commitments, Actor, datetime], Outcome[Commitments]]


class PromiseDesk:
    """Each command raises ApiError (403, 422 with field and reason), NotFound, CommandConflict or
    Transient; then nothing was changed."""

    def __init__(self, desk: Desk, changing: ChangePromise) -> None:
        self.desk = desk
        self._changing = changing

    async def suspend(
        self, case_id: str, one: str, form: SuspensionForm, caller: Caller, key: str | None
    ) -> Answer:
        """The delay waits for the citizen, no longer than the grid says."""
        return await self._change(
            "suspension",
            case_id,
            one,
            form,
            caller,
            key,
            lambda state, actor, now: self._changing.suspend(state, one, form, actor, now),
        )

    async def resume(
        self, case_id: str, one: str, form: ResumptionForm, caller: Caller, key: str | None
    ) -> Answer:
        """It runs again, later by exactly the pause."""
        return await self._change(
            "resumption",
            case_id,
            one,
            form,
            caller,
            key,
            lambda state, actor, now: self._changing.resume(state, one, form, actor, now),
        )

    async def extend(
        self, case_id: str, one: str, form: ExtensionForm, caller: Caller, key: str | None
    ) -> Answer:
        """A longer delay, decided before its expiry (PV-48)."""
        return await self._change(
            "extension",
            case_id,
            one,
            form,
            caller,
            key,
            lambda state, actor, now: self._changing.extend(state, one, form, actor, now),
        )

    async def done(
        self, case_id: str, one: str, form: DoneForm, caller: Caller, key: str | None
    ) -> Answer:
        """Called back (MH-07), or the third party was notified."""
        return await self._change(
            "done",
            case_id,
            one,
            form,
            caller,
            key,
            lambda state, actor, now: self._changing.record_done(state, one, form, actor, now),
        )

    async def note_duty(
        self, case_id: str, form: DutyForm, caller: Caller, key: str | None
    ) -> Answer:
        """A call to return (MH-07), or a third party to notify, is owed from now on."""
        return await self._change(
            "duty",
            case_id,
            "",
            form,
            caller,
            key,
            lambda state, actor, now: self._changing.note_duty(state, form, actor, now),
        )

    async def plan(
        self, case_id: str, form: PlannedForm, caller: Caller, key: str | None
    ) -> Answer:
        """The citizen was given a date: it is promised (MH-13)."""
        return await self._change(
            "planned-date",
            case_id,
            "",
            form,
            caller,
            key,
            lambda state, actor, now: self._changing.record_planned(state, form, actor, now),
        )

    async def _change(
        self,
        what: str,
        case_id: str,
        commitment_id: str,
        form: BaseModel,
        caller: Caller,
        key: str | None,
        decide: Decide,
    ) -> Answer:
        caller.require(*DECIDERS)
        now = self.desk.clock()
        actor = Actor(caller.subject, caller.roles)
        known = await self.desk.case(case_id, caller)

        def decided(state: Commitments | None) -> Outcome[Commitments]:
            assert state is not None, "a command does not create cases"
            if not may_see(kind_of(state), caller):
                raise NotFound(case_id)
            owner = borough_of(state, commitment_id)
            if owner is not None and owner not in caller.boroughs:
                raise forbidden()  # seen by the counter's borough, decided by who answers for it
            return decide(state, actor, now)

        content = form.model_dump(mode="json")
        # The same words say something new once what they said before is over.
        again = {**content, "commitment": commitment_id, "turn": _turn(known, now)}
        try:
            return await self.desk.commands.execute(
                case_id,
                decided,
                command_id=command_id(what, caller, key, again),
                content={**content, "commitment": commitment_id},
                scope=caller.scope,
                borough="",
            )
        except Refused as refusal:
            raise refused(refusal) from refusal
        except NoSuchCommitment as fault:
            raise NotFound(case_id) from fault


def borough_of(state: Commitments, commitment_id: str) -> str | None:
    """Who answers for a promise; without one, for the case."""
    one = state.of_id(commitment_id)
    if one is not None:
        return one.basis.borough
    given = state.facts.assignment
    return given.borough if given is not None else state.facts.borough


def refused(refusal: Refused) -> ApiError:
    """A rule that forbids it, as the City words it."""
    words = (refusal.reason_fr, refusal.reason_en)
    return unprocessable("unprocessableEntity", words, to_camel(refusal.field))


def _turn(state: Commitments, now: datetime) -> dict[str, Any]:
    entered = state.facts.entered
    return {
        "resumed": len(entered.resumptions),
        "waited": sum(one.until_at <= now for one in entered.suspensions),
        "done": len(entered.done),
        "reopened": len(state.facts.ended),
    }
