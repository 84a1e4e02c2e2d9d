"""One fact into one dossier: the step that every event shares."""

from datetime import datetime
from typing import Any

from chassis.outcome import Outcome
from contracts import Received

from notifications.application.translate import outcome
from notifications.domain.deliveries import record
from notifications.domain.dossier import Dossier
from notifications.domain.facts import Fact


def record_fact(
    state: Dossier | None, received: Received[Any], fact: Fact, now: datetime
) -> Outcome[Dossier]:
    """Any stream may speak first of a case: a stub is made (DESIGN §3, rule 3)."""
    dossier, said = record(state or Dossier(case_id=received.envelope.subject), fact, now)
    return outcome(dossier, said, now)
