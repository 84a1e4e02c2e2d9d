"""`/delais`: try a delay before telling it on the phone: when it is due, and why, step by step.

A GET form, so that its address can be handed to a colleague. Counted by the very functions that
count promises, and `guichet deadline`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.language import Words, in_words, said

from sla.domain.calendar import CalendarMissing, WorkingCalendar
from sla.domain.counting import MAX_AMOUNT, Counting, DelayInvalid, count
from sla.domain.day_words import moment
from sla.domain.pauses import WAITING_FOR_CITIZEN, Pause, PauseInvalid
from sla.domain.steps import StepKind, steps
from sla.entrypoints.pages.staff_pages import StaffPages

LABELS: Mapping[str, Words] = {
    "borough": ("Arrondissement ou ville", "Borough or town"),
    "amount": ("Combien", "How much"),
    "counting": ("Compté comment", "Counted how"),
    "receivedAt": ("Reçu le", "Received"),
    "pauseFrom": ("Suspendu dès le", "Suspended from"),
    "pauseTo": ("Suspendu jusqu'au", "Suspended to"),
}
COUNTINGS: Mapping[Counting, Words] = {
    Counting.WORKING_DAYS_END_OF_DAY: (
        "jours ouvrables, jusqu'à la fermeture",
        "working days, until closing",
    ),
    Counting.WORKING_DAYS_SAME_TIME: (
        "jours ouvrables, à la même heure",
        "working days, same time of day",
    ),
    Counting.WORKING_HOURS: ("heures d'ouverture", "opening hours"),
    Counting.CALENDAR_DAYS: ("jours de calendrier", "calendar days"),
    Counting.CALENDAR_DAYS_ROLLED: (
        "jours de calendrier, sans finir un dimanche ni un jour férié (I-16)",
        "calendar days, never ending on a Sunday or a holiday (I-16)",
    ),
    Counting.CALENDAR_MONTHS_ROLLED: (
        "mois, sans finir un dimanche ni un jour férié (I-16)",
        "months, never ending on a Sunday or a holiday (I-16)",
    ),
    Counting.ELAPSED_HOURS: ("heures qui passent, jour et nuit", "hours that pass, day and night"),
}
AMOUNT: Words = (
    f"un nombre entier, de 1 à {MAX_AMOUNT}",
    f"a whole number, from 1 to {MAX_AMOUNT}",
)
A_MOMENT: Words = (
    "une date et une heure, comme 2026-11-20T16:30",
    "a date and a time, such as 2026-11-20T16:30",
)
IN_FUTURE: Words = ("ne peut être dans l'avenir", "may not be in the future")
CHOOSE: Words = ("choisissez dans la liste", "choose from the list")
BOTH_ENDS: Words = (
    "donnez le début et la fin de la suspension, ou aucun des deux",
    "give the start and the end of the suspension, or neither",
)
NO_YEAR: Words = (
    "le calendrier de {name} pour {year} n'a pas été confirmé : ce délai ne peut se calculer",
    "the calendar of {name} for {year} was not confirmed: this delay cannot be worked out",
)


@dataclass(frozen=True)
class Told:
    """A deadline in words, or why there is none, by field."""

    due: str = ""
    due_at: datetime | None = None
    aloud: tuple[tuple[str, str], ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)


def tell(given: Mapping[str, str], calendar: WorkingCalendar, now: datetime, lang: str) -> Told:
    """The deadline of what was typed; times are local ones of that calendar."""
    zone, faults = calendar.zone, dict[str, str]()
    text = given.get("amount", "")
    amount = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
    if not 1 <= amount <= MAX_AMOUNT:
        faults["amount"] = said(AMOUNT, lang)
    counting = given.get("counting", "")
    if counting not in set(Counting):
        faults["counting"] = said(CHOOSE, lang)
    received_at = _moment(given.get("receivedAt", ""), zone)
    if received_at is None:
        faults["receivedAt"] = said(A_MOMENT, lang)
    elif received_at > now:
        faults["receivedAt"] = said(IN_FUTURE, lang)
    pauses = _pauses(given, zone, faults, lang)
    if faults or received_at is None:
        return Told(faults=faults)
    try:
        deadline = count(received_at, Counting(counting), amount, calendar, pauses)
    except CalendarMissing as missing:
        words = said(NO_YEAR, lang).format(name=given.get("name", missing.borough), **vars(missing))
        return Told(faults={"receivedAt": words})
    except PauseInvalid as fault:
        name = "pauseFrom" if fault.end == "from" else "pauseTo"
        return Told(faults={name: said((fault.fr, fault.en), lang)})
    except DelayInvalid:
        return Told(faults={"amount": said(AMOUNT, lang)})
    due = deadline.due_at.astimezone(zone)
    return Told(
        due=moment(due, "en" if lang == "en" else "fr"),
        due_at=due,
        aloud=tuple(
            (one.kind.value, said((one.fr, one.en), lang)) for one in steps(deadline.trace)
        ),
    )


def _pauses(
    given: Mapping[str, str], zone: ZoneInfo, faults: dict[str, str], lang: str
) -> tuple[Pause, ...]:
    begun, ended = given.get("pauseFrom", ""), given.get("pauseTo", "")
    if not begun and not ended:
        return ()
    if not begun or not ended:
        faults["pauseTo" if begun else "pauseFrom"] = said(BOTH_ENDS, lang)
        return ()
    from_at, to_at = _moment(begun, zone), _moment(ended, zone)
    for name, at in (("pauseFrom", from_at), ("pauseTo", to_at)):
        if at is None:
            faults[name] = said(A_MOMENT, lang)
    if from_at is None or to_at is None:
        return ()
    return (Pause(from_at, to_at, WAITING_FOR_CITIZEN),)


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    """What a browser sends of a date and a time: local, without zone."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    if local.tzinfo is not None or len(text) < len("2026-11-20T16:30"):
        return None
    return local.replace(tzinfo=zone).astimezone(UTC)


def router(pages: StaffPages) -> APIRouter:
    """`/delais`."""
    routes, desk = APIRouter(include_in_schema=False), pages.desk

    @routes.get("/delais")
    async def delay(request: Request) -> Response:
        caller = await pages.reader(request)
        if isinstance(caller, Response):
            return caller
        lang, names = language_of(request), pages.names(language_of(request))
        mine = names.of(caller.boroughs)
        given = {name: request.query_params.get(name, "")[:60].strip() for name in LABELS}
        is_asked = any(given[name] for name in LABELS if name != "borough")
        borough = given["borough"] or (mine[0][0] if mine else "")
        rules = desk.in_force(borough) if borough in caller.boroughs else None
        told = Told()
        if rules is None:
            told = Told(faults={"borough": said(CHOOSE, lang)} if given["borough"] else {})
        elif is_asked:
            known = {**given, "name": names.borough(borough)}
            told = tell(known, rules.calendar, desk.clock(), lang)
        now = desk.clock()
        zone = rules.calendar.zone if rules else ZoneInfo("America/Toronto")
        first = {
            "borough": borough,
            "counting": Counting.WORKING_DAYS_END_OF_DAY.value,
            "receivedAt": f"{now.astimezone(zone):%Y-%m-%dT%H:%M}",
        }
        return pages.render(
            request,
            "delay.html",
            caller,
            status=400 if told.faults else 200,
            given=given if is_asked or told.faults else first,
            told=told,
            labels=in_words(LABELS, lang),
            countings=[(one.value, said(words, lang)) for one, words in COUNTINGS.items()],
            counted=StepKind.COUNTED.value,
            latest=f"{now.astimezone(zone):%Y-%m-%dT%H:%M}",
            name=names.borough(borough),
            version=rules.version if rules else None,
        )

    return routes
