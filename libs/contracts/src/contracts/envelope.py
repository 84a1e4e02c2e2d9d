"""CloudEvents 1.0 attributes of one event, and their form in Kafka headers (binary mode)."""

from collections.abc import Iterable
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


class BadHeader(ValueError):
    """A header that cannot be an attribute, by its name and without its value."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"header {name} {reason}")
        self.attribute = name.removeprefix(PREFIX)


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
        attributes = self.model_dump(mode="json", exclude_none=True)
        return {
            "content-type": JSON_CONTENT,
            f"{PREFIX}specversion": SPEC_VERSION,
            **{_HEADER_OF[name]: str(value) for name, value in attributes.items()},
        }

    @classmethod
    def from_headers(cls, headers: Iterable[tuple[str, bytes | None]]) -> Self:
        """Read the attributes that we know; a stranger's own extensions are ignored.

        Raises ValueError (pydantic's included) when a header is missing, null or not UTF-8.
        """
        attributes: dict[str, str] = {}
        for name, value in headers:
            attribute = _ATTRIBUTE_OF.get(name)
            if attribute is not None:
                if value is None:
                    raise BadHeader(name, "is null")
                try:
                    attributes[attribute] = value.decode("utf-8")
                except UnicodeDecodeError:
                    raise BadHeader(name, "is not UTF-8") from None
        version = attributes.pop("specversion", None)
        envelope = cls.model_validate(attributes)
        if version != SPEC_VERSION:
            raise BadHeader(f"{PREFIX}specversion", f"is missing, or not {SPEC_VERSION}")
        return envelope


_HEADER_OF = {name: f"{PREFIX}{name}" for name in (*Envelope.model_fields, "specversion")}
_ATTRIBUTE_OF = {header: name for name, header in _HEADER_OF.items()}
