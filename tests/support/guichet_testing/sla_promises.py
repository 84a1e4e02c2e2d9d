"""Promises of sla as they lie in its database, made by its own decisions: for herds of any size."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from contracts import Envelope, Event, Received
from contracts.events.intake import CaseRegisteredV1
from contracts.events.routing import CaseAssignedV1
from contracts.words import Channel, Kind
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.adapters.rule_book import GridRuleBook
from sla.application.follow_case import FollowCase
from sla.domain.calendar import CalendarRules
from sla.domain.commitment import Commitments
from sla.domain.counting import Counting
from sla.domain.grids import Grid
from sla.domain.promises import CommitmentKind, Promise

NOW = datetime(2026, 6, 12, 21, 2, 5, tzinfo=UTC)  # Friday, 17:02:05 in Montréal: all may be judged
BOROUGHS = tuple(f"borough-{number:02}" for number in range(20))
AMOUNTS = range(5, 41)
HERD, HERD_HOURS = "herd", 24
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
WEEK = {day: [["08:00", "17:00"]] for day in DAYS}


def grids(boroughs: Sequence[str] = BOROUGHS) -> list[Grid]:
    """One for each borough: an activity for each delay in working days, and that of the herd."""
    counted = {f"days-{days}": (Counting.WORKING_DAYS_END_OF_DAY, days) for days in AMOUNTS}
    counted[HERD] = (Counting.ELAPSED_HOURS, HERD_HOURS)
    promises = tuple(
        Promise(kind=CommitmentKind.COMPLETE, activity=name, counting=way, amount=amount)
        for name, (way, amount) in counted.items()
    )
    calendar = CalendarRules.model_validate({"weekly": WEEK, "years": list(range(2024, 2041))})
    return [
        Grid(
            borough=borough,
            version=1,
            effective_on=date(2026, 1, 1),
            calendar=calendar,
            promises=promises,
            heard_at=NOW,
        )
        for borough in boroughs
    ]


def rule_book() -> GridRuleBook:
    """Knows these grids."""
    book = GridRuleBook(QuebecHolidays())
    for grid in grids():
        book.learn(grid)
    return book


def promise(book: GridRuleBook, case: UUID, borough: str, days: int) -> Commitments:
    """Received on NOW, due so many working days later."""
    return _told(book, case, borough, f"days-{days}", NOW)


def due_promise(
    book: GridRuleBook, case: UUID, borough: str, number: int, of: int, before: datetime = NOW
) -> Commitments:
    """One of a herd that came due, evenly, within one second two minutes before then; it was warned
    of already."""
    due_at = before - timedelta(seconds=126) + timedelta(seconds=1) * number / of
    received_at = due_at - timedelta(hours=HERD_HOURS)
    state = _told(book, case, borough, HERD, received_at)
    return FollowCase(book).tick(state, due_at - timedelta(minutes=1), None).state


def _told(
    book: GridRuleBook, case: UUID, borough: str, activity: str, received_at: datetime
) -> Commitments:
    """What comes of a registration and an assignment, for nobody who could be answered."""
    follow, case_id = FollowCase(book), str(case)
    registered = CaseRegisteredV1(
        case_id=case_id,
        kind=Kind.REQUEST,
        activity=activity,
        channel=Channel.PHONE,
        received_at=received_at,
        details_version=0,
        contacts_version=0,
    )
    assigned = CaseAssignedV1(
        case_id=case_id,
        decided_at=received_at,
        reason_fr="Grille, règle « voirie »",
        reason_en="Grid, rule “roads”",
        responsible_borough=borough,
        department="travaux-publics",
        department_name_fr="Travaux publics",
        department_name_en="Public works",
        reception="tp-reception",
        grid_version=1,
        rule="voirie",
        activity=activity,
    )
    first = follow.registered(None, _received(registered, case_id, borough), received_at)
    assert first is not None
    second = follow.assigned(first.state, _received(assigned, case_id, borough), received_at)
    assert second is not None
    return second.state


def _received(event: Event, case_id: str, borough: str) -> Received[Any]:
    envelope = Envelope(
        id=UUID(int=0),
        source="/guichet/test",
        type=event.wire_type,
        time=NOW,
        subject=case_id,
        borough=borough,
        sequence=1,
        correlationid="herd",
    )
    return Received(envelope, event)
