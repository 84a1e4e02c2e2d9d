"""Prometheus metrics of delivery. Labels never hold ids of cases or people."""

from collections.abc import Iterable

from contracts.topics import PRODUCERS, STRANGER
from prometheus_client import Counter, Gauge, Histogram

HANDLED = Counter("guichet_records_handled_total", "Records done with", ["topic", "result"])
PARKED = Counter("guichet_records_parked_total", "Records set aside", ["topic"])
BAD_INPUT = Counter(
    "guichet_bad_input_total",
    "Records that could not be taken, by who says to have written them",
    ["topic", "producer", "fault"],
)
FAILED = Counter("guichet_handling_failures_total", "Tries that failed and were repeated", ["what"])
PUBLISHED = Counter("guichet_events_published_total", "Events acknowledged by Kafka", ["topic"])
PUBLISH_FAILED = Counter("guichet_publish_failures_total", "Events not acknowledged", ["topic"])
CONFLICTS = Counter("guichet_write_conflicts_total", "Writes lost to another and decided again")
LAG = Gauge("guichet_consumer_lag_records", "Records not yet fetched", ["topic"])
OLDEST_PENDING = Gauge("guichet_oldest_pending_seconds", "Age of the oldest unpublished event")
PARKED_NOW = Gauge("guichet_parked_records", "Records lying parked")
ROUND = Counter("guichet_round_documents_total", "Documents that a round changed", ["round"])
READ_UNTIL_AGE = Gauge("guichet_read_until_age_seconds", "How far the streams were read, as an age")
BATCH_SECONDS = Histogram("guichet_batch_seconds", "One batch, fetch to acknowledgement", ["topic"])


def bad_input(topic: str, headers: Iterable[tuple[str, bytes | None]], fault: str) -> None:
    """Count a record that could not be taken; `fault` is one of few codes, never a value."""
    source = (dict(headers).get("ce_source") or b"").decode("utf-8", "replace")
    BAD_INPUT.labels(topic, PRODUCERS.get(source, STRANGER), fault).inc()
