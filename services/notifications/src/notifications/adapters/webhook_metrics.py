"""Prometheus metrics of webhooks. Labels never hold an address or an owner."""

from prometheus_client import Counter

from notifications.domain.webhook_delivery import Answer, WebhookDelivery

POSTS = Counter("guichet_webhook_posts_total", "Attempts to tell a webhook", ["outcome"])


def count(_: WebhookDelivery, answer: Answer) -> None:
    """Count one attempt by what came of it."""
    POSTS.labels("delivered" if answer.is_delivered else answer.reason).inc()
