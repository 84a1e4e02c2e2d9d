"""A complaint completed by whoever brought it, from the page that the tracking code opens."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from contracts import Received
from contracts.events.complaints import AdmissibilityDecidedV1, InvestigationConcludedV1
from contracts.events.intake import CaseContactsRecordedV1
from contracts.words import Admissibility
from guichet_testing.toy import envelope_of
from httpx import Response
from intake.application.follow_complaints import record_admissibility, record_conclusion

from services.intake.tests.attachment_samples import document
from services.intake.tests.complaint_samples import (
    SIGNER,
    STRICT,
    Grids,
    additions,
    complained,
    complaint_words,
    known_grids,
)
from services.intake.tests.conftest import HARSH_WORDS, NOW, Counter, complaint
from services.intake.tests.portal_walk import Shown

PAGE = "/suivi/completer"
KEY = "e" * 32
SIGNS = {"signing": "typed", "signer": SIGNER, "confirmed": "true"}


@pytest.fixture
def grids() -> Grids:
    return known_grids


def hear(counter: Counter, case_id: str, decide: Any, said: Any) -> None:
    """Complaints says something; the case is stored with it."""
    stored = counter.store.documents[case_id]
    made = decide(counter.state(case_id), Received(envelope_of(said, case_id, 1), said), NOW)
    counter.store.documents[case_id] = replace(stored, state=made.state, version=stored.version + 1)


def decided(counter: Counter, case_id: str, standing: str, code: str | None = None) -> None:
    said = AdmissibilityDecidedV1(
        case_id=case_id,
        decided_at=NOW,
        admissibility=Admissibility(standing),
        code=code,
        respond_by_on=date(2026, 6, 30) if standing == "invited" else None,
    )
    hear(counter, case_id, record_admissibility, said)


def page_of(counter: Counter, case_id: str, path: str = "/suivi", **fields: str) -> Shown:
    named = {name.replace("_", ".", 1): text for name, text in fields.items()}
    code = counter.codes.code_of(case_id)
    return Shown(counter.client.post(path, data={"code": code, "key": KEY, **named}))


def test_who_was_invited_reads_what_is_missing_and_until_when_pv_18(counter: Counter) -> None:
    case_id = complained(counter)
    decided(counter, case_id, "invited")
    page = page_of(counter, case_id).text
    assert "Jusqu&#39;au 30 juin 2026 inclus" in page
    for missing in ("votre plainte par écrit", "votre signature", "la date des faits"):
        assert missing in page
    assert "votre nom et un moyen" not in page


def test_all_that_was_missing_is_handed_over_and_stays_nowhere_here_pv_18_pv_38_pv_44(
    counter: Counter,
) -> None:
    case_id = complained(counter)
    decided(counter, case_id, "invited")
    counter.now = NOW + timedelta(days=3)
    more = {"description": "Il a crié : serin.", "factsOn": "2026-06-12"}
    done = page_of(counter, case_id, PAGE, **SIGNS, **more)
    assert done.answer.status_code == 200, done.faults
    assert "transmis au Service aux citoyens" in done.text
    (said,) = additions(counter, case_id)
    assert said.completed_at == counter.now
    assert said.signature is not None
    assert (said.signature.kind, said.signature.signer) == ("typed", SIGNER)
    assert (said.statement, str(said.facts_on)) == ("Il a crié : serin.", "2026-06-12")
    assert (said.written, said.signed, said.full_contact) == (True, True, True)
    stored = counter.state(case_id).model_dump_json()
    assert SIGNER not in stored
    assert "serin" not in stored
    assert "Compléter ma plainte" not in page_of(counter, case_id).text
    assert "La plainte a été complétée" in page_of(counter, case_id).text


def test_the_same_sent_twice_is_handed_over_once(counter: Counter) -> None:
    case_id = complained(counter)
    first = page_of(counter, case_id, PAGE, **SIGNS)
    again = page_of(counter, case_id, PAGE, **SIGNS)
    assert (first.answer.status_code, again.answer.status_code) == (200, 200)
    assert len(additions(counter, case_id)) == 1


def test_a_second_signature_is_refused_with_a_clear_word_and_changes_nothing_pv_18(
    counter: Counter,
) -> None:
    case_id = complained(counter)
    page_of(counter, case_id, PAGE, **SIGNS)
    before = counter.state(case_id)
    again = page_of(counter, case_id, PAGE, **{**SIGNS, "key": "f" * 32})
    assert again.answer.status_code == 422
    assert "est déjà signée" in again.text
    assert counter.state(case_id) == before


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"signing": "typed", "signer": SIGNER}, {"confirmed"}),
        ({"signing": "typed", "confirmed": "true"}, {"signer"}),
        ({"signing": "scan", "signer": SIGNER}, {"scan"}),
        ({"factsOn": "2031-01-01"}, {"factsOn"}),
        ({"description": "a"}, {"description"}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(
    counter: Counter, typed: dict[str, str], faults: set[str]
) -> None:
    case_id = complained(counter)
    before = counter.state(case_id)
    refused = page_of(counter, case_id, PAGE, **typed)
    assert refused.answer.status_code == 400
    assert refused.faults.keys() == faults
    for text in typed.values():
        assert f'value="{text}"' in refused.text or f">\n{text}<" in refused.text
    assert counter.state(case_id) == before


def test_an_empty_form_says_that_there_is_nothing_new(counter: Counter) -> None:
    case_id = complained(counter)
    refused = page_of(counter, case_id, PAGE)
    assert refused.answer.status_code == 422
    assert "rien de nouveau" in refused.text


def test_missing_particulars_reach_those_who_write_and_are_full_then_pv_39(
    counter: Counter,
) -> None:
    case_id = complained(counter)
    bare = counter.register(**complaint(complaint={"written": True}, contact={"name": "Alix"}))
    assert "votre nom et un moyen de vous joindre" in page_of(counter, bare).text
    assert "votre nom et un moyen de vous joindre" not in page_of(counter, case_id).text
    done = page_of(counter, bare, PAGE, contact_email="alix@example.org")
    assert done.answer.status_code == 200, done.faults
    (said,) = additions(counter, bare)
    assert (said.full_contact, said.statement) == (True, None)
    contacts = [one for one in counter.said(bare) if isinstance(one, CaseContactsRecordedV1)]
    assert [(one.version, one.name, one.email) for one in contacts] == [
        (1, "Alix", None),
        (2, "Alix", "alix@example.org"),
    ]


def send_scan(counter: Counter, case_id: str, data: bytes, **fields: str) -> Response:
    code = counter.codes.code_of(case_id)
    answer: Response = counter.client.post(
        PAGE,
        data={"code": code, "key": KEY, "signing": "scan", "signer": SIGNER, **fields},
        files={"scan": ("moi.pdf", data, "application/pdf")},
    )
    return answer


async def test_a_scan_is_announced_and_leaves_in_pieces_pv_18_pv_45(counter: Counter) -> None:
    case_id = complained(counter)
    assert send_scan(counter, case_id, document()).status_code == 200
    (said,) = additions(counter, case_id)
    assert said.signature is not None
    assert [one.file_id for one in said.files] == [said.signature.file_id]
    (leaving,) = counter.state(case_id).leaving
    files = counter.desk.files
    assert files is not None
    assert await files.get(leaving.attachment.attachment_id) == document()
    assert "moi.pdf" not in counter.state(case_id).model_dump_json()


async def test_of_a_scan_that_is_refused_no_bytes_stay(counter: Counter) -> None:
    case_id = complained(counter)
    page_of(counter, case_id, PAGE, **SIGNS)
    answer = send_scan(counter, case_id, document(), key="f" * 32)
    assert answer.status_code == 422
    assert counter.desk.files is not None
    assert list(await counter.desk.files.listed("", 10)) == []


@pytest.mark.parametrize("standing", ["admitted", "concluded"])
def test_of_an_admitted_complaint_nothing_more_is_asked(counter: Counter, standing: str) -> None:
    case_id = complained(counter)
    decided(counter, case_id, "admitted")
    if standing == "concluded":
        said = InvestigationConcludedV1(case_id=case_id, concluded_at=NOW)
        hear(counter, case_id, record_conclusion, said)
    assert "Compléter ma plainte" not in page_of(counter, case_id).text
    if standing == "concluded":
        assert page_of(counter, case_id, PAGE, **SIGNS).answer.status_code == 422


@pytest.mark.parametrize(
    ("code", "word"),
    [("NON_SIGNEE", "signée dans le délai"), ("LITIGE_PRIVE", "différend entre particuliers")],
)
def test_a_refusal_says_on_the_page_why_and_what_can_still_be_done_pv_20(
    counter: Counter, code: str, word: str
) -> None:
    case_id = complained(counter, privateLitigation=code == "LITIGE_PRIVE")
    decided(counter, case_id, "refused", code)
    page = page_of(counter, case_id).text
    assert word in page
    assert ("Compléter ma plainte" in page) is (code == "NON_SIGNEE")


def test_an_anonymous_complaint_takes_no_signature_and_says_why_pv_20(counter: Counter) -> None:
    case_id = complained(counter, anonymous=True)
    refused = page_of(counter, case_id, PAGE, **SIGNS)
    assert refused.answer.status_code == 422
    assert "sans nom" in refused.text


def test_a_code_of_somebody_else_opens_nothing_and_the_wrong_kind_is_refused(
    counter: Counter,
) -> None:
    case_id = counter.register()
    assert page_of(counter, case_id, PAGE, **SIGNS).answer.status_code == 422
    unknown = counter.client.post(PAGE, data={"code": "nope", **SIGNS})
    assert unknown.status_code == 404


def test_a_page_to_sign_by_hand_names_the_case_and_nothing_it_says_pv_18(counter: Counter) -> None:
    case_id = complained(counter)
    paper = page_of(counter, case_id, "/suivi/plainte-papier")
    assert paper.title == "Plainte"
    assert case_id in paper.text
    assert HARSH_WORDS not in paper.text
    assert "Alix" not in paper.text


def test_the_api_completes_by_the_same_rules_and_says_what_is_lacking_pv_18(
    counter: Counter,
) -> None:
    case_id = complained(counter)
    code = counter.codes.code_of(case_id)
    seen = counter.get("/tracking", by=None, x_tracking_code=code).json()
    assert seen["complaint"]["lacks"] == ["write", "sign", "date-facts"]
    body = {"signer": SIGNER, "confirmed": True, "factsOn": "2026-06-12"}
    refused = counter.post(
        "/tracking/complaint", {**body, "confirmed": False}, by=None, x_tracking_code=code
    )
    assert refused.status_code == 400
    done = counter.post("/tracking/complaint", body, by=None, x_tracking_code=code)
    assert done.status_code == 200, done.text
    assert done.json()["complaint"]["lacks"] == ["write"]
    assert SIGNER not in done.text


def test_what_a_borough_asks_comes_from_its_grid_c_03() -> None:
    words = complaint_words()
    strict, unknown = words.complaint_rules_of(STRICT), words.complaint_rules_of("elsewhere")
    assert strict is not None
    assert strict.earliest_on(date(2026, 6, 15)) == date(2026, 5, 31)
    assert unknown is None
