"""A borough's year at a glance, and a delay tried before it is told on the phone."""

from datetime import timedelta
from typing import Any

import pytest

from services.sla.tests.promised_cases import NOW, STRANGER, PromisedCases, words_of

BREAK = [{"on": "2026-12-24", "reason_fr": "Congé des Fêtes", "reason_en": "Holiday break"}]


@pytest.fixture(scope="module")
async def cases(told: Any) -> PromisedCases:
    """Prévost, closed on Fridays at noon and on Christmas Eve, open on the national holiday."""
    made = PromisedCases(told)
    week = {name: [("08:30", "16:30")] for name in ("monday", "tuesday", "wednesday", "thursday")}
    await made.publish(
        weekly={**week, "friday": [("08:30", "12:00")]},
        closures=BREAK,
        opened=["2026-06-24"],
        easter_monday=True,
    )
    return made


async def test_a_year_shows_its_days_off_with_reasons_hours_and_version(
    cases: PromisedCases,
) -> None:
    page = await cases.get("/calendriers", year="2026")
    said = words_of(page)
    assert page.status_code == 200
    assert page.text.count('<table class="month">') == 12
    assert "lundi 6 avril 2026 Lundi de Pâques Jour férié" in said
    assert "jeudi 24 décembre 2026 Congé des Fêtes Fermeture" in said
    assert "vendredi 8 h 30 à 12 h" in said
    assert "Ouvert par exception 24 juin 2026 8 h 30 à 16 h 30" in said
    assert "grille 1, en vigueur depuis le 1er janvier 2016" in said
    assert "le calendrier finit le 31 décembre 2027" in said
    assert '<td class="is-off" title="Lundi de Pâques">6<span' in page.text
    english = words_of(await cases.get("/calendriers", year="2026", lang="en"))
    assert "Thursday December 24, 2026 Holiday break Closure" in english


async def test_a_year_that_nobody_confirmed_says_so_by_name_and_shows_no_day(
    cases: PromisedCases,
) -> None:
    page = await cases.get("/calendriers", borough="prevost", year="2028")
    assert page.status_code == 404
    assert "Le calendrier de Prévost pour 2028 n'a pas été confirmé." in words_of(page)
    assert '<table class="month">' not in page.text
    assert (await cases.get("/calendriers", year="12345")).status_code == 200, "then this year"


async def test_the_calendar_of_another_borough_is_not_found(cases: PromisedCases) -> None:
    assert (await cases.get("/calendriers", STRANGER, borough="prevost")).status_code == 404
    assert (await cases.get("/calendriers", borough="verdun")).status_code == 404
    assert (await cases.get("/calendriers", None)).status_code == 303


async def tried(cases: PromisedCases, **more: Any) -> Any:
    """A delay of two working days at the same hour, received on Friday after noon."""
    asked: dict[str, Any] = {
        "borough": "prevost",
        "amount": "2",
        "counting": "working_days_same_time",
    }
    received = {"receivedAt": "2026-06-12T16:59"}
    return await cases.get("/delais", **{**asked, **received, **more})


async def test_pv_03_a_delay_is_told_step_by_step_before_it_is_promised(
    cases: PromisedCases,
) -> None:
    page = words_of(await tried(cases))
    for step in (
        "Reçu le vendredi 12 juin 2026 à 16 h 59.",
        "Samedi 13 juin et dimanche 14 juin ne comptent pas.",
        "Le compte commence à l’ouverture, le lundi 15 juin 2026 à 8 h 30.",
        "Échéance : mercredi 17 juin 2026 à 8 h 30.",
    ):
        assert step in page
    assert "Échéance mercredi 17 juin 2026 à 8 h 30" in page
    english = words_of(await tried(cases, lang="en"))
    assert "Due Wednesday 17 June 2026 at 8:30." in english


async def test_a_wait_for_the_citizen_is_tried_too(cases: PromisedCases) -> None:
    wait = {"pauseFrom": "2026-06-15T12:00", "pauseTo": "2026-06-16T12:00"}
    page = words_of(await tried(cases, **wait))
    assert "Échéance : jeudi 18 juin 2026 à 8 h 30." in page


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"amount": "0"}, "amount", "un nombre entier, de 1 à"),
        ({"amount": "2,5"}, "amount", "un nombre entier, de 1 à"),
        ({"amount": ""}, "amount", "un nombre entier, de 1 à"),
        ({"counting": "moons"}, "counting", "choisissez dans la liste"),
        ({"receivedAt": "hier"}, "receivedAt", "une date et une heure"),
        ({"receivedAt": "2026-06-17T09:00"}, "receivedAt", "ne peut être dans l&#39;avenir"),
        ({"amount": "900"}, "receivedAt", "le calendrier de Prévost pour 2028"),
        ({"pauseFrom": "2026-06-15T12:00"}, "pauseTo", "donnez le début et la fin"),
        (
            {"pauseFrom": "2026-06-12T12:00", "pauseTo": "2026-06-16T12:00"},
            "pauseFrom",
            "précède la réception",
        ),
        (
            {"pauseFrom": "2026-06-16T12:00", "pauseTo": "2026-06-15T12:00"},
            "pauseTo",
            "précède le début de la pause",
        ),
        ({"borough": "verdun"}, "borough", "choisissez dans la liste"),
    ],
)
async def test_what_cannot_be_counted_names_its_field_and_is_kept(
    cases: PromisedCases, typed: dict[str, str], field: str, why: str
) -> None:
    page = await tried(cases, **typed)
    assert page.status_code == 400
    assert f'id="{field}-fault">{why}' in page.text
    assert "Comment elle se compte" not in page.text
    for name, text in typed.items():
        assert name in ("borough", "counting") or f'value="{text}"' in page.text


async def test_the_empty_form_begins_with_now_and_finds_no_fault(cases: PromisedCases) -> None:
    page = await cases.get("/delais")
    assert page.status_code == 200
    assert 'value="2026-06-16T11:00"' in page.text
    assert "À corriger" not in page.text


async def test_a_grid_that_is_heard_later_is_shown_at_once_by_the_name_it_gives(
    cases: PromisedCases,
) -> None:
    cases.house.clock.now = NOW + timedelta(days=1)
    await cases.publish(2, closures=[{**BREAK[0], "on": "2026-11-02"}])
    cases.house.clock.now = NOW
    said = words_of(await cases.get("/calendriers", year="2026"))
    assert "lundi 2 novembre 2026 Congé des Fêtes" in said
    assert "grille 2" in said
