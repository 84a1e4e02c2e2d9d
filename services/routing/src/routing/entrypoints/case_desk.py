"""What people do with a case, for pages and API alike: who may, then the command, applied once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from chassis.commands import Answer, NotFound
from chassis.errors import ApiError, forbidden, not_found
from chassis.identity import Caller
from chassis.outcome import Outcome

from routing.application import pass_on
from routing.application.move_forms import (
    AnswerForm,
    HandOverForm,
    LevelForm,
    OfferForm,
    OfficialForm,
    SettleForm,
    StepForm,
)
from routing.application.snapshot import Snapshot
from routing.domain.assignment import Assignment
from routing.domain.elected import ROLES as ELECTED_ROLES
from routing.domain.errors import Refused
from routing.entrypoints.desk import TECHNICIAN, WORKERS, Desk, command_id, refused

NAMERS = (TECHNICIAN, "elected-official", "general-director")


class Decide(Protocol):
    """What a command decides, its form given; see `application.pass_on`."""

    def __call__(
        self, state: Assignment, by: str, now: datetime, *, snapshot: Snapshot
    ) -> Outcome[Assignment]: ...


@dataclass(frozen=True)
class Taken:
    """What became of one of several cases: `error` None where it was taken in charge."""

    case_id: str
    error: ApiError | None


@dataclass(frozen=True)
class CaseDesk:
    """Commands on one assignment; each raises NotFound, ApiError, Transient."""

    desk: Desk

    async def accept(self, case_id: str, caller: Caller, key: str | None = None) -> Answer:
        """Take the case in charge; of one that is, say so again."""
        caller.require(*WORKERS)
        return await self._apply("accept", case_id, {}, pass_on.accept, caller, key)

    async def accept_many(self, case_ids: Sequence[str], caller: Caller) -> list[Taken]:
        """Take several in charge, each by itself: one that is refused keeps none back."""
        caller.require(*WORKERS)
        taken: list[Taken] = []
        for case_id in dict.fromkeys(case_ids):
            try:
                await self.accept(case_id, caller)
            except NotFound:
                taken.append(Taken(case_id, not_found()))
            except ApiError as error:
                taken.append(Taken(case_id, error))
            else:
                taken.append(Taken(case_id, None))
        return taken

    async def offer_transfer(
        self, case_id: str, form: OfferForm, caller: Caller, key: str | None = None
    ) -> Answer:
        """Ask a colleague to take the case (MH-06)."""
        caller.require(*WORKERS)
        decide = partial(pass_on.offer_transfer, form=form)
        content = form.model_dump(mode="json")
        return await self._apply("transfer", case_id, content, decide, caller, key)

    async def answer_transfer(
        self, case_id: str, form: AnswerForm, caller: Caller, key: str | None = None
    ) -> Answer:
        """Accept or decline, as the addressee or who stands in (MH-06)."""
        caller.require(*WORKERS, "director")
        decide = partial(pass_on.answer_transfer, form=form)
        content = form.model_dump(mode="json")
        return await self._apply("answer", case_id, content, decide, caller, key, ours=False)

    async def withdraw_transfer(
        self, case_id: str, caller: Caller, key: str | None = None
    ) -> Answer:
        """Take an offer back."""
        caller.require(*WORKERS)
        return await self._apply("withdraw", case_id, {}, pass_on.withdraw_transfer, caller, key)

    async def escalate(
        self, case_id: str, form: LevelForm, caller: Caller, key: str | None = None
    ) -> Answer:
        """To the second line, or back (MT-03)."""
        caller.require(*WORKERS)
        decide = partial(pass_on.escalate, form=form)
        content = form.model_dump(mode="json")
        return await self._apply("level", case_id, content, decide, caller, key)

    async def hand_over(
        self, case_id: str, form: HandOverForm, caller: Caller, key: str | None = None
    ) -> Answer:
        """Record that another authority has the case."""
        caller.require(TECHNICIAN)
        decide = partial(pass_on.hand_over, form=form)
        content = form.model_dump(mode="json")
        return await self._apply("hand-over", case_id, content, decide, caller, key)

    async def settle_loop(
        self, case_id: str, form: SettleForm, caller: Caller, key: str | None = None
    ) -> Answer:
        """Let a case follow the rules once more, or stay."""
        caller.require(TECHNICIAN)
        content, decide = form.model_dump(mode="json"), partial(pass_on.settle_loop, form=form)
        return await self._apply("loop", case_id, content, decide, caller, key, ours=False)

    async def name_official(
        self, case_id: str, form: OfficialForm, caller: Caller, key: str | None = None
    ) -> Answer:
        """Which elected official brought the case (MH-05); officials name themselves alone."""
        caller.require(*NAMERS)
        if caller.roles <= {"elected-official"} and form.official != caller.subject:
            raise forbidden()
        content, decide = form.model_dump(mode="json"), partial(pass_on.name_official, form=form)
        return await self._apply("official", case_id, content, decide, caller, key, ours=False)

    async def elected_step(
        self, case_id: str, form: StepForm, caller: Caller, key: str | None = None
    ) -> Answer:
        """The next step of the elected flow (MH-05)."""
        caller.require(*ELECTED_ROLES)

        decide = partial(pass_on.elected_step, form=form, roles=caller.roles)
        content = form.model_dump(mode="json")
        return await self._apply("elected", case_id, content, decide, caller, key, ours=False)

    async def _apply(
        self,
        what: str,
        case_id: str,
        content: dict[str, Any],
        function: Decide,
        caller: Caller,
        key: str | None,
        *,
        ours: bool = True,
    ) -> Answer:
        """`ours`: only whoever works in the borough that answers for the case."""
        desk, now = self.desk, self.desk.clock()

        def decide(state: Assignment | None) -> Outcome[Assignment]:
            assert state is not None, "a command does not create assignments"
            responsible = state.decision.responsible_borough if state.decision else None
            if ours and responsible is not None and responsible not in caller.boroughs:
                raise forbidden()  # seen by the counter's borough, done by the responsible one
            return function(state, caller.subject, now, snapshot=desk.snapshot)

        known = await desk.assignments.assignment(case_id, caller.scope)
        # The same words may be said again later: without a key, what has been done since counts.
        turn = {**content, "turn": known.history_moved + len(known.history)}
        try:
            return await desk.work.execute(
                case_id,
                decide,
                command_id=command_id(what, caller, key, turn),
                content=content,
                scope=caller.scope,
                borough="",
            )
        except Refused as refusal:
            raise refused(refusal) from refusal
