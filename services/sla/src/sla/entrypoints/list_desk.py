"""What pages and API of the monthly lists share: who sees which list, and what may be done to it.

Technicians and directors see every list of their boroughs; a responsable those of the departments
whose requests are given to him; the council its own, and no other (PV-24, PV-29).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from chassis.clock import Clock
from chassis.commands import Answer, Commands, NotFound
from chassis.errors import ApiError, forbidden, unprocessable
from chassis.identity import Caller
from chassis.outcome import Outcome
from chassis.store import Scope, Store
from ui.dates import ZONE

from sla.application.lists.forms import AnswerForm
from sla.application.lists.list_round import Shelves, pages_in
from sla.application.lists.make_lists import told_closed
from sla.domain.errors import Refused
from sla.domain.lists.answering import WHOLE, answered, closed
from sla.domain.lists.documents import Answer as Said
from sla.domain.lists.documents import Line, ListKind, MonthlyList, Page, digest_of
from sla.domain.lists.listed_case import ListedCase
from sla.domain.lists.proof import Proof, Proofs

TECHNICIAN = "technician"
OVERSEERS = (TECHNICIAN, "director", "citizen-experience", "general-director", "operator")
HOLDERS = ("responsable", "executor")
COUNCIL = "elected-official"
READERS = (*OVERSEERS, *HOLDERS, COUNCIL)
MOST = 2_000


@dataclass(frozen=True)
class Whole:
    """A list with all that is known of it now."""

    head: MonthlyList
    pages: Sequence[Page]
    proofs: Sequence[Proof]
    now: Mapping[str, ListedCase]

    @property
    def lines(self) -> list[Line]:
        """Every line, in the order in which it was sent."""
        return [line for page in self.pages for line in page.lines]

    @property
    def is_sound(self) -> bool:
        """Whether the lines are still those of which the hash was told."""
        return digest_of(self.lines) == self.head.digest

    @property
    def answers(self) -> dict[str, Said]:
        """The last answer to each line, by case; of the council's list those sent with it."""
        found = {one.case_id: one for page in self.pages for one in page.answers}
        sent = {line.case_id: line.answer for line in self.lines if line.answer is not None}
        return {**sent, **found}

    @property
    def unanswered(self) -> int:
        """Lines of a responsable's list without an answer."""
        if self.head.kind is not ListKind.RESPONSABLE:
            return 0
        return sum(page.open_count for page in self.pages)


@dataclass(frozen=True)
class ListDesk:
    """The collaborators of HTTP for the lists."""

    shelves: Shelves
    proofs: Store[Proofs]
    lists: Commands[MonthlyList]
    pages: Commands[Page]
    clock: Clock

    async def listed(
        self, caller: Caller, borough: str | None = None, month: str | None = None
    ) -> list[MonthlyList]:
        """Heads that the caller may see, the newest month first. Raises ApiError 403, Transient."""
        caller.require(*READERS)
        scope = caller.scope if not borough else Scope(caller.boroughs & {borough})
        where = {"month": month} if month else {}
        found = await self.shelves.lists.find(scope, where, order_by=[("month", -1)], limit=MOST)
        heads = [one.state for one in found if one.state is not None]
        posts: dict[str, bool] = {}
        seen = [one for one in heads if await self._may_see(one, caller, posts)]
        return sorted(seen, key=_newest_first)

    async def whole(self, list_id: str, caller: Caller) -> Whole:
        """A list. Raises NotFound for one that is not there, or not for the caller's eyes."""
        head = await self._head(list_id, caller)
        pages = await pages_in(self.shelves.pages, head)
        names = [line.case_id for page in pages for line in page.lines]
        now = await self.shelves.cases.load(names) if head.kind is ListKind.RESPONSABLE else {}
        told = (await self.proofs.load([list_id]))[list_id].state
        return Whole(
            head=head,
            pages=pages,
            proofs=sorted(told.proofs if told else (), key=lambda one: one.at),
            now={name: one.state for name, one in now.items() if one.state is not None},
        )

    async def answer(
        self, list_id: str, case_id: str, form: AnswerForm, caller: Caller, key: str | None
    ) -> Answer:
        """Answer a line; the last answer holds (PV-33). Raises NotFound, ApiError."""
        caller.require(*OVERSEERS, *HOLDERS)
        head = await self._head(list_id, caller)
        pages = await pages_in(self.shelves.pages, head)
        page = next((one for one in pages if _has(one, case_id)), None)
        if page is None:
            raise NotFound(case_id)

        def decide(state: Page | None) -> Outcome[Page]:
            assert state is not None, "it was found"
            now = self.clock()
            today = now.astimezone(ZONE).date()
            after = answered(head, state, case_id, form.given, caller.subject, now, today)
            last = after.answer_to(case_id)
            assert last is not None
            answer = {"listId": list_id, "caseId": case_id, "late": last.is_late}
            return Outcome(after, answer=answer)

        content = {"answer": form.model_dump(mode="json"), "case": case_id}
        return await self._done(self.pages, page.page_id, decide, content, head, caller, key)

    async def close(self, list_id: str, caller: Caller, key: str | None) -> Answer:
        """The technician closes the list (PV-28). Raises NotFound, ApiError."""
        caller.require(TECHNICIAN)
        head = await self._head(list_id, caller)
        pages = await pages_in(self.shelves.pages, head)

        def decide(state: MonthlyList | None) -> Outcome[MonthlyList]:
            assert state is not None, "it was found"
            after = closed(state, caller.subject, self.clock())
            event = told_closed(after, pages)
            answer = {"listId": list_id, "unanswered": event.open_count}
            return Outcome(after, [event], answer)

        return await self._done(self.lists, list_id, decide, {"close": list_id}, head, caller, key)

    async def _done(
        self,
        commands: Commands[Any],
        document_id: str,
        decide: Any,
        content: Any,
        head: MonthlyList,
        caller: Caller,
        key: str | None,
    ) -> Answer:
        # Without a key the same answer given again later is given again: A, then B, then A.
        command_id = f"{caller.subject}:{key or uuid4()}"
        try:
            return await commands.execute(
                document_id,
                decide,
                command_id=command_id,
                content=content,
                scope=caller.scope,
                borough=head.borough,
            )
        except Refused as refused:
            raise _told(refused) from refused

    async def _head(self, list_id: str, caller: Caller) -> MonthlyList:
        caller.require(*READERS)
        document = (await self.shelves.lists.load([list_id]))[list_id]
        head = document.state
        if head is None or not caller.scope.admits([head.borough]):
            raise NotFound(list_id)
        if not await self._may_see(head, caller, {}):
            raise forbidden()
        return head

    async def _may_see(self, head: MonthlyList, caller: Caller, posts: dict[str, bool]) -> bool:
        """`posts`: what was found out before, in this very request."""
        if not caller.roles.isdisjoint(OVERSEERS):
            return True
        if head.kind is ListKind.COUNCIL:
            return COUNCIL in caller.roles
        if caller.roles.isdisjoint(HOLDERS):
            return False
        if caller.subject in head.holders:
            return True
        post = f"{head.borough}/{head.department}"
        if post not in posts:
            # Designated since: some request of the department is given to him by now.
            where = {"holders": caller.subject, "post": post}
            posts[post] = await self.shelves.cases.count(Scope.everything(), where) > 0
        return posts[post]


def _has(page: Page, case_id: str) -> bool:
    return any(line.case_id == case_id for line in page.lines)


def _newest_first(head: MonthlyList) -> tuple[int, str, str, str]:
    year, month = head.month.split("-")
    return -(int(year) * 12 + int(month)), head.borough, head.kind.value, head.department_fr


def _told(refused: Refused) -> ApiError:
    target = None if refused.field == WHOLE else refused.field
    return unprocessable("ruleForbids", (refused.reason_fr, refused.reason_en), target)
