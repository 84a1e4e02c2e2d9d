"""The voices of the boroughs, from the store of grids, kept in memory and read again."""

from collections.abc import Mapping
from typing import Any

from chassis.store import Scope, Store

from notifications.domain.voices import Voice, Voices

MOST = 10_000


def index(voice: Voice) -> Mapping[str, Any]:
    """Index fields."""
    return {"boroughs": [voice.borough], "version": voice.version}


class StoredVoices:
    """Port `VoiceBook`. Other replicas' grids come with the loop, our own at once."""

    def __init__(self, store: Store[Voice]) -> None:
        self._store = store
        self._voices: Voices | None = None

    def forget(self) -> None:
        """A grid came in: read again before the next use."""
        self._voices = None

    async def current(self) -> Voices:
        """All that are known now. Raises Transient."""
        if self._voices is None:
            await self.refresh()
        assert self._voices is not None
        return self._voices

    async def refresh(self) -> None:
        """Read the store. Raises Transient."""
        found = await self._store.find(Scope.everything(), {}, limit=MOST)
        self._voices = Voices(one.state for one in found if one.state is not None)
