"""What a service is built from: its stores, commands, subscriptions and rounds, wired once.

A service's `bootstrap.py` makes a Kit from its settings, hands it what it wants, and returns it;
`process.py` runs it in a role.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
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
from chassis.mongo import MongoStore, connect
from chassis.outbox import Courier, Publisher, Sweeper
from chassis.overflow import Overflow
from chassis.parking import Parking
from chassis.patience import Patience, Pulse
from chassis.producer import Producer
from chassis.projection import Listener, Projection, topics_of
from chassis.projection_store import ProjectionStore
from chassis.readmark import ReadMark
from chassis.rounds import Decide, Find, Round
from chassis.scribe import Scribe
from chassis.sealing import Seals
from chassis.settings import ServiceSettings
from chassis.store import Store
from chassis.subscribers import Hearer, group_of
from chassis.turnstile import Turnstile
from chassis.unreadable import Reader

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
        self.hearers: list[Hearer] = []  # of raw records, beside the inboxes
        self.projections: dict[str, Projection[Any]] = {}
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
        overflow: Sequence[Overflow] = (),
        expires: str | None = None,
        speaks: bool = True,
    ) -> MongoStore[S]:
        """A collection of documents, with its outbox swept; without one where it never `speaks`."""
        made = MongoStore(
            self.database,
            collection,
            model,
            index,
            indexes=indexes,
            overflow=overflow,
            expires=expires,
            speaks=speaks,
        )
        self.stores.append(made)
        if speaks:
            self.publishers[id(made)] = Publisher(made, self.producer, drains_later=True)
            self.turnstiles[id(made)] = Turnstile()
        return made

    def publisher(self, store: Store[Any]) -> Publisher:
        """The publisher of a store of ours. Raises ValueError: a projection's says nothing."""
        found = self.publishers.get(id(store))
        if found is None:
            raise ValueError("a projection has no effects: no command, no round, no subscription")
        return found

    def commands(self, store: Store[S]) -> Commands[S]:
        """Commands on a store; what they decide is published behind their back."""
        courier = Courier(self.publisher(store))
        self.couriers.append(courier)
        return Commands(
            store, self.scribe, courier, deadline_seconds=self.settings.write_deadline_seconds
        )

    def subscribe(
        self,
        topic: str,
        store: Store[S],
        handlers: Mapping[type[Event], Handler[S]],
        document_id: Callable[[Received[Any]], str] | None = None,
        on_handled: Callable[[], None] | None = None,
        pace_seconds: float = 0.0,
        reader: Reader | None = None,
    ) -> None:
        """Handle a topic's events on the documents of a store; see Subscription."""
        subscription = Subscription(
            topic,
            store,
            handlers,
            document_id or (lambda received: received.envelope.subject),
            on_handled,
            pace_seconds,
            reader=reader,
        )
        self._hear(subscription, self.parking)

    def follow(
        self, name: str, store: Store[S], handlers: Mapping[type[Event], Handler[S]]
    ) -> None:
        """Handle events on the documents of a store, of topics that another store of this service
        reads too: a group of its own, `<service>.<name>`, so that each is told of every record.

        Its documents have the keys of the topics for ids; a read mark does not wait for it. Raises
        ValueError.
        """
        topics = topics_of(name, handlers, self.projections)
        self._hear(Subscription(name, store, handlers, topics=topics), self.parking.of(name))

    def project(
        self,
        name: str,
        model: type[S],
        index: Callable[[S], Mapping[str, Any]],
        handlers: Mapping[type[Event], Handler[S]],
        *,
        indexes: Sequence[str | tuple[str, ...]] = (),
        overflow: Sequence[Overflow] = (),
        pace_seconds: float = 2.0,
    ) -> ProjectionStore[S]:
        """A collection made from the events of these handlers alone; see Projection.

        Its documents have the keys of the topics for ids: sequences count by key. All topics are
        read by one group, `<service>.<name>`, so that what several say of one document folds into
        one write. Raises ValueError.
        """
        topics = topics_of(name, handlers, self.projections)
        store = ProjectionStore(
            self.database, name, model, index, indexes=indexes, overflow=overflow, speaks=False
        )
        subscription = Subscription(name, store, handlers, pace_seconds=pace_seconds, topics=topics)
        self.stores.append(store)
        self.projections[name] = Projection(name, store, subscription)
        listener = Listener(self.service, self.scribe.seals, self.clock)
        silent = Publisher(store, self.producer)
        self._hear(subscription, self.parking.of(name), listener, silent)
        return store

    def _hear(
        self,
        subscription: Subscription[S],
        parking: Parking,
        scribe: Scribe | None = None,
        publisher: Publisher | None = None,
    ) -> None:
        """With the scribe and publisher of the store, where it has none of its own."""
        store = subscription.store
        self.inboxes.append(
            Inbox(
                subscription,
                scribe=scribe or self.scribe,
                publisher=publisher or self.publisher(store),
                parking=parking,
                patience=self.patience,
                clock=self.clock,
                turnstile=self.turnstiles.get(id(store)),
            )
        )

    def round(self, name: str, store: Store[S], find: Find[S] | str, decide: Decide[S]) -> Round[S]:
        """A timer or a mending; `find` may name an index field that holds the due time."""
        made = Round(
            name,
            store=store,
            find=partial(store.due, find) if isinstance(find, str) else find,
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
        """How far this service has read what it subscribes to; call after subscribing.

        Projections decide nothing: how far they are does not count.
        """
        deciding = [inbox.topic for inbox in self.inboxes if not inbox.projection]
        groups = {topic: group_of(self.service, topic) for topic in deciding}
        mark = ReadMark(
            groups,
            self.settings.kafka_bootstrap,
            self.clock,
            deadline_seconds=self.settings.write_deadline_seconds,
        )
        self.loop("read mark", self.settings.round_every_seconds, mark.advance)
        return mark

    def sweeper(self) -> Sweeper:
        """The sweeper over all stores that say something."""
        speaking = [store for store in self.stores if id(store) in self.publishers]
        pairs = [(store, self.publisher(store)) for store in speaking]
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
