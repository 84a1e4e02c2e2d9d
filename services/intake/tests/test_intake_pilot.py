"""Requests of the online pilot: registered as at the counter, or sent back field by field."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from chassis.commands import derived_id
from chassis.outcome import Said
from contracts import Envelope, Event, Received
from contracts.events.intake import (
    CaseDetailsRecordedV1,
    CaseRegisteredV1,
    ComplaintHandedOverV1,
)
from contracts.events.pilot import (
    PilotContact,
    PilotPhoto,
    PilotRequestRejectedV1,
    PilotRequestSubmittedV1,
)
from intake.domain.activities import GridWords, Vocabulary
from intake.domain.case import REFUSED_KEPT, Case
from intake.domain.dossier import Status
from intake.domain.tracking import TrackingCodes
from intake.entrypoints.subscribers import Subscribers, case_id_of_pilot

NOW = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
CODES = TrackingCodes("secret" * 8)
VOCABULARY = Vocabulary(
    [
        GridWords(borough="prevost", version=1, words=("graffiti", "chien errant")),
        GridWords(borough="montreal", version=1, words=("nid de poule",)),
        GridWords(
            borough="pierrefonds-roxboro", version=2, inherits="montreal", words=("mobilier",)
        ),
        GridWords(borough="anjou", version=1, inherits="montreal"),
        GridWords(borough="verdun", version=1),
    ]
)
COUNTERS = frozenset({"prevost", "anjou", "verdun", "lachine"})
SUBSCRIBERS = Subscribers(COUNTERS, CODES, VOCABULARY.knows)
PHOTO = PilotPhoto(
    url="https://photos.example.org/17.jpg", content_type="image/jpeg", size_bytes=482_113
)


def envelope(event: Event, subject: str = "P-17", borough: str = "prevost") -> Envelope:
    return Envelope(
        id=uuid4(),
        source="/pilot/online",
        type=event.wire_type,
        time=NOW,
        subject=subject,
        borough=borough,
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


def receive(
    state: Case | None, request: PilotRequestSubmittedV1, borough: str = "prevost"
) -> tuple[Case, Sequence[Any]]:
    received = Received(envelope(request, borough=borough), request)
    handler = SUBSCRIBERS.of_pilot()[PilotRequestSubmittedV1]
    outcome = handler(state, received, NOW)
    assert outcome is not None
    assert outcome.state.case_id == case_id_of_pilot(received)
    return outcome.state, outcome.events


def rejection(said: Sequence[Any]) -> PilotRequestRejectedV1:
    (answer,) = said
    assert isinstance(answer, Said)
    assert answer.key == "P-17"
    assert isinstance(answer.event, PilotRequestRejectedV1)
    assert answer.event.event_id is not None
    return answer.event


def test_the_pilot_registers_as_the_counter_does_pr_01_pv_01() -> None:
    state, said = receive(None, submitted(photo=PHOTO))
    assert state.case_id == derived_id("pilot", "P-17")
    assert state.registration is not None
    assert (state.registration.channel, state.registration.external_id) == ("pilot", "P-17")
    assert [type(one).__name__ for one in said] == [
        "CaseRegisteredV1",
        "CaseDetailsRecordedV1",
        "CaseContactsRecordedV1",
    ]
    registered, details = said[0], said[1]
    assert isinstance(registered, CaseRegisteredV1)
    assert registered.activity == "Graffiti"
    assert isinstance(details, CaseDetailsRecordedV1)
    assert details.photo is not None
    assert details.photo.model_dump() == PHOTO.model_dump()
    assert details.activity is None, "it is said in the open already"


def test_a_photo_of_a_complaint_goes_with_its_words_and_stays_nowhere_else_pv_44() -> None:
    state, said = receive(None, submitted(kind="complaint", photo=PHOTO))
    (handed,) = [one for one in said if isinstance(one, ComplaintHandedOverV1)]
    assert PHOTO.url is not None
    assert PHOTO.url in (handed.statement or "")
    assert PHOTO.url not in state.model_dump_json()


def test_the_same_request_again_is_one_case_and_says_nothing() -> None:
    state, _ = receive(None, submitted())
    assert receive(state, submitted()) == (state, ())
    rejected, _ = receive(None, submitted(borough="atlantide"))
    assert receive(rejected, submitted(borough="atlantide")) == (rejected, ())


def test_another_content_under_the_id_of_a_case_is_refused_once_and_the_case_stands() -> None:
    first, _ = receive(None, submitted())
    second, said = receive(first, submitted(description="Autre chose"))
    assert [(one.field, one.code) for one in rejection(said).faults] == [
        ("request_id", "already-used")
    ]
    assert second.model_copy(update={"refused": ()}) == first
    assert receive(second, submitted(description="Autre chose")) == (second, ())
    assert receive(second, submitted()) == (second, ())


def test_what_was_rejected_may_come_again_under_its_id_mended() -> None:
    rejected, _ = receive(None, submitted(activity="Dragon"))
    assert rejected.status is Status.REJECTED
    again, said = receive(rejected, submitted(activity="Licorne"))
    assert rejection(said).faults[0].code == "unknown-activity"
    state, said = receive(again, submitted())
    assert state.status is Status.REGISTERED
    assert isinstance(said[0], CaseRegisteredV1)
    assert state.rejection == ()


def test_a_stub_that_is_refused_for_ever_stays_small() -> None:
    state: Case | None = None
    for number in range(3 * REFUSED_KEPT):
        state, said = receive(state, submitted(activity=f"Dragon {number}"))
        assert len(said) == 1
    assert state is not None
    assert (len(state.refused), len(state.journal)) == (REFUSED_KEPT, 1)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"borough": "marque-canari"}, "borough", "unknown"),
        ({"borough": "anjou", "activity": "Mobilier"}, "ce_borough", "wrong-borough"),
        ({"kind": "marque-canari"}, "kind", "unknown"),
        ({"activity": ""}, "activity", "required"),
        ({"activity": "marque canari"}, "activity", "unknown-activity"),
        ({"activity": "canari 514 555-0142"}, "activity", "malformed"),
        ({"description": None}, "description", "required"),
        ({"description": "x" * 4000}, "description", "too-long"),
        ({"longitude": 500.0}, "longitude", "out-of-range"),
        ({"latitude": None}, "place", "incomplete"),
        ({"language": "marque-canari"}, "language", "unknown"),
        ({"original_on": "marque-canari"}, "original_on", "malformed-date"),
        ({"original_on": "2027-01-01"}, "original_on", "in-the-future"),
        ({"contact": PilotContact(email="marque-canari")}, "contact.email", "malformed"),
        ({"request_id": "marque-canari"}, "request_id", "wrong-key"),
        ({"request_id": "marque@canari"}, "request_id", "malformed"),
    ],
)
def test_a_pilot_request_that_cannot_be_taken_goes_back_field_by_field(
    changes: Mapping[str, Any], field: str, code: str
) -> None:
    state, said = receive(None, submitted(**changes))
    answer = rejection(said)
    assert [(fault.field, fault.code) for fault in answer.faults] == [(field, code)]
    assert all(fault.reason_fr and fault.reason_en for fault in answer.faults)
    assert state.status is Status.REJECTED
    for kept in (answer.model_dump_json(), state.model_dump_json()):
        assert "canari" not in kept
        assert "graffitis" not in kept, "a refused request leaves nothing behind"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"url": "http://photos.example.org/1.jpg"}, "photo.url", "malformed"),
        ({"url": "https://alix:canari@photos.example.org/1.jpg"}, "photo.url", "malformed"),
        ({"url": "file:///etc/passwd"}, "photo.url", "malformed"),
        ({"url": "https://photos.example.org/ 1.jpg"}, "photo.url", "malformed"),
        ({"url": f"https://photos.example.org/{'1' * 500}"}, "photo.url", "too-long"),
        ({"url": None}, "photo", "incomplete"),
        ({"url": None, "media_id": "un canari"}, "photo.media_id", "malformed"),
        ({"content_type": "text/html"}, "photo.content_type", "unknown"),
        ({"content_type": ""}, "photo.content_type", "required"),
        ({"size_bytes": 0}, "photo.size_bytes", "out-of-range"),
        ({"size_bytes": 20 * 1024 * 1024 + 1}, "photo.size_bytes", "out-of-range"),
    ],
)
def test_a_photo_is_named_by_https_or_an_id_with_its_type_and_size_pr_02(
    changes: Mapping[str, Any], field: str, code: str
) -> None:
    _, said = receive(None, submitted(photo=PHOTO.model_copy(update=dict(changes))))
    assert [(fault.field, fault.code) for fault in rejection(said).faults] == [(field, code)]


def test_every_fault_is_said_at_once_of_the_shape_and_of_the_rules() -> None:
    broken = submitted(
        borough="atlantide",
        kind="licorne",
        description=None,
        longitude=500.0,
        original_on="2027-01-01",
        contact=PilotContact(email="x", phone="y"),
        photo=PHOTO.model_copy(update={"url": None}),
    )
    _, said = receive(None, broken)
    assert {fault.field for fault in rejection(said).faults} == {
        "borough",
        "kind",
        "description",
        "longitude",
        "original_on",
        "contact.email",
        "contact.phone",
        "photo",
    }


@pytest.mark.parametrize(
    ("borough", "activity", "is_taken"),
    [
        ("prevost", "GRAFFITI", True),
        ("prevost", "Nid-de-poule", False),
        ("anjou", "Nid-de-poule", True),
        ("anjou", "*Mobilier", True),
        ("anjou", "Chien errant", False),
        ("verdun", "Dragon", True),
        ("lachine", "Dragon", True),
    ],
    ids=[
        "its own grid, any spelling",
        "a grid of elsewhere",
        "its city's grid",
        "another borough of its city, where the place may lie",
        "another town",
        "a grid that says nothing of activities",
        "no grid yet: nobody waits, routing decides",
    ],
)
def test_a_request_is_taken_for_any_activity_that_a_grid_of_its_city_knows_pr_02(
    borough: str, activity: str, is_taken: bool
) -> None:
    state, said = receive(None, submitted(borough=borough, activity=activity), borough)
    assert (state.registration is not None) is is_taken
    if not is_taken:
        (fault,) = rejection(said).faults
        assert (fault.field, fault.code) == ("activity", "unknown-activity")
        assert fault.reason_en == f"unknown in the grid of {borough}"


def test_a_word_that_no_grid_is_known_to_have_travels_restricted() -> None:
    _, said = receive(None, submitted(borough="lachine", activity="Chez Alix"), "lachine")
    registered, details = said[0], said[1]
    assert isinstance(registered, CaseRegisteredV1)
    assert isinstance(details, CaseDetailsRecordedV1)
    assert (registered.activity, details.activity) == ("", "Chez Alix")


def test_only_requests_are_asked_for_an_activity_of_the_grid() -> None:
    state, said = receive(None, submitted(kind="claim", activity="Pneu crevé"))
    assert state.registration is not None
    assert isinstance(said[0], CaseRegisteredV1)
    assert said[0].activity == "", "the open topics hold words of grids alone"
