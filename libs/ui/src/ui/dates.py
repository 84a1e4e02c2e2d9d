"""Dates as people here write them, in the zone where they live."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Toronto")
MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip


def day(on: date, language: str) -> str:
    """`1er juin 2026`, `June 1, 2026`. A datetime is taken as it is: see `moment`."""
    month = MONTHS[language][on.month - 1]
    if language == "en":
        return f"{month} {on.day}, {on.year}"
    number = "1er" if on.day == 1 else str(on.day)
    return f"{number} {month} {on.year}"


def moment(at: datetime, language: str) -> str:
    """`1er juin 2026, 14 h 05`, local time of an aware instant."""
    local = at.astimezone(ZONE)
    clock = f"{local:%H:%M}" if language == "en" else f"{local:%H} h {local:%M}"
    return f"{day(local.date(), language)}, {clock}"


def month_in_words(month: str, language: str) -> str:
    """`août 2026`, of `2026-08`."""
    year, number = month.split("-")
    return f"{MONTHS[language][int(number) - 1]} {year}"
