"""From the facts of a case to who answers for it, and why; pure, and the only place that decides.

The order of the levels (§3, traps): the plug-in of the borough, the borough's own activity, the
city's exception for the borough, then the city's rule: fixed, or by place. So the street lights of
a whole city may go to one unit while some boroughs keep their own.
"""

import datetime
from functools import lru_cache

from pydantic import ValidationError

from routing.domain import reasons
from routing.domain.answers import complete, faults_in, in_words
from routing.domain.considered import Finding
from routing.domain.directory import Directory
from routing.domain.errors import PluginFault
from routing.domain.facts import CaseFacts, CaseKind, Decision, Outcome
from routing.domain.grid import Grid, Grids
from routing.domain.holders import Holders, holders_of
from routing.domain.place import find_place
from routing.domain.ruling import REMEMBERED, Ruling, Target, rulebook_of, step, unrouted
from routing.domain.territories import Territories


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
    kind = facts.kind
    if kind is CaseKind.INFORMATION:
        return None
    turn, book = grids.turn(on), rulebook_of(grids)
    counter = grids.on(facts.counter_borough, turn)
    if counter is None:
        return unrouted(Outcome.NO_RULE, reasons.no_grid(), (step(Finding.NO_GRID),))
    if kind is CaseKind.REQUEST:
        place = find_place(facts, counter, grids, territories, turn)
        if not place.is_outside:
            here = book.here(counter, place, turn)
            if here.plugin is not None:
                answer = _ask_plugin(here, facts, grids, directory, on)
                if answer is not None:
                    return answer
        ruling: Ruling = book.of_request(counter.slug, place, facts.activity, turn)
    elif kind is CaseKind.COMPLAINT:
        ruling = book.of_complaint(counter.slug, facts.activity, turn)
    else:
        ruling = book.of_kind(counter.slug, kind, turn)
    if isinstance(ruling, Decision):
        return ruling
    if kind is CaseKind.COMPLAINT:
        return _to_the_office(ruling)
    post = ruling.owner.slug, ruling.department.code
    return _handed(ruling, holders_of(directory, *post, ruling.rule, on))


@lru_cache(maxsize=REMEMBERED)
def _handed(target: Target, holders: Holders) -> Decision:
    """Assigned, or no designation (PV-25)."""
    reception, execution = holders.reception, holders.execution
    ruled = target.subject, target.grid, target.rule_words, target.department
    if reception is None or execution is None:
        words = reasons.no_designation(*ruled)
        return _decided(target, Outcome.NO_DESIGNATION, words, Finding.NOT_DESIGNATED)
    words = reasons.assigned(*ruled, reception, execution)
    decided = _decided(target, Outcome.ASSIGNED, words, Finding.DESIGNATED)
    persons = {
        "reception_person": reception.person_id,
        "execution_person": execution.person_id,
    }
    return decided.model_copy(update=persons)


@lru_cache(maxsize=REMEMBERED)
def _to_the_office(target: Target) -> Decision:
    """The department, and nobody in it.

    Whom a complaint is about is known to the complaints service alone: here nobody can be kept
    from being handed it, so nobody is handed it (PV-45, C-02).
    """
    words = reasons.to_the_office(target.subject, target.grid, target.rule_words, target.department)
    return _decided(target, Outcome.ASSIGNED, words, Finding.OFFICE)


def _decided(target: Target, outcome: Outcome, words: reasons.Words, finding: Finding) -> Decision:
    grid, owner, department = target.grid, target.owner, target.department
    return Decision(
        outcome=outcome,
        reason_fr=words[0],
        reason_en=words[1],
        grid_version=grid.version,
        rule=target.rule,
        territory=target.territory,
        responsible_borough=owner.slug,
        unit=department.unit or owner.manifest.borough.unit or None,
        department=department.code,
        department_name_fr=department.name_fr,
        department_name_en=department.name_en,
        scheme=department.scheme,
        considered=(*target.steps, step(finding, owner.version, department.code)),
    )


def _ask_plugin(
    grid: Grid, facts: CaseFacts, grids: Grids, directory: Directory, on: datetime.date
) -> Decision | None:
    assert grid.plugin is not None
    try:
        answer = grid.plugin(facts)
    except PluginFault:
        raise
    except Exception as error:  # a plug-in is somebody else's code
        kind = "an invalid decision" if isinstance(error, ValidationError) else type(error).__name__
        raise PluginFault(f"{grid.slug}: plugin.route: {kind}") from error
    if answer is None:
        return None
    if not isinstance(answer, Decision):
        raise PluginFault(f"{grid.slug}: plugin.route: answered {type(answer).__name__}")
    if faults := faults_in(answer, facts, grid, grids, on):
        raise PluginFault(f"{grid.slug}: plugin.route: {in_words(faults)}")
    found = step(Finding.PLUGIN_DECIDES, grid.version)
    return complete(answer, facts, grid, grids, directory, on, found)
