"""The lists of complaints: what was asked for, and the lines of those that somebody may know of.

A line says where a complaint stands and by when; nothing of what it says or whom it names.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from chassis.clock import Clock as Now
from chassis.identity import Caller
from chassis.store import Scope, Store
from fastapi import Request
from ui.language import Words

from complaints.application.read_file import Files
from complaints.domain.complaint_clocks import ComplaintClocks, clock_due
from complaints.domain.file import Investigation
from complaints.domain.retention import CLOSED, is_closed
from complaints.domain.stage import Stage, stage_of
from complaints.entrypoints.custody_http import person_of
from complaints.entrypoints.pages.clock_words import ClockLine, clock_line

PER_PAGE = 50
LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """One complaint of a list; `due_at` orders, `clock` says it. `is_mine`: the reader leads."""

    case_id: str
    borough: str
    stage: Stage
    received_at: datetime | None
    due_at: datetime
    clock: ClockLine | None
    is_mine: bool
    is_closed: bool


@dataclass(frozen=True)
class List:
    """A list by name: its words and which lines are in it. `of_open`: of open complaints alone."""

    name: str
    words: Words
    holds: Callable[[Line], bool]
    of_open: bool = True


# One sentence for all: that there is none, and that there is none for you.
EMPTY: Words = ("Aucune plainte dans cette liste.", "No complaint in this list.")
LISTS: Sequence[List] = (
    List("open", ("Ouvertes", "Open"), lambda one: not one.is_closed),
    List(
        "mine",
        ("Mes enquêtes", "My investigations"),
        lambda one: one.is_mine and not one.is_closed,
    ),
    List("late", ("En retard", "Late"), lambda one: one.clock is not None and one.clock.is_late),
    List("closed", ("Closes", "Closed"), lambda one: one.is_closed, of_open=False),
    List("all", ("Toutes", "All"), lambda one: True, of_open=False),
)
# To know of whom a file is, it must be opened: of the closed ones only when they are asked for.
# What is closed has the day of its destruction set, but for what closed just now or is held.
NOT_YET_CLOSED = {"destroy_at": None}
BY_NAME: Mapping[str, List] = {one.name: one for one in LISTS}


@dataclass(frozen=True)
class Asked:
    """Which list, narrowed how, from where on."""

    name: str = "open"
    borough: str = ""
    stage: str = ""
    offset: int = 0

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is on."""
        return bool(self.borough or self.stage)

    def query(self, **changes: object) -> dict[str, object]:
        """As the parameters of an address."""
        asked = replace(self, **changes)  # type: ignore[arg-type]
        return {
            "list": "" if asked.name == "open" else asked.name,
            "borough": asked.borough,
            "stage": asked.stage,
            "offset": asked.offset or "",
        }


def asked_by(request: Request, caller: Caller) -> Asked:
    """What an address asks for; what it cannot ask for is left out."""
    query = request.query_params
    name, borough, stage = query.get("list", ""), query.get("borough", ""), query.get("stage", "")
    offset = query.get("offset", "")
    if name not in BY_NAME:
        name = "open"
    if name == "open" and stage in CLOSED:
        name = "closed"  # nothing that is open is at such a stage
    return Asked(
        name=name,
        borough=borough if borough in caller.boroughs else "",
        stage=stage if stage in set(Stage) else "",
        offset=int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 6 else 0,
    )


@dataclass(frozen=True)
class Found:
    """The lines of a page, how many there are in all, and how many the lists have, as far as
    their complaints were looked at."""

    lines: Sequence[Line]
    total: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Caseload:
    """Reads the lists; nothing is written here."""

    files: Files
    clocks: Store[ComplaintClocks]
    now: Now

    async def found(self, asked: Asked, caller: Caller, language: str) -> Found:
        """A page of a list, what is due first on top. Raises Transient."""
        scope = Scope(frozenset({asked.borough})) if asked.borough else caller.scope
        of_open = BY_NAME[asked.name].of_open
        where = NOT_YET_CLOSED if of_open else {}
        states = await self.files.known_to(person_of(caller), scope, where)
        lines = await self.lines(states, caller, language)
        lines = [one for one in lines if not asked.stage or one.stage == asked.stage]
        known = [one for one in LISTS if one.of_open or not of_open]
        counts = {one.name: sum(map(one.holds, lines)) for one in known}
        held = [one for one in lines if BY_NAME[asked.name].holds(one)]
        held.sort(key=lambda one: (one.due_at, one.received_at or LATEST, one.case_id))
        page = held[asked.offset : asked.offset + PER_PAGE]
        return Found(page, len(held), counts)

    async def lines(
        self, states: Sequence[Investigation], caller: Caller, language: str
    ) -> list[Line]:
        """The lines of these complaints, in their order. Raises Transient."""
        if not states:
            return []
        held = await self.clocks.load([one.case_id for one in states])
        now = self.now()
        return [line_of(one, held[one.case_id].state, caller, now, language) for one in states]


def line_of(
    state: Investigation,
    held: ComplaintClocks | None,
    caller: Caller,
    now: datetime,
    language: str,
) -> Line:
    """One complaint as a line."""
    leader, clock = state.proceedings.investigator, clock_due(state, held)
    first = state.first_content
    return Line(
        case_id=state.case_id,
        borough=state.borough or "",
        stage=stage_of(state),
        received_at=first.received_at if first else state.received_at,
        due_at=LATEST if clock is None else clock.due_at,
        clock=None if clock is None else clock_line(clock, now, language),
        is_mine=leader is not None and leader.person_id == caller.subject,
        is_closed=is_closed(state),
    )
