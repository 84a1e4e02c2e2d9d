"""The manifest of a borough as a value: what its folder says, never what people change daily."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from routing.domain.manifest_calendar import Calendar
from routing.domain.manifest_delays import Commitment
from routing.domain.manifest_elected import Elected, Lines, Official, Transfers
from routing.domain.manifest_identity import Identity
from routing.domain.manifest_lists import Rnc
from routing.domain.manifest_overrides import Override
from routing.domain.manifest_remote import Remote
from routing.domain.manifest_rules import (
    Closing,
    Complaints,
    Counter,
    Messages,
)
from routing.domain.manifest_schemes import Scheme
from routing.domain.manifest_values import Code, Day, Mailbox, Section, Sourced, refusal

BoroughKind = Literal["city", "borough", "town"]
Mode = Literal["geo", "fixed", "authority"]
Template = dict[str, Any]


class Borough(Section):
    """Who the tenant is, and from which day this version of its grid decides cases."""

    slug: Code = Field(description="short name, the same as its folder's; stands in every event")
    name: str = Field(min_length=1, description="as citizens read it")
    kind: BoroughKind = Field(description="city, borough (of a city), or town by itself")
    version: int = Field(ge=1, description="one more at every change of a published grid")
    effective_on: Day = Field(description="local date from which this version decides cases")
    inherits: Code | None = Field(None, description="slug of the city whose defaults hold (MT-08)")
    unit: str = Field("", description="the unit string of the City's 311 data")
    abbreviation: str = Field("", max_length=8, description="two letters, as on the City's maps")
    aliases: tuple[str, ...] = Field((), description="other names it is called by")


class Defaults(Section):
    """What holds where no activity says otherwise."""

    department: Code | None = Field(None, description="takes what the city's grid sends here")


class Authority(Sourced):
    """Somebody outside the borough who answers for an activity."""

    code: Code = Field(description="its short name, used by activities")
    name_fr: str = Field(min_length=1, description="name in French")
    name_en: str = Field(min_length=1, description="name in English")


class Department(Sourced):
    """A municipal department (*service municipal*)."""

    code: Code = Field(description="its short name, used by activities and designations")
    name_fr: str = Field(min_length=1, description="name in French")
    name_en: str = Field(min_length=1, description="name in English")
    mailbox: Mailbox = Field(description="e-mail of the department, not of a person")
    scheme: str | None = Field(None, description="code of the process scheme it follows (C-07)")
    approved_by: str = Field("", description="director with whom its process was agreed (PV-12)")
    approved_on: Day | None = Field(None, description="local date of that agreement (PV-12)")
    unit: str = Field("", description="its own unit string in the 311 data, if it has one")

    @model_validator(mode="after")
    def _scheme_was_agreed(self) -> Self:
        if len({bool(self.scheme), bool(self.approved_by), bool(self.approved_on)}) > 1:
            raise refusal(
                (
                    "un schéma va avec qui l'a approuvé et quand (PV-12)",
                    "a scheme goes with who agreed to it, and when (PV-12)",
                ),
                (
                    "donnez scheme, approved_by et approved_on ensemble, ou aucun des trois",
                    "give scheme, approved_by and approved_on together, or none of them",
                ),
            )
        return self


class Activity(Sourced):
    """What can be asked for, and who answers: `geo` by place, `fixed`, or another `authority`."""

    code: Code = Field(description="its short name, used by commitments and buttons")
    name_fr: str = Field(min_length=1, description="name in French, as citizens say it")
    name_en: str = Field("", description="name in English; absent: the French one is shown")
    synonyms: tuple[str, ...] = Field((), description="other names it is asked for by")
    mode: Mode = Field("geo", description="who answers: by place, one fixed unit, an authority")
    department: Code | None = Field(None, description="department of this manifest that answers")
    unit: str | None = Field(None, description="unit string of the 311 data, with mode fixed")
    authority: Code | None = Field(None, description="who answers outside, with mode authority")

    @model_validator(mode="after")
    def _mode_has_its_target(self) -> Self:
        if self.mode == "fixed" and bool(self.department) == bool(self.unit):
            raise refusal(
                ("mode fixed sans destinataire, ou avec deux", "mode fixed without one target"),
                (
                    "donnez department ou unit, un seul des deux",
                    "give either department or unit, not both",
                ),
            )
        if (self.mode == "authority") != bool(self.authority):
            raise refusal(
                (
                    "mode authority et la clé authority vont ensemble",
                    "mode authority goes with the key authority, and only with it",
                ),
                (
                    'écrivez mode = "authority" et authority = "…", ou ni l\'un ni l\'autre',
                    'write mode = "authority" and authority = "…", or neither',
                ),
            )
        if self.mode != "fixed" and self.unit:
            raise refusal(
                ("unit ne va qu'avec mode fixed", "unit goes with mode fixed only"),
                ('écrivez mode = "fixed", ou retirez unit', 'write mode = "fixed", or drop unit'),
            )
        return self


class Post(Section):
    """A designated person as Annex C asks: post e-mail and extension (PV-59)."""

    person_id: Code = Field(description="short name of the post, never an employee number")
    name: str = Field(min_length=1, description="who it is")
    email: Mailbox = Field(description="e-mail of the post")
    extension: str = Field(min_length=1, description="telephone extension (PV-54)")


class DesignationSeed(Sourced):
    """First designation of a department; later ones are data (PV-60), not manifest."""

    department: Code = Field(description="code of the department")
    director: str = Field(min_length=1, description="who directs the department")
    effective_on: Day = Field(description="local date from which it holds")
    employee_signed_on: Day | None = Field(None, description="signature of the employee (PV-60)")
    director_signed_on: Day | None = Field(None, description="signature of the director (PV-60)")
    reception: Post = Field(description="who receives the requests (PV-25)")
    execution: Post | None = Field(None, description="PV-31; absent: reception executes too")
    director_post: Post | None = Field(None, description="post of the department's director")
    general_director_post: Post | None = Field(
        None, description="post of the general director, in one department (MH-05)"
    )


class Clerk(Section):
    """Where claims and access requests go; answering and extending are two bindings (C-06)."""

    department: Code = Field(description="code of the clerk's department (*greffe*)")
    access_responsable: Code | None = Field(
        None, description="department that answers access requests (PV-46); absent: the clerk's"
    )
    access_extender: Code | None = Field(
        None, description="department that may extend their delay (PV-48); absent: the clerk's"
    )


class MemberBorough(Section):
    """A borough of a city that has no folder of its own."""

    slug: Code = Field(description="short name of the borough, as on the map of territories")
    name: str = Field(min_length=1, description="as citizens read it")
    abbreviation: str = Field(description="two letters, as on the City's maps")
    unit: str = Field(description="the unit string of the City's 311 data")
    aliases: tuple[str, ...] = Field((), description="other names it is called by")


class Members(Section):
    """The boroughs of a city, and what those without a folder get: `{slug}`, `{name}` filled in."""

    boroughs: tuple[MemberBorough, ...] = Field(min_length=1, description="every borough")
    defaults: Defaults = Field(description="[defaults] of each")
    departments: tuple[Template, ...] = Field((), description="checked once they are filled in")
    designations: tuple[Template, ...] = Field((), description="first designations of each")


class Manifest(Section):
    """One borough, complete: defaults of its city are already merged in."""

    borough: Borough = Field(description="who it is, and which version of its grid this is")
    defaults: Defaults = Field(Defaults(department=None), description="where nothing else is said")
    schemes: tuple[Scheme, ...] = Field((), description="process schemes (PV-12, PV-30)")
    authorities: tuple[Authority, ...] = Field((), description="who answers outside the borough")
    departments: tuple[Department, ...] = Field((), description="municipal departments (PV-26)")
    activities: tuple[Activity, ...] = Field((), description="what can be asked for")
    overrides: tuple[Override, ...] = Field((), description="by activity and borough (MT-08)")
    designations: tuple[DesignationSeed, ...] = Field((), description="first responsables (PV-25)")
    commitments: tuple[Commitment, ...] = Field((), description="promised delays (PV-04)")
    calendar: Calendar = Field(description="when the borough works")
    complaints: Complaints = Field(description="where complaints go, which are admitted (C-02)")
    clerk: Clerk | None = Field(None, description="where claims and access requests go")
    messages: Messages = Field(description="how it writes to citizens")
    closing: Closing = Field(description="what completing and closing ask for (PV-52, C-05)")
    counter: Counter = Field(Counter(), description="how cases are taken in")
    identity: Identity = Field(Identity(), description="its face on the citizen's pages")
    remote: Remote | None = Field(None, description="its own service, asked before its grid")
    elected: Elected = Field(Elected(), description="members of the council (MH-05)")
    lines: Lines = Field(Lines(), description="second lines of departments (MT-03)")
    transfers: Transfers = Field(Transfers(), description="how long an offer waits (MH-06)")
    rnc: Rnc | None = Field(None, description="monthly lists (PV-27); absent: none are made")
    members: Members | None = Field(None, description="of a city only: its boroughs")

    def council(self) -> tuple[Official, ...]:
        """Members who bring cases (MH-05) or get the monthly list (PV-29), each once (C-14)."""
        listed = () if self.rnc is None else self.rnc.officials
        by_id = {one.person_id: one for one in (*listed, *self.elected.officials)}
        return tuple(by_id.values())

    def department(self, code: str) -> Department | None:
        return next((held for held in self.departments if held.code == code), None)
