"""What is owed in the boroughs that somebody looks at, held in memory by each process.

Neither counting nor putting in order is then a matter of the database, which would read every case
of a list for a page of it. Each look first learns what was saved since the last one: nothing here
is older than the database. Some 800 bytes a case, of those on which something is owed.
"""

import asyncio
import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from chassis.clock import Clock

from sla.domain.owed_cases import Order, OwedCase, OwedReader

# A save is seen some time after its moment was written down, and clocks differ.
SLACK = timedelta(minutes=1)
UNREAD_MOST = timedelta(minutes=20)
NEVER = datetime.max.replace(tzinfo=UTC)
APART = "apart"


class Held:
    """The cases on which some boroughs owe something, as sets of ids: lists are made by uniting and
    cutting them, and nothing of a case is looked at for a page but what stands on it."""

    def __init__(self) -> None:
        self.boroughs: set[str] = set()
        self.cases: dict[str, OwedCase] = {}
        self._by_word: dict[str, set[str]] = defaultdict(set)
        # The time with the id after it, so that cases of one time are always in the same order.
        self._keys: dict[Order, dict[str, str]] = {"due_at": {}, "owed_at": {}}

    def take(self, case: OwedCase) -> None:
        """Keep it as it is now, if one of these boroughs owes something on it."""
        name, before = case.case_id, self.cases.get(case.case_id)
        if before == case:
            return
        if before is not None:
            self._drop(before)
        if self.boroughs.isdisjoint(_owing(case)):
            return
        self.cases[name] = case
        for word in _words(case):
            self._by_word[word].add(name)
        times: dict[Order, datetime | None] = {"due_at": case.due_at, "owed_at": case.owed_at}
        for order, at in times.items():
            time = (at or NEVER).astimezone(UTC).isoformat(timespec="microseconds")
            self._keys[order][name] = f"{time}/{name}"

    def found(self, words: Iterable[str]) -> set[str]:
        """The cases that have one of these words: of the index, or `kind=`, `department=` and
        `activity=`, or `APART`, by which those are found whose boroughs are not all that owe."""
        return set[str]().union(*(self._by_word.get(word, ()) for word in words))

    def first(self, ids: Iterable[str], order: Order, most: int) -> Sequence[str]:
        """So many of these cases, the earliest first."""
        keys = heapq.nsmallest(most, map(self._keys[order].__getitem__, ids))
        return [key.partition("/")[2] for key in keys]

    def _drop(self, case: OwedCase) -> None:
        for word in _words(case):
            found = self._by_word[word]
            found.discard(case.case_id)
            if not found:
                del self._by_word[word]
        del self.cases[case.case_id]
        for keys in self._keys.values():
            del keys[case.case_id]


class OwedBoard:
    """Lives in one event loop."""

    def __init__(self, reader: OwedReader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock
        self._held = Held()
        self._read_at = clock()
        self._reading = asyncio.Lock()

    async def of(self, boroughs: Collection[str]) -> Held:
        """What these boroughs owe, and perhaps others, as the database has it now.

        The first look at a borough reads all that it owes. Raises Transient.
        """
        async with self._reading:
            now = self._clock()
            if not timedelta(0) <= now - self._read_at <= UNREAD_MOST:
                self._held = Held()
            if self._held.boroughs:
                for case in (await self._reader.saved(self._read_at - SLACK, now)).values():
                    self._held.take(case)
            # Those that are added now are read after that moment.
            self._read_at = now
            new = [one for one in boroughs if one not in self._held.boroughs]
            found = await asyncio.gather(*map(self._reader.owed_in, new))
            self._held.boroughs.update(new)
            for cases in found:
                for case in cases:
                    self._held.take(case)
            return self._held


def _owing(case: OwedCase) -> set[str]:
    return {word.partition("/")[0] for word in case.words}


def _words(case: OwedCase) -> set[str]:
    words = {*case.words, f"kind={case.kind}"}
    words |= {f"department={case.department}", f"activity={case.activity}"}
    return words if _owing(case) <= set(case.boroughs) else {*words, APART}
