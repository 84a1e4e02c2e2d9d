"""The council of a town, the second lines of its departments, and how long a transfer waits."""

from collections.abc import Mapping

from pydantic import Field

from routing.domain.manifest_values import Code, Mailbox, Section, Sourced


class Official(Section):
    """An elected official who brings cases (MH-04, MH-05)."""

    person_id: Code = Field(description="staff id with which the official signs in")
    name: str = Field(min_length=1, description="who it is, or the post")
    email: Mailbox = Field(description="where the official is answered")


class Elected(Sourced):
    """The members of the council; the general director and directors are designated."""

    officials: tuple[Official, ...] = Field((), description="members of the council (MH-05)")


class Lines(Sourced):
    """The second line of each department that has one of its own (MT-03)."""

    second: Mapping[Code, Code] = Field(
        {}, description="department -> department of its second line; others: who executes"
    )


class Transfers(Sourced):
    """How long a colleague may take to answer (MH-06); no text gives the delay."""

    answer_within_days: int = Field(
        1, ge=1, le=30, description="working days; at the end of the last one it returns"
    )
