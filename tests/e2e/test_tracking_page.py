"""The tracking page in a browser: a question, the result, a lost code; on a phone, by keyboard.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from guichet.stack import Stack
from guichet_testing.house import client, until
from guichet_testing.visits import SERIOUS, SIZES, Visit
from playwright.async_api import Browser

from tests.e2e.test_life_of_a_case import pothole, register, tracked

TECHNICIAN = "demo-technician-pierrefonds-roxboro"
QUESTION = "De quel côté de la rue est le trou ?"
PAGE_BYTES = 100_000


@dataclass(frozen=True)
class Asked:
    """A case that the citizen was asked about."""

    case_id: str
    code: str
    email: str


@pytest.fixture
async def asked(stack: Stack) -> Asked:
    """A pothole, and a question to whoever reported it."""
    email = f"{uuid4().hex}@exemple.example.org"
    async with client(stack) as citizen:
        made = await register(citizen, pothole(email))
    case = Asked(made["caseId"], made["trackingCode"], email)
    await staff(stack, case.case_id, "question", {"question": QUESTION})
    return case


async def staff(stack: Stack, case_id: str, what: str, body: dict[str, Any]) -> None:
    """A command of the technician."""
    token = await stack.token(TECHNICIAN)
    async with client(stack, token) as technician:
        answer = await technician.post(
            f"/api/intake/v1/cases/{case_id}/{what}",
            json=body,
            headers={"Idempotency-Key": uuid4().hex},
        )
    assert answer.status_code == 200, answer.text


@asynccontextmanager
async def citizen_visit(
    running: Browser, stack: Stack, size: str, *, script: bool = True
) -> AsyncIterator[tuple[Visit, list[str]]]:
    """Somebody who is nobody here, and all addresses that they called."""
    context = await running.new_context(
        viewport=SIZES[size], locale="fr-CA", java_script_enabled=script
    )
    called: list[str] = []
    hosts: set[str] = set()

    def note(address: str) -> None:
        called.append(address)
        hosts.add(urlsplit(address).hostname or "")

    context.on("request", lambda request: note(request.url))
    try:
        yield Visit(await context.new_page(), stack.url, hosts), called
    finally:
        await context.close()


async def nothing_serious(visit: Visit, size: str) -> None:
    """What axe finds, with all that can be unfolded open; and nothing is wider than the screen."""
    await visit.page.evaluate("document.querySelectorAll('details').forEach(d=>d.open=true)")
    found = (await Axe().run(visit.page)).response["violations"]
    assert {one["id"]: one["nodes"][0]["html"] for one in found if one["impact"] in SERIOUS} == {}
    width = await visit.page.evaluate("document.documentElement.scrollWidth")
    assert width <= SIZES[size]["width"]
    assert visit.hosts == {"127.0.0.1"}


async def test_a_question_is_answered_on_a_phone_without_script_pv_03_mh_12(
    browser: Browser, stack: Stack, asked: Asked
) -> None:
    async with citizen_visit(browser, stack, "phone", script=False) as (citizen, called):
        page = citizen.page
        await citizen.open("/suivi")
        await page.fill("#code", asked.code)
        await page.get_by_role("button", name="Voir ma demande").click()
        assert QUESTION in await page.locator("#a-repondre").inner_text()
        await citizen.keep("suivi-question-phone")
        await page.fill("#text", "x")
        await page.get_by_role("button", name="Envoyer ma réponse").click()
        assert await page.locator("#text").input_value() == "x", "what was typed is kept"
        await page.fill("#text", "Du côté de l'école.")
        await page.get_by_role("button", name="Envoyer ma réponse").click()
        assert "votre réponse est reçue" in await page.locator("[role=status]").inner_text()
        assert not [one for one in called if asked.code in one]


@pytest.mark.parametrize("size", list(SIZES))
async def test_by_keyboard_the_mailed_link_opens_the_page_and_not_resolved_is_said_pr_06(
    browser: Browser, stack: Stack, asked: Asked, size: str
) -> None:
    closing = {"validated": True, "withoutWork": True, "internalNote": "Déjà réparé."}
    await staff(stack, asked.case_id, "close", closing)
    async with citizen_visit(browser, stack, size) as (citizen, called):
        page = citizen.page
        weights: list[int] = []
        page.on("response", lambda response: weights.append(_length(response.headers)))
        async with page.expect_navigation(url="**/suivi"):
            await citizen.open(f"/suivi#{asked.code}")
        await page.wait_for_selector("#valider")
        assert asked.code not in page.url
        assert not [
            one for one in called if asked.code in urlsplit(one)._replace(fragment="").geturl()
        ]
        assert sum(weights) < PAGE_BYTES
        await citizen.keep(f"suivi-resultat-{size}")
        await citizen.tab_to("Non, ce n'est pas réglé", 12)
        await page.keyboard.press("Enter")
        await citizen.tab_to("text", 4)
        await page.keyboard.type("Le trou est encore là.")
        await citizen.tab_to("Rouvrir ma demande", 4)
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert "est rouverte" in await page.locator("[role=status]").inner_text()
        await nothing_serious(citizen, size)
        await citizen.keep(f"suivi-rouvert-{size}")
    async with client(stack) as api:
        assert (await tracked(api, asked.code))["status"] in ("registered", "assigned")


def _length(headers: dict[str, str]) -> int:
    return int(headers.get("content-length", "0"))


async def test_a_lost_code_comes_back_by_mail_and_the_question_was_told_of_pv_03(
    browser: Browser, stack: Stack, asked: Asked
) -> None:
    async with citizen_visit(browser, stack, "phone") as (citizen, called):
        page = citizen.page
        await citizen.open("/suivi")
        await page.get_by_role("link", name="J'ai perdu mon code").click()
        await page.fill("#email", asked.email)
        await citizen.keep("suivi-code-perdu-phone")
        await nothing_serious(citizen, "phone")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert "Si une demande porte cette adresse" in await page.inner_text("[role=status]")
        assert not [one for one in called if "exemple" in one]

        async def mailed() -> Any:
            found = await stack.mail.mails(to=asked.email)
            subjects = {one["subject"]: one["number"] for one in found}
            told = [one for one in subjects if "Une question au sujet" in one]
            again = [one for one in subjects if "Votre code de suivi" in one]
            return subjects[again[0]] if told and again else None

        text = (await stack.mail.mail(await until(mailed)))["text"]
        assert QUESTION not in text
        link = next(word for word in text.split() if "/suivi#" in word)
        await page.goto(link)
        await page.wait_for_selector("#a-repondre")
