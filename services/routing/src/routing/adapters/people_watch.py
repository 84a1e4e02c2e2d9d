"""Alerts about people as a metric: how many of each kind in each borough; no person is named."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from chassis.clock import Clock
from chassis.store import Store
from prometheus_client import Gauge

from routing.domain.directory import Directory
from routing.domain.people import BoroughPeople, directory_of
from routing.domain.people_alerts import Alert, AlertKind

ALERTS = Gauge(
    "guichet_routing_people_alerts",
    "Absences without substitute, posts without designation, missing signatures",
    ["borough", "kind"],
)
Find = Callable[[BoroughPeople, Directory, datetime], Awaitable[list[Alert]]]


class PeopleWatch:
    """Counts the alerts of every borough, from what is stored now."""

    def __init__(
        self,
        store: Store[BoroughPeople],
        seeds: Mapping[str, BoroughPeople],
        find: Find,
        clock: Clock,
    ) -> None:
        self._store = store
        self._seeds = seeds
        self._clock = clock
        self._find = find

    async def look(self) -> None:
        """Set the metric. Raises Transient."""
        documents = await self._store.load(self._seeds)
        for borough, seeds in self._seeds.items():
            people = documents[borough].state or seeds
            found = await self._find(people, directory_of([people]), self._clock())
            counted = Counter(one.kind for one in found)
            for kind in AlertKind:
                ALERTS.labels(borough, kind.value).set(counted[kind])
