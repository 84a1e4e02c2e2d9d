"""Sla's pages in a browser: a promise explained and a date given by keyboard, for everybody.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from guichet.stack import Stack
from guichet_testing.house import until
from guichet_testing.visits import SIZES, WORDS, serious_faults, visit
from playwright.async_api import Browser
from ui.dates import ZONE

TECHNICIAN = "demo-technician-prevost"
PAGES = {
    "echeances": "/echeances?list=running",
    "echeance": "/echeances/{case_id}?agir=date-promise",
    "calendrier": "/calendriers?borough=prevost",
    "delai": "/delais?borough=prevost&amount=5&counting=working_days_end_of_day"
    "&receivedAt=2026-06-19T16:59",
}


@pytest.fixture(scope="session")
async def promised(browser: Browser, stack: Stack) -> str:
    """A pothole that was told at Prévost's desk, once its work is promised."""
    async with visit(browser, stack, persona=TECHNICIAN) as desk:
        answer = await desk.page.context.request.post(
            f"{stack.url}/comptoir",
            form={
                "key": uuid4().hex,
                "borough": "prevost",
                "channel": "phone",
                "kind": "request",
                "activity": "Nid-de-poule",
                "language": "fr",
                "description": WORDS,
                "contact.name": "Alix Marqué",
            },
        )
        text = await answer.text()
        assert answer.status == 201, text
        case_id = text.split('href="/dossiers/')[1][:36]

        async def is_promised() -> bool:
            await desk.open(f"/echeances/{case_id}")
            return await desk.page.get_by_role("heading", name="Intervention").count() == 1

        await until(is_promised, 60)
    return case_id


async def test_pv_03_mh_13_a_promise_is_explained_and_a_date_given_by_keyboard(
    browser: Browser, stack: Stack, promised: str
) -> None:
    async with visit(browser, stack, persona=TECHNICIAN) as desk:
        page = desk.page
        await desk.open("/echeances?list=running&kind=complete")
        link = page.locator(f'a[href^="/echeances/{promised}"]').first
        await link.focus()
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert "Échéance :" in await page.locator(".aloud .told-due").first.inner_text()
        await page.get_by_role("link", name="Donner une date à la personne").focus()
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        await desk.tab_to("on", most=60)
        await desk.tab_to("Donner une date à la personne", most=5)
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "erreurs", "no date was given"
        on = datetime.now(ZONE).date() + timedelta(days=2)
        await page.fill("#on", on.isoformat())
        async with page.expect_navigation():
            await page.locator("#on").press("Enter")
        assert "La date promise est notée." in await page.locator(".note-good").inner_text()
        assert await page.get_by_role("heading", name="Date promise à la personne").count() == 1
        assert desk.hosts == {"127.0.0.1"}


async def test_without_script_a_delay_is_tried_and_its_fault_is_at_the_field(
    browser: Browser, stack: Stack
) -> None:
    async with visit(browser, stack, script=False, persona=TECHNICIAN) as desk:
        page = desk.page
        await desk.open("/delais")
        await page.get_by_role("button", name="Calculer").click()
        assert await page.locator("#amount").get_attribute("aria-invalid") == "true"
        await page.fill("#amount", "3")
        await page.get_by_role("button", name="Calculer").click()
        assert "Échéance" in await page.locator(".aloud li").last.inner_text()


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("name", list(PAGES))
async def test_axe_finds_nothing_serious_on_any_page(
    browser: Browser, stack: Stack, promised: str, name: str, size: str
) -> None:
    async with visit(browser, stack, size, persona=TECHNICIAN) as desk:
        await desk.open(PAGES[name].format(case_id=promised))
        assert await desk.page.locator('[aria-current="page"]').count() == 1
        await desk.keep(f"{name}-{size}")
        await desk.page.evaluate("document.querySelectorAll('details').forEach(d=>d.open=true)")
        assert await serious_faults(desk.page) == {}
        width = await desk.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], "nothing is wider than the screen"
        assert desk.hosts == {"127.0.0.1"}
