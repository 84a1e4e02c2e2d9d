"""The life of a grid in a browser, without script: a fault, its remedy, a trial, a publication.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from guichet.stack import Stack
from guichet_testing.visits import serious_faults, visit
from playwright.async_api import Browser

PERSONA = "demo-technician-mont-saint-hilaire"
GRID = "/grilles/mont-saint-hilaire"


async def test_mt_08_a_technician_writes_tries_and_publishes_a_version_without_script(
    browser: Browser, stack: Stack
) -> None:
    async with visit(browser, stack, persona=PERSONA, script=False) as desk:
        page = desk.page
        await desk.open(f"{GRID}/brouillon")
        text = await page.locator("#text").input_value()
        faulty = text.replace("department = ", "departement = ", 1)
        await page.locator("#text").fill(faulty)
        await page.get_by_role("button", name="Vérifier et enregistrer").click()
        assert "vouliez-vous dire « department »" in await page.locator("#fautes").inner_text()
        assert await page.locator("#text").input_value() == faulty.strip()
        await desk.keep("grille-fautes")
        await page.locator("#text").fill(text.replace('name_fr = "', 'name_fr = "Le ', 1))
        await page.get_by_role("button", name="Vérifier et enregistrer").click()
        await page.get_by_role("link", name="Essayer sur les dossiers passés").click()
        assert await page.locator("h1").inner_text() == "Essai du brouillon"
        await desk.open(f"{GRID}/publication")
        await desk.keep("grille-publication")
        await page.get_by_label("Raison").fill("Essai de bout en bout")
        await page.get_by_label("Je publie cette version").check()
        await page.get_by_role("button", name="Publier la version 2").click()
        assert "La version 2 est publiée." in await page.locator(".note-good").inner_text()
        await desk.keep("grille")


async def test_the_pages_of_a_grid_are_for_everybody(browser: Browser, stack: Stack) -> None:
    for size in ("phone", "desktop"):
        async with visit(browser, stack, size, persona=PERSONA) as desk:
            for path in ("", "/brouillon", "/versions/1"):
                await desk.open(f"{GRID}{path}")
                assert await serious_faults(desk.page) == {}
