"""The topic catalogue: for each topic its owner, readers, key, partitions, retention, readership.

Compose, the Kubernetes manifests and the tests are checked against it; nothing else may name a
topic that is not here.
"""

from dataclasses import dataclass
from types import MappingProxyType

from contracts.envelope import Classification

SERVICES = ("intake", "routing", "sla", "complaints", "notifications")
DAY_MS = 24 * 3600 * 1000
# Who writes, by `ce_source`: the names that metrics may show. Everybody else is a stranger.
PRODUCERS = MappingProxyType(
    {f"/guichet/{service}": service for service in SERVICES}
    | {"/pilot/online": "pilot", "/pilot/samples": "pilot-samples"}
)
STRANGER = "stranger"


@dataclass(frozen=True)
class Topic:
    """One topic. `retention_days` None: kept for ever, or compacted and kept so.

    The open fact topics are kept for ever, for projections are rebuilt from them. A `reserved`
    topic is named by the design and holds no event yet: nobody creates, writes or reads it.
    """

    name: str
    owner: str
    readers: tuple[str, ...]
    key: str
    purpose_fr: str
    purpose_en: str
    classification: Classification = Classification.OPEN
    partitions: int = 6
    retention_days: int | None = 30
    compacted: bool = False
    reserved: bool = False
    max_value_bytes: int = 1024 * 1024
    """Largest value that a reader takes; smaller than what the broker lets by, so it is named."""

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
                purpose_fr="Ce qui arrive au dossier, de l'accueil à la fermeture.",
                purpose_en="What becomes of the case, from reception to closing.",
                retention_days=None,
            ),
            Topic(
                "routing-assignments",
                owner="routing",
                readers=("intake", "sla", "notifications"),
                key="case id",
                purpose_fr="Qui a le dossier et pourquoi, et le travail accompli.",
                purpose_en="Who has the case and why, and the work that was done.",
                retention_days=None,
            ),
            Topic(
                "sla-commitments",
                owner="sla",
                readers=("intake", "routing", "sla", "complaints", "notifications"),
                key="case id",
                purpose_fr="Les délais promis: commencés, déplacés, tenus, manqués.",
                purpose_en="The promised delays: started, moved, met, missed.",
                retention_days=None,
            ),
            Topic(
                "complaints-investigations",
                owner="complaints",
                readers=("intake", "sla", "notifications"),
                key="case id",
                purpose_fr="Où en est une plainte, sans rien de son contenu.",
                purpose_en="Where a complaint stands, with nothing of its content.",
                retention_days=None,
            ),
            Topic(
                "complaints-access",
                owner="complaints",
                readers=("intake", "sla", "notifications"),
                key="case id",
                purpose_fr="Où en est une demande d'accès, sans rien de son contenu.",
                purpose_en="Where an access request stands, with nothing of its content.",
                retention_days=None,
            ),
            Topic(
                "complaints-claims",
                owner="complaints",
                readers=("intake", "sla", "notifications"),
                key="case id",
                purpose_fr="Où en est une réclamation, sans rien de son contenu.",
                purpose_en="Where a claim stands, with nothing of its content.",
                retention_days=None,
            ),
            Topic(
                "notifications-deliveries",
                owner="notifications",
                readers=("intake", "sla", "notifications"),
                key="case id",
                purpose_fr="Le sort des messages envoyés, jamais à qui.",
                purpose_en="What became of the messages sent, never to whom.",
                retention_days=None,
            ),
            Topic(
                "routing-grids",
                owner="routing",
                readers=("intake", "sla", "complaints", "notifications"),
                key="borough@version",
                purpose_fr="La grille d'intervention entière de chaque arrondissement.",
                purpose_en="The whole intervention grid of each borough.",
                partitions=1,
                retention_days=None,
                compacted=True,
            ),
            Topic(
                "routing-people",
                owner="routing",
                readers=("complaints", "notifications"),
                key="borough",
                purpose_fr="Le répertoire des responsables et de leurs absences.",
                purpose_en="The directory of responsables and of their absences.",
                classification=_RESTRICTED,
                partitions=1,
                retention_days=None,
                compacted=True,
            ),
            Topic(
                "intake-notices",
                owner="intake",
                readers=("notifications",),
                key="notice id",
                purpose_fr="Les avis de chaque guichet à la population: travaux, eau, neige.",
                purpose_en="Each counter's notices to the population: works, water, snow.",
                partitions=1,
                retention_days=None,
                compacted=True,
            ),
            Topic(
                "sla-lists",
                owner="sla",
                readers=("notifications",),
                key="list id",
                purpose_fr="Les listes mensuelles de requêtes non complétées: parties, fermées.",
                purpose_en="The monthly lists of open requests: sent, closed (PV-27).",
                retention_days=None,
            ),
            Topic(
                "intake-contacts",
                owner="intake",
                readers=("notifications",),
                key="case id",
                purpose_fr="À qui répondre, et le code de suivi du dossier.",
                purpose_en="Whom to answer, and the case's tracking code.",
                classification=_RESTRICTED,
                retention_days=None,
                compacted=True,
            ),
            Topic(
                "intake-details",
                owner="intake",
                readers=("routing", "complaints"),
                key="case id",
                purpose_fr="Le lieu exact et les mots du citoyen.",
                purpose_en="The exact place and the citizen's own words.",
                classification=_RESTRICTED,
            ),
            Topic(
                "complaints-handover",
                owner="intake",
                readers=("complaints",),
                key="case id",
                purpose_fr="Le contenu d'une plainte, remis à son seul service.",
                purpose_en="The content of a complaint, handed to its service alone.",
                classification=_CONFIDENTIAL,
            ),
            Topic(
                "complaints-files",
                owner="intake",
                readers=("complaints",),
                key="case id",
                purpose_fr="Les pièces d'une plainte, par morceaux, remises à son seul service.",
                purpose_en="The files of a complaint, in pieces, handed to its service alone.",
                classification=_CONFIDENTIAL,
            ),
            Topic(
                "complaints-letters",
                owner="complaints",
                readers=("notifications",),
                key="case id",
                purpose_fr="Les lettres à qui s'est plaint, à envoyer une fois.",
                purpose_en="The letters to whoever complained, to be sent once.",
                classification=_CONFIDENTIAL,
            ),
            # Of their own, for sequences count by topic: a case that changes its kind is told of by
            # another document.
            Topic(
                "complaints-access-letters",
                owner="complaints",
                readers=("notifications",),
                key="case id",
                purpose_fr="Les lettres d'une demande d'accès, à envoyer une fois.",
                purpose_en="The letters of an access request, to be sent once.",
                classification=_CONFIDENTIAL,
            ),
            Topic(
                "complaints-claim-letters",
                owner="complaints",
                readers=("notifications",),
                key="case id",
                purpose_fr="Les lettres d'une réclamation, à envoyer une fois.",
                purpose_en="The letters of a claim, to be sent once.",
                classification=_CONFIDENTIAL,
            ),
            Topic(
                "complaints-safety",
                owner="complaints",
                readers=("intake",),
                key="case id",
                purpose_fr="Un danger signalé par une plainte : où et de quelle nature.",
                purpose_en="A danger that a complaint reports: where, and of what nature.",
                classification=_CONFIDENTIAL,
            ),
            Topic(
                "intake-safety",
                owner="intake",
                readers=("complaints",),
                key="case id",
                purpose_fr="La demande ouverte à côté d'une plainte qui signale un danger.",
                purpose_en="The request opened beside a complaint that reports a danger.",
                classification=_CONFIDENTIAL,
            ),
            Topic(
                "pilot-requests",
                owner="pilot",
                readers=("intake",),
                key="the pilot's request id",
                purpose_fr="Les requêtes faites en ligne, écrites par le pilote de la Ville.",
                purpose_en="Requests made online, written by the city's pilot.",
                classification=_RESTRICTED,
                max_value_bytes=64 * 1024,
            ),
            Topic(
                "pilot-rejections",
                owner="intake",
                readers=("pilot",),
                key="the pilot's request id",
                purpose_fr="Les requêtes du pilote refusées, champ par champ.",
                purpose_en="The pilot's requests that were refused, field by field.",
                classification=_RESTRICTED,
            ),
            *(
                Topic(
                    f"{service}-dead-letters",
                    owner=service,
                    readers=(),
                    key="topic-partition-offset",
                    purpose_fr=f"Où sont les enregistrements mis de côté par {service}.",
                    purpose_en=f"Where the records lie that {service} had to set aside.",
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
