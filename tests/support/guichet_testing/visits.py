"""A page in a browser, opened by somebody signed in: what the browser tests share.

With GUICHET_SCREENSHOTS set to a directory, each page is kept there as a picture.
"""

import io
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from guichet.stack import Stack
from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize

PERSONA = "demo-technician-pierrefonds-roxboro"
SIZES: dict[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
}
SERIOUS = {"serious", "critical"}
WORDS = "Il y a un gros trou dans la rue devant l'école"


@dataclass
class Visit:
    """A page of somebody signed in, and every host that it called."""

    page: Page
    url: str
    hosts: set[str]

    async def open(self, path: str) -> None:
        """Go there."""
        await self.page.goto(self.url + path)

    async def focused(self) -> str:
        """The name of the field that has the focus, or the text of the button or link."""
        found: str = await self.page.evaluate(
            "document.activeElement.name || document.activeElement.textContent.trim()"
        )
        return found

    async def tab_to(self, name: str, most: int = 20) -> int:
        """Press Tab until that field has the focus; how often that was."""
        for pressed in range(most + 1):
            if await self.focused() == name:
                return pressed
            await self.page.keyboard.press("Tab")
        pytest.fail(f"{name} is not reached by {most} tabs")

    async def keep(self, name: str) -> None:
        """A picture, where they are wanted."""
        if directory := os.environ.get("GUICHET_SCREENSHOTS"):
            picture = io.BytesIO(await self.page.screenshot(full_page=True))
            # Few colours keep a picture of words below 200 kB.
            few = Image.open(picture).convert("RGB").quantize(64)
            few.save(Path(directory) / f"{name}.png", optimize=True)


@asynccontextmanager
async def visit(
    browser: Browser,
    stack: Stack,
    size: str = "desktop",
    *,
    script: bool = True,
    persona: str = PERSONA,
) -> AsyncIterator[Visit]:
    """Somebody of the house, signed in; by default a technician of Pierrefonds-Roxboro."""
    context = await browser.new_context(
        viewport=SIZES[size], locale="fr-CA", java_script_enabled=script
    )
    try:
        hosts: set[str] = set()
        context.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
        signed = await context.request.post(f"{stack.url}/demo/signin", form={"persona": persona})
        assert signed.ok
        yield Visit(await context.new_page(), stack.url, hosts)
    finally:
        await context.close()


async def serious_faults(page: Page) -> dict[str, str]:
    """What axe finds serious or critical on a page: rule, and where it was first broken."""
    found = (await Axe().run(page)).response["violations"]
    return {one["id"]: one["nodes"][0]["html"] for one in found if one["impact"] in SERIOUS}
