"""What comes after an invitation: signatures, what was missing, a no (PV-18..20, PV-38, PV-39)."""

import hashlib
from base64 import b64encode
from typing import Any

import pytest
from complaints.domain.admissibility import Outcome
from contracts.events.complaints import LETTERS
from contracts.events.intake import FilePieceHandedOverV1, HandedOverFile
from contracts.words import SignatureKind
from guichet_testing.complaints_house import (
    CASE,
    DIRECTOR,
    GENERAL,
    INVESTIGATOR,
    TECHNICIAN,
    ComplaintsHouse,
    grid,
    outcome,
)
from guichet_testing.toy import NOW

SCAN = "3c9a1d70-5b2e-5f41-8d6c-7e8f90a1b206"
PAPER = b"un papier signe"
SAID = {"saidBy": "Madame, au comptoir"}
DAYS = 86400


@pytest.fixture
def house() -> ComplaintsHouse:
    return ComplaintsHouse()


async def standing(house: ComplaintsHouse) -> str:
    decided = (await house.state()).admissibility
    assert decided is not None
    return f"{decided.outcome} {decided.code or ''}".strip()


def signature(kind: str = "typed", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "signer": "Alix Marqué", "confirmed": kind == "typed", **more}


async def with_scan(house: ComplaintsHouse) -> None:
    announced = HandedOverFile(
        file_id=SCAN,
        name="signe.pdf",
        media_type="application/pdf",
        size_bytes=len(PAPER),
        digest=hashlib.sha256(PAPER).hexdigest(),
        pieces=1,
        added_at=NOW,
    )
    await house.opened(targets=False, signed=False, files=[announced.model_dump()])
    content = b64encode(PAPER).decode()
    await house.hear(FilePieceHandedOverV1(case_id=CASE, file_id=SCAN, number=0, content=content))
    house.clock.forward(5)
    await house.look()


@pytest.mark.parametrize("kind", ["typed", "identity"])
async def test_a_typed_or_signed_in_signature_admits_what_was_unsigned_pv_18(
    house: ComplaintsHouse, kind: str
) -> None:
    await house.opened(targets=False, signed=False)
    assert await standing(house) == "invited"
    made = await house.done("signatures", signature(kind), TECHNICIAN)
    assert made["stage"] == "admitted"
    assert await standing(house) == "admitted"
    assert [one.kind.value for one in (await house.state()).signatures] == [kind]


async def test_paper_signs_by_the_scan_that_is_in_the_file_pv_18_pv_39(
    house: ComplaintsHouse,
) -> None:
    await with_scan(house)
    lost = await house.ask("signatures", signature("paper", fileId="ailleurs"), TECHNICIAN)
    assert (lost.status_code, lost.json()["error"]["target"]) == (422, "fileId")
    assert await standing(house) == "invited"
    await house.done("signatures", signature("paper", fileId=SCAN), TECHNICIAN)
    assert await standing(house) == "admitted"


async def test_a_typed_name_signs_only_once_it_is_confirmed_pv_18(house: ComplaintsHouse) -> None:
    await house.opened(targets=False, signed=False)
    answer = await house.ask("signatures", signature(confirmed=False), TECHNICIAN)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, "confirmed")
    assert (await house.state()).signatures == ()


@pytest.mark.parametrize("again", ["Alix Marqué", "  alix   MARQUÉ "])
async def test_a_second_signature_by_the_same_person_is_refused_and_recorded_pv_18(
    house: ComplaintsHouse, again: str
) -> None:
    await house.opened(targets=False, signed=False)
    await house.done("signatures", signature(), TECHNICIAN)
    answer = await house.ask("signatures", signature("identity", signer=again), TECHNICIAN)
    error = answer.json()["error"]
    assert (answer.status_code, error["target"], error["code"]) == (422, "signer", "signed-already")
    assert "Alix" not in answer.text
    state = await house.state()
    assert len(state.signatures) == 1
    assert [(one.by, one.code) for one in state.journal if one.code] == [
        (TECHNICIAN[0], "signed-already")
    ]
    await house.done("signatures", signature(signer="Camille Autre"), TECHNICIAN)


async def test_what_was_missing_comes_in_parts_and_admits_with_the_last_of_it_pv_38_pv_39(
    house: ComplaintsHouse,
) -> None:
    await house.opened(
        targets=False, written=False, signed=False, full_contact=False, facts_on=None
    )
    for body, stage in (
        ({"written": True}, "invited"),
        ({"fullContact": True}, "invited"),
        ({"factsOn": "2026-11-18"}, "invited"),
    ):
        assert (await house.done("supplements", body, TECHNICIAN))["stage"] == stage
    assert (await house.done("signatures", signature(), TECHNICIAN))["stage"] == "admitted"


@pytest.mark.parametrize(
    ("body", "field"), [({}, "written"), ({"factsOn": "2026-12-31"}, "factsOn")]
)
async def test_a_supplement_that_adds_nothing_or_is_not_yet_is_refused_by_field(
    house: ComplaintsHouse, body: dict[str, Any], field: str
) -> None:
    await house.opened(targets=False, signed=False)
    answer = await house.ask("supplements", body, TECHNICIAN)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, field)


async def test_facts_too_old_are_refused_with_their_code_though_they_come_late_pv_20_pv_38(
    house: ComplaintsHouse,
) -> None:
    await house.opened(targets=False, facts_on=None)
    await house.done("supplements", {"factsOn": "2026-10-01"}, TECHNICIAN)
    assert await standing(house) == "refused HORS_DELAI"


async def test_a_declined_invitation_is_refused_at_once_with_who_said_so_pv_18_pv_20(
    house: ComplaintsHouse,
) -> None:
    await house.opened(targets=False, signed=False)
    assert (await house.done("declination", SAID, TECHNICIAN))["stage"] == "refused"
    assert await standing(house) == "refused NON_SIGNEE"
    state = await house.state()
    assert state.declined is not None
    assert state.declined.said_by == SAID["saidBy"]
    letters: list[Any] = list(house.said(LETTERS))
    assert [one.kind.value for one in letters] == ["invitation", "refusal"]
    assert "Madame" not in letters[-1].model_dump_json()


async def test_what_is_not_invited_cannot_be_declined(house: ComplaintsHouse) -> None:
    await house.opened(targets=False)
    answer = await house.ask("declination", SAID, TECHNICIAN)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "admitted")


async def test_a_signature_after_the_last_day_is_late_and_the_refusal_stands_pv_18(
    house: ComplaintsHouse,
) -> None:
    await house.opened(targets=False, signed=False)
    house.clock.forward(20 * DAYS)
    await house.look()
    await house.done("signatures", signature(), TECHNICIAN)
    assert await standing(house) == "refused NON_SIGNEE"


async def test_a_withdrawn_invitation_never_expires_into_a_refusal(house: ComplaintsHouse) -> None:
    await house.opened(targets=False, signed=False)
    await house.done("withdrawal", SAID, TECHNICIAN)
    house.clock.forward(20 * DAYS)
    await house.look()
    letters: list[Any] = list(house.said(LETTERS))
    assert [one.kind.value for one in letters] == ["invitation", "withdrawal"]


async def test_how_it_was_signed_at_the_counter_comes_with_the_hand_over_pv_18(
    house: ComplaintsHouse,
) -> None:
    await house.opened(targets=False, signed_by=SignatureKind.PAPER)
    content = (await house.state()).content
    assert content is not None
    assert content.signed_by is not None
    assert content.signed_by.value == "paper"


async def test_mont_saint_hilaire_admits_any_expression_and_asks_for_no_signature_mh_01_mh_09_c_03(
    house: ComplaintsHouse,
) -> None:
    """A word left on Facebook is a complaint there, and is answered by letter, never in public."""
    await house.hear(grid(written=False, signed=False, max_age_days=None, model="decentral"))
    await house.opened_as_said(written=False, signed=False, full_contact=False, facts_on=None)
    decided = (await house.state()).admissibility
    assert decided is not None
    assert decided.outcome is Outcome.ADMITTED
    assert [one.topic for one in house.said(LETTERS)] == [LETTERS]


async def test_a_review_is_asked_for_in_time_once_and_decided_by_somebody_else(
    house: ComplaintsHouse,
) -> None:
    await house.concluded("unfounded")
    grounds = {"grounds": "Un témoin n'a pas été entendu."}
    assert (await house.done("reviews", grounds, TECHNICIAN))["stage"] == "in-review"
    decision = outcome("founded", role="director")
    own = await house.ask(
        "reviews/decision", decision, (INVESTIGATOR[0], "director", "investigator")
    )
    assert (own.status_code, own.json()["error"]["code"]) == (422, "took-part")
    await house.done("reviews/decision", {**decision, "role": "general-director"}, GENERAL)
    state = await house.state()
    assert state.proceedings.standing is not None
    assert state.proceedings.standing.result == "founded"
    letter: Any = house.said(LETTERS)[-1]
    assert letter.kind.value == "review"
    assert "La décision change." in letter.body_fr
    again = await house.ask("reviews", grounds, TECHNICIAN)
    assert again.json()["error"]["code"] == "reviewed-already"


async def test_a_review_after_the_boroughs_days_is_too_late(house: ComplaintsHouse) -> None:
    await house.concluded("unfounded")
    house.clock.forward(31 * DAYS)
    answer = await house.ask("reviews", {"grounds": "Trop tard."}, DIRECTOR)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "too-late")
