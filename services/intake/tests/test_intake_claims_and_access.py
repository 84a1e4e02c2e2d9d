"""What a claim and an access request say, by any channel: kept, handed to complaints, and refused
where it cannot be (PV-16, PV-46)."""

from datetime import date
from typing import Any

import pytest
from contracts.events.intake import (
    AccessDetails,
    CaseContactsRecordedV1,
    CaseDetailsRecordedV1,
    ClaimDetails,
    ComplaintHandedOverV1,
)
from contracts.words import DamageKind
from intake.domain.case import Case

from services.intake.tests.conftest import KEY, Counter, form, targets, the

SAID = {"happenedOn": "2026-06-12", "damages": ["property", "other"], "amountCents": 125_050}
TOLD = ClaimDetails(
    happened_on=date(2026, 6, 12),
    damages=[DamageKind.PROPERTY, DamageKind.OTHER],
    amount_cents=125_050,
)


def claim(**changes: Any) -> dict[str, Any]:
    return {"kind": "claim", "claim": SAID, **changes}


def details(counter: Counter, case_id: str) -> list[CaseDetailsRecordedV1]:
    return [one for one in counter.said(case_id) if isinstance(one, CaseDetailsRecordedV1)]


def test_a_claim_hands_its_date_damage_and_amount_to_complaints_pv_16(counter: Counter) -> None:
    case_id = counter.register(**claim())
    (told,) = details(counter, case_id)
    assert (told.claim, told.access) == (TOLD, None)
    assert told.description == "Un trou profond devant l'école."
    assert told.address == "13665, boul. de Pierrefonds"


def test_a_claim_of_which_nothing_is_known_is_told_as_a_claim_all_the_same(
    counter: Counter,
) -> None:
    case_id = counter.register(kind="claim", claim=None)
    (told,) = details(counter, case_id)
    assert told.claim == ClaimDetails()


def test_an_access_request_says_whether_it_is_about_whoever_asks_pv_46(counter: Counter) -> None:
    about_me = counter.register(kind="access", access={"ownData": True})
    other = counter.register(kind="access")
    assert the(CaseDetailsRecordedV1, counter.said(about_me)).access == AccessDetails(own_data=True)
    assert the(CaseDetailsRecordedV1, counter.said(other)).access == AccessDetails(own_data=False)


def test_a_request_is_told_as_before(counter: Counter) -> None:
    (told,) = details(counter, counter.register())
    assert (told.claim, told.access) == (None, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "claim", "claim": {"happenedOn": "2026-06-16"}}, "claim.happenedOn"),
        ({"kind": "claim", "claim": {"happenedOn": "hier"}}, "claim.happenedOn"),
        ({"kind": "claim", "claim": {"amountCents": -1}}, "claim.amountCents"),
        ({"kind": "claim", "claim": {"amountCents": "1 250,50 $"}}, "claim.amountCents"),
        ({"kind": "claim", "claim": {"damages": ["moral"]}}, "claim.damages.0"),
        ({"kind": "request", "claim": SAID}, "claim"),
        ({"kind": "request", "access": {"ownData": True}}, "access"),
        ({"contact": {"name": "Alix", "byPost": True}}, "contact.address"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_stored(
    counter: Counter, changes: dict[str, Any], field: str
) -> None:
    answer = counter.post("/cases", form(**changes))
    assert answer.status_code == 400, answer.text
    assert targets(answer) == {field}
    assert counter.store.documents == {}


def test_a_request_that_becomes_a_claim_is_told_anew_with_what_the_claim_says_pv_13(
    counter: Counter,
) -> None:
    case_id = counter.register()
    body = {"kind": "claim", "activity": "Nid-de-poule", "claim": SAID}
    changed = counter.post(f"/cases/{case_id}/reclassify", body, key=f"{KEY}-r")
    assert changed.status_code == 200, changed.text
    first, second = details(counter, case_id)
    assert (first.version, second.version) == (1, 2)
    assert second.claim == TOLD
    assert second.description == first.description


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "request", "claim": SAID}, "claim"),
        ({"kind": "claim", "claim": {"happenedOn": "2031-01-01"}}, "claim.happenedOn"),
    ],
)
def test_a_reclassification_is_refused_by_the_same_rules(
    counter: Counter, changes: dict[str, Any], field: str
) -> None:
    case_id = counter.register()
    body = {"activity": "Nid-de-poule", **changes}
    refused = counter.post(f"/cases/{case_id}/reclassify", body, key=f"{KEY}-r")
    assert refused.status_code == 400, refused.text
    assert targets(refused) == {field}
    assert len(details(counter, case_id)) == 1


def test_a_claim_that_becomes_a_complaint_leaves_nothing_of_itself_here_pv_45(
    counter: Counter,
) -> None:
    case_id = counter.register(**claim())
    body = {"kind": "complaint"}
    assert counter.post(f"/cases/{case_id}/reclassify", body, key=f"{KEY}-r").status_code == 200
    handed = the(ComplaintHandedOverV1, counter.said(case_id))
    assert handed.facts_on == date(2026, 6, 12)
    assert handed.statement is not None
    assert "1250.50 $" in handed.statement
    kept = counter.state(case_id).registration
    assert kept is not None
    assert (kept.claim, kept.access, kept.description, kept.place) == (None, None, None, None)


def test_the_dossier_shows_staff_what_was_said_in_numbers_and_in_words(counter: Counter) -> None:
    case_id = counter.register(**claim())
    shown = counter.get(f"/cases/{case_id}").json()["claim"]
    assert shown["happenedOn"] == "2026-06-12"
    assert shown["damages"] == ["property", "other"]
    assert shown["amountCents"] == 125_050
    assert shown["amountText"] == "1\u00a0250,50\u00a0$"
    counter.client.cookies.set("guichet_session", "technician")
    page = counter.client.get(f"/dossiers/{case_id}").text
    assert "12 juin 2026" in page
    assert "1\u00a0250,50\u00a0$" in page


def test_letters_by_post_are_asked_for_with_the_address_they_go_to_pv_47(counter: Counter) -> None:
    contact = {"name": "Alix", "address": "1, rue Dumas, Montréal H9A 2T7", "byPost": True}
    case_id = counter.register(kind="access", contact=contact)
    told = the(CaseContactsRecordedV1, counter.said(case_id))
    assert (told.postal_address, told.by_post) == (contact["address"], True)


def test_a_case_stored_before_claims_said_anything_is_read_and_told(counter: Counter) -> None:
    case_id = counter.register(kind="claim", claim=None)
    older = counter.state(case_id).model_dump(mode="json")
    for name in ("claim", "access"):
        del older["registration"][name]
    del older["law"], older["registration"]["contact"]["by_post"]
    read = Case.model_validate(older)
    assert read == counter.state(case_id)
