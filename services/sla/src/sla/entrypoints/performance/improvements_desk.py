"""The improvement register as pages and API see it: each line with its measure, now and before."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chassis.clock import Clock
from chassis.commands import Answer, Commands, NotFound, derived_id
from chassis.errors import ApiError, forbidden, unprocessable
from chassis.identity import Caller
from chassis.outcome import Outcome
from chassis.store import Store
from ui.dates import ZONE

from sla.application.performance.improve import (
    NoteForm,
    OpeningForm,
    PlanForm,
    change_improvement,
    close_improvement,
    follow_improvement,
    open_improvement,
)
from sla.domain.errors import Refused
from sla.domain.performance.improvement import Actor, Improvement, Measure, Measured
from sla.domain.performance.measures import MEANINGS
from sla.domain.performance.report import Selection
from sla.entrypoints.desk import command_id
from sla.entrypoints.performance.figures_desk import LEADERS, FiguresDesk
from sla.entrypoints.performance.selection import months_before

MOST = 200
Decide = Callable[[Improvement, float | None, Actor], Outcome[Improvement]]


@dataclass(frozen=True)
class Line:
    """An improvement, and what its measure is now."""

    improvement: Improvement
    now: Measured

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is reached now; None: it cannot be said."""
        return self.improvement.is_reached(self.now.value)


@dataclass(frozen=True)
class ImprovementsDesk:
    """Reads and writes the register; who leads may write."""

    store: Store[Improvement]
    commands: Commands[Improvement]
    figures: FiguresDesk
    clock: Clock

    async def lines(self, caller: Caller) -> list[Line]:
        """Those of the caller's boroughs, open ones first, then by title. Raises Transient."""
        found = await self.store.find(caller.scope, {}, limit=MOST)
        known = [one.state for one in found if one.state is not None]
        known.sort(key=lambda one: (not one.is_open, one.plan.title.casefold()))
        return [await self._line(one) for one in known]

    async def line(self, improvement_id: str, caller: Caller) -> Line:
        """One of them. Raises NotFound, Transient."""
        state = (await self.store.load([improvement_id]))[improvement_id].state
        if state is None or not caller.scope.admits([state.borough]):
            raise NotFound(improvement_id)
        return await self._line(state)

    async def open(self, form: OpeningForm, caller: Caller, key: str | None) -> Answer:
        """A new line; its baseline is measured now. Raises ApiError, Transient."""
        caller.require(*LEADERS)
        if form.borough not in caller.boroughs:
            raise forbidden()
        baseline = await self._measured(form.borough, form.plan().measure)
        command = command_id("improvement", caller, key, form.model_dump(mode="json"))
        improvement_id = derived_id("sla-improvement", command)
        return await self._executed(
            improvement_id,
            lambda _: open_improvement(improvement_id, form, baseline, caller.subject),
            caller,
            command,
            form.model_dump(mode="json"),
            borough=form.borough,
            creates=True,
        )

    async def change(
        self, improvement_id: str, form: PlanForm, caller: Caller, key: str | None
    ) -> Answer:
        """Another plan. Raises ApiError, NotFound, Transient."""
        return await self._decided(
            improvement_id,
            form,
            lambda known, _, actor: change_improvement(known, form, actor),
            caller,
            ("change", key),
        )

    async def follow(
        self, improvement_id: str, form: NoteForm, caller: Caller, key: str | None
    ) -> Answer:
        """A dated note, with what is measured now. Raises ApiError, NotFound, Transient."""
        return await self._decided(
            improvement_id,
            form,
            lambda known, value, actor: follow_improvement(known, form, value, actor),
            caller,
            ("follow-up", key),
        )

    async def close(
        self, improvement_id: str, form: NoteForm, caller: Caller, key: str | None
    ) -> Answer:
        """The end of a line, and what came of it. Raises ApiError, NotFound, Transient."""
        return await self._decided(
            improvement_id,
            form,
            lambda known, value, actor: close_improvement(known, form, value, actor),
            caller,
            ("closing", key),
        )

    async def _decided(
        self,
        improvement_id: str,
        form: PlanForm | NoteForm,
        decide: Decide,
        caller: Caller,
        named: tuple[str, str | None],
    ) -> Answer:
        caller.require(*LEADERS)
        line = await self.line(improvement_id, caller)
        actor, content = Actor(caller.subject, self.clock()), form.model_dump(mode="json")
        what, key = named
        # The same words may be noted twice, a minute or a month later.
        again = {**content, "notes": len(line.improvement.follow_ups)}
        value = line.now.value

        def on(known: Improvement | None) -> Outcome[Improvement]:
            assert known is not None, "a command does not create what it changes"
            return decide(known, value, actor)

        command = command_id(f"{what}:{improvement_id}", caller, key, again)
        return await self._executed(improvement_id, on, caller, command, content)

    async def _executed(
        self,
        improvement_id: str,
        decide: Callable[[Improvement | None], Outcome[Improvement]],
        caller: Caller,
        command: str,
        content: Any,
        *,
        borough: str = "",
        creates: bool = False,
    ) -> Answer:
        try:
            return await self.commands.execute(
                improvement_id,
                decide,
                command_id=command,
                content=content,
                scope=caller.scope,
                borough=borough,
                creates=creates,
            )
        except Refused as refusal:
            raise _refused(refusal) from refusal

    async def _line(self, one: Improvement) -> Line:
        return Line(one, await self._measured(one.borough, one.plan.measure))

    async def _measured(self, borough: str, measure: Measure) -> Measured:
        today = self.clock().astimezone(ZONE).date()
        selection = Selection(
            boroughs=frozenset({borough}),
            from_month=months_before(today, measure.months - 1),
            to_month=f"{today:%Y-%m}",
            activity=measure.activity,
            channel=measure.channel,
            department=f"{borough}/{measure.department}" if measure.department else "",
        )
        report = await self.figures.report(selection)
        reading = MEANINGS[measure.figure].read(report)
        return Measured(value=reading.value, cases=reading.cases, at=await self.figures.taken_at())


def _refused(refusal: Refused) -> ApiError:
    words = (refusal.reason_fr, refusal.reason_en)
    return unprocessable("unprocessableEntity", words, refusal.field)
