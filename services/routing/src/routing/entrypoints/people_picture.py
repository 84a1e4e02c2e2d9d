"""Who answers in each department and who stands in for whom, as the page draws it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from ui.dates import day, moment
from ui.language import said

from routing.domain.availability import Availability
from routing.domain.directory import Absence, Designation, Directory, Role
from routing.domain.grid import Grid
from routing.domain.people import BoroughPeople
from routing.entrypoints.people_words import ROLES, SOURCES, STATUSES

DAYS_SHOWN = 28
DAY_WIDTH, ROW_HEIGHT, NAMES_WIDTH = 14, 20, 150
LONGEST_NAME = 30


@dataclass(frozen=True)
class Face:
    """A person in the picture: the name, and what can be said of them now."""

    name: str
    extension: str = ""
    status: str = ""
    status_text: str = ""
    since_text: str = ""
    away_text: str = ""


@dataclass(frozen=True)
class PostLine:
    """One post; `chain` runs from the designated to who acts, `is_nobody` where nobody does."""

    role: str
    role_text: str
    chain: tuple[Face, ...]
    is_nobody: bool = False


@dataclass(frozen=True)
class DepartmentCard:
    """One department with its posts."""

    code: str
    name: str
    director: str
    posts: tuple[PostLine, ...]


@dataclass(frozen=True)
class AbsenceLine:
    """An absence of now or later; `x` and `width` place it in the four weeks of the picture."""

    number: int
    person_id: str
    person: str
    substitute: str
    reason: str
    days_text: str
    is_now: bool
    short_name: str
    x: int
    width: int


class Picture:
    """A borough's people on a day, in the reader's language."""

    def __init__(
        self,
        people: BoroughPeople,
        directory: Directory,
        statuses: Mapping[str, Availability],
        on: datetime.date,
        language: str,
    ) -> None:
        self._people, self._directory, self._statuses = people, directory, statuses
        self._on, self._language = on, language
        newest: dict[str, Designation] = {}
        for one in sorted(people.designations, key=lambda held: held.version):
            newest[one.person_id] = one
        self._newest = newest

    def name(self, person_id: str | None) -> str:
        """The name on the newest designation, else the staff id."""
        held = self._newest.get(person_id or "")
        return held.full_name if held else person_id or ""

    def names(self) -> dict[str, str]:
        """Everybody known to the borough, by name."""
        found = {one: self.name(one) for one in self._people.known()}
        return dict(sorted(found.items(), key=lambda one: one[1].casefold()))

    def face(self, person_id: str) -> Face:
        """A person with the status that was last reported."""
        held, status = self._newest.get(person_id), self._statuses.get(person_id)
        absence = self._absence(person_id)
        return Face(
            name=self.name(person_id),
            extension=held.extension if held else "",
            status=status.now.status.value if status else "",
            status_text=said(STATUSES[status.now.status], self._language) if status else "",
            since_text=self.since(status) if status else "",
            away_text=self._back(absence) if absence else "",
        )

    def since(self, status: Availability) -> str:
        """Since when, and by what it was reported."""
        when = moment(status.now.at, self._language)
        source_fr, source_en = SOURCES[status.now.source]
        words = (f"depuis le {when}, {source_fr}", f"since {when}, {source_en}")
        return said(words, self._language)

    def cards(self, grid: Grid) -> list[DepartmentCard]:
        """The departments of a grid, in its order."""
        english = self._language == "en"
        return [
            DepartmentCard(
                code=one.code,
                name=(one.name_en or one.name_fr) if english else one.name_fr,
                director=self._director(one.code),
                posts=tuple(self._posts(one.code)),
            )
            for one in grid.manifest.departments
        ]

    def absences(self) -> list[AbsenceLine]:
        """Those of today and later, the first to begin before the others."""
        lines = [
            self._line(number, one)
            for number, one in self._people.standing_absences().items()
            if one.until_on is None or one.until_on >= self._on
        ]
        return sorted(lines, key=lambda one: (not one.is_now, one.x, one.person))

    def others(self) -> list[Face]:
        """Staff with a status who hold no post here, such as technicians."""
        posted = {one.person_id for one in self._people.designations}
        return [self.face(one) for one in sorted(self._statuses) if one not in posted]

    def days(self, one: Absence) -> str:
        """`du 3 au 5 décembre`, or without an end."""
        first, language = day(one.from_on, self._language), self._language
        if one.until_on is None:
            words = (f"dès le {first}, sans fin connue", f"from {first}, no end known")
            return said(words, language)
        if one.until_on == one.from_on:
            return said((f"le {first}", f"on {first}"), language)
        last = day(one.until_on, language)
        return said((f"du {first} au {last}", f"{first} to {last}"), language)

    def _back(self, one: Absence) -> str:
        if one.until_on is None:
            return said(("absent, retour inconnu", "away, return not known"), self._language)
        last = day(one.until_on, self._language)
        return said((f"absent jusqu'au {last}", f"away until {last}"), self._language)

    def _absence(self, person_id: str) -> Absence | None:
        held = [
            one
            for one in self._people.standing_absences().values()
            if one.person_id == person_id and one.covers(self._on)
        ]
        return held[-1] if held else None

    def _director(self, code: str) -> str:
        held = self._people.latest(code, Role.RECEPTION)
        return held.director if held else ""

    def _posts(self, code: str) -> list[PostLine]:
        lines: list[PostLine] = []
        for role in Role:
            held = self._directory.designation_for(self._people.borough, code, role, self._on)
            if held is None:
                if role is Role.RECEPTION:
                    lines.append(self._post(role, (), is_nobody=True))
                continue
            path = self._directory.chain_for(held.person_id, self._on)
            lines.append(self._post(role, path or (held.person_id,), is_nobody=path is None))
        return lines

    def _post(self, role: Role, path: tuple[str, ...], *, is_nobody: bool) -> PostLine:
        return PostLine(
            role=role.value,
            role_text=said(ROLES[role], self._language),
            chain=tuple(self.face(one) for one in path),
            is_nobody=is_nobody,
        )

    def _line(self, number: int, one: Absence) -> AbsenceLine:
        end = self._on + datetime.timedelta(days=DAYS_SHOWN)
        first = min(max(one.from_on, self._on), end)
        after = min(one.until_on + datetime.timedelta(days=1), end) if one.until_on else end
        return AbsenceLine(
            number=number,
            person_id=one.person_id,
            person=self.name(one.person_id),
            substitute=self.name(one.substitute_id),
            reason=one.no_substitute_reason,
            days_text=self.days(one),
            is_now=one.covers(self._on),
            short_name=shortened(self.name(one.person_id)),
            x=NAMES_WIDTH + (first - self._on).days * DAY_WIDTH,
            width=(after - first).days * DAY_WIDTH,
        )


def shortened(name: str) -> str:
    """A name that fits beside the picture; the table below has it whole."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
