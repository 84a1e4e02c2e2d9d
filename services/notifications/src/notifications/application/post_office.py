"""Letters on paper as the mail desk handles them: read, take, print, say posted or brought back.

Who may open a letter is its row in `domain/ways.py`, at the counter where the case came in; to all
others it is not there. The PDF is made when it is asked for and kept nowhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from chassis.clock import Clock
from chassis.commands import Commands, NotFound
from chassis.outcome import Outcome
from chassis.store import Between, Scope, Store

from notifications.application.date_words import ZONE
from notifications.application.shut_out import Doors, ShutOut
from notifications.application.translate import outcome
from notifications.domain import posting
from notifications.domain.by_post import has_left, is_open, post_by_on, urgency
from notifications.domain.dossier import Delivery, Dossier, State
from notifications.domain.messages import Message
from notifications.domain.posting import Posted, Returned
from notifications.domain.reachable import letter_of, row_for
from notifications.domain.ways import LETTER

MOST = 200  # dossiers on one page, and letters in one PDF
SHOWN_AFTER = timedelta(days=60)  # in which the post brings back what it could not deliver


@dataclass(frozen=True)
class Clerk:
    """Who stands at the mail desk: staff id, roles and boroughs."""

    subject: str
    roles: frozenset[str]
    boroughs: frozenset[str]

    def desks(self, borough: str = "") -> frozenset[str]:
        """The desks of the index that they sit at, of one borough or of all of theirs."""
        mine = self.boroughs & {borough} if borough else self.boroughs
        return frozenset(f"{where}/{role}" for where in mine for role in self.roles)

    def may_open(self, dossier: Dossier, delivery: Delivery, doors: Doors) -> bool:
        """Deny by default."""
        counter = dossier.registration.borough if dossier.registration else ""
        mine = counter in self.boroughs and delivery.channel == LETTER
        is_theirs = mine and not self.roles.isdisjoint(row_for(dossier, delivery).opened_by)
        return is_theirs and not doors.is_closed(dossier, delivery, self.subject)


@dataclass(frozen=True)
class Line:
    """One letter as the desk's list shows it: no name, no address."""

    case_id: str
    borough: str
    delivery: Delivery
    letter_kind: str
    post_by_on: date | None
    is_mine: bool
    is_free: bool

    @property
    def posted_on(self) -> date | None:
        """The local date on which it was posted."""
        on = self.delivery.posted_on
        return None if on is None else date.fromisoformat(on)

    @property
    def reference(self) -> str:
        """As it is printed on the letter."""
        return f"{self.case_id[:8]}-{self.delivery.delivery_id[:4]}".upper()


class Write(Protocol):
    """Port to the words of a letter, from all that is known now."""

    async def __call__(self, dossier: Dossier, delivery: Delivery) -> Message:
        """The message with its paper. Raises NotYet, NoAddress, Transient."""
        ...


class Printer(Protocol):
    """Port to the channel."""

    def compose_all(self, messages: Sequence[Message]) -> bytes:
        """One PDF."""
        ...


class PostOffice:
    """All methods raise NotFound for what that person may not open, and Transient."""

    def __init__(
        self,
        store: Store[Dossier],
        commands: Commands[Dossier],
        write: Write,
        printer: Printer,
        shut_out: ShutOut,
        clock: Clock,
    ) -> None:
        self._store = store
        self._commands = commands
        self._write = write
        self._printer = printer
        self._shut_out = shut_out
        self._clock = clock

    async def to_post(self, clerk: Clerk, borough: str = "") -> Sequence[Line]:
        """What waits, the oldest limit of the law first."""
        where = {"post_desks": clerk.desks(borough)}
        found = await self._lines(clerk, where, [("post_due_on", 1)], is_open)
        return [line for _, line in sorted(found, key=lambda one: one[0])]

    async def posted(self, clerk: Clerk, borough: str = "") -> Sequence[Line]:
        """What was posted of late, the latest first: the post may still bring it back."""
        now = self._clock()
        since = Between(now - SHOWN_AFTER, now + timedelta(days=1))
        where = {"posted_desks": clerk.desks(borough), "posted_at": since}
        found = await self._lines(clerk, where, [("posted_at", -1)], has_left)
        lines = [line for _, line in found]
        return sorted(lines, key=lambda one: one.delivery.posted_on or "", reverse=True)

    async def take(self, clerk: Clerk, case_id: str, delivery_id: str, key: str) -> None:
        """To print it. Raises PostRefused."""
        now = self._clock()
        await self._do(
            clerk,
            case_id,
            delivery_id,
            f"take:{key}",
            lambda one: posting.take(one, delivery_id, clerk.subject, now),
        )

    async def put_back(self, clerk: Clerk, case_id: str, delivery_id: str, key: str) -> None:
        """It was not posted. Raises PostRefused."""
        now = self._clock()
        await self._do(
            clerk,
            case_id,
            delivery_id,
            f"put-back:{key}",
            lambda one: posting.put_back(one, delivery_id, clerk.subject, now),
        )

    async def post(
        self, clerk: Clerk, case_id: str, delivery_id: str, posted_on: date, key: str
    ) -> None:
        """It lies in the post. Raises PostRefused."""
        now = self._clock().astimezone(ZONE)
        await self._do(
            clerk,
            case_id,
            delivery_id,
            f"post:{posted_on}:{key}",
            lambda one: posting.post(one, delivery_id, clerk.subject, posted_on, now),
        )

    async def came_back(
        self, clerk: Clerk, case_id: str, delivery_id: str, why: Returned, key: str
    ) -> None:
        """The post brought it back. Raises PostRefused."""
        now = self._clock()
        await self._do(
            clerk,
            case_id,
            delivery_id,
            f"{why.value}:{key}",
            lambda one: posting.came_back(one, delivery_id, why, now),
        )

    async def pdf(self, clerk: Clerk, wanted: Sequence[tuple[str, str]]) -> bytes:
        """Letters that this person took, by case and delivery, in one PDF. Raises NotYet,
        NoAddress."""
        documents = await self._store.load({case_id for case_id, _ in wanted})
        doors = await self._shut_out.now()
        messages: list[Message] = []
        for case_id, delivery_id in wanted:
            dossier = documents[case_id].state
            one = _found(dossier, delivery_id)
            if dossier is None or one is None or not clerk.may_open(dossier, one, doors):
                raise NotFound(case_id)
            if not posting.is_held(one, clerk.subject):
                raise NotFound(case_id)
            messages.append(await self._write(dossier, one))
        return self._printer.compose_all(messages)

    async def _lines(
        self,
        clerk: Clerk,
        where: Mapping[str, object],
        order_by: Sequence[tuple[str, int]],
        is_shown: Callable[[Delivery], bool],
    ) -> list[tuple[str, Line]]:
        now, doors = self._clock(), await self._shut_out.now()
        found = await self._store.find(Scope(clerk.boroughs), where, order_by=order_by, limit=MOST)
        return [
            (urgency(dossier, one), _line(dossier, one, clerk, now))
            for dossier in (document.state for document in found)
            if dossier is not None
            for one in dossier.deliveries
            if is_shown(one) and clerk.may_open(dossier, one, doors)
        ]

    async def _do(
        self,
        clerk: Clerk,
        case_id: str,
        delivery_id: str,
        command_id: str,
        act: Callable[[Dossier], Posted],
    ) -> None:
        now, doors = self._clock(), await self._shut_out.now()

        def decide(state: Dossier | None) -> Outcome[Dossier]:
            one = _found(state, delivery_id)
            if state is None or one is None or not clerk.may_open(state, one, doors):
                raise NotFound(case_id)
            dossier, said = act(state)
            return outcome(dossier, said, now)

        await self._commands.execute(
            case_id,
            decide,
            command_id=f"{command_id}:{delivery_id}",
            content={},
            scope=Scope(clerk.boroughs),
            borough=next(iter(sorted(clerk.boroughs)), ""),
        )


def _found(dossier: Dossier | None, delivery_id: str) -> Delivery | None:
    held = dossier.deliveries if dossier else ()
    return next((one for one in held if one.delivery_id == delivery_id), None)


def _line(dossier: Dossier, one: Delivery, clerk: Clerk, now: datetime) -> Line:
    written = letter_of(dossier, one)
    assert dossier.registration is not None, "nothing is planned before it"
    return Line(
        case_id=dossier.case_id,
        borough=dossier.registration.borough,
        delivery=one,
        letter_kind=written.kind if written else "",
        post_by_on=post_by_on(dossier, one),
        is_mine=posting.is_held(one, clerk.subject),
        is_free=one.state is State.ACCEPTED or posting.is_left(one, now),
    )
