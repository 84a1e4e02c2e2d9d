"""The clerk's register of claims in a browser: from the notice of the law to the decision's letter.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from guichet.stack import Stack
from guichet_testing.house import client, until
from guichet_testing.visits import SIZES, Visit, serious_faults, visit
from playwright.async_api import Browser
from ui.dates import ZONE

from tests.e2e.test_life_of_a_case import register

CLERK, GENERAL = "demo-clerk-prevost", "prevost-directeur-general"
WORDS = "Une branche d'un arbre de la Ville est tombée sur ma clôture pendant la nuit."
FORMS = ("avis", "faits", "document", "remise", "decision", "retrait")
PICTURES = ("reclamations", "reclamations-dossier", "reclamations-decision")


def damage(**more: Any) -> dict[str, Any]:
    """A claim of three days ago, as the counter writes it down."""
    happened_on = datetime.now(ZONE).date() - timedelta(days=3)
    said = {"happenedOn": happened_on.isoformat(), "damages": ["property"], "amountCents": 125_050}
    return {
        "borough": "prevost",
        "kind": "claim",
        "activity": "Réclamation",
        "channel": "counter",
        "language": "fr",
        "description": WORDS,
        "contact": {"name": "Alix Marqué", "email": "alix@exemple.example.org"},
        "claim": said,
        **more,
    }


@pytest.fixture(scope="module")
async def claims(stack: Stack) -> tuple[str, str]:
    """Ids of two claims at Prévost whose delays are counted; of the first nobody knows where."""
    async with client(stack, await stack.token("demo-technician-prevost")) as counter:
        unplaced = (await register(counter, damage()))["caseId"]
        whole = await register(counter, damage(place={"address": "12, rue du Lac"}))
    async with client(stack, await stack.token(CLERK)) as clerk:

        async def are_counted() -> bool:
            found = (await clerk.get("/api/complaints/v1/claims")).json()["items"]
            counted = {one["caseId"] for one in found if one["notice"] and one["action"]}
            return {unplaced, whole["caseId"]} <= counted

        await until(are_counted, 90)
    return unplaced, whole["caseId"]


async def choose(desk: Visit, name: str) -> None:
    """Open one of the forms of a claim."""
    async with desk.page.expect_navigation():
        await desk.page.locator(f'a[href*="agir={name}"]').click()


async def send(desk: Visit, **fields: str) -> None:
    """Fill in the open form and send it."""
    form = desk.page.locator("#agir")
    for name, value in fields.items():
        field = form.locator(f"#{name}")
        if await field.evaluate("one => one.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)
    async with desk.page.expect_navigation():
        await form.locator('button[type="submit"]').click()


async def said(desk: Visit) -> str:
    """What the page says was done."""
    return await desk.page.locator(".note-good").inner_text()


async def test_a_claim_goes_from_its_notice_to_the_letter_that_decides_it_pv_16_c_13(
    browser: Browser, stack: Stack, claims: tuple[str, str]
) -> None:
    unplaced, _ = claims
    today = datetime.now(ZONE).date().isoformat()
    async with visit(browser, stack, persona=CLERK) as desk:
        page = desk.page
        await desk.open("/reclamations")
        line = page.locator("tr", has=page.locator(f'a[href^="/reclamations/{unplaced}"]'))
        assert "jusqu'au" in await line.inner_text()
        assert "le lieu des faits" in await line.inner_text()
        assert WORDS not in await page.content()
        await line.locator("a").first.click()
        assert WORDS in await page.locator(".asked").first.inner_text()
        # The written notice by keyboard; only the day is filled in, each browser types it its way.
        await choose(desk, "avis")
        await desk.tab_to("receivedOn", most=60)
        await page.fill("#receivedOn", today)
        await desk.tab_to("means")
        await page.keyboard.press("ArrowDown")
        await desk.tab_to("Inscrire l'avis écrit")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert "L'avis écrit est inscrit." in await said(desk)
        assert "dans le délai" in await page.locator("main").inner_text()
        assert desk.hosts == {"127.0.0.1"}
    async with visit(browser, stack, script=False, persona=CLERK) as desk:
        page = desk.page
        await desk.open(f"/reclamations/{unplaced}")
        # Decided without the place: refused, asked for, what was typed kept.
        await choose(desk, "decision")
        decided = {"outcome": "partly", "amountCents": "1 000,00 $", "reasonsFr": "Clôture usée."}
        await send(desk, **decided)
        assert "le lieu des faits manque" in await page.locator("#erreurs").inner_text()
        assert await page.locator("#reasonsFr").input_value() == "Clôture usée."
        assert await page.locator("#outcome").input_value() == "partly"
        await desk.keep("reclamations-decision-refusee")
        await choose(desk, "faits")
        await send(desk, place="12, rue du Lac")
        assert "Les faits sont précisés." in await said(desk)
        await choose(desk, "document")
        await send(desk, kind="invoice", title="Facture de la clôture", amountCents="beaucoup")
        assert "comme 1 250,50 $" in await page.locator("#amountCents-fault").inner_text()
        await send(desk, amountCents="1 250,50")
        assert "Le document est ajouté." in await said(desk)
        await choose(desk, "remise")
        await send(desk, to="adjuster", name="Expert Exemple inc.", reference="A-17")
        assert "Le dossier est remis" in await said(desk)
        await choose(desk, "decision")
        await send(desk, **decided)
        assert "La décision est prise" in await said(desk)
        letter = page.locator("#lettres ~ details", has_text="Décision")
        await letter.locator("summary").click()
        assert "Clôture usée." in await letter.inner_text()
        await desk.keep("reclamations-dossier-decide")
    async with visit(browser, stack, persona=GENERAL) as leader:
        await leader.open(f"/reclamations/{unplaced}")
        assert "Acceptée en partie" in await leader.page.locator("main").inner_text()
        assert await leader.page.locator("#faire").count() == 0, "read, and not decided, by them"


@pytest.mark.parametrize("size", list(SIZES))
async def test_axe_finds_nothing_serious_on_register_file_and_forms(
    browser: Browser, stack: Stack, claims: tuple[str, str], size: str
) -> None:
    _, whole = claims
    async with visit(browser, stack, size, persona=CLERK) as desk:
        page = desk.page

        async def is_sound(name: str) -> None:
            if name in PICTURES:
                await desk.keep(f"{name}-{size}")
            await page.evaluate("document.querySelectorAll('main details').forEach(d=>d.open=true)")
            assert await serious_faults(page) == {}, name
            width = await page.evaluate("document.documentElement.scrollWidth")
            assert width <= SIZES[size]["width"], f"{name} is wider than the screen"

        await desk.open("/reclamations?list=all")
        await is_sound("reclamations")
        await desk.open(f"/reclamations/{whole}")
        await is_sound("reclamations-dossier")
        for name in FORMS:
            await desk.open(f"/reclamations/{whole}?agir={name}")
            await is_sound(f"reclamations-{name}")
