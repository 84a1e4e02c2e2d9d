"""Dates in the words of mails, in the zone where people here live."""

from datetime import date
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Toronto")
MONTHS_FR = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date_fr(on: date) -> str:
    """`1er juin 2026`."""
    day = "1er" if on.day == 1 else str(on.day)
    return f"{day} {MONTHS_FR[on.month - 1]} {on.year}"


def date_en(on: date) -> str:
    """`June 1, 2026`."""
    return f"{MONTHS_EN[on.month - 1]} {on.day}, {on.year}"


def month_words(month: str) -> tuple[str, str]:
    """`juin 2026`, `June 2026`, of `2026-06`."""
    year, number = month.split("-")
    return f"{MONTHS_FR[int(number) - 1]} {year}", f"{MONTHS_EN[int(number) - 1]} {year}"
