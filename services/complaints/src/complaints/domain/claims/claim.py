"""The file of one claim and where it stands: what was told, what the clerk did, no decisions.

It holds what happened, what it cost and what was decided; `repr` keeps words and money.
"""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

from complaints.domain.claims.parts import (
    ClaimRules,
    Damage,
    Decision,
    HandOver,
    Notice,
    Paper,
    Sent,
    Stated,
    TakenBack,
    Told,
    ToldNotice,
)
from complaints.domain.file import Step
from complaints.domain.legal_clock import Clock, clock_of

CLAIM = "claim"
NOTICE, ACTION = "claim-notice", "claim-action"


class Claim(BaseModel):
    """The file. A case that never was a claim has none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    # intake-cases
    kind: str | None = None
    borough: str | None = None
    received_at: AwareDatetime | None = None
    withdrawn_at: AwareDatetime | None = None
    told_notice: ToldNotice | None = None
    # intake-details
    told: Told | None = None
    # sla-commitments
    clocks: tuple[Clock, ...] = ()
    # decided here
    opened_at: AwareDatetime | None = None
    dated: bool = False
    dated_on: date | None = None
    stated: Stated = Stated()
    notice: Notice | None = None
    papers: tuple[Paper, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    decision: Decision | None = None
    taken_back: TakenBack | None = None
    letters: tuple[Sent, ...] = ()
    journal: tuple[Step, ...] = ()

    @property
    def happened_on(self) -> date | None:
        """Local date of the facts; None: nobody said it yet."""
        return self.stated.happened_on or (self.told.happened_on if self.told else None)

    @property
    def place(self) -> str:
        """Where it happened; empty: nobody said it yet."""
        return self.stated.place or (self.told.place if self.told else "")

    @property
    def damages(self) -> tuple[Damage, ...]:
        """What was damaged; empty: not said."""
        return self.stated.damages or (self.told.damages if self.told else ())

    @property
    def is_bodily(self) -> bool:
        """Whether somebody was hurt: what the law says of that is apart (C.c.Q. 2930)."""
        return Damage.BODILY in self.damages

    @property
    def is_bodily_alone(self) -> bool:
        """Whether no goods were damaged, as far as was said: then the law asks for no notice."""
        return set(self.damages) == {Damage.BODILY}

    @property
    def counts_from(self) -> date | None:
        """From when the delays of the law run; None for bodily injury alone, and where no date is
        known. What was damaged and is not said may be goods: the delays run, to be safe."""
        return None if self.is_bodily_alone else self.happened_on

    @property
    def lacks(self) -> tuple[str, ...]:
        """What must be known before anything is decided: `date`, `place`."""
        missing = {"date": self.happened_on is None, "place": not self.place}
        return tuple(name for name, is_missing in missing.items() if is_missing)

    @property
    def notice_clock(self) -> Clock | None:
        """The delay of the written notice (LCV 585, C.m. 1112.1); None: none runs."""
        return clock_of(self.clocks, NOTICE)

    @property
    def action_clock(self) -> Clock | None:
        """The delay for going to court (LCV 586, C.m. 1112.1); None: none runs."""
        return clock_of(self.clocks, ACTION)

    @property
    def awaits_notice(self) -> bool:
        """Whether the written notice may still come in time, as far as was heard."""
        clock = self.notice_clock
        return (
            stage_of(self) in WORKED_ON
            and clock is not None
            and clock.is_open
            and self.notice is None
        )

    @property
    def next_due_at(self) -> datetime | None:
        """When the next delay of whoever claims ends; None: none runs."""
        ends = [self.notice_clock] if self.awaits_notice else []
        ends.append(self.action_clock)
        return min((one.due_at for one in ends if one is not None and one.is_open), default=None)

    def was_written(self, kind: str) -> bool:
        """Whether a letter of that kind went out."""
        return any(one.kind == kind for one in self.letters)


class Stage(StrEnum):
    """Where the file stands; derived from its facts."""

    NO_CLAIM = "no-claim"
    WITHDRAWN = "withdrawn"
    OPEN = "open"
    HANDED_OVER = "handed-over"
    DECIDED = "decided"


WORKED_ON = frozenset({Stage.OPEN, Stage.HANDED_OVER})


def stage_of(state: Claim) -> Stage:
    """The furthest that the file has come; a withdrawal goes before all but a decision."""
    if state.kind != CLAIM:
        return Stage.NO_CLAIM
    if state.decision is not None:
        return Stage.DECIDED
    if state.withdrawn_at is not None or state.taken_back is not None:
        return Stage.WITHDRAWN
    return Stage.HANDED_OVER if state.hand_overs else Stage.OPEN


LEADERS = frozenset({"general-director"})


def may_read(roles: Collection[str], rules: ClaimRules) -> bool:
    """Whether somebody with these roles may open the claims of a borough."""
    return may_decide(roles, rules) or not LEADERS.isdisjoint(roles)


def may_decide(roles: Collection[str], rules: ClaimRules) -> bool:
    """Whether somebody with these roles is bound to them by the grid; closed by default (C-13)."""
    return rules.decided_by in roles
