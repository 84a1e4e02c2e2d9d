"""What the pages of due dates read: lists in the caller's boroughs, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis.identity import Caller

from sla.domain.commitment import Commitments
from sla.domain.owed import Owed, owed_of
from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.desk import Desk, kind_of, may_see
from sla.entrypoints.due_lists import LISTS, PER_PAGE, Asked
from sla.entrypoints.due_words import (
    due_in_words,
    kind_in_words,
    late_in_words,
    promise_in_words,
)
from sla.entrypoints.owed_board import OwedBoard

IN_A_FILE = 5_000
AT_ONCE = 500


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
    """Some of the lines that were asked for, and of how many cases they are; `counts`: how many
    cases each list has, under the same filters."""

    lines: Sequence[Line]
    cases: int
    counts: Mapping[str, int]


class DueDesk:
    """Reads lists; nothing is written here."""

    def __init__(self, desk: Desk, board: OwedBoard) -> None:
        self.desk = desk
        self._board = board

    async def listed(self, asked: Asked, caller: Caller, names: BoroughNames, lang: str) -> Found:
        """A page of a list: cases by their earliest due time, lines by theirs. Raises Transient."""
        held, today = await self._board.of(asked.boroughs(caller)), self.desk.today()
        narrowed = asked.narrowing(held, caller, names)
        found = {one.name: narrowed(asked.of(one.name).found(held, caller, today)) for one in LISTS}
        mine = held.first(found[asked.name], asked.list.order, asked.offset + PER_PAGE)
        states = await self._states(mine[asked.offset :], caller)
        counts = {name: len(ids) for name, ids in found.items()}
        return Found(self._lines(states, asked, caller, names, lang), len(states), counts)

    async def every(
        self, asked: Asked, caller: Caller, names: BoroughNames, lang: str
    ) -> list[Line]:
        """All lines of a list, of at most 5,000 cases, for a file. Raises Transient."""
        held, today = await self._board.of(asked.boroughs(caller)), self.desk.today()
        found = asked.narrowing(held, caller, names)(asked.found(held, caller, today))
        ids = held.first(found, asked.list.order, IN_A_FILE)
        states: list[Commitments] = []
        for at in range(0, len(ids), AT_ONCE):
            states += await self._states(ids[at : at + AT_ONCE], caller)
        return self._lines(states, asked, caller, names, lang)

    async def _states(self, ids: Sequence[str], caller: Caller) -> list[Commitments]:
        """As they are now: what became another's since it was held is shown no more."""
        found = await self.desk.cases.load(ids)
        return [
            state
            for name in ids
            if (state := found[name].state) is not None
            and caller.scope.admits(self.desk.cases.boroughs(found[name]))
            and may_see(kind_of(state), caller)
        ]

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
