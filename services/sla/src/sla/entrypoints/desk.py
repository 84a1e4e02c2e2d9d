"""What HTTP shares: who may read, who may decide, and what is asked of whom (DESIGN §7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Protocol

from chassis.clock import Clock
from chassis.commands import Commands, NotFound, digest_of
from chassis.identity import Caller
from chassis.store import Scope, Store
from fastapi import Header
from ui.dates import ZONE

from sla.domain.commitment import Commitments
from sla.domain.grids import Grid
from sla.domain.promises import BoroughRules

Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", min_length=16, max_length=100, pattern=r"^[\x21-\x7e]+$"),
]
READERS = (
    "technician",
    "responsable",
    "executor",
    "director",
    "citizen-experience",
    "general-director",
    "operator",
)

# Who answers for access requests reads those (PV-46).
READERS_OF_ACCESS = ("access-officer", "clerk")
# The targeted department may not learn that there is a complaint (PV-45): only the counter's own
# people and its directors see one here, by its kind alone.
READERS_OF_COMPLAINTS = ("technician", "director", "citizen-experience", "general-director")
ALL_READERS = (*READERS, *READERS_OF_ACCESS)
OPEN_KINDS = frozenset({"request", "information", "claim", "access", "other"})


class Grids(Protocol):
    """Port to the grids that were heard, as the HTTP side reads them."""

    def rules(self, borough: str, version: int | None, at: datetime) -> BoroughRules | None:
        """See `RuleBook`."""
        ...

    def latest(self) -> Iterable[BoroughRules]:
        """Of every borough the version that is, or will be, in force last."""
        ...

    def grids(self) -> Iterable[Grid]:
        """All versions that are held."""
        ...


@dataclass(frozen=True)
class Desk:
    """The collaborators of HTTP."""

    cases: Store[Commitments]
    commands: Commands[Commitments]
    book: Grids
    clock: Clock
    horizon_alarm_months: int = 12

    async def case(self, case_id: str, caller: Caller) -> Commitments:
        """What was promised on one case of the caller's boroughs. Raises NotFound, Transient."""
        document = (await self.cases.load([case_id]))[case_id]
        state = document.state
        if state is None or not caller.scope.admits(self.cases.boroughs(document)):
            raise NotFound(case_id)
        if not may_see(kind_of(state), caller):
            raise NotFound(case_id)
        return state

    def today(self) -> date:
        """The local date."""
        return self.clock().astimezone(ZONE).date()

    def in_force(self, borough: str) -> BoroughRules | None:
        """Calendar and promises of a borough today; where none is yet, the first that will be."""
        held = self.book.rules(borough, None, self.clock())
        if held is not None:
            return held
        coming = [one for one in self.book.grids() if one.borough == borough]
        first = min(coming, key=lambda one: one.rank, default=None)
        return self.book.rules(borough, first.version, self.clock()) if first else None


def kind_of(state: Commitments) -> str | None:
    """What the case is; None: not heard yet."""
    said = state.facts.classification
    return said.kind if said is not None else None


def kinds_for(caller: Caller) -> frozenset[str] | None:
    """Of which kinds the caller may see cases; None: of all."""
    if not caller.roles.isdisjoint(READERS_OF_COMPLAINTS):
        return None
    return OPEN_KINDS if not caller.roles.isdisjoint(READERS) else frozenset({"access"})


def may_see(kind: str | None, caller: Caller) -> bool:
    """Whether a case of that kind may be seen here at all (PV-44, PV-45)."""
    kinds = kinds_for(caller)
    return kinds is None or (kind or "other") in kinds


def scope_in(caller: Caller, borough: str | None) -> Scope:
    """The caller's boroughs, or that one of them."""
    return caller.scope if not borough else Scope(caller.boroughs & {borough})


def command_id(what: str, caller: Caller, key: str | None, content: object) -> str:
    """The caller's own key, else the content: the same form sent twice is one command."""
    return f"{what}:{caller.subject}:{key or digest_of(content)}"
