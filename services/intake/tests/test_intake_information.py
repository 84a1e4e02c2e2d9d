"""Information: given with a reference and the day it was last checked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.intake.tests.conftest import ANSWER, KEY, Counter, form, targets


def question(counter: Counter) -> str:
    body = form(channel="web", kind="information")
    case_id: str = counter.post("/cases", body, by=None).json()["caseId"]
    return case_id


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"verifiedOn": None}, "answer.verifiedOn"),
        ({"verifiedOn": "2026-06-16"}, "answer.verifiedOn"),
        ({"verifiedOn": "hier"}, "answer.verifiedOn"),
        ({"reference": "x"}, "answer.reference"),
        ({"reference": "a\nb"}, "answer.reference"),
    ],
)
def test_an_answer_at_first_contact_says_when_it_was_checked_pv_06_pv_07(
    counter: Counter, changes: dict[str, Any], target: str
) -> None:
    refused = counter.post("/cases", form(kind="information", answer={**ANSWER, **changes}))
    assert refused.status_code == 400
    assert target in targets(refused)
    assert counter.store.documents == {}


@pytest.mark.parametrize("day", [None, "2026-06-16", "2026-13-01"])
def test_so_does_an_answer_that_is_given_later_pv_07(counter: Counter, day: str | None) -> None:
    case_id = question(counter)
    refused = counter.post(f"/cases/{case_id}/answer", {**ANSWER, "verifiedOn": day})
    assert (refused.status_code, targets(refused)) == (400, {"verifiedOn"})
    assert counter.state(case_id).answer is None
    other = {"kind": "information", "activity": "Autre", "answer": {**ANSWER, "verifiedOn": day}}
    refused = counter.post(f"/cases/{case_id}/reclassify", other, key=KEY + "-other")
    assert (refused.status_code, targets(refused)) == (400, {"answer.verifiedOn"})


def test_the_day_is_that_of_the_counter_not_of_greenwich_pv_07(counter: Counter) -> None:
    counter.now = datetime(2026, 6, 16, 2, 0, tzinfo=UTC)  # 22:00 on the 15th
    refused = counter.post(
        "/cases", form(kind="information", answer={**ANSWER, "verifiedOn": "2026-06-16"})
    )
    assert targets(refused) == {"answer.verifiedOn"}
    counter.register(kind="information", answer={**ANSWER, "verifiedOn": "2026-06-15"})


@pytest.mark.parametrize("way", ["first contact", "answer", "reclassify"])
def test_staff_and_citizen_see_the_reference_and_its_day_pv_06_pv_07(
    counter: Counter, way: str
) -> None:
    if way == "first contact":
        case_id = counter.register(kind="information", answer=ANSWER)
    elif way == "answer":
        case_id = question(counter)
        counter.post(f"/cases/{case_id}/answer", ANSWER, key=KEY + "-answer")
    else:
        case_id = counter.register()
        turned = {"kind": "information", "activity": "Autre", "answer": ANSWER}
        counter.post(f"/cases/{case_id}/reclassify", turned, key=KEY + "-turned")
    given = counter.get(f"/cases/{case_id}").json()["answer"]
    assert (given["reference"], given["verifiedOn"]) == ("Dépliant 4, p. 2", "2026-06-01")
    code = counter.codes.code_of(case_id)
    tracked = counter.get("/tracking", by=None, x_tracking_code=code).json()
    assert tracked["answerVerifiedOn"] == "2026-06-01"
    assert "vérifié le 1" in counter.client.post("/suivi", data={"code": code}).text
    counter.client.cookies.set("guichet_session", "technician")
    assert "checked on" in counter.client.get(f"/dossiers/{case_id}?lang=en").text


def first_contact(counter: Counter, query: str, by: str = "technician") -> dict[str, Any]:
    answer = counter.get(f"/figures/first-contact?{query}", by=by)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_first_contact_is_counted_whole_and_by_channel_mh_14(counter: Counter) -> None:
    counter.register(kind="information", answer=ANSWER)
    counter.register(channel="counter", kind="information", answer=ANSWER)
    counter.register(channel="counter")
    counter.now += timedelta(hours=1)
    later = question(counter)
    counter.now += timedelta(hours=1)
    assert counter.post(f"/cases/{later}/answer", ANSWER, key=KEY + "-later").status_code == 200
    found = first_contact(counter, "from=2026-06-15&to=2026-06-15")
    whole = {name: found[name] for name in ("registered", "answeredAtFirstContact", "rate")}
    assert whole == {"registered": 4, "answeredAtFirstContact": 2, "rate": 0.5}
    by_channel = {one["channel"]: one["rate"] for one in found["channels"]}
    assert by_channel == {"phone": 1.0, "counter": 0.5, "web": 0.0}
    nobody = first_contact(counter, "from=2026-06-15&to=2026-06-15", by="elsewhere")
    assert (nobody["registered"], nobody["rate"], nobody["channels"]) == (0, None, [])
    elsewhere = first_contact(counter, "from=2026-06-15&to=2026-06-15&borough=prevost")
    assert (elsewhere["registered"], elsewhere["boroughs"]) == (0, [])


def test_a_day_of_the_figures_is_a_local_day_mh_14(counter: Counter) -> None:
    counter.now = datetime(2026, 6, 16, 2, 0, tzinfo=UTC)  # 22:00 on the 15th
    counter.register()
    counter.now = datetime(2026, 6, 16, 4, 0, tzinfo=UTC)  # midnight
    counter.register()
    for day in ("2026-06-15", "2026-06-16"):
        assert first_contact(counter, f"from={day}&to={day}")["registered"] == 1


def test_an_answer_that_was_reopened_is_no_first_contact_any_more_mh_14(counter: Counter) -> None:
    case_id = counter.register(kind="information", answer=ANSWER)
    reopened = counter.post(f"/cases/{case_id}/reopen", {"reason": "mistake"}, key=KEY + "-again")
    assert reopened.status_code == 200, reopened.text
    found = first_contact(counter, "from=2026-06-15&to=2026-06-15")
    assert (found["registered"], found["answeredAtFirstContact"]) == (1, 0)


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("from=2026-06-15", "to"),
        ("from=x&to=2026-06-15", "from"),
        ("from=2026-06-16&to=2026-06-16", "from"),
        ("from=2026-06-15&to=2026-06-14", "to"),
        ("from=2024-06-15&to=2026-06-15", "to"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(counter: Counter, query: str, target: str) -> None:
    refused = counter.get(f"/figures/first-contact?{query}")
    assert (refused.status_code, targets(refused)) == (400, {target})


def test_figures_are_for_those_who_answer_for_the_service(counter: Counter) -> None:
    path = "/figures/first-contact?from=2026-06-15&to=2026-06-15"
    assert counter.get(path, by=None).status_code == 401
    assert counter.get(path, by="elected").status_code == 403
