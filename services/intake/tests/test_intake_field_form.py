"""The form of employees in the field (PV-37), and the search box; sent as a browser sends them."""

import io

import pytest
from chassis.identity import Caller
from httpx import Response
from PIL import Image

from services.intake.tests.conftest import CALLERS, Counter

KEY = "f" * 32
SEEN = {
    "key": KEY,
    "borough": "pierrefonds-roxboro",
    "kind": "request",
    "activity": "Nid-de-poule",
    "description": "Trou de 40 cm.",
    "department": "Travaux publics",
    "place.address": "13665, boul. de Pierrefonds",
    "contact.name": "Alix Marqué",
    "contact.phone": "514 555-0199",
    "contact.address": "12, rue des Essais, H9A 2Z4",
}


@pytest.fixture
def executor(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Signed in as one of the field, who is no technician."""
    one = Caller("exec-pr", frozenset({"executor"}), frozenset({"pierrefonds-roxboro"}))
    monkeypatch.setitem(CALLERS, "executor", one)
    counter.client.cookies.set("guichet_session", "executor")
    return counter


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (32, 32), "grey").save(file, "JPEG")
    return file.getvalue()


def send(counter: Counter, **changes: str) -> Response:
    """The form without a photo; a browser sends its empty field all the same."""
    return send_with(counter, b"", **changes)


def send_with(counter: Counter, data: bytes, /, **changes: str) -> Response:
    """The form with its file."""
    fields = {**SEEN, **{name.replace("_", ".", 1): value for name, value in changes.items()}}
    file = ("trou.jpg" if data else "", data, "image/jpeg" if data else "application/octet-stream")
    answer: Response = counter.client.post("/terrain", data=fields, files={"photo": file})
    return answer


def test_an_employee_of_the_field_sends_what_the_policy_asks_for_pv_02_pv_37(
    executor: Counter,
) -> None:
    receipt = send_with(executor, photo())
    assert receipt.status_code == 201, receipt.text
    (case_id,) = executor.store.documents
    case = executor.state(case_id)
    kept = case.registration
    assert kept is not None
    assert (kept.channel, kept.origin, kept.entered_by) == ("field", "employee", "exec-pr")
    assert kept.description == "Trou de 40 cm.\n\nService concerné : Travaux publics"
    assert kept.contact is not None
    assert kept.contact.address == "12, rue des Essais, H9A 2Z4"
    assert [one.kind for one in case.attachments] == ["photo"]


def test_the_person_need_not_say_who_they_are_pv_37(executor: Counter) -> None:
    blank = {"contact_name": "", "contact_phone": "", "contact_address": "", "department": ""}
    assert send(executor, **blank).status_code == 201
    (case_id,) = executor.store.documents
    kept = executor.state(case_id).registration
    assert kept is not None
    assert kept.contact is None


def test_a_zip_renamed_to_a_photo_is_refused_before_anything_is_stored(executor: Counter) -> None:
    refused = send_with(executor, b"PK\x03\x04" + b"x" * 200)
    assert refused.status_code == 400
    assert 'id="photo-fault"' in refused.text
    assert ">\nTrou de 40 cm.</textarea>" in refused.text
    assert list(executor.store.documents) == []


def test_all_that_was_typed_stays_when_the_photo_is_too_large(executor: Counter) -> None:
    refused = send_with(executor, photo() + bytes(11 * 1024 * 1024))
    assert refused.status_code == 400
    assert 'id="photo-fault"' in refused.text
    for typed in ("Trou de 40 cm.", "13665, boul. de Pierrefonds", "514 555-0199", KEY):
        assert typed in refused.text
    # Browsers send fields in their order: the photo is the last of the form.
    page = executor.client.get("/terrain").text
    assert page.index('name="photo"') > page.rindex('name="contact.')
    assert list(executor.store.documents) == []


@pytest.mark.parametrize(
    ("field", "place"),
    [("description", "description"), ("activity", "activity"), ("place_address", "place")],
)
def test_what_the_intervention_needs_must_be_there_pv_36(
    executor: Counter, field: str, place: str
) -> None:
    refused = send(executor, **{field: ""})
    assert refused.status_code == 400
    assert f'<a href="#{place}">' in refused.text
    assert f'id="{place}' in refused.text
    assert list(executor.store.documents) == []


def test_whoever_works_in_the_field_enters_nothing_at_the_desk(executor: Counter) -> None:
    assert executor.client.get("/terrain").status_code == 200
    assert executor.client.get("/comptoir").status_code == 403
    executor.client.cookies.set("guichet_session", "operator")
    assert executor.client.get("/terrain").status_code == 403
    assert send(executor).status_code == 403


def test_the_search_box_finds_by_phone_address_name_and_code(counter: Counter) -> None:
    case_id = counter.register(contact={"name": "Alix Marqué", "phone": "514 555-0199"})
    counter.client.cookies.set("guichet_session", "technician")
    for typed in ("5145550199", "alix marque", "13665 pierrefonds", counter.codes.code_of(case_id)):
        found = counter.client.post("/dossiers", data={"query": typed})
        assert found.status_code == 200
        assert f"/dossiers/{case_id}" in found.text, typed
        assert typed not in str(found.url)
    assert case_id not in counter.client.post("/dossiers", data={"query": "tremblay"}).text
    nothing = counter.client.post("/dossiers", data={"query": ""})
    assert nothing.status_code == 400
    assert 'id="query-fault"' in nothing.text
    counter.client.cookies.set("guichet_session", "elsewhere")
    assert case_id not in counter.client.post("/dossiers", data={"query": "alix marque"}).text
