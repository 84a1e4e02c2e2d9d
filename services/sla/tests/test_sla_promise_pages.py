"""The page of one case: each promise read aloud, all that changed it, and what staff decide."""

from datetime import timedelta
from typing import Any

import pytest
from contracts.words import Kind

from services.sla.tests.promised_cases import (
    CLERK,
    NOW,
    RESPONSABLE,
    STRANGER,
    TECHNICIAN,
    PromisedCases,
    words_of,
)


@pytest.fixture(scope="module")
async def cases(told: Any) -> PromisedCases:
    """A grid; each test has a case of its own."""
    made = PromisedCases(told)
    await made.publish()
    return made


async def test_pv_03_pv_04_every_promise_is_read_aloud_in_both_languages(
    cases: PromisedCases,
) -> None:
    case_id = await cases.case("aloud", NOW - timedelta(days=4))
    french = words_of(await cases.get(f"/echeances/{case_id}"))
    assert "Accusé de réception" in french
    assert "Tenu" in french
    for step in (
        "Reçu le vendredi 12 juin 2026 à 11 h.",
        "Samedi 13 juin et dimanche 14 juin ne comptent pas.",
        "Échéance : jeudi 18 juin 2026 à 17 h.",
    ):
        assert step in french
    english = words_of(await cases.get(f"/echeances/{case_id}", lang="en"))
    assert "Received Friday 12 June 2026 at 11:00." in english
    assert "Saturday 13 June and Sunday 14 June do not count." in english
    assert "Due Thursday 18 June 2026 at 17:00." in english
    assert "Thursday 17:00" in english


async def test_pv_48_an_extension_keeps_what_was_promised_at_first_beside_it(
    cases: PromisedCases,
) -> None:
    case_id = await cases.case("extended")
    fields = await cases.key_on(case_id, "prolonger", "complete")
    told = {**fields, "amount": "2", "reason": "Pièce à commander."}
    answer = await cases.send(f"/echeances/{case_id}/prolonger", told)
    assert answer.headers["location"] == f"/echeances/{case_id}?fait=prolonger"
    page = words_of(await cases.get(f"/echeances/{case_id}", fait="prolonger"))
    assert "Le délai est prolongé." in page
    assert "D'abord 22 juin 2026, 17 h 00" in page
    assert "Échéance : mercredi 24 juin 2026" not in page, "the national holiday does not count"
    assert "Échéance : jeudi 25 juin 2026 à 17 h." in page
    assert "Décision de technician-1 (technician) : prolongé de 2 jours ouvrables" in page
    assert "« Pièce à commander. »" in page
    assert "Échéance déplacée du 22 juin 2026, 17 h 00 au 25 juin 2026, 17 h 00 : prolongé" in page
    again = await cases.send(f"/echeances/{case_id}/prolonger", told)
    assert again.status_code == 303, "the same form sent twice is done once"
    assert cases.promise(case_id, "complete").extended_by == 2


@pytest.mark.parametrize(
    ("action", "typed", "field", "why"),
    [
        ("prolonger", {"amount": "99", "reason": "Pièce."}, "amount", "de 1 à 10 jours au plus"),
        ("prolonger", {"amount": "x", "reason": "Pièce."}, "amount", "un nombre entier"),
        ("prolonger", {"amount": "2"}, "reason", "dites pourquoi"),
        (
            "prolonger",
            {"amount": "2", "untilOn": "2026-06-30", "reason": "Pièce."},
            "amount",
            "donnez un nombre ou une date, un seul",
        ),
        ("suspendre", {"untilOn": "2026-06-01", "note": "Photo ?"}, "untilOn", "est déjà passé"),
        ("suspendre", {"untilOn": "demain", "note": "Photo ?"}, "untilOn", "une date, comme"),
        ("date-promise", {"on": "2026-06-01"}, "on", "est déjà passé"),
        ("date-promise", {}, "on", "champ obligatoire"),
    ],
)
async def test_what_is_refused_names_its_field_and_keeps_what_was_typed(
    cases: PromisedCases, action: str, typed: dict[str, str], field: str, why: str
) -> None:
    case_id = await cases.case("refused")
    before = cases.house.store("commitments").documents[case_id]
    kind = "" if action == "date-promise" else "complete"
    fields = await cases.key_on(case_id, action, kind)
    answer = await cases.send(f"/echeances/{case_id}/{action}", {**fields, **typed})
    assert answer.status_code == 400
    assert "Rien n'a changé. À corriger" in words_of(answer)
    assert f'id="{field}-fault">{why}' in answer.text
    assert f'<a href="#{field}">' in answer.text
    assert all(text in answer.text for text in typed.values())
    after = cases.house.store("commitments").documents[case_id]
    assert (after.version, after.state) == (before.version, before.state)


async def test_a_wait_for_the_citizen_moves_the_due_time_by_exactly_the_wait(
    cases: PromisedCases,
) -> None:
    case_id = await cases.case("waits")
    fields = await cases.key_on(case_id, "suspendre", "complete")
    told = {**fields, "note": "Quelle porte ?"}
    assert (await cases.send(f"/echeances/{case_id}/suspendre", told)).status_code == 303
    page = words_of(await cases.get(f"/echeances/{case_id}"))
    assert "Suspendu depuis le 16 juin 2026, 11 h 00 (en attente du citoyen)" in page
    assert "« Quelle porte ? »" in page
    cases.house.clock.now = NOW + timedelta(days=2)
    try:
        fields = await cases.key_on(case_id, "reprendre", "complete")
        assert (await cases.send(f"/echeances/{case_id}/reprendre", fields)).status_code == 303
        page = words_of(await cases.get(f"/echeances/{case_id}"))
    finally:
        cases.house.clock.now = NOW
    assert "D'abord 22 juin 2026, 17 h 00" in page
    assert "au 23 juin 2026, 17 h 00 : repris après une attente" in page


async def test_mh_13_a_date_given_to_the_citizen_is_a_promise_of_its_own(
    cases: PromisedCases,
) -> None:
    case_id = await cases.case("planned")
    fields = await cases.key_on(case_id, "date-promise")
    told = {**fields, "on": "2026-06-19"}
    assert (await cases.send(f"/echeances/{case_id}/date-promise", told)).status_code == 303
    page = words_of(await cases.get(f"/echeances/{case_id}"))
    assert "Date promise à la personne" in page
    assert "vendredi, fin de la journée" in page
    assert "technician-1 a donné le 19 juin 2026" in page


async def test_mh_07_a_call_to_return_is_owed_and_then_done(cases: PromisedCases) -> None:
    case_id = await cases.case("callback")
    fields = await cases.key_on(case_id, "devoir")
    sent = {**fields, "kind": "callback", "at": "2026-06-16T10:30"}
    assert (await cases.send(f"/echeances/{case_id}/devoir", sent)).status_code == 303
    assert "Rappel téléphonique" in words_of(await cases.get(f"/echeances/{case_id}"))
    assert cases.promise(case_id, "callback").due_at.isoformat() == "2026-06-17T21:00:00+00:00"
    fields = await cases.key_on(case_id, "fait", "callback")
    assert (await cases.send(f"/echeances/{case_id}/fait", fields)).status_code == 303
    assert cases.promise(case_id, "callback").state == "met"
    assert "Fait par technician-1" in words_of(await cases.get(f"/echeances/{case_id}"))


async def test_c_06_only_whom_the_grid_names_is_offered_the_extension_of_an_access_answer(
    cases: PromisedCases,
) -> None:
    case_id = await cases.case("access", kind=Kind.ACCESS)
    one = cases.promise(case_id, "access-answer").commitment_id
    offered = f"agir=prolonger&amp;promesse={one}"
    assert offered not in (await cases.get(f"/echeances/{case_id}", TECHNICIAN)).text
    assert offered in (await cases.get(f"/echeances/{case_id}", CLERK)).text
    sent = {"commitment": one, "amount": "5", "reason": "Volume.", "noticeOn": "2026-06-16"}
    refused = await cases.send(f"/echeances/{case_id}/prolonger", sent, RESPONSABLE)
    assert "seul ce rôle prolonge : clerk" in words_of(refused)
    assert (await cases.send(f"/echeances/{case_id}/prolonger", sent, CLERK)).status_code == 303


async def test_another_borough_finds_no_case_and_no_form(cases: PromisedCases) -> None:
    case_id = await cases.case("elsewhere")
    one = cases.promise(case_id, "complete").commitment_id
    for path in (f"/echeances/{case_id}", "/echeances/nothing"):
        assert (await cases.get(path, STRANGER)).status_code == 404
    sent = {"commitment": one, "amount": "5", "reason": "Volume."}
    path = f"/echeances/{case_id}/prolonger"
    assert (await cases.send(path, sent, STRANGER)).status_code == 404
    assert (await cases.send(f"/echeances/{case_id}/autre", sent)).status_code == 404
    cases.house.announce(TECHNICIAN)
    from_elsewhere = {"sec-fetch-site": "cross-site", "cookie": "guichet_session=x"}
    answer = await cases.house.ask(None, "POST", path, data=sent, headers=from_elsewhere)
    assert answer.status_code == 403
