"""What the pages of monthly lists show: heads in words, a screenful of lines, what comes next."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ui.dates import month_in_words
from ui.language import Words, said

from sla.domain.calendar import CalendarMissing
from sla.domain.grids import Grid
from sla.domain.lists.documents import ListKind, MonthlyList
from sla.domain.lists.plan import MonthPlan, SendRule, last_day, plan_month
from sla.entrypoints.borough_names import BoroughNames
from sla.entrypoints.desk import Desk
from sla.entrypoints.list_rows import Row, Sheet

PER_PAGE = 50
TABS: Mapping[ListKind, Mapping[str, Words]] = {
    ListKind.RESPONSABLE: {
        "": ("Toutes", "All"),
        "unanswered": ("Sans réponse", "Without an answer"),
    },
    ListKind.COUNCIL: {
        "": ("Non complétées", "Open"),
        "done": ("Complétées dans le mois", "Completed in the month"),
    },
}
RULES: Mapping[str, Words] = {
    SendRule.FIRST_WD_LAST_WEEK: (
        "premier jour ouvrable de la dernière semaine",
        "first working day of the last week",
    ),
    SendRule.LAST_MONDAY_FULL_WEEK: (
        "dernier lundi d'une semaine complète",
        "last Monday of a complete week",
    ),
}
FIRST_DAY: Words = ("premier jour ouvrable du mois suivant", "first working day of the next month")
TEXTS: Mapping[str, Words] = {
    "accepted": ("en route", "under way"),
    "handed-over": ("remis au serveur de courriel", "handed over to the mail server"),
    "failed": ("non remis", "not delivered"),
    "uncertain": ("incertain", "uncertain"),
    "department": ("au responsable du service", "to the responsable of the department"),
    "staff": ("à un membre du conseil", "to a member of the council"),
    "refused": ("refusé", "refused"),
    "expired": ("trop tard", "too late"),
    "exhausted": ("après plusieurs essais", "after several tries"),
    "no-address": ("aucune adresse", "no address"),
    "cancelled": ("annulé", "cancelled"),
}


@dataclass(frozen=True)
class Head:
    """A list in the index of lists."""

    head: MonthlyList
    name: str
    borough: str
    state: str
    badge: str


@dataclass(frozen=True)
class Tab:
    """Some of the lines of a list, and how many there are."""

    mode: str
    name: str
    count: int


@dataclass(frozen=True)
class Shown:
    """The lines of one screen. `mode`: of which tab; empty: of the first."""

    rows: Sequence[Row]
    tabs: Sequence[Tab]
    mode: str
    page: int
    pages: int
    unanswered: int


@dataclass(frozen=True)
class Coming:
    """The dates that come next in a borough, by month in words; `missing`: a year that nobody
    confirmed."""

    name: str
    plans: Sequence[tuple[str, MonthPlan]]
    missing: int | None = None


def rule_in_words(head: MonthlyList, language: str) -> str:
    """By which rule it left (C-01); of the council's list, PV-29."""
    words = FIRST_DAY if head.kind is ListKind.COUNCIL else RULES.get(head.rule)
    return said(words, language) if words else head.rule


def heads_in_words(heads: Iterable[MonthlyList], names: BoroughNames, language: str) -> list[Head]:
    """Each with its state in words and the badge that shows it."""
    council = said(("Conseil municipal : tous les services", "Council: all departments"), language)
    return [
        Head(
            head=one,
            name=said((one.department_fr, one.department_en or one.department_fr), language)
            if one.kind is ListKind.RESPONSABLE
            else council,
            borough=names.borough(one.borough),
            **_state(one, language),
        )
        for one in heads
    ]


def shown_of(sheet: Sheet, query: Mapping[str, str], case_id: str) -> Shown:
    """A screenful: the one that was asked for, or that holds the line that was answered."""
    groups = _groups(sheet)
    mode = query.get("show", "")
    mode = mode if mode in groups else ""
    rows = [row for row in sheet.rows if _is(row, case_id) or groups[mode](row)]
    pages = max(1, -(-len(rows) // PER_PAGE))
    asked = query.get("page", "1")
    page = min(max(int(asked[:6]), 1), pages) if asked.isascii() and asked.isdigit() else 1
    place = next((at for at, row in enumerate(rows) if _is(row, case_id)), None)
    if place is not None:
        page = place // PER_PAGE + 1
    return Shown(
        rows=rows[(page - 1) * PER_PAGE : page * PER_PAGE],
        tabs=[
            Tab(name, said(TABS[sheet.whole.head.kind][name], sheet.language), _count(sheet, one))
            for name, one in groups.items()
        ],
        mode=mode,
        page=page,
        pages=pages,
        unanswered=sheet.whole.unanswered,
    )


def coming_in(desk: Desk, borough: str, name: str, now: datetime, language: str) -> Coming | None:
    """This month's dates and the next one's; None: the borough sends no lists."""
    rules = desk.in_force(borough)
    grid = _grid(desk, borough, rules.version) if rules is not None else None
    if rules is None or grid is None or grid.lists is None:
        return None
    month = rules.calendar.local(now).date().replace(day=1)
    plans: list[tuple[str, MonthPlan]] = []
    missing: int | None = None
    for one in (month, _after(month)):
        try:
            plan = plan_month(rules.calendar, grid.lists, one)
        except CalendarMissing as unknown:
            missing = unknown.year
        else:
            plans.append((month_in_words(plan.name, language), plan))
    return Coming(name, plans, missing)


def _groups(sheet: Sheet) -> dict[str, Callable[[Row], bool]]:
    """Which lines each tab holds; the first is that of an address without one."""
    if sheet.whole.head.kind is ListKind.COUNCIL:
        return {
            "": lambda row: row.line.completed_on is None,
            "done": lambda row: row.line.completed_on is not None,
        }
    return {"": lambda row: True, "unanswered": lambda row: row.answer is None}


def _count(sheet: Sheet, holds: Callable[[Row], bool]) -> int:
    return sum(holds(row) for row in sheet.rows)


def _grid(desk: Desk, borough: str, version: int) -> Grid | None:
    held = desk.book.grids()
    return next((one for one in held if (one.borough, one.version) == (borough, version)), None)


def _after(month: date) -> date:
    last = last_day(month)
    return last.replace(year=last.year + last.month // 12, month=last.month % 12 + 1, day=1)


def _is(row: Row, case_id: str) -> bool:
    return row.line.case_id == case_id


def _state(head: MonthlyList, language: str) -> dict[str, str]:
    if head.kind is ListKind.COUNCIL:
        return {"state": said(("Envoyée", "Sent"), language), "badge": "is-met"}
    if head.is_closed:
        return {"state": said(("Fermée", "Closed"), language), "badge": "is-met"}
    if head.reminded_at is not None:
        return {"state": said(("Rappelée", "Reminded"), language), "badge": "is-due-soon"}
    return {"state": said(("À répondre", "To be answered"), language), "badge": "is-upcoming"}
