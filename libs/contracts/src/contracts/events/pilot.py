"""The city's online pilot: its requests come in by a topic, and what cannot be taken goes back."""

from pydantic import BaseModel, ConfigDict, Field

from contracts.registry import Event, event

REQUESTS, REJECTIONS = "pilot-requests", "pilot-rejections"


class PilotContact(BaseModel):
    """Whom to answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str | None = Field(None, description="Nom")
    email: str | None = Field(None, description="Courriel")
    phone: str | None = Field(None, description="Téléphone")


class PilotPhoto(BaseModel):
    """A photo that lies at the pilot's: named by `url` or `media_id`, never fetched by us."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: str | None = Field(None, description="Its address, https only, 500 characters at most")
    media_id: str | None = Field(None, description="Or its id at the pilot's")
    content_type: str = Field("", description="image/jpeg, image/png, image/webp or image/heic")
    size_bytes: int = Field(0, description="Size in bytes, 1 to 20 971 520 (20 MiB)")


@event("pilot.request-submitted.v1", topic=REQUESTS)
class PilotRequestSubmittedV1(Event):
    """A request made online (PR-01). Wide on purpose: intake checks it and answers field by field.

    Restricted: the value is sealed. Key of the record and subject: the pilot's own request id, of
    letters, digits and `. _ : ~ # / -`, 100 at most, for keys are read in the open.
    """

    request_id: str = Field(description="The pilot's own id; equals the record's key")
    borough: str = Field(description="Slug of the counter (arrondissement, ville)")
    kind: str = Field("request", description="Nature du dossier, a word of `Kind` (PV-13)")
    activity: str = Field("", description="Activité, one of PR-02 or of the borough's grid")
    description: str | None = Field(None, description="Exposé des faits (PV-37)")
    longitude: float | None = Field(None, description="Degrees east, WGS84")
    latitude: float | None = Field(None, description="Degrees north, WGS84")
    address: str | None = Field(None, description="Adresse, as given")
    language: str = Field("fr", description="Langue of the answers: fr or en")
    contact: PilotContact | None = Field(None, description="Whom to answer; None: nobody")
    original_on: str | None = Field(None, description="ISO date in the source")
    photo: PilotPhoto | None = Field(None, description="Photo of what is asked for (PR-02)")


class Fault(BaseModel):
    """A field and what is wrong with it; never its value."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    field: str = Field(description="Name of the field, dotted where nested; ce_* for a header")
    code: str = Field(description="Stable code of the reason: required, unknown, too-long, ...")
    reason_fr: str = Field(description="Ce qui ne va pas, en mots")
    reason_en: str = Field(description="What is wrong with it, in words")


@event("pilot.request-rejected.v1", topic=REJECTIONS)
class PilotRequestRejectedV1(Event):
    """The request could not be taken, field by field. Restricted; quotes no values."""

    request_id: str = Field(
        description="The pilot's own id; where none could be read, `record` stands for it"
    )
    faults: list[Fault] = Field(description="Every field at fault, all at once")
    event_id: str | None = Field(None, description="ce_id of the refused record, where it had one")
    record: str | None = Field(None, description="Where that record lies: topic-partition-offset")
