"""What is wrong on the portal is told beside its field; what was typed stays, nothing is kept."""

from collections.abc import Awaitable, Callable

import pytest
from intake.domain.activities import Vocabulary
from intake.entrypoints.limits import Limits

from services.intake.tests.attachment_samples import encoded, phone_photo, picture
from services.intake.tests.conftest import Counter
from services.intake.tests.portal_walk import FACE, START, Walk, case_ids, portal_words

SEND = "/demande/pierrefonds-roxboro/envoyer"


@pytest.fixture
def face() -> dict[str, bool]:
    """How the counter differs from the usual one."""
    return {}


@pytest.fixture
def grids(face: dict[str, bool]) -> Callable[[], Awaitable[Vocabulary]]:
    async def known() -> Vocabulary:
        return portal_words(FACE.model_copy(update=face))

    return known


def test_nothing_said_and_no_place_are_asked_for_where_they_belong(counter: Counter) -> None:
    walk = Walk(counter)
    what = walk.send(walk.open())
    assert (what.answer.status_code, what.title) == (400, "Que se passe-t-il ?")
    assert "description" in what.faults
    where = walk.send(walk.send(walk.open(), activityButton="Nid-de-poule"))
    assert (where.answer.status_code, where.title) == (400, "Où est-ce ?")
    assert "place" in where.faults


@pytest.mark.parametrize(
    ("field", "value", "page", "beside"),
    [
        ("description", "x" * 3501, "Que se passe-t-il ?", "description"),
        ("description", "a", "Que se passe-t-il ?", "description"),
        ("activity", "<script>alert(1)</script>", "Que se passe-t-il ?", "activity"),
        ("activity", "appelez 514 555-0199", "Que se passe-t-il ?", "activity"),
        ("place_longitude", "ici", "Où est-ce ?", "place-longitude"),
        ("place_longitude", "1000", "Où est-ce ?", "place-longitude"),
        ("place_latitude", "nan", "Où est-ce ?", "place-latitude"),
        ("place_latitude", "", "Où est-ce ?", "place"),
        ("place_address", "x" * 301, "Où est-ce ?", "place-address"),
        ("contact_email", "alix@", "Vérifiez et envoyez", "contact-email"),
        ("contact_phone", "appelez-moi", "Vérifiez et envoyez", "contact-phone"),
        ("contact_name", "x" * 201, "Vérifiez et envoyez", "contact-name"),
    ],
)
def test_a_field_that_is_wrong_leads_to_its_page_with_the_fault_beside_it(
    counter: Counter, field: str, value: str, page: str, beside: str
) -> None:
    walk = Walk(counter)
    send = walk.pothole_at_school()
    refused = walk.send(send, **{"description": "Un trou", "contact_name": "Alix", field: value})
    assert (refused.answer.status_code, refused.title) == (400, page), refused.text
    assert beside in refused.faults, refused.text
    assert "<script>alert" not in refused.text
    kept = refused.fields
    assert kept["key"] == send.fields["key"]
    assert kept["contact.name"] == (value if field == "contact_name" else "Alix")
    assert kept["description"] == (value if field == "description" else "Un trou")
    assert case_ids(counter) == []


def test_a_borough_may_ask_whom_to_answer(counter: Counter, face: dict[str, bool]) -> None:
    face["contact_optional"] = False
    walk = Walk(counter)
    refused = walk.send(walk.pothole_at_school(), contact_name="Alix")
    assert refused.answer.status_code == 400
    assert "courriel ou d&#39;un téléphone" in refused.faults["contact"]
    assert walk.send(refused, contact_phone="514 555-0199").answer.status_code == 201


def test_a_form_sent_twice_opens_one_case_and_another_under_its_key_is_refused(
    counter: Counter,
) -> None:
    walk = Walk(counter)
    send = walk.pothole_at_school()
    first, second = walk.send(send), walk.send(send)
    assert (first.answer.status_code, second.answer.status_code) == (201, 201)
    assert first.text == second.text
    other = walk.send(send, description="Tout autre chose.")
    assert other.answer.status_code == 400
    assert "déjà été envoyé" in other.text
    assert len(case_ids(counter)) == 1


@pytest.mark.parametrize("key", ["", "1", "k" * 32, "../" * 12])
def test_a_key_that_we_did_not_make_opens_nothing_and_a_new_one_is_given(
    counter: Counter, key: str
) -> None:
    walk = Walk(counter)
    refused = walk.send(walk.pothole_at_school(), key=key)
    assert refused.answer.status_code == 400
    assert len(refused.fields["key"]) == 32
    assert refused.fields["key"] != key
    assert case_ids(counter) == []
    assert walk.send(refused).answer.status_code == 201


def test_no_other_site_sends_a_form_of_ours(counter: Counter) -> None:
    walk = Walk(counter)
    send = walk.pothole_at_school()
    for site in ("cross-site", "same-site", "none"):
        headers = {"sec-fetch-site": site}
        for path in (START, SEND, f"{START}/joindre", f"{START}/aide", f"{START}/promesse"):
            answer = counter.client.post(path, data=dict(send.fields), headers=headers)
            assert answer.status_code == 403, path
    assert case_ids(counter) == []


def test_a_photo_is_attached_for_whoever_has_the_code(counter: Counter) -> None:
    walk = Walk(counter)
    receipt = walk.send_photo(walk.pothole_at_school(), "trou.jpg", phone_photo())
    assert receipt.answer.status_code == 201
    (case_id,) = case_ids(counter)
    (photo,) = counter.state(case_id).attachments
    assert (photo.kind, photo.is_public, photo.by) == ("photo", False, "citizen")


@pytest.mark.parametrize(
    ("name", "data"),
    [("trou.jpg", b"PK\x03\x04 not a photo"), ("trou.jpg", b""), ("x.gif", b"GIF89a")],
)
def test_what_is_no_photo_is_refused_before_a_case_is_opened(
    counter: Counter, name: str, data: bytes
) -> None:
    walk = Walk(counter)
    refused = walk.send_photo(walk.pothole_at_school(), name, data, contact_name="Alix")
    assert refused.answer.status_code == 400
    assert "photo" in refused.faults
    assert refused.fields["contact.name"] == "Alix"
    assert case_ids(counter) == []


def test_a_photo_that_is_too_large_leaves_what_was_typed(counter: Counter) -> None:
    walk = Walk(counter)
    huge = encoded(picture(4, 4)) + b"\0" * (11 * 1024 * 1024)
    refused = walk.send_photo(walk.pothole_at_school(), "trou.jpg", huge, contact_name="Alix")
    assert refused.answer.status_code == 413
    assert "trop gros" in refused.faults["photo"]
    assert refused.fields["contact.name"] == "Alix"
    assert refused.fields["activity"] == "Nid-de-poule"
    assert case_ids(counter) == []


class TestLimits:
    """A citizen in haste, or a machine."""

    @pytest.fixture
    def limits(self) -> Limits:
        wide = "1000/minute"
        return Limits(writes="1/minute", lookups="5/minute", tracking=wide, wrong_codes=wide)

    def test_too_many_cases_and_too_many_questions_are_asked_to_wait(
        self, counter: Counter
    ) -> None:
        walk = Walk(counter)
        assert walk.send(walk.pothole_at_school()).answer.status_code == 201
        send = walk.pothole_at_school()
        refused = walk.send(send, contact_name="Alix")
        assert refused.answer.status_code == 429
        assert int(refused.answer.headers["retry-after"]) > 0
        assert refused.fields["contact.name"] == "Alix"
        assert len(case_ids(counter)) == 1
        walk.send(walk.open(), activityButton="Nid-de-poule")
        asked = walk.send(walk.open(), description="Un nid de poule")
        assert asked.answer.status_code == 429
        assert asked.fields["description"] == "Un nid de poule"


def test_what_was_typed_goes_along_when_the_language_is_changed(counter: Counter) -> None:
    walk = Walk(counter)
    send = walk.pothole_at_school()
    assert 'formaction="/demande/pierrefonds-roxboro?lang=en"' in send.text
    english = walk.send(
        send, to="/demande/pierrefonds-roxboro?lang=en", back="send", contact_name="Alix"
    )
    assert (english.answer.status_code, english.title) == (200, "Check and send")
    assert english.fields["contact.name"] == "Alix"
    assert english.action == "/demande/pierrefonds-roxboro/envoyer?lang=en"
