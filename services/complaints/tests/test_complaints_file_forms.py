"""The forms of a complaint's page: the commands of the API, faults beside fields, applied once."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from complaints.domain.outcome import founded_against
from complaints.domain.stage import Stage, stage_of
from complaints.entrypoints.pages.complaint_words import STEPS
from complaints.entrypoints.pages.file_actions import ACTIONS
from complaints.entrypoints.pages.file_words import FIELDS
from contracts.events.complaints import LETTERS, LetterWrittenV1
from guichet_testing.complaints_house import (
    CENTRAL,
    DIRECTOR,
    GENERAL,
    INVESTIGATOR,
    OTHER,
    TARGET,
)

from services.complaints.tests.pages_house import PagesHouse, text_of

HEARING = {
    "who": f"targeted:{TARGET}",
    "heldAt": "2026-11-20T10:00",
    "attended": "true",
    "account": "Reconnaît avoir élevé la voix.",
}
OUTCOME = {"result": "founded", "reasons": "Voir les constats."}


@pytest.fixture
def house() -> PagesHouse:
    return PagesHouse()


def fault_of(answer: Any, field: str) -> str:
    """What is said beside a field."""
    found = re.search(rf'id="{field.replace(".", "-")}-fault">([^<]*)<', answer.text)
    return unescape(found.group(1)) if found else ""


async def test_an_investigation_goes_by_forms_from_admission_to_its_letter_pv_40_pv_43(
    house: PagesHouse,
) -> None:
    await house.opened(targets=False)
    targets = {"targets.0.personId": TARGET, "targets.1.department": "travaux-publics"}
    leader = {"personId": INVESTIGATOR[0], "role": "investigator", "department": CENTRAL}
    people = {"people.0.person": "Mme Témoin", "people.0.capacity": "witness"}
    steps = (
        ("name-targets", DIRECTOR, targets),
        ("name-investigator", DIRECTOR, leader),
        ("name-people", INVESTIGATOR, people),
        ("record-hearing", INVESTIGATOR, HEARING),
        ("record-hearing", INVESTIGATOR, {**HEARING, "who": "witness:Mme Témoin"}),
        ("add-evidence", INVESTIGATOR, {"text": "L'appel fut entendu."}),
        ("add-finding", INVESTIGATOR, {"text": "Les propos sont établis."}),
        ("conclude", INVESTIGATOR, OUTCOME),
        ("decide-measure", DIRECTOR, {"personId": TARGET, "measure": "avis-verbal"}),
    )
    for what, who, fields in steps:
        if what == "decide-measure":
            ladder = (await house.state()).proceedings
            assert ladder.conclusion is not None
            fields = {**fields, "measure": await first_measure(house), "gravity": "minor"}
        answer = await house.act(what, who, fields)
        assert answer.status_code == 200, f"{what}: {text_of(answer)}"
        assert ACTIONS[what].done[0] in text_of(answer)
    state = await house.state()
    assert stage_of(state) is Stage.CONCLUDED
    assert founded_against(state) == (TARGET,)
    assert [one.what for one in state.journal] == [what for what, _, _ in steps]
    letters = [one for one in house.said(LETTERS) if isinstance(one, LetterWrittenV1)]
    (told,) = [one for one in letters if one.kind == "decision"]
    page = await house.opened_file(DIRECTOR)
    assert told.body_fr.split("\n")[0] in text_of(page), "the letter is read as it was sent"


async def first_measure(house: PagesHouse) -> str:
    """Code of the mildest measure that the page offers."""
    page = (await house.opened_file(DIRECTOR)).text
    return page.split('id="decide-measure-measure"')[1].split('<option value="')[2].split('"')[0]


async def test_an_outcome_before_the_hearing_is_refused_beside_its_field_pv_41(
    house: PagesHouse,
) -> None:
    await house.started()
    page = await house.opened_file(INVESTIGATOR)
    assert f"À entendre avant toute issue (PV-41) : {TARGET}" in text_of(page)
    answer = await house.act("conclude", INVESTIGATOR, OUTCOME)
    assert answer.status_code == 400
    assert "entendue (PV-41)" in fault_of(answer, "conclude.result")
    assert OUTCOME["reasons"] in answer.text, "what was typed is kept"
    assert 'value="founded" checked' in answer.text
    assert (await house.state()).proceedings.conclusion is None
    why = "chaque personne visée doit d'abord être entendue (PV-41)"
    assert f"Refusé : Issue décidée, {why}" in text_of(answer)
    again = await house.act("conclude", INVESTIGATOR, OUTCOME)
    assert f"{why} (2 fois)" in text_of(again)


async def test_a_hearing_of_the_local_day_on_which_it_began_counts_pv_41(
    house: PagesHouse,
) -> None:
    house.clock.now = datetime(2026, 11, 21, 2, tzinfo=UTC)  # 21 h on the 20th
    await house.started()
    before = {**HEARING, "heldAt": "2026-11-19T14:00"}
    answer = await house.act("record-hearing", INVESTIGATOR, before)
    assert "n'était pas commencée" in fault_of(answer, "record-hearing.heldAt")
    answer = await house.act(
        "record-hearing", INVESTIGATOR, {**HEARING, "heldAt": "2026-11-20T14:00"}
    )
    assert answer.status_code == 200, text_of(answer)


@pytest.mark.parametrize(
    ("what", "fields", "field", "words"),
    [
        ("record-hearing", {**HEARING, "heldAt": "hier"}, "heldAt", "un jour et une heure"),
        ("record-hearing", {**HEARING, "heldAt": "2026-11-20"}, "heldAt", "un jour et une heure"),
        ("record-hearing", {**HEARING, "heldAt": "2027-01-01T10:00"}, "heldAt", "à venir"),
        ("record-hearing", {**HEARING, "account": ""}, "account", "obligatoire"),
        ("record-hearing", {**HEARING, "who": ""}, "who", "obligatoire"),
        ("record-hearing", {**HEARING, "who": "witness:Personne"}, "who", "nommez d'abord"),
        ("add-finding", {"text": "x"}, "text", "trop court"),
        ("conclude", {"reasons": "Motifs"}, "result", "obligatoire"),
        ("conclude", {**OUTCOME, "toldFr": "Merci."}, "toldEn", "dans les deux langues"),
    ],
)
async def test_a_fault_stands_beside_its_field_and_nothing_is_stored(
    house: PagesHouse, what: str, fields: dict[str, str], field: str, words: str
) -> None:
    await house.started()
    if what == "conclude":
        await house.heard()
    before = (await house.state()).proceedings
    answer = await house.act(what, INVESTIGATOR, fields)
    assert answer.status_code == 400
    assert words in fault_of(answer, f"{what}.{field}")
    for name, typed in fields.items():
        assert typed in answer.text or name == "who", "a choice that there is not is not kept"
    assert (await house.state()).proceedings == before


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({}, "name-targets.targets", "au moins une personne ou un service"),
        (
            {"targets.0.personId": "Jean Untel"},
            "name-targets.targets.0.personId",
            "un matricule",
        ),
    ],
)
async def test_targets_are_staff_ids_or_departments_and_at_least_one(
    house: PagesHouse, fields: dict[str, str], field: str, words: str
) -> None:
    await house.opened(targets=False)
    answer = await house.act("name-targets", DIRECTOR, fields)
    assert answer.status_code == 400
    assert words in fault_of(answer, field)
    assert (await house.state()).targets == ()


async def test_the_targets_are_named_anew_and_whole_from_the_rows_that_are_filled(
    house: PagesHouse,
) -> None:
    await house.opened()
    page = (await house.opened_file(DIRECTOR)).text
    assert f'name="name-targets.targets.0.personId" type="text" value="{TARGET}"' in page
    rows = {"targets.0.personId": "", "targets.2.personId": OTHER}
    await house.act("name-targets", DIRECTOR, rows)
    assert [one.person_id for one in (await house.state()).targets] == [OTHER]


async def test_a_form_that_is_sent_twice_is_applied_once(house: PagesHouse) -> None:
    await house.started()
    for _ in range(2):
        answer = await house.act("record-hearing", INVESTIGATOR, HEARING, key="k" * 20)
        assert answer.status_code == 200
    assert len((await house.state()).proceedings.hearings) == 1
    changed = {**HEARING, "account": "Autre chose."}
    answer = await house.act("record-hearing", INVESTIGATOR, changed, key="k" * 20)
    assert "déjà été envoyé avec un autre contenu" in text_of(answer)


async def test_a_measure_out_of_order_is_refused_beside_its_field_pv_50(house: PagesHouse) -> None:
    await house.concluded()
    fields = {"personId": TARGET, "measure": "congediement", "gravity": "minor"}
    answer = await house.act("decide-measure", DIRECTOR, fields)
    assert "saute une étape" in fault_of(answer, "decide-measure.measure")
    assert (await house.state()).proceedings.measures == ()


async def test_a_review_is_asked_for_and_decided_by_somebody_else(house: PagesHouse) -> None:
    await house.concluded()
    assert "Une révision peut être demandée jusqu'au" in text_of(await house.opened_file(DIRECTOR))
    await house.act("request-review", DIRECTOR, {"grounds": "On ne m'a pas entendue."})
    decision = {"result": "unfounded", "reasons": "Vu autrement.", "role": "general-director"}
    answer = await house.act("decide-review", DIRECTOR, {**decision, "role": "general-director"})
    assert "direction générale" in fault_of(answer, "decide-review.role")
    mine = {"personId": GENERAL[0], "exception": "investigation", "why": "révision"}
    await house.act("grant", DIRECTOR, mine)
    answer = await house.act("decide-review", GENERAL, decision)
    assert ACTIONS["decide-review"].done[0] in text_of(answer)
    assert "Issue de la révision" in text_of(answer)
    assert stage_of(await house.state()) is Stage.CONCLUDED


async def test_the_access_list_and_the_hold_are_kept_from_the_file_pv_45(house: PagesHouse) -> None:
    await house.opened()
    who = {"personId": OTHER, "exception": "discipline", "why": "sa supérieure", "until": ""}
    past = await house.act("grant", DIRECTOR, {**who, "until": "2026-01-01"})
    assert "déjà passée" in fault_of(past, "grant.until")
    today = await house.act("grant", DIRECTOR, {**who, "until": "2026-11-20"})
    assert "jusqu'au 20 novembre 2026, 23 h 59" in text_of(today), "that day included"
    assert (await house.opened_file((OTHER, "responsable"), "discipline")).status_code == 200
    await house.act("revoke", DIRECTOR, {"personId": OTHER})
    assert (await house.opened_file((OTHER, "responsable"), "discipline")).status_code == 404
    held = await house.act("hold", DIRECTOR, {"reason": "appel devant le tribunal"})
    assert "Retenu : rien n'est détruit. appel devant le tribunal" in text_of(held)
    await house.act("lift", DIRECTOR, {})
    assert (await house.state()).custody.hold is None


async def test_only_who_leads_sees_the_forms_of_the_investigation(house: PagesHouse) -> None:
    await house.started()
    mine = (await house.opened_file(INVESTIGATOR)).text
    theirs = (await house.opened_file(DIRECTOR)).text
    assert "faire-record-hearing" in mine
    assert "faire-name-targets" not in mine
    assert "faire-name-targets" in theirs
    assert "faire-record-hearing" not in theirs


def test_every_command_has_a_form_whose_fields_are_its_own_and_are_named() -> None:
    custody = {"grant", "revoke", "hold", "lift"}
    assert set(ACTIONS) - custody == set(STEPS)
    for name, action in ACTIONS.items():
        fields, form = action.fields, action.form.model_fields.values()
        taken = {one.alias or key for key, one in action.form.model_fields.items()}
        paired = {part for parts in fields.pairs.values() for part in parts}
        sent = (fields.names() - set(fields.pairs)) | paired
        assert sent == taken, name
        assert fields.names() <= set(FIELDS), name
        assert len(form) == len(taken)
