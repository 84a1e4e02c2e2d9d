"""Who of a borough's staff is written to about a case, on a day: never kept longer than recorded.

Names and office addresses are restricted: they stay out of `repr`, and leave in mails only.
"""

from collections.abc import Collection, Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Designation(_Frozen):
    """One dated version of a post; `active_from` None: a signature is missing (PV-60)."""

    department: str
    role: str
    version: int
    person: str
    name: str = Field(repr=False)
    email: str = Field(repr=False)
    active_from: date | None = None


class Absence(_Frozen):
    """A person is away, first and last day included."""

    person: str
    from_on: date
    until_on: date | None = None
    substitute: str | None = None

    def covers(self, on: date) -> bool:
        """Whether the person is away that day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


class Exclusion(_Frozen):
    """A person is not handed something, so is not written to about it in another's place."""

    person: str
    department: str | None = None
    case_id: str | None = None
    from_on: date
    until_on: date | None = None

    def keeps_from(self, department: str, case_id: str, on: date) -> bool:
        """Whether it is about this, on that day; a field left out is about all of them."""
        return (
            self.department in (None, department)
            and self.case_id in (None, case_id)
            and self.from_on <= on
            and (self.until_on is None or on <= self.until_on)
        )


class Official(_Frozen):
    """An elected official who brings cases (MH-05)."""

    person: str
    name: str = Field(repr=False)
    email: str = Field(repr=False)


class People(_Frozen):
    """One borough's directory, as routing last said it."""

    borough: str
    designations: tuple[Designation, ...] = ()
    absences: tuple[Absence, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    officials: tuple[Official, ...] = ()


class Directories:
    """All directories known, looked up by borough; of one that is not known, nobody is."""

    def __init__(self, people: Iterable[People] = ()) -> None:
        self._by_borough = {one.borough: one for one in people}

    def holder(self, borough: str, person: str, on: date) -> Designation | None:
        """The post that this person holds on that day; None: holds none, or is not known."""
        people = self._by_borough.get(borough, People(borough=borough))
        current: dict[tuple[str, str], tuple[date, int, Designation]] = {}
        for one in people.designations:
            since = one.active_from
            if since is not None and since <= on:
                mine, post = (since, one.version, one), (one.department, one.role)
                current[post] = max(current.get(post, mine), mine, key=lambda held: held[:2])
        return next((one for _, _, one in current.values() if one.person == person), None)

    def reception(self, borough: str, department: str, on: date) -> str:
        """Staff id of the department's responsable de la réception that day; empty: nobody."""
        people = self._by_borough.get(borough, People(borough=borough))
        held = [
            (one.active_from, one.version, one.person)
            for one in people.designations
            if (one.department, one.role) == (department, "reception")
            and one.active_from is not None
            and one.active_from <= on
        ]
        return max(held)[2] if held else ""

    def official(self, borough: str, person: str) -> Official | None:
        """That elected official of the borough; None: not one of them, or not known."""
        people = self._by_borough.get(borough, People(borough=borough))
        return next((one for one in people.officials if one.person == person), None)

    def acting(self, borough: str, person: str, on: date) -> Designation | None:
        """Who is there for this person that day: himself, else the end of his substitutes (MH-10).

        None: nobody who is known and holds a post.
        """
        people = self._by_borough.get(borough, People(borough=borough))
        asked: set[str] = set()
        while away := [one for one in people.absences if one.person == person and one.covers(on)]:
            # Of several absences that cover the day the one recorded last holds.
            asked.add(person)
            substitute = away[-1].substitute
            if substitute is None or substitute in asked:
                return None
            person = substitute
        return self.holder(borough, person, on)

    def with_substitutes(self, borough: str, persons: Collection[str], on: date) -> frozenset[str]:
        """These persons and all who stand in for any of them from that day on, however far."""
        people = self._by_borough.get(borough, People(borough=borough))
        found, asked = set(persons), list(persons)
        while asked:
            person = asked.pop()
            for one in people.absences:
                is_over = one.until_on is not None and one.until_on < on
                if one.person == person and one.substitute and not is_over:
                    asked += {one.substitute} - found
                    found.add(one.substitute)
        return frozenset(found)

    def may_stand_in(
        self, borough: str, person: str, department: str, case_id: str, on: date
    ) -> bool:
        """Whether a substitute may be told of a case at all: nobody excluded is (MH-10)."""
        people = self._by_borough.get(borough, People(borough=borough))
        return not any(
            one.person == person and one.keeps_from(department, case_id, on)
            for one in people.exclusions
        )
