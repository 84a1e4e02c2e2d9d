"""Who holds which post of a borough, and who stands in for whom: staff ids alone, no names.

Only for shutting people out of the complaints that concern them (C-02, PV-45).
"""

from collections.abc import Collection
from datetime import date

from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PostHeld(_Frozen):
    """One dated version of a designation; `active_from` None: not signed by all yet (PV-60)."""

    department: str
    role: str
    version: int
    person_id: str
    active_from: date | None = None


class StoodIn(_Frozen):
    """Somebody is away, and who stands in; last day None: not known."""

    person_id: str
    substitute_id: str
    until_on: date | None = None


class Directory(_Frozen):
    """One borough's, as routing last said it. What is not known shuts nobody out."""

    borough: str
    posts: tuple[PostHeld, ...] = ()
    absences: tuple[StoodIn, ...] = ()

    def held_since(self, since: date) -> tuple[PostHeld, ...]:
        """The designations in force on that day or at any time after, unsigned ones too."""
        last: dict[tuple[str, str], tuple[date, int]] = {}
        for one in self.posts:
            if one.active_from is not None and one.active_from <= since:
                post, mine = (one.department, one.role), (one.active_from, one.version)
                last[post] = max(last.get(post, mine), mine)
        return tuple(
            one
            for one in self.posts
            if one.active_from is None
            or one.active_from > since
            or last[one.department, one.role] == (one.active_from, one.version)
        )

    def departments_of(self, person_id: str, since: date) -> frozenset[str]:
        """Departments in which somebody holds a post."""
        held = self.held_since(since)
        return frozenset(one.department for one in held if one.person_id == person_id)

    def responsables(self, departments: Collection[str], since: date) -> frozenset[str]:
        """Who receives or executes for these departments (PV-31)."""
        held = self.held_since(since)
        return frozenset(one.person_id for one in held if one.department in departments)

    def with_substitutes(self, persons: Collection[str], since: date) -> frozenset[str]:
        """These persons, whoever stands in for them, whoever stands in for those, and so on."""
        found, asked = set(persons), list(persons)
        while asked:
            person = asked.pop()
            for one in self.absences:
                over = one.until_on is not None and one.until_on < since
                if one.person_id == person and not over and one.substitute_id not in found:
                    found.add(one.substitute_id)
                    asked.append(one.substitute_id)
        return frozenset(found)
