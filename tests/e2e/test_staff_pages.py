"""The staff pages in a browser: by keyboard alone, without script, for whoever cannot see them.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from uuid import uuid4

import pytest
from guichet.stack import Stack
from guichet_testing.house import until
from guichet_testing.visits import SIZES, WORDS, serious_faults, visit
from playwright.async_api import Browser

ADDRESS = "13665, boul. de Pierrefonds"


@pytest.fixture(scope="session")
async def case_id(browser: Browser, stack: Stack) -> str:
    """A case that was opened at the desk."""
    async with visit(browser, stack) as desk:
        answer = await desk.page.context.request.post(
            f"{stack.url}/comptoir",
            form={
                "key": uuid4().hex,
                "borough": "pierrefonds-roxboro",
                "channel": "phone",
                "kind": "request",
                "activity": "Nid-de-poule",
                "language": "fr",
                "description": WORDS,
                "place.address": ADDRESS,
                "contact.name": "Alix Marqué",
            },
        )
        text = await answer.text()
        assert answer.status == 201, text
        return text.split('href="/dossiers/')[1][:36]


async def test_a_case_is_opened_at_the_phone_desk_by_keyboard_alone(
    browser: Browser, stack: Stack
) -> None:
    async with visit(browser, stack) as desk:
        await desk.open("/comptoir")
        page, tabs = desk.page, 0
        assert await desk.focused() == "description", "the cursor is in the words at once"
        await page.keyboard.type(WORDS)
        await page.wait_for_selector('[name="activityPicked"]:checked')
        assert await page.locator('[name="kind"]:checked').get_attribute("value") == "request"
        assert await page.locator('[name="activityPicked"]:checked').get_attribute("value") == (
            "Nid-de-poule"
        )
        await desk.keep("comptoir-proposition")
        tabs += await desk.tab_to("place.address")
        await page.keyboard.type(ADDRESS)
        tabs += await desk.tab_to("contact.phone")
        await page.keyboard.type("514 555-0199")
        tabs += await desk.tab_to("contact.name")
        await page.keyboard.type("Alix Marqué")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await page.locator("h1").inner_text() == "C'est enregistré"
        assert await desk.focused() in ("Nouveau dossier", "New case")
        await desk.keep("recu")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await desk.focused() == "description", "the next call may come"
        # What a hand does beside the words that are told: each key costs part of the 30 seconds.
        assert tabs <= 6
        assert desk.hosts == {"127.0.0.1"}


async def test_a_faulty_form_leads_by_keyboard_to_the_field(browser: Browser, stack: Stack) -> None:
    async with visit(browser, stack) as desk:
        await desk.open("/comptoir")
        await desk.page.keyboard.type(WORDS)
        await desk.tab_to("contact.email")
        await desk.page.keyboard.type("alix@")
        async with desk.page.expect_navigation():
            await desk.page.keyboard.press("Enter")
        assert await desk.page.evaluate("document.activeElement.id") == "erreurs"
        await desk.keep("comptoir-erreurs")
        await desk.page.keyboard.press("Tab")
        await desk.page.keyboard.press("Enter")
        await desk.page.keyboard.press("Tab")
        assert await desk.page.locator("#contact-email").input_value() == "alix@"
        assert await desk.page.locator("#description").input_value() == WORDS


async def test_without_script_the_desk_proposes_and_registers_all_the_same(
    browser: Browser, stack: Stack
) -> None:
    async with visit(browser, stack, script=False) as desk:
        page = desk.page
        await desk.open("/comptoir")
        await page.fill("#description", WORDS)
        await page.get_by_role("button", name="Proposer").click()
        assert await page.locator('[name="activityPicked"]:checked').get_attribute("value") == (
            "Nid-de-poule"
        )
        await page.fill('[name="contact.name"]', "Alix Marqué")
        await page.get_by_role("button", name="Enregistrer le dossier").click()
        assert await page.locator("h1").inner_text() == "C'est enregistré"
        await page.get_by_role("link", name="Voir ce dossier").click()
        await page.get_by_text("Écrire une note").click()
        await page.fill("#text", "Rappelé, sans réponse.")
        await page.get_by_role("button", name="Ajouter au journal").click()
        assert "Note interne" in await page.locator(".timeline").inner_text()


async def test_the_promised_date_comes_to_the_receipt_by_itself(
    browser: Browser, stack: Stack
) -> None:
    async with visit(browser, stack) as desk:
        await desk.open("/comptoir")
        await desk.page.fill("#description", WORDS)
        await desk.page.wait_for_selector('[name="activityPicked"]:checked')
        await desk.page.fill('[name="place.address"]', ADDRESS)
        await desk.page.fill('[name="contact.name"]', "Alix Marqué")
        await desk.page.get_by_role("button", name="Enregistrer le dossier").click()
        await until(desk.page.get_by_text("Promis pour le").count, 60)


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "name", ["comptoir", "terrain", "dossiers", "dossier", "recherche", "canaux"]
)
async def test_axe_finds_nothing_serious_on_any_page(
    browser: Browser, stack: Stack, case_id: str, name: str, language: str, size: str
) -> None:
    async with visit(browser, stack, size) as desk:
        path = f"/dossiers/{case_id}" if name == "dossier" else f"/{name}"
        await desk.open(f"{'/dossiers' if name == 'recherche' else path}?lang={language}")
        if language == "fr" and name != "recherche":
            await desk.keep(f"{name}-{size}")
        if name == "dossier":
            await desk.page.evaluate("document.querySelectorAll('details').forEach(d=>d.open=true)")
        if name == "recherche":
            await desk.page.fill("#query", "Marqué")
            async with desk.page.expect_navigation():
                await desk.page.keyboard.press("Enter")
        assert await desk.page.locator("html").get_attribute("lang") == language
        assert await serious_faults(desk.page) == {}
        width = await desk.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], "nothing is wider than the screen"
        assert desk.hosts == {"127.0.0.1"}
        if language == "fr" and name == "recherche":
            await desk.keep(f"{name}-{size}")
