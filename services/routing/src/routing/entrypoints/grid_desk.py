"""What pages and API share of a grid's life: who may, the commands, the simulation."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from chassis.commands import Answer, Commands, NotFound
from chassis.errors import ApiError, Detail, invalid
from chassis.identity import Caller
from chassis.outcome import Outcome
from chassis.store import Scope, Store
from pydantic import BaseModel

from routing.application.grid_forms import (
    DraftForm,
    PublicationForm,
    RollbackForm,
    SimulationForm,
)
from routing.application.grid_life import (
    Checked,
    DraftFaulty,
    GridDraft,
    GridRefused,
    GridTexts,
    is_spent,
    publish_draft,
    roll_back,
    save_draft,
)
from routing.application.past_cases import past_cases
from routing.application.publish_grid import PublishedGrid
from routing.application.simulate import Side, Simulation, simulate
from routing.domain.assignment import Assignment
from routing.domain.grid_changes import Change, changes_between
from routing.entrypoints.desk import READERS, TECHNICIAN, Desk, command_id, refused

WRITERS = (TECHNICIAN, "director")
MOST = 10_000
S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True)
class Writing:
    """A text to go on with; `draft` None: it is what is published, and nothing was changed yet."""

    text: str
    revision: int
    draft: GridDraft | None


@dataclass(frozen=True)
class GridDesk:
    """The collaborators of whoever reads or changes grids."""

    desk: Desk
    cases: Store[Assignment]
    versions: Store[PublishedGrid]
    publishing: Commands[PublishedGrid]
    drafts: Store[GridDraft]
    drafting: Commands[GridDraft]
    texts: GridTexts
    refresh: Callable[[], Awaitable[object]]

    def admit(self, borough: str, caller: Caller, *roles: str) -> None:
        """Raises ApiError 403, NotFound for a borough that is not the caller's."""
        caller.require(*roles)
        if not caller.scope.admits([borough]):
            raise NotFound(borough)

    async def history(self, borough: str, caller: Caller) -> Sequence[PublishedGrid]:
        """Every version of a borough, newest first. Raises ApiError, NotFound, Transient."""
        self.admit(borough, caller, *READERS)
        found = await self.versions.find(
            Scope(frozenset({borough})), {}, order_by=(("version", -1),), limit=MOST
        )
        if not found:
            raise NotFound(borough)
        return [one.state for one in found if one.state is not None]

    async def version(self, borough: str, number: int, caller: Caller) -> PublishedGrid:
        """One version. Raises ApiError, NotFound, Transient."""
        self.admit(borough, caller, *READERS)
        name = f"{borough}@{number}"
        state = (await self.versions.load([name]))[name].state
        if state is None:
            raise NotFound(name)
        return state

    def in_force(self, borough: str) -> int | None:
        """Number of the version that decides today."""
        grid = self.desk.snapshot.grids.on(borough, self.today(borough))
        return None if grid is None else grid.manifest.borough.version

    def today(self, borough: str) -> date:
        """The date in the borough."""
        return self.desk.snapshot.today(borough, self.desk.clock())

    async def draft(self, borough: str, caller: Caller) -> GridDraft | None:
        """What is being written and was not published. Raises ApiError, NotFound, Transient."""
        held = await self._saved(borough, caller)
        if held is None or is_spent(held, await self.history(borough, caller)):
            return None
        return held

    async def writing(self, borough: str, caller: Caller) -> Writing:
        """What an editor shows. Raises ApiError, NotFound, Transient."""
        saved, held = await self._saved(borough, caller), await self.draft(borough, caller)
        revision = saved.revision if saved else 0
        if held is not None:
            return Writing(held.text, revision, held)
        return Writing(self.texts.start(borough, await self.all_versions()), revision, None)

    async def _saved(self, borough: str, caller: Caller) -> GridDraft | None:
        self.admit(borough, caller, *READERS)
        return (await self.drafts.load([borough]))[borough].state

    async def all_versions(self) -> Sequence[PublishedGrid]:
        """Every version of every grid. Raises Transient."""
        found = await self.versions.find(Scope.everything(), {"is_grid": True}, limit=MOST)
        return [one.state for one in found if one.state is not None]

    async def check(self, borough: str, text: str, caller: Caller) -> Checked:
        """Read a text beside all grids in force. Raises ApiError, NotFound, Transient."""
        newest = (await self.history(borough, caller))[0]
        on = max(self.today(borough), newest.effective_on)
        held = await self.all_versions()
        return await asyncio.to_thread(self.texts.check, borough, text, held, on)

    async def save(
        self, borough: str, form: DraftForm, caller: Caller, key: str | None
    ) -> tuple[Answer, Checked]:
        """Keep a draft, faults and all, and say them. Raises ApiError, NotFound, Transient."""
        self.admit(borough, caller, *WRITERS)
        checked = await self.check(borough, form.text, caller)
        now = self.desk.clock()
        answer = await self._command(
            self.drafting, borough, borough, form, caller, key,
            lambda state: save_draft(state, form, borough, caller.subject, now),
        )  # fmt: skip
        return answer, checked

    async def publish(
        self, borough: str, form: PublicationForm, caller: Caller, key: str | None
    ) -> Answer:
        """Publish the draft, once. Raises ApiError, NotFound, Transient."""
        self.admit(borough, caller, *WRITERS)
        newest = (await self.history(borough, caller))[0]
        draft = await self._saved(borough, caller)
        held = await self.all_versions()
        checked = Checked()
        if draft is not None:
            checked = await asyncio.to_thread(
                self.texts.check, borough, draft.text, held, form.effective_on
            )
        now, today = self.desk.clock(), self.today(borough)
        return await self._publish(
            borough, form, form.after, caller, key,
            lambda state: publish_draft(
                state, form, draft, checked, newest, caller.subject, today, now
            ),
        )  # fmt: skip

    async def roll_back(
        self, borough: str, form: RollbackForm, caller: Caller, key: str | None
    ) -> Answer:
        """Publish the content of an earlier version anew. Raises ApiError, NotFound, Transient."""
        self.admit(borough, caller, *WRITERS)
        newest = (await self.history(borough, caller))[0]
        earlier = await self.version(borough, form.version, caller)
        # Never before a version that is planned already: that one would take its place again.
        on = max(self.today(borough), newest.effective_on)
        held, now = await self.all_versions(), self.desk.clock()
        checked = await asyncio.to_thread(self.texts.restored, earlier, held, on)
        return await self._publish(
            borough, form, form.after, caller, key,
            lambda state: roll_back(state, form, earlier, checked, newest, caller.subject, now),
        )  # fmt: skip

    async def previous(self, one: PublishedGrid, caller: Caller) -> PublishedGrid | None:
        """The version before it, if any. Raises ApiError, NotFound, Transient."""
        held = await self.history(one.borough, caller)
        return next((it for it in held if it.version < one.version), None)

    def changes(self, before: PublishedGrid, after: PublishedGrid) -> Sequence[Change]:
        """What differs, in words. Raises Permanent."""
        return changes_between(before.manifest(), after.manifest())

    def differing(self, newest: PublishedGrid, checked: Checked) -> Sequence[Change]:
        """What a text would change of the newest version. Raises DraftFaulty, Permanent."""
        return changes_between(newest.manifest(), checked.manifest)

    async def simulate(self, borough: str, form: SimulationForm, caller: Caller) -> Simulation:
        """Replay past cases of the borough. Raises ApiError, NotFound, Transient."""
        self.admit(borough, caller, *READERS)
        checked = await self._to_simulate(borough, form, caller)
        if checked.faults:
            raise faulty(checked)
        # A city's version is also that of its boroughs without a grid; never more than is theirs.
        boroughs = {one.slug for one in checked.proposed} & caller.boroughs
        cases = await past_cases(self.cases, boroughs, since=form.since, limit=form.limit)
        snapshot, on = self.desk.snapshot, self.today(borough)
        before = Side(snapshot.grids, snapshot.directory, snapshot.territories)
        after = before.with_proposed(checked.proposed, on)
        return await asyncio.to_thread(simulate, cases, before, after, on)

    async def _to_simulate(self, borough: str, form: SimulationForm, caller: Caller) -> Checked:
        if form.version is None:
            draft = await self.draft(borough, caller)
            if draft is None:
                raise NotFound(borough)
            return await self.check(borough, draft.text, caller)
        earlier = await self.version(borough, form.version, caller)
        on, held = self.today(borough), await self.all_versions()
        checked = await asyncio.to_thread(self.texts.restored, earlier, held, on)
        here = self.desk.snapshot.grids.on(borough, on)
        plugin = here.plugin if here is not None else None
        proposed = [replace(one, plugin=plugin) for one in checked.proposed[:1]]
        return replace(checked, proposed=[*proposed, *checked.proposed[1:]])

    async def _publish(
        self,
        borough: str,
        form: BaseModel,
        after: int,
        caller: Caller,
        key: str | None,
        decide: Callable[[PublishedGrid | None], Outcome[PublishedGrid]],
    ) -> Answer:
        answer = await self._command(
            self.publishing, f"{borough}@{after + 1}", borough, form, caller, key, decide
        )
        await self.refresh()
        return answer

    async def _command(
        self,
        commands: Commands[S],
        document_id: str,
        borough: str,
        form: BaseModel,
        caller: Caller,
        key: str | None,
        decide: Callable[[S | None], Outcome[S]],
    ) -> Answer:
        content = form.model_dump(mode="json")
        try:
            return await commands.execute(
                document_id,
                decide,
                command_id=command_id(type(form).__name__, caller, key, content),
                content=content,
                scope=Scope(frozenset({borough})),
                borough=borough,
                creates=True,
            )
        except DraftFaulty as refusal:
            raise faulty(Checked(faults=refusal.faults)) from refusal
        except GridRefused as refusal:
            raise refused(refusal) from refusal


def faulty(checked: Checked) -> ApiError:
    """Every fault of a text with its key and its remedy; the key stands under `target`."""
    return invalid(
        [
            Detail(
                "invalidGrid",
                (f"{f.problem[0]} — {f.remedy[0]}", f"{f.problem[1]} — {f.remedy[1]}"),
                f.key or "text",
            )
            for f in checked.faults
        ]
    )
