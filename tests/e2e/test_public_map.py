"""The public map and list in a browser: whole as a list, beside a map, on a phone and a desk.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from guichet.stack import Stack
from guichet_testing.house import until
from guichet_testing.visits import SERIOUS, SIZES, Visit
from playwright.async_api import Browser, Request

BOROUGH = "verdun"
LIST = f"/carte/{BOROUGH}"
MOST_BYTES = 100_000
POINTS = ((-73.5711, 45.4569), (-73.5672, 45.4603), (-73.5790, 45.4480))


class PasserBy(Visit):
    """A page of somebody who is not signed in, and how many bytes came."""

    received = 0

    async def count(self, request: Request) -> None:
        """What a request brought, as it came over the line."""
        sizes = await request.sizes()
        self.received += sizes["responseBodySize"] + sizes["responseHeadersSize"]


@asynccontextmanager
async def passer_by(
    browser: Browser, stack: Stack, size: str = "desktop", **how: Any
) -> AsyncIterator[PasserBy]:
    """Somebody who is not signed in."""
    context = await browser.new_context(viewport=SIZES[size], locale="fr-CA", **how)
    try:
        visit = PasserBy(await context.new_page(), stack.url, set())
        context.on("requestfinished", visit.count)
        context.on("request", lambda request: visit.hosts.add(request.url.split("/")[2]))
        yield visit
    finally:
        await context.close()


@pytest.fixture(scope="session")
async def requests(browser: Browser, stack: Stack) -> list[str]:
    """Ids of three requests, and a complaint that is nobody's business."""
    ids = []
    async with passer_by(browser, stack) as visit:
        for longitude, latitude in POINTS:
            ids.append(
                await brought(
                    visit,
                    kind="request",
                    activity="Nid-de-poule",
                    place={"longitude": longitude, "latitude": latitude},
                )
            )
        await brought(
            visit, kind="complaint", contact={"name": "Alix Marqué", "phone": "5145550199"}
        )
    return ids


async def brought(visit: Visit, **what: Any) -> str:
    """A case of the website, by its id."""
    answer = await visit.page.context.request.post(
        f"{visit.url}/api/intake/v1/cases",
        data={
            "borough": BOROUGH,
            "channel": "web",
            "description": "Un mot que personne d'autre ne doit lire : zinnia.",
            **what,
        },
        headers={"idempotency-key": uuid4().hex},
    )
    assert answer.status == 201, await answer.text()
    found: str = (await answer.json())["caseId"]
    return found


async def nothing_wrong(visit: Visit, size: str) -> None:
    """Axe finds nothing serious, nothing is wider than the screen, nobody else was called."""
    found = (await Axe().run(visit.page)).response["violations"]
    wrong = {one["id"]: one["nodes"][0]["html"] for one in found if one["impact"] in SERIOUS}
    assert wrong == {}
    width = await visit.page.evaluate("document.documentElement.scrollWidth")
    assert width <= SIZES[size]["width"]
    assert len(visit.hosts) == 1
    assert "zinnia" not in await visit.page.content()


@pytest.mark.parametrize("size", list(SIZES))
async def test_the_list_and_its_map_say_the_same_and_are_accessible(
    browser: Browser, stack: Stack, requests: list[str], size: str
) -> None:
    async with passer_by(browser, stack, size, reduced_motion="reduce") as visit:
        page = visit.page
        await visit.open(LIST)
        items = page.locator("#demandes > li")
        assert await items.count() == len(requests)
        marks = page.locator("#carte .map-mark")
        await until(marks.count, 20)
        assert 0 < await marks.count() <= len(requests), "requests of one cell share a mark"
        await visit.keep(f"carte-{size}")
        assert visit.received < MOST_BYTES, "with all that it needs"
        await nothing_wrong(visit, size)
        await page.locator(f'a[href*="{requests[0]}"]').focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**{LIST}/{requests[0]}*")
        assert await page.locator("h1").inner_text() == "Nid-de-poule"

        async def promised() -> int:
            await page.reload()
            return await page.get_by_text("Promise pour").count()

        await until(promised, 60)
        await visit.keep(f"carte-demande-{size}")
        await nothing_wrong(visit, size)


async def test_without_script_the_list_is_whole_and_one_joins_a_request_pr_01(
    browser: Browser, stack: Stack, requests: list[str]
) -> None:
    async with passer_by(browser, stack, "phone", java_script_enabled=False) as visit:
        page = visit.page
        await visit.open(LIST)
        assert await page.locator("#carte").is_hidden(), "a map that does nothing is not shown"
        await page.select_option("#activite", label="Nid-de-poule (3)")
        await page.get_by_role("button", name="Montrer").click()
        assert "activite=" in page.url
        assert await page.locator("#demandes > li").count() == len(requests)
        await page.locator(f'a[href*="{requests[1]}"]').click()
        await page.get_by_role("button", name="Me joindre à cette demande").click()
        assert await page.locator("h1").inner_text() == "Merci, vous êtes joint à la demande"
        await page.get_by_role("button", name="Suivre cette demande").click()
        assert "Nid-de-poule" in await page.locator("main").inner_text()
        await visit.open(f"{LIST}/{requests[1]}")
        assert "2 personnes" in await page.locator("main").inner_text()
