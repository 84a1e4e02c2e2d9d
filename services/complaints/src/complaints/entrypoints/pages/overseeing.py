"""The pages of records and of oversight; to be asked before `/plaintes/{case_id}`, which would
take their addresses."""

from fastapi import APIRouter

from complaints.application.destroy_files import DestroyFiles
from complaints.application.read_employee import EmployeeFiles
from complaints.entrypoints.pages import employee_pages, oversight_pages, reading_pages
from complaints.entrypoints.pages.complaint_lists import Caseload
from complaints.entrypoints.pages.staff_pages import StaffPages


def routers(
    pages: StaffPages, caseload: Caseload, destroying: DestroyFiles, employees: EmployeeFiles
) -> list[APIRouter]:
    """`/plaintes/direction`, `/plaintes/employes`, `/plaintes/{case_id}/lectures`."""
    return [
        oversight_pages.router(pages, caseload, destroying),
        employee_pages.router(pages, employees),
        reading_pages.router(pages, caseload.files),
    ]
