"""When a borough works: hours, holidays observed, closures, and the years that were confirmed."""

import datetime
from itertools import pairwise
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from routing.domain.manifest_values import Day, Section, Sourced, refusal

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Hours(Section):
    """Opening hours of one weekday, local time."""

    day: Weekday = Field(description="day of the week")
    opens: datetime.time = Field(description="local time, such as 08:30:00")
    closes: datetime.time = Field(description="local time; it ends the working day (§3b)")
    break_from: datetime.time | None = Field(None, description="closed at noon: from, local time")
    break_until: datetime.time | None = Field(None, description="closed at noon: until, local time")

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise refusal(
                ("la fermeture n'est pas après l'ouverture", "closes is not after opens"),
                ("inversez opens et closes", "swap opens and closes"),
            )
        told = (self.break_from, self.break_until)
        if told != (None, None) and not _in_order(self.opens, *told, self.closes):
            raise refusal(
                ("la pause de midi n'est pas dans les heures", "the break is not within the hours"),
                (
                    "donnez break_from puis break_until, entre opens et closes",
                    "give break_from, then break_until, between opens and closes",
                ),
            )
        return self

    def spans(self) -> list[tuple[datetime.time, datetime.time]]:
        """When the counter is open that day, in order."""
        if self.break_from is None or self.break_until is None:
            return [(self.opens, self.closes)]
        return [(self.opens, self.break_from), (self.break_until, self.closes)]


def _in_order(*times: datetime.time | None) -> bool:
    known = [one for one in times if one is not None]
    return len(known) == len(times) and all(one < after for one, after in pairwise(known))


class Opened(Section):
    """A day on which the counter is open all the same: a holiday, a Saturday."""

    on: Day = Field(description="the day")
    opens: datetime.time | None = Field(None, description="absent: as on that weekday")
    closes: datetime.time | None = Field(None, description="absent: as on that weekday")

    @model_validator(mode="after")
    def _has_hours_or_none(self) -> Self:
        told = (self.opens, self.closes)
        if told != (None, None) and not _in_order(*told):
            raise refusal(
                ("la fermeture n'est pas après l'ouverture", "closes is not after opens"),
                ("donnez opens puis closes, ou aucun", "give opens, then closes, or neither"),
            )
        return self


class Proclaimed(Section):
    """A holiday that was proclaimed for one year alone; legal delays do not end on it (I-16)."""

    on: Day = Field(description="the day")
    name_fr: str = Field(min_length=1, description="its name in French")
    name_en: str = Field(min_length=1, description="its name in English")


class Closure(Section):
    """Days on which the borough is closed besides the holidays, ends included."""

    from_on: Day = Field(description="first day closed")
    until_on: Day = Field(description="last day closed")
    reason_fr: str = Field(min_length=1, description="why, in French")
    reason_en: str = Field(min_length=1, description="why, in English")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.from_on > self.until_on:
            raise refusal(
                ("from_on est après until_on", "from_on is after until_on"),
                ("inversez les deux dates", "swap the two dates"),
            )
        return self


class Holidays(Section):
    """Which holidays are observed: a seed list of the province, and what the borough adds."""

    seed: Literal["CA-QC"] = Field("CA-QC", description="public holidays of Québec")
    easter: Literal["good-friday", "easter-monday", "both"] = Field(
        description="which day of Easter is observed"
    )
    also: tuple[str, ...] = Field((), description="MM-DD, closed every year")
    proclaimed: tuple[Proclaimed, ...] = Field((), description="holidays of one year alone")
    years: tuple[int, ...] = Field(min_length=1, description="years confirmed; others are unknown")

    @field_validator("also")
    @classmethod
    def _days_of_a_year(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        for day in days:
            try:
                datetime.date.fromisoformat(f"2028-{day}")  # a leap year: 02-29 may be meant
            except ValueError as error:
                raise refusal(
                    (f"« {day} » n'est pas un jour de l'année", f"{day!r} is no day of a year"),
                    ('écrivez le mois puis le jour : "12-24"', 'write month and day: "12-24"'),
                ) from error
        return days

    @field_validator("years")
    @classmethod
    def _no_year_between_is_missing(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        missing = sorted(set(range(min(years), max(years) + 1)) - set(years))
        if missing:
            said = ", ".join(map(str, missing))
            raise refusal(
                (f"année sans calendrier : {said}", f"a year without a calendar: {said}"),
                (
                    f"confirmez les jours fériés de {said}, puis ajoutez l'année à years",
                    f"confirm the holidays of {said}, then add the year to years",
                ),
            )
        return years


class Calendar(Sourced):
    """When the borough works; a year that `holidays.years` lacks is an error, not a free year."""

    zone: str = Field(description="zone of the tz database, such as America/Toronto")
    hours: tuple[Hours, ...] = Field(min_length=1, description="a weekday not listed is closed")
    closures: tuple[Closure, ...] = Field((), description="other days closed, year by year")
    opened: tuple[Opened, ...] = Field((), description="days open all the same")
    holidays: Holidays = Field(description="holidays observed")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            return ZoneInfo(zone).key
        except (KeyError, ValueError, OSError) as error:  # unknown; no name; a directory of names
            raise refusal(
                ("fuseau horaire inconnu", "not a time zone of the tz database"),
                ('au Québec, écrivez "America/Toronto"', 'in Québec, write "America/Toronto"'),
            ) from error

    @field_validator("hours")
    @classmethod
    def _one_entry_a_day(cls, hours: tuple[Hours, ...]) -> tuple[Hours, ...]:
        if len({entry.day for entry in hours}) != len(hours):
            raise refusal(
                ("un jour de la semaine figure deux fois", "a weekday occurs twice"),
                ("gardez une seule plage par jour", "keep one entry a day"),
            )
        return hours

    @model_validator(mode="after")
    def _opened_days_have_hours(self) -> Self:
        weekdays = {entry.day for entry in self.hours}
        for one in self.opened:
            if one.opens is None and WEEK[one.on.weekday()] not in weekdays:
                raise refusal(
                    (
                        f"le {one.on} est ouvert sans heures : ce jour de semaine n'en a pas",
                        f"{one.on} is opened without hours: its weekday has none",
                    ),
                    ("donnez opens et closes", "give opens and closes"),
                )
        return self

    def local_date(self, now: datetime.datetime) -> datetime.date:
        """The borough's date at an aware moment."""
        return now.astimezone(ZoneInfo(self.zone)).date()
