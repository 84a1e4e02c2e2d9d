"""The pages of complaints in a browser: an investigation from its admission to its letter.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from datetime import datetime
from uuid import uuid4

import pytest
from guichet.stack import Stack
from guichet_testing.house import client, until
from guichet_testing.visits import SIZES, Visit, serious_faults, visit
from playwright.async_api import Browser
from ui.dates import ZONE

DIRECTOR, INVESTIGATOR = "demo-director-prevost", "demo-investigator-prevost"
TARGET = "employe-de-demonstration"
WORDS = "Un employé m'a raccroché au nez, puis m'a insultée quand j'ai rappelé."


@pytest.fixture(scope="module")
async def complaint(stack: Stack) -> str:
    """Id of a complaint at Prévost that is in order, and that complaints knows."""
    technician = await stack.token("demo-technician-prevost")
    body = {
        "borough": "prevost",
        "kind": "complaint",
        "activity": "Plainte",
        "channel": "letter",
        "language": "fr",
        "description": WORDS,
        "contact": {
            "name": "Alix Marqué",
            "email": "alix@exemple.example.org",
            "phone": "+15145550199",
            "address": "12, rue de l'Essai",
        },
        "complaint": {
            "written": True,
            "signed": True,
            "factsOn": datetime.now(ZONE).date().isoformat(),
        },
    }
    async with client(stack, technician) as counter:
        headers = {"Idempotency-Key": uuid4().hex}
        answer = await counter.post("/api/intake/v1/cases", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        case_id = str(answer.json()["caseId"])
    async with client(stack, await stack.token(DIRECTOR)) as director:

        async def is_admitted() -> bool:
            found = await director.get("/api/complaints/v1/investigations?admissibility=admitted")
            return case_id in found.text

        await until(is_admitted)
    return case_id


async def open_file(desk: Visit, case_id: str) -> None:
    """By the door, the exception chosen."""
    await desk.open(f"/plaintes/{case_id}")
    await desk.page.check('[name="exception"][value="investigation"]')
    await desk.page.get_by_role("button", name="Ouvrir, et consigner ma lecture").click()
    assert WORDS in await desk.page.locator("#enonce + p").inner_text()


async def fill_in(desk: Visit, action: str, **fields: str) -> None:
    """Opens a form of the file, fills it in and sends it."""
    form = desk.page.locator(f"#faire-{action}")
    if await form.get_attribute("open") is None:
        await form.locator("summary").click()
    for name, value in fields.items():
        field = form.locator(f'[name="{action}.{name.replace("__", ".")}"]')
        if await field.first.get_attribute("type") == "radio":
            await form.locator(f'[name="{action}.{name}"][value="{value}"]').check()
        elif await field.evaluate("one => one.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)
    async with desk.page.expect_navigation():
        await form.locator('button[type="submit"]').click()


async def test_an_investigation_goes_from_its_admission_to_its_letter_pv_40_pv_41_pv_43(
    browser: Browser, stack: Stack, complaint: str
) -> None:
    async with visit(browser, stack, persona=DIRECTOR) as desk:
        page = desk.page
        await desk.open("/plaintes")
        await page.locator(f'a[href^="/plaintes/{complaint}"]').click()
        assert WORDS not in await page.content()
        # By keyboard alone: the choice of an exception, and no file without one.
        await desk.tab_to("exception")
        await page.keyboard.press("Tab")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "erreurs"
        await desk.keep("plainte-dossier-ferme")
        await desk.tab_to("exception")
        await page.keyboard.press("Space")
        await page.keyboard.press("Tab")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await page.locator("#enonce + p").inner_text() == WORDS
        await fill_in(desk, "name-targets", targets__0__personId=TARGET)
        assert "n'ont plus accès au dossier" in await page.locator(".note-good").inner_text()
        await fill_in(
            desk,
            "name-investigator",
            personId=INVESTIGATOR,
            role="investigator",
            department="service-aux-citoyens",
        )
        assert "L'enquête est confiée." in await page.locator(".note-good").inner_text()
        assert desk.hosts == {"127.0.0.1"}
    async with visit(browser, stack, script=False, persona=INVESTIGATOR) as desk:
        page = desk.page
        await open_file(desk, complaint)
        # An outcome before the hearing is refused beside its field, and what was typed is kept.
        await fill_in(desk, "conclude", result="founded", reasons="Voir les constats.")
        assert "entendue (PV-41)" in await page.locator("#conclude-result-fault").inner_text()
        assert await page.locator("#conclude-reasons").input_value() == "Voir les constats."
        assert await page.locator('[name="conclude.result"][value="founded"]').is_checked()
        await desk.keep("plainte-dossier-refus")
        await fill_in(
            desk, "record-hearing", who=f"targeted:{TARGET}", account="Reconnaît avoir raccroché."
        )
        await fill_in(desk, "add-finding", text="L'appel a été coupé par l'employé.")
        await desk.keep("plainte-dossier-enquete")
        await fill_in(desk, "conclude", result="founded", reasons="Voir les constats.")
        assert "la lettre part à la personne" in await page.locator(".note-good").inner_text()
        letter = page.locator(".letter", has_text="Décision")
        await letter.locator("summary").click()
        assert "votre plainte est fondée" in await letter.inner_text()
        assert TARGET not in await letter.inner_text()
        await desk.keep("plainte-dossier-issue")


@pytest.mark.parametrize("size", list(SIZES))
async def test_axe_finds_nothing_serious_on_list_door_file_and_paper(
    browser: Browser, stack: Stack, complaint: str, size: str
) -> None:
    async with visit(browser, stack, size, persona=DIRECTOR) as desk:
        page = desk.page

        async def is_sound(name: str) -> None:
            await desk.keep(f"{name}-{size}")
            await page.evaluate("document.querySelectorAll('main details').forEach(d=>d.open=true)")
            assert await serious_faults(page) == {}, name
            width = await page.evaluate("document.documentElement.scrollWidth")
            assert width <= SIZES[size]["width"], f"{name} is wider than the screen"

        await desk.open("/plaintes?list=all")
        await is_sound("plaintes")
        await desk.open(f"/plaintes/{complaint}")
        await is_sound("plainte-ouvrir")
        await open_file(desk, complaint)
        await is_sound("plainte-dossier")
        await page.get_by_role("button", name="Imprimer").click()
        assert "CONFIDENTIEL" in await page.locator(".confidential").inner_text()
        await is_sound("plainte-dossier-imprimer")
        assert desk.hosts == {"127.0.0.1"}
