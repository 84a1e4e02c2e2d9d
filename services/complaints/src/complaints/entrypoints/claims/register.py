"""The clerk's register of claims and of their notices: what was asked for, and its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chassis.identity import Caller
from chassis.store import Scope
from fastapi import Request
from ui.language import Words, said

from complaints.application.claims.desk import NEWEST_FIRST, ClaimDesk
from complaints.domain.claims.claim import Claim, stage_of
from complaints.entrypoints.claims.words import (
    BADGES,
    LACKING,
    STAGES,
    Told,
    action_words,
    notice_words,
)
from complaints.entrypoints.custody_http import person_of

PER_PAGE, IN_A_FILE = 50, 5_000
NEXT_FIRST = ("next_at", 1)


@dataclass(frozen=True)
class Line:
    """One claim of the register: where it stands and the delays of whoever claims, in words."""

    state: Claim
    stage: str
    stage_words: str
    badge: str
    notice: Told
    action: Told
    lacks: str


@dataclass(frozen=True)
class List:
    """A list by name: its words, which claims are in it by their index, and what comes first."""

    name: str
    words: Words
    where: Mapping[str, Any]
    order: tuple[str, int] = NEXT_FIRST


LISTS: Sequence[List] = (
    List("open", ("Ouvertes", "Open"), {"worked_on": True}),
    List("notice", ("Avis à recevoir", "Notice to come"), {"awaits_notice": True}),
    List("lacking", ("À compléter", "To complete"), {"lacks": True}),
    List("ended", ("Terminées", "Ended"), {"worked_on": False}, NEWEST_FIRST),
    List("all", ("Toutes", "All"), {}, NEWEST_FIRST),
)
BY_NAME: Mapping[str, List] = {one.name: one for one in LISTS}


@dataclass(frozen=True)
class Asked:
    """Which list, of which borough, from where on."""

    name: str = "open"
    borough: str = ""
    offset: int = 0

    @property
    def is_newest_first(self) -> bool:
        """Whether the list is one of what ended, too."""
        return BY_NAME[self.name].order == NEWEST_FIRST

    def query(self, **changes: object) -> dict[str, object]:
        """As the parameters of an address."""
        asked = replace(self, **changes)  # type: ignore[arg-type]
        return {
            "list": "" if asked.name == "open" else asked.name,
            "borough": asked.borough,
            "offset": asked.offset or "",
        }


@dataclass(frozen=True)
class Found:
    """The lines of a page, how many there are in all, and how many each list has."""

    lines: Sequence[Line]
    total: int
    counts: Mapping[str, int]


def asked_by(request: Request, caller: Caller) -> Asked:
    """What an address asks for; what it cannot ask for is left out."""
    query = request.query_params
    name, borough, offset = (query.get(one, "") for one in ("list", "borough", "offset"))
    return Asked(
        name=name if name in BY_NAME else "open",
        borough=borough if borough in caller.boroughs else "",
        offset=int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 6 else 0,
    )


async def found_by(
    desk: ClaimDesk, asked: Asked, caller: Caller, language: str, *, whole: bool = False
) -> Found:
    """A page of a list, or the `whole` of it, 5,000 claims at most. Raises Transient."""
    scope = Scope(frozenset({asked.borough})) if asked.borough else caller.scope
    register = await desk.register_of(person_of(caller), scope)
    counts = {one.name: await desk.counted(register, one.where) for one in LISTS}
    chosen = BY_NAME[asked.name]
    offset, limit = (0, IN_A_FILE) if whole else (asked.offset, PER_PAGE)
    held = await desk.listed(register, chosen.where, order=chosen.order, offset=offset, limit=limit)
    now = desk.clock()
    return Found([line_of(one, now, language) for one in held], counts[asked.name], counts)


def line_of(state: Claim, now: datetime, language: str) -> Line:
    """One claim as a line."""
    stage = stage_of(state).value
    return Line(
        state=state,
        stage=stage,
        stage_words=said(STAGES[stage], language),
        badge=BADGES[stage],
        notice=notice_words(state, now, language),
        action=action_words(state, now, language),
        lacks=", ".join(said(LACKING[one], language) for one in state.lacks),
    )
