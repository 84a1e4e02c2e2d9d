"""The HTTP API of what founded complaints leave in the files of employees (PV-42, PV-43)."""

from chassis.clock import Clock
from chassis.commands import NotFound
from chassis.http import language_of
from chassis.store import Store
from fastapi import APIRouter, Request
from pydantic import Field

from complaints.application.command_forms import Code, Form, StaffId
from complaints.application.surroundings import Neighbourhoods
from complaints.domain.admissibility import ComplaintRules
from complaints.domain.employee_file import EmployeeFile, Entry, file_id
from complaints.domain.ladder import Ladder
from complaints.entrypoints.custody_http import KEEPERS, Staff, View


class EmployeeForm(Form):
    """Whose file; in the body, as an address is logged and this is not."""

    borough: Code = Field(description="Arrondissement ou ville")
    person_id: StaffId = Field(description="Matricule")


def router(employees: Store[EmployeeFile], around: Neighbourhoods, clock: Clock) -> APIRouter:
    """`/api/complaints/v1`."""
    routes = APIRouter(prefix="/api/complaints/v1", tags=["employee files"])

    @routes.post("/employee-files/readings")
    async def read(form: EmployeeForm, caller: Staff, request: Request) -> View:
        """Incidents of founded complaints and their measures; nothing leads to the complaints.

        Nobody opens their own. Who has no file is answered like who has an empty one.
        """
        caller.require(*KEEPERS)
        if not caller.scope.admits([form.borough]) or form.person_id == caller.subject:
            raise NotFound(form.borough)
        name = file_id(form.borough, form.person_id)
        held = (await employees.load([name]))[name].state
        rules = (await around.of(form.borough)).table.rules(form.borough, clock())
        ladder = (rules or ComplaintRules()).ladder
        entries = () if held is None else held.entries
        return {
            "personId": form.person_id,
            "entries": [_entry(one, ladder, language_of(request)) for one in entries],
        }

    return routes


def _entry(entry: Entry, ladder: Ladder, language: str) -> View:
    names = {one.code: getattr(one, f"name_{language}") for one in ladder.steps}
    return {
        "incidentId": entry.incident_id,
        "foundedAt": entry.founded_at,
        "measures": [
            {"code": one.code, "name": names.get(one.code, one.code), "decidedAt": one.decided_at}
            for one in entry.measures
        ],
    }
