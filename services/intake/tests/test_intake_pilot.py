"""Requests of the online pilot: registered as at the counter, or sent back field by field."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from chassis.commands import derived_id
from chassis.outcome import Said
from contracts import Envelope, Event, Received
from contracts.events.intake import CaseRegisteredV1
from contracts.events.pilot import PilotContact, PilotRequestRejectedV1, PilotRequestSubmittedV1
from intake.domain.case import Case
from intake.domain.dossier import Status
from intake.domain.tracking import TrackingCodes
from intake.entrypoints.subscribers import Subscribers, case_id_of_pilot

NOW = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
CASE = "5f0c1e0a-0000-4000-8000-000000000001"
CODES = TrackingCodes("secret" * 8)
SUBSCRIBERS = Subscribers(frozenset({"prevost"}), CODES)
REGISTRATION = "registration"


def envelope(event: Event, subject: str = CASE, at: datetime = NOW) -> Envelope:
    return Envelope(
        id=uuid4(),
        source="/pilot/online",
        type=event.wire_type,
        time=at,
        subject=subject,
        borough="prevost",
        correlationid="c1",
    )


def submitted(**changes: Any) -> PilotRequestSubmittedV1:
    whole: dict[str, Any] = {
        "request_id": "P-17",
        "borough": "prevost",
        "activity": "Graffiti",
        "description": "Un mur couvert de graffitis",
        "longitude": -74.08,
        "latitude": 45.87,
        "contact": PilotContact(email="alix@example.org"),
        **changes,
    }
    return PilotRequestSubmittedV1(**whole)


def receive(state: Case | None, request: PilotRequestSubmittedV1) -> tuple[Case, Sequence[Any]]:
    received = Received(envelope(request, "P-17"), request)
    handler = SUBSCRIBERS.of_pilot()[PilotRequestSubmittedV1]
    outcome = handler(state, received, NOW)
    assert outcome is not None
    assert outcome.state.case_id == case_id_of_pilot(received)
    return outcome.state, outcome.events


def test_the_pilot_registers_as_the_counter_does_pr_01_pv_01() -> None:
    state, said = receive(None, submitted())
    assert state.case_id == derived_id("pilot:/pilot/online", "P-17")
    assert state.registration is not None
    assert (state.registration.channel, state.registration.external_id) == ("pilot", "P-17")
    assert [type(one).__name__ for one in said] == [
        "CaseRegisteredV1",
        "CaseDetailsRecordedV1",
        "CaseContactsRecordedV1",
    ]
    assert isinstance(said[0], CaseRegisteredV1)


def test_a_pilot_request_that_comes_again_changes_nothing() -> None:
    state, _ = receive(None, submitted())
    assert receive(state, submitted(description="Autre chose")) == (state, ())
    rejected, _ = receive(None, submitted(borough="atlantide"))
    assert receive(rejected, submitted(borough="atlantide")) == (rejected, ())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"borough": "marque-canari"}, "borough"),
        ({"kind": "marque-canari"}, "kind"),
        ({"activity": ""}, "activity"),
        ({"description": None}, "description"),
        ({"longitude": 500.0}, "longitude"),
        ({"latitude": None}, "place"),
        ({"language": "marque-canari"}, "language"),
        ({"original_on": "marque-canari"}, "original_on"),
        ({"contact": PilotContact(email="marque-canari")}, "contact.email"),
        ({"request_id": "marque-canari"}, "request_id"),
    ],
)
def test_a_pilot_request_that_cannot_be_taken_goes_back_field_by_field(
    changes: Mapping[str, Any], field: str
) -> None:
    state, said = receive(None, submitted(**changes))
    (answer,) = said
    assert isinstance(answer, Said)
    assert (answer.key, type(answer.event)) == ("P-17", PilotRequestRejectedV1)
    assert isinstance(answer.event, PilotRequestRejectedV1)
    assert [fault.field for fault in answer.event.faults] == [field]
    assert state.status is Status.REJECTED
    for kept in (answer.event.model_dump_json(), state.model_dump_json()):
        assert "marque-canari" not in kept
        assert "graffitis" not in kept, "a refused request leaves nothing behind"
