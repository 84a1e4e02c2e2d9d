"""The investigation by its commands: who is heard, what is concluded or refused (PV-40..43)."""

from typing import Any

import pytest
from contracts.events.complaints import INVESTIGATIONS, LETTERS, LetterWrittenV1
from guichet_testing.complaints_house import (
    CASE,
    CENTRAL,
    DIRECTOR,
    GENERAL,
    INVESTIGATOR,
    OTHER,
    STATEMENT,
    TARGET,
    TECHNICIAN,
    ComplaintsHouse,
    hearing,
    outcome,
)

SAID = {"saidBy": "Madame, au téléphone"}


@pytest.fixture
def house() -> ComplaintsHouse:
    return ComplaintsHouse()


def names(house: ComplaintsHouse, topic: str = INVESTIGATIONS) -> list[str]:
    return [type(one).__name__ for one in house.said(topic)]


def kinds(house: ComplaintsHouse) -> list[str]:
    letters = [one for one in house.said(LETTERS) if isinstance(one, LetterWrittenV1)]
    return [one.kind.value for one in letters]


async def refusals(house: ComplaintsHouse) -> list[tuple[str, str, str | None]]:
    journal = (await house.state()).journal
    return [(one.by, one.what, one.code) for one in journal if one.code is not None]


async def test_no_outcome_while_a_targeted_employee_has_no_hearing_record_pv_41(
    house: ComplaintsHouse,
) -> None:
    await house.started()
    await house.done("findings", {"text": "Les propos sont établis."}, INVESTIGATOR)
    before = (await house.state()).proceedings
    answer = await house.ask("outcome", outcome("founded"), INVESTIGATOR)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["target"]) == (422, "not-heard", "hearings")
    assert "heard first (PV-41)" in error["message"]
    assert (await house.state()).proceedings == before
    assert await refusals(house) == [(INVESTIGATOR[0], "conclude", "not-heard")]

    await house.heard()
    assert (await house.done("outcome", outcome("founded"), INVESTIGATOR))["stage"] == "concluded"


async def test_a_hearing_as_a_witness_is_none_of_the_targeted_employee_pv_41(
    house: ComplaintsHouse,
) -> None:
    await house.started()
    witness = {"people": [{"person": TARGET, "capacity": "witness"}]}
    await house.done("people", witness, INVESTIGATOR)
    await house.heard(TARGET, "witness")
    await house.done("findings", {"text": "Établi."}, INVESTIGATOR)
    answer = await house.ask("outcome", outcome("unfounded"), INVESTIGATOR)
    assert answer.json()["error"]["code"] == "not-heard"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"person": OTHER}, "person"),
        ({"heldAt": "2026-12-24T10:00:00Z"}, "heldAt"),
        ({"heldAt": "2026-11-02T10:00:00Z"}, "heldAt"),
    ],
)
async def test_a_hearing_that_cannot_be_names_its_field_and_is_not_stored(
    house: ComplaintsHouse, changes: dict[str, Any], field: str
) -> None:
    await house.started()
    body = hearing(TARGET, "targeted", house.clock()) | changes
    answer = await house.ask("hearings", body, INVESTIGATOR)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, field)
    assert (await house.state()).proceedings.hearings == ()


async def test_the_start_and_the_end_are_said_in_the_open_and_nothing_else_pv_44(
    house: ComplaintsHouse,
) -> None:
    await house.concluded("unfounded")
    assert names(house) == [
        "ComplaintOpenedV1",
        "AdmissibilityDecidedV1",
        "InvestigationStartedV1",
        "InvestigationConcludedV1",
    ]
    shown = "".join(
        f"{one.headers}{one.value!r}"
        for one in house.wired.log.entries
        if one.topic == INVESTIGATIONS
    )
    for word in ("unfounded", TARGET, INVESTIGATOR[0], DIRECTOR[0], "Untel"):
        assert word not in shown


async def test_the_decision_letter_gives_review_and_ombudsman_and_names_nobody_pv_42(
    house: ComplaintsHouse,
) -> None:
    told = {"toldFr": "Nous avons revu notre accueil.", "toldEn": "We reviewed our welcome."}
    await house.concluded("partly-founded", **told)
    assert kinds(house) == ["admission", "decision"]
    letter: Any = house.said(LETTERS)[-1]
    assert "fondée en partie" in letter.body_fr
    assert "founded in part" in letter.body_en
    assert told["toldFr"] in letter.body_fr
    assert told["toldEn"] in letter.body_en
    assert "révision jusqu’au 20 décembre 2026 inclus" in letter.body_fr
    assert "ombudsman" in letter.body_fr
    for word in (TARGET, INVESTIGATOR[0], "Untel", "Voir les constats", "voix"):
        assert word not in letter.model_dump_json(exclude={"kept_from"})


async def test_words_for_the_letter_come_in_both_languages_or_in_none(
    house: ComplaintsHouse,
) -> None:
    await house.started()
    await house.heard()
    await house.done("findings", {"text": "Établi."}, INVESTIGATOR)
    half = outcome("founded", toldFr="Nous avons revu notre accueil.")
    answer = await house.ask("outcome", half, INVESTIGATOR)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, "toldEn")


async def test_who_takes_a_complaint_back_is_told_and_no_hearing_is_needed(
    house: ComplaintsHouse,
) -> None:
    await house.started()
    assert (await house.done("withdrawal", SAID, TECHNICIAN))["stage"] == "concluded"
    assert kinds(house) == ["admission", "withdrawal"]
    assert names(house)[-1] == "InvestigationConcludedV1"
    again = await house.ask("withdrawal", SAID, TECHNICIAN)
    assert (again.status_code, again.json()["error"]["code"]) == (422, "concluded")


async def test_a_command_repeated_under_its_key_is_answered_and_done_once(
    house: ComplaintsHouse,
) -> None:
    await house.started()
    body, key = hearing(TARGET, "targeted", house.clock()), "0123456789abcdef"
    first = await house.ask("hearings", body, INVESTIGATOR, key=key)
    second = await house.ask("hearings", body, INVESTIGATOR, key=key)
    assert first.json() == second.json() == {"caseId": CASE, "stage": "investigated"}
    assert len((await house.state()).proceedings.hearings) == 1
    other = await house.ask("hearings", body | {"account": "Autre chose."}, INVESTIGATOR, key=key)
    assert other.json()["error"]["code"] == "duplicateKey"


@pytest.mark.parametrize("who", [DIRECTOR, GENERAL, TECHNICIAN, (OTHER, "investigator")])
async def test_only_who_leads_it_investigates_and_others_get_the_answer_of_no_file(
    house: ComplaintsHouse, who: tuple[str, ...]
) -> None:
    await house.started()
    body = hearing(TARGET, "targeted", house.clock())
    there = await house.ask("hearings", body, who)
    nowhere = await house.ask("hearings", body, who, case_id=CASE.replace("b", "c"))
    assert (there.status_code, there.text) == (nowhere.status_code, nowhere.text)
    assert there.status_code == 404
    assert (await house.state()).proceedings.hearings == ()


async def test_who_keeps_trying_fills_no_journal(house: ComplaintsHouse) -> None:
    await house.started()
    for _ in range(5):
        await house.ask("outcome", outcome("founded"), INVESTIGATOR)
    (line,) = [one for one in (await house.state()).journal if one.code is not None]
    assert (line.code, line.times) == ("not-heard", 5)


async def test_evidence_names_files_of_the_complaint_alone(house: ComplaintsHouse) -> None:
    await house.started()
    body = {"text": "Une photo du comptoir.", "fileIds": ["nulle-part"]}
    answer = await house.ask("evidence", body, INVESTIGATOR)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, "fileIds")
    await house.done("evidence", {"text": "Le registre des appels."}, INVESTIGATOR)
    assert len((await house.state()).proceedings.evidence) == 1


async def test_a_page_has_the_whole_investigation_and_no_answer_of_a_command_has_a_word_of_it(
    house: ComplaintsHouse,
) -> None:
    await house.concluded("founded")
    view = (await house.read(DIRECTOR)).json()["investigation"]
    assert (view["stage"], view["standing"]) == ("concluded", "founded")
    assert view["toHear"] == [{"person": TARGET, "capacity": "targeted", "heard": True}]
    assert next(one["code"] for one in view["ladder"]) == "avis-verbal"
    assert [one["what"] for one in view["journal"]][:2] == ["name-targets", "name-investigator"]
    assert view["investigator"]["department"] == CENTRAL
    measure = {"personId": TARGET, "measure": "avis-verbal", "gravity": "minor"}
    answer = await house.ask("measures", measure, DIRECTOR)
    assert answer.json() == {"caseId": CASE, "stage": "concluded"}
    assert STATEMENT not in repr(await house.state())
