"""What a service is built from: its stores, commands, subscriptions and rounds, wired once.

A service's `bootstrap.py` makes a Kit from its settings, hands it what it wants, and returns it;
`process.py` runs it in a role.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from aiokafka import AIOKafkaProducer
from contracts import Event, Received
from fastapi import APIRouter
from pydantic import BaseModel

from chassis import parking
from chassis.clock import Clock, utc_now
from chassis.commands import Commands
from chassis.identity import Authenticator
from chassis.inbox import Handler, Inbox, Subscription
from chassis.mongo import MongoStore, Overflow, connect
from chassis.outbox import Courier, Publisher, Sweeper
from chassis.parking import Parking
from chassis.patience import Patience, Pulse
from chassis.producer import Producer
from chassis.readmark import ReadMark
from chassis.rounds import Decide, Find, Round
from chassis.scribe import Scribe
from chassis.sealing import Seals
from chassis.settings import ServiceSettings
from chassis.subscribers import group_of
from chassis.turnstile import Turnstile

S = TypeVar("S", bound=BaseModel)


class Kit:
    """The composition of one service. Building it connects to nothing."""

    def __init__(self, service: str, settings: ServiceSettings, *, clock: Clock = utc_now) -> None:
        self.service = service
        self.settings = settings
        self.clock = clock
        self.pulse = Pulse()
        self.database = connect(
            settings.mongo_uri.get_secret_value(),
            settings.mongo_database or f"guichet_{service}",
            timeout_seconds=settings.write_deadline_seconds,
        )
        keys = {
            topic: {key_id: key.get_secret_value() for key_id, key in by_id.items()}
            for topic, by_id in settings.topic_keys.items()
        }
        self.scribe = Scribe(service, Seals(keys), clock)
        self.producer = Producer(
            self._new_producer, deadline_seconds=settings.write_deadline_seconds
        )
        self.patience = Patience(self.pulse, limit_seconds=settings.wait_limit_seconds)
        self.authenticator = Authenticator(
            settings.identity_issuer, settings.identity_audience, settings.identity_keys_url
        )
        self.stores: list[MongoStore[Any]] = []
        self.publishers: dict[int, Publisher] = {}
        self.turnstiles: dict[int, Turnstile] = {}
        self.couriers: list[Courier] = []
        self.inboxes: list[Inbox[Any]] = []
        self.rounds: list[Round[Any]] = []
        self.routers: list[APIRouter] = []
        self.loops: dict[str, tuple[float, Callable[[], Awaitable[Any]]]] = {}
        self.starts: list[Callable[[], Awaitable[Any]]] = []
        parked = self.store(
            "parked",
            parking.ParkedRecord,
            parking.index,
            indexes=[("document_id", "topic", "status", "offset"), ("status", "parked_at")],
            expires="expires_at",
        )
        at_rest = Seals({parking.REST: {"rest": settings.storage_key.get_secret_value()}})
        self.parking = Parking(
            parked,
            self.publisher(parked),
            self.scribe,
            at_rest,
            clock,
            keep_days=settings.parked_days,
        )

    def store(
        self,
        collection: str,
        model: type[S],
        index: Callable[[S], Mapping[str, Any]],
        *,
        indexes: Sequence[str | tuple[str, ...]] = (),
        overflow: Overflow | None = None,
        expires: str | None = None,
    ) -> MongoStore[S]:
        """A collection of documents, with its outbox swept."""
        made = MongoStore(
            self.database,
            collection,
            model,
            index,
            indexes=indexes,
            overflow=overflow,
            expires=expires,
        )
        self.stores.append(made)
        publisher = Publisher(made, self.producer, drains_later=True)
        self.publishers[id(made)] = publisher
        self.turnstiles[id(made)] = Turnstile()
        return made

    def publisher(self, store: MongoStore[Any]) -> Publisher:
        """The publisher of a store of ours."""
        return self.publishers[id(store)]

    def commands(self, store: MongoStore[S]) -> Commands[S]:
        """Commands on a store; what they decide is published behind their back."""
        courier = Courier(self.publisher(store))
        self.couriers.append(courier)
        return Commands(
            store, self.scribe, courier, deadline_seconds=self.settings.write_deadline_seconds
        )

    def subscribe(
        self,
        topic: str,
        store: MongoStore[S],
        handlers: Mapping[type[Event], Handler[S]],
        document_id: Callable[[Received[Any]], str] | None = None,
        on_handled: Callable[[], None] | None = None,
        pace_seconds: float = 0.0,
    ) -> None:
        """Handle a topic's events on the documents of a store; see Subscription."""
        subscription = Subscription(
            topic,
            store,
            handlers,
            document_id or (lambda received: received.envelope.subject),
            on_handled,
            pace_seconds,
        )
        self.inboxes.append(
            Inbox(
                subscription,
                scribe=self.scribe,
                publisher=self.publisher(store),
                parking=self.parking,
                patience=self.patience,
                clock=self.clock,
                turnstile=self.turnstiles[id(store)],
            )
        )

    def round(
        self, name: str, store: MongoStore[S], find: Find[S] | str, decide: Decide[S]
    ) -> Round[S]:
        """A timer or a mending; `find` may name an index field that holds the due time."""
        field = find if isinstance(find, str) else ""

        async def due(now: Any, limit: int) -> Any:
            return await store.due(field, now, limit)

        made = Round(
            name,
            store=store,
            find=due if isinstance(find, str) else find,
            decide=decide,
            scribe=self.scribe,
            publisher=self.publisher(store),
        )
        self.rounds.append(made)
        return made

    def loop(self, name: str, every_seconds: float, call: Callable[[], Awaitable[Any]]) -> None:
        """Something of the service's own to repeat in its workers."""
        self.loops[name] = (every_seconds, call)

    def at_start(self, call: Callable[[], Awaitable[Any]]) -> None:
        """What a worker does before its first record: Transient is retried, Permanent is fatal."""
        self.starts.append(call)

    def read_mark(self) -> ReadMark:
        """How far this service has read what it subscribes to; call after subscribing."""
        groups = {inbox.topic: group_of(self.service, inbox.topic) for inbox in self.inboxes}
        mark = ReadMark(
            groups,
            self.settings.kafka_bootstrap,
            self.clock,
            deadline_seconds=self.settings.write_deadline_seconds,
        )
        self.loop("read mark", self.settings.round_every_seconds, mark.advance)
        return mark

    def sweeper(self) -> Sweeper:
        """The sweeper over all stores."""
        pairs = [(store, self.publisher(store)) for store in self.stores]
        return Sweeper(pairs, self.clock, after_seconds=self.settings.sweep_after_seconds)

    def _new_producer(self) -> AIOKafkaProducer:
        return AIOKafkaProducer(
            bootstrap_servers=self.settings.kafka_bootstrap,
            client_id=f"guichet-{self.service}",
            acks="all",
            enable_idempotence=self.settings.kafka_idempotence,
            linger_ms=0,
            max_request_size=2 * 1024 * 1024,
            request_timeout_ms=int(self.settings.write_deadline_seconds * 1000),
        )
