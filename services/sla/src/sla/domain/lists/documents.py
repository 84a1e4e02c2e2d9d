"""A monthly list as it is kept: a head, and pages of lines that never change beside their answers.

Values and rules only. The hash is of the lines alone, so that anybody can work it out again from
the list as it was sent, whatever was answered since.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

PAGE = 500  # lines in one document (DESIGN §3, rule 10)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ListKind(StrEnum):
    """For whom it is; the words of the contract."""

    RESPONSABLE = "responsable"
    COUNCIL = "council"


class AnswerKind(StrEnum):
    """What a responsable says of a line (PV-33)."""

    COMPLETED = "completed"
    WAITING = "waiting"
    ACTION = "action"


class Answer(_Frozen):
    """An answer to one line. `words`: the reason, or the action to come."""

    case_id: str
    kind: AnswerKind
    words: str = Field("", repr=False)
    planned_on: date | None = Field(None, description="Local date of the action, where it is known")
    by: str = Field(description="Staff id")
    at: AwareDatetime
    is_late: bool = Field(False, description="After the last working day of the month (PV-33)")


class Line(_Frozen):
    """One request, as it stood when the list was made."""

    case_id: str
    activity: str
    department: str
    department_fr: str
    department_en: str
    received_on: date = Field(description="Local date")
    due_at: AwareDatetime | None = None
    is_late: bool = Field(False, description="Its promised delay was over when the list was made")
    completed_on: date | None = Field(None, description="None: open; of the council's list (PV-29)")
    answer: Answer | None = Field(None, description="Of the council's list: the last one given")


class Page(_Frozen):
    """Some lines of a list, and what was answered to them, oldest first."""

    page_id: str
    list_id: str
    borough: str
    lines: tuple[Line, ...]
    answers: tuple[Answer, ...] = ()

    def answer_to(self, case_id: str) -> Answer | None:
        """The last answer to that line; None: none yet."""
        return next((one for one in reversed(self.answers) if one.case_id == case_id), None)

    @property
    def open_count(self) -> int:
        """Lines without an answer."""
        return len({one.case_id for one in self.lines} - {one.case_id for one in self.answers})


class MonthlyList(_Frozen):
    """The head of a list. `department` empty: the council's, of all departments."""

    list_id: str
    kind: ListKind
    borough: str
    month: str = Field(description="YYYY-MM")
    department: str = ""
    department_fr: str = ""
    department_en: str = ""
    grid_version: int
    rule: str
    due_at: AwareDatetime = Field(description="When it was to leave")
    sent_at: AwareDatetime
    is_late: bool = Field(description="Not made on the day on which it was to leave")
    reply_by: date | None = None
    reply_until: AwareDatetime | None = Field(None, description="End of the last working day")
    open_count: int
    completed_count: int = 0
    digest: str = Field(description="SHA-256 of its lines, canonical JSON")
    pages: tuple[str, ...] = Field((), description="Ids of its pages, in order")
    holders: tuple[str, ...] = Field((), description="Staff ids that the lines were given to")
    recipients: tuple[str, ...] = Field((), description="Staff ids of the council's members")
    reminded_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    closed_by: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether the technician closed it (PV-28)."""
        return self.closed_at is not None


def list_id(borough: str, month: str, kind: ListKind, department: str = "") -> str:
    """One list of a kind for each department and month, for ever."""
    name = f"guichet:list:{borough}:{month}:{kind.value}:{department}"
    return str(uuid5(NAMESPACE_URL, name))


def canonical(lines: Iterable[Line]) -> bytes:
    """The lines as bytes that are the same for the same lines: what the hash is of."""
    plain = [line.model_dump(mode="json") for line in lines]
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest_of(lines: Iterable[Line]) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(canonical(lines)).hexdigest()


def pages_of(list_id: str, borough: str, lines: Sequence[Line], digest: str) -> list[Page]:
    """The lines in documents of their own, named after what they hold.

    Two workers that make the same list at the same moment never write into each other's pages;
    the head, which is written last and once, says whose pages count.
    """
    return [
        Page(
            page_id=f"{list_id}:{digest[:16]}:{number:04}",
            list_id=list_id,
            borough=borough,
            lines=tuple(lines[start : start + PAGE]),
        )
        for number, start in enumerate(range(0, len(lines), PAGE))
    ]
