"""Photos and documents under a tracking code: a citizen's own, and what is public."""

from pathlib import Path

import pytest

from services.intake.tests.attachment_counter import Files, added, code_of, refused
from services.intake.tests.attachment_samples import document, phone_photo
from services.intake.tests.conftest import KEY, Counter


@pytest.fixture
def files(counter: Counter, tmp_path: Path) -> Files:
    return Files(counter, tmp_path / "files")


def test_the_citizen_sees_own_files_and_public_ones(files: Files) -> None:
    case_id = files.counter.register()
    code = code_of(files, case_id)
    own = added(files.add_own(code, phone_photo()))
    paper = added(files.add_own(code, document(), kind="document"))
    public = added(files.add(case_id, phone_photo(), kind="result", public="true"))
    internal = added(files.add(case_id, phone_photo()))

    seen = files.counter.get("/tracking", by=None, x_tracking_code=code).json()

    assert [one["attachmentId"] for one in seen["attachments"]] == [own, paper, public]
    assert not any({"by", "digest"} & set(one) for one in seen["attachments"])
    assert files.get_own(code, own).status_code == 200
    assert files.get_own(code, public).headers["x-content-type-options"] == "nosniff"
    assert files.get_own(code, internal).status_code == 404
    assert "Une photo a été ajoutée à votre dossier." in [line["text"] for line in seen["timeline"]]


def test_another_citizens_code_opens_none_of_them(files: Files) -> None:
    mine, other = files.counter.register(), files.counter.register()
    own = added(files.add_own(code_of(files, mine), phone_photo()))

    assert files.get_own(code_of(files, other), own).status_code == 404
    assert files.get_own("0" * 16, own).status_code == 404
    assert refused(files.add_own("0" * 16, phone_photo()), 404) == "notFound"


def test_who_joined_sees_public_files_but_not_the_first_citizens(files: Files) -> None:
    case_id = files.counter.register()
    own = added(files.add_own(code_of(files, case_id), phone_photo()))
    public = added(files.add(case_id, phone_photo(), public="true"))
    joining = {"channel": "phone", "contact": {"name": "Camille", "email": "camille@example.org"}}
    joined = files.counter.post(f"/cases/{case_id}/join", joining, key=f"{KEY}-join")
    assert joined.status_code == 200, joined.text
    code = joined.json()["trackingCode"]

    assert files.get_own(code, public).status_code == 200
    assert files.get_own(code, own).status_code == 404
    theirs = added(files.add_own(code, phone_photo(width=70)))
    assert files.get_own(code, theirs).status_code == 200
    assert files.get_own(code_of(files, case_id), theirs).status_code == 404


def test_a_citizen_makes_nothing_public_and_claims_no_work(files: Files) -> None:
    code = code_of(files, files.counter.register())

    public = files.add_own(code, phone_photo(), public="true")
    result = files.add_own(code, phone_photo(), kind="result")

    assert refused(public, 400, "public") == "invalidParameter"
    assert refused(result, 400, "kind") == "invalidParameter"
    assert files.on_disk() == set()


def test_after_the_end_only_staff_add_files(files: Files) -> None:
    case_id = files.counter.register()
    code = code_of(files, case_id)
    withdrawn = files.counter.post("/tracking/withdraw", by=None, key=None, x_tracking_code=code)
    assert withdrawn.status_code == 200

    assert refused(files.add_own(code, phone_photo()), 422) == "unprocessableEntity"
    assert files.add(case_id, phone_photo()).status_code == 201
