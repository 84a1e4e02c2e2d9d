"""What the tests of sla's outer rooms share: grids, events in their envelopes, and a told case."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from chassis.inbox import Handler
from contracts import Envelope, Event, Received
from contracts.events.intake import (
    CaseClosedV1,
    CaseCompletedV1,
    CaseRegisteredV1,
    CaseReopenedV1,
)
from contracts.events.notifications import MessageHandedOverV1
from contracts.events.routing import CaseAssignedV1, GridPublishedV1
from contracts.words import Channel, Kind, RecipientKind
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.adapters.rule_book import GridRuleBook
from sla.application.follow_case import FollowCase
from sla.application.keep_grid import keep_grid
from sla.domain.commitment import Commitments
from sla.domain.grids import Grid
from sla.entrypoints.subscribers import by_topic

SEED = QuebecHolidays()
HOURS = [("08:00", "17:00")]
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), HOURS)
ACKNOWLEDGE = {"kind": "acknowledge", "counting": "working_days_end_of_day", "amount": 1}
COMPLETE = {"kind": "complete", "counting": "working_days_end_of_day", "amount": 4}


class Told:
    """Builds what other services say of one case, and plays it."""

    case_id = "5f0c1e0a-0000-4000-8000-000000000001"
    received_at = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)  # Monday, 10:00 local
    acknowledge_due_at = datetime(2026, 6, 16, 21, 0, tzinfo=UTC)
    complete_due_at = datetime(2026, 6, 19, 21, 0, tzinfo=UTC)
    long_after = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
    seed = SEED

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Grid] = {}

    def received(
        self, event: Event, sequence: int = 1, *, key: str = "", borough: str = "prevost"
    ) -> Received[Any]:
        """The event as it arrives."""
        if isinstance(event, GridPublishedV1):
            key = key or f"{event.borough}@{event.version}"
        key = key or self.case_id
        envelope = Envelope(
            id=uuid5(NAMESPACE_URL, f"{event.topic}:{key}:{sequence}"),
            source="/guichet/test",
            type=event.wire_type,
            time=self.received_at,
            subject=key,
            borough=borough,
            sequence=sequence,
            correlationid="test",
        )
        return Received(envelope, event)

    def grid(
        self,
        version: int = 1,
        *,
        borough: str = "prevost",
        effective_on: str = "2016-01-01",
        commitments: Iterable[dict[str, Any]] = (ACKNOWLEDGE, COMPLETE),
        years: Iterable[int] = (2026, 2027),
        **calendar: Any,
    ) -> GridPublishedV1:
        """A grid as routing publishes it."""
        return GridPublishedV1.model_validate(
            {
                "borough": borough,
                "version": version,
                "effective_on": effective_on,
                "digest": f"{version} {effective_on} {commitments} {years} {calendar}",
                "departments": [],
                "commitments": list(commitments),
                "calendar": {"weekly": WEEK, "years": list(years), **calendar},
                "complaints": {
                    "model": "central",
                    "written": True,
                    "signed": True,
                    "max_age_days": None,
                    "anonymous": False,
                },
                "messages": {
                    "name_fr": "Prévost",
                    "name_en": "Prévost",
                    "signature_fr": "La Ville",
                    "signature_en": "The town",
                    "from_email": "guichet@example.org",
                },
            }
        )

    def kept(self, event: GridPublishedV1) -> Grid:
        """The grid as sla keeps it."""
        known = self._kept.get((event.borough, event.digest))
        if known is None:
            known = self._kept[event.borough, event.digest] = self._keep(event)
        return known

    def _keep(self, event: GridPublishedV1) -> Grid:
        return keep_grid(None, self.received(event), self.received_at, seed=SEED).state

    def book(self, *grids: GridPublishedV1) -> GridRuleBook:
        """A rule book that holds these; a first version of Prévost's where none is given."""
        book = GridRuleBook(SEED)
        for grid in grids or (self.grid(),):
            book.learn(self.kept(grid))
        return book

    def registered(self, **more: Any) -> CaseRegisteredV1:
        """A pothole, told by telephone."""
        values: dict[str, Any] = {
            "case_id": self.case_id,
            "kind": Kind.REQUEST,
            "activity": "nid-de-poule",
            "channel": Channel.PHONE,
            "received_at": self.received_at,
            "details_version": 0,
            "contacts_version": 1,
        }
        return CaseRegisteredV1.model_validate(values | more)

    def assigned(
        self, version: int = 1, borough: str = "prevost", at: datetime | None = None
    ) -> CaseAssignedV1:
        """Public works have it."""
        return CaseAssignedV1(
            case_id=self.case_id,
            decided_at=at or self.received_at,
            reason_fr="essai",
            reason_en="test",
            responsible_borough=borough,
            department="travaux-publics",
            department_name_fr="Travaux publics",
            department_name_en="Public works",
            reception="poste-1",
            grid_version=version,
            rule="nid-de-poule",
            activity="nid-de-poule",
        )

    def completed(self, done_on: date, completed_at: datetime | None = None) -> CaseCompletedV1:
        """Done; entered long afterwards unless said otherwise."""
        return CaseCompletedV1(
            case_id=self.case_id,
            done_on=done_on,
            completed_at=completed_at or self.long_after,
        )

    def closed(self, at: datetime, *, without_work: bool = True) -> CaseClosedV1:
        """Closed at the counter."""
        return CaseClosedV1(case_id=self.case_id, closed_at=at, without_work=without_work)

    def reopened(self, at: datetime) -> CaseReopenedV1:
        """Open again."""
        return CaseReopenedV1(case_id=self.case_id, reopened_at=at, reason="not-resolved")

    def handed_over(
        self, at: datetime | None = None, template: str = "acknowledgement"
    ) -> MessageHandedOverV1:
        """The provider took a message."""
        return MessageHandedOverV1(
            case_id=self.case_id,
            delivery_id="delivery-1",
            template=template,
            channel="email",
            recipient=RecipientKind.CITIZEN,
            at=at or self.received_at + timedelta(minutes=1),
        )

    def play(
        self,
        events: Iterable[Event],
        state: Commitments | None = None,
        *,
        book: GridRuleBook | None = None,
        now: datetime | None = None,
    ) -> tuple[Commitments, list[Event]]:
        """Tell them one after another: the state in the end, and all that was said."""
        handlers = self.handlers(book or self.book())
        said: list[Event] = []
        for number, event in enumerate(events, start=1):
            received = self.received(event, number)
            outcome = handlers[type(event)](state, received, now or self.received_at)
            if outcome is not None:
                state = outcome.state
                said += [one for one in outcome.events if isinstance(one, Event)]
        assert state is not None
        return state, said

    def handlers(self, book: GridRuleBook) -> dict[type[Event], Handler[Commitments]]:
        """The handlers of all that is said of cases."""
        topics = by_topic(FollowCase(book))
        return {event: handle for one in topics.values() for event, handle in one.items()}


@pytest.fixture(scope="session")
def told() -> Told:
    """The builder."""
    return Told()
