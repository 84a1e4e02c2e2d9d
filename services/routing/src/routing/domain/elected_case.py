"""An assignment and the flow of an elected official (MH-05): its first states follow from the case.

A case that came in by the channel `elected` has a flow; any other gets one by a command. Nothing is
stored until a person takes a step, so the order of the streams does not matter.
"""

import datetime

from routing.domain.assignment import Assignment
from routing.domain.directory import Directory, Role
from routing.domain.elected import ElectedFlow, ElectedState, ElectedStep
from routing.domain.errors import StepRefused
from routing.domain.routed import ElectedMoved, RoutingFact

CHANNEL = "elected"
ENDED = frozenset({ElectedState.ANSWERED, ElectedState.REPORTED})


def flow_of(state: Assignment) -> ElectedFlow | None:
    """Where the flow stands; None where no official brought the case."""
    known = state.registered
    if state.elected is None and (known is None or known.channel != CHANNEL):
        return None
    if state.elected is not None:
        flow = state.elected
    else:
        assert known is not None, "seen above"
        assert known.received_at is not None, "said with the channel"
        signalled = ElectedStep(state=ElectedState.SIGNALLED, at=known.received_at)
        flow = ElectedFlow(steps=(signalled,))
    if flow.state is ElectedState.SIGNALLED and state.is_assigned:
        step = ElectedStep(state=ElectedState.DIRECTED, at=_directed_at(state, flow.steps[0].at))
        flow = flow.model_copy(update={"steps": (*flow.steps, step)})
    return flow


def start(
    state: Assignment, official: str, by: str, now: datetime.datetime
) -> tuple[Assignment, list[RoutingFact]]:
    """Names the official who brought the case; the flow starts with it where there was none.

    Raises StepRefused for a case of nobody, or of another official.
    """
    known = state.registered
    if known is None or state.is_withdrawn:
        raise StepRefused("case", "le dossier a été retiré", "the case was withdrawn")
    flow = flow_of(state)
    if flow is not None and flow.official not in ("", official):
        raise StepRefused(
            "official",
            "un autre membre du conseil suit déjà ce dossier",
            "another elected official follows this case already",
        )
    if flow is not None and flow.official == official:
        return state, []
    signalled = ElectedStep(state=ElectedState.SIGNALLED, at=known.received_at or now, by=by)
    steps = flow.steps if flow is not None else (signalled,)
    named = ElectedFlow(official=official, steps=steps)
    after = state.noted("elected-named", now, by=by, to=official, elected=named)
    return after, []


def step(
    state: Assignment,
    to: ElectedState,
    by: str,
    roles: frozenset[str],
    note: str,
    directory: Directory,
    on: datetime.date,
    now: datetime.datetime,
) -> tuple[Assignment, list[RoutingFact]]:
    """One step further, kept with who and when. Raises StepRefused.

    An official who takes a step in a case that names none is the one who follows it.
    """
    flow, known = flow_of(state), state.registered
    if flow is None or known is None:
        raise StepRefused(
            "case",
            "aucun membre du conseil n'a signalé ce dossier",
            "no elected official brought this case",
        )
    is_official = roles <= {"elected-official"}
    if is_official and flow.official not in ("", by):
        raise StepRefused(
            "official",
            "un autre membre du conseil suit ce dossier",
            "another elected official follows this case",
        )
    moved = flow.moved(to, by, roles, now, note)
    if is_official and not flow.official:
        moved = moved.model_copy(update={"official": by})
    after = state.noted(f"elected-{to}", now, by=by, note=note.strip(), elected=moved)
    told = ElectedMoved(
        case_id=state.case_id,
        step=moved.steps[-1],
        borough=known.counter_borough,
        official=moved.official,
        general_director=_general_director(state, directory, on),
        director=_director(state, directory, on),
    )
    return after, [told]


def _directed_at(state: Assignment, since: datetime.datetime) -> datetime.datetime:
    """When somebody first had it; of a long history the oldest entry that is still here."""
    moments = (
        entry.at
        for entry in state.history
        if entry.decision is not None and entry.decision.department is not None
    )
    return next(moments, since)


def _general_director(state: Assignment, directory: Directory, on: datetime.date) -> str:
    assert state.registered is not None
    found = directory.general_director(state.registered.counter_borough, on)
    return "" if found is None else found.person_id


def _director(state: Assignment, directory: Directory, on: datetime.date) -> str:
    held = state.decision
    if held is None or held.responsible_borough is None or held.department is None:
        return ""
    post = (held.responsible_borough, held.department)
    found = directory.responsable_for(*post, Role.DIRECTOR, on)
    return "" if found is None else found.person_id
