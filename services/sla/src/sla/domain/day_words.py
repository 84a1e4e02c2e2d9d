"""Local dates and times in words, French and English, as people read them aloud."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from sla.domain.calendar import DAY, Cause, ClosedDay

Language = Literal["fr", "en"]

_DAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# fmt: off
_MONTHS_FR = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on
WEEK_END = 2


def moment(at: datetime, language: Language) -> str:
    """A local moment in words; the end of a calendar day is said without a clock time."""
    day = day_words(at.date(), language, with_year=True)
    if at.time() == time(23, 59, 59):
        return f"{day}, fin de la journée" if language == "fr" else f"{day}, end of the day"
    return f"{day} {'à' if language == 'fr' else 'at'} {clock_words(at.time(), language)}"


def clock_words(at: time, language: Language) -> str:
    """`16 h 59`, `16:59`."""
    if language == "fr":
        return f"{at.hour} h" + (f" {at.minute:02}" if at.minute else "")
    return f"{at.hour}:{at.minute:02}"


def lasting(time_passed: timedelta) -> str:
    """`6 h`, `1 h 30`, whole minutes; the same in both languages."""
    hours, minutes = divmod(int(time_passed.total_seconds()) // 60, 60)
    return f"{hours} h" + (f" {minutes:02}" if minutes else "")


@lru_cache(maxsize=16_384)
def day_words(on: date, language: Language, *, with_year: bool = False) -> str:
    """`vendredi 26 juin`, `Friday 26 June`."""
    weekday, month = on.weekday(), on.month - 1
    year = f" {on.year}" if with_year else ""
    if language == "fr":
        number = "1er" if on.day == 1 else str(on.day)
        return f"{_DAYS_FR[weekday]} {number} {_MONTHS_FR[month]}{year}"
    return f"{_DAYS_EN[weekday]} {on.day} {_MONTHS_EN[month]}{year}"


def span_words(first: date, last: date, language: Language) -> str:
    """One day, or a run of days by its two ends."""
    words = day_words(first, language)
    if first == last:
        return words
    end = day_words(last, language)
    return f"du {words} au {end}" if language == "fr" else f"{words} to {end}"


def joined(said: list[str], word: str) -> str:
    """`a, b et c`."""
    return f"{', '.join(said[:-1])} {word} {said[-1]}" if len(said) > 1 else "".join(said)


def join_days(days: Iterable[ClosedDay], language: Language, word: str = "") -> str:
    """The days in order; a run closed for one same named reason is said once, by its two ends, and
    weekdays that are off week after week by their names alone."""
    days = list(days)
    weekly = _week_after_week(days)
    said = [_weekday_name(number, language) for number in sorted(weekly)]
    rest = [day for day in days if day.on.weekday() not in weekly or day.cause is not Cause.WEEKLY]
    said += [words for run in runs(rest) for words in _run(run, language)]
    return joined(said, word or ("et" if language == "fr" else "and"))


def _week_after_week(days: list[ClosedDay]) -> set[int]:
    """Weekdays off for the week's rest more than twice, and on every date of theirs between."""
    found: dict[int, list[date]] = {}
    for day in days:
        if day.cause is Cause.WEEKLY:
            found.setdefault(day.on.weekday(), []).append(day.on)
    return {
        number
        for number, dates in found.items()
        if len(dates) > WEEK_END and (dates[-1] - dates[0]).days == 7 * (len(dates) - 1)
    }


def _weekday_name(number: int, language: Language) -> str:
    return f"les {_DAYS_FR[number]}s" if language == "fr" else f"{_DAYS_EN[number]}s"


def runs(days: Iterable[ClosedDay]) -> list[list[ClosedDay]]:
    """Days that follow one another and are off for the same reason, together."""
    found: list[list[ClosedDay]] = []
    for day in days:
        last = found[-1][-1] if found else None
        if (
            last is not None
            and day.on - last.on == DAY
            and (day.cause, day.name_fr) == (last.cause, last.name_fr)
        ):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _run(run: list[ClosedDay], language: Language) -> list[str]:
    """Named once by its ends; the two days of a week's end each by itself."""
    first, last = run[0], run[-1]
    if first.cause is Cause.WEEKLY and len(run) <= WEEK_END:
        return [day_words(day.on, language) for day in run]
    name = first.name_fr if language == "fr" else first.name_en
    words = span_words(first.on, last.on, language)
    return [f"{words} ({name})" if name else words]
