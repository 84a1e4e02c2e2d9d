"""Performance and the improvement register in a browser: for everybody, and without script.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

import pytest
from guichet.stack import Stack
from guichet_testing.house import until
from guichet_testing.visits import SIZES, serious_faults, visit
from playwright.async_api import Browser

from tests.e2e.test_routing_pages import opened

DIRECTOR = "demo-director-prevost"


@pytest.mark.parametrize("size", list(SIZES))
async def test_pr_03_the_figures_are_there_for_everybody(
    browser: Browser, stack: Stack, size: str
) -> None:
    await opened(browser, stack)
    async with visit(browser, stack, size, persona=DIRECTOR) as desk:

        async def is_counted() -> bool:
            await desk.open("/performance")
            return await desk.page.locator("#on-time").count() == 1

        await until(is_counted, 120)
        await desk.keep(f"performance-{size}")
        for path in ("/performance", "/performance/dictionnaire", "/ameliorations"):
            await desk.open(path)
            await desk.page.evaluate("document.querySelectorAll('details').forEach(d=>d.open=true)")
            assert await serious_faults(desk.page) == {}, path
            width = await desk.page.evaluate("document.documentElement.scrollWidth")
            assert width <= SIZES[size]["width"], "nothing is wider than the screen"
        assert desk.hosts == {"127.0.0.1"}


async def test_mt_10_without_script_an_improvement_is_recorded_and_followed(
    browser: Browser, stack: Stack
) -> None:
    async with visit(browser, stack, script=False, persona=DIRECTOR) as desk:
        page = desk.page
        await desk.open("/ameliorations")
        await page.get_by_text("Inscrire une amélioration").click()
        await page.fill("#title", "Nids-de-poule réparés à temps")
        await page.get_by_label("Voirie").check()
        await page.fill("#target", "80")
        await page.fill("#action", "Une équipe de plus.")
        await page.get_by_role("button", name="Inscrire").click()
        assert "Poste qui en répond" in await page.locator("#erreurs").inner_text()
        assert await page.locator("#title").input_value() == "Nids-de-poule réparés à temps"
        await page.fill("#answerable", "Chef de division, voirie")
        await page.get_by_role("button", name="Inscrire").click()
        assert "est inscrite" in await page.locator(".note-good").inner_text()
        await page.get_by_text("Ajouter une note").click()
        await page.fill("#text-note", "L'équipe est en place.")
        await page.get_by_role("button", name="Ajouter").click()
        assert "L'équipe est en place." in await page.locator(".timeline").inner_text()
        await desk.keep("amelioration")
