"""Photos and documents of a case over HTTP: who may add, see and remove which."""

import hashlib
import io
from pathlib import Path

import pytest
from intake.domain.attachment import PER_CASE
from PIL import Image

from services.intake.tests.attachment_counter import Files, added, code_of, listed, refused
from services.intake.tests.attachment_samples import CAMERA, archive, document, phone_photo
from services.intake.tests.conftest import KEY, Counter, complaint, targets


@pytest.fixture
def files(counter: Counter, tmp_path: Path) -> Files:
    return Files(counter, tmp_path / "files")


def test_a_photo_is_added_listed_and_handed_out_bare(files: Files) -> None:
    case_id = files.counter.register()

    attachment_id = added(files.add(case_id, phone_photo(), name="../Trou devant l'école.JPEG"))

    (one,) = listed(files, case_id)
    got = files.get(case_id, attachment_id)
    assert one["name"] == "Trou devant l'école.jpg"
    assert (one["kind"], one["mediaType"], one["by"]) == ("photo", "image/jpeg", "tech-pr")
    assert (one["isPublic"], one["kindText"]) == (False, "photo")
    assert one["digest"] == hashlib.sha256(got.content).hexdigest()
    assert one["sizeBytes"] == len(got.content)
    assert CAMERA.encode() not in got.content
    assert Image.open(io.BytesIO(got.content)).size == (60, 40)


def test_a_file_is_handed_out_so_that_no_browser_runs_or_keeps_it(files: Files) -> None:
    case_id = files.counter.register()
    photo = files.get(case_id, added(files.add(case_id, phone_photo(), name="l'été.jpg")))
    paper = files.get(case_id, added(files.add(case_id, document(), kind="document", name="a.pdf")))

    for got in (photo, paper):
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in got.headers["content-security-policy"]
        assert "no-store" in got.headers["cache-control"]
    assert photo.headers["content-type"] == "image/jpeg"
    assert photo.headers["content-disposition"] == "inline; filename*=UTF-8''l%27%C3%A9t%C3%A9.jpg"
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.headers["content-disposition"].startswith("attachment;")


def test_what_lies_on_the_disk_cannot_be_read(files: Files) -> None:
    case_id = files.counter.register()
    attachment_id = added(files.add(case_id, phone_photo()))

    (path,) = (path for path in files.directory.rglob("*") if path.is_file())
    content = files.get(case_id, attachment_id).content
    raw = path.read_bytes()
    assert path.name == attachment_id
    assert not any(content[at : at + 16] in raw for at in range(0, len(content) - 16, 16))


def test_the_journal_says_who_added_and_removed_what(files: Files) -> None:
    """MH-11: nothing is done to a dossier without a line."""
    case_id = files.counter.register()
    attachment_id = added(files.add(case_id, phone_photo(), kind="result", by="executor"))
    files.remove(case_id, attachment_id)

    lines = files.counter.get(f"/cases/{case_id}").json()["timeline"]
    assert [one["what"] for one in lines][-2:] == ["attached", "detached"]
    assert lines[-2]["text"] == "Pièce ajoutée par exec : photo du travail fait"
    assert lines[-1]["text"] == "Pièce retirée par tech-pr : photo du travail fait"


@pytest.mark.parametrize("by", ["technician", "responsable", "executor"])
def test_those_who_do_the_work_add_files(files: Files, by: str) -> None:
    case_id = files.counter.register()
    added(files.add(case_id, phone_photo(), by=by))


def test_others_add_nothing(files: Files) -> None:
    case_id = files.counter.register()

    assert refused(files.add(case_id, phone_photo(), by="operator"), 403) == "forbidden"
    assert refused(files.add(case_id, phone_photo(), by="elected"), 403) == "forbidden"
    assert refused(files.add(case_id, phone_photo(), by="stranger"), 401) == "unauthorized"
    assert refused(files.add(case_id, phone_photo(), by="elsewhere"), 404) == "notFound"
    assert files.on_disk() == set()


def test_a_file_of_another_borough_is_not_found(files: Files) -> None:
    case_id = files.counter.register()
    attachment_id = added(files.add(case_id, phone_photo()))

    assert files.get(case_id, attachment_id, by="elsewhere").status_code == 404
    assert files.get(case_id, attachment_id, by="elected").status_code == 403
    assert files.get(case_id, attachment_id, by="operator").status_code == 200
    assert files.remove(case_id, attachment_id, by="elsewhere").status_code == 404
    assert files.on_disk() == {attachment_id}


def test_a_file_is_found_in_its_own_case_only(files: Files) -> None:
    mine, other = files.counter.register(), files.counter.register()
    attachment_id = added(files.add(mine, phone_photo()))

    assert files.get(other, attachment_id).status_code == 404
    assert files.remove(other, attachment_id).status_code == 404
    assert files.get(mine, "../../etc/passwd").status_code == 404


REFUSED = {
    "a zip renamed jpg": (archive(), {}, "file"),
    "half a photo": (phone_photo(width=900, height=600)[:4000], {}, "file"),
    "an empty file": (b"", {}, "file"),
    "a document as a photo": (document(), {}, "file"),
    "a document with a script": (document(b"/AA<</JS 4 0 R>>"), {"kind": "document"}, "file"),
    "an unknown kind": (phone_photo(), {"kind": "video"}, "kind"),
    "an unknown flag": (phone_photo(), {"public": "yes"}, "public"),
    "a public document": (document(), {"kind": "document", "public": "true"}, "public"),
    "an unknown field": (phone_photo(), {"owner": "x"}, "owner"),
    "a field without end": (phone_photo(), {"kind": "p" * 2000}, "file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_is_refused_by_field_and_nothing_is_stored(
    files: Files, case: str
) -> None:
    data, fields, field = REFUSED[case]
    case_id = files.counter.register()

    assert refused(files.add(case_id, data, **fields), 400, field) == "invalidParameter"
    assert listed(files, case_id) == []
    assert files.on_disk() == set()


def test_every_wrong_field_is_named_at_once(files: Files) -> None:
    case_id = files.counter.register()
    answer = files.counter.client.post(
        f"/api/intake/v1/cases/{case_id}/attachments",
        headers={"authorization": "Bearer technician", "idempotency-key": KEY},
        files={"other": ("a.jpg", phone_photo(), "image/jpeg")},
        data={"public": "perhaps"},
    )

    assert answer.status_code == 400
    assert targets(answer) == {"file", "kind", "public", "other"}


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--y\r\n"),
        ("image/jpeg", phone_photo()),
    ],
)
def test_another_form_is_refused(files: Files, content_type: str, body: bytes) -> None:
    case_id = files.counter.register()
    headers = {"authorization": "Bearer technician", "idempotency-key": KEY}
    answer = files.counter.client.post(
        f"/api/intake/v1/cases/{case_id}/attachments",
        headers={**headers, "content-type": content_type},
        content=body,
    )

    assert refused(answer, 400, "file") == "invalidParameter"


def test_two_files_at_once_are_refused(files: Files) -> None:
    case_id = files.counter.register()
    answer = files.counter.client.post(
        f"/api/intake/v1/cases/{case_id}/attachments",
        headers={"authorization": "Bearer technician", "idempotency-key": KEY},
        files=[("file", ("a.jpg", phone_photo())), ("file", ("b.jpg", phone_photo()))],
        data={"kind": "photo"},
    )

    assert refused(answer, 400, "file") == "invalidParameter"


def test_a_case_takes_ten_files_and_no_more(files: Files) -> None:
    case_id = files.counter.register()
    for number in range(PER_CASE):
        last = files.add(case_id, phone_photo(), key=f"{KEY}-{number}")
    ids = files.on_disk()

    answer = files.add(case_id, phone_photo())

    assert refused(answer, 422) == "unprocessableEntity"
    assert files.on_disk() == ids
    # The tenth, repeated after a lost answer, is answered as it was.
    again = files.add(case_id, phone_photo(), key=f"{KEY}-{PER_CASE - 1}")
    assert (again.status_code, again.json()) == (201, last.json())
    assert len(listed(files, case_id)) == PER_CASE


def test_a_complaint_takes_no_files_and_shows_none(files: Files) -> None:
    """PV-44, PV-45: what belongs to a complaint is with the complaints service alone."""
    born = files.counter.register(**complaint())
    become = files.counter.register()
    code = code_of(files, become)
    attachment_id = added(files.add_own(code, phone_photo()))
    answer = files.counter.post(
        f"/cases/{become}/reclassify", {"kind": "complaint"}, key=f"{KEY}-kind"
    )
    assert answer.status_code == 200

    for case_id in (born, become):
        refusal = files.add(case_id, phone_photo())
        assert refused(refusal, 422) == "unprocessableEntity"
        assert "Service aux citoyens" in refusal.json()["error"]["message"]
        assert listed(files, case_id) == []
    assert files.get(become, attachment_id).status_code == 404
    assert files.remove(become, attachment_id).status_code == 404
    assert files.get_own(code, attachment_id).status_code == 404
    assert refused(files.add_own(code, phone_photo()), 422) == "unprocessableEntity"


def test_the_same_command_adds_one_file(files: Files) -> None:
    case_id = files.counter.register()

    first = files.add(case_id, phone_photo(), key=KEY)
    second = files.add(case_id, phone_photo(), key=KEY)

    assert first.json() == second.json()
    assert files.on_disk() == {added(first)}
    assert len(listed(files, case_id)) == 1


def test_another_file_under_the_same_key_is_refused_and_leaves_the_first_whole(
    files: Files,
) -> None:
    case_id = files.counter.register()
    attachment_id = added(files.add(case_id, phone_photo(), key=KEY))
    before = files.get(case_id, attachment_id).content

    conflict = files.add(case_id, phone_photo(width=80), key=KEY)

    assert refused(conflict, 422) == "duplicateKey"
    assert files.on_disk() == {attachment_id}
    assert files.get(case_id, attachment_id).content == before


def test_a_removed_file_is_gone_from_the_case_and_from_the_disk(files: Files) -> None:
    case_id = files.counter.register()
    attachment_id = added(files.add(case_id, phone_photo()))

    first = files.remove(case_id, attachment_id, by="responsable")
    again = files.remove(case_id, attachment_id, by="responsable")

    assert (first.status_code, again.json()) == (200, first.json())
    assert listed(files, case_id) == []
    assert files.on_disk() == set()
    assert files.get(case_id, attachment_id).status_code == 404
    assert files.remove(case_id, attachment_id, key=f"{KEY}-other").status_code == 404


def test_an_executor_removes_nothing(files: Files) -> None:
    case_id = files.counter.register()
    attachment_id = added(files.add(case_id, phone_photo()))

    assert refused(files.remove(case_id, attachment_id, by="executor"), 403) == "forbidden"
    assert files.on_disk() == {attachment_id}


def test_a_late_repeat_brings_no_removed_file_back(files: Files) -> None:
    case_id = files.counter.register()
    attachment_id = added(files.add(case_id, phone_photo(), key=KEY))
    files.remove(case_id, attachment_id, key=f"{KEY}-remove")

    assert files.add(case_id, phone_photo(), key=KEY).status_code == 201

    assert listed(files, case_id) == []
    assert files.on_disk() == set()


class TestWithoutAPlace:
    @pytest.fixture
    def file_store(self) -> None:
        return None

    def test_files_are_not_offered(self, files: Files) -> None:
        case_id = files.counter.register()

        assert refused(files.add(case_id, phone_photo()), 501) == "notConfigured"
        assert refused(files.add_own(code_of(files, case_id), phone_photo()), 501)
        assert refused(files.remove(case_id, case_id), 501) == "notConfigured"
        assert listed(files, case_id) == []


def test_nothing_of_a_file_is_said_to_the_others(files: Files) -> None:
    case_id = files.counter.register()
    before = len(files.counter.said(case_id))

    added(files.add(case_id, phone_photo(), name="facture de Alix Marqué.jpg"))

    assert len(files.counter.said(case_id)) == before


def test_a_form_needs_its_key(files: Files) -> None:
    case_id = files.counter.register()
    answer = files.add(case_id, phone_photo(), key="short")

    assert refused(answer, 400, "Idempotency-Key") == "invalidParameter"
