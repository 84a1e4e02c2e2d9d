"""The pages of staff with their addresses, for the composition and for tests alike."""

from fastapi import APIRouter

from complaints.entrypoints.pages import complaint_pages, counter_pages, file_pages
from complaints.entrypoints.pages.complaint_lists import Caseload
from complaints.entrypoints.pages.file_actions import FileDesk
from complaints.entrypoints.pages.file_pages import FilePages
from complaints.entrypoints.pages.staff_pages import StaffPages


def routers(pages: StaffPages, caseload: Caseload, desk: FileDesk) -> list[APIRouter]:
    """`/static` and `/plaintes`; its pages with a name go before `/plaintes/{case_id}`, which
    would take them."""
    file = FilePages(pages, desk, caseload.files, caseload.clocks)
    return [
        pages.assets_router(),
        complaint_pages.router(pages, caseload),
        counter_pages.router(file),
        file_pages.router(file),
    ]
