"""Commands on a case that is there already."""

import pytest
from contracts.events.intake import (
    CaseDetailsRecordedV1,
    CaseReclassifiedV1,
    CaseRegisteredV1,
    CaseWithdrawnV1,
)

from services.intake.tests.conftest import ANSWER, KEY, Counter, form, targets, the


def test_a_withdrawn_case_stays_withdrawn_and_is_told_once(counter: Counter) -> None:
    case_id = counter.register()
    path = f"/cases/{case_id}/withdraw"
    assert counter.post(path).json()["status"] == "withdrawn"
    assert counter.post(path, key=KEY + "again").json()["status"] == "withdrawn"
    the(CaseWithdrawnV1, counter.said(case_id))
    refused = counter.post(f"/cases/{case_id}/reclassify", {"kind": "claim", "activity": "Autre"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "unprocessableEntity")


@pytest.mark.parametrize("path", ["reclassify", "withdraw", "answer"])
def test_commands_on_a_case_of_another_borough_find_nothing(counter: Counter, path: str) -> None:
    case_id = counter.register()
    before = counter.store.documents[case_id]
    body = ANSWER if path == "answer" else {"kind": "claim", "activity": "Autre"}
    there = counter.post(f"/cases/{case_id}/{path}", body, by="elsewhere")
    nowhere = counter.post(f"/cases/{'0' * 36}/{path}", body, by="elsewhere")
    assert (there.status_code, there.json()) == (404, nowhere.json())
    assert counter.post(f"/cases/{case_id}/{path}", body, by="operator").status_code == 403
    assert counter.store.documents[case_id] == before


def test_a_technician_may_enter_what_was_received_before(counter: Counter) -> None:
    case_id = counter.register(receivedAt="2026-06-12T09:30:00-04:00", originalOn="2026-06-12")
    registered = the(CaseRegisteredV1, counter.said(case_id))
    assert registered.received_at.isoformat() == "2026-06-12T13:30:00+00:00"
    assert registered.original_on.isoformat() == "2026-06-12"


def test_an_activity_that_no_grid_knows_is_said_to_routing_alone(counter: Counter) -> None:
    case_id = counter.register(activity="Voisin Tremblay")
    said = counter.said(case_id)
    assert the(CaseRegisteredV1, said).activity == ""
    assert the(CaseDetailsRecordedV1, said).activity == "Voisin Tremblay"
    assert counter.get(f"/cases/{case_id}").json()["activity"] == "Voisin Tremblay"
    known = counter.said(counter.register(activity="NID DE POULE"))
    assert the(CaseRegisteredV1, known).activity == "NID DE POULE"
    assert the(CaseDetailsRecordedV1, known).activity is None


def test_a_request_is_reclassified_to_what_a_grid_knows_and_to_nothing_else(
    counter: Counter,
) -> None:
    case_id = counter.register()
    path = f"/cases/{case_id}/reclassify"
    refused = counter.post(path, {"kind": "request", "activity": "Voisin Tremblay"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "unprocessableEntity")
    assert counter.post(path, {"kind": "request", "activity": "Éclairage défectueux"}).is_success
    assert the(CaseReclassifiedV1, counter.said(case_id)).activity == "Éclairage défectueux"


def test_a_photo_is_named_shown_to_staff_and_said_to_routing_alone(counter: Counter) -> None:
    photo = {
        "url": "https://photos.example.org/17.jpg",
        "contentType": "image/jpeg",
        "sizeBytes": 482_113,
    }
    case_id = counter.register(photo=photo)
    shown = counter.get(f"/cases/{case_id}").json()["photo"]
    assert shown == {**photo, "mediaId": None}
    details = the(CaseDetailsRecordedV1, counter.said(case_id))
    assert details.photo is not None
    assert details.photo.url == photo["url"]
    refused = counter.post("/cases", form(photo={**photo, "url": "http://example.org/"}))
    assert targets(refused) == {"photo.url"}
