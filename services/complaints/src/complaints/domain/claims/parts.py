"""What the file of a claim is made of: what was told, what came, what was decided. Values only."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from complaints.domain.legal_letters import ClaimOutcome


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Damage(StrEnum):
    """What was damaged (PV-16); the words of the contracts."""

    PROPERTY = "property"
    BODILY = "bodily"
    OTHER = "other"


class ClaimRules(_Frozen):
    """What a borough says of claims: the one place of the notice's days, and who decides here.

    `notice_days`: 15 in cities (LCV 585), 60 under the Code (C.m. 1112.1). `decided_by`: a role.
    """

    notice_days: int = 15
    notice_to_fr: str = ""
    notice_to_en: str = ""
    decided_by: str = "clerk"


class Told(_Frozen):
    """What whoever claims said, at intake. `version` of intake's details; `place`: an address, or
    a point on the map."""

    version: int
    words: str | None = Field(None, repr=False)
    place: str = Field("", repr=False)
    happened_on: date | None = None
    damages: tuple[Damage, ...] = ()
    amount_cents: int | None = Field(None, repr=False)


class Stated(_Frozen):
    """Date, place and nature of the facts as the clerk settled them; it goes before what was told.

    None and empty: as it was told.
    """

    happened_on: date | None = None
    place: str = Field("", repr=False)
    damages: tuple[Damage, ...] = ()


class ToldNotice(_Frozen):
    """Whoever claims was told at intake that the law asks for a written notice (C-13)."""

    given_at: AwareDatetime
    days: int


class Means(StrEnum):
    """How the written notice came."""

    MAIL = "mail"
    REGISTERED = "registered"
    EMAIL = "email"
    FAX = "fax"
    HAND = "hand"


class Notice(_Frozen):
    """The written notice of the law, apart from the claim. `received_on` decides, not the entry."""

    received_on: date
    means: Means
    recorded_at: AwareDatetime
    recorded_by: str


class PaperKind(StrEnum):
    """What a document shows."""

    ESTIMATE = "estimate"
    INVOICE = "invoice"
    PHOTO = "photo"
    REPORT = "report"
    OTHER = "other"


class Paper(_Frozen):
    """A document of the claim: its title, and its amount where it has one. The bytes lie at the
    counter, or on paper."""

    paper_id: str
    kind: PaperKind
    title: str = Field(repr=False)
    amount_cents: int | None = Field(None, repr=False)
    added_at: AwareDatetime
    added_by: str


class HandedTo(StrEnum):
    """Who looks at it from now on."""

    INSURER = "insurer"
    ADJUSTER = "adjuster"
    CLERK = "clerk"


class HandOver(_Frozen):
    """One hand-over. `name`: of the office or firm; `reference`: theirs, or empty."""

    to: HandedTo
    name: str = Field(repr=False)
    on: date
    reference: str = Field("", repr=False)
    recorded_at: AwareDatetime
    recorded_by: str


class Decision(_Frozen):
    """What was decided. `amount_cents` where money is paid; reasons where some of it is not."""

    outcome: ClaimOutcome
    amount_cents: int | None = Field(None, repr=False)
    reasons_fr: str = Field("", repr=False)
    reasons_en: str = Field("", repr=False)
    decided_at: AwareDatetime
    decided_by: str


class TakenBack(_Frozen):
    """Whoever claimed takes it back, as the clerk was told."""

    said_by: str = Field(repr=False)
    at: AwareDatetime
    recorded_by: str


class Sent(_Frozen):
    """A letter that was written, as it went out."""

    letter_id: str
    kind: str
    written_at: AwareDatetime
    law_version: str
    subject_fr: str
    subject_en: str
    body_fr: str = Field(repr=False)
    body_en: str = Field(repr=False)
