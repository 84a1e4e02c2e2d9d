"""PV-34: every employee is informed of the policy, and the acknowledgement is recorded."""

import logging
import re
from datetime import date, timedelta
from typing import Any

import pytest
from chassis.identity import Caller
from hypothesis import given
from hypothesis import strategies as st
from intake.application.read_policy import acknowledge
from intake.domain.policy_reading import PolicyReading

from services.intake.tests.conftest import CALLERS, KEY, NOW, Counter

HERE = "pierrefonds-roxboro"
OTHER = "prevost"
CURRENT = "2026-11-22"


@pytest.fixture(autouse=True)
def people(monkeypatch: pytest.MonkeyPatch) -> None:
    """A director, an employee of two counters, one without a role, one of nowhere; a system."""
    more = {
        "director": Caller("dir-pr", frozenset({"director"}), frozenset({HERE})),
        "both": Caller("two-counters", frozenset({"executor"}), frozenset({HERE, OTHER})),
        "student": Caller("etu-1", frozenset(), frozenset({HERE})),
        "nowhere": Caller("new-1", frozenset({"executor"}), frozenset({"elsewhere"})),
        "partner": Caller("system-1", frozenset({"integrator"}), frozenset({HERE})),
    }
    for name, caller in more.items():
        monkeypatch.setitem(CALLERS, name, caller)


def confirm(counter: Counter, by: str | None = "technician", version: str = CURRENT) -> Any:
    return counter.post("/policy/acknowledgement", {"version": version}, by=by)


def kept(counter: Counter) -> list[PolicyReading]:
    documents: Any = counter.desk.policy.store
    return [one.state for one in documents.documents.values()]


def page(counter: Counter, by: str, path: str = "/politique") -> Any:
    counter.client.cookies.set("guichet_session", by)
    return counter.client.get(path)


def change_text(counter: Counter, on: date) -> None:
    """As a release with another wording would."""
    newer = counter.desk.policy.policy.model_copy(update={"version": on})
    object.__setattr__(counter.desk.policy, "policy", newer)


@given(
    later=st.lists(st.timedeltas(timedelta(0), timedelta(days=900)), min_size=1, max_size=5),
)
def test_the_first_acknowledgement_holds_whatever_comes_after_it_pv_34(
    later: list[timedelta],
) -> None:
    def at(after: timedelta) -> PolicyReading:
        version = date(2026, 6, 1)
        return PolicyReading(
            subject="s", borough=HERE, version=version, acknowledged_at=NOW + after
        )

    first = acknowledge(None, at(timedelta(0)))
    for after in later:
        again = acknowledge(first.state, at(after))
        assert again == first
        assert not again.events


@pytest.mark.parametrize("by", ["technician", "operator", "elected", "executor", "student"])
def test_whoever_is_signed_in_reads_the_policy_and_confirms_it_once_pv_34(
    counter: Counter, by: str
) -> None:
    before = page(counter, by)
    assert before.status_code == 200
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', before.text))
    assert fields["version"] == CURRENT
    for again in range(2):
        counter.now = NOW + timedelta(days=again)
        answer = counter.client.post("/politique", data=fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/politique")
    after = page(counter, by).text
    assert "Vous en avez pris connaissance le 15 juin 2026, 10 h 00" in after
    assert "<button" not in after
    caller = CALLERS[by]
    assert {(one.subject, one.borough) for one in kept(counter)} == {
        (caller.subject, borough) for borough in caller.boroughs
    }
    assert {one.acknowledged_at for one in kept(counter)} == {NOW}


def test_the_page_is_whole_in_both_languages_and_says_the_four_steps_pv_34(
    counter: Counter,
) -> None:
    french, english = page(counter, "student"), page(counter, "student", "/politique?lang=en")
    for word in ("Accueillir", "Écouter", "Résoudre", "Valider", "Service aux citoyens"):
        assert word in french.text
    for word in ("Welcome", "Listen", "Resolve", "Validate", "I have read it"):
        assert word in english.text
        assert word not in french.text
    points = [
        pair
        for section in counter.desk.policy.policy.sections
        for point in section.points
        for pair in (section.title, point.name, point.text)
    ]
    assert all(left and right and left != right for left, right in points)
    answer = counter.client.post("/politique?lang=en", data={"version": CURRENT})
    assert answer.headers["location"] == "/politique?lang=en"


def test_the_api_gives_the_text_and_ones_own_acknowledgement_pv_34(counter: Counter) -> None:
    before = counter.get("/policy", accept_language="en").json()
    assert (before["version"], before["isAcknowledged"]) == (CURRENT, False)
    assert before["sections"][0]["points"][0]["name"] == "Welcome"
    answer = confirm(counter)
    assert answer.status_code == 201
    own = [{"borough": HERE, "acknowledgedAt": NOW.isoformat()}]
    assert answer.json() == {"version": CURRENT, "isAcknowledged": True, "acknowledgements": own}
    counter.now = NOW + timedelta(days=3)
    assert confirm(counter).json() == answer.json()
    assert counter.get("/policy").json()["acknowledgements"] == own


def test_a_new_version_asks_again_and_the_old_acknowledgement_stays_pv_34(
    counter: Counter,
) -> None:
    confirm(counter)
    page(counter, "technician")
    change_text(counter, date(2027, 1, 4))
    assert counter.get("/policy").json()["isAcknowledged"] is False
    assert "Version du 4 janvier 2027" in page(counter, "technician").text
    late = counter.client.post("/politique", data={"version": CURRENT, "key": KEY})
    assert late.status_code == 422
    assert "Le texte a changé depuis" in late.text
    error = confirm(counter).json()["error"]
    assert (error["code"], error["target"]) == ("unprocessableEntity", "version")
    assert confirm(counter, version="2027-01-04").status_code == 201
    assert [one.version.isoformat() for one in kept(counter)] == [CURRENT, "2027-01-04"]


@pytest.mark.parametrize("version", ["", "hier", "2026-02-30"])
def test_what_is_no_version_is_refused_by_name_and_nothing_is_kept(
    counter: Counter, version: str
) -> None:
    answer = confirm(counter, version=version)
    assert (answer.status_code, answer.json()["error"]["target"]) == (400, "version")
    page(counter, "technician")
    assert counter.client.post("/politique", data={"version": version}).status_code == 400
    assert (
        counter.post("/policy/acknowledgement", {"version": CURRENT}, key=None).status_code == 400
    )
    assert kept(counter) == []


def test_nobody_unknown_reads_or_confirms_and_a_page_leads_to_the_sign_in_pv_34(
    counter: Counter,
) -> None:
    assert counter.get("/policy", by=None).status_code == 401
    assert confirm(counter, by=None).status_code == 401
    assert counter.get("/policy/acknowledgements", by=None).status_code == 401
    for answer in (
        counter.client.get("/politique"),
        counter.client.post("/politique", data={"version": CURRENT}),
    ):
        assert (answer.status_code, answer.headers["location"]) == (303, "/demo/signin")
    assert kept(counter) == []


@pytest.mark.parametrize("by", ["nowhere", "partner"])
def test_who_is_employed_at_no_counter_here_is_told_so_and_nothing_is_kept(
    counter: Counter, by: str
) -> None:
    shown = page(counter, by).text
    assert "aucun guichet d'ici" in shown.replace("&#39;", "'")
    assert "<button" not in shown
    assert confirm(counter, by=by).status_code == 403
    assert kept(counter) == []


def test_another_site_cannot_confirm_in_somebodys_name(counter: Counter) -> None:
    page(counter, "technician")
    sent = counter.client.post(
        "/politique", data={"version": CURRENT}, headers={"sec-fetch-site": "cross-site"}
    )
    assert sent.status_code == 403
    assert kept(counter) == []


def test_the_director_sees_how_many_and_who_in_their_own_boroughs_pv_34(counter: Counter) -> None:
    for number, by in enumerate(("technician", "elsewhere", "both", "student")):
        counter.now = NOW + timedelta(hours=number)
        confirm(counter, by=by)
    found = counter.get("/policy/acknowledgements", by="director").json()
    assert found["counts"] == [{"borough": HERE, "count": 3}]
    assert [one["subject"] for one in found["items"]] == ["etu-1", "two-counters", "tech-pr"]
    second = counter.get(f"/policy/acknowledgements?borough={HERE}&offset=1&limit=1", by="director")
    assert [one["subject"] for one in second.json()["items"]] == ["two-counters"]
    assert second.json()["paging"] == {"offset": 1, "limit": 1, "totalCount": 3}
    for borough, status in ((OTHER, 403), ("nulle-part", 400)):
        answer = counter.get(f"/policy/acknowledgements?borough={borough}", by="director")
        assert answer.status_code == status
    assert counter.get("/policy/acknowledgements").status_code == 403, "a technician"


def test_no_id_no_event_and_no_log_names_who_acknowledged_pv_34(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        confirm(counter, by="both")
    documents: Any = counter.desk.policy.store
    assert len(documents.documents) == 2, "one at each counter"
    assert all(one.pending == [] for one in documents.documents.values())
    assert "two-counters" not in " ".join(documents.documents)
    assert "two-counters" not in str([vars(record) for record in caplog.records])
