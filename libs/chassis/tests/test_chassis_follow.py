"""Two kinds of documents of one service made from one topic: each is told of every record."""

from datetime import datetime
from typing import Any
from unittest.mock import patch

import pytest
from chassis import kit as kit_module
from chassis.faults import Permanent
from chassis.kit import Kit
from chassis.memory import MemoryStore
from chassis.outcome import Outcome
from chassis.subscribers import group_of
from contracts import Event, Received
from contracts.events.intake import CaseRegisteredV1
from contracts.events.notifications import MessageAcceptedV1
from guichet_testing import toy
from guichet_testing.rig import CASES, Log

CASE = "5f0c1e0a-0000-4000-8000-0000000000f0"


def note(state: toy.Tally | None, received: Received[Any], now: datetime) -> Outcome[toy.Tally]:
    """Hears it, and says nothing."""
    return Outcome(toy.Tally(case_id=CASE, heard=(*(state.heard if state else ()), "followed")))


class Shelf(MemoryStore[Any]):
    """A store in memory, made as the real one is."""

    def __init__(self, _database: object, name: str, model: Any, index: Any, **_: Any) -> None:
        super().__init__(model, index)
        self.name = name


class House:
    """The toy, and in it a second store that follows what the first one reads."""

    def __init__(self, handler: Any = note) -> None:
        self.log = Log()
        stand_ins: dict[str, Any] = {"MongoStore": Shelf, "Producer": lambda *_, **__: self.log}
        with patch.multiple(kit_module, connect=lambda *_, **__: None, **stand_ins):
            self.kit: Kit = toy.build(toy.toy_settings("127.0.0.1:9", "mongodb://127.0.0.1:9", ""))
            self.others: Any = self.kit.store("others", toy.Tally, toy.index)
            told: dict[type[Event], Any] = dict.fromkeys(
                (CaseRegisteredV1, MessageAcceptedV1), handler
            )
            self.kit.follow("others", self.others, told)
        self.first: Any = next(
            one for one in self.kit.stores if getattr(one, "name", "") == "tallies"
        )

    async def hear(self) -> None:
        """A case is registered: whoever reads the topic is given the record."""
        record = toy.record_of(toy.registered(CASE), 1, offset=1)
        for inbox in self.kit.inboxes:
            if CASES in inbox.topics:
                await inbox.handle([record])


def test_each_has_a_group_of_its_own_and_no_topic_is_read_twice_by_one() -> None:
    groups = [(group_of("routing", one.topic), one.topics) for one in House().kit.inboxes]
    assert groups == [
        ("routing.intake-cases", ("intake-cases",)),
        ("routing.notifications-deliveries", ("notifications-deliveries",)),
        ("routing.others", ("intake-cases", "notifications-deliveries")),
    ]


async def test_each_hears_every_record_and_no_other_answers_for_it() -> None:
    house = House()
    await house.hear()
    await house.hear()
    assert house.others.documents[CASE].state.heard == ("followed",)
    assert house.first.documents[CASE].state.heard == ("registered:1",)


async def test_what_one_must_set_aside_the_other_takes_and_it_is_replayed_to_the_one() -> None:
    refuses = True

    def refusing(*told: Any) -> Outcome[toy.Tally]:
        if refuses:
            raise Permanent("not yet")
        return note(*told)

    house = House(refusing)
    await house.hear()
    assert house.first.documents[CASE].state.heard == ("registered:1",)
    parked: Any = house.kit.parking.store
    ((record_id, one),) = parked.documents.items()
    assert (one.state.projection, one.state.topic) == ("others", CASES)
    refuses = False
    (inbox,) = [one for one in house.kit.inboxes if one.topic == "others"]
    assert await inbox.replay(record_id) == 1
    assert house.others.documents[CASE].state.heard == ("followed",)


@pytest.mark.parametrize("name", ["intake-cases", "seen"])
def test_its_name_is_not_that_of_a_topic_or_a_projection(name: str) -> None:
    house = House()
    with patch.object(kit_module, "ProjectionStore", Shelf):
        house.kit.project("seen", toy.Tally, toy.index, {CaseRegisteredV1: note})
    with pytest.raises(ValueError, match="taken"):
        house.kit.follow(name, house.others, {CaseRegisteredV1: note})
