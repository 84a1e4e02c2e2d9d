"""Prometheus metrics of boroughs' own services. Labels hold a borough and few codes."""

from prometheus_client import Counter, Gauge, Histogram

from routing.domain.breaker import Breaker, Position
from routing.domain.remote import Heard, RemoteAnswer

ANSWERS = Counter(
    "guichet_remote_answers_total",
    "What came of asking a borough's own service",
    ["borough", "heard"],
)
SECONDS = Histogram(
    "guichet_remote_answer_seconds", "From question to answer, or to giving up", ["borough"]
)
OPEN = Gauge("guichet_remote_breaker_open", "1 while a borough's service is not asked", ["borough"])


def count(answer: RemoteAnswer, breaker: Breaker) -> None:
    """Count one answer, and say where the breaker of its borough stands."""
    ANSWERS.labels(answer.borough, answer.heard.value).inc()
    if answer.heard is not Heard.NOT_ASKED:
        SECONDS.labels(answer.borough).observe(answer.elapsed_ms / 1000)
    OPEN.labels(answer.borough).set(0 if breaker.position is Position.CLOSED else 1)
