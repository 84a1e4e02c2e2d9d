"""Settings that every service has; each service adds its own under its own prefix."""

from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Seconds = Annotated[float, Field(gt=0)]


def _networks(words: str) -> str:
    for one in filter(None, words.split(",")):
        ip_network(one.strip())  # raises ValueError: the server would take it for a host's name
    return words


Networks = Annotated[str, AfterValidator(_networks)]


class ServiceSettings(BaseSettings):
    """Read from the environment, `<SERVICE>_<FIELD>`; a secret may come from a file instead."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    http_host: str = Field("127.0.0.1", description="Address that the HTTP side listens on")
    http_port: int = Field(8000, ge=0, le=65535, description="Port that the HTTP side listens on")
    trusted_proxies: Networks = Field(
        "127.0.0.1,::1",
        description="Proxies whose X-Forwarded-For is believed: addresses, networks, by commas",
    )
    kafka_bootstrap: str = Field("127.0.0.1:9092", description="Kafka, host:port[,host:port]")
    kafka_idempotence: bool = Field(True, description="Idempotent producer; off for look-alikes")
    kafka_session_timeout_seconds: Seconds = Field(10.0, description="Group session timeout")
    kafka_heartbeat_seconds: Seconds = Field(3.0, description="Group heartbeat interval")
    batch_records: int = Field(500, ge=1, description="Records taken at once from one topic")
    batch_wait_seconds: Seconds = Field(0.5, description="How long a fetch waits for a record")
    mongo_uri: SecretStr = Field(
        SecretStr("mongodb://127.0.0.1:27017/?directConnection=true"), description="MongoDB"
    )
    mongo_database: str = Field("", description="Database; empty: guichet_<service>")
    topic_keys: dict[str, dict[str, SecretStr]] = Field(
        {}, description="Keys of sealed topics: topic -> key id -> 32 bytes base64; first seals"
    )
    storage_key: SecretStr = Field(
        SecretStr(""), description="Key for raw records set aside, 32 bytes base64"
    )
    identity_issuer: str = Field("", description="Issuer (iss) of staff tokens; empty: no sign-in")
    identity_keys_url: str = Field("", description="JWKS address of that issuer")
    identity_audience: str = Field("guichet", description="Audience (aud) of staff tokens")
    boroughs_dir: Path | None = Field(
        None, description="More borough folders, beside the package's"
    )
    write_deadline_seconds: Seconds = Field(10.0, description="Longest wait for one answer")
    stop_deadline_seconds: Seconds = Field(20.0, description="Longest wait for a graceful stop")
    wait_limit_seconds: Seconds = Field(
        240.0, description="Longest wait for a dependency before the process exits"
    )
    drain_every_seconds: Seconds = Field(
        5.0, description="Pause between drains of what Kafka acknowledged"
    )
    sweep_every_seconds: Seconds = Field(2.0, description="Pause between sweeps of the outbox")
    sweep_after_seconds: Seconds = Field(10.0, description="Age at which a pending event is swept")
    round_every_seconds: Seconds = Field(1.0, description="Pause between rounds (timers, mending)")
    parked_days: int = Field(90, ge=1, description="Days for which a parked record is kept")
    log_level: str = Field("INFO", description="Logging level")
    traces_to_stdout: bool = Field(False, description="Write spans to standard output")
