"""What the other services said of a case, for whoever reads its dossier; it decides nothing.

Made from their events alone, so it can be made anew from the log: what decides where a case stands
is in `case.py`, and never here. Lines are kept by who said them, in the order of their topic: in
whatever order the topics come, the timeline is the same.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from contracts.words import CommitmentKind

from intake.domain.dossier import Commitment, Delivery, Line, Part

V = TypeVar("V", Commitment, Delivery)

SOURCES = ("routing", "sla", "complaints", "access", "claims", "notifications")
"""One for each topic, or the order of their arrival would show."""
OF_THE_LAW = (
    CommitmentKind.ACCESS_ANSWER,
    CommitmentKind.THIRD_PARTY_OBSERVATIONS,
    CommitmentKind.ACCESS_DECISION,
    CommitmentKind.CLAIM_NOTICE,
    CommitmentKind.CLAIM_ACTION,
)
"""Delays of the law that whoever brought the case has to know of (PV-16, PV-46)."""


class Timeline(Part):
    """Others' facts about one case; `borough` is its counter. No personal data."""

    case_id: str
    borough: str
    responsible_borough: str = ""
    commitments: tuple[Commitment, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    routing: tuple[Line, ...] = ()
    routing_moved: int = 0
    sla: tuple[Line, ...] = ()
    sla_moved: int = 0
    complaints: tuple[Line, ...] = ()
    complaints_moved: int = 0
    access: tuple[Line, ...] = ()
    access_moved: int = 0
    claims: tuple[Line, ...] = ()
    claims_moved: int = 0
    notifications: tuple[Line, ...] = ()
    notifications_moved: int = 0

    @property
    def boroughs(self) -> list[str]:
        """Who may see it: those who may see the case."""
        return sorted({self.borough, self.responsible_borough} - {""})

    @property
    def lines(self) -> list[Line]:
        """All lines, by who said them."""
        return [line for source in SOURCES for line in getattr(self, source)]

    @property
    def promise(self) -> Commitment | None:
        """The work that was promised to the citizen, if its delay still counts (MH-13)."""
        standing = [
            one
            for one in self.commitments
            if one.kind is CommitmentKind.COMPLETE and one.standing != "cancelled"
        ]
        return max(standing, key=lambda one: one.due_at, default=None)

    @property
    def legal_clocks(self) -> list[Commitment]:
        """Delays of the law that still count, those that end first before the others."""
        standing = (one for one in self.commitments if one.kind in OF_THE_LAW)
        counted = (one for one in standing if one.standing != "cancelled")
        return sorted(counted, key=lambda one: one.due_at)

    def told(self, line: Line, *, source: str = "", **changes: Any) -> "Timeline":
        """One more line of one source, and what it changes in the summaries.

        `source`: where the service that says it has several topics.
        """
        source = source or line.service
        return self.model_copy(update={**changes, source: (*getattr(self, source), line)})


def replaced(known: Iterable[V], key: str, value: V) -> tuple[V, ...]:
    """The list with the entry of this key replaced, in a fixed order; added if it is new."""
    by_key = {getattr(one, key): one for one in known} | {getattr(value, key): value}
    return tuple(by_key[name] for name in sorted(by_key))
