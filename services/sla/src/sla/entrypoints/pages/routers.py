"""The pages of staff with their addresses, for the composition and for tests alike."""

from fastapi import APIRouter

from sla.entrypoints.owed_board import OwedBoard
from sla.entrypoints.pages import (
    calendar_pages,
    delay_pages,
    due_pages,
    improvement_pages,
    performance_pages,
    promise_pages,
)
from sla.entrypoints.pages.staff_pages import StaffPages
from sla.entrypoints.performance.improvements_desk import ImprovementsDesk
from sla.entrypoints.promise_desk import PromiseDesk


def routers(
    pages: StaffPages,
    promises: PromiseDesk,
    improvements: ImprovementsDesk,
    board: OwedBoard,
) -> list[APIRouter]:
    """`/static`, `/echeances` and the other pages of staff."""
    return [
        pages.assets_router(),
        due_pages.router(pages, board),  # before `/echeances/{case_id}`, which would take its file
        promise_pages.router(pages, promises),
        calendar_pages.router(pages),
        delay_pages.router(pages),
        performance_pages.router(pages, improvements.figures),
        improvement_pages.router(pages, improvements),
    ]
