"""The manifest of a borough as a value: what its folder says, never what people change daily."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from routing.domain.manifest_identity import Identity
from routing.domain.manifest_rules import (
    Calendar,
    Closing,
    Commitment,
    Complaints,
    Counter,
    Messages,
)
from routing.domain.manifest_values import Code, Day, Mailbox, Section, Sourced

BoroughKind = Literal["city", "borough", "town"]
Mode = Literal["geo", "fixed", "authority"]
Template = dict[str, Any]


class Borough(Section):
    """Who the tenant is, and from which day this version of its grid decides cases."""

    slug: Code
    name: str
    kind: BoroughKind
    version: int = Field(ge=1)
    effective_on: Day
    inherits: Code | None = Field(None, description="slug of the city whose defaults hold (MT-08)")
    unit: str = Field("", description="the unit string of the City's 311 data")
    abbreviation: str = ""
    aliases: tuple[str, ...] = ()


class Defaults(Section):
    """What holds where no activity says otherwise."""

    department: Code | None = Field(None, description="takes what the city's grid sends here")


class Scheme(Sourced):
    """A process scheme in words (PV-30: the diagrams of Prévost are lost, the notes are not)."""

    code: str
    name_fr: str
    name_en: str
    steps_fr: tuple[str, ...] = Field(min_length=1)
    steps_en: tuple[str, ...] = Field(min_length=1)


class Authority(Sourced):
    """Somebody outside the borough who answers for an activity."""

    code: Code
    name_fr: str
    name_en: str


class Department(Sourced):
    """A municipal department (*service municipal*)."""

    code: Code
    name_fr: str
    name_en: str
    mailbox: Mailbox
    scheme: str | None = None
    unit: str = Field("", description="its own unit string in the 311 data, if it has one")


class Activity(Sourced):
    """What can be asked for, and who answers: `geo` by place, `fixed`, or another `authority`."""

    code: Code
    name_fr: str
    name_en: str = ""
    synonyms: tuple[str, ...] = ()
    mode: Mode = "geo"
    department: Code | None = None
    unit: str | None = None
    authority: Code | None = None

    @model_validator(mode="after")
    def _mode_has_its_target(self) -> Self:
        if self.mode == "fixed" and bool(self.department) == bool(self.unit):
            raise ValueError("mode fixed needs either department or unit")
        if (self.mode == "authority") != bool(self.authority):
            raise ValueError("mode authority goes with authority, and only with it")
        if self.mode != "fixed" and self.unit:
            raise ValueError("unit goes with mode fixed only")
        return self


class Post(Section):
    """A designated person as Annex C asks: post e-mail and extension (PV-59)."""

    person_id: Code
    name: str = Field(min_length=1)
    email: Mailbox
    extension: str = Field(min_length=1)


class DesignationSeed(Sourced):
    """First designation of a department; later ones are data (PV-60), not manifest."""

    department: Code
    director: str = Field(min_length=1)
    effective_on: Day
    employee_signed_on: Day | None = None
    director_signed_on: Day | None = None
    reception: Post
    execution: Post | None = Field(None, description="PV-31; absent: reception executes too")


class Clerk(Section):
    """Where claims and access requests go."""

    department: Code


class MemberBorough(Section):
    """A borough of a city that has no folder of its own."""

    slug: Code
    name: str
    abbreviation: str
    unit: str
    aliases: tuple[str, ...] = ()


class Members(Section):
    """The boroughs of a city, and what those without a folder get: `{slug}`, `{name}` filled in."""

    boroughs: tuple[MemberBorough, ...] = Field(min_length=1)
    defaults: Defaults
    departments: tuple[Template, ...] = Field((), description="checked once they are filled in")
    designations: tuple[Template, ...] = ()


class Manifest(Section):
    """One borough, complete: defaults of its city are already merged in."""

    borough: Borough
    defaults: Defaults = Defaults(department=None)
    schemes: tuple[Scheme, ...] = ()
    authorities: tuple[Authority, ...] = ()
    departments: tuple[Department, ...] = ()
    activities: tuple[Activity, ...] = ()
    designations: tuple[DesignationSeed, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    calendar: Calendar
    complaints: Complaints
    clerk: Clerk | None = None
    messages: Messages
    closing: Closing
    counter: Counter = Counter()
    identity: Identity = Identity()
    members: Annotated[Members | None, Field(description="of a city only")] = None

    def department(self, code: str) -> Department | None:
        return next((held for held in self.departments if held.code == code), None)
