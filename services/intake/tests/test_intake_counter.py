"""The counter over HTTP: one way in for every channel, its rules, its refusals."""

import json
from datetime import timedelta
from typing import Any

import pytest
from contracts.events.intake import (
    CaseAnsweredV1,
    CaseContactsRecordedV1,
    CaseDetailsRecordedV1,
    CaseReclassifiedV1,
    CaseRegisteredV1,
    ComplaintHandedOverV1,
)

from services.intake.tests.conftest import (
    ANSWER,
    HARSH_WORDS,
    KEY,
    NOW,
    Counter,
    complaint,
    form,
    targets,
    the,
)


@pytest.mark.parametrize(
    "channel",
    ["phone", "email", "counter", "letter", "web", "mobile", "field", "elected", "social"],
)
def test_every_channel_enters_by_the_one_counter_pv_01(counter: Counter, channel: str) -> None:
    case_id = counter.register(channel=channel)
    assert the(CaseRegisteredV1, counter.said(case_id)).channel == channel


@pytest.mark.parametrize(
    ("channel", "origin"), [("elected", "elected"), ("field", "employee"), ("web", "citizen")]
)
def test_elected_officials_and_staff_are_ways_in_mh_04(
    counter: Counter, channel: str, origin: str
) -> None:
    assert counter.get(f"/cases/{counter.register(channel=channel)}").json()["origin"] == origin


def test_an_accepted_case_says_its_state_its_next_step_and_its_code_pv_03(counter: Counter) -> None:
    answer = counter.post("/cases", form())
    body = answer.json()
    assert answer.status_code == 201
    assert (body["status"], body["nextStep"]) == ("registered", "routing")
    assert body["nextStepText"].startswith("Nous dirigeons")
    assert len(body["trackingCode"]) == 16
    english = counter.post("/cases", form(), accept_language="en-CA")
    assert english.json()["nextStepText"].startswith("We are directing")


def test_what_is_said_in_the_open_holds_no_place_no_words_no_person(counter: Counter) -> None:
    case_id = counter.register()
    said = counter.said(case_id)
    assert the(CaseDetailsRecordedV1, said).address == "13665, boul. de Pierrefonds"
    contacts = the(CaseContactsRecordedV1, said)
    assert (contacts.version, contacts.email) == (1, "alix@example.org")
    assert contacts.tracking_code == counter.codes.code_of(case_id)
    for entry in counter.store.documents[case_id].pending:
        loud = f"{entry.headers} {entry.key} "
        if entry.topic == "intake-cases":
            loud += entry.value.decode()
        else:
            assert b"alix" not in entry.value, "not sealed"
        for private in ("Alix", "alix", "13665", "école", contacts.tracking_code):
            assert private not in loud


def test_a_case_without_contact_names_version_0_and_records_none(counter: Counter) -> None:
    said = counter.said(counter.register(contact=None))
    assert the(CaseRegisteredV1, said).contacts_version == 0
    assert not [one for one in said if isinstance(one, CaseContactsRecordedV1)]


def test_repeated_under_its_key_it_answers_the_same_and_opens_no_other(counter: Counter) -> None:
    first = counter.post("/cases", form())
    counter.now = NOW + timedelta(minutes=5)
    again = counter.post("/cases", form())
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-key"] == KEY
    assert len(counter.store.documents) == 1
    assert len(counter.said(first.json()["caseId"])) == 3


def test_the_same_key_with_another_intent_is_refused(counter: Counter) -> None:
    counter.post("/cases", form())
    other = counter.post("/cases", form(description="Tout autre chose"))
    assert (other.status_code, other.json()["error"]["code"]) == (422, "duplicateKey")


def test_two_callers_with_one_key_have_two_cases(counter: Counter) -> None:
    one = counter.post("/cases", form(channel="web")).json()
    other = counter.post("/cases", form(channel="web"), by=None).json()
    assert one["caseId"] != other["caseId"]


@pytest.mark.parametrize("key", [None, "short", "x" * 101, "with a space in the middle"])
def test_a_command_without_a_good_idempotency_key_is_refused(
    counter: Counter, key: str | None
) -> None:
    answer = counter.post("/cases", form(), key=key)
    assert (answer.status_code, targets(answer)) == (400, {"Idempotency-Key"})
    assert not counter.store.documents


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"borough": "atlantide"}, "borough"),
        ({"kind": "wish"}, "kind"),
        ({"kind": None}, "kind"),
        ({"kind": ["request", "complaint"]}, "kind"),
        ({"activity": None}, "activity"),
        ({"activity": "Appelez alix@example.org"}, "activity"),
        ({"activity": "Nid 514 555-0199"}, "activity"),
        ({"channel": "pilot"}, "channel"),
        ({"description": "  "}, "description"),
        ({"description": "x" * 3501}, "description"),
        ({"place": {"longitude": -73.8}}, "place"),
        ({"place": {}}, "place"),
        ({"place": {"longitude": "-73.8", "latitude": 45.5}}, "place.longitude"),
        ({"place": {"longitude": -73.8, "latitude": 91}}, "place.latitude"),
        ({"place": None, "channel": "field"}, "place"),
        ({"contact": {}}, "contact"),
        ({"contact": {"email": "nobody"}}, "contact.email"),
        ({"contact": {"name": "A\r\nBcc: b@example.org"}}, "contact.name"),
        ({"contact": {"phone": "quand vous voulez"}}, "contact.phone"),
        ({"language": "es"}, "language"),
        ({"receivedAt": "2026-06-15T14:05:00Z"}, "receivedAt"),
        ({"receivedAt": "2026-06-15T10:00:00"}, "receivedAt"),
        ({"originalOn": "2026-06-17"}, "originalOn"),
        ({"answer": ANSWER}, "answer"),
        ({"kind": "information"}, "answer"),
        ({"complaint": {"written": True}}, "complaint"),
        ({**complaint(), "complaint": {"written": "oui"}}, "complaint.written"),
        (
            {**complaint(), "complaint": {"written": True, "factsOn": "2026-07-01"}},
            "complaint.factsOn",
        ),
        ({"priority": 1}, "priority"),
    ],
)
def test_bad_input_names_the_field_and_leaves_nothing_behind_pv_36(
    counter: Counter, changes: dict[str, Any], target: str
) -> None:
    answer = counter.post("/cases", form(**changes))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], targets(answer)) == (
        400,
        "invalidParameter",
        {target},
    )
    assert set(error) == {"code", "message", "target", "details"}
    assert not counter.store.documents


@pytest.mark.parametrize(
    ("language", "message", "reason"),
    [
        (
            "fr-CA,fr;q=0.9",
            "La demande contient des erreurs ; rien n'a été enregistré.",
            "guichet inconnu",
        ),
        ("en-CA,fr;q=0.5", "The request has errors; nothing was recorded.", "unknown counter"),
    ],
)
def test_errors_speak_the_language_that_is_asked_for(
    counter: Counter, language: str, message: str, reason: str
) -> None:
    answer = counter.post("/cases", form(borough="x"), accept_language=language).json()
    assert answer["error"]["message"] == message
    assert answer["error"]["details"][0] == {
        "code": "invalidParameter",
        "message": reason,
        "target": "borough",
    }


def test_a_refusal_quotes_nothing_of_what_was_sent(counter: Counter) -> None:
    marked = "marque-canari"
    answer = counter.post("/cases", form(borough=marked, contact={"email": marked}, kind=marked))
    assert marked not in answer.text


def test_a_body_that_is_no_json_is_refused_in_the_same_form(counter: Counter) -> None:
    answer = counter.client.post(
        "/api/intake/v1/cases",
        content=b"{",
        headers={"idempotency-key": KEY, "content-type": "application/json"},
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["details"][0]["code"] == "invalidJsonBody"


def test_no_field_weighs_one_citizen_against_another_pv_08(counter: Counter) -> None:
    fields = json.dumps(counter.client.get("/documentation/intake/openapi.json").json()).lower()
    assert "priorit" not in fields
    assert "vip" not in fields


def test_the_public_may_use_web_and_mobile_and_nothing_else_pr_01(counter: Counter) -> None:
    assert counter.post("/cases", form(channel="web"), by=None).status_code == 201
    assert counter.post("/cases", form(channel="phone"), by=None).status_code == 401
    assert counter.post("/cases", form(channel="web"), by="nonsense").status_code == 401
    assert counter.post("/cases", form(channel="phone"), by="elected").status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"receivedAt": "2026-06-01T12:00:00Z"},
        {"kind": "information", "answer": ANSWER},
    ],
)
def test_the_public_neither_backdates_nor_answers(
    counter: Counter, changes: dict[str, Any]
) -> None:
    assert counter.post("/cases", form(channel="web", **changes), by=None).status_code == 400


def test_a_technician_enters_nothing_for_another_borough(counter: Counter) -> None:
    assert counter.post("/cases", form(), by="elsewhere").status_code == 403
    assert counter.post("/cases", form(channel="web"), by="elsewhere").status_code == 403
    assert not counter.store.documents


def test_information_opens_and_closes_in_one_write_pv_06_pv_15(counter: Counter) -> None:
    case_id = counter.register(kind="information", answer=ANSWER)
    assert counter.store.documents[case_id].version == 1
    assert counter.state(case_id).status == "answered"
    said = counter.said(case_id)
    assert the(CaseAnsweredV1, said).reference == ANSWER["reference"]
    assert the(CaseRegisteredV1, said).details_version == 0


def test_a_question_from_the_web_waits_for_its_answer_pv_06(counter: Counter) -> None:
    case_id = counter.post("/cases", form(channel="web", kind="information"), by=None).json()[
        "caseId"
    ]
    assert counter.get(f"/cases/{case_id}").json()["nextStep"] == "answer"
    done = counter.post(f"/cases/{case_id}/answer", ANSWER)
    assert done.json()["status"] == "answered"
    assert counter.post(f"/cases/{case_id}/answer", {}, key=KEY + "2").status_code == 400


def test_only_information_is_closed_by_an_answer_pv_14(counter: Counter) -> None:
    answer = counter.post(f"/cases/{counter.register()}/answer", ANSWER)
    assert answer.status_code == 422


def test_a_complaint_goes_to_the_handover_and_nowhere_else_pv_17_pv_44(counter: Counter) -> None:
    case_id = counter.register(
        **complaint(
            activity="Comportement d'un employé",
            complaint={"written": True, "signed": True, "factsOn": "2026-06-10"},
        )
    )
    said = counter.said(case_id)
    registered, handed = the(CaseRegisteredV1, said), the(ComplaintHandedOverV1, said)
    assert (registered.activity, registered.details_version) == ("", 0)
    assert not [one for one in said if isinstance(one, CaseDetailsRecordedV1)]
    assert handed.statement.startswith(HARSH_WORDS)
    assert "13665" in handed.statement, "its place travels with its words"
    assert (handed.written, handed.signed, handed.full_contact) == (True, True, True)
    stored = counter.state(case_id).model_dump_json()
    assert HARSH_WORDS not in stored
    assert "13665" not in stored
    shown = counter.get(f"/cases/{case_id}").json()
    assert (shown["description"], shown["place"], shown["contact"]) == (None, None, None)


def test_an_anonymous_complaint_keeps_no_contact_pv_20(counter: Counter) -> None:
    case_id = counter.register(**complaint(complaint={"written": True, "anonymous": True}))
    assert counter.state(case_id).registration.contact is None  # type: ignore[union-attr]
    assert the(ComplaintHandedOverV1, counter.said(case_id)).full_contact is False


def test_reclassifying_is_audited_and_first_receipt_stands_pv_13(counter: Counter) -> None:
    case_id = counter.register()
    counter.now = NOW + timedelta(hours=3)
    answer = counter.post(f"/cases/{case_id}/reclassify", {"kind": "claim", "activity": "Dommages"})
    assert answer.status_code == 200
    changed = the(CaseReclassifiedV1, counter.said(case_id))
    # No grid knows the word: the technician sees it, the open topic does not.
    assert (changed.kind, changed.activity, changed.reclassified_at) == ("claim", "", counter.now)
    shown = counter.get(f"/cases/{case_id}").json()
    assert shown["activity"] == "Dommages"
    assert shown["receivedAt"] == "2026-06-15T14:00:00Z"
    line = next(one for one in counter.state(case_id).journal if one.what == "reclassified")
    assert line.params["by"] == "tech-pr"
    assert (line.params["kind_before"], line.params["kind"]) == ("request", "claim")


def test_a_request_that_becomes_a_complaint_takes_its_words_with_it_pv_44(counter: Counter) -> None:
    case_id = counter.register()
    counter.post(f"/cases/{case_id}/reclassify", {"kind": "complaint"})
    assert the(ComplaintHandedOverV1, counter.said(case_id)).version == 1
    assert counter.get(f"/cases/{case_id}").json()["description"] is None


def test_what_a_complaint_says_does_not_leave_its_file_by_reclassifying_pv_44(
    counter: Counter,
) -> None:
    case_id = counter.register(**complaint())
    body = {"kind": "request", "activity": "Nid de poule"}
    assert counter.post(f"/cases/{case_id}/reclassify", body).status_code == 422
    anew = counter.post(f"/cases/{case_id}/reclassify", {**body, "description": "Bruit la nuit"})
    assert anew.status_code == 200
    details = the(CaseDetailsRecordedV1, counter.said(case_id))
    assert (details.version, details.description) == (1, "Bruit la nuit")
