"""Real servers for the tests that need them: those that `guichet up` would choose here.

With a container engine they are containers; in CI a fall-back to a look-alike broker is a failure.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from guichet_testing.servers import Servers, start_servers


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say on which servers the run stood."""
    for line in Servers.used:
        terminalreporter.write_line(line)
    skipped = terminalreporter.stats.get("skipped", [])
    not_run = [one for one in skipped if "NOT RUN" in str(one.longrepr)]
    if not_run:
        terminalreporter.write_line(f"NOT RUN: {len(not_run)} tests, for want of what they need:")
        for one in not_run:
            terminalreporter.write_line(f"  {one.nodeid}")


@pytest.fixture(scope="session")
async def servers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Servers]:
    """One broker with the catalogue's topics, and one database."""
    data_dir: Path = tmp_path_factory.mktemp("servers")
    must_be_kafka = os.environ.get("CI") == "true"
    async with start_servers(data_dir, must_be_kafka=must_be_kafka) as running:
        yield running


@pytest.fixture
def database_name() -> str:
    """A database of this test alone."""
    return f"test_{uuid4().hex[:12]}"
