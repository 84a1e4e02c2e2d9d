"""What intake says of a counter's notices to the population (PR-09): open, and no person in it."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contracts.events.intake import Latitude, Longitude
from contracts.registry import Event, event
from contracts.words import NoticeKind

NOTICES = "intake-notices"
NoticeId = Annotated[str, Field(description="The notice (avis), a UUID")]
Revision = Annotated[int, Field(ge=1, description="Counts from 1 per notice; the highest holds")]


class NoticePlace(BaseModel):
    """Where a notice holds: around a point, or along streets."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str | None = Field(None, max_length=300, description="Lieu, in words (as published)")
    longitude: Longitude | None = Field(None, description="Degrees east, WGS84, of the middle")
    latitude: Latitude | None = Field(None, description="Degrees north, WGS84, of the middle")
    radius_metres: int | None = Field(None, ge=1, description="Metres around that point")
    streets: list[str] = Field([], description="Voies: streets along which it holds")


@event("intake.notice-published.v1", topic=NOTICES)
class NoticePublishedV1(Event):
    """A counter told the population of something, or told it anew: this is the whole notice."""

    notice_id: NoticeId
    revision: Revision
    kind: NoticeKind = Field(description="What it is about (nature de l'avis)")
    title_fr: str = Field(max_length=120, description="Titre")
    title_en: str = Field(max_length=120, description="Title")
    body_fr: str = Field(max_length=2000, description="Texte, sans mise en forme")
    body_en: str = Field(max_length=2000, description="Plain text")
    starts_at: AwareDatetime = Field(description="Instant from which it holds")
    ends_at: AwareDatetime = Field(description="Instant until which it holds")
    published_at: AwareDatetime = Field(description="Instant of this revision")
    author_role: str = Field(description="Rôle of whoever published it; never who it is")
    activities: list[str] = Field([], description="Codes of activities that it answers")
    place: NoticePlace | None = Field(None, description="None: the whole territory of the counter")


@event("intake.notice-withdrawn.v1", topic=NOTICES)
class NoticeWithdrawnV1(Event):
    """A notice holds no longer, whatever period it named."""

    notice_id: NoticeId
    revision: Revision
    withdrawn_at: AwareDatetime = Field(description="Instant of the withdrawal (retrait)")
    author_role: str = Field(description="Rôle of whoever withdrew it; never who it is")
