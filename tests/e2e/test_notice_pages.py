"""Notices in a browser: published by keyboard alone, read by somebody who is nobody here (PR-09).

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from datetime import datetime, timedelta

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from guichet.stack import Stack
from guichet_testing.visits import SERIOUS, SIZES, Visit, visit
from playwright.async_api import Browser, Page
from ui.dates import ZONE

HERE = "pierrefonds-roxboro"
TITLE = "Chargement de la neige cette nuit"


async def nothing_serious(page: Page) -> None:
    """What axe finds, and that nothing is wider than the screen."""
    found = (await Axe().run(page)).response["violations"]
    wrong = {one["id"]: one["nodes"][0]["html"] for one in found if one["impact"] in SERIOUS}
    assert wrong == {}
    size = page.viewport_size
    assert size is not None
    assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]


async def published(desk: Visit) -> None:
    """The form, filled in and sent with keys alone; the times are as the browser asks for them."""
    page, now = desk.page, datetime.now(ZONE)
    await desk.open("/avis/nouveau")
    await desk.keep("avis-nouveau-desktop")
    await nothing_serious(page)
    await desk.tab_to("kind", 25)
    await page.keyboard.press("ArrowRight")  # from works to snow removal
    for name, text in {
        "titleFr": TITLE,
        "bodyFr": "La neige est chargée cette nuit. Ne stationnez pas où c'est interdit.",
        "titleEn": "Snow loading tonight",
        "bodyEn": "Snow is loaded tonight. Do not park where it is forbidden.",
    }.items():
        await desk.tab_to(name, 25)
        await page.keyboard.type(text)
    await page.fill("#endsAt", (now + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    await desk.tab_to("area.streets", 25)
    await page.keyboard.type("Boulevard Gouin Ouest")
    await desk.tab_to("Publier un avis", 25)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    assert "L'avis est publié" in await page.locator("[role=status]").inner_text()


@pytest.fixture(scope="module")
async def path(browser: Browser, stack: Stack) -> str:
    """Address of a notice that was published by keyboard alone."""
    async with visit(browser, stack) as desk:
        await published(desk)
        await nothing_serious(desk.page)
        await desk.keep("avis-gestion-desktop")
        found = await desk.page.get_by_role("link", name=TITLE, exact=True).get_attribute("href")
        assert found
        return found


@pytest.mark.parametrize(("size", "script"), [("phone", False), ("desktop", True)])
async def test_a_notice_published_by_keyboard_is_read_by_anybody_pr_09(
    browser: Browser,
    stack: Stack,
    path: str,
    size: str,
    script: bool,
) -> None:
    context = await browser.new_context(
        viewport=SIZES[size], locale="fr-CA", java_script_enabled=script
    )
    try:
        page = await context.new_page()
        reader, hosts = Visit(page, stack.url, set()), set[str]()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2].split(":")[0]))
        answer = await page.goto(f"{stack.url}/avis/{HERE}")
        assert answer is not None
        assert len(await answer.body()) < 100_000
        await reader.keep(f"avis-public-{size}")
        if script:
            await nothing_serious(page)
        await page.get_by_role("link", name=TITLE).click()
        assert await page.locator("h1").inner_text() == TITLE
        assert page.url.endswith(path)
        await page.get_by_role("link", name="English").click()
        assert await page.locator("h1").inner_text() == "Snow loading tonight"
        assert hosts == {"127.0.0.1"}
    finally:
        await context.close()


async def test_a_call_from_that_street_is_answered_by_the_notice_pr_09(
    browser: Browser,
    stack: Stack,
    path: str,
) -> None:
    async with visit(browser, stack) as desk:
        page = desk.page
        await desk.open("/comptoir")
        await page.keyboard.type("La neige n'est pas ramassée dans ma rue")
        await page.fill('[name="place.address"]', "12000, boulevard Gouin Ouest")
        button = page.get_by_role("button", name="Répondre par cet avis")
        await button.wait_for()
        await desk.keep("comptoir-avis")
        await nothing_serious(page)
        async with page.expect_navigation():
            await button.press("Enter")
        assert await page.locator("h1").inner_text() == "C'est enregistré"
        await page.get_by_role("link", name="Voir ce dossier").click()
        assert path in await page.locator("main").inner_text()
