"""What the page of one assignment shows: who, why, the steps, the transfer, the official's flow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ui.language import said

from routing.domain.assignment import Assignment
from routing.domain.considered import read_aloud
from routing.domain.elected import WORDS as ELECTED
from routing.domain.elected_case import flow_of
from routing.domain.handing_over import authorities_for
from routing.domain.manifest import Department
from routing.domain.manifest_schemes import Scheme
from routing.domain.stage import Stage, stage_of, standing_refusal
from routing.entrypoints.journal import in_names, journal_of
from routing.entrypoints.work_desk import WorkDesk
from routing.entrypoints.work_lines import line_of
from routing.entrypoints.work_words import Words, refusal

ACTORS: Mapping[str, Words] = {
    "technician": ("Technicien du guichet", "Counter technician"),
    "reception": ("Responsable de la réception", "Reception responsable"),
    "execution": ("Responsable de l'exécution", "Execution responsable"),
}
DONE, NOW, NEXT = "done", "now", "next"


@dataclass(frozen=True)
class StepLine:
    """A step of a process: `state` is done, now or next."""

    text: str
    who: str
    state: str
    at: datetime | None = None


def scheme_of(state: Assignment, desk: WorkDesk) -> Scheme | None:
    """The process of the department that answers (PV-30); None: none is agreed."""
    held, grid = state.decision, desk.grid_of(state)
    code = held.scheme if held is not None else None
    if grid is None or code is None:
        return None
    return next((one for one in grid.manifest.schemes if one.code == code), None)


def agreed_of(state: Assignment, desk: WorkDesk) -> Department | None:
    """The department as its director agreed to its process, and when (PV-12)."""
    held, grid = state.decision, desk.grid_of(state)
    if held is None or held.department is None or grid is None:
        return None
    return grid.manifest.department(held.department)


def scheme_steps(state: Assignment, scheme: Scheme, language: str) -> list[StepLine]:
    """The steps of the scheme, and which one the case is at (PV-30, PV-31)."""
    reached = _reached(state, [one.actor for one in scheme.steps])
    return [
        StepLine(
            text=said((one.does_fr, one.does_en), language),
            who=said(ACTORS[one.actor], language),
            state=DONE if number < reached else NOW if number == reached else NEXT,
        )
        for number, one in enumerate(scheme.steps)
    ]


def _reached(state: Assignment, actors: list[str]) -> int:
    """Number of the step that is to be taken; behind the last one when all is done."""
    if state.is_closed or state.is_withdrawn:
        return len(actors)
    if state.is_completed:
        return len(actors) - 1
    if not state.is_assigned:
        return 0
    wanted = "execution" if state.acceptance and "execution" in actors else "reception"
    return actors.index(wanted) if wanted in actors else 0


def elected_steps(state: Assignment, language: str, desk: WorkDesk) -> list[StepLine]:
    """The steps that the elected official's case has taken, and when (MH-05)."""
    flow, names = flow_of(state), desk.names_of_people()
    if flow is None:
        return []
    last = len(flow.steps) - 1
    return [
        StepLine(
            text=said(ELECTED[one.state], language) + (f" : {one.note}" if one.note else ""),
            who=names.get(one.by, one.by),
            state=NOW if number == last else DONE,
            at=one.at,
        )
        for number, one in enumerate(flow.steps)
    ]


async def shown(
    state: Assignment, desk: WorkDesk, roles: frozenset[str], language: str
) -> dict[str, Any]:
    """All that the template needs of a case. Raises Transient."""
    snapshot, now = desk.desk.snapshot, desk.desk.clock()
    names = desk.names_of_people()
    grids = snapshot.grids

    def person(staff_id: str) -> str:
        return names.get(staff_id, staff_id) or "?"

    def borough(slug: str) -> str:
        return next((g.manifest.borough.name for g in grids if g.slug == slug), slug)

    line, held, scheme = line_of(state, snapshot, now, language), state.decision, None
    if stage_of(state) is not Stage.NONE:
        scheme = scheme_of(state, desk)
    flow, refused = flow_of(state), standing_refusal(state)
    today = desk.today_of(state)
    authorities = authorities_for(state, grids, snapshot.territories, today)
    considered = read_aloud(held.considered, borough) if held is not None else []
    codes, needs_extension = desk.closing(state, language)
    steps = flow.next_steps(roles) if flow is not None else []
    reports = [one for one in (state.work, *reversed(state.earlier_work)) if one is not None]
    return {
        "state": state,
        "line": line,
        "held": held,
        "reason": in_names(held, person, language) if held else "",
        "considered": [said(one, language) for one in considered],
        "person": person,
        "extension_of": desk.extension_of,
        "unavailable": await desk.unavailable(line.persons, language),
        "scheme": scheme,
        "agreed": agreed_of(state, desk) if scheme else None,
        "scheme_steps": scheme_steps(state, scheme, language) if scheme else [],
        "elected": elected_steps(state, language, desk),
        "official": person(flow.official) if flow is not None and flow.official else "",
        "journal": journal_of(state, person, language),
        "reports": reports,
        "refused": [(one, refusal(one.reason, language)) for one in reversed(state.refused_work)],
        "refused_why": refusal(refused.reason, language) if refused else "",
        "codes": codes,
        "needs_extension": needs_extension,
        "today": today.isoformat(),
        "departments": _departments(state, desk, language),
        "colleagues": _colleagues(state, desk),
        "authorities": [(code, said(words, language)) for code, words in authorities.items()],
        "officials": desk.officials(state),
        "next_steps": [(one.value, said(ELECTED[one], language)) for one in steps],
    }


def _departments(state: Assignment, desk: WorkDesk, language: str) -> list[tuple[str, str]]:
    """Where a case may be transferred to: departments of the borough that answers."""
    grid = desk.grid_of(state)
    departments = grid.manifest.departments if grid is not None else ()
    return [(one.code, said((one.name_fr, one.name_en), language)) for one in departments]


def _colleagues(state: Assignment, desk: WorkDesk) -> list[tuple[str, str]]:
    """Who is designated in the borough that answers, with the department."""
    grid = desk.grid_of(state)
    slug = grid.slug if grid is not None else ""
    found = {
        one.person_id: f"{one.full_name} · {one.department}"
        for one in desk.desk.snapshot.directory.designations
        if one.borough == slug
    }
    return sorted(found.items(), key=lambda one: one[1])
