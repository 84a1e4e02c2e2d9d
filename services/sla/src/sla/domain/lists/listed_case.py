"""What a monthly list needs to know of one case, told by three open topics in any order.

Made from events alone (a projection). Each topic writes fields of its own. Nothing personal is in
it: no name, no address, no word of a citizen.
"""

from datetime import date
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict

REQUEST = "request"
ZONE = ZoneInfo("America/Toronto")  # of all counters (DESIGN §6)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Post(_Frozen):
    """Who has the case: a department of a borough, and the staff ids that it is given to."""

    borough: str
    department: str
    department_fr: str
    department_en: str
    holders: tuple[str, ...] = ()


class ListedCase(_Frozen):
    """One case. None: not heard."""

    case_id: str
    # intake-cases
    received_at: AwareDatetime | None = None
    kind: str | None = None
    activity: str = ""
    completed_at: AwareDatetime | None = None
    done_on: date | None = None
    is_over: bool = False
    # routing-assignments
    post: Post | None = None
    # sla-commitments: of the promise to complete it, the newest
    due_at: AwareDatetime | None = None

    @property
    def is_request(self) -> bool:
        """Complaints, claims and access requests stand in no list (PV-44); information has no
        follow-up at all (PV-15)."""
        return self.kind == REQUEST

    @property
    def open_in(self) -> str | None:
        """The borough that owes the work, while it does (*requête non complétée*)."""
        is_open = self.is_request and not self.is_over and self.received_at is not None
        return self.post.borough if is_open and self.post is not None else None

    @property
    def completed_in(self) -> str | None:
        """The borough that completed it and the local month, while it stays completed."""
        if not self.is_request or self.completed_at is None or self.post is None:
            return None
        return completed_key(self.post.borough, f"{self.completed_at.astimezone(ZONE):%Y-%m}")


def completed_key(borough: str, month: str) -> str:
    """What completed requests of a borough and month (`YYYY-MM`) are found by."""
    return f"{borough}/{month}"
