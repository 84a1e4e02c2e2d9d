"""What one borough records of its people: versions that are added and never overwritten (PV-60)."""

import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict

from routing.domain.directory import Absence, Designation, Directory, Role
from routing.domain.errors import DirectoryFault, PeopleRefused

Post = tuple[str, Role]


class BoroughPeople(BaseModel):
    """All designations and absences of a borough, in the order in which they were recorded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    designations: tuple[Designation, ...] = ()
    absences: tuple[Absence, ...] = ()

    def next_version(self, department: str, role: Role) -> int:
        """Number of the next version of a post."""
        held = [one.version for one in self.designations if _post(one) == (department, role)]
        return max(held, default=0) + 1

    def with_seeds(self, seeds: Self) -> Self:
        """The manifest's first designations, for posts of which nothing is recorded yet."""
        held = {_post(one) for one in self.designations}
        missing = tuple(one for one in seeds.designations if _post(one) not in held)
        return self._with(designations=(*self.designations, *missing)) if missing else self

    def with_designation(self, designation: Designation, today: datetime.date) -> Self:
        """Raises PeopleRefused for a signature that nobody can have given yet."""
        signed = {
            "employee_signed_on": designation.employee_signed_on,
            "director_signed_on": designation.director_signed_on,
        }
        for field, on in signed.items():
            if on is not None and on > today:
                raise PeopleRefused(
                    field, "la date de signature est dans le futur", "signed in the future"
                )
        return self._with(designations=(*self.designations, designation))

    def with_absence(self, absence: Absence) -> Self:
        """Raises PeopleRefused for a stranger, and for substitutes in a ring."""
        if absence.person_id not in self._known():
            raise PeopleRefused(
                "person_id",
                "cette personne n'est ni désignée ni substitut dans l'arrondissement",
                "this person is neither designated nor a substitute in the borough",
            )
        if absence.substitute_id == absence.person_id:
            raise PeopleRefused(
                "substitute_id", "on ne se remplace pas soi-même", "nobody replaces themselves"
            )
        try:
            Directory(self.designations, self.absences).with_absence(absence)
        except DirectoryFault as fault:
            raise PeopleRefused(
                "substitute_id",
                "les substituts se remplaceraient en rond",
                "the substitutes would stand in for each other in a ring",
            ) from fault
        return self._with(absences=(*self.absences, absence))

    def _known(self) -> set[str]:
        known = {one.person_id for one in self.designations}
        return known | {one.substitute_id for one in self.absences if one.substitute_id}

    def _with(self, **changes: object) -> Self:
        return self.model_copy(update=changes)


def _post(designation: Designation) -> Post:
    return designation.department, designation.role
