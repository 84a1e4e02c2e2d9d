"""Settings of notifications; read from the environment, `NOTIFICATIONS_<FIELD>`."""

from typing import Self

from chassis.settings import Seconds, ServiceSettings
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict


class NotificationsSettings(ServiceSettings):
    """What notifications needs besides what every service has."""

    model_config = SettingsConfigDict(env_prefix="NOTIFICATIONS_", extra="ignore", frozen=True)

    smtp_host: str = Field("127.0.0.1", description="SMTP server that takes our mails")
    smtp_port: int = Field(1025, ge=1, le=65535, description="Port of the SMTP server")
    smtp_starttls: bool = Field(False, description="Insist on STARTTLS before anything is said")
    smtp_username: str = Field("", description="Name to log in with; empty: no login")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password of that name")
    smtp_timeout_seconds: Seconds = Field(10.0, description="Longest wait for one whole mail")
    smtp_connections: int = Field(8, ge=1, le=64, description="Mails under way at once")
    message_id_domain: str = Field(
        "guichet.example.org", description="Right-hand side of Message-IDs"
    )
    sender_address: str = Field(
        "ne-pas-repondre@guichet.example.org",
        description="From address where a borough's grid names none",
    )
    public_url: str = Field(
        "http://127.0.0.1:8080", description="Base of the links in mails, as recipients see it"
    )
    lease_seconds: Seconds = Field(
        45.0, description="Life of a reservation; unanswered after it, a mail is uncertain"
    )
    send_poll_seconds: Seconds = Field(
        1.0, description="Pause of the sender when no event wakes it (retries, other replicas)"
    )
    send_gather_seconds: Seconds = Field(
        0.3, description="How long the sender, once awake, lets what is owed gather"
    )
    send_batch: int = Field(40, ge=1, le=500, description="Cases reserved in one write")
    grids_every_seconds: Seconds = Field(
        5.0, description="Pause between readings of the grids and people"
    )

    signin_url: str = Field(
        "/demo/signin", description="Where the webhooks page sends a caller who has not signed in"
    )
    webhook_timeout_seconds: Seconds = Field(15.0, description="Longest wait for a receiver")
    webhook_lease_seconds: Seconds = Field(
        45.0, description="Life of a delivery taken for posting; after it, it is posted again"
    )
    webhook_poll_seconds: Seconds = Field(
        2.0, description="Pause of the webhooks' pumps when no event wakes them (retries)"
    )
    webhook_pace_seconds: Seconds = Field(
        0.25, description="Shortest time between two batches read for webhooks"
    )
    webhook_posts_at_once: int = Field(
        8, ge=1, le=64, description="Posts under way at once to one webhook"
    )
    webhook_ports: frozenset[int] = Field(
        frozenset({443, 8443}), description="Ports of receivers that are allowed; empty: any"
    )
    webhook_local_receivers: bool = Field(
        False,
        description="One machine only: plain HTTP, any port, loopback and private addresses too",
    )
    webhook_days_kept: int = Field(
        14, ge=5, le=90, description="Days for which a delivery is kept, to be seen and replayed"
    )
    webhook_days_failing: int = Field(
        5, ge=1, le=30, description="Days of nothing but failures after which it is disabled"
    )
    webhook_rotation_hours: int = Field(
        24, ge=0, le=720, description="Hours for which the secret before a rotation still signs"
    )

    @model_validator(mode="after")
    def _lease_outlives_a_mail(self) -> Self:
        # A mail begun late in its lease must be answered before another replica doubts it.
        if self.lease_seconds < 2 * self.smtp_timeout_seconds:
            raise ValueError("lease_seconds must be at least twice smtp_timeout_seconds")
        if self.webhook_lease_seconds < 2 * self.webhook_timeout_seconds:
            raise ValueError("webhook_lease_seconds must be twice webhook_timeout_seconds at least")
        return self
