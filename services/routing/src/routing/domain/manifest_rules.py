"""The sections of a manifest that other services read: delays, complaints, messages, closing."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from routing.domain.manifest_values import Code, Section, Sourced, refusal

AnyChannel = Literal[
    "*",
    "phone",
    "email",
    "counter",
    "letter",
    "web",
    "mobile",
    "pilot",
    "field",
    "elected",
    "social",
]


class DisciplinaryMeasure(Section):
    """One measure of the ordered list (PV-50); a list that gives it is a source's, or says so."""

    code: Code = Field(description="as the complaints service records it")
    name_fr: str = Field(min_length=1, description="name in French")
    name_en: str = Field(min_length=1, description="name in English")
    opened_by: Literal["minor", "serious", "grave"] | None = Field(
        None, description="gravity that reaches it without earlier measures"
    )


class Complaints(Section):
    """Where complaints go and which are admitted (C-02, C-03)."""

    model: Literal["central", "decentral"] = Field(
        description="central: one department takes all; decentral: the one it is about (C-02)"
    )
    department: Code | None = Field(None, description="of the central model")
    written: bool = Field(description="must be written (PV-18)")
    signed: bool = Field(description="must be signed (PV-18)")
    anonymous: bool = Field(description="anonymous ones are admitted (PV-20)")
    max_age_days: int | None = Field(None, ge=1, description="after the facts; none: no limit")
    review_days: int = Field(30, ge=1, description="in which a review may be asked for")
    ombudsman_fr: str = Field("", max_length=600, description="words of the letter; empty: usual")
    ombudsman_en: str = Field("", max_length=600, description="the same in English")
    measures: tuple[DisciplinaryMeasure, ...] = Field(
        (), description="disciplinary measures, the mildest first (PV-50); empty: the usual ones"
    )
    retention_days: int = Field(
        730, ge=366, description="a file is destroyed so long after its end; ombudsman: one year"
    )

    @model_validator(mode="after")
    def _central_has_a_department(self) -> Self:
        if self.model == "central" and self.department is None:
            raise refusal(
                ("model central sans service (C-02)", "model central without a department (C-02)"),
                ('ajoutez department = "…"', 'add department = "…"'),
            )
        return self


class Messages(Section):
    """How the borough writes to citizens; the first language comes first."""

    languages: tuple[Literal["fr", "en"], ...] = Field(min_length=1, description="first one first")
    from_name: str = Field(min_length=1, description="who writes")
    signature: str = Field("", description="at the end of each message (PR-07)")


class ClosingCode(Sourced):
    """An intervention code that completes a request (PV-52)."""

    code: str = Field(min_length=1, description="as the borough's own software has it")
    name_fr: str = Field(min_length=1, description="name in French")
    name_en: str = Field(min_length=1, description="name in English")


class Closing(Section):
    """What completing and closing ask for (PV-52..54, C-05)."""

    actor: Literal["responsable", "technician", "both"] = Field(
        description="who closes; both: the Responsable completes, the Technicien closes (C-05)"
    )
    extension_required: bool = Field(True, description="of whoever completed it (PV-54)")
    codes: tuple[ClosingCode, ...] = Field(
        min_length=1, description="intervention codes; more may stand in closing-codes.csv"
    )


class Counter(Sourced):
    """How the counter takes cases in: the notice of claims, likely twins, silent channels."""

    claim_notice_days: int = Field(15, ge=1, description="to give it in writing (REQUIREMENTS §2)")
    claim_notice_to_fr: str = Field("", description="who must receive it")
    claim_notice_to_en: str = Field("", description="the same in English")
    twin_radius_metres: int = Field(50, ge=1, le=1000, description="within which cases look alike")
    twin_window_days: int = Field(30, ge=1, le=365, description="in which cases look alike")
    not_resolved_days: int = Field(
        30, ge=1, le=365, description="in which a citizen may say that it is not resolved"
    )
    public_location: Literal["grid", "segment"] = Field(
        "grid", description="how coarse a place is told to all: cells of 50 m, or street segments"
    )
    silent_hours: dict[str, Annotated[int, Field(ge=1)]] = Field(
        {}, description="channel -> hours without an arrival after which the silence is told"
    )
    comment_ack: dict[AnyChannel, bool] = Field(
        {}, description="channel, or *: acknowledged in time, or not followed up at all (C-12)"
    )
    claim_is: Literal["kind", "request"] = Field(
        "kind", description="a réclamation is a kind of its own, or counts as a request (C-11)"
    )
    request_means_fr: str = Field("", description="what a requête is, as the text says (C-11)")
    request_means_en: str = Field("", description="the same in English")

    @model_validator(mode="after")
    def _said_in_both_languages(self) -> Self:
        if bool(self.request_means_fr) != bool(self.request_means_en):
            raise refusal(
                ("request_means en une seule langue", "request_means in one language only"),
                (
                    "donnez request_means_fr et request_means_en",
                    "give request_means_fr and request_means_en",
                ),
            )
        return self
