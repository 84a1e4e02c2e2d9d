"""The HTTP API of the monthly lists, in the City's conventions (REQUIREMENTS §5)."""

from typing import Annotated, Any

from chassis.identity import Caller, staff
from fastapi import APIRouter, Depends, Query

from sla.application.lists.forms import AnswerForm
from sla.domain.lists.documents import Answer, Line, MonthlyList
from sla.entrypoints.desk import Key
from sla.entrypoints.list_desk import ListDesk, Whole

View = dict[str, Any]
Staff = Annotated[Caller, Depends(staff)]


def router(desk: ListDesk) -> APIRouter:
    """`/api/sla/v1/lists`."""
    routes = APIRouter(prefix="/api/sla/v1/lists", tags=["lists"])

    @routes.get("")
    async def lists(
        caller: Staff,
        borough: Annotated[str | None, Query(max_length=120)] = None,
        month: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}$")] = None,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> View:
        """Monthly lists that the caller may see, the newest month first (PV-27, PV-29)."""
        found = await desk.listed(caller, borough, month)
        return {
            "paging": {"offset": offset, "limit": limit, "totalCount": len(found)},
            "items": [head_view(one) for one in found[offset : offset + limit]],
        }

    @routes.get("/{list_id}")
    async def show(list_id: str, caller: Staff) -> View:
        """A list with its lines, the answers to them, and the proof that it was told of."""
        return whole_view(await desk.whole(list_id, caller))

    @routes.put("/{list_id}/lines/{case_id}")
    async def answer(
        list_id: str, case_id: str, form: AnswerForm, caller: Staff, key: Key = None
    ) -> View:
        """Answer a line: completed, waiting with its reason, or an action to come (PV-33).

        The last answer holds; after the reply date it is taken and marked late.
        """
        return dict((await desk.answer(list_id, case_id, form, caller, key)).body)

    @routes.post("/{list_id}/close")
    async def close(list_id: str, caller: Staff, key: Key = None) -> View:
        """Close a list (PV-28); the requests in it are closed each by its own way."""
        return dict((await desk.close(list_id, caller, key)).body)

    return routes


def head_view(head: MonthlyList) -> View:
    """A list without its lines."""
    return {
        "listId": head.list_id,
        "kind": head.kind,
        "borough": head.borough,
        "month": head.month,
        "department": head.department or None,
        "departmentNameFr": head.department_fr,
        "departmentNameEn": head.department_en,
        "rule": head.rule,
        "gridVersion": head.grid_version,
        "dueAt": head.due_at,
        "sentAt": head.sent_at,
        "late": head.is_late,
        "replyBy": head.reply_by,
        "openCount": head.open_count,
        "completedCount": head.completed_count,
        "digest": head.digest,
        "remindedAt": head.reminded_at,
        "closedAt": head.closed_at,
    }


def whole_view(whole: Whole) -> View:
    """A list with its lines; `digestHolds`: the lines are still those of which it was told."""
    answers = whole.answers
    return {
        **head_view(whole.head),
        "digestHolds": whole.is_sound,
        "unanswered": whole.unanswered,
        "lines": [_line(line, answers.get(line.case_id)) for line in whole.lines],
        "deliveries": [
            {
                "deliveryId": one.delivery_id,
                "recipient": one.recipient,
                "reminder": one.is_reminder,
                "state": one.state,
                "at": one.at,
                "reason": one.reason or None,
            }
            for one in whole.proofs
        ],
    }


def _line(line: Line, answer: Answer | None) -> View:
    return {
        "caseId": line.case_id,
        "activity": line.activity,
        "department": line.department,
        "receivedOn": line.received_on,
        "dueAt": line.due_at,
        "late": line.is_late,
        "completedOn": line.completed_on,
        "answer": None
        if answer is None
        else {
            "kind": answer.kind,
            "words": answer.words,
            "plannedOn": answer.planned_on,
            "by": answer.by,
            "at": answer.at,
            "late": answer.is_late,
        },
    }
