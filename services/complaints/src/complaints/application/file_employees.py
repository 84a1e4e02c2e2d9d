"""What founded complaints leave in the files of employees (PV-42, PV-43).

Level-triggered (DESIGN rule 9): a complaint says in its document that an employee's file does not
hold what it must; that file is written first, then the complaint notes it. A process that dies in
between writes the same once more. A review that finds it unfounded takes it out again.
"""

from dataclasses import dataclass

from chassis.clock import Clock
from chassis.commands import Commands
from chassis.outcome import Outcome
from chassis.store import Scope, Store

from complaints.application.command_desk import fresh_id
from complaints.domain.employee_file import (
    EmployeeFile,
    Entry,
    entry_of,
    file_id,
    filed,
    to_file,
)
from complaints.domain.file import Investigation
from complaints.domain.proceedings import Incident

A_PASS = 50


@dataclass(frozen=True)
class FileEmployees:
    """One pass after another over what is not filed yet."""

    complaints: Store[Investigation]
    commands: Commands[Investigation]
    employees: Commands[EmployeeFile]
    clock: Clock

    async def run(self) -> int:
        """File a bounded number of incidents, the oldest first; how many. Raises Transient."""
        due = await self.complaints.due("to_file_at", self.clock(), A_PASS)
        for document in due:
            if document.state is not None:
                await self._file(document.state)
        return len(due)

    async def _file(self, state: Investigation) -> None:
        incident = to_file(state)
        if incident is None:
            return
        entry, borough = entry_of(state, incident), state.borough or ""
        await self.employees.execute(
            file_id(borough, incident.person_id),
            lambda held: Outcome(_written(held, borough, incident, entry), borough=borough),
            command_id=fresh_id(),
            content={},
            scope=Scope.everything(),
            borough=borough,
            creates=True,
        )
        await self.commands.execute(
            state.case_id,
            lambda held: Outcome(filed(held or state, incident, entry)),
            command_id=fresh_id(),
            content={},
            scope=Scope.everything(),
            borough=borough,
        )


def _written(
    held: EmployeeFile | None, borough: str, incident: Incident, entry: Entry | None
) -> EmployeeFile:
    known = held or EmployeeFile(borough=borough, person_id=incident.person_id)
    return known.without(incident.incident_id) if entry is None else known.with_entry(entry)
