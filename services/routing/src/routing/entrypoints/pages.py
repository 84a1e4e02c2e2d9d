"""The pages of staff that work with the desk, for the composition and for tests alike."""

from fastapi import APIRouter

from routing.entrypoints import (
    assignment_pages,
    board_pages,
    council_pages,
    people_form_pages,
    people_pages,
    set_aside_pages,
    work_pages,
)
from routing.entrypoints.case_desk import CaseDesk
from routing.entrypoints.people_desk import PeopleDesk
from routing.entrypoints.set_aside import SetAsideDesk
from routing.entrypoints.staff_pages import StaffPages
from routing.entrypoints.work_desk import WorkDesk


def routers(
    pages: StaffPages, people: PeopleDesk, set_aside: SetAsideDesk | None = None
) -> list[APIRouter]:
    """`/static`, `/travail` and the other pages of staff."""
    work = WorkDesk(pages.desk, people, CaseDesk(pages.desk))
    lists = work_pages.WorkPages(pages, work, set_aside)
    about_people = people_pages.PeoplePages(pages, people)
    return [
        pages.assets_router(),
        *([set_aside_pages.router(pages, set_aside)] if set_aside is not None else ()),
        work_pages.router(lists),
        council_pages.router(pages, work),  # before `/travail/{case_id}`, which would take it
        assignment_pages.router(lists),
        board_pages.router(pages, work),
        people_pages.router(about_people),
        people_form_pages.router(about_people),
    ]
