"""The city's online pilot: its requests come in by a topic, and what cannot be taken goes back."""

from pydantic import BaseModel, ConfigDict, Field

from contracts.registry import Event, event

REQUESTS, REJECTIONS = "pilot-requests", "pilot-rejections"


class PilotContact(BaseModel):
    """Whom to answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str | None = None
    email: str | None = None
    phone: str | None = None


@event("pilot.request-submitted.v1", topic=REQUESTS)
class PilotRequestSubmittedV1(Event):
    """A request made online (PR-01). Wide on purpose: intake checks it and answers field by field.

    Restricted: the value is sealed. Key of the record and subject: the pilot's own request id.
    """

    request_id: str
    borough: str
    kind: str = "request"
    activity: str = ""
    description: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    address: str | None = None
    language: str = "fr"
    contact: PilotContact | None = None
    original_on: str | None = Field(None, description="ISO date in the source")


class Fault(BaseModel):
    """A field and what is wrong with it; never its value."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    field: str
    reason: str


@event("pilot.request-rejected.v1", topic=REJECTIONS)
class PilotRequestRejectedV1(Event):
    """The request could not be taken, field by field. Restricted; quotes no values."""

    request_id: str
    faults: list[Fault]
