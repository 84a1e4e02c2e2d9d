"""What one borough records of its people: versions that are added and never overwritten (PV-60)."""

import datetime
from collections.abc import Iterable
from typing import Self

from pydantic import BaseModel, ConfigDict

from routing.domain.directory import Absence, Designation, Directory, Role
from routing.domain.entries import standing
from routing.domain.errors import DirectoryFault, PeopleRefused
from routing.domain.exclusion import Exclusion
from routing.domain.manifest_elected import Official

Post = tuple[str, Role]


class BoroughPeople(BaseModel):
    """All that was recorded of a borough's people, in the order in which it was."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borough: str
    designations: tuple[Designation, ...] = ()
    absences: tuple[Absence, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    officials: tuple[Official, ...] = ()

    def next_version(self, department: str, role: Role) -> int:
        """Number of the next version of a post."""
        held = [one.version for one in self.designations if _post(one) == (department, role)]
        return max(held, default=0) + 1

    def latest(self, department: str, role: Role) -> Designation | None:
        """The newest version of a post, in force or not."""
        held = [one for one in self.designations if _post(one) == (department, role)]
        return max(held, key=lambda one: one.version, default=None)

    def standing_absences(self) -> dict[int, Absence]:
        """The last word on each absence, by its number; past ones too, cancelled ones not."""
        return standing(self.absences)

    def standing_exclusions(self) -> dict[int, Exclusion]:
        """The same of exclusions."""
        return standing(self.exclusions)

    def stood_in(self) -> set[tuple[str, str]]:
        """Who was to take whose cases, by every entry, whether it stands or not."""
        pairs = {(one.person_id, one.substitute_id) for one in self.absences}
        pairs |= {(one.person_id, one.instead_id) for one in self.exclusions}
        return {(person, other) for person, other in pairs if other}

    def known(self) -> set[str]:
        """Everybody who was designated or stood in, ever."""
        named = {one.person_id for one in self.designations}
        return named | {other for _, other in self.stood_in()}

    def with_seeds(self, seeds: Self) -> Self:
        """The manifest's first designations, for posts of which nothing is recorded yet, and its
        elected officials: those it alone names."""
        held = {_post(one) for one in self.designations}
        missing = tuple(one for one in seeds.designations if _post(one) not in held)
        if not missing and self.officials == seeds.officials:
            return self
        designations = (*self.designations, *missing)
        return self._with(designations=designations, officials=seeds.officials)

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
        """One more absence, or another word on one of them (MH-10).

        Raises PeopleRefused for a stranger, for nobody to stand in and no reason why, for
        substitutes in a ring, for one who may not receive, and for a change of what does not stand.
        """
        self._refuse_a_stranger(absence.person_id)
        others = self.standing_absences()
        self._take_place(others, absence.amends, absence.person_id)
        if absence.is_cancelled:
            return self._with(absences=(*self.absences, absence))
        self._refuse_a_substitute(absence)
        try:
            Directory(self.designations, others.values()).with_absence(absence)
        except DirectoryFault as fault:
            raise PeopleRefused(
                "substitute_id",
                "les substituts se remplaceraient en rond",
                "the substitutes would stand in for each other in a ring",
            ) from fault
        return self._with(absences=(*self.absences, absence))

    def with_exclusion(self, exclusion: Exclusion) -> Self:
        """Somebody is not handed something, or no longer so. Raises PeopleRefused."""
        self._refuse_a_stranger(exclusion.person_id)
        self._take_place(self.standing_exclusions(), exclusion.amends, exclusion.person_id)
        if exclusion.instead_id == exclusion.person_id:
            raise PeopleRefused(
                "instead_id", "on ne se remplace pas soi-même", "nobody replaces themselves"
            )
        return self._with(exclusions=(*self.exclusions, exclusion))

    def _take_place(
        self,
        others: dict[int, Absence] | dict[int, Exclusion],
        amends: int | None,
        person_id: str,
    ) -> None:
        if amends is None:
            return
        held = others.pop(amends, None)
        if held is None or held.person_id != person_id:
            raise PeopleRefused(
                "amends",
                "cette entrée ne tient plus : une autre l'a déjà remplacée ou annulée",
                "this entry does not stand: another has taken its place or cancelled it",
            )

    def _refuse_a_stranger(self, person_id: str) -> None:
        if person_id not in self.known():
            raise PeopleRefused(
                "person_id",
                "cette personne n'est ni désignée ni substitut dans l'arrondissement",
                "this person is neither designated nor a substitute in the borough",
            )

    def _refuse_a_substitute(self, absence: Absence) -> None:
        if absence.substitute_id == absence.person_id:
            raise PeopleRefused(
                "substitute_id", "on ne se remplace pas soi-même", "nobody replaces themselves"
            )
        if absence.substitute_id and absence.no_substitute_reason.strip():
            raise PeopleRefused(
                "no_substitute_reason",
                "un substitut est nommé : ne dites pas pourquoi il n'y en a pas",
                "a substitute is named: do not say why there is none",
            )
        if not absence.substitute_id and not absence.no_substitute_reason.strip():
            raise PeopleRefused(
                "substitute_id",
                "nommez qui remplace, ou dites pourquoi personne ne le peut",
                "name who stands in, or say why nobody can",
            )
        mine = {one.department for one in self.designations if one.person_id == absence.person_id}
        if any(_bars(one, absence, mine) for one in self.standing_exclusions().values()):
            raise PeopleRefused(
                "substitute_id",
                "cette personne ne peut pas recevoir les dossiers d'un de ces services",
                "this person may not receive the cases of one of these departments",
            )

    def _with(self, **changes: object) -> Self:
        return self.model_copy(update=changes)


def directory_of(people: Iterable[BoroughPeople]) -> Directory:
    """What stands in all these boroughs."""
    held = list(people)
    return Directory(
        [one for borough in held for one in borough.designations],
        [one for borough in held for one in borough.standing_absences().values()],
        [one for borough in held for one in borough.standing_exclusions().values()],
        [pair for borough in held for pair in borough.stood_in()],
    )


def _bars(exclusion: Exclusion, absence: Absence, departments: set[str]) -> bool:
    """The substitute is kept from a whole department of the absent person, on the first day."""
    return (
        exclusion.person_id == absence.substitute_id
        and exclusion.department in departments
        and not (exclusion.activity or exclusion.case_id)
        and exclusion.covers(absence.from_on)
    )


def _post(designation: Designation) -> Post:
    return designation.department, designation.role
