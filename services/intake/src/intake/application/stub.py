"""The case that another service speaks of, there or not: any stream may speak first (rule 3)."""

from contracts import Envelope

from intake.domain.case import Case
from intake.domain.timeline import Timeline


def case_of(state: Case | None, envelope: Envelope) -> Case:
    """The case, or a stub that waits for its registration."""
    return state or Case(case_id=envelope.subject, borough=envelope.borough)


def timeline_of(state: Timeline | None, envelope: Envelope) -> Timeline:
    """The timeline of the case, or an empty one."""
    return state or Timeline(case_id=envelope.subject, borough=envelope.borough)
