"""What people did with an assignment beside completing it; values without behaviour."""

import datetime

from pydantic import Field

from routing.domain.exclusion import Matter
from routing.domain.facts import Decision
from routing.domain.held_facts import State


class Acceptance(State):
    """The department that answers took the case in charge (prise en charge)."""

    by: str
    at: datetime.datetime


class Entrusted(State):
    """A transfer was accepted: this person answers until the rules say something else.

    `routed` is what the rules had said: as long as they say it, the transfer stands.
    """

    person_id: str
    since: datetime.datetime
    routed: Decision

    def stands(self, said: Decision) -> bool:
        """The rules say what they said before the transfer; persons may differ."""
        return said.rule == self.routed.rule and said.is_of_same_department(self.routed)


def matter_of(held: Decision, case_id: str) -> Matter:
    """What somebody is handed with a case, as exclusions name it."""
    return Matter(held.responsible_borough or "", held.department or "", held.rule or "", case_id)


class SecondLine(State):
    """Who has the case in the second line (MT-03); the department that answers is the same."""

    department: str
    person_id: str
    reason: str
    by: str
    at: datetime.datetime


class HandOver(State):
    """To whom outside the house the case was given, and on which local date."""

    authority: str
    authority_fr: str
    authority_en: str
    on: datetime.date
    file_number: str = ""
    by: str
    at: datetime.datetime


class Loop(State):
    """Where the rules wanted the case once more; it stayed, for a technician to look."""

    wanted: Decision = Field(description="as decided that day; persons may have changed since")
    at: datetime.datetime
