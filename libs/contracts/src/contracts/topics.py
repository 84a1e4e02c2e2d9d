"""The topic catalogue: for each topic its owner, readers, key, partitions, retention, readership.

Compose, the Kubernetes manifests and the tests are checked against it; nothing else may name a
topic that is not here.
"""

from dataclasses import dataclass
from types import MappingProxyType

from contracts.envelope import Classification

SERVICES = ("intake", "routing", "sla", "complaints", "notifications")
DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True)
class Topic:
    """One topic. `retention_days` None: kept for ever or compacted.

    A `reserved` topic is named by the design and holds no event yet: nobody writes or reads it.
    """

    name: str
    owner: str
    readers: tuple[str, ...]
    key: str
    classification: Classification = Classification.OPEN
    partitions: int = 6
    retention_days: int | None = 30
    compacted: bool = False
    reserved: bool = False

    @property
    def sealed(self) -> bool:
        """Values are encrypted on all but open topics."""
        return self.classification is not Classification.OPEN

    def config(self) -> dict[str, str]:
        """Broker-side settings of the topic."""
        retention = -1 if self.retention_days is None else self.retention_days * DAY_MS
        return {
            "cleanup.policy": "compact" if self.compacted else "delete",
            "retention.ms": str(retention),
            "max.message.bytes": "2097152",
        }


_RESTRICTED, _CONFIDENTIAL = Classification.RESTRICTED, Classification.CONFIDENTIAL

TOPICS = MappingProxyType(
    {
        topic.name: topic
        for topic in (
            Topic(
                "intake-cases",
                owner="intake",
                readers=("routing", "sla", "complaints", "notifications"),
                key="case id",
            ),
            Topic(
                "routing-assignments",
                owner="routing",
                readers=("intake", "sla", "notifications"),
                key="case id",
            ),
            Topic(
                "sla-commitments",
                owner="sla",
                readers=("intake",),
                key="case id",
            ),
            Topic(
                "complaints-investigations",
                owner="complaints",
                readers=("intake",),
                key="case id",
            ),
            Topic(
                "notifications-deliveries",
                owner="notifications",
                readers=("intake", "sla"),
                key="case id",
            ),
            Topic(
                "routing-grids",
                owner="routing",
                readers=("sla", "complaints", "notifications"),
                key="borough@version",
                partitions=1,
                retention_days=None,
                compacted=True,
            ),
            Topic(
                "routing-people",
                owner="routing",
                readers=("notifications",),
                key="borough",
                classification=_RESTRICTED,
                partitions=1,
                retention_days=None,
                compacted=True,
            ),
            Topic(
                "sla-lists",
                owner="sla",
                readers=(),
                key="borough/list",
                retention_days=None,
                compacted=True,
                reserved=True,
            ),
            Topic(
                "intake-contacts",
                owner="intake",
                readers=("notifications",),
                key="case id",
                classification=_RESTRICTED,
                retention_days=None,
                compacted=True,
            ),
            Topic(
                "intake-details",
                owner="intake",
                readers=("routing",),
                key="case id",
                classification=_RESTRICTED,
            ),
            Topic(
                "complaints-handover",
                owner="intake",
                readers=("complaints",),
                key="case id",
                classification=_CONFIDENTIAL,
            ),
            Topic(
                "complaints-letters",
                owner="complaints",
                readers=("notifications",),
                key="case id",
                classification=_CONFIDENTIAL,
            ),
            Topic(
                "pilot-requests",
                owner="pilot",
                readers=("intake",),
                key="the pilot's request id",
                classification=_RESTRICTED,
            ),
            Topic(
                "pilot-rejections",
                owner="intake",
                readers=("pilot",),
                key="the pilot's request id",
                classification=_RESTRICTED,
            ),
            *(
                Topic(
                    f"{service}-dead-letters",
                    owner=service,
                    readers=(),
                    key="topic-partition-offset",
                    partitions=1,
                )
                for service in SERVICES
            ),
        )
    }
)


def read_by(service: str) -> tuple[Topic, ...]:
    """Topics that a service subscribes to."""
    return tuple(topic for topic in TOPICS.values() if service in topic.readers)


def sealed_for(service: str) -> tuple[Topic, ...]:
    """Sealed topics whose key a service needs, as writer or as reader."""
    return tuple(
        topic
        for topic in TOPICS.values()
        if topic.sealed and (service == topic.owner or service in topic.readers)
    )
