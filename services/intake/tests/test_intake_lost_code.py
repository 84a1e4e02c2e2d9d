"""A tracking code that was lost is mailed again, and whoever asks learns nothing (PV-03)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from contracts.events.intake import CaseContactsRecordedV1
from httpx import Response
from intake.entrypoints.limits import Limits

from services.intake.tests.conftest import KEY, NOW, Counter

EMAIL = "alix@example.org"
SAME_WORDS = "Si une demande porte cette adresse"


def lost(counter: Counter, email: str = EMAIL) -> Response:
    return counter.post("/tracking/lost-code", {"email": email}, by=None, key=None)


def contacts(counter: Counter, case_id: str) -> list[Any]:
    return [one for one in counter.said(case_id) if isinstance(one, CaseContactsRecordedV1)]


def test_the_contacts_say_that_the_code_is_asked_for_in_whatever_spelling(
    counter: Counter,
) -> None:
    case_id = counter.register()
    counter.now = NOW + timedelta(days=3)
    assert lost(counter, "ALIX@Example.org").status_code == 202
    first, again = contacts(counter, case_id)
    assert (first.version, first.code_asked_at) == (1, None)
    assert (again.version, again.code_asked_at) == (2, counter.now)
    assert again.tracking_code == counter.codes.code_of(case_id)
    assert "Code de suivi redemandé par courriel" in counter.get(f"/cases/{case_id}").text


def test_the_answer_is_the_same_for_an_address_that_nobody_gave(counter: Counter) -> None:
    counter.register()
    known, unknown = lost(counter), lost(counter, "personne@example.org")
    assert known.json() == unknown.json()
    assert known.status_code == unknown.status_code == 202
    # A kept connection would serve its next request only after the mail was looked into.
    assert known.headers["connection"] == unknown.headers["connection"] == "close"


def test_nobody_but_the_owner_of_the_address_is_written_to(counter: Counter) -> None:
    case_id, other = counter.register(), counter.register(contact={"email": "b@example.org"})
    joining = {"contact": {"email": "voisin@example.org"}}
    counter.post(f"/cases/{case_id}/join", joining, key=f"{KEY}-join")
    lost(counter, "voisin@example.org")
    last = contacts(counter, case_id)[-1]
    assert last.code_asked_at is None
    assert [one.code_asked_at for one in last.joined] == [NOW]
    assert len(contacts(counter, other)) == 1


def test_a_code_is_mailed_three_times_a_day_at_most(counter: Counter) -> None:
    case_id = counter.register()
    for hour in range(5):
        counter.now = NOW + timedelta(hours=hour)
        assert lost(counter).status_code == 202
    assert len(contacts(counter, case_id)) == 1 + 3
    counter.now = NOW + timedelta(hours=25)
    lost(counter)
    assert contacts(counter, case_id)[-1].code_asked_at == counter.now


def test_of_many_cases_the_newest_five_are_told_of(counter: Counter) -> None:
    cases = []
    for minute in range(7):
        counter.now = NOW + timedelta(minutes=minute)
        cases.append(counter.register())
    lost(counter)
    assert [len(contacts(counter, one)) for one in cases] == [1, 1, 2, 2, 2, 2, 2]


def test_a_complaint_is_not_found_by_an_address_pv_44(counter: Counter) -> None:
    case_id = counter.register(kind="complaint", activity=None)
    assert lost(counter).status_code == 202
    assert len(contacts(counter, case_id)) == 1


@pytest.mark.parametrize("email", ["", "alix", "alix@", "a b@example.org", "x" * 260 + "@e.org"])
def test_what_is_no_address_is_told_so_by_its_field(counter: Counter, email: str) -> None:
    answer = lost(counter, email)
    assert answer.status_code == 400
    assert answer.json()["error"]["details"][0]["target"] == "email"
    page = counter.client.post("/suivi/code-perdu", data={"email": email})
    assert page.status_code == 400
    assert 'aria-invalid="true"' in page.text
    if email:
        assert f'value="{email}"' in page.text, "what was typed is kept"


def test_the_page_says_the_same_words_and_puts_no_address_in_an_address(counter: Counter) -> None:
    case_id = counter.register()
    assert "/suivi/code-perdu" in counter.client.get("/suivi").text
    assert counter.client.get("/suivi/code-perdu").status_code == 200
    pages = [
        counter.client.post("/suivi/code-perdu", data={"email": email})
        for email in (EMAIL, "personne@example.org")
    ]
    assert pages[0].text == pages[1].text
    assert SAME_WORDS in pages[0].text
    assert EMAIL not in pages[0].text
    assert len(contacts(counter, case_id)) == 2


class TestLimits:
    """Narrow ones."""

    @pytest.fixture
    def limits(self) -> Limits:
        wide = "1000000/second"
        return Limits(
            writes=wide, lookups=wide, tracking=wide, wrong_codes=wide, lost_codes="2/hour"
        )

    @pytest.fixture(autouse=True)
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[], float]:
        monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
        return lambda: 0.0

    def test_who_asks_too_often_waits_whatever_the_address_is(self, counter: Counter) -> None:
        statuses = [lost(counter, f"{one}@example.org").status_code for one in "abc"]
        assert statuses == [202, 202, 429]
        page = counter.client.post("/suivi/code-perdu", data={"email": EMAIL})
        assert page.status_code == 429
        assert int(page.headers["retry-after"]) > 0
        assert "Trop de demandes" in page.text

    async def test_one_address_from_many_places_is_mailed_no_more_and_nobody_is_told(
        self, counter: Counter, limits: Limits
    ) -> None:
        case_id = counter.register()
        term = counter.desk.finder.term_of_email(EMAIL)
        for _ in range(2):
            assert await limits._windows.hit(limits._lost_codes, "lost-of", term)
        assert lost(counter).status_code == 202
        assert len(contacts(counter, case_id)) == 1
