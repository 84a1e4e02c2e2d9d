"""Which rule answers for a case and which department follows from it; nobody's name is looked up.

Pure in the grids, so each answer is worked out once and remembered: of a city's 841 activities in
19 boroughs the same few thousand come again and again.
"""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from routing.domain import reasons
from routing.domain.considered import Considered, Finding
from routing.domain.facts import CaseKind, Decision, Outcome
from routing.domain.grid import Grid, Grids
from routing.domain.manifest import Activity, Department
from routing.domain.manifest_overrides import Override
from routing.domain.place import Place
from routing.domain.reasons import Words

REMEMBERED = 32_768
_COMPLAINT: Words = ("Plainte", "Complaint")
_KINDS: dict[CaseKind, Words] = {
    CaseKind.CLAIM: ("Réclamation", "Claim"),
    CaseKind.ACCESS: ("Demande d'accès à l'information", "Access request"),
    CaseKind.OTHER: ("Autre nature", "Other kind"),
}
Steps = tuple[Considered, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A department answers; whether somebody is designated there depends on the day."""

    subject: Words
    grid: Grid
    rule: str
    rule_words: Words
    owner: Grid
    department: Department
    territory: str | None
    steps: Steps


Ruling = Target | Decision


class Rulebook:
    """All rules of all grids, asked by the slug of the counter, which has a grid that day.

    `on` is best a `Grids.turn`: other days are remembered apart.
    """

    def __init__(self, grids: Grids) -> None:
        self._grids = grids
        self.of_request = lru_cache(maxsize=REMEMBERED)(self._of_request)
        self.of_complaint = lru_cache(maxsize=REMEMBERED)(self._of_complaint)
        self.of_kind = lru_cache(maxsize=REMEMBERED)(self._of_kind)

    def here(self, counter: Grid, place: Place, on: datetime.date) -> Grid:
        """The grid of the place; that of the counter where the place is unknown."""
        return counter if place.borough is None else self._grids.on(place.borough, on) or counter

    def _of_request(self, counter: str, place: Place, activity: str, on: datetime.date) -> Ruling:
        if place.is_outside:
            slug = place.outside.slug if place.outside else None
            return unrouted(
                Outcome.OUT_OF_TERRITORY,
                reasons.out_of_territory(place.outside),
                (step(Finding.OUTSIDE, code=slug or ""),),
                territory=slug,
            )
        here = self.here(self._counter(counter, on), place, on)
        steps: Steps = (step(place.found, code=place.borough or ""),)
        if here.plugin is not None:
            steps += (step(Finding.PLUGIN_LEAVES, here.version),)
        for grid in (here, self._grids.city_of(here, on)):
            if grid is None:
                continue
            found = grid.activity(activity)
            if found is not None:
                return self._applied(found, grid, here, place, steps, on)
            steps += (step(Finding.NO_RULE, grid.version),)
        unit = here.manifest.borough.unit if place.borough else ""
        return unrouted(
            Outcome.NO_RULE,
            reasons.unknown_activity(here, unit),
            steps,
            grid_version=here.version,
            territory=place.borough,
            unit=unit or None,
        )

    def _applied(
        self,
        activity: Activity,
        grid: Grid,
        here: Grid,
        place: Place,
        steps: Steps,
        on: datetime.date,
    ) -> Ruling:
        """`grid` holds the rule, `here` is the grid of the place."""
        subject, rule = reasons.of_activity(activity), activity.code
        steps += (step(Finding.RULE, grid.version, rule),)
        switch: Activity | Override = activity
        rule_words = reasons.of_rule(rule)
        if (override := grid.override(rule, place.borough)) is not None:
            steps += (step(Finding.EXCEPTION, grid.version, here.slug),)
            switch, rule_words = override, reasons.of_rule(rule, here.manifest.borough.name)
        elif activity.authority is not None:
            authority = next(a for a in grid.manifest.authorities if a.code == activity.authority)
            return unrouted(
                Outcome.OTHER_AUTHORITY,
                reasons.other_authority(subject, grid, rule, authority),
                (*steps, step(Finding.AUTHORITY, code=authority.code)),
                grid_version=grid.version,
                rule=rule,
                territory=place.borough,
                authority=authority.code,
            )
        if switch.unit is not None:
            target = self._grids.unit(switch.unit, on)
        elif switch.mode == "geo" and place.borough is None:
            return unrouted(
                Outcome.NO_RULE,
                reasons.place_missing(subject),
                (*steps, step(Finding.NO_PLACE)),
                grid_version=grid.version,
                rule=rule,
            )
        elif switch.department is not None:
            target = (grid, switch.department)
        else:
            code = here.manifest.defaults.department
            target = None if code is None else (here, code)
        return self._answered(
            target, subject, grid, (rule, rule_words), steps, on, territory=place.borough
        )

    def _of_complaint(self, counter: str, activity: str, on: datetime.date) -> Ruling:
        """By model, never by place (C-02); who is targeted is for the complaints service."""
        grid = self._counter(counter, on)
        rules = grid.manifest.complaints
        code, rule = rules.department, f"complaints-{rules.model}"
        if rules.model == "decentral" and (found := grid.activity(activity)) is not None:
            code = found.department or code
        return self._of_counter(code, rule, _COMPLAINT, grid, on)

    def _of_kind(self, counter: str, kind: CaseKind, on: datetime.date) -> Ruling:
        grid = self._counter(counter, on)
        clerk = grid.manifest.clerk if kind is not CaseKind.OTHER else None
        code = None if clerk is None else clerk.department
        if clerk is not None and kind is CaseKind.ACCESS:
            code = clerk.access_responsable or code
        return self._of_counter(code, f"clerk-{kind}", _KINDS[kind], grid, on)

    def _counter(self, slug: str, on: datetime.date) -> Grid:
        grid = self._grids.on(slug, on)
        assert grid is not None, "asked of a counter that has a grid that day"
        return grid

    def _of_counter(
        self, code: str | None, rule: str, subject: Words, counter: Grid, on: datetime.date
    ) -> Ruling:
        target = None if code is None else (counter, code)
        steps = (step(Finding.RULE, counter.version, rule),)
        return self._answered(target, subject, counter, (rule, (rule, rule)), steps, on)

    def _answered(
        self,
        target: tuple[Grid, str] | None,
        subject: Words,
        grid: Grid,
        rule: tuple[str, Words],
        steps: Steps,
        on: datetime.date,
        territory: str | None = None,
    ) -> Ruling:
        """The department, or no rule where no department answers."""
        found = None if target is None else self._grids.department(*target, on)
        if found is None:
            where = grid if target is None else target[0]
            return unrouted(
                Outcome.NO_RULE,
                reasons.no_department(subject, where),
                (*steps, step(Finding.NO_DEPARTMENT, where.version)),
                grid_version=grid.version,
                rule=rule[0],
                territory=territory,
            )
        return Target(subject, grid, *rule, *found, territory, steps)


@lru_cache(maxsize=8)
def rulebook_of(grids: Grids) -> Rulebook:
    """The rulebook of these very grids; they never change, another set is another object."""
    return Rulebook(grids)


@lru_cache(maxsize=REMEMBERED)
def step(finding: Finding, grid: str = "", code: str = "") -> Considered:
    """A step, shared by all decisions that went through it."""
    return Considered(finding=finding, grid=grid, code=code)


def unrouted(
    outcome: Outcome,
    words: Words,
    steps: Steps,
    *,
    grid_version: str | None = None,
    rule: str | None = None,
    territory: str | None = None,
    authority: str | None = None,
    unit: str | None = None,
) -> Decision:
    """Nobody here answers, and why."""
    return Decision(
        outcome=outcome,
        reason_fr=words[0],
        reason_en=words[1],
        grid_version=grid_version,
        rule=rule,
        territory=territory,
        authority=authority,
        unit=unit,
        considered=steps,
    )
