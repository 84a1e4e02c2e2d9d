"""A rebuild ends in what a straight fold of the log gives, whatever is consumed meanwhile.

The collections and the log are lists here; tests/integration/test_rebuild.py has real ones.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import pytest
from chassis.rebuild import Change, Image, Rebuild, Verdict, is_ahead, told, verdict
from chassis.record import Record
from hypothesis import given, settings
from hypothesis import strategies as st

TOPICS = ("one", "two")
IDS = ("a", "b", "c")
Said = tuple[str, str]  # topic, document

say = st.tuples(st.just("say"), st.sampled_from(TOPICS), st.sampled_from(IDS))
consume = st.tuples(st.just("consume"), st.sampled_from(TOPICS), st.integers(1, 3))
harm = st.tuples(
    st.just("harm"), st.sampled_from(["delete", "alter", "stray", "claim"]), st.sampled_from(IDS)
)
Step = tuple[str, Any, Any]


def empty() -> Image:
    return {"state": {}, "seen": {}, "parked": {}}


def folded(before: Image | None, topic: str, sequence: int) -> Image:
    """A document with one more record applied; as it was if it was applied before."""
    image = before or empty()
    if sequence <= image["seen"].get(topic, 0):
        return image
    heard = [*image["state"].get(topic, ()), sequence]
    return {
        **image,
        "state": {**image["state"], topic: heard},
        "seen": {**image["seen"], topic: sequence},
    }


class Kept:
    """A collection in memory, under compare-and-set."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.documents: dict[str, Image] = {}
        self.harmed: set[str] = set()
        self._meanwhile = meanwhile

    async def ids(self) -> AsyncIterator[list[str]]:
        self._meanwhile()
        for name in sorted(self.documents):
            yield [name]

    async def images(self, ids: Collection[str]) -> Mapping[str, Image]:
        found = {name: self.documents[name] for name in ids if name in self.documents}
        self._meanwhile()
        return found

    async def overwrite(self, changes: Mapping[str, Change]) -> None:
        self._meanwhile()
        for name, (before, after) in changes.items():
            there = self.documents.get(name)
            if (there or {}).get("version") != (before or {}).get("version"):
                continue
            if there is not None and name not in self.harmed:
                assert after is not None, "nothing that was sound is taken away"
                assert not is_ahead(there, after), "nor goes back, not even for a moment"
            self.documents.pop(name, None)
            if after is not None:
                self.documents[name] = {**after, "version": (before or {}).get("version", 0) + 1}

    def apply(self, topic: str, name: str, sequence: int) -> None:
        """One record, as live consumption applies it."""
        before = self.documents.get(name)
        after = folded(before, topic, sequence)
        if after is not before:
            version = 0 if before is None else before["version"]
            self.documents[name] = {**after, "version": version + 1}


class World:
    """A log, its live consumer, and what is done to both between any two calls of a rebuild."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps: Iterator[Step] = iter(steps)
        self.log: dict[str, list[tuple[str, int]]] = {topic: [] for topic in TOPICS}
        self.places = dict.fromkeys(TOPICS, 0)
        self.live = Kept(self.go_on)
        self.scratch = Kept(self.go_on)

    def go_on(self) -> None:
        """Take the next step, if there is one."""
        if (step := next(self.steps, None)) is not None:
            self.take(step)

    def take(self, step: Step) -> None:
        match step:
            case ("say", topic, name):
                number = sum(key == name for key, _ in self.log[topic]) + 1
                self.log[topic].append((name, number))
            case ("consume", topic, count):
                start = self.places[topic]
                for name, number in self.log[topic][start : start + count]:
                    self.live.apply(topic, name, number)
                self.places[topic] = min(start + count, len(self.log[topic]))
            case ("harm", what, name):
                self.harm(what, name)

    def harm(self, what: str, name: str) -> None:
        """What a hand may do to a document."""
        there = self.live.documents.get(name)
        self.live.harmed |= {name, "stray"}
        if what == "stray":
            self.live.documents["stray"] = {**empty(), "seen": {"one": 2}, "version": 7}
        elif there is not None and what == "delete":
            del self.live.documents[name]
        elif there is not None:
            change = {"state": {"one": [9]}} if what == "alter" else {"seen": {"two": 99}}
            self.live.documents[name] = {**there, **change}

    async def ends(self) -> Mapping[Any, int]:
        found = {topic: len(records) for topic, records in self.log.items()}
        self.go_on()
        return found

    async def read(
        self, since: Mapping[Any, int], until: Mapping[Any, int]
    ) -> AsyncIterator[list[Record]]:
        for topic in TOPICS:
            for place in range(since.get(topic, 0), until[topic]):
                self.go_on()
                yield [Record(topic, 0, place, None, None, ())]

    async def fold(self, records: Sequence[Record]) -> None:
        for record in records:
            self.scratch.apply(record.topic, *self.log[record.topic][record.offset])

    def straight(self) -> dict[str, Image]:
        """What the whole log says."""
        kept = Kept()
        for topic in TOPICS:
            for name, number in self.log[topic]:
                kept.apply(topic, name, number)
        return {name: told(image) for name, image in kept.documents.items()}


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.one_of(say, consume), max_size=30),
    st.lists(harm, max_size=4),
    st.lists(st.one_of(say, consume), max_size=60),
)
def test_whatever_happens_meanwhile_the_result_is_a_straight_fold_of_the_log(
    first: list[Step], harms: list[Step], meanwhile: list[Step]
) -> None:
    world = World(meanwhile)
    for step in [*first, *harms]:
        world.take(step)
    rebuild = Rebuild(world.live, world.scratch, world, world.fold)
    report = asyncio.run(rebuild.run())
    assert report.unsettled == 0
    for step in world.steps:
        world.take(step)
    for topic in TOPICS:
        world.take(("consume", topic, 1_000))
    assert {name: told(image) for name, image in world.live.documents.items()} == world.straight()


def test_a_document_that_is_always_ahead_is_left_and_said() -> None:
    endless = [("say", "one", "a"), ("consume", "one", 1)] * 10_000
    world = World(endless)
    world.take(("say", "one", "a"))

    class Ahead(Kept):
        """Live consumption is always one record further than any end that was noted."""

        async def images(self, ids: Collection[str]) -> Mapping[str, Image]:
            world.take(("say", "one", "a"))
            world.take(("consume", "one", 1_000))
            return await super().images(ids)

    world.live = Ahead()
    report = asyncio.run(Rebuild(world.live, world.scratch, world, world.fold).run())
    assert (report.unsettled, report.passes) == (1, 20)


LIVE = {"version": 3, "state": 1, "seen": {"one": 2}, "parked": {}}


@pytest.mark.parametrize(
    ("live", "rebuilt", "stood_at", "expected"),
    [
        (None, None, None, Verdict.EQUAL),
        (None, LIVE, None, Verdict.WRITE),
        (LIVE, {**LIVE, "version": 9}, None, Verdict.EQUAL),
        (LIVE, {**LIVE, "state": 2}, None, Verdict.WRITE),
        (LIVE, {**LIVE, "seen": {"one": 3}}, None, Verdict.WRITE),
        (LIVE, {**LIVE, "seen": {"one": 1}}, None, Verdict.READ_ON),
        (LIVE, {**LIVE, "seen": {"one": 1}}, (3,), Verdict.WRITE),
        (LIVE, {**LIVE, "seen": {"one": 1}}, (2,), Verdict.READ_ON),
        (LIVE, None, None, Verdict.READ_ON),
        (LIVE, None, (3,), Verdict.WRITE),
        ({**LIVE, "version": None}, None, None, Verdict.READ_ON),
    ],
)
def test_what_was_rebuilt_replaces_only_what_it_holds_all_of(
    live: Image | None, rebuilt: Image | None, stood_at: Any, expected: Verdict
) -> None:
    assert verdict(live, rebuilt, stood_at) is expected


def test_what_was_parked_since_is_ahead_too() -> None:
    assert is_ahead({"seen": {}, "parked": {"one": 5}}, {"seen": {}, "parked": {"one": 4}})
    assert not is_ahead({"seen": {"one": 1}}, {"seen": {"one": 1, "two": 4}, "parked": {}})
