"""Reading an employee's file leaves its trace, stored before anything is shown (PV-43..45).

Whoever may not read it gets the answer of a borough that is not theirs, and leaves a trace too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from chassis.clock import Clock
from chassis.commands import NotFound
from chassis.document import Document, Draft
from chassis.store import Scope, Store

from complaints.application.surroundings import Neighbourhoods
from complaints.domain.access import Person
from complaints.domain.admissibility import ComplaintRules
from complaints.domain.custody import Act, Disclosure
from complaints.domain.employee_file import EmployeeFile, file_id
from complaints.domain.employee_trace import EmployeeTrace, may_read
from complaints.domain.ladder import Ladder

AT_ONCE = 500
INDEXES = (("file_id", "at"),)


def index(trace: EmployeeTrace) -> Mapping[str, Any]:
    """Index fields: the id of the file, which names nobody; neither who nor why."""
    return {"boroughs": [trace.borough], "file_id": key_of(trace), "at": trace.at}


def key_of(trace: EmployeeTrace) -> str:
    """The key that it lies sealed under: that of the file."""
    return file_id(trace.borough, trace.person_id)


@dataclass(frozen=True)
class EmployeeFiles:
    """The files of employees, for readers in their boroughs. All raise NotFound, Transient."""

    files: Store[EmployeeFile]
    traces: Store[EmployeeTrace]
    neighbourhoods: Neighbourhoods
    clock: Clock

    async def read(
        self,
        borough: str,
        whose: str,
        reader: Person,
        scope: Scope,
        *,
        exception: Disclosure,
        act: Act = Act.READ,
    ) -> EmployeeFile:
        """The file, once the reading is stored; who has none is answered like an empty one."""
        if not scope.admits([borough]):
            raise NotFound(borough)
        allowed = may_read(reader, whose)
        trace = EmployeeTrace(
            trace_id=str(uuid4()),
            borough=borough,
            person_id=whose,
            reader=reader.person_id,
            at=self.clock(),
            exception=exception,
            act=act if allowed else Act.REFUSED,
        )
        await self._keep(trace)
        if not allowed:
            raise NotFound(borough)
        name = file_id(borough, whose)
        held = (await self.files.load([name]))[name].state
        return held or EmployeeFile(borough=borough, person_id=whose)

    async def record(
        self,
        borough: str,
        whose: str,
        reader: Person,
        scope: Scope,
        *,
        exception: Disclosure,
        act: Act = Act.READ,
    ) -> Sequence[EmployeeTrace]:
        """Who read somebody's file and who tried, oldest first; itself a reading."""
        await self.read(borough, whose, reader, scope, exception=exception, act=act)
        where, found = {"file_id": file_id(borough, whose)}, list[EmployeeTrace]()
        while True:
            part = await self.traces.find(
                Scope.everything(),
                where,
                order_by=[("at", 1)],
                offset=len(found),
                limit=AT_ONCE,
            )
            found += [one.state for one in part if one.state is not None]
            if len(part) < AT_ONCE:
                return found

    async def ladder(self, borough: str) -> Ladder:
        """The measures of the borough, for their names."""
        table = (await self.neighbourhoods.of(borough)).table
        return (table.rules(borough, self.clock()) or ComplaintRules()).ladder

    async def _keep(self, trace: EmployeeTrace) -> None:
        draft = Draft.of(Document[EmployeeTrace](trace.trace_id))
        draft.state, draft.borough, draft.changed = trace, trace.borough, True
        await self.traces.save([draft])
