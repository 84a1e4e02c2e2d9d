"""The HTTP API of what founded complaints leave in the files of employees (PV-42, PV-43)."""

from chassis.http import language_of
from fastapi import APIRouter, Request
from pydantic import Field

from complaints.application.command_forms import Code, Form, StaffId
from complaints.application.read_employee import EmployeeFiles
from complaints.domain.custody import Disclosure
from complaints.domain.employee_file import Entry
from complaints.domain.employee_trace import EmployeeTrace
from complaints.domain.ladder import Ladder
from complaints.entrypoints.custody_http import Staff, View, person_of


class EmployeeForm(Form):
    """Whose file, and why; in the body, as an address is logged and this is not."""

    borough: Code = Field(description="Arrondissement ou ville")
    person_id: StaffId = Field(description="Matricule")
    exception: Disclosure = Field(description="Exception qui permet la lecture (PV-44)")


def router(employees: EmployeeFiles) -> APIRouter:
    """`/api/complaints/v1`."""
    routes = APIRouter(prefix="/api/complaints/v1", tags=["employee files"])

    @routes.post("/employee-files/readings")
    async def read(form: EmployeeForm, caller: Staff, request: Request) -> View:
        """Incidents of founded complaints and their measures; nothing leads to the complaints.

        For directors and the general director, and never one's own. The reading is recorded, and so
        is a try; who has no file is answered like who has an empty one.
        """
        held = await employees.read(
            form.borough,
            form.person_id,
            person_of(caller),
            caller.scope,
            exception=form.exception,
        )
        ladder, language = await employees.ladder(form.borough), language_of(request)
        return {
            "personId": form.person_id,
            "entries": [entry_view(one, ladder, language) for one in held.entries],
        }

    @routes.post("/employee-files/readings/record")
    async def record(form: EmployeeForm, caller: Staff) -> View:
        """Who read an employee's file and who tried, when and why (PV-45); itself a reading."""
        found = await employees.record(
            form.borough,
            form.person_id,
            person_of(caller),
            caller.scope,
            exception=form.exception,
        )
        return {"personId": form.person_id, "items": [trace_view(one) for one in found]}

    return routes


def entry_view(entry: Entry, ladder: Ladder, language: str) -> View:
    """An incident with its measures, by the names of the borough's list."""
    names = {one.code: getattr(one, f"name_{language}") for one in ladder.steps}
    return {
        "incidentId": entry.incident_id,
        "foundedAt": entry.founded_at,
        "measures": [
            {"code": one.code, "name": names.get(one.code, one.code), "decidedAt": one.decided_at}
            for one in entry.measures
        ],
    }


def trace_view(one: EmployeeTrace) -> View:
    """A line of the record, for people and programs."""
    return {
        "reader": one.reader,
        "at": one.at,
        "exception": one.exception.value,
        "act": one.act.value,
    }
