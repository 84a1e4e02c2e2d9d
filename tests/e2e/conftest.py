"""One house for all end-to-end tests, as `guichet up` starts it, and one browser."""

from collections.abc import AsyncIterator

import pytest
from guichet.stack import Stack
from guichet_testing.chromium import chromium
from guichet_testing.house import house
from playwright.async_api import Browser


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    async with house(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running
