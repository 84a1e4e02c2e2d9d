"""What a manifest promises: delays, how each is counted, and how far it may wait or be extended."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from routing.domain.manifest_values import Sourced, refusal

Counting = Literal[
    "working_days_end_of_day",
    "working_days_same_time",
    "working_hours",
    "calendar_days",
    "calendar_days_rolled",
    "elapsed_hours",
    "no_delay",
]
Kind = Literal[
    "acknowledge",
    "callback",
    "plan",
    "promised",
    "complete",
    "admissibility",
    "complaint",
    "access-answer",
    "third-party-notice",
    "third-party-observations",
    "access-decision",
    "rnc-answer",
    "survey",
]
CaseKind = Literal["request", "complaint", "information", "claim", "access"]
Channel = Literal[
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
    "open311",
]
Role = Literal[
    "technician",
    "responsable",
    "executor",
    "director",
    "citizen-experience",
    "general-director",
    "access-officer",
    "clerk",
]
Share = Annotated[float, Field(gt=0, lt=1)]


class Commitment(Sourced):
    """A promised delay; `no_delay` is said aloud, for silence is refused (PV-04)."""

    kind: Kind = Field(description="what is promised")
    activity: str = Field("*", description="code of an activity, or * for all others")
    case_kind: CaseKind | None = Field(None, description="only for such cases; none: all")
    channels: tuple[Channel, ...] = Field((), description="only for these; none: all")
    counting: Counting = Field(description="how the delay is counted (REQUIREMENTS §3b)")
    amount: int = Field(0, ge=0, description="days or hours, as `counting` says")
    warn_shares: tuple[Share, ...] = Field(
        (), description="shares of the delay after which it is warned of; none: at 0.75"
    )
    suspension_days: int | None = Field(
        None, ge=1, le=365, description="longest wait for the citizen; none: no clock stops for it"
    )
    extension_max: int = Field(
        0, ge=0, description="days or hours that may be added in all; 0: never extended"
    )
    extension_times: int = Field(1, ge=1, le=10, description="how often it may be extended")
    extension_by: tuple[Role, ...] = Field(
        (), description="roles that extend it (C-06); none: whoever may decide on a delay"
    )
    answered_by: Role | Literal[""] = Field("", description="role that answers for it (C-06)")

    @model_validator(mode="after")
    def _is_founded(self) -> Self:
        if not self.source and not self.demonstration:
            raise refusal(
                ("un délai sans source (C-15)", "a delay without a source (C-15)"),
                (
                    "citez d'où il vient : source = \"…\" ; s'il est inventé, dites"
                    ' demonstration = true et reason = "…"',
                    'say where it comes from: source = "…"; where it is made up, say'
                    ' demonstration = true and reason = "…"',
                ),
            )
        return self

    @model_validator(mode="after")
    def _amount_goes_with_counting(self) -> Self:
        if (self.counting == "no_delay") != (self.amount == 0):
            raise refusal(
                ("un délai sans nombre, ou un nombre sans délai", "a delay without a number"),
                (
                    'donnez amount au-dessus de 0, ou dites counting = "no_delay" (PV-04)',
                    'give an amount above 0, or say counting = "no_delay" (PV-04)',
                ),
            )
        return self

    @model_validator(mode="after")
    def _extends_within_the_law(self) -> Self:
        if self.kind == "access-answer" and (self.extension_max > 10 or self.extension_times > 1):
            raise refusal(
                ("plus que la loi ne permet (art. 47)", "more than the law allows (art. 47)"),
                (
                    "une réponse d'accès se prolonge une fois, d'au plus 10 jours (PV-48)",
                    "an access answer is extended once, by 10 days at most (PV-48)",
                ),
            )
        return self
