"""The list of complaints: what one may know of, what is due first on top, and not a word more."""

from datetime import timedelta
from typing import Any

import pytest
from complaints.entrypoints.pages import complaint_lists, complaint_pages
from contracts.events import intake, sla
from guichet_testing.complaints_house import (
    CASE,
    DIRECTOR,
    GENERAL,
    INVESTIGATOR,
    STATEMENT,
    TARGET,
    handed_over,
    registered,
)
from guichet_testing.toy import NOW

from services.complaints.tests.pages_house import PagesHouse, text_of

EMPTY = "Aucune plainte dans cette liste."
OTHERS = [f"aaaaaaa{n}-0000-4000-8000-000000000001" for n in range(3)]


@pytest.fixture
def house() -> PagesHouse:
    return PagesHouse()


async def another(house: PagesHouse, case_id: str, **content: Any) -> None:
    """One more complaint."""
    events = registered(), handed_over(**content)
    for event in events:
        await house.hear(event.model_copy(update={"case_id": case_id}), key=case_id)


async def test_the_list_says_where_each_stands_and_nothing_of_what_it_says_pv_44(
    house: PagesHouse,
) -> None:
    await house.started()
    for who in (DIRECTOR, GENERAL, INVESTIGATOR):
        page = await house.page("/plaintes", who)
        assert "À l'enquête" in text_of(page)
        assert STATEMENT not in page.text
        assert TARGET not in page.text
    assert "votre enquête" in text_of(await house.page("/plaintes", INVESTIGATOR))
    assert "votre enquête" not in text_of(await house.page("/plaintes", DIRECTOR))


@pytest.mark.parametrize(
    ("who", "boroughs"),
    [
        ((TARGET, "director", "clerk"), ("prevost",)),
        (("quelqu-un", "investigator"), ("prevost",)),
        (("quelqu-un", "clerk"), ("anjou",)),
    ],
)
async def test_none_for_you_is_said_like_none_at_all_pv_45_c_02(
    house: PagesHouse, who: tuple[str, ...], boroughs: tuple[str, ...]
) -> None:
    nothing_yet = await house.page("/plaintes?list=all", who, boroughs=boroughs)
    await house.started()
    none_for_you = await house.page("/plaintes?list=all", who, boroughs=boroughs)
    assert EMPTY in none_for_you.text
    assert none_for_you.text == nothing_yet.text


async def test_what_is_due_first_is_on_top_and_what_is_late_has_its_list_pv_04(
    house: PagesHouse,
) -> None:
    await house.opened()
    for number, case_id in enumerate(OTHERS):
        await another(house, case_id)
        await house.promised("complaint", NOW + timedelta(days=9 - 3 * number), case_id)
    await house.promised("admissibility", NOW + timedelta(days=1), OTHERS[0])
    house.clock.now = NOW + timedelta(days=4)
    page = (await house.page("/plaintes", DIRECTOR)).text
    order = sorted((CASE, *OTHERS), key=lambda one: page.index(f"/plaintes/{one}"))
    assert order == [OTHERS[2], OTHERS[1], OTHERS[0], CASE]
    late = text_of(await house.page("/plaintes?list=late", DIRECTOR))
    assert "1 plainte " in late
    assert "Traitement : 23 novembre 2026" in late
    assert "en retard de 1 jour" in late


async def test_a_promise_that_was_kept_is_owed_no_longer(house: PagesHouse) -> None:
    await house.opened(signed=False, targets=False)
    await house.promised("admissibility", NOW + timedelta(days=1))
    assert "Recevabilité : demain" in text_of(await house.page("/plaintes", DIRECTOR))
    met = sla.CommitmentMetV1.model_validate(
        {
            "case_id": CASE,
            "commitment_id": f"{CASE}-admissibility",
            "commitment_kind": "admissibility",
            "due_at": NOW + timedelta(days=1),
            "met_at": NOW,
        }
    )
    await house.hear(met)
    assert "Aucun délai en cours" in text_of(await house.page("/plaintes", DIRECTOR))


async def test_a_case_that_is_no_complaint_leaves_no_clock_here(house: PagesHouse) -> None:
    await house.promised("complete", NOW, OTHERS[0])
    (clocks,) = [one for one in house.kit.stores if getattr(one, "name", "") == "complaint_clocks"]
    documents: dict[str, object] = clocks.documents  # type: ignore[attr-defined]
    assert documents == {}


async def test_a_list_is_narrowed_by_stage_and_the_filter_stays(house: PagesHouse) -> None:
    await house.started()
    await another(house, OTHERS[0], signed=False)
    page = await house.page("/plaintes?stage=invited", DIRECTOR)
    assert OTHERS[0] in page.text
    assert CASE not in page.text
    assert '<option value="invited" selected>' in page.text
    assert CASE in (await house.page("/plaintes?stage=no-such-stage", DIRECTOR)).text


async def test_a_closed_complaint_is_in_the_list_of_closed_ones(house: PagesHouse) -> None:
    await house.opened()
    await house.hear(intake.CaseWithdrawnV1(case_id=CASE, withdrawn_at=NOW))
    assert EMPTY in (await house.page("/plaintes", DIRECTOR)).text
    assert CASE in (await house.page("/plaintes?list=closed", DIRECTOR)).text
    assert CASE in (await house.page("/plaintes?stage=withdrawn", DIRECTOR)).text


async def test_what_is_closed_is_opened_for_a_list_only_when_it_is_asked_for(
    house: PagesHouse,
) -> None:
    await house.concluded()
    for case_id in OTHERS[:1]:
        await another(house, case_id)
    await house.look()
    page = text_of(await house.page("/plaintes", DIRECTOR))
    assert "Ouvertes 1" in page
    assert "Closes Toutes" in page, "what was not looked at is not counted"
    assert "Closes 1 Toutes 2" in text_of(await house.page("/plaintes?list=all", DIRECTOR))


async def test_a_long_list_is_turned_page_by_page(
    house: PagesHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (complaint_lists, complaint_pages):
        monkeypatch.setattr(module, "PER_PAGE", 2)
    await house.opened()
    for case_id in OTHERS:
        await another(house, case_id)
    first = text_of(await house.page("/plaintes", DIRECTOR))
    second = text_of(await house.page("/plaintes?offset=2", DIRECTOR))
    assert "1–2 / 4" in first
    assert "Suivantes" in first
    assert "3–4 / 4" in second
    assert "Précédentes" in second


async def test_boroughs_are_called_by_their_names_in_both_languages(house: PagesHouse) -> None:
    await house.opened()
    assert "Ville · reçue le" in text_of(await house.page("/plaintes", DIRECTOR))
    english = text_of(await house.page("/plaintes?lang=en", DIRECTOR))
    assert "Town · received" in english
    assert "Admissible" in english
