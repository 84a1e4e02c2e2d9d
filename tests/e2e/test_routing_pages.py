"""Routing's pages in a browser: work taken and completed by keyboard, and all pages for everybody.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from uuid import uuid4

import pytest
from guichet.stack import Stack
from guichet_testing.house import until
from guichet_testing.visits import SIZES, WORDS, serious_faults, visit
from playwright.async_api import Browser

TECHNICIAN, DIRECTOR = "demo-technician-prevost", "demo-director-prevost"
OFFICIAL = "demo-elected-official-prevost"
PAGES = {
    "travail": ("/travail", TECHNICIAN),
    "affectation": ("/travail/{case_id}", TECHNICIAN),
    "conseil": ("/travail/conseil", OFFICIAL),
    "personnes": ("/personnes", TECHNICIAN),
    "grilles": ("/grilles", TECHNICIAN),
    "direction": ("/direction", DIRECTOR),
}
CHOSEN = "Prendre en charge les dossiers choisis"


async def opened(browser: Browser, stack: Stack, channel: str = "phone") -> str:
    """A pothole that was told at Prévost's desk, once somebody there has it."""
    async with visit(browser, stack, persona=TECHNICIAN) as desk:
        answer = await desk.page.context.request.post(
            f"{stack.url}/comptoir",
            form={
                "key": uuid4().hex,
                "borough": "prevost",
                "channel": channel,
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

        async def is_assigned() -> bool:
            await desk.open("/travail?list=new")
            return await desk.page.locator(f"#d-{case_id} [name=case]").count() == 1

        await until(is_assigned, 60)
    return case_id


@pytest.fixture(scope="session")
async def case_id(browser: Browser, stack: Stack) -> str:
    """One that a member of the council brought."""
    return await opened(browser, stack, channel="elected")


async def test_pv_52_to_pv_57_work_is_taken_and_completed_by_keyboard_and_intake_says_so(
    browser: Browser, stack: Stack
) -> None:
    case_id = await opened(browser, stack)
    async with visit(browser, stack, persona=TECHNICIAN) as desk:
        page, line = desk.page, desk.page.locator(f"#d-{case_id}")
        await desk.open("/travail?list=new")
        await line.locator("[name=case]").focus()
        await page.keyboard.press("Space")
        await desk.tab_to(CHOSEN, most=60)
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert "1 dossier(s) pris en charge." in await page.locator(".note-good").inner_text()
        await desk.open("/travail?list=all")
        await line.get_by_role("link", name="Compléter").focus()
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        await page.locator("[name=extension]").focus()
        await page.keyboard.type("4201")
        await desk.tab_to("internalNote")
        await page.keyboard.type("Trou bouché.")
        await desk.tab_to("publicNote")
        await desk.tab_to("validated")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "erreurs", "not validated yet"
        assert await page.locator("[name=internalNote]").input_value() == "Trou bouché."
        await desk.keep("travail-refus")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.locator("[name=validated]").focus()
        await page.keyboard.press("Space")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert "C'est complété" in await page.locator(".note-good").inner_text()

        async def is_completed() -> bool:
            await desk.open(f"/dossiers/{case_id}")
            return await page.locator(".badge.is-completed").count() == 1

        await until(is_completed, 60)
        assert desk.hosts == {"127.0.0.1"}


async def test_mh_06_without_script_a_transfer_is_offered_and_taken_back(
    browser: Browser, stack: Stack, case_id: str
) -> None:
    async with visit(browser, stack, script=False, persona=TECHNICIAN) as desk:
        page = desk.page
        await desk.open(f"/travail/{case_id}")
        await page.get_by_text("Transférer à un collègue").click()
        await page.select_option("#action-transferer [name=person]", "prevost-surintendant")
        await page.fill("#action-transferer [name=reason]", "Il connaît la rue.")
        await page.get_by_role("button", name="Offrir le transfert").click()
        assert "Surintendant" in await page.locator("#transfert + p").inner_text()
        await page.locator("#action-reprendre summary").click()
        await page.get_by_role("button", name="Reprendre l'offre").click()
        assert "est reprise" in await page.locator(".timeline").inner_text()


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("name", list(PAGES))
async def test_axe_finds_nothing_serious_on_any_page(
    browser: Browser, stack: Stack, case_id: str, name: str, size: str
) -> None:
    path, persona = PAGES[name]
    async with visit(browser, stack, size, persona=persona) as desk:
        await desk.open(path.format(case_id=case_id))
        assert await desk.page.locator('[aria-current="page"]').count() == 1
        await desk.keep(f"{name}-{size}")
        await desk.page.evaluate("document.querySelectorAll('details').forEach(d=>d.open=true)")
        assert await serious_faults(desk.page) == {}
        width = await desk.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], "nothing is wider than the screen"
        assert desk.hosts == {"127.0.0.1"}
