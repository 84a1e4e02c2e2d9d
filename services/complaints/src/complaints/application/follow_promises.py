"""What sla says of a complaint's delays, beside its file; nothing is decided of it.

A case without such a delay leaves nothing here: the handler returns None.
"""

from datetime import datetime
from typing import Any

from chassis.outcome import Outcome
from contracts import Received

from complaints.application.hear_clocks import clocks_after
from complaints.domain.complaint_clocks import KINDS, ComplaintClocks


def record_promise(
    state: ComplaintClocks | None, received: Received[Any], now: datetime
) -> Outcome[ComplaintClocks] | None:
    """The last word on a delay promised for a complaint (PV-04)."""
    data, envelope = received.data, received.envelope
    if data.commitment_kind.value not in KINDS:
        return None
    known = state or ComplaintClocks(case_id=envelope.subject, borough=envelope.borough)
    clocks = clocks_after(known.clocks, data)
    return Outcome(known.model_copy(update={"clocks": clocks}))
