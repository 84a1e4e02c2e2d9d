"""The dossier over HTTP: notes, joining, placing, closing, reopening, and the notice of claims."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from contracts.events.intake import (
    CaseClosedV1,
    CaseContactsRecordedV1,
    CaseDetailsRecordedV1,
    CaseRegisteredV1,
    CaseReopenedV1,
    ClaimNoticeGivenV1,
    ComplaintHandedOverV1,
    RequesterJoinedV1,
)
from intake.domain.case import Case
from intake.domain.dossier import Work

from services.intake.tests.conftest import KEY, NOW, Counter

LATER = KEY + "-later"
AGAIN = KEY + "-again"
NEIGHBOUR = {"name": "Dominique Roy", "email": "dominique@example.org"}


def completed(counter: Counter, **changes: Any) -> str:
    """A case whose department says that the work is done."""
    case_id = counter.register(**changes)
    work = Work(done_on=date(2026, 6, 15), completed_at=NOW, intervention_code="238")
    document = counter.store.documents[case_id]
    assert document.state is not None
    state, _ = document.state.work_completed(work)
    counter.store.documents[case_id] = replace(document, state=state)
    return case_id


def of_type(counter: Counter, case_id: str, kind: type[Any]) -> list[Any]:
    return [event for event in counter.said(case_id) if isinstance(event, kind)]


def field_at_fault(answer: Any) -> str:
    target: str = answer.json()["error"]["details"][0]["target"]
    return target


def test_a_note_keeps_when_it_was_done_and_when_it_was_entered_mh_11(counter: Counter) -> None:
    case_id = counter.register()
    counter.now = NOW + timedelta(hours=5)
    note = {"visibility": "internal", "text": "Rappelé, sans réponse.", "actedAt": NOW.isoformat()}
    assert counter.post(f"/cases/{case_id}/notes", note).status_code == 200
    kept = counter.state(case_id).notes[0]
    assert (kept.acted_at, kept.entered_at, kept.by) == (NOW, counter.now, "tech-pr")
    texts = [line["text"] for line in counter.get(f"/cases/{case_id}").json()["timeline"]]
    said = "Note interne de tech-pr : Rappelé, sans réponse. (saisi le 15 juin 2026, 15 h 00)"
    assert said in texts


def test_the_same_note_sent_twice_is_one(counter: Counter) -> None:
    case_id = counter.register()
    note = {"visibility": "internal", "text": "Rappelé."}
    for _ in range(2):
        assert counter.post(f"/cases/{case_id}/notes", note).status_code == 200
    assert len(counter.state(case_id).notes) == 1


def test_the_citizen_reads_public_notes_and_never_internal_ones_pv_55_pv_56(
    counter: Counter,
) -> None:
    case_id = counter.register()
    for visibility, text in (("internal", "Client fâché."), ("public", "Nous passons mardi.")):
        note = {"visibility": visibility, "text": text}
        counter.post(f"/cases/{case_id}/notes", note, key=f"{KEY}-{visibility}")
    code = counter.codes.code_of(case_id)
    shown = counter.get("/tracking", by=None, x_tracking_code=code).text
    assert "Nous passons mardi." in shown
    assert "fâché" not in shown


@pytest.mark.parametrize(
    ("note", "field"),
    [
        ({"visibility": "internal", "text": "a"}, "text"),
        ({"visibility": "internal", "text": "x" * 2001}, "text"),
        ({"visibility": "secret", "text": "Rappelé."}, "visibility"),
        ({"visibility": "internal"}, "text"),
        ({"visibility": "internal", "text": "Ok.", "actedAt": "2026-06-16T14:00:00Z"}, "actedAt"),
        ({"visibility": "internal", "text": "Ok.", "actedAt": "2026-06-16 14:00"}, "actedAt"),
    ],
)
def test_a_bad_note_names_its_field_and_nothing_is_kept(
    counter: Counter, note: dict[str, str], field: str
) -> None:
    case_id = counter.register()
    answer = counter.post(f"/cases/{case_id}/notes", note)
    assert answer.status_code == 400
    assert field_at_fault(answer) == field
    assert counter.state(case_id).notes == ()


def test_what_is_noted_of_a_complaint_is_handed_over_and_not_kept_pv_45(counter: Counter) -> None:
    case_id = counter.register(kind="complaint", activity=None)
    note = {"visibility": "internal", "text": "Il rappelle : un témoin."}
    assert counter.post(f"/cases/{case_id}/notes", note).status_code == 200
    first, later = of_type(counter, case_id, ComplaintHandedOverV1)
    assert (first.version, first.adds) == (1, False)
    assert (later.version, later.adds, later.statement) == (2, True, "Il rappelle : un témoin.")
    assert "témoin" not in counter.state(case_id).model_dump_json()


def test_what_was_noted_goes_along_when_a_case_becomes_a_complaint_pv_17(counter: Counter) -> None:
    case_id = counter.register()
    note = {"visibility": "internal", "text": "Le contremaître aurait crié."}
    counter.post(f"/cases/{case_id}/notes", note)
    answer = counter.post(f"/cases/{case_id}/reclassify", {"kind": "complaint"}, key=LATER)
    assert answer.status_code == 200
    handed = of_type(counter, case_id, ComplaintHandedOverV1)
    assert [(one.version, one.adds) for one in handed] == [(1, False), (2, True)]
    assert handed[1].statement == "Le contremaître aurait crié."
    assert counter.state(case_id).registration.handover_version == 2  # type: ignore[union-attr]
    assert "crié" not in counter.state(case_id).model_dump_json()


def test_completed_is_not_closed_until_it_is_validated_pv_28_pv_57(counter: Counter) -> None:
    case_id = completed(counter)
    assert counter.get(f"/cases/{case_id}").json()["nextStep"] == "validation"
    refused = counter.post(f"/cases/{case_id}/close", {"validated": False})
    assert refused.status_code == 422
    assert counter.state(case_id).status == "completed"
    closed = counter.post(f"/cases/{case_id}/close", {"validated": True}, key=LATER)
    assert closed.json()["status"] == "closed"
    (said,) = of_type(counter, case_id, CaseClosedV1)
    assert (said.closed_at, said.without_work) == (NOW, False)


def test_an_open_case_is_closed_only_where_it_is_said_that_there_is_no_work(
    counter: Counter,
) -> None:
    case_id = counter.register()
    path = f"/cases/{case_id}/close"
    assert counter.post(path, {"validated": True}).status_code == 422
    without_reason = counter.post(path, {"validated": True, "withoutWork": True}, key=LATER)
    assert without_reason.status_code == 422
    whole = {"validated": True, "withoutWork": True, "internalNote": "Terrain privé."}
    assert counter.post(path, whole, key=AGAIN).json()["status"] == "closed"
    assert of_type(counter, case_id, CaseClosedV1)[0].without_work


def test_the_public_text_of_a_closing_is_for_the_citizen_the_internal_note_is_not_pv_56(
    counter: Counter,
) -> None:
    case_id = completed(counter)
    body = {"validated": True, "internalNote": "Voir contrat 12.", "publicText": "C'est réparé."}
    assert counter.post(f"/cases/{case_id}/close", body).status_code == 200
    code = counter.codes.code_of(case_id)
    shown = counter.get("/tracking", by=None, x_tracking_code=code).text
    assert "C'est réparé." in shown
    assert "contrat" not in shown


@pytest.mark.parametrize("before", ["completed", "closed", "withdrawn", "answered"])
def test_what_ended_is_reopened_with_a_reason_and_first_receipt_stands_pv_13(
    counter: Counter, before: str
) -> None:
    if before == "answered":
        given = {"reference": "Guide des collectes", "verifiedOn": "2026-06-01"}
        case_id = counter.register(kind="information", answer=given)
    else:
        case_id = completed(counter) if before != "withdrawn" else counter.register()
    if before == "closed":
        counter.post(f"/cases/{case_id}/close", {"validated": True}, key=KEY + "-close")
    if before == "withdrawn":
        counter.post(f"/cases/{case_id}/withdraw", key=KEY + "-back")
    assert counter.state(case_id).status == before
    counter.now = NOW + timedelta(days=3)
    answer = counter.post(f"/cases/{case_id}/reopen", {"reason": "not-resolved"}, key=LATER)
    assert answer.json()["status"] == "registered"
    assert answer.json()["receivedAt"] == "2026-06-15T14:00:00Z"
    (said,) = of_type(counter, case_id, CaseReopenedV1)
    assert (said.reason, said.reopened_at) == ("not-resolved", counter.now)


def test_an_open_case_and_a_complaint_are_not_reopened(counter: Counter) -> None:
    for changes in ({}, {"kind": "complaint", "activity": None}):
        case_id = counter.register(**changes)
        answer = counter.post(f"/cases/{case_id}/reopen", {"reason": "mistake"}, key=LATER)
        assert answer.status_code == 422


def test_a_citizen_may_withdraw_again_what_was_reopened(counter: Counter) -> None:
    case_id = counter.register()
    code = counter.codes.code_of(case_id)
    for key in (LATER, AGAIN):
        back = counter.post("/tracking/withdraw", by=None, key=None, x_tracking_code=code)
        assert back.json()["status"] == "withdrawn"
        counter.post(f"/cases/{case_id}/reopen", {"reason": "mistake"}, key=key)
    assert counter.state(case_id).status == "registered"


def test_joining_counts_requesters_and_each_has_a_code_of_their_own(counter: Counter) -> None:
    case_id = counter.register()
    body = {"contact": NEIGHBOUR, "channel": "phone", "language": "en"}
    answer = counter.post(f"/cases/{case_id}/join", body).json()
    assert answer["requesters"] == 2
    (said,) = of_type(counter, case_id, RequesterJoinedV1)
    contacts = of_type(counter, case_id, CaseContactsRecordedV1)[-1]
    assert (said.requesters, said.contacts_version) == (2, contacts.version) == (2, 2)
    (joined,) = contacts.joined
    assert (joined.email, joined.language) == ("dominique@example.org", "en")
    assert joined.tracking_code == answer["trackingCode"]
    assert contacts.email == "alix@example.org"
    shown = counter.get("/tracking", by=None, x_tracking_code=answer["trackingCode"])
    assert shown.json()["requesters"] == 2
    assert "alix" not in shown.text.lower()


def test_who_joined_and_leaves_takes_nobody_else_along(counter: Counter) -> None:
    case_id = counter.register()
    code = counter.post(f"/cases/{case_id}/join", {"contact": NEIGHBOUR}).json()["trackingCode"]
    left = counter.post("/tracking/withdraw", by=None, key=None, x_tracking_code=code)
    assert left.json()["status"] == "registered"
    assert counter.state(case_id).requesters == ()
    assert of_type(counter, case_id, CaseContactsRecordedV1)[-1].joined == []
    assert counter.get("/tracking", by=None, x_tracking_code=code).status_code == 404


@pytest.mark.parametrize("kind", ["complaint", "claim", "access", "information"])
def test_what_is_one_persons_own_is_not_joined(counter: Counter, kind: str) -> None:
    case_id = counter.register(
        kind=kind, activity=None if kind == "complaint" else "Nid-de-poule", channel="email"
    )
    assert counter.post(f"/cases/{case_id}/join", {"contact": NEIGHBOUR}).status_code == 422


def test_a_person_places_what_could_not_be_placed(counter: Counter) -> None:
    case_id = counter.register(place={"address": "coin de chez nous"})
    point = {"place": {"longitude": -73.85, "latitude": 45.5}}
    assert counter.post(f"/cases/{case_id}/locate", point).status_code == 200
    details = of_type(counter, case_id, CaseDetailsRecordedV1)
    assert [one.version for one in details] == [1, 2]
    assert (details[1].longitude, details[1].address) == (-73.85, "coin de chez nous")
    half = counter.post(f"/cases/{case_id}/locate", {"place": {"address": "ici"}}, key=LATER)
    assert half.status_code == 422


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "claim", "activity": "Réclamation", "description": "Voir le formulaire."},
        {"description": "Le nid-de-poule a crevé mon pneu, je veux être remboursé."},
    ],
)
def test_whoever_speaks_of_damage_is_told_of_the_notice_pv_16_c_13(
    counter: Counter, changes: dict[str, str]
) -> None:
    answer = counter.post("/cases", {**whole(), **changes})
    assert "15 jours" in answer.json()["claimNotice"]
    assert "n'est pas l'avis" in answer.json()["claimNotice"]
    case_id = answer.json()["caseId"]
    (said,) = of_type(counter, case_id, ClaimNoticeGivenV1)
    assert (said.days, said.given_at, said.contacts_version) == (15, NOW, 1)
    notice = counter.state(case_id).claim_notice
    assert notice is not None
    assert notice.given_at == NOW


def test_a_plain_request_is_told_of_no_notice(counter: Counter) -> None:
    answer = counter.post("/cases", whole())
    assert answer.json()["claimNotice"] is None
    assert not of_type(counter, answer.json()["caseId"], ClaimNoticeGivenV1)


def test_a_complaint_that_smells_of_damage_is_told_but_not_in_the_open_pv_44(
    counter: Counter,
) -> None:
    body = {**whole(), "kind": "complaint", "description": "Il a brisé mon pare-brise exprès."}
    del body["activity"]
    answer = counter.post("/cases", body)
    assert "15 jours" in answer.json()["claimNotice"]
    assert not of_type(counter, answer.json()["caseId"], ClaimNoticeGivenV1)


def test_a_work_order_of_the_city_is_told_from_a_citizens_request(counter: Counter) -> None:
    case_id = counter.register(origin="internal")
    assert counter.get(f"/cases/{case_id}").json()["origin"] == "internal"
    public = {**whole(), "channel": "web", "origin": "internal"}
    answer = counter.post("/cases", public, by=None, key=LATER)
    assert field_at_fault(answer) == "origin"


@pytest.mark.parametrize("path", ["/notes", "/close", "/reopen", "/locate", "/join"])
def test_another_boroughs_dossier_is_not_found(counter: Counter, path: str) -> None:
    case_id = counter.register()
    bodies: dict[str, Any] = {
        "/notes": {"visibility": "internal", "text": "Rappelé."},
        "/close": {"validated": True},
        "/reopen": {"reason": "mistake"},
        "/locate": {"place": {"longitude": -73.85, "latitude": 45.5}},
        "/join": {"contact": NEIGHBOUR},
    }
    answer = counter.post(f"/cases/{case_id}{path}", bodies[path], by="elsewhere")
    assert answer.status_code == 404
    assert counter.post(f"/cases/{case_id}{path}", bodies[path], by="operator").status_code == 403


def test_the_borough_says_who_closes_c_05() -> None:
    from intake.domain.closing import Actor, may_close

    technician, responsable = frozenset({"technician"}), frozenset({"responsable"})
    assert [may_close(Actor.TECHNICIAN, one) for one in (technician, responsable)] == [True, False]
    assert [may_close(Actor.RESPONSABLE, one) for one in (technician, responsable)] == [False, True]
    assert may_close(Actor.BOTH, technician)
    assert may_close(Actor.BOTH, responsable)
    assert not may_close(Actor.BOTH, frozenset({"executor"}))


def whole() -> dict[str, Any]:
    return {
        "borough": "pierrefonds-roxboro",
        "kind": "request",
        "activity": "Nid-de-poule",
        "channel": "phone",
        "description": "Un trou devant l'école.",
        "place": {"longitude": -73.86, "latitude": 45.49},
        "contact": {"name": "Alix Marqué", "email": "alix@example.org"},
    }


def test_an_event_of_registration_comes_before_all_others(counter: Counter) -> None:
    case_id = counter.register(kind="claim", activity="Réclamation")
    assert isinstance(counter.said(case_id)[0], CaseRegisteredV1)
    assert isinstance(counter.state(case_id), Case)
