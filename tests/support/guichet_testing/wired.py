"""The five services as their own `bootstrap.py` wires them, on stores in memory and a log.

Nothing here names a subscription or a handler: what is tested is what would run.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from unittest.mock import patch

from chassis import kit
from chassis.inbox import Inbox
from chassis.kit import Kit
from chassis.memory import MemoryStore
from chassis.record import Record
from chassis.sealing import Seals, new_key
from contracts.registry import event_types
from contracts.topics import TOPICS, sealed_for
from intake.adapters.public_index import MemoryPublicIndex
from pydantic import SecretStr
from sla.adapters.owed_reader import MemoryOwedReader

from guichet_testing import toy
from guichet_testing.memory_files import MemoryFiles
from guichet_testing.memory_vault import MemoryVault
from guichet_testing.rig import Log

KEYS: Mapping[str, Mapping[str, str]] = {
    name: {"k1": new_key()} for name, topic in TOPICS.items() if topic.sealed
}
SEALS = Seals(KEYS)


class Shelf(MemoryStore[Any]):
    """A store in memory that answers to what a bootstrap asks of the real one."""

    def __init__(self, _database: object, name: str, model: Any, index: Any, **_: Any) -> None:
        super().__init__(model, index)
        self.name = name

    async def chunks(self, *_: object) -> list[Any]:
        """Nothing is ever moved out of a document here."""
        return []


@dataclass(frozen=True)
class Wired:
    """One service, and the log it publishes to."""

    kit: Kit
    log: Log

    def inboxes(self, topic: str) -> list[Inbox[Any]]:
        """Whatever handles a topic: subscription and projections."""
        return [inbox for inbox in self.kit.inboxes if topic in inbox.topics]

    def readers(self, topic: str) -> list[Any]:
        """The same, and who passes raw records on."""
        hearers = [one for one in self.kit.hearers if topic in one.topics]
        return [*self.inboxes(topic), *hearers]

    def parked(self) -> list[str]:
        """Why records were set aside: topic and fault of each."""
        parked: Any = self.kit.parking.store
        states = [one.state for one in parked.documents.values() if one.state is not None]
        return [f"{state.topic}: {state.fault}" for state in states]

    def forget(self) -> None:
        """Empty all stores."""
        for store in self.kit.stores:
            memory: Any = store
            memory.documents.clear()


def wired(service: str) -> Wired:
    """A service from its bootstrap, with secrets of its own and the keys that it needs."""
    log = Log()
    settings_class = getattr(import_module(f"{service}.settings"), f"{service.title()}Settings")
    settings = settings_class(
        _env_file=None,
        storage_key=SecretStr(new_key()),
        tracking_secret=SecretStr(new_key()),
        topic_keys={topic.name: KEYS[topic.name] for topic in sealed_for(service)},
    )
    bootstrap = import_module(f"{service}.bootstrap")
    stand_ins = {
        "connect": lambda *_, **__: None,
        "MongoStore": Shelf,
        "ProjectionStore": Shelf,
        "Producer": lambda *_, **__: log,
        "files_of": lambda _: MemoryFiles(),
        "vault_of": lambda _: MemoryVault(),
        "MongoPublicIndex": MemoryPublicIndex,
        "MongoOwedReader": MemoryOwedReader,
    }
    with ExitStack() as patches:
        for name, stand_in in stand_ins.items():
            for module in (kit, bootstrap):
                if hasattr(module, name):
                    patches.enter_context(patch.object(module, name, stand_in))
        return Wired(bootstrap.build(settings), log)


def raw_record(wire_type: str, value: bytes, *, key: str, sequence: int | None) -> Record:
    """The record that a type's owner would write with this value, sealed where the topic is."""
    cls = event_types()[wire_type]
    envelope = toy.envelope_of(cls.model_construct(), key, sequence).model_copy(
        update={"dataclassification": TOPICS[cls.topic].classification}
    )
    headers = envelope.headers()
    if TOPICS[cls.topic].sealed:
        value, headers = SEALS.seal(cls.topic, str(envelope.id), value, headers)
    raw = [(name, text.encode()) for name, text in headers.items()]
    return Record(cls.topic, 0, sequence or 0, key.encode(), value, raw)
