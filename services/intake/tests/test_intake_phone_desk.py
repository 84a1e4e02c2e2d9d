"""The desk of the technician: one form, kept when refused, sent twice and opened once."""

import re
from collections.abc import Mapping

import pytest
from contracts.events.intake import CaseAnsweredV1, CaseRegisteredV1
from httpx import Response

from services.intake.tests.conftest import HARSH_WORDS, Counter, the

KEY = "k" * 32
KEPT = {
    "key": KEY,
    "borough": "pierrefonds-roxboro",
    "channel": "phone",
    "kind": "request",
    "activity": "Nid-de-poule",
    "description": "Un trou profond\r\ndevant l'école.",
    "place.address": "13665, boul. de Pierrefonds",
    "contact.name": "Alix Marqué",
    "contact.phone": "514 555-0199",
    "language": "fr",
}


def signed_in(counter: Counter, name: str = "technician") -> None:
    counter.client.cookies.set("guichet_session", name)


def send(counter: Counter, path: str = "/comptoir", **changes: str) -> Response:
    """The form as a browser sends it; `contact_name` stands for `contact.name`."""
    fields = {**KEPT, **{name.replace("_", ".", 1): value for name, value in changes.items()}}
    answer: Response = counter.client.post(path, data=fields)
    return answer


def case_ids(counter: Counter) -> list[str]:
    return [name for name, one in counter.store.documents.items() if one.state is not None]


def faults(page: str) -> Mapping[str, str]:
    """The fault beside each field, by the id of the field."""
    return dict(re.findall(r'<p class="fault" id="([^"]+)-fault">([^<]+)</p>', page))


def test_the_desk_opens_with_the_counter_the_phone_and_the_cursor_in_the_words_pv_01(
    counter: Counter,
) -> None:
    signed_in(counter)
    page = counter.client.get("/comptoir").text
    assert re.search(r'<textarea id="description"[^>]* autofocus', page)
    assert 'name="borough" value="pierrefonds-roxboro"' in page
    assert '<option value="phone" selected>' in page
    assert len(re.findall(r'name="key" value="[0-9a-f]{32}"', page)) == 1


def test_a_case_is_opened_and_its_receipt_says_what_comes_next_pv_03(counter: Counter) -> None:
    signed_in(counter)
    receipt = send(counter)
    assert receipt.status_code == 201, faults(receipt.text)
    (case_id,) = case_ids(counter)
    kept = counter.state(case_id).registration
    assert kept is not None
    assert kept.description == "Un trou profond\ndevant l'école."
    assert (kept.entered_by, kept.channel) == ("tech-pr", "phone")
    assert kept.contact is not None
    assert kept.contact.phone == "514 555-0199"
    code = counter.codes.code_of(case_id)
    assert " ".join(code[at : at + 4] for at in range(0, 16, 4)) in receipt.text
    assert "Nous dirigeons votre demande" in receipt.text
    assert re.search(r'href="/comptoir\?guichet=pierrefonds-roxboro" autofocus', receipt.text)


def test_a_form_sent_twice_opens_one_case_and_answers_the_same(counter: Counter) -> None:
    signed_in(counter)
    first, second = send(counter), send(counter)
    assert (second.status_code, second.text) == (first.status_code, first.text)
    (case_id,) = case_ids(counter)
    the(CaseRegisteredV1, counter.said(case_id))
    other = send(counter, description="Tout autre chose.")
    assert other.status_code == 400
    assert "déjà été envoyé" in other.text


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("description", "", "description"),
        ("description", "x" * 3501, "description"),
        ("activity", "", "activity"),
        ("activity", "<script>alert(1)</script>", "activity"),
        ("kind", "", "kind"),
        ("kind", "wish", "kind"),
        ("contact_email", "alix@", "contact-email"),
        ("contact_phone", "call me", "contact-phone"),
        ("place_address", "x", "place-address"),
        ("receivedAt", "2031-01-01T10:00", "receivedAt"),
        ("receivedAt", "yesterday", "receivedAt"),
        ("originalOn", "2031-01-01", "originalOn"),
        ("channel", "pilot", "channel"),
    ],
)
def test_a_fault_stands_beside_its_field_is_listed_on_top_and_what_was_typed_is_kept(
    counter: Counter, field: str, value: str, place: str
) -> None:
    signed_in(counter)
    refused = send(counter, **{field: value})
    assert refused.status_code == 400
    assert place in faults(refused.text), refused.text
    assert f'<a href="#{place}">' in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert 'value="Alix Marqué"' in refused.text
    assert f'name="key" value="{KEY}"' in refused.text
    assert "<script>alert" not in refused.text
    assert case_ids(counter) == []


def test_the_faults_are_told_in_english_to_whoever_reads_english(counter: Counter) -> None:
    signed_in(counter)
    refused = send(counter, "/comptoir?lang=en", description="")
    assert faults(refused.text)["description"] == "this field is required"


def test_information_opens_and_closes_with_one_form_pv_06_pv_15(counter: Counter) -> None:
    signed_in(counter)
    asked = {"kind": "information", "activity": "Nid-de-poule"}
    refused = send(counter, **asked)
    assert refused.status_code == 400
    assert 'id="answer"' in refused.text
    answered = {"answer_reference": "Dépliant 4", "answer_verifiedOn": "2026-06-01"}
    assert send(counter, **asked, **answered).status_code == 201
    (case_id,) = case_ids(counter)
    assert counter.state(case_id).status == "answered"
    assert the(CaseAnsweredV1, counter.said(case_id)).reference == "Dépliant 4"


@pytest.mark.parametrize(
    "changes",
    [{"kind": "claim"}, {"description": "Le nid-de-poule a brisé mon pare-brise, je réclame."}],
)
def test_the_notice_of_a_claim_is_read_before_the_case_is_opened_pv_16(
    counter: Counter, changes: dict[str, str]
) -> None:
    signed_in(counter)
    refused = send(counter, **changes)
    assert refused.status_code == 400
    assert "Ceci n&#39;est pas l&#39;avis de réclamation prévu par la loi" in refused.text
    assert "claimNotice" in faults(refused.text)
    assert case_ids(counter) == []
    assert send(counter, **changes, claimNotice="true").status_code == 201
    (case_id,) = case_ids(counter)
    assert counter.state(case_id).claim_notice is not None


def test_a_complaint_is_handed_over_and_its_words_stay_nowhere_here_pv_44(counter: Counter) -> None:
    signed_in(counter)
    receipt = send(counter, kind="complaint", description=HARSH_WORDS)
    assert receipt.status_code == 201, faults(receipt.text)
    assert HARSH_WORDS not in receipt.text
    (case_id,) = case_ids(counter)
    assert counter.state(case_id).is_complaint
    assert HARSH_WORDS not in counter.state(case_id).model_dump_json()


def test_who_is_no_technician_of_the_borough_opens_nothing(counter: Counter) -> None:
    assert counter.client.get("/comptoir").headers["location"] == "/demo/signin"
    assert counter.client.post("/comptoir", data=KEPT).headers["location"] == "/demo/signin"
    for name in ("operator", "elected"):
        signed_in(counter, name)
        assert counter.client.get("/comptoir").status_code == 403
        assert send(counter).status_code == 403
    signed_in(counter, "elsewhere")
    assert send(counter).status_code == 400
    assert case_ids(counter) == []


def test_a_form_of_another_site_opens_nothing(counter: Counter) -> None:
    signed_in(counter)
    answer = counter.client.post("/comptoir", data=KEPT, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert case_ids(counter) == []


def test_what_is_proposed_comes_as_a_part_of_the_page_and_keeps_the_choice(
    counter: Counter,
) -> None:
    signed_in(counter)
    part = counter.client.post("/comptoir/aide", data=KEPT, headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert 'id="proposition" hx-swap-oob="true"' in part
    assert re.search(r'name="kind" value="request" checked', part)
    whole = counter.client.post("/comptoir/aide", data=KEPT).text
    assert "<html" in whole
    assert "Un trou profond" in whole


def test_a_person_is_joined_to_what_is_open_with_a_code_of_their_own(counter: Counter) -> None:
    case_id = counter.register()
    signed_in(counter)
    for _ in range(2):
        receipt = send(counter, "/comptoir/joindre", join=case_id, contact_name="Bo Deuxième")
        assert receipt.status_code == 201, receipt.text
    (joined,) = counter.state(case_id).requesters
    assert joined.contact is not None
    assert (joined.contact.name, joined.entered_by) == ("Bo Deuxième", "tech-pr")
    code = counter.codes.code_of_joined(case_id, joined.requester_id)
    assert " ".join(code[at : at + 4] for at in range(0, 16, 4)) in receipt.text
    assert case_ids(counter) == [case_id]
    assert send(counter, "/comptoir/joindre", join="0" * 36, key=KEY + "2").status_code == 404
    claim = counter.register(kind="claim")
    refused = send(counter, "/comptoir/joindre", join=claim, key=KEY + "3")
    assert refused.status_code == 400
    assert "On ne se joint qu&#39;à une requête." in refused.text
