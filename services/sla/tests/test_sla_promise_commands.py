"""What staff decide by the API: once for a key, refused with the field, nothing changed then."""

from typing import Any

import pytest

from services.sla.tests.promised_cases import (
    ELECTED,
    NOW,
    RESPONSABLE,
    STRANGER,
    TECHNICIAN,
    PromisedCases,
)

KEY = {"Idempotency-Key": "0123456789abcdef"}


@pytest.fixture(scope="module")
async def cases(told: Any) -> PromisedCases:
    """A grid; each test has a case of its own."""
    made = PromisedCases(told)
    await made.publish()
    return made


async def post(
    cases: PromisedCases, case_id: str, what: str, body: dict[str, Any], **more: Any
) -> Any:
    who = more.pop("who", TECHNICIAN)
    one = cases.promise(case_id, "complete").commitment_id
    case_wide = what in ("planned-date", "duties")
    path = f"/api/sla/v1/commitments/{case_id}/{what if case_wide else f'{one}/{what}'}"
    return await cases.house.ask(who, "POST", path, json=body, **more)


async def test_a_command_that_is_repeated_with_its_key_is_answered_and_not_done_again(
    cases: PromisedCases,
) -> None:
    case_id = await cases.case("again")
    body = {"amount": 2, "reason": "Pièce à commander."}
    first = await post(cases, case_id, "extension", body, headers=KEY)
    second = await post(cases, case_id, "extension", body, headers=KEY)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert first.json()["dueAt"] == "2026-06-25T21:00:00+00:00"
    assert first.json()["originalDueAt"] == "2026-06-22T21:00:00+00:00"
    assert cases.promise(case_id, "complete").extended_by == 2
    other = await post(cases, case_id, "extension", {**body, "amount": 3}, headers=KEY)
    assert (other.status_code, other.json()["error"]["code"]) == (422, "duplicateKey")
    said = [event.wire_type for event in cases.house.said("commitments", case_id)]
    assert said.count("sla.commitment-extended.v1") == 1


async def test_suspended_resumed_and_suspended_anew_by_the_same_words(cases: PromisedCases) -> None:
    case_id = await cases.case("anew")
    for what, state in (
        ("suspension", "suspended"),
        ("resumption", "running"),
        ("suspension", "suspended"),
    ):
        cases.house.clock.forward(60)
        answer = await post(cases, case_id, what, {})
        assert (answer.status_code, answer.json()["state"]) == (200, state)
    cases.house.clock.now = NOW


@pytest.mark.parametrize(
    ("what", "body", "target"),
    [
        ("extension", {"amount": 11, "reason": "Pièce."}, "amount"),
        ("extension", {"amount": 0, "reason": "Pièce."}, "amount"),
        ("extension", {"amount": 2, "reason": ""}, "reason"),
        (
            "extension",
            {"amount": 2, "reason": "x", "decidedAt": "2026-06-17T00:00:00Z"},
            "decidedAt",
        ),
        ("extension", {"amount": 2, "reasons": "Pièce."}, "reasons"),
        ("suspension", {"untilOn": "2026-09-01"}, "untilOn"),
        ("resumption", {}, "commitment"),
        ("done", {}, "commitment"),
        ("planned-date", {"on": "2026-06-01"}, "on"),
        ("duties", {"kind": "complete"}, "kind"),
    ],
)
async def test_what_a_rule_forbids_names_the_field_and_changes_nothing(
    cases: PromisedCases, what: str, body: dict[str, Any], target: str
) -> None:
    case_id = await cases.case("forbidden")
    before = cases.house.store("commitments").documents[case_id].version
    answer = await post(cases, case_id, what, body)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["target"] == target
    assert cases.house.store("commitments").documents[case_id].version == before


async def test_who_may_not_is_refused_and_who_may_not_see_finds_nothing(
    cases: PromisedCases,
) -> None:
    case_id = await cases.case("whose", NOW)
    body = {"amount": 1, "reason": "Pièce."}
    assert (await post(cases, case_id, "extension", body, who=ELECTED)).status_code == 403
    assert (await post(cases, case_id, "extension", body, who=STRANGER)).status_code == 404
    assert (await post(cases, case_id, "extension", body, who=RESPONSABLE)).status_code == 200
    path = f"/api/sla/v1/commitments/{case_id}/nothing/extension"
    assert (await cases.house.ask(TECHNICIAN, "POST", path, json=body)).status_code == 404
    assert (await cases.house.ask(None, "POST", path, json=body)).status_code == 401
