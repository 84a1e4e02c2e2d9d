"""Marked words of complaints, from the counter to the destruction: seen nowhere (PV-44, PV-45).

The name of who complained is intake's and notifications' to keep, who answer; all the rest is read
in no store, topic, log, metric or index, and once the file is destroyed in no backup either.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from chassis.faults import Transient
from guichet_testing.complaint_days import ComplaintDays
from guichet_testing.leak_scan import copy_of, leaks, put_back
from guichet_testing.memory_house import MemoryHouse
from intake.settings import COUNTERS

HOW_MANY = 8
KEEPERS_OF_NAMES = ("store intake.", "store notifications.")


class Ear(logging.Handler):
    """Everything that is logged, with all that goes with it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it whole."""
        self.heard.append(f"{record.getMessage()} {vars(record)}")


class Canary:
    """A house with complaints in it. `words` must be nowhere, `names` with the keepers alone."""

    def __init__(self, ear: Ear) -> None:
        self.ear = ear
        self.house = MemoryHouse(COUNTERS)
        self.days = ComplaintDays(self.house)
        self.words = [f"serin{uuid4().hex[:10]}" for _ in range(HOW_MANY)]
        self.names = [f"Canari{uuid4().hex[:10]}" for _ in range(HOW_MANY)]
        self.target = f"agent-{uuid4().hex[:10]}"
        self.cases: list[str] = []

    async def complained(self) -> None:
        """All of them; the first is investigated to its outcome, which is unfounded.

        The last one is signed, and written further, by whoever brought it.
        """
        await self.house.start()
        *others, (words, name) = zip(self.words, self.names, strict=True)
        for said, whose in others:
            how = {"about": f"Agent {said}", "signer": f"Luc {said}", "signedBy": "paper"}
            made = await self.days.complain(f"Plainte : {said}", f"Luc {whose}", **how)
            self.cases.append(made)
        later = {"signer": f"Luc {words}", "description": f"Et encore : {words}"}
        made = await self.days.complain_and_sign_later(f"Plainte : {words}", f"Luc {name}", **later)
        self.cases.append(made)
        await self.house.settle()
        first, mark = self.cases[0], self.words[0]
        await self.days.investigate(first, mark, self.target, "unfounded")
        await self.house.settle()
        await self.house.wait(5)
        for one, said in ((first, mark), (self.cases[-1], words)):
            assert said in (await self.days.read(one)).text  # it is there, for who may

    def seen(self) -> list[str]:
        """Where a mark can be read that must not be there."""
        log = "".join(self.ear.heard)
        hidden = leaks(self.house, [*self.words, self.target], log)
        named = leaks(self.house, self.names, log)
        return hidden + [one for one in named if not one.startswith(KEEPERS_OF_NAMES)]


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    made, root = Ear(), logging.getLogger()
    level = root.level
    root.addHandler(made)
    root.setLevel(logging.DEBUG)
    yield made
    root.removeHandler(made)
    root.setLevel(level)


@pytest.fixture(scope="module")
async def canary(ear: Ear) -> Canary:
    made = Canary(ear)
    await made.complained()
    return made


async def test_no_word_of_a_complaint_is_read_anywhere_pv_44_pv_45(canary: Canary) -> None:
    assert canary.seen() == []
    assert canary.house.parked() == []


async def test_a_word_in_an_index_is_found(canary: Canary) -> None:
    stores: Any = canary.house.services["complaints"].kit.stores
    (documents,) = (one.documents for one in stores if one.name == "investigations")
    case_id = canary.cases[1]
    usual = documents[case_id]
    words = {**usual.state.words, "about": canary.words[1]}
    documents[case_id] = replace(usual, state=usual.state.model_copy(update={"words": words}))
    assert canary.seen() == [f"store complaints.investigations: {canary.words[1]}"]
    documents[case_id] = usual
    assert canary.seen() == []


async def test_a_word_in_an_open_topic_is_found(canary: Canary) -> None:
    topic = "complaints-investigations"
    records = canary.house.records
    usual = next(one for one in records if one.topic == topic)
    records.append(replace(usual, headers=[("ce_note", canary.words[1].encode())]))
    assert canary.seen() == [f"topic {topic}: {canary.words[1]}"]
    records.pop()


async def test_a_word_in_a_log_is_found(canary: Canary) -> None:
    logging.getLogger("complaints").info("a complaint", extra={"about": canary.words[1]})
    assert canary.seen() == [f"log: {canary.words[1]}"]
    canary.ear.heard.clear()


async def test_words_that_another_service_keeps_are_found(canary: Canary) -> None:
    mark = f"serin{uuid4().hex[:10]}"
    request = {
        "borough": "prevost",
        "kind": "request",
        "activity": "Nid-de-poule",
        "channel": "phone",
        "description": f"Un trou devant chez {mark}",
        "place": {"longitude": -74.08, "latitude": 45.86},
    }
    await canary.days.post("intake", "/api/intake/v1/cases", request)
    canary.words.append(mark)
    assert f"store intake.cases: {mark}" in canary.seen()
    canary.words.remove(mark)


async def test_after_the_destruction_no_backup_yields_a_word_pv_44(canary: Canary) -> None:
    house, first = canary.house, canary.cases[0]
    copied = copy_of(house, "complaints")
    kit = house.services["complaints"].kit
    house.clock.forward(5 * 366 * 86_400)
    loop: Any = kit.loops["destruction"][1]
    assert await loop() == 1
    assert (await canary.days.read(first)).status_code == 404
    assert canary.seen() == []

    put_back(house, "complaints", copied)  # documents, wrapped keys and all
    assert canary.seen() == []
    loop.__self__.keys._open.clear()  # as in a process that starts on the backup
    files = loop.__self__.store
    with pytest.raises(Transient, match="key vault"):
        await files.load([first])
    others = await files.load(canary.cases[1:])  # theirs were not destroyed
    assert all(one.state is not None for one in others.values())
