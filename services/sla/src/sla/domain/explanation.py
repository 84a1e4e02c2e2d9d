"""A deadline's trace in words that can be read aloud, French and English (PV-03, PV-04)."""

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import pairwise
from typing import Literal, assert_never
from zoneinfo import ZoneInfo

from sla.domain.calendar import DAY, Cause, ClosedDay
from sla.domain.counting import Counting, Trace

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


def trace_words(trace: Trace, language: Language, *, reopened: bool = False) -> str:
    """One paragraph: received when, what does not count, due when. The last date is `readd()`.

    `reopened`: the delay runs from a reopening, and says so.
    """
    zone = ZoneInfo(trace.zone)
    received, due = trace.start_at.astimezone(zone), trace.readd().astimezone(zone)
    begun = trace.clock_at.astimezone(zone)
    skipped = join_days(trace.skipped, language)
    many = len(trace.skipped) > 1
    match language:
        case "fr":
            parts = [f"{'Rouvert' if reopened else 'Reçu'} le {moment(received, 'fr')}"]
            if begun != received:
                parts.append(f"le compte commence à l’ouverture, le {moment(begun, 'fr')}")
            parts.append(f"délai : {_amount_fr(trace)}")
            if skipped:
                parts.append(f"{skipped} ne {'comptent' if many else 'compte'} pas")
            parts.append(f"échéance : {moment(due, 'fr')}")
        case "en":
            parts = [f"{'Reopened' if reopened else 'Received'} {moment(received, 'en')}"]
            if begun != received:
                parts.append(f"the clock starts at the next opening, {moment(begun, 'en')}")
            parts.append(f"delay: {_amount_en(trace)}")
            if skipped:
                parts.append(f"{skipped} {'do' if many else 'does'} not count")
            parts.append(f"due {moment(due, 'en')}")
        case _:
            assert_never(language)
    return "; ".join(parts) + "."


def moment(at: datetime, language: Language) -> str:
    """A local moment in words; the end of a calendar day is said without a clock time."""
    day = day_words(at.date(), language, with_year=True)
    if at.time() == time(23, 59, 59):
        return f"{day}, fin de la journée" if language == "fr" else f"{day}, end of the day"
    if language == "fr":
        return f"{day} à {at.hour} h" + (f" {at.minute:02}" if at.minute else "")
    return f"{day} at {at.hour}:{at.minute:02}"


def day_words(on: date, language: Language, *, with_year: bool = False) -> str:
    """`vendredi 26 juin`, `Friday 26 June`."""
    weekday, month = on.weekday(), on.month - 1
    year = f" {on.year}" if with_year else ""
    if language == "fr":
        number = "1er" if on.day == 1 else str(on.day)
        return f"{_DAYS_FR[weekday]} {number} {_MONTHS_FR[month]}{year}"
    return f"{_DAYS_EN[weekday]} {on.day} {_MONTHS_EN[month]}{year}"


def join_days(days: Iterable[ClosedDay], language: Language) -> str:
    """The days in order; a run closed for one same reason is said once, by its two ends."""
    runs: list[list[ClosedDay]] = []
    for day in days:
        if runs and _continues(runs[-1][-1], day):
            runs[-1].append(day)
        else:
            runs.append([day])
    said = [words for run in runs for words in _run(run, language)]
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} {'et' if language == 'fr' else 'and'} {said[-1]}"


def _continues(before: ClosedDay, day: ClosedDay) -> bool:
    return (
        day.on - before.on == DAY
        and day.cause is before.cause is not Cause.WEEKLY
        and day.name_fr == before.name_fr
    )


def _run(run: list[ClosedDay], language: Language) -> list[str]:
    assert all(later.on - earlier.on == DAY for earlier, later in pairwise(run))
    first, last = run[0], run[-1]
    name = first.name_fr if language == "fr" else first.name_en
    words = day_words(first.on, language)
    if last is not first:
        end = day_words(last.on, language)
        words = f"du {words} au {end}" if language == "fr" else f"{words} to {end}"
    return [f"{words} ({name})" if name else words]


def _amount_fr(trace: Trace) -> str:
    number, many = trace.amount, "s" if trace.amount > 1 else ""
    match trace.counting:
        case Counting.WORKING_DAYS_END_OF_DAY:
            return f"{number} jour{many} ouvrable{many}, jusqu’à la fermeture"
        case Counting.WORKING_DAYS_SAME_TIME:
            return f"{number} jour{many} ouvrable{many}, à la même heure"
        case Counting.WORKING_HOURS:
            return f"{number} heure{many} d’ouverture"
        case Counting.CALENDAR_DAYS:
            return f"{number} jour{many} de calendrier"
        case Counting.CALENDAR_DAYS_ROLLED:
            return f"{number} jour{many} de calendrier, sans finir un dimanche ni un jour férié"
        case Counting.ELAPSED_HOURS:
            return f"{number} heure{many}"
    assert_never(trace.counting)


def _amount_en(trace: Trace) -> str:
    number, many = trace.amount, "s" if trace.amount > 1 else ""
    match trace.counting:
        case Counting.WORKING_DAYS_END_OF_DAY:
            return f"{number} working day{many}, until closing"
        case Counting.WORKING_DAYS_SAME_TIME:
            return f"{number} working day{many}, same time of day"
        case Counting.WORKING_HOURS:
            return f"{number} opening hour{many}"
        case Counting.CALENDAR_DAYS:
            return f"{number} calendar day{many}"
        case Counting.CALENDAR_DAYS_ROLLED:
            return f"{number} calendar day{many}, never ending on a Sunday or a holiday"
        case Counting.ELAPSED_HOURS:
            return f"{number} hour{many}"
    assert_never(trace.counting)
