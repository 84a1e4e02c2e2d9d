"""A complaint in a browser: by keyboard and on a phone, signed later, taken in at the counter.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from typing import Any

from guichet.stack import Stack
from guichet_testing.file_of_complaint import PAPER
from guichet_testing.house import client, until
from guichet_testing.visits import Visit, serious_faults, visit
from playwright.async_api import Browser

from tests.e2e.test_life_of_a_case import today, tracked
from tests.e2e.test_tracking_page import citizen_visit, nothing_serious

FORM = "/demande/prevost/plainte"
NAME = "Alix Marqué"
FACTS = "On m'a répondu sèchement au comptoir, et mon dossier a été refermé."


async def goes_on(seen: Visit) -> None:
    """The key that sends the page."""
    async with seen.page.expect_navigation():
        await seen.page.keyboard.press("Enter")


async def code_on(seen: Visit) -> str:
    """The tracking code that a receipt says."""
    return (await seen.page.locator(".code-said").inner_text()).replace(" ", "")


async def stands_at(stack: Stack, code: str, step: str) -> dict[str, Any]:
    """Wait until the case is there; as its citizen sees it."""

    async def there() -> Any:
        async with client(stack) as citizen:
            seen = await tracked(citizen, code)
        return seen if seen["nextStep"] == step else None

    found: dict[str, Any] = await until(there)
    return found


async def test_a_complaint_is_written_by_keyboard_and_signed_later_from_its_page_pv_18_pv_38(
    browser: Browser, stack: Stack
) -> None:
    async with citizen_visit(browser, stack, "desktop") as (citizen, called):
        page, keys = citizen.page, citizen.page.keyboard
        await citizen.open(FORM)
        await nothing_serious(citizen, "desktop")
        await citizen.tab_to("complaint.danger")
        await keys.press("ArrowRight")  # no danger
        await citizen.tab_to("description")
        await keys.type(FACTS)
        await citizen.tab_to("complaint.dateUnknown")
        await keys.press("Space")
        await citizen.keep("plainte-faits-desktop")
        await citizen.tab_to("Continuer")
        await goes_on(citizen)
        assert await page.locator("h1").inner_text() == "Vérifiez et envoyez"
        await citizen.tab_to("contact.name")
        await keys.type(NAME)
        await citizen.tab_to("contact.email")
        await keys.type("alix@exemple.example.org")
        await citizen.tab_to("complaint.signing")
        await keys.press("ArrowUp")  # the last of the three: later
        await nothing_serious(citizen, "desktop")
        await citizen.keep("plainte-signature-desktop")
        await citizen.tab_to("Envoyer ma plainte")
        await goes_on(citizen)
        assert "Il y manque votre signature" in await page.locator("main").inner_text()
        await nothing_serious(citizen, "desktop")
        await citizen.keep("plainte-recu-desktop")
        code = await code_on(citizen)

        await stands_at(stack, code, "complaint-signature")
        async with page.expect_navigation(url="**/suivi"):
            await citizen.open(f"/suivi#{code}")
        await page.wait_for_selector("#a-completer")
        await nothing_serious(citizen, "desktop")
        await page.fill("#factsOn", today().isoformat())
        await citizen.tab_to("signing")
        await keys.press("Space")  # by a typed name
        await citizen.tab_to("signer")
        await keys.type(NAME)
        await goes_on(citizen)
        assert "À corriger" in await page.locator("#erreurs").inner_text()
        assert await page.locator("#signer").input_value() == NAME
        await citizen.tab_to("confirmed", 40)
        await keys.press("Space")
        await citizen.keep("plainte-completer-desktop")
        await citizen.tab_to("Envoyer au Service aux citoyens")
        await goes_on(citizen)
        assert "transmis au Service" in await page.locator("[role=status]").inner_text()
        await stands_at(stack, code, "complaint-investigation")
        assert not [one for one in called if code in one.split("#")[0]]
        assert not [one for one in called if "Marqu" in one]


async def test_on_a_phone_it_is_signed_at_once_and_can_be_printed_pv_39_c_08(
    browser: Browser, stack: Stack
) -> None:
    async with citizen_visit(browser, stack, "phone") as (citizen, _):
        page = citizen.page
        await citizen.open(FORM)
        await citizen.keep("plainte-faits-phone")
        await page.get_by_label("Non", exact=True).check()
        await page.fill("#description", FACTS)
        await page.fill("#complaint-factsOn", today().isoformat())
        await page.get_by_role("button", name="Continuer", exact=True).click()
        await page.get_by_role("button", name="Envoyer ma plainte").click()
        assert await page.locator("[aria-invalid=true]").count() >= 2
        await nothing_serious(citizen, "phone")
        await citizen.keep("plainte-erreurs-phone")
        await page.fill("#contact-name", NAME)
        await page.fill("#contact-phone", "450 555-0100")
        await page.get_by_label("En écrivant mon nom ci-dessous").check()
        await page.fill("#complaint-signer", NAME)
        await page.get_by_label("Je confirme que ce nom vaut ma signature").check()
        async with page.context.expect_page() as opened:
            await page.get_by_role("button", name="Ma plainte à imprimer et à signer").click()
        paper = Visit(await opened.value, citizen.url, citizen.hosts)
        await paper.page.wait_for_load_state()
        assert FACTS in await paper.page.locator("main").inner_text()
        await nothing_serious(paper, "phone")
        await paper.keep("plainte-papier-phone")
        await paper.page.close()
        await page.get_by_role("button", name="Envoyer ma plainte").click()
        assert "Elle est signée" in await page.locator("main").inner_text()
        code = await code_on(citizen)
    await stands_at(stack, code, "complaint-investigation")


async def test_at_the_counter_a_signed_paper_is_taken_in_by_keyboard_alone_pv_18_pv_39(
    browser: Browser, stack: Stack
) -> None:
    async with visit(browser, stack, persona="demo-technician-prevost") as desk:
        page, keys = desk.page, desk.page.keyboard
        await desk.open("/comptoir")
        await keys.type(FACTS)
        await page.wait_for_selector('[name="kindProposed"]:not([value=""])', state="attached")
        await desk.tab_to("kind")
        chosen = page.locator('[name="kind"]:checked')
        for _ in range(4):
            if await chosen.get_attribute("value") != "complaint":
                await keys.press("ArrowRight")
        await page.get_by_text("dans les 15 jours des faits").wait_for()
        await desk.tab_to("complaint.factsOn")
        await page.fill("#complaint-factsOn", today().isoformat())
        await desk.tab_to("complaint.signed")
        await keys.press("Space")
        await desk.tab_to("scan")
        async with page.expect_file_chooser() as asked:
            await keys.press("Space")
        paper: Any = {"name": "moi.pdf", "mimeType": "application/pdf", "buffer": PAPER}
        await (await asked.value).set_files(paper)
        assert await serious_faults(page) == {}
        await desk.keep("plainte-comptoir-desktop")
        await desk.tab_to("contact.phone")
        await keys.type("450 555-0100")
        await desk.tab_to("contact.name")
        await keys.type(NAME)
        await goes_on(desk)
        code = await code_on(desk)
    await stands_at(stack, code, "complaint-investigation")
