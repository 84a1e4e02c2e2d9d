"""Who may open a file, what stops its destruction, and what is left of it: values, no decisions.

Names members of staff by their ids, and nobody else; reasons are words of ours, so `repr` keeps
them to itself.
"""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Disclosure(StrEnum):
    """The exceptions to confidentiality (PV-44)."""

    INVESTIGATION = "investigation"
    DISCIPLINE = "discipline"
    LAW = "law"


class Act(StrEnum):
    """What was done with a file; `refused`: it was tried by somebody who may not."""

    READ = "read"
    PRINT = "print"
    EXPORT = "export"
    REFUSED = "refused"


class Grant(_Frozen):
    """One entry of the access list (PV-45): who, under which exception, since when, why, how long.

    `until` None: until it is taken back.
    """

    person_id: str
    exception: Disclosure
    why: str = Field(repr=False)
    since: AwareDatetime
    until: AwareDatetime | None = None
    granted_by: str
    revoked_at: AwareDatetime | None = None
    revoked_by: str | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it opens the file at that instant."""
        ended = self.until is not None and self.until <= now
        return self.revoked_at is None and not ended


class Hold(_Frozen):
    """A legal hold: nothing of the file is destroyed while it stands."""

    reason: str = Field(repr=False)
    placed_at: AwareDatetime
    placed_by: str
    lifted_at: AwareDatetime | None = None
    lifted_by: str | None = None


class Certificate(_Frozen):
    """What is left of a destroyed file: what, when, under which rule, by which process; no name.

    `digest`: SHA-256 of the sealed file, by which a copy in a backup is known to be this one.
    """

    case_id: str
    borough: str
    rule: str
    kept_until: AwareDatetime
    destroyed_at: AwareDatetime
    process: str
    digest: str
    pieces: int


class Custody(_Frozen):
    """All of it. `kept_until` and `rule` are set once the file is closed, by the borough's rule."""

    access: tuple[Grant, ...] = ()
    holds: tuple[Hold, ...] = ()
    kept_until: AwareDatetime | None = None
    rule: str = ""
    destroying_at: AwareDatetime | None = None
    certificate: Certificate | None = None

    @property
    def hold(self) -> Hold | None:
        """The hold that stands."""
        last = self.holds[-1] if self.holds else None
        return last if last is not None and last.lifted_at is None else None
