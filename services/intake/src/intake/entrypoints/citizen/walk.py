"""The way through the portal: what was said so far, what follows from it, which step comes next.

Nothing is kept between the steps: every page carries all that was said, and it is read anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from contracts.words import Kind

from intake.application.form import CaseForm
from intake.domain.territory import Whereabouts
from intake.domain.twins import Point
from intake.entrypoints.citizen.complaint_step import OF_THE_FACTS, Asked

PLACED_KINDS = (Kind.REQUEST, Kind.CLAIM)
START = "start"
"""The field that says of which kind a link begins: what the first page asks is known then."""


class Step(StrEnum):
    """A page of the portal."""

    WHAT = "what"
    COMPLAINT = "complaint"
    CLAIM = "claim"
    ACCESS = "access"
    WHERE = "where"
    SEND = "send"


OWN_STEPS: Mapping[Kind, Step] = {
    Kind.COMPLAINT: Step.COMPLAINT,
    Kind.CLAIM: Step.CLAIM,
    Kind.ACCESS: Step.ACCESS,
}
"""Kinds that are asked something that no other is, and where; their words are told there too."""


@dataclass(frozen=True)
class Place:
    """What is known of the place that was given; all of it may be absent."""

    point: Point | None = None
    is_placed: bool = False
    reason: str = ""
    """Why an address could be placed, or could not; empty where no gazetteer was asked."""
    candidates: Sequence[str] = ()
    whose: Whereabouts | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Not of the counter's city."""
        return self.whose is not None and not self.whose.is_ours


@dataclass(frozen=True)
class Look:
    """What was said, with all that follows from it."""

    borough: str
    given: Mapping[str, str]
    kind: Kind
    kind_reason: str
    activities: Sequence[tuple[str, str, str]]
    """What is proposed for the words: name in the grid, label, why."""
    buttons: Sequence[tuple[str, str]]
    """What is asked most at the counter: name in the grid, label (PR-02)."""
    label: str
    """The activity that was chosen, in words of citizens; empty where none was."""
    codes: frozenset[str]
    """Codes of the activities that it is about, as chosen or as proposed."""
    is_unseen: bool
    """The words lead to proposals that were not on a page yet."""
    place: Place
    danger: bool
    claim_notice: str
    """The legal notice, where there is damage or a claim; else empty."""
    clock: Sequence[str]
    """Of a claim: where that notice stands, in words."""
    asked: Asked | None
    """Of a complaint: what its counter asks of it."""
    form: CaseForm | None
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What this kind of case asks for."""
        own = (OWN_STEPS[self.kind],) if self.kind in OWN_STEPS else ()
        is_begun = own and self.given.get(START) == self.kind.value
        first = () if is_begun else (Step.WHAT,)
        where = (Step.WHERE,) if self.asks_where else ()
        return (*first, *own, *where, Step.SEND)

    @property
    def asks_where(self) -> bool:
        """Whether somebody has to go there, or ought to know where it was."""
        return self.kind in PLACED_KINDS

    @property
    def words_on(self) -> Step:
        """The page on which its words are changed."""
        return OWN_STEPS.get(self.kind, Step.WHAT)

    def faults_of(self, step: Step) -> Mapping[str, str]:
        """The faults of the fields that stand on that page."""
        return {name: why for name, why in self.faults.items() if self._page_of(name) is step}

    def page_with(self, faults: Iterable[str]) -> Step | None:
        """The first page on which one of these fields stands; None where none of them does."""
        pages = {self._page_of(name) for name in faults}
        return next((one for one in self.steps if one in pages), None)

    def is_open(self, step: Step) -> bool:
        """Whether something on that page is still to be chosen or seen, though nothing is wrong."""
        if step is Step.WHAT:
            return self.is_unseen
        if step is not Step.WHERE:
            return False
        is_seen = self.given.get("placeSeen") == self.given.get("place.address")
        is_asked = bool(self.place.reason) and not self.place.is_placed and not is_seen
        return self.place.is_elsewhere or is_asked

    def after(self, step: Step) -> Step:
        """The page that a form sent from `step` leads to: the first that is not done with."""
        sent = self.steps.index(step) if step in self.steps else 0
        for at, one in enumerate(self.steps):
            if at > sent or self.faults_of(one) or self.is_open(one):
                return one
        return Step.SEND

    def _page_of(self, name: str) -> Step:
        if name == "description":
            return self.words_on
        if name in ("activity", "kind"):
            return Step.WHAT
        if name.startswith(("claim", "access")) or name in OF_THE_FACTS:
            return self.words_on
        if self.kind is Kind.COMPLAINT and name.startswith("place"):
            return self.words_on
        return Step.WHERE if name.startswith("place") else Step.SEND
