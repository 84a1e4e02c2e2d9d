"""Makes a list from the cases as they stand, and says what happened to it; nothing is stored here.

Pure: who is asked for cases, and who saves, is in `list_round.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.events.lists import ListClosedV1, ListRemindedV1, ListSentV1
from contracts.words import ListKind as Said

from sla.domain.calendar import WorkingCalendar
from sla.domain.grids import Grid
from sla.domain.lists.documents import (
    Answer,
    Line,
    ListKind,
    MonthlyList,
    Page,
    digest_of,
    list_id,
    pages_of,
)
from sla.domain.lists.listed_case import ListedCase
from sla.domain.lists.schedule import Due, closing_of


@dataclass(frozen=True, slots=True)
class Made:
    """A list, not stored yet: its pages are written first, its head last."""

    head: MonthlyList
    pages: Sequence[Page]


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and by which rule a list is made."""

    grid: Grid
    calendar: WorkingCalendar
    due: Due
    now: datetime

    @property
    def month(self) -> str:
        """`2026-08`."""
        return self.due.plan.name

    @property
    def is_late(self) -> bool:
        """Made on another day than the one on which it was to leave."""
        return self.calendar.local(self.now).date() != self.calendar.local(self.due.at).date()


def lists_of_departments(occasion: Occasion, cases: Iterable[ListedCase]) -> list[Made]:
    """One for each department that owes something, oldest requests first (PV-27, PV-32)."""
    by_department: dict[str, list[ListedCase]] = {}
    for one in cases:
        if one.open_in == occasion.grid.borough and one.post is not None:
            by_department.setdefault(one.post.department, []).append(one)
    return [_of_department(occasion, owed) for _, owed in sorted(by_department.items())]


def list_of_council(
    occasion: Occasion,
    still_open: Iterable[ListedCase],
    done: Iterable[ListedCase],
    answers: Iterable[Answer],
) -> Made:
    """The open requests as they stand, and those completed in the month ended (PV-29).

    `done`: completed in that month. `answers`: what the responsables said in that month's lists,
    oldest first.
    """
    borough, plan = occasion.grid.borough, occasion.due.plan
    said = {one.case_id: one for one in answers}
    open_lines = [_line(occasion, one, said.get(one.case_id)) for one in still_open]
    done_lines = [_line(occasion, one) for one in done]
    lines = [*_in_order(open_lines), *_in_order(done_lines)]
    digest = digest_of(lines)
    name = list_id(borough, plan.name, ListKind.COUNCIL)
    pages = pages_of(name, borough, lines, digest)
    rules = occasion.grid.lists
    head = MonthlyList(
        list_id=name,
        kind=ListKind.COUNCIL,
        borough=borough,
        month=plan.name,
        grid_version=occasion.grid.version,
        rule=plan.rule,
        due_at=occasion.due.at,
        sent_at=occasion.now,
        is_late=occasion.is_late,
        open_count=len(open_lines),
        completed_count=len(done_lines),
        digest=digest,
        pages=tuple(one.page_id for one in pages),
        recipients=rules.officials if rules is not None else (),
    )
    return Made(head, pages)


def sent(head: MonthlyList) -> ListSentV1:
    """The event that tells of it: counts and a hash, nothing of what stands in it."""
    return ListSentV1(
        **_whose(head),
        department_name_fr=head.department_fr,
        department_name_en=head.department_en,
        grid_version=head.grid_version,
        open_count=head.open_count,
        completed_count=head.completed_count,
        digest=head.digest,
        due_at=head.due_at,
        sent_at=head.sent_at,
        late=head.is_late,
        reply_by=head.reply_by,
        recipients=list(head.recipients),
    )


def reminded(head: MonthlyList, unanswered: int, now: datetime) -> ListRemindedV1:
    """The reply date nears, and so many lines are still open (PV-33)."""
    assert head.reply_by is not None, "only lists to answer are reminded of"
    return ListRemindedV1(
        **_whose(head),
        grid_version=head.grid_version,
        open_count=unanswered,
        reply_by=head.reply_by,
        reminded_at=now,
    )


def told_closed(head: MonthlyList, pages: Iterable[Page]) -> ListClosedV1:
    """The technician closed it (PV-28)."""
    assert head.closed_at is not None
    last = [page.answer_to(line.case_id) for page in pages for line in page.lines]
    given = [one for one in last if one is not None]
    return ListClosedV1(
        **_whose(head),
        closed_at=head.closed_at,
        answered_count=len(given),
        late_count=sum(one.is_late for one in given),
        open_count=len(last) - len(given),
    )


def _of_department(occasion: Occasion, cases: Sequence[ListedCase]) -> Made:
    post, plan = cases[0].post, occasion.due.plan
    assert post is not None, "gathered by it"
    lines = _in_order([_line(occasion, one) for one in cases])
    digest = digest_of(lines)
    name = list_id(post.borough, plan.name, ListKind.RESPONSABLE, post.department)
    pages = pages_of(name, post.borough, lines, digest)
    head = MonthlyList(
        list_id=name,
        kind=ListKind.RESPONSABLE,
        borough=post.borough,
        month=plan.name,
        department=post.department,
        department_fr=post.department_fr,
        department_en=post.department_en,
        grid_version=occasion.grid.version,
        rule=plan.rule,
        due_at=occasion.due.at,
        sent_at=occasion.now,
        is_late=occasion.is_late,
        reply_by=plan.reply_by,
        reply_until=closing_of(occasion.calendar, plan.reply_by),
        open_count=len(lines),
        digest=digest,
        pages=tuple(one.page_id for one in pages),
        holders=tuple(sorted({who for one in cases if one.post for who in one.post.holders})),
    )
    return Made(head, pages)


def _line(occasion: Occasion, case: ListedCase, answer: Answer | None = None) -> Line:
    assert case.post is not None, "only what somebody has is listed"
    assert case.received_at is not None, "only what came in is listed"
    local = occasion.calendar.local
    done = case.completed_at is not None
    return Line(
        case_id=case.case_id,
        activity=case.activity,
        department=case.post.department,
        department_fr=case.post.department_fr,
        department_en=case.post.department_en,
        received_on=local(case.received_at).date(),
        due_at=case.due_at,
        is_late=not done and case.due_at is not None and case.due_at < occasion.now,
        completed_on=local(case.completed_at).date() if case.completed_at else None,
        answer=answer,
    )


def _in_order(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda one: (one.department, one.received_on, one.case_id))


def _whose(head: MonthlyList) -> dict[str, object]:
    return {
        "list_id": head.list_id,
        "list_kind": Said(head.kind.value),
        "borough": head.borough,
        "month": head.month,
        "department": head.department or None,
    }
