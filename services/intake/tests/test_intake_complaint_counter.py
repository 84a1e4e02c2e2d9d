"""A complaint at the counter: taken in with its signed paper, and completed by one that comes."""

import re

import pytest
from contracts.events.intake import ComplaintHandedOverV1
from httpx import Response

from services.intake.tests.attachment_samples import document
from services.intake.tests.complaint_samples import (
    OPEN,
    SIGNER,
    Grids,
    additions,
    complained,
    known_grids,
)
from services.intake.tests.conftest import HARSH_WORDS, Counter

KEY = "e" * 32
TOLD = {
    "borough": "pierrefonds-roxboro",
    "channel": "counter",
    "kind": "complaint",
    "description": HARSH_WORDS,
    "contact.name": "Alix Marqué",
    "contact.phone": "514 555-0199",
    "complaint.factsOn": "2026-06-12",
    "language": "fr",
}


@pytest.fixture
def grids() -> Grids:
    return known_grids


def at_counter(
    counter: Counter,
    path: str,
    fields: dict[str, str],
    scan: bytes | None = None,
    by: str = "technician",
) -> Response:
    counter.client.cookies.set("guichet_session", by)
    files = {"scan": ("signe.pdf", scan, "application/pdf")} if scan else None
    answer: Response = counter.client.post(
        path, data={"key": KEY, **fields}, files=files, headers={"sec-fetch-site": "same-origin"}
    )
    return answer


def test_the_counter_takes_a_complaint_with_its_signed_paper_pv_18_pv_39(counter: Counter) -> None:
    receipt = at_counter(counter, "/comptoir", TOLD, document())
    assert receipt.status_code == 201, receipt.text
    (case_id,) = counter.store.documents
    (said,) = [one for one in counter.said(case_id) if isinstance(one, ComplaintHandedOverV1)]
    assert (said.written, said.signed, said.full_contact) == (True, True, True)
    assert said.signature is not None
    assert (said.signature.kind, said.signature.signer) == ("paper", "Alix Marqué")
    assert [one.file_id for one in said.files] == [said.signature.file_id]


@pytest.mark.parametrize(
    "typed", [{"complaint.signer": SIGNER}, {"complaint.factsOn": "2031-01-01"}]
)
def test_what_the_counter_cannot_take_is_said_beside_its_field_and_kept_pv_18(
    counter: Counter, typed: dict[str, str]
) -> None:
    refused = at_counter(counter, "/comptoir", {**TOLD, **typed})
    assert refused.status_code == 400
    found = re.findall(r'<p class="fault" id="([^"]+)-fault">', refused.text)
    assert found == ["complaint-signed" if "complaint.signer" in typed else "complaint-factsOn"]
    for text in (*typed.values(), HARSH_WORDS.split("'")[0]):
        assert text in refused.text
    assert counter.store.documents == {}


def test_a_file_that_is_no_paper_is_refused_and_the_complaint_is_not_opened(
    counter: Counter,
) -> None:
    refused = at_counter(counter, "/comptoir", TOLD, b"GIF89a")
    assert refused.status_code == 400
    assert 'id="scan-fault"' in refused.text
    assert counter.store.documents == {}


def test_the_desk_tells_what_is_asked_of_a_complaint_at_the_chosen_counter_pv_38_c_03(
    counter: Counter,
) -> None:
    asked = at_counter(counter, "/comptoir/aide", {**TOLD, "complaint.factsOn": "2026-05-30"}).text
    assert "écrite et signée, dans les 15 jours des faits (depuis le 31 mai 2026)" in asked
    assert "Ces faits sont trop anciens" in asked
    nothing = at_counter(counter, "/comptoir/aide", {**TOLD, "borough": OPEN}).text
    assert "rien n&#39;est exigé" in nothing


def test_a_paper_that_comes_to_the_counter_later_completes_the_complaint_pv_18(
    counter: Counter,
) -> None:
    case_id = complained(counter)
    path = f"/dossiers/{case_id}/plainte-signee"
    alone = at_counter(counter, path, {"signer": SIGNER})
    assert alone.status_code == 400, "at the counter it is the paper that signs"
    assert "signée, numérisée" in alone.text
    done = at_counter(counter, path, {"signer": SIGNER, "factsOn": "2026-06-12"}, document())
    assert done.status_code == 303, done.text
    (said,) = additions(counter, case_id)
    assert said.signature is not None
    assert said.signature.kind == "paper"
    assert said.written, "what was signed on paper is in writing"
    line = counter.state(case_id).journal[-1]
    assert (line.what, line.params) == ("complaint-completed", {"by": "tech-pr"})
    assert SIGNER not in counter.state(case_id).model_dump_json()
    dossier = counter.client.get(f"/dossiers/{case_id}").text
    assert "Plainte complétée par tech-pr" in dossier
    assert "Ajouter le papier signé" not in dossier


def test_nobody_but_a_technician_of_the_borough_completes_it_at_the_counter(
    counter: Counter,
) -> None:
    case_id = complained(counter)
    path, date = f"/dossiers/{case_id}/plainte-signee", {"factsOn": "2026-06-12"}
    assert at_counter(counter, path, date, by="elsewhere").status_code == 404
    refused = at_counter(counter, path, date, by="responsable")
    assert refused.status_code == 400
    assert "Ajouter le papier signé" not in refused.text
    assert additions(counter, case_id) == []
