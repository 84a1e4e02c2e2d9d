"""Sends what is owed: reserved by compare-and-set, handed over, answered by compare-and-set.

Two replicas at it at once only lose a write to each other. What a crash leaves between the two
writes becomes uncertain when its reservation runs out, and is counted if it is sent again.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from chassis.clock import Clock
from chassis.document import Document, Draft
from chassis.failpoints import failpoint
from chassis.faults import Transient
from chassis.outbox import Publisher
from chassis.scribe import Cause, Scribe
from chassis.store import Store

from notifications.application.letters import House, letter
from notifications.application.translate import outcome
from notifications.application.undeliverable import NoAddress, NotYet
from notifications.domain.deliveries import Said, barred
from notifications.domain.dossier import Delivery, Dossier
from notifications.domain.letter_words import Safe
from notifications.domain.messages import (
    Channel,
    Message,
    PermanentFailure,
    Renderer,
    TransientFailure,
    UncertainOutcome,
)
from notifications.domain.people import Directories
from notifications.domain.sending import (
    Answer,
    answer,
    due,
    give_up,
    postpone,
    reserve,
    tick,
)
from notifications.domain.voices import Voices

T_co = TypeVar("T_co", covariant=True)
log = logging.getLogger(__name__)

LOOKED_AT_AGAIN_AFTER = timedelta(seconds=2)
MOST_AT_ONCE = 50  # of one case, which hundreds may have joined: all must fit in one reservation
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=5)


class Book(Protocol[T_co]):
    """Port to what is known of all boroughs: their voices, their people."""

    async def current(self) -> T_co:
        """All that is known now. Raises Transient."""
        ...


@dataclass(frozen=True, slots=True)
class Terms:
    """`lease`: life of a reservation. `margin`: no mail is begun so close to its end.

    `limit`: cases in one write.
    """

    lease: timedelta
    margin: timedelta
    limit: int = 40


@dataclass(frozen=True, slots=True)
class Errand:
    """One reserved delivery with its message."""

    case_id: str
    delivery: Delivery
    message: Message
    reserved_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an errand, and when."""

    errand: Errand
    answer: Answer
    at: datetime


class Sender:
    """One replica's sender; one mail at a time on each of its channels."""

    def __init__(
        self,
        *,
        store: Store[Dossier],
        publisher: Publisher,
        scribe: Scribe,
        channels: Sequence[Channel],
        renderer: Renderer,
        voices: Book[Voices],
        people: Book[Directories],
        safe: Safe,
        house: House,
        terms: Terms,
        clock: Clock,
        until_done: Callable[[str, Callable[[], Awaitable[None]]], Awaitable[None]],
        heard: Callable[[Said], None] = lambda _: None,
        beat: Callable[[], None] = lambda: None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._scribe = scribe
        self._channels = channels
        self._renderer = renderer
        self._voices = voices
        self._people = people
        self._safe = safe
        self._house = house
        self._terms = terms
        self._clock = clock
        self._until_done = until_done
        self._heard = heard
        self._beat = beat
        self._jitter = jitter
        self._is_leaving = False

    def leave(self) -> None:
        """Begin no further mail; what is under way is finished."""
        self._is_leaving = True

    async def send_due(self) -> int:
        """One bounded pass, oldest first; how many cases it moved. Raises Transient."""
        voices, people = await self._voices.current(), await self._people.current()
        found = await self._store.due("next_try_at", self._clock(), self._terms.limit)
        prepared = [self._prepare(document, voices, people) for document in found]
        drafts = [one.draft for one in prepared if one.draft.changed]
        if not drafts:
            return 0
        lost = await self._store.save(drafts)
        lost -= await self._ours_all_the_same(lost, prepared)
        failpoint("after-reservation")
        won = [one for one in prepared if one.draft.changed and one.draft.id not in lost]
        for said in (said for one in won for said in one.said):
            self._heard(said)
        errands = deque(errand for one in won for errand in one.errands)
        waiting = [one.draft for one in won if one.draft.fresh and not one.errands]
        answers: list[Answered] = []
        await asyncio.gather(
            self._publish(waiting),
            *(self._deliver(channel, errands, answers) for channel in self._channels),
        )
        await self._record(answers)
        return len(won)

    async def _ours_all_the_same(self, lost: set[str], prepared: Iterable["_Prepared"]) -> set[str]:
        """Of the writes told as lost, those that were made: another one followed at once.

        Such a document wears no stamp of ours any more, but it holds our reservation; taken for
        lost, its mail would wait for the end of the lease and count as uncertain.
        """
        suspects = {one.draft.id: one for one in prepared if one.draft.id in lost and one.errands}
        documents = await self._store.load(suspects) if suspects else {}
        return {
            name
            for name, one in suspects.items()
            if all(_holds(documents[name].state, errand.delivery) for errand in one.errands)
        }

    def _prepare(
        self, document: Document[Dossier], voices: Voices, people: Directories
    ) -> "_Prepared":
        """What this case owes now, in one draft."""
        assert document.state is not None, "only what has a state can be due"
        now = self._clock()
        dossier, said = tick(document.state, now, self._jitter())
        errands: list[Errand] = []
        for one in due(dossier, now)[:MOST_AT_ONCE]:
            try:
                message = letter(
                    dossier,
                    one,
                    voices=voices,
                    people=people,
                    safe=self._safe,
                    house=self._house,
                    renderer=self._renderer,
                    now=now,
                )
            except NotYet:
                dossier = postpone(dossier, one.delivery_id, now + _pause(one, now))
            except NoAddress:
                dossier, more = give_up(dossier, one.delivery_id, now, "no-address")
                said += more
            except Exception as fault:
                # One letter that cannot be written must not hold up all the others.
                log.error("letter failed", extra={"fault": type(fault).__name__})
                dossier = postpone(dossier, one.delivery_id, now + _pause(one, now))
            else:
                # Its length is nobody else's: a reservation tells by it whose it is.
                lease = self._terms.lease + timedelta(microseconds=int(self._jitter() * 1e6))
                dossier, reserved = reserve(dossier, one.delivery_id, now, lease)
                if reserved is not None:
                    errands.append(Errand(document.id, reserved, message, now))
        draft = Draft.of(document)
        # The same state in other words is not worth a write.
        if dossier != document.state:
            cause = Cause(correlation_id=document.id, borough=document.borough)
            self._scribe.apply(draft, outcome(dossier, said, now), cause)
        return _Prepared(draft, errands, said)

    async def _deliver(
        self, channel: Channel, errands: deque[Errand], answers: list[Answered]
    ) -> None:
        while errands:
            errand = errands.popleft()
            given = await self._hand_over(channel, errand)
            answers.append(Answered(errand, given, self._clock()))

    async def _hand_over(self, channel: Channel, errand: Errand) -> Answer:
        """The provider's answer; "try-again" also for what it was too late or wrong to begin."""
        self._beat()
        waited = self._clock() - errand.reserved_at
        if self._is_leaving or waited > self._terms.lease - self._terms.margin:
            return "try-again"
        try:
            if waited > LOOKED_AT_AGAIN_AFTER and await self._is_barred(errand):
                return "try-again"
            await channel.send(errand.message)
        except PermanentFailure as fault:
            log.warning("mail refused", extra={"fault": str(fault)})
            return "refused"
        except (TransientFailure, Transient) as fault:
            log.warning("mail put off", extra={"fault": str(fault)})
            return "try-again"
        except UncertainOutcome as fault:
            log.warning("mail unanswered", extra={"fault": str(fault)})
            return "unknown"
        except Exception as fault:
            # A channel of a stranger's: nobody knows how far it got.
            log.exception("channel failed", extra={"fault": type(fault).__name__})
            return "unknown"
        failpoint("after-provider")
        return "taken"

    async def _is_barred(self, errand: Errand) -> bool:
        """Kind and access once more, where the mail waited for its turn."""
        document = (await self._store.load([errand.case_id]))[errand.case_id]
        return document.state is None or barred(document.state, errand.delivery) is not None

    async def _record(self, answers: Iterable[Answered]) -> None:
        """All answers, one write; again for cases that somebody else wrote meanwhile."""
        left: dict[str, list[Answered]] = {}
        for one in answers:
            left.setdefault(one.errand.case_id, []).append(one)

        async def record() -> None:
            self._beat()
            while left:
                documents = await self._store.load(list(left))
                drafts: list[Draft[Dossier]] = []
                said: dict[str, list[Said]] = {}
                for case_id, answered in left.items():
                    draft, said[case_id] = self._answer(documents[case_id], answered)
                    drafts.append(draft)
                lost = await self._store.save(drafts)
                for case_id in set(left) - lost:
                    del left[case_id]
                    for one in said[case_id]:
                        self._heard(one)
                await self._publish(draft for draft in drafts if draft.id not in lost)

        # An answer is not forgotten for a database that is away: else the mail is sent twice.
        await self._until_done("record answers", record)

    def _answer(
        self, document: Document[Dossier], answered: Iterable[Answered]
    ) -> tuple[Draft[Dossier], list[Said]]:
        draft, said = Draft.of(document), list[Said]()
        assert document.state is not None, "it was reserved in it"
        dossier = document.state
        for one in answered:
            delivery = one.errand.delivery
            dossier, more = answer(
                dossier, delivery.delivery_id, delivery.attempt, one.answer, one.at, self._jitter()
            )
            said += more
        if dossier != document.state:
            cause = Cause(correlation_id=document.id, borough=document.borough)
            self._scribe.apply(draft, outcome(dossier, said, self._clock()), cause)
        return draft, said

    async def _publish(self, drafts: Iterable[Draft[Dossier]]) -> None:
        try:
            await self._publisher.publish({one.id: one.outbox() for one in drafts})
        except Transient as fault:
            log.warning("left to the sweeper", extra={"fault": str(fault)})


def _pause(one: Delivery, now: datetime) -> timedelta:
    """The longer it waits already, the longer until it is looked at again."""
    return min(max((now - one.event_at) / 4, SHORTEST_WAIT), LONGEST_WAIT)


@dataclass(frozen=True)
class _Prepared:
    draft: Draft[Dossier]
    errands: Sequence[Errand]
    said: Sequence[Said]


def _holds(dossier: Dossier | None, reserved: Delivery) -> bool:
    """True when this very reservation is in the dossier."""
    found = None if dossier is None else dossier.delivery(reserved.delivery_id)
    return found is not None and (found.attempt, found.reserved_until) == (
        reserved.attempt,
        reserved.reserved_until,
    )
