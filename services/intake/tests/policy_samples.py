"""The policy's acknowledgements on a store in memory."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from chassis.commands import Commands
from chassis.document import Entry
from chassis.memory import MemoryStore
from chassis.outbox import Courier, Publisher
from chassis.scribe import Scribe
from chassis.sealing import Seals
from intake.adapters.policy_index import index
from intake.domain.policy_reading import PolicyReading
from intake.entrypoints.policy.readings import PolicyReadings


class Nobody:
    """A broker that takes nothing."""

    async def send(self, entries: Sequence[Entry]) -> list[bool]:
        return [False for _ in entries]


def policy_readings(clock: Callable[[], datetime], counters: Mapping[str, str]) -> PolicyReadings:
    """The current text, and nobody who has read it."""
    store: MemoryStore[PolicyReading] = MemoryStore(PolicyReading, index)
    commands = Commands(
        store,
        Scribe("intake", Seals({}), clock),
        Courier(Publisher(store, Nobody())),
        deadline_seconds=1.0,
    )
    return PolicyReadings(store, commands, clock, counters)
