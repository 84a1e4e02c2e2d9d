"""The lists of what is due: what each holds, for whom, and what somebody asked to see of it.

What is asked comes from an address that anybody may type: what is unknown there asks for nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from chassis.identity import Caller
from ui.language import Words

from sla.domain.owed import Owed, Standing
from sla.domain.owed_cases import Order
from sla.domain.promises import CommitmentKind
from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.desk import kinds_for
from sla.entrypoints.owed_board import APART, Held

PER_PAGE = 25
FURTHEST = 100_000
SOON_DAYS = 7
# A promise past due is declared missed within minutes. Where the streams stand still it is found by
# its day for so long.
UNDECLARED_DAYS = 14


@dataclass(frozen=True)
class DueList:
    """One list. `buckets`: by which words it is found on a date; `order`: by which time."""

    name: str
    words: Words
    empty: Words
    buckets: Callable[[date], Iterable[str]]
    order: Order = "due_at"


def _days(first: date, number: int) -> list[str]:
    return [(first + timedelta(days=more)).isoformat() for more in range(number)]


LISTS: tuple[DueList, ...] = (
    DueList(
        "late",
        ("En retard", "Late"),
        ("Rien n'est en retard.", "Nothing is late."),
        lambda today: [
            Standing.LATE,
            *_days(today - timedelta(days=UNDECLARED_DAYS), UNDECLARED_DAYS),
        ],
        order="owed_at",
    ),
    DueList(
        "today",
        ("Aujourd'hui", "Today"),
        ("Rien n'échoit aujourd'hui.", "Nothing is due today."),
        lambda today: _days(today, 1),
    ),
    DueList(
        "soon",
        ("D'ici 7 jours", "Within 7 days"),
        ("Rien n'échoit d'ici 7 jours.", "Nothing is due within 7 days."),
        lambda today: _days(today + timedelta(days=1), SOON_DAYS),
    ),
    DueList(
        "suspended",
        ("Suspendus", "Suspended"),
        ("Aucun délai n'est suspendu.", "No delay is suspended."),
        lambda today: [Standing.SUSPENDED],
        order="owed_at",
    ),
    DueList(
        "running",
        ("Tout ce qui court", "All that runs"),
        ("Aucun délai ne court.", "No delay runs."),
        lambda today: [Standing.RUNNING],
    ),
)
BY_NAME: Mapping[str, DueList] = {one.name: one for one in LISTS}


@dataclass(frozen=True)
class Asked:
    """What of the lists somebody asked to see; empty: no matter."""

    name: str
    borough: str = ""
    department: str = ""
    activity: str = ""
    kind: str = ""
    offset: int = 0

    @property
    def list(self) -> DueList:
        """The list itself."""
        return BY_NAME[self.name]

    @property
    def is_narrowed(self) -> bool:
        """Something beside the list was asked for."""
        return bool(self.borough or self.department or self.activity or self.kind)

    def query(self, **changes: Any) -> dict[str, Any]:
        """As the parameters of an address."""
        asked = replace(self, **changes)
        return {
            "list": asked.name,
            "borough": asked.borough,
            "department": asked.department,
            "activity": asked.activity,
            "kind": asked.kind,
            "offset": asked.offset or "",
        }

    def of(self, name: str) -> "Asked":
        """The same of another list."""
        return replace(self, name=name, offset=0)

    def boroughs(self, caller: Caller) -> frozenset[str]:
        """Of the caller's boroughs those that were asked for."""
        return caller.boroughs & {self.borough} if self.borough else caller.boroughs

    def found(self, held: Held, caller: Caller, today: date) -> set[str]:
        """The cases that lie in the list, whoever may see them and whatever else was asked for."""
        tail = f"/{self.kind}" if self.kind else ""
        buckets = list(self.list.buckets(today))
        boroughs = self.boroughs(caller)
        return held.found(f"{slug}/{one}{tail}" for slug in boroughs for one in buckets)

    def narrowing(
        self, held: Held, caller: Caller, names: BoroughNames
    ) -> Callable[[set[str]], set[str]]:
        """Keeps those that the caller may see and asked for; an activity that no grid knows finds
        nothing."""
        kept, kinds = list[set[str]](), kinds_for(caller)
        if kinds is not None:
            kept.append(held.found(f"kind={one}" for one in kinds))
        if self.department:
            kept.append(held.found([f"department={self.department}"]))
        if self.activity:
            codes = names.codes_of(self.activity, self.boroughs(caller))
            kept.append(held.found(f"activity={one}" for one in codes))
        scope, apart = caller.scope, held.found([APART])
        not_theirs = {name for name in apart if not scope.admits(held.cases[name].boroughs)}
        return lambda ids: ids.intersection(*kept) - not_theirs

    def holds(self, owed: Owed, caller: Caller, today: date) -> bool:
        """Whether this promise of a case that was found is what the list is about."""
        one = owed.commitment
        if one.basis.borough not in self.boroughs(caller):
            return False
        if self.kind and one.kind != self.kind:
            return False
        buckets = set(self.list.buckets(today))
        is_dated = owed.standing is Standing.RUNNING
        return owed.standing in buckets or (is_dated and owed.due_on.isoformat() in buckets)


def asked_in(given: Mapping[str, str]) -> Asked:
    """What an address asks for; a list that is not known is what is late."""
    name, offset = given.get("list", ""), given.get("offset", "")
    kind = given.get("kind", "")
    return Asked(
        name=name if name in BY_NAME else LISTS[0].name,
        borough=given.get("borough", "")[:60],
        department=given.get("department", "")[:120],
        activity=given.get("activity", "").strip()[:200],
        kind=kind if kind in set(CommitmentKind) else "",
        offset=min(int(offset), FURTHEST) if offset.isascii() and offset.isdigit() else 0,
    )
