"""The citizen's portal in a browser: how much work a pothole is, by keys and by taps, and for whom.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from guichet.stack import Stack
from guichet_testing.house import until
from guichet_testing.visits import SERIOUS, SIZES, Visit
from playwright.async_api import Browser, Page, ViewportSize

PORTAL = "/demande/pierrefonds-roxboro"
PLACE = "rue Dumas, H9A 2T7"
EMAIL = "alix@example.org"
MOST_KEYS = 12  # besides the letters of the place and of the e-mail
MOST_TAPS = 5
MOST_BYTES = 100_000
NARROW: ViewportSize = {"width": 320, "height": 640}  # 1280 pixels at 400 %


class Citizen(Visit):
    """A page of nobody known, how many keys were pressed, and how many bytes came."""

    keys = 0
    taps = 0
    received = 0

    def count(self, finished: Mapping[str, Any]) -> None:
        """Something came, as long as it was on the wire; nothing where it was kept from before."""
        self.received += finished["encodedDataLength"]

    async def press(self, key: str) -> None:
        """A key that is no letter of what is told."""
        self.keys += 1
        await self.page.keyboard.press(key)

    async def press_until(self, name: str) -> None:
        """Tab to the field, button or link of that name."""
        for _ in range(MOST_KEYS):
            if await self.focused() == name:
                return
            await self.press("Tab")
        pytest.fail(f"{name} is not reached")

    async def goes_on(self, key: str) -> None:
        """A key that sends the page."""
        async with self.page.expect_navigation():
            await self.press(key)

    async def tap(self, name: str) -> None:
        """A button, which leads to another page."""
        self.taps += 1
        async with self.page.expect_navigation():
            await self.page.get_by_role("button", name=name, exact=True).click()


@asynccontextmanager
async def citizen(browser: Browser, stack: Stack, size: str, **how: Any) -> AsyncIterator[Citizen]:
    """A browser that was never here."""
    context = await browser.new_context(viewport=SIZES[size], locale="fr-CA", **how)
    try:
        visit = Citizen(await context.new_page(), stack.url, set())
        context.on("request", lambda request: visit.hosts.add(request.url.split("/")[2]))
        wire = await context.new_cdp_session(visit.page)
        await wire.send("Network.enable")
        wire.on("Network.loadingFinished", visit.count)
        yield visit
    finally:
        await context.close()


async def nothing_serious(page: Page) -> None:
    """What axe finds."""
    found = (await Axe().run(page)).response["violations"]
    wrong = {one["id"]: one["nodes"][0]["html"] for one in found if one["impact"] in SERIOUS}
    assert wrong == {}


async def test_a_pothole_is_reported_by_keyboard_alone_with_few_keys_pr_01(
    browser: Browser, stack: Stack
) -> None:
    async with citizen(browser, stack, "desktop") as visit:
        await visit.open(PORTAL)
        await visit.press("Tab")
        await visit.press("Enter")  # to the contents, over the menu
        await visit.press_until("activityButton")  # the first one is the pothole
        await visit.goes_on("Enter")
        assert await visit.focused() == "place.address", "the cursor is where one writes"
        await visit.page.keyboard.type(PLACE)
        await visit.page.wait_for_selector("text=Lieu trouvé")
        await visit.keep("demande-lieu-desktop")
        await visit.goes_on("Enter")
        assert await visit.page.locator("h1").inner_text() == "Vérifiez et envoyez"
        await visit.press_until("contact.email")
        await visit.page.keyboard.type(EMAIL)
        await visit.goes_on("Enter")
        assert await visit.page.locator("h1").inner_text() == "Merci, c'est reçu"
        assert visit.keys <= MOST_KEYS
        assert len(visit.hosts) == 1, "nobody else is called"
        assert visit.received < MOST_BYTES, "four pages, all that they need included"
        await until(visit.page.get_by_text("Promis pour le").count, 60)
        await visit.keep("demande-recu-desktop")


async def test_a_pothole_is_reported_on_a_phone_by_few_taps(browser: Browser, stack: Stack) -> None:
    async with citizen(browser, stack, "phone", has_touch=True, reduced_motion="reduce") as visit:
        await visit.open(PORTAL)
        await visit.keep("demande-phone")
        await visit.tap("Nid-de-poule")
        stage = visit.page.locator("[data-map-stage]")
        await visit.page.wait_for_selector(".map-ours")
        box = await stage.bounding_box()
        assert box is not None
        visit.taps += 1
        await visit.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await visit.page.wait_for_function(
            "document.getElementById('place-longitude').value !== ''"
        )
        await visit.keep("demande-lieu-phone")
        await visit.tap("Continuer")
        await visit.keep("demande-envoi-phone")
        await visit.tap("Envoyer ma demande")
        assert await visit.page.locator("h1").inner_text() == "Merci, c'est reçu"
        await visit.keep("demande-recu-phone")
        assert visit.taps <= MOST_TAPS


async def test_without_script_words_lead_to_a_receipt(browser: Browser, stack: Stack) -> None:
    async with citizen(browser, stack, "phone", java_script_enabled=False) as visit:
        page = visit.page
        await visit.open(PORTAL)
        await page.fill("#description", "Il y a un gros nid de poule devant l'école")
        await visit.tap("Continuer")
        assert await page.get_by_label("Nid-de-poule", exact=True).is_checked()
        await visit.tap("Continuer")
        await page.fill("#place-address", "près de la grosse roche")
        await visit.tap("Continuer")
        assert "une personne le précisera" in await page.locator("main").inner_text()
        await visit.tap("Continuer")
        await visit.tap("English")
        assert await page.locator("h1").inner_text() == "Check and send"
        await visit.tap("Send my request")
        assert await page.locator("h1").inner_text() == "Thank you, it is received"
        await visit.tap("Follow my request")
        assert await page.locator("h1").inner_text() == "Nid-de-poule"


@pytest.mark.parametrize(
    ("size", "language", "how"),
    [("phone", "fr", {}), ("desktop", "en", {"forced_colors": "active"})],
)
async def test_axe_finds_nothing_serious_on_any_step(
    browser: Browser, stack: Stack, size: str, language: str, how: dict[str, Any]
) -> None:
    async with citizen(browser, stack, size, **how) as visit:
        page = visit.page
        await visit.open(f"/demande?lang={language}")
        await nothing_serious(page)
        await visit.open(f"{PORTAL}?lang={language}")
        await nothing_serious(page)
        await page.fill("#description", "Ça sent le gaz, un nid de poule a brisé mon pneu")
        await page.wait_for_selector("#activity")
        await nothing_serious(page)
        await page.set_viewport_size(NARROW)
        assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        await page.locator('[name="kind"][value="request"]').check()
        await page.locator("#propositions ~ button").click()
        await page.wait_for_selector(".map-ours")
        assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        await page.fill("#place-address", PLACE)
        await nothing_serious(page)
        await page.locator("#place-address").press("Enter")
        await page.wait_for_selector("#recap")
        await page.fill("#contact-email", "alix@")
        await page.locator("#contact-email").press("Enter")
        await page.wait_for_selector("#erreurs")
        await nothing_serious(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        await page.fill("#contact-email", EMAIL)
        await page.locator("#contact-email").press("Enter")
        await page.wait_for_selector(".code-said")
        await nothing_serious(page)
        assert await page.locator("html").get_attribute("lang") == language
