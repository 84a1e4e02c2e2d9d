"""What the clerk does with a claim, and what is refused with its reason, nothing done (PV-16)."""

from datetime import date
from typing import Any

import pytest
from complaints.domain.claims.claim import Stage, stage_of
from contracts.events.claims import CLAIMS

from services.complaints.tests.claims_house import CLERK, GENERAL, TECHNICIAN, ClaimsHouse

NOTICE = {"receivedOn": "2026-11-18", "means": "registered"}
HAND_OVER = {"to": "insurer", "name": "Assureur Exemple", "on": "2026-11-20", "reference": "A-1"}
DENIED = {"outcome": "denied", "reasonsFr": "La Ville ignorait ce trou.", "reasonsEn": ""}
ACCEPTED = {"outcome": "accepted", "amountCents": 25_000}


def types(house: ClaimsHouse) -> list[str]:
    return [one.wire_type for one in house.said(CLAIMS)]


async def test_the_written_notice_is_recorded_with_the_day_on_which_it_came_c_13() -> None:
    house = ClaimsHouse()
    await house.claimed()
    answer = await house.clerk("notice", NOTICE)
    assert answer.json() == {"caseId": (await house.claim()).case_id, "stage": "open"}
    notice = (await house.claim()).notice
    assert notice is not None
    assert (notice.received_on, notice.recorded_by) == (date(2026, 11, 18), CLERK[0])
    said = house.said(CLAIMS)[-1].model_dump()
    assert said["received_on"] == date(2026, 11, 18)
    again = await house.clerk("notice", {**NOTICE, "receivedOn": "2026-11-17"})
    assert again.status_code == 200, "what was entered wrongly is entered anew"
    assert types(house).count("complaints.claim-notice-recorded.v1") == 2


async def test_documents_and_amounts_are_whole_cents_pv_16() -> None:
    house = ClaimsHouse()
    await house.claimed()
    paper = {"kind": "invoice", "title": "Facture du garage", "amountCents": 25_050}
    assert (await house.clerk("papers", paper)).status_code == 200
    photo = {"kind": "photo", "title": "La roue"}
    assert (await house.clerk("papers", photo)).status_code == 200
    papers = (await house.claim()).papers
    assert [one.amount_cents for one in papers] == [25_050, None]


async def test_a_hand_over_goes_by_letter_and_is_said_without_its_name_pv_16() -> None:
    house = ClaimsHouse()
    await house.claimed()
    assert (await house.clerk("hand-overs", HAND_OVER)).json()["stage"] == "handed-over"
    assert house.letters()[-1].kind.value == "claim-hand-over"
    assert "Assureur Exemple" in house.letters()[-1].body_fr
    said = house.said(CLAIMS)[-1]
    assert said.model_dump()["to"] == "insurer"
    assert "Exemple" not in said.model_dump_json()


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (ACCEPTED, "250,00"),
        ({"outcome": "partly", "amountCents": 10_000, "reasonsFr": "Pneu usé."}, "Pneu usé."),
        (DENIED, "ignorait"),
        ({"outcome": "settled", "amountCents": 12_345}, "123,45"),
    ],
)
async def test_each_decision_leaves_by_letter_and_is_never_said_in_the_open_pv_16(
    decision: dict[str, Any], words: str
) -> None:
    house = ClaimsHouse()
    await house.claimed()
    answer = await house.clerk("decision", decision)
    assert answer.json()["stage"] == "decided"
    letter = house.letters()[-1]
    assert letter.kind.value == "claim-decision"
    assert words in letter.body_fr.replace("\u00a0", " ").replace("\u202f", " ")
    said = house.said(CLAIMS)[-1]
    assert said.wire_type == "complaints.claim-decided.v1"
    assert decision["outcome"] not in said.model_dump_json()


@pytest.mark.parametrize(
    ("details", "field", "settled"),
    [
        ({"happened_on": None}, "happenedOn", {"happenedOn": "2026-11-09"}),
        ({"place": ""}, "place", {"place": "Coin Gouin et Saint-Jean"}),
    ],
)
async def test_a_claim_without_date_or_place_of_the_facts_is_not_decided_but_asked_for(
    details: dict[str, Any], field: str, settled: dict[str, Any]
) -> None:
    house = ClaimsHouse()
    await house.claimed(clocks=False, **details)
    before = await house.claim()
    answer = await house.clerk("decision", ACCEPTED)
    assert answer.status_code == 422
    assert answer.json()["error"]["target"] == field
    after = await house.claim()
    assert after.decision is None
    assert after.model_dump(exclude={"journal"}) == before.model_dump(exclude={"journal"})
    (line,) = after.journal
    assert (line.field, line.by) == (field, CLERK[0])
    assert (await house.clerk("facts", settled)).status_code == 200
    assert (await house.clerk("decision", ACCEPTED)).status_code == 200


async def test_the_delays_follow_a_date_that_the_clerk_settles() -> None:
    house = ClaimsHouse()
    await house.claimed(clocks=False, happened_on=None)
    assert (await house.clerk("facts", {"happenedOn": "2026-11-05"})).status_code == 200
    days = [one.model_dump().get("facts_on") for one in house.said(CLAIMS)]
    assert days[-1] == date(2026, 11, 5)
    assert (await house.clerk("facts", {"damages": ["bodily"]})).status_code == 200
    assert house.said(CLAIMS)[-1].model_dump()["facts_on"] is None


@pytest.mark.parametrize(
    ("what", "body", "field"),
    [
        ("notice", {**NOTICE, "receivedOn": "2026-11-21"}, "receivedOn"),
        ("notice", {**NOTICE, "receivedOn": "2026-11-09"}, "receivedOn"),
        ("facts", {}, "happenedOn"),
        ("facts", {"happenedOn": "2026-11-21"}, "happenedOn"),
        ("facts", {"happenedOn": "1949-12-31"}, "happenedOn"),
        ("papers", {"kind": "invoice", "title": "Une", "amountCents": "mille"}, "amountCents"),
        ("papers", {"kind": "invoice", "title": "Une", "amountCents": 12.5}, "amountCents"),
        ("papers", {"kind": "invoice", "title": "Une", "amountCents": -1}, "amountCents"),
        ("hand-overs", {**HAND_OVER, "on": "2026-11-21"}, "on"),
        ("hand-overs", {**HAND_OVER, "on": "2026-11-19"}, "on"),
        ("hand-overs", {**HAND_OVER, "to": "nobody"}, "to"),
        ("decision", {"outcome": "accepted"}, "amountCents"),
        ("decision", {"outcome": "accepted", "amountCents": 0}, "amountCents"),
        ("decision", {**DENIED, "amountCents": 5}, "amountCents"),
        ("decision", {"outcome": "denied"}, "reasonsFr"),
        ("decision", {"outcome": "partly", "amountCents": 5}, "reasonsFr"),
        ("decision", {**ACCEPTED, "reasonsEn": "Only in English"}, "reasonsFr"),
        ("withdrawal", {}, "saidBy"),
    ],
)
async def test_bad_input_is_refused_naming_its_field_and_nothing_changes(
    what: str, body: dict[str, Any], field: str
) -> None:
    house = ClaimsHouse()
    await house.claimed()
    before, said = await house.claim(), types(house)
    answer = await house.clerk(what, body)
    assert answer.status_code in (400, 422)
    assert field in answer.text
    after = await house.claim()
    assert after.model_dump(exclude={"journal"}) == before.model_dump(exclude={"journal"})
    assert types(house) == said


async def test_what_is_decided_or_withdrawn_is_not_decided_again() -> None:
    house, other = ClaimsHouse(), ClaimsHouse()
    await house.claimed()
    await other.claimed()
    assert (await house.clerk("decision", DENIED)).status_code == 200
    assert (await other.clerk("withdrawal", {"saidBy": "La personne"})).status_code == 200
    assert stage_of(await other.claim()) is Stage.WITHDRAWN
    assert types(other)[-1] == "complaints.claim-withdrawn.v1"
    for one in (house, other):
        for what, body in (("decision", ACCEPTED), ("hand-overs", HAND_OVER)):
            answer = await one.clerk(what, body)
            assert answer.status_code == 422
            assert answer.json()["error"]["target"] == "stage"
    late = await house.clerk("notice", NOTICE)
    assert late.status_code == 200, "a notice that was found afterwards is still on record"


async def test_the_role_that_the_grid_binds_decides_and_nobody_else_does() -> None:
    house = ClaimsHouse()
    await house.claimed()
    for who in (TECHNICIAN, GENERAL, ("quelqu-un", "director"), ("personne",)):
        assert (await house.clerk("decision", ACCEPTED, who)).status_code == 404
    elsewhere = await house.clerk("decision", ACCEPTED, borough="anjou")
    assert elsewhere.status_code == 404
    assert (await house.claim()).decision is None
    bound = ClaimsHouse()
    await bound.claimed(answered_by="access-officer")
    assert (await bound.clerk("decision", ACCEPTED)).status_code == 404
    officer = ("responsable-acces", "access-officer")
    assert (await bound.clerk("decision", ACCEPTED, officer)).status_code == 200


async def test_a_command_repeated_after_a_lost_answer_is_answered_and_not_applied_again() -> None:
    house = ClaimsHouse()
    await house.claimed()
    key = "a-key-of-the-caller-1"
    first = await house.clerk("decision", ACCEPTED, key=key)
    second = await house.clerk("decision", ACCEPTED, key=key)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert types(house).count("complaints.claim-decided.v1") == 1
    assert [one.kind.value for one in house.letters()].count("claim-decision") == 1
    other = await house.clerk("decision", DENIED, key=key)
    assert other.status_code == 422
    assert types(house).count("complaints.claim-decided.v1") == 1
