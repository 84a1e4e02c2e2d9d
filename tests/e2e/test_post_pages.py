"""The mail desk in a browser: a letter taken by one person, printed, posted, brought back (PV-47).

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from guichet.stack import Stack
from guichet_testing.house import client, until
from guichet_testing.visits import SIZES, Visit, serious_faults, visit
from playwright.async_api import Browser, Locator
from pypdf import PdfReader
from ui.dates import ZONE

TECHNICIAN, CLERK = "demo-technician-prevost", "demo-clerk-prevost"
NAME, ADDRESS = "Alix Marqué", "12, rue de l'Essai, Prévost (Québec) J0R 1T0"
RECEIPT, NOTICE = "Réclamation : accusé de réception", "Réclamation : avis de la loi"


async def claim(stack: Stack, contact: dict[str, Any]) -> str:
    """Id of a claim told at Prévost's counter."""
    body = {
        "borough": "prevost",
        "kind": "claim",
        "activity": "Réclamation",
        "channel": "phone",
        "language": "fr",
        "description": "Un nid-de-poule a brisé ma roue.",
        "place": {"address": "2870, boulevard du Curé-Labelle"},
        "contact": contact,
        "claim": {
            "happenedOn": (datetime.now(ZONE).date() - timedelta(days=3)).isoformat(),
            "damages": ["property"],
            "amountCents": 41_250,
        },
    }
    async with client(stack, await stack.token(TECHNICIAN)) as counter:
        headers = {"Idempotency-Key": uuid4().hex}
        answer = await counter.post("/api/intake/v1/cases", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["caseId"])


@pytest.fixture(scope="module")
async def claims(browser: Browser, stack: Stack) -> tuple[str, str]:
    """Two claims of people without e-mail, of whom the second gave no address either; once the
    letters of both are at the desk."""
    named = {"name": NAME, "phone": "+15145550199"}
    found = (
        await claim(stack, {**named, "address": ADDRESS, "byPost": True}),
        await claim(stack, named),
    )
    async with visit(browser, stack, persona=CLERK) as desk:

        async def are_written() -> bool:
            await desk.open("/courrier")
            return [await letters(desk, one).count() for one in found] == [2, 2]

        await until(are_written, 90)
    return found


def letters(desk: Visit, case_id: str) -> Locator:
    """The lines of that case among what is to be posted: its references begin like its id."""
    mark = f"{case_id[:8].upper()}-"
    return desk.page.locator('section[aria-labelledby="waiting"] tbody tr', has_text=mark)


async def press(desk: Visit, within: Locator, words: str, most: int = 200) -> None:
    """A button of a line, found and pressed by keyboard alone."""
    button = within.locator("button", has_text=words)
    name = (await button.text_content() or "").strip()
    await desk.page.evaluate("document.activeElement.blur()")
    await desk.tab_to(name, most=most)
    async with desk.page.expect_navigation():
        await desk.page.keyboard.press("Enter")


async def test_pv_47_by_keyboard_a_letter_is_taken_printed_posted_and_brought_back(
    browser: Browser, stack: Stack, claims: tuple[str, str]
) -> None:
    case_id, without_address = claims
    async with (
        visit(browser, stack, persona=CLERK) as desk,
        visit(browser, stack, script=False, persona=TECHNICIAN) as other,
    ):
        await desk.open("/courrier")
        await other.open("/courrier")
        assert NAME not in await desk.page.content()
        lacking = letters(desk, without_address)
        assert "Adresse manquante" in await lacking.first.inner_text()
        assert await lacking.locator("button").count() == 0
        receipt = letters(desk, case_id).filter(has_text=RECEIPT)
        await press(desk, receipt, "Prendre")
        # The other person's page is older: of the two, one is told.
        await letters(other, case_id).filter(has_text=RECEIPT).get_by_role("button").click()
        assert "Une autre personne vient de prendre" in await other.page.inner_text("[role=alert]")
        await other.keep("courrier-deja-prise")
        await letters(other, case_id).filter(has_text=NOTICE).get_by_role("button").click()

        paper = str(await receipt.get_by_role("link").get_attribute("href"))
        pdf = await desk.page.context.request.get(stack.url + paper)
        (page, *_) = PdfReader(BytesIO(await pdf.body())).pages
        said = page.extract_text()
        assert all(words in said for words in (NAME, "J0R 1T0", "n’est pas cet avis", "Page 1 de"))
        refused = await other.page.context.request.get(stack.url + paper)
        assert refused.status == 404

        await press(desk, receipt, "Postée")
        assert await letters(desk, case_id).filter(has_text=RECEIPT).count() == 0
        gone = desk.page.locator('section[aria-labelledby="left"] tr', has_text=case_id[:8].upper())
        assert RECEIPT in await gone.inner_text()
        await gone.locator("summary").focus()
        await desk.page.keyboard.press("Enter")
        await press(desk, gone, "Noter le retour")
        assert "Revenue : A déménagé" in await gone.inner_text()
        assert desk.hosts == {"127.0.0.1"}


@pytest.mark.parametrize("size", list(SIZES))
async def test_axe_finds_nothing_serious_at_the_mail_desk(
    browser: Browser, stack: Stack, claims: tuple[str, str], size: str
) -> None:
    async with visit(browser, stack, size, persona=TECHNICIAN) as desk:
        await desk.open("/courrier")
        assert await letters(desk, claims[1]).count() == 2
        await desk.keep(f"courrier-{size}")
        await desk.page.evaluate(
            "document.querySelectorAll('main details').forEach(d=>d.open=true)"
        )
        assert await serious_faults(desk.page) == {}
        width = await desk.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], "nothing is wider than the screen"
        assert desk.hosts == {"127.0.0.1"}
