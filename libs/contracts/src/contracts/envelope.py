"""CloudEvents 1.0 attributes of one event, and their form in Kafka headers (binary mode)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

SPEC_VERSION = "1.0"
JSON_CONTENT = "application/json"
PREFIX = "ce_"

Attribute = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Classification(StrEnum):
    """Who may read an event: everybody subscribed, named readers, or the bearers of a file."""

    OPEN = "open"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"


class Envelope(BaseModel):
    """Context of one event (CloudEvents 1.0, §3); holds no personal data, for headers are open.

    `subject` is the case id, or the key of the document that speaks. `sequence` counts from 1 per
    topic and key; it is None only on inbound topics, whose writers are not ours. `borough` is the
    counter where the case came in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    source: Attribute
    type: Attribute
    time: AwareDatetime
    subject: Attribute
    borough: Attribute
    sequence: Annotated[int, Field(ge=1)] | None = None
    correlationid: Attribute
    causationid: Attribute | None = None
    traceparent: Attribute | None = None
    dataclassification: Classification = Classification.OPEN

    def headers(self) -> dict[str, str]:
        """Kafka headers, all text (Kafka protocol binding for CloudEvents, §3.2.3)."""
        attributes = {
            name: value.isoformat() if isinstance(value, datetime) else str(value)
            for name, value in self
            if value is not None
        }
        return {
            "content-type": JSON_CONTENT,
            f"{PREFIX}specversion": SPEC_VERSION,
            **{f"{PREFIX}{name}": value for name, value in attributes.items()},
        }

    @classmethod
    def from_headers(cls, headers: Iterable[tuple[str, bytes | None]]) -> Self:
        """Read the attributes that we know; a stranger's own extensions are ignored.

        Raises ValueError (pydantic's included) when a header is missing, null or not UTF-8.
        """
        attributes: dict[str, str] = {}
        for name, value in headers:
            attribute = name.removeprefix(PREFIX)
            if name.startswith(PREFIX) and attribute in cls.model_fields:
                if value is None:
                    raise ValueError(f"header {name} is null")
                attributes[attribute] = value.decode("utf-8")
        return cls.model_validate(attributes)
