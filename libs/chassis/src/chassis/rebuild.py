"""Rebuilding a projection from the log, while it is being filled, without stopping anybody.

The log is folded into a scratch collection by the very same handlers; then, document by document,
what was rebuilt takes the place of what is there, by compare-and-set. A document that got ahead of
what we read meanwhile is compared again after reading on. Never touches what has effects.
"""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from chassis.record import Record

Image = Mapping[str, Any]
Change = tuple[Image | None, Image | None]
Records = Sequence[Record]
Fold = Callable[[Records], Awaitable[Any]]

OF_THE_WRITES = frozenset({"_id", "version", "stamp"})  # all else in a document is of the log
PASSES = 20
AT_ONCE = 500


class Verdict(Enum):
    """What is to be done about one document."""

    EQUAL = "equal"
    WRITE = "write"
    READ_ON = "read on"


class Shelf(Protocol):
    """A collection of stored documents. All raise Transient."""

    def ids(self) -> AsyncIterator[list[str]]:
        """All ids, some at a time."""
        ...

    async def images(self, ids: Collection[str]) -> Mapping[str, Image]:
        """Those of these documents that are there."""
        ...

    async def overwrite(self, changes: Mapping[str, Change]) -> None:
        """Put one document, or nothing, in place of another where that is there still."""
        ...


class Log(Protocol):
    """The records of some topics, between two places."""

    async def ends(self) -> Mapping[Any, int]:
        """Where the log ends now, by partition."""
        ...

    def read(self, since: Mapping[Any, int], until: Mapping[Any, int]) -> AsyncIterator[Records]:
        """The records from there (the beginning, where a partition is not named) to there."""
        ...


@dataclass
class Report:
    """What a rebuild read, found and did.

    `of` is how many events there are to read, as far as known; `passed_by` could not be handled and
    lie parked; `behind` are documents that had not been brought so far yet by live consumption.
    """

    read: int = 0
    of: int = 0
    passed_by: int = 0
    passes: int = 0
    equal: int = 0
    behind: int = 0
    repaired: int = 0
    added: int = 0
    removed: int = 0
    unsettled: int = 0
    seconds: float = 0.0

    @property
    def events_per_second(self) -> float:
        """Of the whole rebuild, comparing included."""
        return self.read / self.seconds if self.seconds else 0.0


def is_ahead(live: Image, rebuilt: Image | None) -> bool:
    """True when the live document holds something that was not read yet for the rebuilt one."""
    if rebuilt is None:
        return True
    marks = (("seen", 0), ("parked", -1))
    return any(
        place > (rebuilt.get(mark) or {}).get(topic, none)
        for mark, none in marks
        for topic, place in (live.get(mark) or {}).items()
    )


def verdict(live: Image | None, rebuilt: Image | None, stood_at: object) -> Verdict:
    """`stood_at` is the version that it had when the log was last read to its end, if it was there.

    One that has not changed since holds nothing that was not read: what it claims beyond the log
    was never said.
    """
    if live is None:
        return Verdict.EQUAL if rebuilt is None else Verdict.WRITE
    if rebuilt is not None and told(live) == told(rebuilt):
        return Verdict.EQUAL
    known = (live.get("version"),) == stood_at
    return Verdict.WRITE if known or not is_ahead(live, rebuilt) else Verdict.READ_ON


def told(image: Image) -> dict[str, Any]:
    """What the log says of a document; the rest is how it came to be written."""
    return {name: value for name, value in image.items() if name not in OF_THE_WRITES}


class Rebuild:
    """One rebuild of one projection."""

    def __init__(
        self,
        live: Shelf,
        scratch: Shelf,
        log: Log,
        fold: Fold,
        on_progress: Callable[[Report], None] = lambda report: None,
    ) -> None:
        self._live = live
        self._scratch = scratch
        self._log = log
        self._fold = fold
        self._on_progress = on_progress
        self._stood_at: dict[str, tuple[Any, ...]] = {}
        self._put_right: dict[str, str] = {}
        self.report = Report()

    async def run(self) -> Report:
        """Read, compare, put right; again for what moved on, `PASSES` times at most.

        What it was given raises passes through; what was put right by then is right.
        """
        since: Mapping[Any, int] = {}
        until = await self._log.ends()
        await self._read(since, until)
        left = await self._compare_all()
        self.report.passes = 1
        while left and self.report.passes < PASSES:
            since, until = until, await self._log.ends()
            await self._read(since, until)
            left = await self._compare(sorted(left))
            self.report.passes += 1
        self.report.unsettled = len(left)
        return self.report

    async def _read(self, since: Mapping[Any, int], until: Mapping[Any, int]) -> None:
        self.report.of += sum(end - since.get(place, 0) for place, end in until.items())
        async for records in self._log.read(since, until):
            await self._fold(records)
            self.report.read += len(records)
            self._on_progress(self.report)

    async def _compare_all(self) -> set[str]:
        left: set[str] = set()
        rebuilt: set[str] = set()
        async for ids in self._scratch.ids():
            rebuilt.update(ids)
            left |= await self._compare(ids)
        async for ids in self._live.ids():
            left |= await self._compare([one for one in ids if one not in rebuilt])
        return left

    async def _compare(self, ids: Sequence[str]) -> set[str]:
        """Put right what can be; ids that are to be looked at again, after reading on."""
        left: set[str] = set()
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            live, rebuilt = await self._live.images(part), await self._scratch.images(part)
            changes: dict[str, Change] = {}
            for name in part:
                before, after = live.get(name), rebuilt.get(name)
                found = verdict(before, after, self._stood_at.pop(name, None))
                if found is Verdict.WRITE:
                    changes[name] = (before, after and told(after))
                    self._put_right.setdefault(name, _what(before, after))
                elif before is not None and found is Verdict.READ_ON:
                    self._stood_at[name] = (before.get("version"),)
                elif before is not None and name not in self._put_right:
                    self.report.equal += 1
            if changes:
                await self._live.overwrite(changes)
            for what, count in Counter(self._put_right.values()).items():
                setattr(self.report, what, count)
            # What was written is looked at once more: another may have been quicker.
            left |= set(changes) | (self._stood_at.keys() & set(part))
            self._on_progress(self.report)
        return left


def _what(before: Image | None, after: Image | None) -> str:
    """Name of the field of the report under which a change counts."""
    if before is None:
        return "added"
    if after is None:
        return "removed"
    return "repaired" if before.get("seen") == after.get("seen") else "behind"
