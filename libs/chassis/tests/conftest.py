"""No test here waits for a back-off."""

import pytest
from chassis import patience
from guichet_testing.rig import Rig


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LONGEST_PAUSE_SECONDS", 0.0)


@pytest.fixture
def rig() -> Rig:
    """A toy without servers."""
    return Rig()
