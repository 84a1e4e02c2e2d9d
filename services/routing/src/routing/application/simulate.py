"""What a proposed grid would have done with past cases, against the one in force; writes nothing.

Both sides decide on the same day with the same people, so that only the grid differs.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from routing.domain.decision import decide
from routing.domain.delays import KINDS, NO_DELAY, Delay, in_words, promised
from routing.domain.directory import Directory, seeded_directory
from routing.domain.errors import PluginFault
from routing.domain.facts import CaseFacts, Decision, Outcome
from routing.domain.grid import Grid, Grids
from routing.domain.reasons import Words
from routing.domain.territories import Territories

SHOWN_REFERENCES = 5
_LABELS: dict[Outcome, Words] = {
    Outcome.NO_RULE: ("Aucune règle", "No rule"),
    Outcome.OUT_OF_TERRITORY: ("Hors du territoire", "Out of territory"),
    Outcome.OTHER_AUTHORITY: ("Autre autorité", "Other authority"),
}
_UNDESIGNATED: Words = ("aucune désignation", "no designation")


@dataclass(frozen=True)
class PastCase:
    """Facts of a case as routing keeps them, and by what it is found again: an id or a line."""

    reference: str
    facts: CaseFacts


@dataclass(frozen=True)
class Side:
    """All that a case is decided with."""

    grids: Grids
    directory: Directory
    territories: Territories

    def with_proposed(self, proposed: Iterable[Grid], on: datetime.date) -> Self:
        """The same, with these grids in force that day instead of all others of their boroughs.

        A post that they name first gets the designation that they give it.
        """
        made = [_in_force(grid, on) for grid in proposed]
        slugs = {grid.slug for grid in made}
        directory = self.directory
        held = {(one.borough, one.department, one.role) for one in directory.designations}
        for seed in seeded_directory(grid.manifest for grid in made).designations:
            if (seed.borough, seed.department, seed.role) not in held:
                directory = directory.with_designation(seed)
        others = (grid for grid in self.grids if grid.slug not in slugs)
        return type(self)(Grids([*others, *made]), directory, self.territories)


class _Said(BaseModel):
    model_config = ConfigDict(
        frozen=True, alias_generator=to_camel, validate_by_name=True, serialize_by_alias=True
    )


class Holder(_Said):
    """Who would have a case: a department and who receives there, or why nobody has it."""

    outcome: Outcome
    borough: str | None = None
    department: str | None = None
    reception: str | None = None
    execution: str | None = None
    name_fr: str
    name_en: str


class Flow(_Said):
    """Cases that would go from one to another."""

    before: Holder
    after: Holder
    cases: int


class DelayMove(_Said):
    """Cases whose promise would change: which, what held and what would hold."""

    kind: str = Field(description="acknowledge or complete")
    activity_fr: str
    activity_en: str
    before: Delay
    after: Delay
    cases: int

    @property
    def before_words(self) -> Words:
        return in_words(self.before)

    @property
    def after_words(self) -> Words:
        return in_words(self.after)


class WithoutRule(_Said):
    """Cases that the proposed grid has no rule for, and how many of them it would lose."""

    reason_fr: str
    reason_en: str
    cases: int
    newly: int = Field(description="those that the grid in force does have a rule for")
    references: tuple[str, ...] = Field(description="a few of them, by case id or line")


class Simulation(_Said):
    """The answer; `cases` is the sum of `same`, `elsewhere`, `unrouted_kind` and `failed`."""

    cases: int
    same: int
    elsewhere: int
    unrouted_kind: int = Field(description="information, which nobody is assigned (PV-15)")
    failed: int = Field(description="a plug-in failed on one of the sides")
    flows: tuple[Flow, ...] = Field(description="from whom to whom, the largest first")
    delays: tuple[DelayMove, ...] = Field(description="which promises move (PV-04)")
    calendars: int = Field(description="cases whose calendar would be another one")
    without_rule: tuple[WithoutRule, ...]

    @property
    def moved_delays(self) -> int:
        """How many promises of cases move; one case may have two."""
        return sum(move.cases for move in self.delays)

    @property
    def lost_rules(self) -> int:
        """How many cases the proposed grid would leave without the rule that they have."""
        return sum(entry.newly for entry in self.without_rule)


def simulate(cases: Iterable[PastCase], before: Side, after: Side, on: datetime.date) -> Simulation:
    """Decides each case twice; `on` is the local day on which both sides decide."""
    tally = _Tally(before, after, on)
    for case in cases:
        tally.count(case)
    return tally.result()


class _Tally:
    def __init__(self, before: Side, after: Side, on: datetime.date) -> None:
        self._sides, self._on = (before, after), on
        self._kinds: Counter[str] = Counter()
        self._flows: Counter[tuple[Holder, Holder]] = Counter()
        self._delays: Counter[tuple[str, Words, Delay, Delay]] = Counter()
        self._without: dict[Words, tuple[Counter[str], list[str]]] = {}
        self._calendars = 0

    def count(self, case: PastCase) -> None:
        facts = case.facts
        try:
            was, now = (
                decide(facts, side.grids, side.territories, side.directory, self._on)
                for side in self._sides
            )
        except PluginFault:
            self._kinds["failed"] += 1
            return
        if was is None or now is None:
            self._kinds["unrouted_kind"] += 1
            return
        self._count_holders(was, now)
        self._count_promises(facts, was, now)
        if now.outcome is Outcome.NO_RULE:
            counts, references = self._without.setdefault(
                (now.reason_fr, now.reason_en), (Counter(), [])
            )
            counts["cases"] += 1
            counts["newly"] += was.outcome is not Outcome.NO_RULE
            if len(references) < SHOWN_REFERENCES:
                references.append(case.reference)

    def _count_holders(self, was: Decision, now: Decision) -> None:
        flow = tuple(
            _holder(decision, side, self._on)
            for decision, side in zip((was, now), self._sides, strict=True)
        )
        moved = flow[0].model_dump(exclude=_NAMES) != flow[1].model_dump(exclude=_NAMES)
        self._kinds["elsewhere" if moved else "same"] += 1
        if moved:
            self._flows[flow[0], flow[1]] += 1

    def _count_promises(self, facts: CaseFacts, was: Decision, now: Decision) -> None:
        (old, old_code, _), (new, new_code, name) = (
            _rules(facts, decision, side.grids, self._on)
            for decision, side in zip((was, now), self._sides, strict=True)
        )
        for kind in KINDS:
            had = promised(old.manifest, kind, old_code) if old else NO_DELAY
            has = promised(new.manifest, kind, new_code) if new else NO_DELAY
            if had != has:
                self._delays[kind, name, had, has] += 1
        if old and new and old.manifest.calendar != new.manifest.calendar:
            self._calendars += 1

    def result(self) -> Simulation:
        """What was counted, the largest of each first."""
        return Simulation(
            cases=sum(self._kinds.values()),
            same=self._kinds["same"],
            elsewhere=self._kinds["elsewhere"],
            unrouted_kind=self._kinds["unrouted_kind"],
            failed=self._kinds["failed"],
            flows=tuple(
                Flow(before=was, after=now, cases=count)
                for (was, now), count in self._flows.most_common()
            ),
            delays=tuple(
                DelayMove(
                    kind=kind, activity_fr=name[0], activity_en=name[1],
                    before=had, after=has, cases=count,
                )
                for (kind, name, had, has), count in self._delays.most_common()
            ),
            calendars=self._calendars,
            without_rule=tuple(
                WithoutRule(
                    reason_fr=words[0], reason_en=words[1], cases=counts["cases"],
                    newly=counts["newly"], references=tuple(references),
                )
                for words, (counts, references) in sorted(
                    self._without.items(), key=lambda entry: -entry[1][0]["cases"]
                )
            ),
        )  # fmt: skip


_NAMES = {"name_fr", "name_en"}  # a department that is only renamed is no other holder


def _holder(decision: Decision, side: Side, on: datetime.date) -> Holder:
    label = _LABELS.get(decision.outcome)
    if label is not None:
        fr, en = label
        where = decision.authority or decision.territory
        if decision.outcome is not Outcome.NO_RULE and where:
            fr, en = f"{fr} ({where})", f"{en} ({where})"
        kept = where if decision.outcome is not Outcome.NO_RULE else None
        return Holder(outcome=decision.outcome, department=kept, name_fr=fr, name_en=en)
    assert decision.responsible_borough is not None
    assert decision.department is not None
    fr = decision.department_name_fr or decision.department
    en = decision.department_name_en or fr
    grid = side.grids.on(decision.responsible_borough, on)
    name = grid.manifest.borough.name if grid else decision.responsible_borough
    fr, en = f"{fr}, {name}", f"{en}, {name}"
    if decision.outcome is Outcome.NO_DESIGNATION:
        fr, en = f"{fr} ({_UNDESIGNATED[0]})", f"{en} ({_UNDESIGNATED[1]})"
    return Holder(
        outcome=decision.outcome,
        borough=decision.responsible_borough,
        department=decision.department,
        reception=decision.reception_person,
        execution=decision.execution_person,
        name_fr=fr,
        name_en=en,
    )


def _rules(
    facts: CaseFacts, decision: Decision, grids: Grids, on: datetime.date
) -> tuple[Grid | None, str, Words]:
    """The grid whose promises hold, the activity that they go by, and its name."""
    grid = grids.on(decision.responsible_borough or facts.counter_borough, on)
    slug = (decision.grid_version or "").partition("@")[0]
    ruling = grids.on(slug, on) if slug else None
    found = ruling.activity(decision.rule) if ruling and decision.rule else None
    if found is None or found.code != decision.rule:
        return grid, "", ("Autres dossiers", "Other cases")
    return grid, found.code, (found.name_fr, found.name_en or found.name_fr)


def _in_force(grid: Grid, on: datetime.date) -> Grid:
    """The grid as if it were in force that day."""
    borough = grid.manifest.borough
    if borough.effective_on <= on:
        return grid
    manifest = grid.manifest.model_copy(
        update={"borough": borough.model_copy(update={"effective_on": on})}
    )
    return replace(grid, manifest=manifest)
