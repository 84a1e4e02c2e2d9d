"""Where it is, at the desk, in the field and on the dossier: by keyboard, by map, without script.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

import re
from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from guichet.stack import Stack
from guichet_testing.visits import SERIOUS, WORDS, Visit, visit
from playwright.async_api import Browser, Page, expect

# In the gazetteer: the first is a point by itself, the second is a corner of another borough.
KNOWN, ELSEWHERE = "rue Perron, H8Z 2J7", "coin Roy et Drolet"
IN_THE_FIELD = {"longitude": -73.84, "latitude": 45.505, "accuracy": 15.0}


@pytest.fixture
async def desk(browser: Browser, stack: Stack) -> AsyncIterator[Visit]:
    """The phone desk, its words told; a fault of a script fails the test."""
    async with visit(browser, stack) as opened:
        complaints: list[str] = []
        opened.page.on("pageerror", lambda error: complaints.append(str(error)))
        await opened.open("/comptoir")
        await opened.page.keyboard.type(WORDS)
        await opened.page.wait_for_selector('[name="activityPicked"]:checked')
        yield opened
        assert complaints == []
        assert opened.hosts == {"127.0.0.1"}


async def nothing_serious(page: Page) -> None:
    found = (await Axe().run(page)).response["violations"]
    assert [one["id"] for one in found if one["impact"] in SERIOUS] == []


async def say_where(desk: Visit, address: str) -> None:
    await desk.tab_to("place.address")
    await desk.page.keyboard.type(address)


async def register(desk: Visit) -> None:
    """Enter, from where the cursor is."""
    async with desk.page.expect_navigation():
        await desk.page.keyboard.press("Enter")
    assert await desk.page.locator("h1").inner_text() == "C'est enregistré"


async def the_dossier(desk: Visit) -> None:
    """From the receipt to the case that was opened."""
    await desk.page.get_by_role("link", name="Voir ce dossier").click()
    await expect(desk.page.locator("#carte .map-mark")).to_have_count(1)


async def test_a_twin_is_offered_while_one_types_and_joined_by_keyboard(desk: Visit) -> None:
    await say_where(desk, KNOWN)
    await desk.page.wait_for_selector("#lieu .is-met")
    if await desk.page.locator("#twins").count() == 0:
        await register(desk)
        await desk.open("/comptoir")
        await desk.page.keyboard.type(WORDS)
        await say_where(desk, KNOWN)
    await desk.page.wait_for_selector("#twins")
    await expect(desk.page.locator("#carte .map-mark")).not_to_have_count(0)
    await desk.keep("comptoir-semblables")
    await nothing_serious(desk.page)
    assert await desk.tab_to("join", 3) == 2, "the twin itself, then what joins it"
    name = re.compile(r"Joindre : Nid-de-poule, à \d+ m")
    await expect(desk.page.get_by_role("button", name=name).first).to_be_focused()
    await register(desk)
    await expect(desk.page.locator(".code-said")).to_have_text(re.compile(r"(\w{4} ){3}\w{4}"))


async def test_a_place_that_may_be_meant_is_chosen_by_keyboard(desk: Visit) -> None:
    await say_where(desk, ELSEWHERE)
    await desk.page.wait_for_selector("#lieux")
    await desk.page.keyboard.press("Tab")
    assert await desk.focused() == "placePicked"
    await desk.page.keyboard.press("ArrowUp")
    await desk.page.wait_for_selector("#lieu .is-met")
    # The part was written anew meanwhile; the cursor must not be lost with it.
    assert await desk.focused() == "placePicked"
    await expect(desk.page.locator("#placePicked-1")).to_be_checked()
    await desk.keep("comptoir-lieux")
    await nothing_serious(desk.page)
    await register(desk)
    await the_dossier(desk)
    assert "-73.57" in await desk.page.locator("#demande-faits").inner_text()


async def test_a_point_of_the_map_is_chosen_by_keyboard_and_taken_back(desk: Visit) -> None:
    page = desk.page
    await expect(page.locator("#carte .map-area")).to_have_count(34)
    await page.get_by_role("button", name="Enregistrer le dossier").last.focus()
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.getAttribute('role')") == "application"
    for key in ("+", "+", "ArrowRight", "ArrowUp"):
        await page.keyboard.press(key)
    said = page.locator("#carte [data-map-said]")
    await expect(said).to_contain_text("Pierrefonds-Roxboro")
    await page.keyboard.press("Enter")
    await expect(said).to_contain_text("Point choisi : Pierrefonds-Roxboro")
    await expect(page.locator("#lieu")).to_contain_text("Point choisi sur la carte")
    await desk.keep("comptoir-carte")
    await nothing_serious(page)
    await page.get_by_role("button", name="Enlever le point").click()
    await expect(page.locator("#lieu")).not_to_contain_text("Placé sur la carte")
    assert await page.locator("#place-longitude").input_value() == ""
    box = await page.locator("#carte [data-map-stage]").bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await expect(page.locator("#lieu")).to_contain_text("Point choisi sur la carte")
    await page.locator("#contact-name").focus()
    await register(desk)
    await the_dossier(desk)


async def test_in_the_field_ones_own_position_is_the_place_pv_37(
    browser: Browser, stack: Stack
) -> None:
    async with visit(browser, stack, "phone") as field:
        page = field.page
        await page.context.grant_permissions(["geolocation"])
        await page.context.set_geolocation(IN_THE_FIELD)  # type: ignore[arg-type]
        await field.open("/terrain")
        await page.get_by_role("button", name="Ma position").click()
        await expect(page.locator("#lieu")).to_contain_text("Point choisi sur la carte")
        assert await page.locator("#place-longitude").input_value() == "-73.84"
        await field.keep("terrain-carte")
        await nothing_serious(page)


async def test_without_script_the_places_are_offered_and_no_map_is_shown(
    browser: Browser, stack: Stack
) -> None:
    async with visit(browser, stack, "phone", script=False) as field:
        page = field.page
        await field.open("/terrain")
        await page.fill("#description", WORDS)
        await page.fill("#activity", "Nid-de-poule")
        await page.fill("#place-address", ELSEWHERE)
        await page.get_by_role("button", name="Chercher ce lieu").click()
        await page.get_by_label("rue Roy / rue Drolet").check()
        assert await page.locator("#description").input_value() == WORDS
        assert not await page.locator("#carte").is_visible()
        await page.get_by_role("button", name="Transmettre au guichet").click()
        assert await page.locator("h1").inner_text() == "C'est enregistré"


async def test_a_dossier_that_nobody_could_place_is_placed_on_its_map(desk: Visit) -> None:
    page = desk.page
    await say_where(desk, "près de la grosse roche")
    await register(desk)
    await page.get_by_role("link", name="Voir ce dossier").click()
    stage = page.locator("#carte-lieu [data-map-stage]")
    await expect(page.locator("#carte-lieu .map-area")).to_have_count(34)
    await stage.focus()
    await page.keyboard.press("Enter")
    latitude = await page.locator("#place-latitude").input_value()
    assert latitude.startswith("45.")
    await desk.keep("dossier-situer")
    await nothing_serious(page)
    await page.get_by_role("button", name="Placer sur la carte").click()
    await expect(page.locator("[role=status]").first).to_contain_text("Le lieu est précisé.")
    assert latitude in await page.locator("#demande-faits").inner_text()
