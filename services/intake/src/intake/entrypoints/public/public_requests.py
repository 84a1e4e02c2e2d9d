"""Reading the public record: by borough, time and activity. Never a complaint, claim or access
request, for those are not in it (`domain/public_request.py`)."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, takewhile

from chassis.clock import Clock

from intake.domain.activities import Vocabulary
from intake.domain.coarse_place import CoarsePlaces
from intake.domain.gazetteer import Gazetteer
from intake.domain.public_index import PublicIndex, days, received_on, updated_on
from intake.domain.public_request import (
    PublicFacts,
    PublicRequest,
    PublicStatus,
    PublicUpdate,
    in_order,
    public_point,
)
from intake.entrypoints.public.recent import FIRST_DAYS, LONGEST, MOST, Recent, newest_first

BOTH = frozenset(PublicStatus)
MOST_KNOWN = 50_000


@dataclass(frozen=True)
class PublicRequests:
    """Public requests as they are told, each read within the borough that is asked for."""

    index: PublicIndex
    vocabulary: Callable[[], Awaitable[Vocabulary]]
    places: CoarsePlaces
    clock: Clock
    recent: Recent
    known: dict[str, tuple[PublicFacts, Vocabulary, PublicRequest]] = field(default_factory=dict)
    """What was told last of each, and from what."""

    @classmethod
    def over(
        cls,
        index: PublicIndex,
        vocabulary: Callable[[], Awaitable[Vocabulary]],
        gazetteer: Gazetteer,
        clock: Clock,
    ) -> "PublicRequests":
        """With the streets of a gazetteer."""
        places = CoarsePlaces(gazetteer.spots)
        return cls(index, vocabulary, places, clock, Recent(index, clock))

    async def page(
        self,
        borough: str,
        *,
        statuses: Collection[PublicStatus] = BOTH,
        codes: Collection[str] = (),
        start: datetime | None = None,
        end: datetime | None = None,
        limit: int = MOST,
    ) -> list[PublicRequest]:
        """The newest of a borough, by when they were received, both ends of the span included.

        `codes` are those of activities in its grid; empty: all. Without `end` up to now, without
        `start` the 90 days before. Raises Transient.
        """
        end = self.clock() if end is None else end
        start = end - LONGEST if start is None else start
        words = await self.vocabulary()

        def wanted(some: Iterable[PublicFacts]) -> Iterator[PublicFacts]:
            return (
                one
                for one in some
                if start <= one.requested_at <= end
                and one.status in statuses
                and (not codes or _code(one, words) in codes)
            )

        held = await self.recent.of(borough)
        complete = takewhile(lambda one: one.requested_at >= max(held.since, start), held.newest)
        found = list(islice(wanted(complete), limit))
        if start < held.since and len(found) < limit:
            found, left, width = [], days(start, end), FIRST_DAYS
            while left and len(found) < limit:
                some, left, width = left[:width], left[width:], width * 2
                keys = [received_on(borough, day) for day in some]
                found += wanted(await self.index.found(keys))
        return await self._told(newest_first(found)[:limit], words)

    async def current(self, borough: str, since: datetime) -> list[PublicRequest]:
        """All that is open, however old, and what was closed since then, newest first.

        `since` is 30 days ago at most. Raises Transient.
        """
        held = await self.recent.of(borough)
        kept = [one for one in held.newest if one.closed_at is None or one.closed_at >= since]
        return await self._told(kept, await self.vocabulary())

    async def by_ids(self, ids: Collection[str], borough: str | None) -> list[PublicRequest]:
        """Those of these ids that are public in that borough (None: in any), in the order asked.

        Raises Transient.
        """
        found = {
            one.request_id: one
            for one in await self.index.of_ids(ids)
            if borough is None or borough in one.boroughs
        }
        ordered = [found[name] for name in dict.fromkeys(ids) if name in found]
        # Of few, the promise as it is now.
        promised = await self.index.promised(list(found))
        return self._all_told(ordered, await self.vocabulary(), promised)

    async def updates(self, borough: str, start: datetime, end: datetime) -> list[PublicUpdate]:
        """What happened in a borough in a span, both ends included, in a stable order.

        Raises Transient.
        """
        found = await self.index.updates([updated_on(borough, day) for day in days(start, end)])
        return sorted((one for one in found if start <= one.at <= end), key=in_order)

    async def updates_of(self, request_id: str) -> list[PublicUpdate]:
        """What happened to one request; none where it is not public. Raises Transient."""
        found = await self.index.updates_of([request_id])
        return sorted(found, key=in_order)

    async def _told(self, some: Sequence[PublicFacts], words: Vocabulary) -> list[PublicRequest]:
        return self._all_told(some, words, await self.recent.promised(some))

    def _all_told(
        self, some: Iterable[PublicFacts], words: Vocabulary, promised: Mapping[str, datetime]
    ) -> list[PublicRequest]:
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
        return [self._one_told(one, words, promised.get(one.request_id)) for one in some]

    def _one_told(
        self, facts: PublicFacts, words: Vocabulary, promised: datetime | None
    ) -> PublicRequest:
        # A thousand are told by each list, and few of them changed since the last one.
        known = self.known.get(facts.request_id)
        if (
            known
            and known[1] is words
            and known[2].expected_at == promised
            # Of two boroughs it is held twice, read apart.
            and (known[0] is facts or known[0] == facts)
        ):
            return known[2]
        told = _told(facts, words, self.places, promised)
        self.known[facts.request_id] = (facts, words, told)
        return told


def _told(
    facts: PublicFacts, words: Vocabulary, places: CoarsePlaces, promised: datetime | None
) -> PublicRequest:
    named = words.activity_named(facts.borough, facts.activity)
    point = public_point(facts, places, words.rules_of(facts.borough).public_location)
    near = places.street_near(point) if point and not facts.address.streets else ""
    # Checked when it was read: validating a thousand of them once more takes as long as that.
    return PublicRequest.model_construct(
        **{
            **vars(facts),
            "longitude": point.longitude if point else None,
            "latitude": point.latitude if point else None,
            "activity_code": named.code if named else "",
            "activity_fr": named.name_fr if named else facts.activity,
            "activity_en": (named.name_en or named.name_fr) if named else facts.activity,
            "near": near,
            "expected_at": promised,
        }
    )


def _code(facts: PublicFacts, words: Vocabulary) -> str:
    named = words.activity_named(facts.borough, facts.activity)
    return named.code if named else ""
