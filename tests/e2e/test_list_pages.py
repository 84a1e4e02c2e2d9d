"""The monthly lists in a browser: answered, closed, read by the council; for everybody.

The lists of a month lie in sla's database as its worker makes them (which it does on one day of the
month). With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from chassis.document import Document, Draft
from chassis.mongo import MongoStore, connect
from guichet.demo import DATABASES
from guichet.stack import Stack
from guichet_testing.visits import SIZES, serious_faults, visit
from playwright.async_api import Browser
from sla.adapters import lists_index
from sla.domain.lists.documents import (
    Line,
    ListKind,
    MonthlyList,
    Page,
    digest_of,
    list_id,
    pages_of,
)
from ui.dates import ZONE

RESPONSABLE = "prevost-secretaire-travaux-publics"
TECHNICIAN = "demo-technician-prevost"
ELECTED = "demo-elected-official-prevost"
POST = {
    "department": "travaux-publics",
    "department_fr": "Travaux publics",
    "department_en": "Public works",
}
ACTIVITIES = ("Nid-de-poule", "Lampadaire défectueux", "Fossé bouché")
DAY = timedelta(days=1)


def made(
    kind: ListKind, lines: Sequence[Line], now: datetime, **more: Any
) -> tuple[MonthlyList, list[Page]]:
    """A list as it was sent two days ago, and its pages."""
    month = f"{now:%Y-%m}"
    name = list_id("prevost", month, kind, more.get("department", ""))
    digest = digest_of(lines)
    pages = pages_of(name, "prevost", lines, digest)
    head = MonthlyList(
        list_id=name,
        kind=kind,
        borough="prevost",
        month=month,
        grid_version=1,
        rule="LAST_MONDAY_FULL_WEEK",
        due_at=now - 2 * DAY,
        sent_at=now - 2 * DAY,
        is_late=False,
        open_count=sum(one.completed_on is None for one in lines),
        completed_count=sum(one.completed_on is not None for one in lines),
        digest=digest,
        pages=tuple(one.page_id for one in pages),
        **more,
    )
    return head, pages


@pytest.fixture(scope="session")
async def lists(stack: Stack) -> dict[ListKind, str]:
    """Addresses of a list of three requests, which was reminded of, and of the council's."""
    now = datetime.now(ZONE)
    lines = [
        Line(
            case_id=str(uuid5(NAMESPACE_URL, f"list-page-{number}")),
            activity=activity,
            received_on=(now - (40 - number) * DAY).date(),
            due_at=now - (10 - 9 * number) * DAY,
            is_late=number < 2,
            **POST,
        )
        for number, activity in enumerate(ACTIVITIES)
    ]
    done = lines[0].model_copy(update={"completed_on": now.date(), "is_late": False})
    owed = made(
        ListKind.RESPONSABLE,
        lines,
        now,
        **POST,
        reply_by=(now + 3 * DAY).date(),
        reply_until=now + 3 * DAY,
        reminded_at=now - DAY,
        holders=(RESPONSABLE,),
    )
    council = made(ListKind.COUNCIL, [*lines[1:], done], now, recipients=(ELECTED,))
    connection = connect(stack.database_server.database.uri, DATABASES["sla"], timeout_seconds=30.0)
    heads = MongoStore(connection, "lists", MonthlyList, lists_index.list_index)
    pages = MongoStore(connection, "list_pages", Page, lists_index.page_index)
    for head, of_head in (owed, council):
        await save(pages, {one.page_id: one for one in of_head})
        await save(heads, {head.list_id: head})
    return {head.kind: f"/listes/{head.list_id}" for head, _ in (owed, council)}


async def save(store: MongoStore[Any], states: dict[str, Any]) -> None:
    """New documents."""
    drafts = []
    for name, state in states.items():
        draft: Draft[Any] = Draft.of(Document(name))
        draft.state, draft.borough, draft.changed = state, state.borough, True
        drafts.append(draft)
    assert not await store.save(drafts)


@pytest.mark.parametrize("size", list(SIZES))
async def test_axe_finds_nothing_serious_on_any_list(
    browser: Browser, stack: Stack, lists: dict[ListKind, str], size: str
) -> None:
    visits = {
        "listes": (TECHNICIAN, "/listes"),
        "liste": (RESPONSABLE, lists[ListKind.RESPONSABLE]),
        "liste-conseil": (ELECTED, lists[ListKind.COUNCIL]),
    }
    for name, (persona, path) in visits.items():
        async with visit(browser, stack, size, persona=persona) as desk:
            await desk.open(path)
            await desk.keep(f"{name}-{size}")
            await desk.page.evaluate("document.querySelectorAll('details').forEach(d=>d.open=true)")
            assert await serious_faults(desk.page) == {}, name
            width = await desk.page.evaluate("document.documentElement.scrollWidth")
            assert width <= SIZES[size]["width"], f"{name}: nothing is wider than the screen"
            assert desk.hosts == {"127.0.0.1"}


async def test_pv_28_pv_33_a_list_is_answered_by_keyboard_without_script_then_closed(
    browser: Browser, stack: Stack, lists: dict[ListKind, str]
) -> None:
    owed = lists[ListKind.RESPONSABLE]
    async with visit(browser, stack, script=False, persona=RESPONSABLE) as desk:
        page = desk.page
        await desk.open("/listes")
        await page.locator(f'a[href^="{owed}"]').first.focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**{owed}*")
        assert "Rappel" in await page.locator("#preuve ~ dl").inner_text()
        line = page.locator("tbody tr").first
        await line.locator("summary").focus()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await page.keyboard.press("ArrowRight")  # from completed to waiting
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        async with page.expect_navigation():
            await line.locator("button").press("Enter")
        assert await page.locator("#words").get_attribute("aria-invalid") == "true"
        assert await page.locator('[name="kind"][value="waiting"]').first.is_checked()
        await desk.keep("liste-erreur")
        await page.fill("#words", "La pièce est commandée.")
        async with page.expect_navigation():
            await line.locator("button").press("Enter")
        assert "La pièce est commandée." in await line.inner_text()
        assert await page.get_by_role("button", name="Fermer la liste").count() == 0
    async with visit(browser, stack, script=False, persona=TECHNICIAN) as desk:
        page = desk.page
        await desk.open(owed)
        assert "2 ligne(s) restent sans réponse" in await page.locator("#fermer ~ p").inner_text()
        await page.get_by_role("button", name="Fermer la liste").press("Enter")
        await page.wait_for_url("**done=closed*")
        assert await page.get_by_text("Enregistrer la réponse").count() == 0
        assert "Fermée" in await page.locator("#preuve ~ dl").inner_text()
        await desk.keep("liste-fermee")


async def test_pv_29_the_council_reads_what_is_open_and_what_was_done_and_no_case(
    browser: Browser, stack: Stack, lists: dict[ListKind, str]
) -> None:
    async with visit(browser, stack, persona=ELECTED) as desk:
        await desk.open("/listes")
        shown = await desk.page.locator("main").inner_text()
        await desk.open(lists[ListKind.COUNCIL])
        told = await desk.page.locator("main").inner_text()
        assert all(one in told for one in ACTIVITIES[1:])
        async with desk.page.expect_navigation():
            await desk.page.locator(".tab", has_text="Complétées dans le mois").click()
        done = desk.page.locator("tbody")
        assert ACTIVITIES[0] in await done.inner_text()
        assert "complétée le" in await done.inner_text()
        assert await desk.page.locator('main a[href^="/dossiers/"]').count() == 0
        await desk.open(lists[ListKind.RESPONSABLE])
        assert "La pièce est commandée" not in await desk.page.locator("body").inner_text()
        assert "Conseil" in shown or "conseil" in shown
