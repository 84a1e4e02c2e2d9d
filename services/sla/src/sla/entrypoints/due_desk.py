"""What the pages of due dates read: lists in the caller's boroughs, line by line."""

import asyncio
import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chassis.identity import Caller

from sla.domain.commitment import Commitments
from sla.domain.owed import Owed, owed_of
from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.desk import Desk, kind_of, kinds_for
from sla.entrypoints.due_lists import LISTS, PER_PAGE, Asked
from sla.entrypoints.due_words import (
    due_in_words,
    kind_in_words,
    late_in_words,
    promise_in_words,
)

IN_A_FILE = 5_000
AT_ONCE = 500
COUNTED_FOR_SECONDS = 15.0
MOST_COUNTED = 200


@dataclass(frozen=True)
class Line:
    """A promise that is owed, in the reader's language; of a complaint only that it is one."""

    case_id: str
    title: str
    kind: str
    borough: str
    department: str
    promise: str
    received_at: datetime | None
    due_at: datetime
    due: str
    late: str
    is_late: bool
    is_suspended: bool
    is_moved: bool
    original_due_at: datetime
    demonstration: bool


@dataclass(frozen=True)
class Found:
    """Some of the lines that were asked for, and of how many cases they are."""

    lines: Sequence[Line]
    cases: int


class DueDesk:
    """Reads lists; nothing is written here."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._counted: dict[Hashable, tuple[float, dict[str, int]]] = {}

    async def listed(self, asked: Asked, caller: Caller, names: BoroughNames, lang: str) -> Found:
        """A page of a list: cases by their earliest due time, lines by theirs. Raises Transient."""
        states = await self._states(asked, caller, names, asked.offset, PER_PAGE)
        return Found(self._lines(states, asked, caller, names, lang), len(states))

    async def every(
        self, asked: Asked, caller: Caller, names: BoroughNames, lang: str
    ) -> list[Line]:
        """All lines of a list, of at most 5,000 cases, for a file. Raises Transient."""
        states: list[Commitments] = []
        while len(states) < IN_A_FILE:
            found = await self._states(asked, caller, names, len(states), AT_ONCE)
            states += found
            if len(found) < AT_ONCE:
                break
        return self._lines(states, asked, caller, names, lang)

    async def counts(self, asked: Asked, caller: Caller, names: BoroughNames) -> dict[str, int]:
        """How many cases each list has, under the same filters. Raises Transient.

        Counting costs what is counted: whoever turns pages is told what was counted lately.
        """
        today, now = self.desk.today(), time.monotonic()
        key = asked.of(""), caller.boroughs, kinds_for(caller), today
        known = self._counted.get(key)
        if known is not None and now - known[0] < COUNTED_FOR_SECONDS:
            return known[1]
        numbers = await self._count(asked, caller, names, today)
        if len(self._counted) >= MOST_COUNTED:
            self._counted.clear()
        self._counted[key] = now, numbers
        return numbers

    async def _count(
        self, asked: Asked, caller: Caller, names: BoroughNames, today: date
    ) -> dict[str, int]:
        wheres = [asked.of(one.name).where(caller, names, today) for one in LISTS]
        numbers = await asyncio.gather(
            *(self.desk.cases.count(caller.scope, where) for where in wheres)
        )
        return {one.name: number for one, number in zip(LISTS, numbers, strict=True)}

    async def _states(
        self, asked: Asked, caller: Caller, names: BoroughNames, offset: int, limit: int
    ) -> list[Commitments]:
        found = await self.desk.cases.find(
            caller.scope,
            asked.where(caller, names, self.desk.today()),
            order_by=[(asked.list.order, 1)],
            offset=offset,
            limit=limit,
        )
        return [one.state for one in found if one.state is not None]

    def _lines(
        self,
        states: Sequence[Commitments],
        asked: Asked,
        caller: Caller,
        names: BoroughNames,
        lang: str,
    ) -> list[Line]:
        now, today = self.desk.clock(), self.desk.today()
        pairs = [
            (owed, state)
            for state in states
            for owed in owed_of(state)
            if asked.holds(owed, caller, today)
        ]
        pairs.sort(key=lambda pair: pair[0].commitment.due_at)
        return [line_of(owed, state, names, now, lang) for owed, state in pairs]


def line_of(owed: Owed, state: Commitments, names: BoroughNames, now: datetime, lang: str) -> Line:
    """A promise of a case as a line of a list."""
    one, facts = owed.commitment, state.facts
    is_late = owed.is_late(now)
    is_suspended = owed.standing.value == "suspended"
    given = facts.assignment if kind_of(state) != "complaint" else None
    return Line(
        case_id=state.case_id,
        title=title_of(state, names, lang),
        kind=kind_in_words(kind_of(state), lang),
        borough=names.borough(one.basis.borough),
        department=names.department(given.borough, given.department) if given else "",
        promise=promise_in_words(one.kind, lang),
        received_at=facts.received_at,
        due_at=one.due_at,
        due="" if is_suspended else due_in_words(one.due_at, now, lang),
        late=late_in_words(one.due_at, now, lang) if is_late else "",
        is_late=is_late,
        is_suspended=is_suspended,
        is_moved=one.due_at != one.original_due_at,
        original_due_at=one.original_due_at,
        demonstration=one.demonstration,
    )


def title_of(state: Commitments, names: BoroughNames, lang: str) -> str:
    """The activity, for a request; all else is called by its kind alone (PV-44)."""
    facts, kind = state.facts, kind_of(state)
    if kind != "request" or facts.classification is None:
        return kind_in_words(kind, lang)
    given = facts.assignment
    if given is not None and given.activity:
        return names.activity(given.borough, given.activity)
    said = facts.classification.activity
    return (names.activity(facts.borough, said) if facts.borough else said) or kind_in_words(
        kind, lang
    )
