"""The people pages in a browser: a status tapped on a phone, an absence noted by keyboard alone."""

import pytest
from guichet.stack import Stack
from guichet_testing.visits import SIZES, serious_faults, visit
from playwright.async_api import Browser

HERE = "borough=mont-saint-hilaire"
TECHNICIAN = "demo-technician-mont-saint-hilaire"
COLLEAGUE = "demo-director-mont-saint-hilaire"


async def test_pv_58_a_status_tapped_on_a_phone_is_seen_at_once_by_a_colleague_who_only_looks(
    browser: Browser, stack: Stack
) -> None:
    async with (
        visit(browser, stack, "phone", script=False, persona=TECHNICIAN) as phone,
        visit(browser, stack, persona=COLLEAGUE) as colleague,
    ):
        await phone.open(f"/personnes?{HERE}")
        await phone.page.get_by_role("button", name="En réunion").click()
        assert "Vos collègues le voient déjà." in await phone.page.locator("main").inner_text()
        pressed = phone.page.locator('[aria-pressed="true"]')
        assert await pressed.inner_text() == "En réunion"
        await colleague.open(f"/personnes?{HERE}")
        seen = colleague.page.locator(".face", has_text=TECHNICIAN)
        assert "En réunion" in await seen.inner_text()


async def test_mh_10_an_absence_is_noted_by_keyboard_without_script(
    browser: Browser, stack: Stack
) -> None:
    async with visit(browser, stack, script=False, persona=TECHNICIAN) as desk:
        page = desk.page
        await desk.open(f"/personnes/absence?{HERE}")
        await page.locator("#personId").focus()
        await page.keyboard.type("Poste de réception")
        await page.fill("#fromOn", "2040-07-02")
        await page.fill("#untilOn", "2040-07-13")
        await page.locator("#untilOn").focus()
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert "nommez qui remplace" in await page.locator("#erreurs").inner_text()
        assert await page.input_value("#untilOn") == "2040-07-13", "what was typed is kept"
        await page.fill("#otherId", "msh-releve")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert "L'absence est notée." in await page.locator("[role=status]").inner_text()
        line = page.get_by_role("row", name="2 juillet 2040")
        assert "msh-releve" in await line.inner_text()
        await line.get_by_role("link", name="Modifier").click()
        await page.get_by_role("button", name="Annuler cette absence").click()
        assert await line.count() == 0


@pytest.mark.parametrize("size", list(SIZES))
async def test_axe_finds_nothing_serious_on_the_forms_about_people(
    browser: Browser, stack: Stack, size: str
) -> None:
    async with visit(browser, stack, size, persona=TECHNICIAN) as desk:
        for name in ("absence", "designation", "exclusions"):
            for language in ("fr", "en"):
                await desk.open(f"/personnes/{name}?{HERE}&lang={language}")
                await desk.keep(f"personnes-{name}-{size}-{language}")
                assert await serious_faults(desk.page) == {}, (name, language)
                width = await desk.page.evaluate("document.documentElement.scrollWidth")
                assert width <= SIZES[size]["width"], "nothing is wider than the screen"
        assert desk.hosts == {"127.0.0.1"}
