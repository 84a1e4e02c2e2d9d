"""The pages on grids: what staff read and send, and what is kept of it when it is refused."""

import re
from html import unescape
from typing import Any

import httpx
import pytest
from chassis.identity import Caller
from guichet_testing.routing_house import RoutingHouse

TECHNICIAN = Caller("marie", frozenset({"technician"}), frozenset({"prevost", "anjou"}))
WORKER = Caller("paul", frozenset({"responsable"}), frozenset({"prevost"}))
STRANGER = Caller("luc", frozenset({"technician"}), frozenset({"verdun"}))
PAGES = ("", "/prevost", "/prevost/versions/1", "/prevost/brouillon")


@pytest.fixture(scope="module")
def wired_once() -> RoutingHouse:
    return RoutingHouse()


@pytest.fixture
async def house(wired_once: RoutingHouse) -> RoutingHouse:
    wired_once.forget()
    await wired_once.start()
    return wired_once


async def get(house: RoutingHouse, path: str, who: Caller = TECHNICIAN) -> httpx.Response:
    return await house.ask(who, "GET", f"/grilles{path}")


async def post(
    house: RoutingHouse, path: str, fields: dict[str, Any], who: Caller = TECHNICIAN
) -> httpx.Response:
    return await house.ask(who, "POST", f"/grilles{path}", data=fields)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


async def text_of(house: RoutingHouse) -> str:
    page = (await get(house, "/prevost/brouillon")).text
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert area
    return unescape(area[1])


async def save(house: RoutingHouse, text: str) -> httpx.Response:
    page = (await get(house, "/prevost/brouillon")).text
    fields = {"text": text, "revision": hidden(page, "revision"), "key": hidden(page, "key")}
    return await post(house, "/prevost/brouillon", fields)


async def drafted(house: RoutingHouse) -> None:
    text = await text_of(house)
    changed = text.replace('name_fr = "Nid-de-poule"', 'name_fr = "Trou dans la rue"', 1)
    assert (await save(house, changed)).status_code == 303


@pytest.mark.parametrize("path", PAGES)
async def test_each_page_speaks_both_languages(house: RoutingHouse, path: str) -> None:
    french, english = await get(house, path), await get(house, f"{path}?lang=en")
    assert (french.status_code, english.status_code) == (200, 200)
    assert '<html lang="fr">' in french.text
    assert '<html lang="en">' in english.text
    assert french.text != english.text


async def test_a_faulty_draft_is_kept_with_what_was_typed_and_its_remedies(
    house: RoutingHouse,
) -> None:
    text = await text_of(house)
    faulty = text.replace('department = "travaux-publics"', 'departement = "travaux-publics"', 1)
    assert (await save(house, faulty)).status_code == 303
    page = (await get(house, "/prevost/brouillon")).text
    assert "vouliez-vous dire « department »" in unescape(page)
    assert await text_of(house) == faulty.strip()
    assert "Publier…" not in page
    publication = unescape((await get(house, "/prevost/publication")).text)
    assert "vouliez-vous dire « department »" in publication


async def test_what_another_saved_meanwhile_is_not_overwritten_and_ones_own_words_stay(
    house: RoutingHouse,
) -> None:
    await drafted(house)
    fields = {"text": "# les mots de Paul", "revision": "0", "key": "0123456789abcdef"}
    answer = await post(house, "/prevost/brouillon", fields)
    assert answer.status_code == 400
    assert "# les mots de Paul" in answer.text
    assert "entre-temps" in answer.text
    assert "Trou dans la rue" in await text_of(house)


async def test_a_publication_is_shown_in_words_and_asked_to_be_confirmed(
    house: RoutingHouse,
) -> None:
    await drafted(house)
    page = (await get(house, "/prevost/publication")).text
    assert "Nid-de-poule : s&#39;appelle désormais Trou dans la rue" in page
    names = ("after", "revision", "key", "effectiveOn")
    fields = {name: hidden(page, name) for name in names[:3]}
    fields |= {"effectiveOn": "2026-12-01", "note": "Mots de citoyens"}
    refused = await post(house, "/prevost/publication", fields)
    assert refused.status_code == 400
    assert "cochez la case" in refused.text
    assert "Mots de citoyens" in refused.text
    assert 'value="2026-12-01"' in refused.text
    done = await post(house, "/prevost/publication", fields | {"confirmed": "true"})
    assert (done.status_code, done.headers["location"]) == (303, "/grilles/prevost?publiee=2")
    page = (await get(house, "/prevost?publiee=2")).text
    assert "à venir" in page
    assert "Mots de citoyens" in page
    assert "marie" in page


async def test_a_day_that_has_passed_is_refused_at_its_field(house: RoutingHouse) -> None:
    await drafted(house)
    page = (await get(house, "/prevost/publication")).text
    fields = {name: hidden(page, name) for name in ("after", "revision", "key")}
    fields |= {"effectiveOn": "2026-11-19", "confirmed": "true"}
    answer = await post(house, "/prevost/publication", fields)
    assert answer.status_code == 400
    assert 'id="effectiveOn-fault"' in answer.text
    assert "prevost@2" not in house.store("grids").documents


async def test_a_draft_that_was_published_is_a_draft_no_longer(house: RoutingHouse) -> None:
    await drafted(house)
    page = (await get(house, "/prevost/publication")).text
    fields = {name: hidden(page, name) for name in ("after", "revision", "key")}
    fields |= {"effectiveOn": "2026-11-20", "confirmed": "true"}
    assert (await post(house, "/prevost/publication", fields)).status_code == 303
    assert "Écrire un changement" in (await get(house, "/prevost")).text
    assert (await get(house, "/prevost/publication")).status_code == 404
    back = {"after": "2", "note": "", "confirmed": "true", "key": "0123456789abcdef"}
    answer = await post(house, "/prevost/versions/1/retour", back)
    assert answer.headers["location"] == "/grilles/prevost?publiee=3"
    assert 'name_fr = "Nid-de-poule"' in await text_of(house)


async def test_a_simulation_without_cases_says_so(house: RoutingHouse) -> None:
    await drafted(house)
    assert "Aucun dossier passé" in (await get(house, "/prevost/simulation")).text


async def test_who_may_only_read_is_offered_nothing_to_write(house: RoutingHouse) -> None:
    page = await get(house, "/prevost", WORKER)
    assert page.status_code == 200
    assert "brouillon" not in page.text
    for path in ("/prevost/brouillon", "/prevost/publication"):
        assert (await get(house, path, WORKER)).status_code == 403
    assert (await post(house, "/prevost/versions/1/retour", {}, WORKER)).status_code == 403


async def test_another_borough_s_grid_is_not_there(house: RoutingHouse) -> None:
    for path in PAGES[1:]:
        assert (await get(house, path, STRANGER)).status_code == 404
    assert (await get(house, "/prevost/versions/7")).status_code == 404
    assert (await get(house, "/prevost/simulation")).status_code == 404
