"""What a borough asks of complaints, out of its grid."""

from datetime import datetime

from chassis.outcome import Outcome
from contracts import Received
from contracts.events.routing import GridComplaints, GridPublishedV1

from complaints.domain.admissibility import ComplaintRules, Conditions
from complaints.domain.rules import DatedRules


def keep_rules(
    state: DatedRules | None, received: Received[GridPublishedV1], now: datetime
) -> Outcome[DatedRules]:
    """One document for each borough and version."""
    data = received.data
    rules = DatedRules(
        borough=data.borough,
        version=data.version,
        effective_on=data.effective_on,
        rules=ComplaintRules(
            model="decentral" if data.complaints.model == "decentral" else "central",
            conditions=_conditions(data.complaints),
            zone=data.calendar.zone,
        ),
    )
    return Outcome(rules)


def _conditions(asked: GridComplaints) -> Conditions | None:
    """None where a borough asks for neither form nor time: any expression is a complaint (C-03)."""
    if not asked.written and not asked.signed and asked.max_age_days is None:
        return None
    return Conditions(
        written=asked.written,
        signed=asked.signed,
        max_age_days=asked.max_age_days,
        anonymous=asked.anonymous,
        invitation_days=asked.invitation_days,
    )
