"""The AsyncAPI 3.0 document of all events, made from the registry and the catalogue alone.

It describes Guichet as one application: `send` is what the platform says on its topics and an
integrator may read, `receive` is what it takes from others (the online pilot). What passes between
the five services is the same topics, and is said by each channel's `x-readers`.
"""

import json
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from contracts.asyncapi_schemas import SEAL_KEY, SEALED_CONTENT, Hoisted, headers_of
from contracts.asyncapi_titles import EVENTS, KEYS, WRITERS
from contracts.envelope import JSON_CONTENT, Envelope
from contracts.examples import Flavour, example_of
from contracts.registry import Event, event_types
from contracts.topics import TOPICS, Topic

Document = dict[str, Any]
KAFKA_BINDING = "0.5.0"
EXAMPLE_TIME = datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)
OUTSIDERS = ("pilot",)
DESCRIPTION = (
    "Événements de Guichet : prise en charge des demandes des citoyens dans plusieurs "
    "arrondissements et villes. CloudEvents 1.0 en mode binaire de Kafka : attributs dans les "
    "en-têtes `ce_*`, données en JSON. L'ordre tient par sujet et par clé ; un même événement peut "
    "arriver deux fois. Aucun renseignement personnel dans les clés, les en-têtes ni les sujets "
    "ouverts ; les valeurs des sujets restreints et confidentiels sont chiffrées.\n\n"
    "Events of Guichet: taking charge of what citizens ask in several boroughs and towns. "
    "CloudEvents 1.0 in Kafka's binary mode: attributes in `ce_*` headers, data as JSON. Order "
    "holds per topic and key; one event may arrive twice. No personal data in keys, headers or "
    "open topics; values of restricted and confidential topics are encrypted."
)


def document() -> Document:
    """The whole document, the same for the same classes."""
    hoisted = Hoisted()
    channels, operations, messages = {}, {}, {}
    for topic in TOPICS.values():
        if topic.reserved:
            continue
        said = events_of(topic)
        for event in said:
            name = message_name(event, topic)
            messages[name] = _message(event, topic, hoisted)
        channels[topic.name] = _channel(topic, said)
        action = "receive" if topic.owner in OUTSIDERS else "send"
        operations[f"{action}-{topic.name}"] = _operation(topic, action, said)
    return {
        "asyncapi": "3.0.0",
        "id": "urn:guichet:events",
        "info": _info(),
        "defaultContentType": JSON_CONTENT,
        "servers": _servers(),
        "channels": channels,
        "operations": operations,
        "components": {
            "schemas": dict(sorted(hoisted.schemas.items())),
            "messages": messages,
            "correlationIds": {
                "request": {
                    "description": "Common to all that came of one request",
                    "location": "$message.header#/ce_correlationid",
                }
            },
            "securitySchemes": {
                "scram": {
                    "type": "scramSha512",
                    "description": "SASL/SCRAM over TLS; an ACL per topic says who may read it",
                }
            },
        },
    }


def text() -> str:
    """The document as it is committed and served: JSON, keys in the order of the specification."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def events_of(topic: Topic) -> list[type[Event]]:
    """The events of a topic, in the order in which they were written down."""
    return [
        event
        for event in event_types().values()
        if topic.name == event.topic
        or (event.topic.startswith("*") and topic.name.endswith(event.topic[1:]))
    ]


def message_name(event: type[Event], topic: Topic) -> str:
    """Name of a message: its wire type; one class on five topics needs five names."""
    return f"{event.wire_type}.{topic.owner}" if "*" in event.topic else event.wire_type


def _info() -> Document:
    return {
        "title": "Guichet",
        "version": version("guichet-contracts"),
        "description": DESCRIPTION,
        "tags": [
            {"name": name, "description": english, "x-description-fr": french}
            for name, (french, english) in WRITERS.items()
        ],
    }


def _servers() -> Document:
    variables = {
        "host": {"default": "kafka", "description": "Bootstrap server / serveur d'amorce"},
        "port": {"default": "9092", "description": "Its port / son port"},
    }
    return {
        "inside": {
            "host": "{host}:{port}",
            "protocol": "kafka",
            "description": "One machine or a closed network: no sign-in / réseau fermé",
            "variables": variables,
        },
        "secure": {
            "host": "{host}:{port}",
            "protocol": "kafka-secure",
            "description": "SASL/SCRAM-SHA-512 over TLS / SASL/SCRAM-SHA-512 sur TLS",
            "variables": {**variables, "port": {**variables["port"], "default": "9093"}},
            "security": [{"$ref": "#/components/securitySchemes/scram"}],
        },
    }


def _channel(topic: Topic, said: list[type[Event]]) -> Document:
    config = topic.config()
    return {
        "address": topic.name,
        "title": topic.name,
        "description": topic.purpose_en,
        "messages": {
            message_name(event, topic): {
                "$ref": f"#/components/messages/{message_name(event, topic)}"
            }
            for event in said
        },
        "tags": [{"name": topic.owner}],
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": [config["cleanup.policy"]],
                    "retention.ms": int(config["retention.ms"]),
                    "max.message.bytes": int(config["max.message.bytes"]),
                },
                "bindingVersion": KAFKA_BINDING,
            }
        },
        "x-description-fr": topic.purpose_fr,
        "x-owner": topic.owner,
        "x-readers": list(topic.readers),
        "x-key": topic.key,
        "x-key-fr": KEYS[topic.key],
        "x-classification": topic.classification.value,
        "x-sealed": topic.sealed,
        "x-compacted": topic.compacted,
        "x-retention-days": topic.retention_days,
    }


def _operation(topic: Topic, action: str, said: list[type[Event]]) -> Document:
    channel = f"#/channels/{topic.name}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "title": f"{topic.owner} -> {topic.name}",
        "summary": topic.purpose_en,
        "tags": [{"name": topic.owner}],
        "messages": [{"$ref": f"{channel}/messages/{message_name(e, topic)}"} for e in said],
    }


def _message(event: type[Event], topic: Topic, hoisted: Hoisted) -> Document:
    titre, title, french = EVENTS[event.wire_type]
    inbound = topic.owner in OUTSIDERS
    return {
        "name": event.wire_type,
        "title": title,
        "summary": (event.__doc__ or "").strip(),
        "contentType": SEALED_CONTENT if topic.sealed else JSON_CONTENT,
        "headers": headers_of(event, sealed=topic.sealed, sequenced=not inbound),
        "payload": hoisted.add(event),
        "correlationId": {"$ref": "#/components/correlationIds/request"},
        "tags": [{"name": topic.owner}],
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": topic.key},
                "bindingVersion": KAFKA_BINDING,
            }
        },
        "examples": [_example(event, topic, *one) for one in examples_of(event)],
        "x-title-fr": titre,
        "x-summary-fr": french,
    }


def examples_of(event: type[Event]) -> list[tuple[str, Document]]:
    """Name and data of each published example of an event, the shortest first."""
    return [(flavour.value, example_of(event, flavour)) for flavour in Flavour]


def _example(event: type[Event], topic: Topic, name: str, data: Document) -> Document:
    subject = key_of(data)
    envelope = Envelope(
        id=uuid5(NAMESPACE_URL, f"guichet:{topic.name}:{subject}:1"),
        source=f"/guichet/{topic.owner}",
        type=event.wire_type,
        time=EXAMPLE_TIME,
        subject=subject,
        borough=data.get("borough", "prevost"),
        sequence=None if topic.owner in OUTSIDERS else 1,
        correlationid=str(uuid5(NAMESPACE_URL, f"guichet:example:{subject}")),
        dataclassification=topic.classification,
    )
    headers = envelope.headers()
    if topic.sealed:
        sealing = {"content-type": SEALED_CONTENT, SEAL_KEY: "k1"}
        headers = {**headers, **sealing}
    return {"name": name, "headers": headers, "payload": data}


def key_of(data: Document) -> str:
    """Key of the record that carries this data, by the rule of its topic (`Topic.key`)."""
    if "case_id" in data:
        return str(data["case_id"])
    if "notice_id" in data:
        return str(data["notice_id"])
    if "record_topic" in data:
        return f"{data['record_topic']}-{data['partition']}-{data['offset']}"
    if "request_id" in data:
        return str(data["request_id"])
    return "@".join(str(data[part]) for part in ("borough", "version") if part in data)
