"""The menu of staff in a browser, as every service shows it: one row, by keyboard, no script.

It needs no house: the pages come from the shell itself. With GUICHET_SCREENSHOTS set to a
directory, the menu is kept there as a picture.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import product

import pytest
from chassis.identity import Caller
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient
from guichet_testing.visits import SIZES, Visit, serious_faults
from playwright.async_api import Browser, Route
from ui import Assets, Pages
from ui.staff_menu import ENTRIES, entries_for

ROLES = sorted({role for one in ENTRIES for role in one.roles})
LONGEST = "prevost-secretaire-travaux-publics"
MANY = "technician.director.general-director.clerk"
TOP = "http://menu.test"
MIDDLES = """() => [...document.querySelectorAll(".brand, .top .menu > *")].map(one => {
  const box = one.getBoundingClientRect(); return Math.round(box.y + box.height / 2) })"""


@asynccontextmanager
async def menus(browser: Browser, size: str, *, script: bool = False) -> AsyncIterator[Visit]:
    """A page of whoever has the roles that its address names."""
    assets, app = Assets(), FastAPI()
    pages = Pages("ui", assets)
    app.include_router(assets.router())

    @app.get("/{path:path}")
    async def shown(request: Request, roles: str) -> HTMLResponse:
        who = Caller(LONGEST, frozenset(roles.split(".")), frozenset())
        menu = entries_for(who.roles)
        return pages.render(request, "staff.html", caller=who, menu=menu, signin_url="/")

    served = TestClient(app)

    async def answer(route: Route) -> None:
        found = served.get(route.request.url.removeprefix(TOP))
        headers = {"content-type": found.headers["content-type"]}
        await route.fulfill(status=found.status_code, headers=headers, body=found.content)

    context = await browser.new_context(
        viewport=SIZES[size], locale="fr-CA", java_script_enabled=script
    )
    try:
        await context.route("**/*", answer)
        yield Visit(await context.new_page(), TOP, set())
    finally:
        await context.close()


async def test_nobodys_menu_takes_more_than_one_row(browser: Browser) -> None:
    async with menus(browser, "desktop") as visit:
        for role, language in product(ROLES, ("fr", "en")):
            await visit.open(f"/dossiers?lang={language}&roles={role}")
            found: list[int] = await visit.page.evaluate(MIDDLES)
            assert max(found) - min(found) <= 2, f"{role}, {language}: {found}"


@pytest.mark.parametrize("size", list(SIZES))
async def test_a_heading_opens_by_keyboard_over_its_entries_and_closes_the_other(
    browser: Browser, size: str
) -> None:
    async with menus(browser, size) as visit:
        page = visit.page
        await visit.open(f"/listes?roles={MANY}")
        headings = page.locator(".menu-group > summary")
        assert await headings.nth(0).get_attribute("aria-current") == "true", "where one is"
        await headings.nth(0).focus()
        await page.keyboard.press("Enter")
        first = page.get_by_role("link", name="Listes")
        assert await first.is_visible()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        assert await page.locator(":focus").inner_text() == "Listes"
        await headings.nth(1).focus()
        await page.keyboard.press("Enter")
        assert not await first.is_visible(), "one is open at a time"
        panel = await page.locator(".menu-group[open] .menu-panel").bounding_box()
        assert panel is not None
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= SIZES[size]["width"]
        width = await page.locator("html").bounding_box()
        assert width is not None
        assert width["width"] <= SIZES[size]["width"], "nothing is wider than the screen"
        await visit.keep(f"menu-{size}")


async def test_axe_finds_nothing_serious_in_it(browser: Browser) -> None:
    async with menus(browser, "phone", script=True) as visit:
        await visit.open(f"/plaintes/1?roles={MANY}")
        await visit.page.locator(".menu-group > summary").nth(1).press("Enter")
        assert await serious_faults(visit.page) == {}
