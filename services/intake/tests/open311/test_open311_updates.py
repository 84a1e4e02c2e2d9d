"""Service request updates: read in an order that stays, written once, and never backwards."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from contracts.events.intake import CaseCompletedV1
from httpx import Response
from intake.domain.dossier import Status
from intake.entrypoints.open311.formats import FORMATS

from services.intake.tests.conftest import NOW
from services.intake.tests.open311.conftest import (
    APP_KEY,
    PARTNER_KEY,
    PIERREFONDS,
    PREVOST,
    PREVOST_KEY,
    Integrator,
    errors_in,
    root_of,
)

LATER = NOW + timedelta(hours=3)


def sent(case_id: str, **changes: str) -> dict[str, Any]:
    return {
        "service_request_id": case_id,
        "update_id": "u1",
        "status": "closed",
        "updated_datetime": "2026-06-15T16:00:00Z",
        "description": "Trou bouché.",
        **changes,
    }


def update(open311: Integrator, case_id: str, key: str = PARTNER_KEY, **changes: str) -> Response:
    return open311.post("servicerequestupdates", key=key, **sent(case_id, **changes))


@pytest.fixture
def case_id(open311: Integrator) -> str:
    """A request that was opened three hours ago."""
    opened = open311.open()
    open311.counter.now = LATER
    return opened


@pytest.mark.parametrize("form", ["json", "xml"])
def test_work_that_a_partner_did_completes_the_case_and_staff_validates_it_pv_57(
    open311: Integrator, case_id: str, form: str
) -> None:
    answer = open311.post("servicerequestupdates", form, **sent(case_id))
    if form == "json":
        assert answer.json() == [{"update_id": "u1", "service_request_id": case_id}]
    else:
        assert root_of(answer).findtext("request_update/update_id") == "u1"
    state = open311.counter.state(case_id)
    assert (state.status, state.completion and str(state.completion.done_on)) == (
        Status.COMPLETED,
        "2026-06-15",
    )
    (note,) = state.notes
    assert (note.text, note.is_public, note.by) == ("Trou bouché.", True, "open311:a-partner")
    assert isinstance(open311.counter.said(case_id)[-1], CaseCompletedV1)
    told = open311.record(case_id)
    assert (told["status"], told["status_notes"]) == ("open", "Intervention faite, à valider")
    assert open311.counter.post(f"/cases/{case_id}/close", {"validated": True}).status_code == 200
    assert open311.record(case_id)["status"] == "closed"


def test_a_known_update_changes_nothing_whatever_it_says_now(
    open311: Integrator, case_id: str
) -> None:
    update(open311, case_id, status="open", description="On arrive.")
    before = open311.counter.state(case_id)
    again = update(open311, case_id, updated_datetime="2026-06-15T16:30:00Z")
    assert again.status_code == 200
    assert open311.counter.state(case_id) == before


def test_a_known_update_changes_nothing_when_its_command_was_forgotten_and_it_was_reopened(
    open311: Integrator, case_id: str
) -> None:
    update(open311, case_id)
    open311.counter.post(f"/cases/{case_id}/reopen", {"reason": "not-resolved"})
    documents = open311.counter.store.documents
    documents[case_id] = replace(documents[case_id], commands=[])
    before = open311.counter.state(case_id)
    assert update(open311, case_id).status_code == 200
    assert open311.counter.state(case_id) == before
    assert before.status is Status.REGISTERED


def test_an_update_that_is_older_than_a_reopening_or_another_update_moves_nothing(
    open311: Integrator, case_id: str
) -> None:
    update(open311, case_id)
    open311.counter.now = LATER + timedelta(hours=1)
    open311.counter.post(f"/cases/{case_id}/reopen", {"reason": "reappeared"})
    late = {"update_id": "u2", "updated_datetime": "2026-06-15T17:30:00Z"}
    assert update(open311, case_id, **late).status_code == 200
    state = open311.counter.state(case_id)
    assert (state.status, len(state.notes)) == (Status.REGISTERED, 2), "noted all the same"

    open311.counter.now = LATER + timedelta(hours=3)
    news = {"status": "open", "updated_datetime": "2026-06-15T19:00:00Z"}
    update(open311, case_id, update_id="u3", **news)
    update(open311, case_id, update_id="u4", updated_datetime="2026-06-15T18:59:00Z")
    assert open311.counter.state(case_id).status is Status.REGISTERED
    update(open311, case_id, update_id="u5", updated_datetime="2026-06-15T19:01:00Z")
    assert open311.counter.state(case_id).status is Status.COMPLETED


def test_an_update_without_words_is_no_message_to_the_citizen(
    open311: Integrator, case_id: str
) -> None:
    assert update(open311, case_id, description="").status_code == 200
    (note,) = open311.counter.state(case_id).notes
    assert note.is_public is False


def test_what_has_ended_is_not_opened_by_a_partner(open311: Integrator, case_id: str) -> None:
    update(open311, case_id)
    news = {"status": "open", "updated_datetime": "2026-06-15T17:00:00Z", "update_id": "u2"}
    assert update(open311, case_id, **news).status_code == 200
    assert open311.counter.state(case_id).status is Status.COMPLETED


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"update_id": ""}, [(400, "update_id")]),
        ({"status": "", "updated_datetime": ""}, [(400, "status"), (400, "updated_datetime")]),
        ({"status": "fixed"}, [(400, "status")]),
        ({"updated_datetime": "2026-06-15"}, [(400, "updated_datetime")]),
        ({"updated_datetime": "2026-06-15T17:02:00Z"}, [(400, "updated_datetime")]),
        ({"updated_datetime": "2026-06-15T13:59:00Z"}, [(400, "updated_datetime")]),
        ({"description": "<p>fait</p>"}, [(400, "description")]),
        ({"description": "x" * 4001}, [(400, "description")]),
        ({"service_request_id": ""}, [(400, "service_request_id")]),
        ({"service_request_id": "unknown"}, [(404, "service_request_id")]),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    open311: Integrator, case_id: str, changes: dict[str, str], wrong: list[tuple[int, str]]
) -> None:
    before = open311.counter.state(case_id)
    for form in FORMATS:
        answer = open311.post("servicerequestupdates", form, **sent(case_id, **changes))
        assert answer.status_code == wrong[0][0]
        assert [(code, text.split(" :")[0]) for code, text in errors_in(answer)] == wrong
    assert open311.counter.state(case_id) == before


def test_only_a_partner_of_the_borough_says_what_was_done(
    open311: Integrator, case_id: str
) -> None:
    before = open311.counter.state(case_id)
    assert update(open311, case_id, key=APP_KEY).status_code == 403
    assert update(open311, case_id, key=PREVOST_KEY).status_code == 403
    theirs = open311.post("servicerequestupdates", jurisdiction=PREVOST, **sent(case_id))
    assert errors_in(theirs)[0][0] == 404
    open311.prefix = "/open311/test/v2"
    assert update(open311, case_id).status_code == 200, "a trial"
    assert open311.counter.state(case_id) == before


def test_of_a_complaint_no_partner_learns_and_none_writes_pv_44(
    open311: Integrator, case_id: str
) -> None:
    open311.counter.post(f"/cases/{case_id}/reclassify", {"kind": "complaint"})
    before = open311.counter.state(case_id)
    assert update(open311, case_id).status_code == 404
    assert open311.counter.state(case_id) == before


def test_updates_are_read_by_time_and_then_by_id_whatever_the_span(
    open311: Integrator, case_id: str
) -> None:
    other = open311.open()
    open311.assign(case_id, minutes=30)
    update(open311, case_id)
    told = open311.get("servicerequestupdates").json()
    order = [(one["updated_datetime"], one["update_id"]) for one in told]
    assert order == sorted(order)
    assert [one["service_request_id"] for one in told].count(other) == 1
    assert told[0].keys() == {
        "update_id",
        "service_request_id",
        "status",
        "updated_datetime",
        "description",
        "media_url",
    }
    words = [one["description"] for one in told if one["service_request_id"] == case_id]
    assert words == [
        "La demande a été reçue.",
        "Confiée au service : Travaux publics.",
        "L'intervention est faite ; elle reste à valider.",
    ]
    middle = NOW + timedelta(hours=1)
    halves = [
        {"start_date": "2026-06-15T00:00:00Z", "end_date": middle.isoformat()},
        {"start_date": middle.isoformat(), "end_date": "2026-06-16T00:00:00Z"},
    ]
    open311.counter.now = NOW + timedelta(days=400)
    assert [one for half in halves for one in open311.get("servicerequestupdates", **half).json()
            ] == told, "the same a year later"  # fmt: skip
    assert open311.get("servicerequestupdates").json() == []


def test_the_form_of_updates_in_xml(open311: Integrator, case_id: str) -> None:
    root = root_of(open311.get("servicerequestupdates", "xml"))
    assert (root.tag, {one.tag for one in root}) == ("service_request_updates", {"request_update"})
    assert root.findtext("request_update/service_request_id") == case_id
    assert root.findtext("request_update/status") == "open"
    assert root.find("request_update/media_url") is not None


def test_a_plus_sign_that_was_not_encoded_is_read_as_one(open311: Integrator, case_id: str) -> None:
    path = f"/open311/v2/servicerequestupdates.json?jurisdiction_id={PIERREFONDS}&start_date="
    for sign in ("+", quote("+")):
        answer = open311.client.get(f"{path}2026-06-15T15:00:00{sign}01:00")
        assert [one["service_request_id"] for one in answer.json()] == [case_id]
