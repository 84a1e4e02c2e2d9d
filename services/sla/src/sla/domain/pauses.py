"""Times in which a delay does not run, because it waits for the citizen (REQUIREMENTS §3b).

What lies in a pause is added to the delay in the delay's own way of counting: a day is lost where
its end, the instant at which it would have counted, lies in a pause; hours are lost one by one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Literal

from sla.domain.calendar import Cause, ClosedDay

WAITING_FOR_CITIZEN = "waiting-for-citizen"
REASONS = {WAITING_FOR_CITIZEN: ("en attente du citoyen", "waiting for the citizen")}
"""Reasons that have words in both languages; any other is said as it stands."""


@dataclass(frozen=True, slots=True)
class Pause:
    """From then until then (aware), or still open. A day that ends at `to_at` exactly is lost, one
    that ends at `from_at` had counted already.

    `reason`: one of `REASONS`, or words that anybody may read: they are said on open topics, so
    never free text of a dossier.
    """

    from_at: datetime
    to_at: datetime | None
    reason: str = ""

    def words(self) -> tuple[str, str]:
        """The reason in French and English; empty where none was given."""
        return REASONS.get(self.reason, (self.reason, self.reason))


class PauseInvalid(ValueError):
    """A pause that cannot be. `index` in the order given; `end`: which of its ends is at fault."""

    def __init__(self, index: int, end: Literal["from", "to"], fr: str, en: str) -> None:
        super().__init__(f"pauses[{index}].{end}: {en}")
        self.index, self.end, self.fr, self.en = index, end, fr, en


class StillPaused(PauseInvalid):
    """The delay waits, and nobody knows until when: there is no due time to tell."""

    def __init__(self, index: int) -> None:
        fr, en = "la pause n’est pas terminée", "the pause has not ended"
        super().__init__(index, "to", fr, en)


class Pauses:
    """The pauses of one delay, in order of time. Raises `PauseInvalid` where one begins before
    `start_at`, ends before it begins, has no zone, or overlaps another."""

    def __init__(self, given: Iterable[Pause] = (), start_at: datetime | None = None) -> None:
        indexed = [(_checked(one, index, start_at), index) for index, one in enumerate(given)]
        indexed.sort(key=lambda pair: pair[0].from_at)
        for (one, _), (after, index) in pairwise(indexed):
            if one.to_at is None or after.from_at < one.to_at:
                raise PauseInvalid(index, "from", "chevauche une autre pause", "overlaps another")
        self._held = indexed

    def __bool__(self) -> bool:
        return bool(self._held)

    def before(self, due_at: datetime) -> tuple[Pause, ...]:
        """Those that began before the deadline; the others came too late to move it."""
        return tuple(one for one, _ in self._held if one.from_at < due_at)

    def lost(self, on: date, counts_at: datetime) -> ClosedDay | None:
        """The day, where it would have counted at an instant that lies in a pause.

        Raises `StillPaused` where that pause has not ended.
        """
        for one, index in self._held:
            if one.from_at < counts_at:
                if one.to_at is None:
                    raise StillPaused(index)
                if counts_at <= one.to_at:
                    return ClosedDay(on, Cause.PAUSE, *one.words())
        return None

    def outside(self, from_at: datetime, to_at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of a span of time without the pauses, piece by piece, in order.

        Raises `StillPaused` once it is asked for what lies behind an open pause.
        """
        for one, index in self._held:
            if one.from_at >= to_at:
                break
            if from_at < one.from_at:
                yield from_at, one.from_at
            if one.to_at is None:
                raise StillPaused(index)
            from_at = max(from_at, one.to_at)
        if from_at < to_at:
            yield from_at, to_at

    def extend(self, due_at: datetime) -> datetime:
        """A deadline of hours that pass round the clock, later by every pause before it.

        Raises `StillPaused`.
        """
        for one, index in self._held:
            if one.from_at >= due_at:
                break
            if one.to_at is None:
                raise StillPaused(index)
            due_at += one.to_at - one.from_at
        return due_at


NO_PAUSES = Pauses()


def _checked(one: Pause, index: int, start_at: datetime | None) -> Pause:
    if one.from_at.tzinfo is None:
        raise PauseInvalid(index, "from", "sans fuseau horaire", "has no time zone")
    if start_at is not None and one.from_at < start_at:
        raise PauseInvalid(index, "from", "précède la réception", "is before receipt")
    if one.to_at is None:
        return Pause(one.from_at.astimezone(UTC), None, one.reason)
    if one.to_at.tzinfo is None:
        raise PauseInvalid(index, "to", "sans fuseau horaire", "has no time zone")
    if one.to_at < one.from_at:
        raise PauseInvalid(index, "to", "précède le début de la pause", "is before its start")
    return Pause(one.from_at.astimezone(UTC), one.to_at.astimezone(UTC), one.reason)
