"""What a service needs to know of the broker and the database it is given, and no more."""

from dataclasses import dataclass
from typing import Literal

BrokerKind = Literal["kafka", "tansu", "external"]
DatabaseKind = Literal["secantus", "secantus-rs", "external"]


@dataclass(frozen=True)
class Broker:
    """A broker that speaks Kafka's protocol, and what clients must know of it."""

    bootstrap_servers: str
    kind: BrokerKind
    version: str
    idempotent: bool = True
    """Whether producers may ask for idempotence."""
    session_timeout_ms: int = 10_000
    heartbeat_interval_ms: int = 3_000
    persistent: bool = True
    """Whether records outlive a restart of the broker; if not, drain before a stop."""
    fallback_reason: str | None = None
    """Why `auto` did not choose Apache Kafka; None when it did, or was not asked."""


@dataclass(frozen=True)
class Database:
    """A server that speaks MongoDB's protocol."""

    uri: str
    kind: DatabaseKind
    version: str
