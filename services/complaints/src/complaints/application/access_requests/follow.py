"""What intake and sla say of a case, into the file of an access request.

A case that never was an access request leaves nothing here: its handlers return None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.outcome import Outcome
from contracts import Event, Received
from contracts.events.intake import (
    CaseDetailsRecordedV1,
    CaseReclassifiedV1,
    CaseRegisteredV1,
    CaseReopenedV1,
    CaseWithdrawnV1,
)

from complaints.application.access_requests.translate import outcome
from complaints.application.hear_clocks import HEARD, clocks_after
from complaints.domain.access_requests.following import (
    Fact,
    Reclassified,
    Registered,
    Timed,
    Told,
    Withdrawn,
    record,
)
from complaints.domain.access_requests.request import (
    ACCESS,
    ANSWER,
    DECISION,
    OBSERVATIONS,
    AccessRequest,
    Asked,
)
from complaints.domain.legal_letters import LawBook

CLOCKS = frozenset({ANSWER, DECISION, OBSERVATIONS, "third-party-notice"})
NOWHERE = "-"
Heard = Outcome[AccessRequest] | None


@dataclass(frozen=True)
class FollowAccess:
    """Handlers; what follows by itself is written by the texts of the law of the day."""

    law: LawBook

    def handlers(self) -> Mapping[type[Event], Callable[..., Heard]]:
        """Which function takes which event."""
        return {
            CaseRegisteredV1: self.note_registration,
            CaseReclassifiedV1: self.note_reclassification,
            CaseWithdrawnV1: self.note_withdrawal,
            CaseReopenedV1: self.note_reopening,
            CaseDetailsRecordedV1: self.note_details,
            **dict.fromkeys(HEARD, self.note_clock),
        }

    def note_registration(
        self, state: AccessRequest | None, received: Received[CaseRegisteredV1], now: datetime
    ) -> Heard:
        """A file is opened for an access request (PV-46), with its receipt once the delay is known
        (art. 46)."""
        data, borough = received.data, received.envelope.borough
        if data.kind.value != ACCESS and state is None:
            return None
        fact = Registered(
            kind=data.kind.value,
            borough="" if borough == NOWHERE else borough,
            channel=data.channel.value,
            received_at=data.received_at,
        )
        return self._record(state, received, fact, now)

    def note_reclassification(
        self, state: AccessRequest | None, received: Received[CaseReclassifiedV1], now: datetime
    ) -> Heard:
        """It became an access request, or is none any longer (PV-13)."""
        kind = received.data.kind.value
        if kind != ACCESS and state is None:
            return None
        return self._record(state, received, Reclassified(kind, received.envelope.borough), now)

    def note_withdrawal(
        self, state: AccessRequest | None, received: Received[CaseWithdrawnV1], now: datetime
    ) -> Heard:
        """The requester took it back."""
        if state is None:
            return None
        return self._record(state, received, Withdrawn(received.data.withdrawn_at), now)

    def note_reopening(
        self, state: AccessRequest | None, received: Received[CaseReopenedV1], now: datetime
    ) -> Heard:
        """The case is open again: what was taken back is asked for again."""
        return None if state is None else self._record(state, received, Withdrawn(None), now)

    def note_details(
        self, state: AccessRequest | None, received: Received[CaseDetailsRecordedV1], now: datetime
    ) -> Heard:
        """What is asked for; the words of any other case are not kept."""
        data = received.data
        is_access = state is not None and state.kind == ACCESS
        if data.access is None and not is_access:
            return None
        asked = Asked(
            version=data.version,
            words=data.description,
            address=data.address,
            own_data=data.access is not None and data.access.own_data,
        )
        return self._record(state, received, Told(asked, received.envelope.borough), now)

    def note_clock(
        self, state: AccessRequest | None, received: Received[Any], now: datetime
    ) -> Heard:
        """A clock of the law started, moved, was kept or missed."""
        if received.data.commitment_kind.value not in CLOCKS:
            return None
        clocks = clocks_after(() if state is None else state.clocks, received.data)
        return self._record(state, received, Timed(clocks), now)

    def _record(
        self, state: AccessRequest | None, received: Received[Any], fact: Fact, now: datetime
    ) -> Heard:
        known = state or AccessRequest(case_id=received.envelope.subject)
        return outcome(*record(known, fact, self.law, now))
