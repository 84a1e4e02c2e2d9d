"""Who answers for a department on a day: designations and absences as dated versions."""

import datetime
from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from routing.domain.errors import DirectoryFault
from routing.domain.manifest import Manifest


class Role(StrEnum):
    """Reception and execution are two assignments (PV-31)."""

    RECEPTION = "reception"
    EXECUTION = "execution"


class Designation(BaseModel):
    """One version of the form of Annex C (PV-59); a change is a new version (PV-60)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    department: str
    role: Role
    version: int = Field(ge=1)
    person_id: str
    person_name: str
    director: str
    email: str
    extension: str
    effective_on: datetime.date
    employee_signed_on: datetime.date | None = None
    director_signed_on: datetime.date | None = None

    @property
    def active_from(self) -> datetime.date | None:
        """The day it takes effect: never before both signatures are there (PV-60)."""
        if self.employee_signed_on is None or self.director_signed_on is None:
            return None
        return max(self.effective_on, self.employee_signed_on, self.director_signed_on)


class Absence(BaseModel):
    """A person is away, first and last day included; somebody stands in, or it is an alert."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person_id: str
    from_on: datetime.date
    until_on: datetime.date | None = None
    substitute_id: str | None = None

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
    """An immutable set of designations and absences; adding gives a new directory."""

    def __init__(
        self, designations: Iterable[Designation] = (), absences: Iterable[Absence] = ()
    ) -> None:
        self.designations = tuple(designations)
        self.absences = tuple(absences)
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
        return Directory((*self.designations, designation), self.absences)

    def with_absence(self, absence: Absence) -> "Directory":
        """Raises DirectoryFault where the substitutes would stand in for each other in a ring."""
        proposed = Directory(self.designations, (*self.absences, absence))
        proposed._refuse_a_ring(absence)
        return proposed

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
        self, borough: str, department: str, role: Role, on: datetime.date
    ) -> Responsable | None:
        """Who acts that day, substitutes resolved; None without a valid designation (PV-25).

        Where nobody is designated to execute, the reception's responsable does.
        """
        held = self.designation_for(borough, department, role, on)
        if held is None:
            if role is Role.EXECUTION:
                return self.responsable_for(borough, department, Role.RECEPTION, on)
            return None
        acting = self.acting_for(held.person_id, on)
        if acting is None:
            return Responsable(person_id=held.person_id, is_unavailable=True)
        replaced = held.person_id if acting != held.person_id else None
        return Responsable(person_id=acting, stands_in_for=replaced)

    def acting_for(self, person_id: str, on: datetime.date) -> str | None:
        """The end of the chain of substitutes that day; None where it leads nowhere (MH-10)."""
        seen: set[str] = set()
        while (absence := self._absence_of(person_id, on)) is not None:
            seen.add(person_id)
            if absence.substitute_id is None or absence.substitute_id in seen:
                return None
            person_id = absence.substitute_id
        return person_id

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
        for role, post in ((Role.RECEPTION, seed.reception), (Role.EXECUTION, seed.execution)):
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
