"""The mail desk's page over a store in memory, used by whoever a test says."""

from collections.abc import Mapping
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from chassis.commands import Commands
from chassis.http import create_app
from chassis.identity import Caller
from chassis.outbox import Courier, Publisher
from chassis.scribe import Scribe
from chassis.sealing import Seals
from fastapi import FastAPI
from fastapi.testclient import TestClient
from notifications.application.date_words import ZONE
from notifications.application.letters import House, letter
from notifications.application.post_office import Clerk, PostOffice
from notifications.application.shut_out import ShutOut
from notifications.channels.letter import LetterChannel
from notifications.domain.dossier import Delivery, Dossier
from notifications.domain.messages import Message
from notifications.domain.people import Directories, People
from notifications.domain.ways import LETTER
from notifications.entrypoints.post_pages import post_router
from notifications.templates import Templates

ADDRESS = "12, rue des Érables, app. 3, Prévost (Québec) J0R 1T0"
TEMPLATES = Templates()


def somebody(role: str, *boroughs: str, subject: str = "") -> Caller:
    """A member of staff."""
    where = frozenset(boroughs or ("prevost",))
    return Caller(subject or f"staff-{role}", frozenset({role}), where)


def at_desk(caller: Caller) -> Clerk:
    """The same person at the mail desk."""
    return Clerk(caller.subject, caller.roles, caller.boroughs)


class _AnyToken:
    """An issuer that takes every token for that of the front's caller."""

    def __init__(self, front: "PostFront") -> None:
        self._front = front

    async def caller(self, _: str) -> Caller:
        """See `chassis.identity.Authenticator`."""
        return self._front.caller


class Staff:
    """The directories that a desk looks people up in; see `notifications.adapters.stored_books`."""

    def __init__(self, *people: People) -> None:
        self._made = Directories(people)

    async def current(self) -> Directories:
        """All that is known now."""
        return self._made


class PostFront:
    """Over a bench of notifications' tests, which hears the events; `caller` is who is there."""

    def __init__(self, bench: Any, safe: Any, *people: People) -> None:
        self.bench = bench
        self.caller = somebody("clerk")

        async def write(dossier: Dossier, delivery: Delivery) -> Message:
            return letter(
                dossier,
                delivery,
                voices=bench.book.voices,
                people=Directories(),
                safe=safe,
                house=House("https://guichet.example.org", "ne-pas-repondre@guichet.example.org"),
                renderer=TEMPLATES,
                now=bench.clock(),
            )

        self.publisher = Publisher(bench.store, bench.log)
        commands: Commands[Dossier] = Commands(
            bench.store,
            Scribe("notifications", Seals({}), bench.clock),
            Courier(self.publisher),
            deadline_seconds=1.0,
        )
        shut_out = ShutOut(safe, Staff(*people), bench.clock)
        self.office = PostOffice(
            bench.store, commands, write, LetterChannel(), shut_out, bench.clock
        )

        async def names() -> Mapping[str, str]:
            return {"prevost": "Ville de Prévost"}

        async def ready() -> dict[str, str]:
            return {}

        @asynccontextmanager
        async def lifespan(_: FastAPI) -> Any:
            yield

        app = create_app(
            "notifications",
            [post_router(self.office, names, bench.clock, "/demo/signin")],
            lifespan=lifespan,
            alive=dict,
            ready=ready,
        )
        app.state.authenticator = _AnyToken(self)
        self.http = TestClient(app, follow_redirects=False)
        self.http.cookies.set("guichet_session", "a-token")

    async def publish(self) -> None:
        """What was decided reaches the log; nothing does so behind a test's back."""
        soon = self.bench.clock() + timedelta(seconds=1)
        await self.publisher.publish(dict(await self.bench.store.stale(soon, 10)))

    @property
    def today(self) -> date:
        """The local date."""
        on: date = self.bench.clock().astimezone(ZONE).date()
        return on

    @property
    def letters(self) -> list[Delivery]:
        """What is, or was, to be posted."""
        return [one for one in self.bench.dossier().deliveries if one.channel == LETTER]

    @property
    def letter(self) -> Delivery:
        """The one letter."""
        (found,) = self.letters
        return found

    def path(self, act: str = "") -> str:
        """Where the one letter is acted on."""
        return f"/courrier/{self.bench.dossier().case_id}/{self.letter.delivery_id}{act}"

    def do(self, act: str, key: str = "", **fields: str) -> Any:
        """A form of the page is sent."""
        return self.http.post(self.path(act), data={"key": key or str(uuid4()), **fields})
