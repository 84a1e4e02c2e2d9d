"""By which fields the monthly lists, and the cases that they are made of, are found."""

from collections.abc import Mapping
from typing import Any

from sla.domain.lists.documents import MonthlyList, Page
from sla.domain.lists.listed_case import ListedCase
from sla.domain.lists.proof import Proofs
from sla.domain.lists.schedule import Schedule

CASES_BY: tuple[str | tuple[str, ...], ...] = ("open_in", "completed_in", "holders")
LISTS_BY: tuple[str | tuple[str, ...], ...] = (
    ("boroughs", "month"),
    ("borough", "month", "kind"),
)


def listed_case_index(one: ListedCase) -> Mapping[str, Any]:
    """`holders`: who has it, as `borough/department/staff id`."""
    post = one.post
    held = () if post is None else post.holders
    return {
        "boroughs": [] if post is None else [post.borough],
        "open_in": one.open_in,
        "completed_in": one.completed_in,
        "holders": list(held),
        "post": None if post is None else f"{post.borough}/{post.department}",
    }


def list_index(one: MonthlyList) -> Mapping[str, Any]:
    """Lists are seen by their own borough."""
    return {
        "boroughs": [one.borough],
        "borough": one.borough,
        "month": one.month,
        "kind": one.kind.value,
        "department": one.department,
    }


def page_index(page: Page) -> Mapping[str, Any]:
    """Pages are found by the head that names them."""
    return {"boroughs": [page.borough]}


def schedule_index(one: Schedule) -> Mapping[str, Any]:
    """One per borough, found by its slug."""
    return {"boroughs": [one.borough]}


def proofs_index(_: Proofs) -> Mapping[str, Any]:
    """Found by the list's id; nobody asks for them without it."""
    return {"boroughs": []}
