"""From the facts of a case to who answers for it, and why; pure, and the only place that decides.

The order of the levels (§3, traps): the plug-in of the borough, the borough's own activity, then
the city's: fixed, or by place. So the street lights of a whole city may go to one unit while one
borough keeps its own.
"""

import datetime

from pydantic import ValidationError

from routing.domain import reasons
from routing.domain.directory import Directory, Role
from routing.domain.errors import PluginFault
from routing.domain.facts import CaseFacts, CaseKind, Decision, Outcome
from routing.domain.grid import Grid, Grids
from routing.domain.manifest import Activity
from routing.domain.place import Place, find_place
from routing.domain.reasons import Words
from routing.domain.territories import Territories

_COMPLAINT: Words = ("Plainte", "Complaint")
_KINDS: dict[CaseKind, Words] = {
    CaseKind.CLAIM: ("Réclamation", "Claim"),
    CaseKind.ACCESS: ("Demande d'accès à l'information", "Access request"),
    CaseKind.OTHER: ("Autre nature", "Other kind"),
}


def decide(
    facts: CaseFacts,
    grids: Grids,
    territories: Territories,
    directory: Directory,
    on: datetime.date,
) -> Decision | None:
    """None for information, which is answered at first contact and never routed (PV-15).

    Raises PluginFault where a borough's plug-in fails.
    """
    if facts.kind is CaseKind.INFORMATION:
        return None
    counter = grids.on(facts.counter_borough, on)
    if counter is None:
        return _unrouted(Outcome.NO_RULE, reasons.no_grid())
    table = _Table(grids, directory, on)
    if facts.kind is CaseKind.COMPLAINT:
        return _decide_complaint(facts, counter, table)
    if facts.kind is not CaseKind.REQUEST:
        return _decide_by_kind(facts.kind, counter, table)
    place = find_place(facts, counter, grids, territories, on)
    if place.is_outside:
        slug = place.outside.slug if place.outside else None
        words = reasons.out_of_territory(place.outside)
        return _unrouted(Outcome.OUT_OF_TERRITORY, words, territory=slug)
    return _decide_request(facts, counter, place, table)


def _decide_request(facts: CaseFacts, counter: Grid, place: Place, table: "_Table") -> Decision:
    here = counter if place.borough is None else table.grids.on(place.borough, table.on) or counter
    if here.plugin is not None:
        answer = _ask_plugin(here, facts)
        if answer is not None:
            return answer
    for grid in (here, table.grids.city_of(here, table.on)):
        activity = grid.activity(facts.activity) if grid is not None else None
        if grid is not None and activity is not None:
            return _apply(activity, grid, here, place, table)
    return _unrouted(
        Outcome.NO_RULE,
        reasons.unknown_activity(here),
        grid_version=here.version,
        territory=place.borough,
    )


def _apply(activity: Activity, grid: Grid, here: Grid, place: Place, table: "_Table") -> Decision:
    """`grid` holds the rule, `here` is the grid of the place."""
    subject, rule = reasons.of_activity(activity), activity.code
    if activity.authority is not None:
        authority = next(a for a in grid.manifest.authorities if a.code == activity.authority)
        return _unrouted(
            Outcome.OTHER_AUTHORITY,
            reasons.other_authority(subject, grid, rule, authority),
            grid_version=grid.version,
            rule=rule,
            territory=place.borough,
            authority=authority.code,
        )
    if activity.unit is not None:
        target = table.grids.unit(activity.unit, table.on)
    elif activity.mode == "geo" and place.borough is None:
        return _unrouted(
            Outcome.NO_RULE,
            reasons.place_missing(subject),
            grid_version=grid.version,
            rule=rule,
        )
    elif activity.department is not None:
        target = (grid, activity.department)
    else:
        code = here.manifest.defaults.department
        target = None if code is None else (here, code)
    return table.hand_to(target, subject, grid, rule, place.borough)


def _decide_complaint(facts: CaseFacts, counter: Grid, table: "_Table") -> Decision:
    """By model, never by place (C-02); who is targeted is for the complaints service to weigh."""
    rules = counter.manifest.complaints
    code, rule = rules.department, f"complaints-{rules.model}"
    if rules.model == "decentral" and (found := counter.activity(facts.activity)) is not None:
        code = found.department or code
    target = None if code is None else (counter, code)
    return table.hand_to(target, _COMPLAINT, counter, rule, None)


def _decide_by_kind(kind: CaseKind, counter: Grid, table: "_Table") -> Decision:
    clerk = counter.manifest.clerk if kind is not CaseKind.OTHER else None
    target = None if clerk is None else (counter, clerk.department)
    return table.hand_to(target, _KINDS[kind], counter, f"clerk-{kind}", None)


class _Table:
    """What all levels look things up in; kept for one decision."""

    def __init__(self, grids: Grids, directory: Directory, on: datetime.date) -> None:
        self.grids, self.directory, self.on = grids, directory, on

    def hand_to(
        self,
        target: tuple[Grid, str] | None,
        subject: Words,
        grid: Grid,
        rule: str,
        territory: str | None,
    ) -> Decision:
        """Assigned, or no designation (PV-25), or no rule where no department answers."""
        found = None if target is None else self.grids.department(*target, self.on)
        if found is None:
            where = grid if target is None else target[0]
            return _unrouted(
                Outcome.NO_RULE,
                reasons.no_department(subject, where),
                grid_version=grid.version,
                rule=rule,
                territory=territory,
            )
        owner, department = found
        post = (owner.slug, department.code)
        reception = self.directory.responsable_for(*post, Role.RECEPTION, self.on)
        execution = self.directory.responsable_for(*post, Role.EXECUTION, self.on)
        if reception is None or execution is None:
            outcome = Outcome.NO_DESIGNATION
            words = reasons.no_designation(subject, grid, rule, department)
        else:
            outcome = Outcome.ASSIGNED
            words = reasons.assigned(subject, grid, rule, department, reception, execution)
        return Decision(
            outcome=outcome,
            reason_fr=words[0],
            reason_en=words[1],
            grid_version=grid.version,
            rule=rule,
            territory=territory,
            responsible_borough=owner.slug,
            unit=department.unit or owner.manifest.borough.unit or None,
            department=department.code,
            department_name_fr=department.name_fr,
            department_name_en=department.name_en,
            scheme=department.scheme,
            reception_person=reception.person_id if reception and execution else None,
            execution_person=execution.person_id if reception and execution else None,
        )


def _ask_plugin(grid: Grid, facts: CaseFacts) -> Decision | None:
    assert grid.plugin is not None
    try:
        answer = grid.plugin(facts)
    except Exception as error:  # a plug-in is somebody else's code
        kind = "an invalid decision" if isinstance(error, ValidationError) else type(error).__name__
        raise PluginFault(f"{grid.slug}: plugin.route: {kind}") from error
    if answer is not None and not isinstance(answer, Decision):
        raise PluginFault(f"{grid.slug}: plugin.route: answered {type(answer).__name__}")
    return answer


def _unrouted(
    outcome: Outcome,
    words: Words,
    *,
    grid_version: str | None = None,
    rule: str | None = None,
    territory: str | None = None,
    authority: str | None = None,
) -> Decision:
    return Decision(
        outcome=outcome,
        reason_fr=words[0],
        reason_en=words[1],
        grid_version=grid_version,
        rule=rule,
        territory=territory,
        authority=authority,
    )
