"""The pages of access requests in a browser: from the register to the answer that leaves.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from uuid import uuid4

import pytest
from guichet.stack import Stack
from guichet_testing.house import client, until
from guichet_testing.visits import SIZES, Visit, serious_faults, visit
from playwright.async_api import Browser

OFFICER, CLERK = "demo-access-officer-prevost", "demo-clerk-prevost"
GENERAL = "prevost-directeur-general"
ASKED = "Le devis et le contrat de la réfection de la rue Principale, année 2025."
REASONS = "Le contrat révèle un secret industriel du fournisseur."


@pytest.fixture(scope="module")
async def request_id(stack: Stack) -> str:
    """Id of an access request at Prévost whose delay is known."""
    body = {
        "borough": "prevost",
        "kind": "access",
        "activity": "Accès à l'information",
        "channel": "counter",
        "language": "fr",
        "description": ASKED,
        "contact": {"name": "Alix Marqué", "email": "alix@exemple.example.org"},
        "access": {"ownData": False},
    }
    async with client(stack, await stack.token("demo-technician-prevost")) as counter:
        headers = {"Idempotency-Key": uuid4().hex}
        answer = await counter.post("/api/intake/v1/cases", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        case_id = str(answer.json()["caseId"])
    async with client(stack, await stack.token(OFFICER)) as officer:

        async def has_its_delay() -> bool:
            found = await officer.get(f"/api/complaints/v1/access-requests/{case_id}")
            return found.status_code == 200 and bool(found.json()["letters"])

        await until(has_its_delay)
    return case_id


async def noted(desk: Visit) -> str:
    """What the page says was done."""
    return await desk.page.locator(".note-good").first.inner_text()


async def test_a_request_goes_from_the_register_to_its_answer_by_keyboard_pv_46_pv_49(
    browser: Browser, stack: Stack, request_id: str
) -> None:
    path = f"/acces/{request_id}"
    async with visit(browser, stack, persona=OFFICER) as desk:
        page = desk.page
        await desk.open("/acces")
        assert ASKED not in await page.content()
        await desk.keep("acces-registre")
        await page.locator(f'a[href^="{path}"]').focus()
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert ASKED in await page.locator("#demande + blockquote").inner_text()
        assert await page.get_by_role("link", name="Répondre").count() == 0, "C-06: not bound"
        for title in ("Devis de réfection", "Contrat de réfection"):
            await desk.open(f"{path}?agir=document")
            await desk.tab_to("title", most=60)
            await page.keyboard.type(title)
            async with page.expect_navigation():
                await page.keyboard.press("Enter")
            assert await noted(desk) == "Le document est inscrit."
        assert desk.hosts == {"127.0.0.1"}
    async with visit(browser, stack, script=False, persona=GENERAL) as desk:
        page = desk.page
        await desk.open(f"{path}?agir=repondre")
        await page.check('[name="answers.0.outcome"][value="given"]')
        await page.check('[name="answers.1.outcome"][value="refused"]')
        await page.get_by_role("button", name="Envoyer la réponse").click()
        # A refusal without its provision: said at its field, nothing changed (PV-49).
        fault = page.locator("#answers-1-provisions-fault")
        assert "cite la disposition" in await fault.inner_text()
        assert await page.locator('[name="answers.0.outcome"][value="given"]').is_checked()
        await page.check('[name="answers.1.provisions"][value="a-2.1/23"]')
        await page.fill('[name="answers.1.reasonsFr"]', REASONS)
        await desk.keep("acces-repondre")
        await page.get_by_role("button", name="Envoyer la réponse").click()
        assert await noted(desk) == "La réponse est donnée, sa lettre part."
        letter = page.locator("details", has_text="Réponse (art. 47, 50, 51)")
        await letter.locator("summary").click()
        assert REASONS in await letter.inner_text()
        await desk.keep("acces-repondue")
        assert desk.hosts == {"127.0.0.1"}
    async with client(stack, await stack.token(CLERK)) as clerk:

        async def is_kept() -> bool:
            found = await clerk.get(f"/api/sla/v1/commitments/{request_id}")
            states = {one["kind"]: one["state"] for one in found.json()["commitments"]}
            return states.get("access-answer") == "met"

        await until(is_kept)


@pytest.mark.parametrize("size", list(SIZES))
async def test_axe_finds_nothing_serious_on_register_file_and_form(
    browser: Browser, stack: Stack, request_id: str, size: str
) -> None:
    pages = {
        "acces": "/acces?liste=toutes",
        "acces-dossier": f"/acces/{request_id}",
        "acces-revision": f"/acces/{request_id}?agir=revision",
    }
    async with visit(browser, stack, size, persona=CLERK) as desk:
        for name, path in pages.items():
            await desk.open(path)
            assert await desk.page.locator('[aria-current="page"]').count() == 1
            await desk.keep(f"{name}-{size}")
            await desk.page.evaluate(
                "document.querySelectorAll('main details').forEach(d=>d.open=true)"
            )
            assert await serious_faults(desk.page) == {}, name
            width = await desk.page.evaluate("document.documentElement.scrollWidth")
            assert width <= SIZES[size]["width"], f"{name} is wider than the screen"
        assert desk.hosts == {"127.0.0.1"}
