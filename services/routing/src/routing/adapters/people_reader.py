"""Keeps the snapshot's directory as new as what is recorded; writes nothing."""

from collections.abc import Mapping
from typing import Any

from chassis.store import Store

from routing.application.snapshot import Snapshot
from routing.domain.availability import Availability
from routing.domain.people import BoroughPeople, directory_of


def index_of_people(people: BoroughPeople) -> Mapping[str, Any]:
    """Index fields of a borough's people."""
    return {"boroughs": [people.borough]}


def index_of_availability(one: Availability) -> Mapping[str, Any]:
    """Index fields of a person's status."""
    return {"boroughs": list(one.boroughs)}


class PeopleReader:
    """Reads one document per borough; where there is none yet, the manifest's seeds stand."""

    def __init__(
        self, store: Store[BoroughPeople], seeds: Mapping[str, BoroughPeople], snapshot: Snapshot
    ) -> None:
        self._store = store
        self._seeds = seeds
        self._snapshot = snapshot
        self._versions: dict[str, int] = {}

    async def refresh(self) -> None:
        """Replace the directory if something was recorded. Raises Transient."""
        documents = await self._store.load(self._seeds)
        versions = {name: document.version for name, document in documents.items()}
        if versions == self._versions:
            return
        people = [documents[name].state or seeds for name, seeds in self._seeds.items()]
        self._snapshot.directory = directory_of(people)
        self._versions = versions
