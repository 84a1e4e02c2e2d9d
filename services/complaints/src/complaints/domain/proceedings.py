"""What an investigation holds: who leads it, who is heard, what was found: values, no decisions.

Everything here may name or describe somebody: it stays in the sealed file, and `repr` keeps the
words to itself (PV-44, PV-45).
"""

from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from complaints.domain.reasons import Reason


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Leader(StrEnum):
    """As what somebody leads an investigation (C-02)."""

    DIRECTOR = "director"
    INVESTIGATOR = "investigator"
    GENERAL_DIRECTOR = "general-director"


class Investigator(_Frozen):
    """Who leads it, from when on and by whose word."""

    person_id: str
    role: Leader
    department: str | None = None
    named_at: AwareDatetime
    named_by: str


class Capacity(StrEnum):
    """As what a person is heard."""

    TARGETED = "targeted"
    COMPLAINANT = "complainant"
    WITNESS = "witness"


class ToHear(_Frozen):
    """A person to be heard: an employee by staff id, anybody else by name."""

    person: str = Field(repr=False)
    capacity: Capacity


class Hearing(_Frozen):
    """The record of a hearing (PV-41). `attended` False: they would not come; see the account."""

    hearing_id: str
    person: str = Field(repr=False)
    capacity: Capacity
    held_at: AwareDatetime
    attended: bool = True
    account: str = Field(repr=False)
    recorded_at: AwareDatetime
    recorded_by: str


class Evidence(_Frozen):
    """Something that shows what happened: words, and files of the complaint beside them."""

    evidence_id: str
    text: str = Field(repr=False)
    file_ids: tuple[str, ...] = ()
    added_at: AwareDatetime
    added_by: str


class Finding(_Frozen):
    """What the investigator holds for established."""

    finding_id: str
    text: str = Field(repr=False)
    added_at: AwareDatetime
    added_by: str


class Result(StrEnum):
    """The outcome of an investigation (PV-42, PV-43)."""

    FOUNDED = "founded"
    PARTLY_FOUNDED = "partly-founded"
    UNFOUNDED = "unfounded"
    WITHDRAWN = "withdrawn"


FOUNDED = frozenset({Result.FOUNDED, Result.PARTLY_FOUNDED})


class Conclusion(_Frozen):
    """The outcome with its reasons. `founded_against`: staff ids, of targeted employees only."""

    result: Result
    reasons: str = Field(repr=False)
    founded_against: tuple[str, ...] = Field((), repr=False)
    told: Reason | None = Field(None, repr=False)
    """What the letter says besides the outcome; in both languages, naming nobody."""
    concluded_at: AwareDatetime
    concluded_by: str
    rules_version: int = 0
    """Version of the grid whose review and ombudsman information the letter gives."""


class Measure(_Frozen):
    """A disciplinary measure out of the borough's ordered list (PV-50)."""

    person_id: str = Field(repr=False)
    code: str
    decided_at: AwareDatetime
    decided_by: str


class Review(_Frozen):
    """The complainant asked for another look. `conclusion` None: not decided yet."""

    requested_at: AwareDatetime
    grounds: str = Field(repr=False)
    recorded_by: str
    conclusion: Conclusion | None = None


class Incident(_Frozen):
    """Under which opaque id an employee's file holds this founded complaint, and what it holds.

    `filed` is a digest of what was written there; None: nothing stands there.
    """

    person_id: str = Field(repr=False)
    incident_id: str
    filed: str | None = None


class Proceedings(_Frozen):
    """The investigation of one complaint, from the naming of its investigator to the review."""

    investigator: Investigator | None = None
    earlier_investigators: tuple[Investigator, ...] = ()
    started_at: AwareDatetime | None = None
    to_hear: tuple[ToHear, ...] = ()
    hearings: tuple[Hearing, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    conclusion: Conclusion | None = None
    measures: tuple[Measure, ...] = ()
    reviews: tuple[Review, ...] = ()
    incidents: tuple[Incident, ...] = ()

    @property
    def open_review(self) -> Review | None:
        """The review that waits for its decision."""
        last = self.reviews[-1] if self.reviews else None
        return last if last is not None and last.conclusion is None else None

    @property
    def standing(self) -> Conclusion | None:
        """The outcome that holds: the one of the last review decided, else the first."""
        reviewed = [one.conclusion for one in self.reviews if one.conclusion is not None]
        return reviewed[-1] if reviewed else self.conclusion
