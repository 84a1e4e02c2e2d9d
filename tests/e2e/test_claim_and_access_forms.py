"""The citizen's forms for a claim and an access request, and their one file, in a browser.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from datetime import datetime, timedelta

import pytest
from guichet.stack import Stack
from guichet_testing.house import client, until
from guichet_testing.visits import SIZES, Visit
from playwright.async_api import Browser
from ui.dates import ZONE

from tests.e2e.test_life_of_a_case import pothole, register, tracked
from tests.e2e.test_tracking_page import citizen_visit, nothing_serious

PORTAL = "/demande/pierrefonds-roxboro"
FACTS = "Une branche d'un arbre de la Ville est tombée sur ma clôture pendant la nuit."
WANTED = "Le rapport d'inspection de l'aqueduc de la rue Dumas, année 2025."
PLACE = "13665, boulevard de Pierrefonds"


async def heading(visit: Visit) -> str:
    return await visit.page.locator("h1").inner_text()


async def goes_on(visit: Visit, key: str = "Enter") -> None:
    """A key that sends the page."""
    async with visit.page.expect_navigation():
        await visit.page.keyboard.press(key)


async def code_on(visit: Visit) -> str:
    """The code that the receipt shows."""
    return (await visit.page.locator(".code-said").inner_text()).replace(" ", "")


async def claim_by_keyboard(visit: Visit, keep: str = "") -> str:
    """The whole form of a claim without a mouse; the code that follows it."""
    page = visit.page
    on = datetime.now(ZONE).date() - timedelta(days=3)
    await visit.open(f"{PORTAL}/reclamation")
    await visit.tab_to("description")
    await page.keyboard.type(FACTS)
    await visit.tab_to("claim.happenedOn")
    # In which order a day is typed is the browser's own.
    await page.fill("#claim-happenedOn", on.isoformat())
    await visit.tab_to("damage.property")
    await page.keyboard.press("Space")
    await visit.tab_to("claim.amountCents")
    await page.keyboard.type("1 250,50 $")
    if keep:
        await visit.keep(f"reclamation-faits-{keep}")
    await goes_on(visit)
    assert await heading(visit) == "Où est-ce ?"
    await visit.tab_to("place.address", most=40)
    await page.keyboard.type(PLACE)
    await goes_on(visit)
    if await heading(visit) == "Où est-ce ?":
        await visit.tab_to("place.address", most=40)
        await goes_on(visit)  # the words were looked at, and are taken as they are
    assert await heading(visit) == "Vérifiez et envoyez"
    await visit.tab_to("contact.email", most=40)
    await page.keyboard.type("alix@example.org")
    if keep:
        await visit.keep(f"reclamation-envoi-{keep}")
    await goes_on(visit)
    assert await heading(visit) == "Merci, c'est reçu"
    return await code_on(visit)


async def ask_for_access(visit: Visit) -> str:
    """An access request by post, about oneself; the code that follows it."""
    page = visit.page
    await visit.open(f"{PORTAL}/acces")
    await page.fill("#description", WANTED)
    await page.check("#access-ownData")
    await page.get_by_role("button", name="Continuer").last.click()
    assert await heading(visit) == "Vérifiez et envoyez"
    await page.fill("#contact-name", "Alix Marqué")
    await page.fill("#contact-address", "1, rue Dumas, Montréal (Québec) H9A 2T7")
    await page.check("#contact-byPost")
    await page.get_by_role("button", name="Envoyer ma demande").click()
    return await code_on(visit)


async def test_a_claim_is_made_by_keyboard_alone_and_its_notice_is_printed_pv_16_c_13(
    browser: Browser, stack: Stack
) -> None:
    async with citizen_visit(browser, stack, "desktop") as (visit, called):
        code = await claim_by_keyboard(visit, keep="desktop")
        await nothing_serious(visit, "desktop")
        await visit.keep("reclamation-recu-desktop")
        assert "au plus tard le" in await visit.page.locator("main").inner_text()
        async with visit.page.context.expect_page() as opened:
            await visit.page.get_by_role("button", name="L'avis à imprimer").click()
        sheet = Visit(await opened.value, stack.url, visit.hosts)
        await sheet.page.wait_for_load_state()
        assert FACTS in await sheet.page.locator("main").inner_text()
        await nothing_serious(sheet, "desktop")
        await sheet.page.emulate_media(media="print")
        await sheet.keep("reclamation-avis-imprime")
        assert not [one for one in called if code in one]


@pytest.mark.parametrize("size", list(SIZES))
async def test_the_steps_of_both_have_nothing_serious_for_axe(
    browser: Browser, stack: Stack, size: str
) -> None:
    async with citizen_visit(browser, stack, size) as (visit, _):
        for path, name in (("reclamation", "reclamation"), ("acces", "acces-demande")):
            await visit.open(f"{PORTAL}/{path}")
            await visit.keep(f"{name}-{size}")
            await visit.page.get_by_role("button", name="Continuer").last.click()
            assert await visit.focused() != "", "the faults have the focus"
            assert await visit.page.locator("[role=alert]#erreurs").count() == 1
            await visit.keep(f"{name}-a-corriger-{size}")
            await nothing_serious(visit, size)


async def test_all_that_one_person_brought_is_seen_side_by_side_by_its_codes_pv_03(
    browser: Browser, stack: Stack
) -> None:
    async with client(stack) as citizen:
        made = await register(citizen, pothole("alix@example.org"))
    async with citizen_visit(browser, stack, "phone", script=False) as (visit, _):
        asked = await ask_for_access(visit)
        await visit.keep("acces-demande-recu-phone")
    async with citizen_visit(browser, stack, "desktop") as (visit, called):
        codes = [made["trackingCode"], asked, await claim_by_keyboard(visit)]

        async with client(stack) as citizen:

            async def is_promised() -> bool:
                return bool((await tracked(citizen, asked))["legalClocks"])

            await until(is_promised, 90)
        await visit.open("/mes-dossiers#" + ",".join(codes))
        await visit.page.wait_for_selector(".side-by-side")
        assert "Réponse au plus tard le" in await visit.page.locator("main").inner_text()
        assert await visit.page.locator(".side-by-side > li").count() == len(codes)
        assert visit.page.url.endswith("/mes-dossiers")
        await visit.keep("mes-dossiers-desktop")
        await nothing_serious(visit, "desktop")
        assert not [one for one in called for code in codes if code in one.split("#")[0]]
    async with citizen_visit(browser, stack, "phone", script=False) as (visit, called):
        await visit.open("/mes-dossiers")
        await visit.page.fill("#codes", "\n".join([*codes, "pas un code"]))
        await visit.page.get_by_role("button", name="Voir mes dossiers").click()
        await visit.keep("mes-dossiers-phone")
        await visit.page.get_by_role("button", name="Ouvrir").first.click()
        assert visit.page.url.endswith("/suivi")
        assert not [one for one in called for code in codes if code in one]
