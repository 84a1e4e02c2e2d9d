"""In a browser: what waits for the general director, who read a complaint, an employee's file.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from datetime import datetime
from uuid import uuid4

import pytest
from guichet.stack import Stack
from guichet_testing.house import client, until
from guichet_testing.visits import SIZES, serious_faults, visit
from playwright.async_api import Browser
from ui.dates import ZONE

DIRECTOR, GENERAL = "demo-director-prevost", "prevost-directeur-general"
TARGET = "employe-de-demonstration"
WORDS = "Au comptoir, on a refusé de prendre ma demande et on m'a ri au nez."
API = "/api/complaints/v1"


@pytest.fixture(scope="module")
async def escalated(stack: Stack) -> str:
    """Id of a complaint about citizen services themselves, which their director tried to open."""
    body = {
        "borough": "prevost",
        "kind": "complaint",
        "activity": "Plainte",
        "channel": "letter",
        "language": "fr",
        "description": WORDS,
        "contact": {
            "name": "Camille Essai",
            "email": "camille@exemple.example.org",
            "phone": "+15145550188",
            "address": "14, rue de l'Essai",
        },
        "complaint": {
            "written": True,
            "signed": True,
            "factsOn": datetime.now(ZONE).date().isoformat(),
        },
    }
    async with client(stack, await stack.token("demo-technician-prevost")) as counter:
        key = {"Idempotency-Key": uuid4().hex}
        answer = await counter.post("/api/intake/v1/cases", json=body, headers=key)
        assert answer.status_code == 201, answer.text
        case_id = str(answer.json()["caseId"])
    async with client(stack, await stack.token(DIRECTOR)) as director:

        async def is_admitted() -> bool:
            found = await director.get(f"{API}/investigations?admissibility=admitted&limit=200")
            return case_id in found.text

        await until(is_admitted)
        aimed = {"targets": [{"department": "service-aux-citoyens"}]}
        key = {"Idempotency-Key": uuid4().hex}
        path = f"{API}/investigations/{case_id}"
        named = await director.post(f"{path}/targets", json=aimed, headers=key)
        assert named.status_code == 200, named.text
        assert (await director.get(f"{path}?exception=investigation")).status_code == 404
    return case_id


async def test_pv_17_c_02_pv_45_the_general_director_sees_what_waits_and_who_tried(
    browser: Browser, stack: Stack, escalated: str
) -> None:
    async with visit(browser, stack, persona=GENERAL) as desk:
        page = desk.page
        await desk.open("/plaintes/direction")
        first = page.locator("section").first
        assert "Ce qui attend votre décision" in await first.inner_text()
        assert "Nommez qui mène l'enquête" in await first.inner_text()
        assert WORDS not in await page.content()
        assert await first.locator(f'a[href^="/plaintes/{escalated}"]').count() == 1
        await desk.open(f"/plaintes/{escalated}/lectures")
        # By keyboard alone: no record without an exception, then the record.
        await desk.tab_to("exception")
        await desk.tab_to("act")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "erreurs"
        await desk.tab_to("exception")
        await page.keyboard.press("Space")
        await desk.tab_to("act")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        record = await page.locator("table").inner_text()
        assert DIRECTOR in record
        assert "tentative refusée" in record
        assert desk.hosts == {"127.0.0.1"}
    async with visit(browser, stack, persona=DIRECTOR) as desk:
        await desk.open("/plaintes/direction")
        assert escalated[:8] not in await desk.page.content()
        await desk.open(f"/plaintes/{escalated}/lectures")
        await desk.page.check('[name="exception"][value="law"]')
        await desk.page.get_by_role("button", name="Ouvrir le registre").click()
        assert "Introuvable" in await desk.page.locator("h1").inner_text()


@pytest.mark.parametrize("size", list(SIZES))
async def test_axe_finds_nothing_serious_on_records_and_oversight(
    browser: Browser, stack: Stack, escalated: str, size: str
) -> None:
    async with visit(browser, stack, size, script=True, persona=GENERAL) as desk:
        page = desk.page

        async def is_sound(name: str) -> None:
            await desk.keep(f"{name}-{size}")
            assert await serious_faults(page) == {}, name
            width = await page.evaluate("document.documentElement.scrollWidth")
            assert width <= SIZES[size]["width"], f"{name} is wider than the screen"

        await desk.open("/plaintes/direction")
        await is_sound("direction-plaintes")
        await desk.open(f"/plaintes/{escalated}/lectures")
        await page.check('[name="exception"][value="investigation"]')
        await page.get_by_role("button", name="Ouvrir le registre").click()
        await is_sound("lectures")
        await desk.open("/plaintes/employes")
        await page.fill("#personId", TARGET)
        await page.check('[name="exception"][value="discipline"]')
        await page.get_by_role("button", name="Qui l'a lu").click()
        assert GENERAL in await page.locator("table").inner_text()
        await is_sound("lectures-employe")
        assert desk.hosts == {"127.0.0.1"}
