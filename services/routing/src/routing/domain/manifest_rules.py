"""The sections of a manifest that other services read: delays, calendar, complaints, messages."""

import datetime
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator, model_validator

from routing.domain.manifest_values import Code, Day, Section, Sourced

Counting = Literal[
    "working_days_end_of_day",
    "working_days_same_time",
    "working_hours",
    "calendar_days",
    "calendar_days_rolled",
    "elapsed_hours",
    "no_delay",
]
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
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Commitment(Sourced):
    """A promised delay; `no_delay` is said aloud, for silence is refused (PV-04)."""

    kind: Literal["acknowledge", "complete"]
    activity: str = Field("*", description="code of an activity, or * for all others")
    counting: Counting
    amount: int = Field(0, ge=0, description="days or hours, as `counting` says")

    @model_validator(mode="after")
    def _amount_goes_with_counting(self) -> Self:
        if (self.counting == "no_delay") != (self.amount == 0):
            raise ValueError("amount is above 0, or counting is no_delay")
        return self


class Hours(Section):
    """Opening hours of one weekday, local time."""

    day: Weekday
    opens: datetime.time
    closes: datetime.time

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens must be before closes")
        return self


class Closure(Section):
    """Days on which the borough is closed besides the holidays, ends included."""

    from_on: Day
    until_on: Day
    reason_fr: str
    reason_en: str

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.from_on > self.until_on:
            raise ValueError("from_on must not be after until_on")
        return self


class Holidays(Section):
    """Which holidays are observed: a seed list of the province, and what the borough adds."""

    seed: Literal["CA-QC"] = "CA-QC"
    easter: Literal["good-friday", "easter-monday", "both"]
    also: tuple[str, ...] = Field((), description="MM-DD, closed every year")
    years: tuple[int, ...] = Field(min_length=1, description="years confirmed; others are unknown")

    @field_validator("also")
    @classmethod
    def _days_of_a_year(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        for day in days:
            datetime.date.fromisoformat(f"2028-{day}")  # a leap year: 02-29 may be meant
        return days


class Calendar(Section):
    """When the borough works; a year that `holidays.years` lacks is an error, not a free year."""

    zone: str
    hours: tuple[Hours, ...] = Field(min_length=1)
    closures: tuple[Closure, ...] = ()
    holidays: Holidays

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError("not a time zone of the tz database")
        return zone

    @field_validator("hours")
    @classmethod
    def _one_entry_a_day(cls, hours: tuple[Hours, ...]) -> tuple[Hours, ...]:
        if len({entry.day for entry in hours}) != len(hours):
            raise ValueError("a weekday occurs twice")
        return hours

    def local_date(self, now: datetime.datetime) -> datetime.date:
        """The borough's date at an aware moment."""
        return now.astimezone(ZoneInfo(self.zone)).date()


class Complaints(Section):
    """Where complaints go and which are admitted (C-02, C-03)."""

    model: Literal["central", "decentral"]
    department: Code | None = Field(None, description="of the central model")
    written: bool
    signed: bool
    anonymous: bool
    max_age_days: int | None = Field(None, ge=1, description="after the facts; none: no limit")

    @model_validator(mode="after")
    def _central_has_a_department(self) -> Self:
        if self.model == "central" and self.department is None:
            raise ValueError("model central needs department")
        return self


class Messages(Section):
    """How the borough writes to citizens; the first language comes first."""

    languages: tuple[Literal["fr", "en"], ...] = Field(min_length=1)
    from_name: str
    signature: str = ""


class ClosingCode(Sourced):
    """An intervention code that completes a request (PV-52)."""

    code: str = Field(min_length=1)
    name_fr: str
    name_en: str


class Closing(Section):
    """What completing and closing ask for (PV-52..54, C-05)."""

    actor: Literal["responsable", "technician", "both"]
    extension_required: bool = True
    codes: tuple[ClosingCode, ...] = Field(min_length=1)


class Counter(Section):
    """How the counter takes cases in: the notice of claims, likely twins, silent channels."""

    claim_notice_days: int = Field(15, ge=1, description="to give it in writing (REQUIREMENTS §2)")
    claim_notice_to_fr: str = Field("", description="who must receive it")
    claim_notice_to_en: str = ""
    twin_radius_metres: int = Field(50, ge=1, le=1000)
    twin_window_days: int = Field(30, ge=1, le=365)
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
    request_means_en: str = ""

    @model_validator(mode="after")
    def _said_in_both_languages(self) -> Self:
        if bool(self.request_means_fr) != bool(self.request_means_en):
            raise ValueError("request_means_fr and request_means_en go together")
        return self
