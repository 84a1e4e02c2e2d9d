"""Who answers for a department on a day: designations, absences, substitutes, exclusions."""

import copy
import datetime
from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from routing.domain.errors import DirectoryFault
from routing.domain.exclusion import Exclusion, Exclusions, Matter
from routing.domain.manifest import Manifest


class Role(StrEnum):
    """What somebody is designated for; one person may hold several posts (PV-22).

    Reception and execution are two assignments (PV-31); directors are asked, not assigned.
    """

    RECEPTION = "reception"
    EXECUTION = "execution"
    DIRECTOR = "director"
    GENERAL_DIRECTOR = "general-director"


ASSIGNED_ROLES = (Role.RECEPTION, Role.EXECUTION)


class Designation(BaseModel):
    """One version of the form of Annex C (PV-59); a change is a new version (PV-60)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    department: str
    role: Role
    version: int = Field(ge=1)
    person_id: str
    person_name: str = Field(description="family name, or the whole one where first_name is empty")
    first_name: str = ""
    director: str
    email: str
    extension: str
    effective_on: datetime.date
    employee_signed_on: datetime.date | None = None
    director_signed_on: datetime.date | None = None

    @property
    def full_name(self) -> str:
        """First name, then name (Annex C)."""
        return f"{self.first_name} {self.person_name}".strip()

    @property
    def is_signed(self) -> bool:
        """Both have signed (PV-60)."""
        return self.employee_signed_on is not None and self.director_signed_on is not None

    @property
    def active_from(self) -> datetime.date | None:
        """The day it takes effect: never before both signatures are there (PV-60)."""
        if self.employee_signed_on is None or self.director_signed_on is None:
            return None
        return max(self.effective_on, self.employee_signed_on, self.director_signed_on)


class Absence(BaseModel):
    """A person is away, first and last day included; somebody stands in, or it is an alert.

    `amends` is the number of the entry that this one takes the place of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    person_id: str
    from_on: datetime.date
    until_on: datetime.date | None = None
    substitute_id: str | None = None
    no_substitute_reason: str = ""
    amends: int | None = Field(None, ge=1)
    is_cancelled: bool = False
    recorded_at: AwareDatetime | None = None
    recorded_by: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValueError("until_on is before from_on")
        return self

    def covers(self, on: datetime.date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


class Responsable(BaseModel):
    """Who acts, and for whom; `is_unavailable` means away with nobody standing in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person_id: str
    stands_in_for: str | None = None
    is_unavailable: bool = False


class Directory:
    """An immutable set of what stands of designations, absences and exclusions.

    Adding gives a new directory.
    """

    def __init__(
        self,
        designations: Iterable[Designation] = (),
        absences: Iterable[Absence] = (),
        exclusions: Iterable[Exclusion] = (),
        former: Iterable[tuple[str, str]] = (),
    ) -> None:
        """`former`: who stood in for whom by what stands no more; they may hold cases still."""
        self.designations = tuple(designations)
        self.absences = tuple(absences)
        self.exclusions = Exclusions(exclusions)
        self._case_id = ""
        self._former = tuple(former)
        stood_in = [(one.person_id, one.substitute_id) for one in self.absences]
        stood_in += [(one.person_id, one.instead_id) for one in self.exclusions.all]
        self._stood_in: dict[str, set[str]] = {}
        for person, other in (*self._former, *stood_in):
            if other:
                self._stood_in.setdefault(person, set()).add(other)
        posts: dict[tuple[str, str, Role], list[Designation]] = {}
        for held in self.designations:
            post = posts.setdefault((held.borough, held.department, held.role), [])
            if any(other.version == held.version for other in post):
                raise DirectoryFault(
                    f"version {held.version} of {held.borough}/{held.department}/{held.role}"
                    " is recorded already and is never overwritten"
                )
            post.append(held)
        self._posts = MappingProxyType(posts)
        self._absences: dict[str, list[Absence]] = {}
        for absence in self.absences:
            self._absences.setdefault(absence.person_id, []).append(absence)

    def with_designation(self, designation: Designation) -> "Directory":
        """Raises DirectoryFault where that version of the post exists (PV-60)."""
        designations = (*self.designations, designation)
        return Directory(designations, self.absences, self.exclusions.all, self._former)

    def with_absence(self, absence: Absence) -> "Directory":
        """Raises DirectoryFault where the substitutes would stand in for each other in a ring."""
        absences = (*self.absences, absence)
        proposed = Directory(self.designations, absences, self.exclusions.all, self._former)
        proposed._refuse_a_ring(absence)
        return proposed

    def about(self, case_id: str) -> "Directory":
        """The same directory, asked about one case: who may not be handed it is left out."""
        if case_id not in self.exclusions.cases:
            return self
        bound = copy.copy(self)
        bound._case_id = case_id
        return bound

    def designation_for(
        self, borough: str, department: str, role: Role, on: datetime.date
    ) -> Designation | None:
        """The active version: the latest to take effect by that day, then the highest number."""
        held = [
            (since, designation.version, designation)
            for designation in self._posts.get((borough, department, role), ())
            if (since := designation.active_from) is not None and since <= on
        ]
        return max(held, key=lambda entry: entry[:2])[2] if held else None

    def responsable_for(
        self, borough: str, department: str, role: Role, on: datetime.date, activity: str = ""
    ) -> Responsable | None:
        """Who acts that day, substitutes resolved; None without a valid designation (PV-25).

        Where nobody is designated to execute, the reception's responsable does. Nobody who is
        excluded is ever the answer: where the designated one is and nobody takes it instead, there
        is no valid designation.
        """
        held = self.designation_for(borough, department, role, on)
        if held is None:
            if role is Role.EXECUTION:
                return self.responsable_for(borough, department, Role.RECEPTION, on, activity)
            return None
        matter = Matter(borough, department, activity, self._case_id)
        path = self.chain_for(held.person_id, on, matter)
        if path is None:
            if self.exclusions.of(held.person_id, matter, on):
                return None
            return Responsable(person_id=held.person_id, is_unavailable=True)
        acting = path[-1]
        replaced = held.person_id if acting != held.person_id else None
        return Responsable(person_id=acting, stands_in_for=replaced)

    def general_director(self, borough: str, on: datetime.date) -> Responsable | None:
        """Who heads the whole administration that day; None where nobody is designated (C-02)."""
        codes = sorted({key[1] for key in self._posts if key[0] == borough})
        found = (self.responsable_for(borough, one, Role.GENERAL_DIRECTOR, on) for one in codes)
        return next((one for one in found if one is not None), None)

    def acting_for(self, person_id: str, on: datetime.date) -> str | None:
        """The end of the chain of substitutes that day; None where it leads nowhere (MH-10)."""
        path = self.chain_for(person_id, on)
        return None if path is None else path[-1]

    def chain_for(
        self, person_id: str, on: datetime.date, matter: Matter | None = None
    ) -> tuple[str, ...] | None:
        """From a person to whoever acts that day, both included; None: nobody does (MH-10).

        Who is excluded from the matter is passed over like who is away: whoever takes it instead is
        asked first, then the substitute. Each person is asked once, so it ends.
        """
        came_from: dict[str, str | None] = {person_id: None}
        asked = [person_id]
        while asked:
            one = asked.pop()
            onward = self._onward(one, on, matter)
            if onward is None:
                path: list[str] = []
                step: str | None = one
                while step is not None:
                    path.append(step)
                    step = came_from[step]
                return tuple(reversed(path))
            for nearest in reversed(onward):
                if nearest not in came_from:
                    came_from[nearest] = one
                    asked.append(nearest)
        return None

    def ever_stood_in(self, person_id: str) -> frozenset[str]:
        """Everybody who was to take this person's cases, by whatever was recorded, ever."""
        return frozenset(self._stood_in.get(person_id, ()))

    def is_away(self, person_id: str, on: datetime.date) -> bool:
        """Whether an absence covers the day."""
        return self._absence_of(person_id, on) is not None

    def _onward(self, person_id: str, on: datetime.date, matter: Matter | None) -> list[str] | None:
        """Whom to ask instead, the nearest first; None: nobody needs to be, this one acts."""
        absence = self._absence_of(person_id, on)
        barred = self.exclusions.of(person_id, matter, on) if matter is not None else []
        if absence is None and not barred:
            return None
        onward = sorted({one.instead_id for one in barred if one.instead_id})
        if absence is not None and absence.substitute_id:
            onward.append(absence.substitute_id)
        return onward

    def _absence_of(self, person_id: str, on: datetime.date) -> Absence | None:
        """Of several absences that cover the day the one recorded last holds."""
        held = [entry for entry in self._absences.get(person_id, ()) if entry.covers(on)]
        return held[-1] if held else None

    def _refuse_a_ring(self, added: Absence) -> None:
        starts = {entry.from_on for entry in self.absences if added.covers(entry.from_on)}
        for on in starts | {added.from_on}:
            chain, person = [added.person_id], added.person_id
            while (absence := self._absence_of(person, on)) and absence.substitute_id:
                person = absence.substitute_id
                if person in chain:
                    raise DirectoryFault(f"substitutes in a ring: {' -> '.join([*chain, person])}")
                chain.append(person)


def seeded_directory(manifests: Iterable[Manifest]) -> Directory:
    """The first designations, as the manifests give them, each as version 1 of its post."""
    return Directory(found for manifest in manifests for found in _seeds(manifest))


def _seeds(manifest: Manifest) -> Iterable[Designation]:
    for seed in manifest.designations:
        posts = (
            (Role.RECEPTION, seed.reception),
            (Role.EXECUTION, seed.execution),
            (Role.DIRECTOR, seed.director_post),
            (Role.GENERAL_DIRECTOR, seed.general_director_post),
        )
        for role, post in posts:
            if post is not None:
                yield Designation(
                    borough=manifest.borough.slug,
                    department=seed.department,
                    role=role,
                    version=1,
                    person_id=post.person_id,
                    person_name=post.name,
                    director=seed.director,
                    email=post.email,
                    extension=post.extension,
                    effective_on=seed.effective_on,
                    employee_signed_on=seed.employee_signed_on,
                    director_signed_on=seed.director_signed_on,
                )
