"""The case that another service speaks of, there or not: any stream may speak first (rule 3)."""

from contracts import Envelope

from intake.domain.case import Case


def case_of(state: Case | None, envelope: Envelope) -> Case:
    """The case, or a stub that waits for its registration."""
    return state or Case(case_id=envelope.subject, borough=envelope.borough)
