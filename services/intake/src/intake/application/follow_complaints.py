"""Where a complaint stands: that and nothing of what it says (PV-45).

The case's next step follows from it; the line for the dossier is told in `tell_timeline`.
"""

from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.complaints import (
    AdmissibilityDecidedV1,
    ComplaintOpenedV1,
    FileReceivedV1,
    InvestigationConcludedV1,
)

from intake.application.stub import case_of
from intake.domain.case import Case
from intake.domain.leaving import acknowledge


def record_complaint_opened(
    state: Case | None, received: Received[ComplaintOpenedV1], now: datetime
) -> Outcome[Case]:
    """A file was opened at the Service aux citoyens (PV-17)."""
    case, at = case_of(state, received.envelope), received.data.opened_at
    standing = case.complaint.model_copy(update={"opened_at": at})
    return Outcome(case.model_copy(update={"complaint": standing}))


def record_admissibility(
    state: Case | None, received: Received[AdmissibilityDecidedV1], now: datetime
) -> Outcome[Case]:
    """Admitted, invited to write or sign, or refused (PV-18..20, PV-38)."""
    case, data = case_of(state, received.envelope), received.data
    standing = case.complaint.model_copy(
        update={
            "admissibility": data.admissibility,
            "code": data.code,
            "respond_by_on": data.respond_by_on,
        }
    )
    return Outcome(case.model_copy(update={"complaint": standing}))


def record_conclusion(
    state: Case | None, received: Received[InvestigationConcludedV1], now: datetime
) -> Outcome[Case]:
    """The investigation is over; with what outcome the counter never knows (PV-45)."""
    case = case_of(state, received.envelope)
    standing = case.complaint.model_copy(update={"concluded_at": received.data.concluded_at})
    return Outcome(case.model_copy(update={"complaint": standing}))


def record_file_received(
    state: Case | None, received: Received[FileReceivedV1], now: datetime
) -> Outcome[Case]:
    """Complaints has a file, whole: what lies here may go (PV-45)."""
    case = case_of(state, received.envelope)
    return Outcome(acknowledge(case, received.data.file_id, now))
