"""Open a case at the counter, whichever the channel (PV-01)."""

from chassis.outcome import Outcome

from intake.application.translate import outcome
from intake.domain.case import Case
from intake.domain.dossier import Brought
from intake.domain.tracking import TrackingCodes


def register_case(
    state: Case | None, case_id: str, brought: Brought, codes: TrackingCodes
) -> Outcome[Case]:
    """Registered, or left as it is when it was registered before."""
    case = state or Case(case_id=case_id, borough=brought.borough)
    return outcome(case.register(brought, codes.hash_for(case_id)), codes)
