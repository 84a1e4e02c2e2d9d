"""A complaint reports a danger: a request is opened beside it at once (C-08).

It holds place and nature alone, and nothing that leads to the complaint: its id is derived under
the secret of the counter. What it would repeat of its cause is left out in `safety_reader`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.commands import derived_id
from chassis.outcome import Outcome
from contracts import Received
from contracts.events.complaints import SafetyRequestAskedV1
from contracts.events.intake import SafetyRequestOpenedV1
from contracts.words import Channel, Kind

from intake.application.register_case import register_case
from intake.domain.case import Case
from intake.domain.dossier import Brought, Origin, Place
from intake.domain.tracking import TrackingCodes

# French first, for whoever reads the case at the counter or in the field.
WORDS = (
    "Danger signalé : à vérifier sur place sans attendre. / "
    "Danger reported: to be checked on site without delay."
)


@dataclass(frozen=True)
class SafetyRequests:
    """Handling of what complaints asks."""

    codes: TrackingCodes
    knows: Callable[[str, str], bool | None]

    def case_id_of(self, received: Received[Any]) -> str:
        """Id of the request: the same for the same complaint, and found from it by nobody else."""
        return derived_id("safety", self.codes.fingerprint(f"safety:{received.envelope.subject}"))

    def open(
        self, state: Case | None, received: Received[SafetyRequestAskedV1], now: datetime
    ) -> Outcome[Case]:
        """Open the request and say so to complaints; asked again, nothing changes."""
        if state is not None and state.registration is not None:
            return Outcome(state)
        data, borough = received.data, received.envelope.borough
        case_id = self.case_id_of(received)
        opened = register_case(state, case_id, self._brought(data, borough, now), self.codes)
        said = SafetyRequestOpenedV1(case_id=case_id, complaint_id=data.case_id, opened_at=now)
        return Outcome(opened.state, [*opened.events, said], borough=borough)

    def _brought(self, data: SafetyRequestAskedV1, borough: str, now: datetime) -> Brought:
        where = Place(longitude=data.longitude, latitude=data.latitude, address=data.address)
        return Brought(
            borough=borough,
            kind=Kind.REQUEST,
            activity=data.activity,
            channel=Channel.OTHER,
            origin=Origin.INTERNAL,
            received_at=now,
            description=WORDS,
            place=None if where == Place() else where,
            is_of_grid=self.knows(borough, data.activity) is True,
        )
