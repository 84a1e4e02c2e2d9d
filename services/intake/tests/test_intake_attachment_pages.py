"""Photos and documents on the citizen's page and on the dossier page."""

import re
from pathlib import Path

import pytest
from httpx import Response
from intake.entrypoints.limits import Limits

from services.intake.tests.attachment_counter import Files, added, code_of, listed
from services.intake.tests.attachment_samples import archive, document, phone_photo
from services.intake.tests.conftest import KEY, Counter, complaint

TEN_MB = 10 * 1024 * 1024
STAFF = {"authorization": "Bearer technician"}


@pytest.fixture
def files(counter: Counter, tmp_path: Path) -> Files:
    return Files(counter, tmp_path / "files")


def page_of(files: Files, code: str) -> str:
    return str(files.counter.client.post("/suivi", data={"code": code}).text)


def send(files: Files, code: str, data: bytes, *, key: str = KEY, **fields: str) -> Response:
    answer: Response = files.counter.client.post(
        "/suivi/joindre",
        data={"code": code, "key": key, "kind": "photo", **fields},
        files={"file": ("trou.jpg", data, "image/jpeg")},
    )
    return answer


def opened(files: Files, code: str, attachment_id: str) -> Response:
    answer: Response = files.counter.client.post(
        "/suivi/piece", data={"code": code, "attachment": attachment_id}
    )
    return answer


def test_a_citizen_sends_a_photo_from_the_page_and_opens_it_there(files: Files) -> None:
    case_id = files.counter.register()
    code = code_of(files, case_id)
    before = page_of(files, code)
    key = re.search(r'name="key" value="([0-9a-f]{32})"', before)
    assert key is not None
    assert "Ajouter une photo ou un document" in before

    sent = send(files, code, phone_photo(), key=key[1])

    assert sent.status_code == 200
    assert "Nous avons bien reçu votre fichier." in sent.text
    (one,) = listed(files, case_id)
    assert (one["by"], one["isPublic"]) == ("citizen", False)
    shown = opened(files, code, one["attachmentId"])
    assert shown.headers["content-type"] == "image/jpeg"
    assert "sandbox" in shown.headers["content-security-policy"]
    again = send(files, code, phone_photo(), key=key[1])
    assert again.status_code == 200
    assert len(listed(files, case_id)) == 1


REFUSED = {
    "a zip renamed jpg": (archive(), {}, "ni un document PDF"),
    "a document called a photo": (document(), {}, "une photo est attendue"),
    "a photo of 10 MB and more": (phone_photo() + bytes(TEN_MB), {}, "10 Mo au plus"),
    "a photo of 25 MB": (phone_photo() + bytes(25_000_000), {}, "10 Mo au plus"),
    "a photo of work done": (phone_photo(), {"kind": "result"}, "réservé au personnel"),
    "nothing": (b"", {}, "le fichier est vide"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_said_on_the_same_page(files: Files, case: str) -> None:
    data, fields, words = REFUSED[case]
    case_id = files.counter.register()

    answer = send(files, code_of(files, case_id), data, **fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert "Prochaine étape" in answer.text
    assert listed(files, case_id) == []
    assert files.on_disk() == set()


def test_no_file_is_sent_or_opened_without_the_right_code(files: Files) -> None:
    mine, other = files.counter.register(), files.counter.register()
    own = added(files.add_own(code_of(files, mine), phone_photo()))

    assert send(files, "0" * 16, phone_photo()).status_code == 404
    assert opened(files, "0" * 16, own).status_code == 404
    assert opened(files, code_of(files, other), own).status_code == 404
    assert files.on_disk() == {own}


def test_a_complaint_offers_no_place_for_files(files: Files) -> None:
    """PV-45: the counter keeps nothing of a complaint."""
    case_id = files.counter.register(**complaint())

    assert "Ajouter une photo" not in page_of(files, code_of(files, case_id))
    sent = send(files, code_of(files, case_id), phone_photo())
    assert sent.status_code == 422
    assert "Service aux citoyens" in sent.text


def test_the_dossier_page_shows_the_files_and_erases_one(files: Files) -> None:
    case_id = files.counter.register()
    photo = added(files.add(case_id, phone_photo(), name="<b>trou</b>.jpg"))
    paper = added(files.add(case_id, document(), kind="document", name="avis.pdf"))
    client = files.counter.client

    page = client.get(f"/dossiers/{case_id}", headers=STAFF).text

    address = f"/api/intake/v1/cases/{case_id}/attachments/{photo}"
    assert f'<img src="{address}"' in page
    assert f'<img src="/api/intake/v1/cases/{case_id}/attachments/{paper}"' not in page
    assert "avis.pdf" in page
    assert "<b>trou" not in page
    assert client.get(address, headers=STAFF).status_code == 200

    erased = client.post(
        f"/dossiers/{case_id}/retirer-fichier",
        data={"key": KEY, "attachmentId": photo},
        headers=STAFF,
    )
    assert erased.status_code == 303, erased.text
    assert [one["attachmentId"] for one in listed(files, case_id)] == [paper]
    assert files.on_disk() == {paper}


def test_an_executor_is_offered_no_way_to_erase(files: Files) -> None:
    case_id = files.counter.register()
    added(files.add(case_id, phone_photo()))
    who = {"authorization": "Bearer executor"}

    assert (
        "Retirer ce fichier"
        not in files.counter.client.get(f"/dossiers/{case_id}", headers=who).text
    )


class TestWithFewWrites:
    @pytest.fixture
    def limits(self) -> Limits:
        wide = "1000000/second"
        return Limits(writes="1/minute", lookups=wide, tracking=wide, wrong_codes=wide)

    def test_who_sends_too_many_files_has_to_wait(self, files: Files) -> None:
        code = code_of(files, files.counter.register())

        first, second = send(files, code, phone_photo()), send(files, code, phone_photo())

        assert (first.status_code, second.status_code) == (200, 429)
        assert int(second.headers["retry-after"]) > 0


def attach(files: Files, case_id: str, data: bytes, **fields: str) -> Response:
    """From the dossier, as a technician's browser sends it: the file comes last."""
    files.counter.client.cookies.set("guichet_session", "technician")
    answer: Response = files.counter.client.post(
        f"/dossiers/{case_id}/fichier",
        data={"key": KEY, "kind": "result", **fields},
        files={"file": ("trou.jpg", data, "image/jpeg")},
    )
    return answer


@pytest.mark.parametrize("key", ["", "court"])
def test_a_file_of_staff_needs_the_key_of_its_page(files: Files, key: str) -> None:
    case_id = files.counter.register()
    refused = attach(files, case_id, phone_photo(), key=key)
    assert refused.status_code == 400
    assert "Ouvrez le dossier à nouveau" in refused.text
    assert listed(files, case_id) == []
    assert files.on_disk() == set()


@pytest.mark.parametrize("data", [phone_photo() + bytes(TEN_MB), archive()])
def test_what_staff_said_of_a_refused_file_stays_chosen(files: Files, data: bytes) -> None:
    case_id = files.counter.register()
    refused = attach(files, case_id, data, public="true")
    assert refused.status_code == 400
    assert re.search(r'<option value="result" selected>', refused.text)
    assert re.search(r'name="public"[^>]*checked', refused.text)
    assert listed(files, case_id) == []
