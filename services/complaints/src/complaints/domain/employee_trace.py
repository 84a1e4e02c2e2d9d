"""One line of the record of who read an employee's file, when, and why (PV-44, PV-45)."""

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from complaints.domain.access import Person
from complaints.domain.custody import Act, Disclosure

MAY_READ = frozenset({"director", "general-director"})


class EmployeeTrace(BaseModel):
    """A reading, or a try by somebody who may not. Sealed with the employee's file.

    `person_id`: whose file; `reader`: who opened it; staff ids, both.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    trace_id: str
    borough: str
    person_id: str = Field(repr=False)
    reader: str
    at: AwareDatetime
    exception: Disclosure
    act: Act = Act.READ


def may_read(reader: Person, whose: str) -> bool:
    """Who decides measures may (PV-50); never whose file it is, whatever their roles."""
    return not reader.roles.isdisjoint(MAY_READ) and reader.person_id != whose
