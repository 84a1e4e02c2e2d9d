"""Prometheus metrics of deliveries. Labels never hold ids of cases or people."""

from prometheus_client import Counter

from notifications.domain.deliveries import Said, Uncertain

DELIVERIES = Counter(
    "guichet_deliveries_total", "What became of messages", ["template", "happening"]
)
RESENT = Counter(
    "guichet_deliveries_resent_total",
    "Messages sent again after a lost answer: each may have arrived twice",
    ["template"],
)


def count(said: Said) -> None:
    """Count what the sender heard."""
    template = said.delivery.template.value
    DELIVERIES.labels(template, type(said).__name__.lower()).inc()
    if isinstance(said, Uncertain) and said.is_resent:
        RESENT.labels(template).inc()
