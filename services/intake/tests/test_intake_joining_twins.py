"""Twins and joining over HTTP: what staff sees, what the public sees, and what a token opens."""

from datetime import timedelta
from typing import Any

import pytest

from services.intake.tests.conftest import CALLERS, NOW, Counter, complaint, form, targets

HERE = {"longitude": -73.86, "latitude": 45.49}


def asked(**changes: Any) -> dict[str, Any]:
    return {"borough": "pierrefonds-roxboro", "activity": "Nid de poule", "place": HERE, **changes}


def twins(counter: Counter, *, by: str | None = "technician", **changes: Any) -> list[Any]:
    answer = counter.post("/cases/twins", asked(**changes), by=by, key=None)
    assert answer.status_code == 200, answer.text
    items: list[Any] = answer.json()["items"]
    return items


def joined(counter: Counter, token: str, key: str = "a-citizens-own-key", **more: Any) -> Any:
    return counter.post("/joins", {"joinToken": token, **more}, by=None, key=key)


def test_staff_is_shown_the_likely_twin_before_a_case_is_accepted(counter: Counter) -> None:
    case_id = counter.register()
    near = {"longitude": -73.8603, "latitude": 45.49}
    (twin,) = twins(counter, place=near)
    assert twin["caseId"] == case_id
    assert 20 < twin["distanceMetres"] < 27
    assert (twin["requesters"], twin["status"], twin["canBeJoined"]) == (1, "registered", True)
    assert twin["address"] == "13665, boul. de Pierrefonds"
    assert twins(counter, place={"longitude": -73.861, "latitude": 45.49}) == []
    assert twins(counter, activity="Éclairage défectueux") == []


def test_the_public_learns_no_id_no_person_no_address_and_no_exact_time(counter: Counter) -> None:
    case_id = counter.register()
    (twin,) = twins(counter, by=None)
    assert set(twin) == {
        *("activity", "distanceMetres", "joinToken", "receivedOn"),
        *("requesters", "status", "statusText"),
    }
    assert (twin["distanceMetres"], twin["receivedOn"]) == (25, "2026-06-15")
    for private in (case_id, "13665", "Alix", "école", "tech-pr", "14:00"):
        assert private not in str(twin)


def test_an_activity_in_words_of_a_citizen_is_not_repeated_to_another(counter: Counter) -> None:
    counter.register(activity="Chat de Mme Untel")
    (twin,) = twins(counter, by=None, activity="Chat de Mme Untel")
    assert twin["activity"] == ""


def test_joining_by_token_counts_one_requester_more_and_gives_a_code_of_ones_own(
    counter: Counter,
) -> None:
    case_id = counter.register()
    (twin,) = twins(counter, by=None)
    contact = {"email": "bao@example.org"}
    first = joined(counter, twin["joinToken"], contact=contact)
    assert first.status_code == 200, first.text
    assert case_id not in first.text
    again = joined(counter, twin["joinToken"], contact=contact)
    assert again.json() == first.json(), "repeated under its key it is joined once"
    (twin,) = twins(counter, by=None)
    assert twin["requesters"] == 2
    code = first.json()["trackingCode"]
    assert counter.get("/tracking", by=None, x_tracking_code=code).status_code == 200
    found = counter.post("/cases/search", {"query": "bao@example.org"}, key=None).json()
    assert [item["caseId"] for item in found["items"]] == [case_id]


def test_a_token_is_good_for_half_an_hour(counter: Counter) -> None:
    counter.register()
    (twin,) = twins(counter, by=None)
    counter.now = NOW + timedelta(minutes=30, seconds=1)
    late = joined(counter, twin["joinToken"])
    assert (late.status_code, targets(late)) == (400, {"joinToken"})
    counter.now = NOW + timedelta(minutes=30)
    assert joined(counter, twin["joinToken"]).status_code == 200


def test_a_token_that_was_changed_or_made_up_joins_nothing(counter: Counter) -> None:
    case_id = counter.register()
    token = twins(counter, by=None)[0]["joinToken"]
    changed = token[:30] + ("A" if token[30] != "A" else "B") + token[31:]
    for other in (changed, token[:20], case_id, "é" * 20, "x", "=" * 20):
        answer = joined(counter, other)
        assert (answer.status_code, targets(answer)) == (400, {"joinToken"})
    assert counter.state(case_id).requesters == ()


def test_what_was_withdrawn_meanwhile_is_not_joined(counter: Counter) -> None:
    case_id = counter.register()
    token = twins(counter, by=None)[0]["joinToken"]
    counter.post(f"/cases/{case_id}/withdraw")
    assert joined(counter, token).status_code == 422
    assert twins(counter, by=None) == []


def test_staff_sees_the_twins_of_their_boroughs_alone(counter: Counter) -> None:
    counter.register()
    assert len(twins(counter)) == 1
    assert twins(counter, by="elsewhere") == []
    assert twins(counter, by=None, borough="prevost") == [], "another city"


@pytest.mark.parametrize("caller", ["technician", None])
def test_a_complaint_and_a_claim_are_nobodys_twin_pv_45(
    counter: Counter, caller: str | None
) -> None:
    counter.register(**complaint(place={**HERE, "address": "13665, boul. de Pierrefonds"}))
    counter.register(kind="claim")
    assert twins(counter, by=caller) == []
    assert twins(counter, by=caller, activity="Autre") == []


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"borough": "atlantis"}, "borough"),
        ({"activity": ""}, "activity"),
        ({"activity": "appelez le 514 555-0199"}, "activity"),
        ({"place": None}, "place"),
        ({"place": {"longitude": -73.86}}, "place.latitude"),
        ({"place": {"longitude": "west", "latitude": 45}}, "place.longitude"),
        ({"place": {"longitude": -73.86, "latitude": 91}}, "place.latitude"),
        ({"radiusMetres": 10_000}, "radiusMetres"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_field(
    counter: Counter, changes: dict[str, Any], target: str
) -> None:
    for caller in ("technician", None):
        answer = counter.post("/cases/twins", asked(**changes), by=caller, key=None)
        assert answer.status_code == 400
        assert target in targets(answer)


def test_a_channel_of_staff_is_no_channel_of_the_public(counter: Counter) -> None:
    counter.register()
    token = twins(counter, by=None)[0]["joinToken"]
    answer = joined(counter, token, channel="phone")
    assert (answer.status_code, targets(answer)) == (400, {"channel"})


def test_a_caller_whose_role_reads_no_dossiers_sees_what_the_public_sees(counter: Counter) -> None:
    counter.register()
    assert "elected" in CALLERS
    (twin,) = twins(counter, by="elected")
    assert "caseId" not in twin


def test_a_case_without_a_point_is_near_nothing(counter: Counter) -> None:
    body = form(place={"address": "quelque part"})
    assert counter.post("/cases", body).status_code == 201
    assert twins(counter) == []
