"""Open a case at the counter, whichever the channel (PV-01)."""

from chassis.outcome import Outcome

from intake.application.translate import outcome
from intake.domain.case import Case
from intake.domain.completing import signed_with
from intake.domain.dossier import Brought
from intake.domain.signature import Signature
from intake.domain.tracking import TrackingCodes


def register_case(
    state: Case | None,
    case_id: str,
    brought: Brought,
    codes: TrackingCodes,
    signature: Signature | None = None,
) -> Outcome[Case]:
    """Registered, a complaint with its signature; or left as it was when that was done before."""
    case = state or Case(case_id=case_id, borough=brought.borough)
    decision = case.register(brought, codes.hash_for(case_id))
    return outcome(signed_with(decision, signature, brought.received_at), codes)
