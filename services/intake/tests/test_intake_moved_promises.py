"""A promise that moved shows its new time in the dossier, and stands where it stood (MH-13)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from contracts import Event, Received
from contracts.events.sla import (
    CommitmentDueSoonV1,
    CommitmentExtendedV1,
    CommitmentMetV1,
    CommitmentMissedV1,
    CommitmentMovedV1,
    CommitmentResumedV1,
    CommitmentStartedV1,
    CommitmentSuspendedV1,
)
from contracts.words import CommitmentKind, Counting
from guichet_testing.toy import envelope_of
from intake.domain.dossier import Commitment
from intake.domain.timeline import Timeline
from intake.entrypoints.timeline_handlers import OF_TIMELINE
from intake.entrypoints.words import STAFF_LINES

CASE = "5f0c1e0a-0000-4000-8000-00000000000c"
NOW = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
DUE_AT, LATER = NOW + timedelta(days=3), NOW + timedelta(days=10)


def promise(cls: type[Event], due_at: datetime = DUE_AT, **more: Any) -> Event:
    said = {"case_id": CASE, "commitment_id": "c1", "commitment_kind": CommitmentKind.COMPLETE}
    return cls.model_validate({**said, "due_at": due_at, **more})


STARTED = promise(
    CommitmentStartedV1,
    original_due_at=DUE_AT,
    started_at=NOW,
    counting=Counting.CALENDAR_DAYS,
    amount=3,
    demonstration=True,
    explanation_fr="trois jours",
    explanation_en="three days",
)
MOVED = promise(
    CommitmentMovedV1,
    LATER,
    previous_due_at=DUE_AT,
    original_due_at=DUE_AT,
    cause="reclassified",
    explanation_fr="dix jours",
    explanation_en="ten days",
)


def told(*events: Event) -> Commitment:
    """The one promise of the timeline that these make."""
    timeline: Timeline | None = None
    for number, event in enumerate(events, 1):
        received = Received(envelope_of(event, CASE, number), event)
        outcome = OF_TIMELINE[type(event)](timeline, received, NOW)
        assert outcome is not None
        timeline = outcome.state
    assert timeline is not None
    assert all(line.what in STAFF_LINES for line in timeline.lines), "every line has its words"
    (commitment,) = timeline.commitments
    return commitment


def test_it_is_due_at_its_new_time_by_its_new_explanation() -> None:
    shown = told(STARTED, MOVED)
    assert (shown.due_at, shown.explanation_fr) == (LATER, "dix jours")
    assert (shown.standing, shown.demonstration) == ("running", True)


@pytest.mark.parametrize(
    ("before", "standing"),
    [
        (promise(CommitmentMetV1, met_at=NOW), "met"),
        (promise(CommitmentMissedV1, read_until=NOW), "missed"),
        (promise(CommitmentDueSoonV1), "running"),
    ],
)
def test_what_was_kept_or_missed_is_said_apart(before: Event, standing: str) -> None:
    shown = told(STARTED, before, MOVED)
    assert (shown.due_at, shown.standing) == (LATER, standing)


SUSPENDED = promise(
    CommitmentSuspendedV1, stopped_at=NOW, until_at=LATER, reason="waiting-for-citizen"
)
RESUMED = promise(
    CommitmentResumedV1,
    LATER,
    previous_due_at=DUE_AT,
    original_due_at=DUE_AT,
    stopped_at=NOW,
    resumed_at=LATER,
    reason="waiting-for-citizen",
    explanation_fr="trois jours et l'attente",
    explanation_en="three days and the wait",
)
EXTENDED = promise(
    CommitmentExtendedV1,
    LATER,
    previous_due_at=DUE_AT,
    original_due_at=DUE_AT,
    extended_by=7,
    decided_at=NOW,
    decided_by_role="clerk",
    explanation_fr="prolongé",
    explanation_en="extended",
)


def test_a_delay_that_waits_for_the_citizen_says_so_until_it_runs_again_mh_13() -> None:
    assert told(STARTED, SUSPENDED).standing == "suspended"
    assert told(STARTED, SUSPENDED, EXTENDED).standing == "suspended"
    shown = told(STARTED, SUSPENDED, RESUMED)
    assert (shown.standing, shown.due_at) == ("running", LATER)
    assert shown.explanation_fr == "trois jours et l'attente"


def test_an_extended_delay_is_due_later_pv_48() -> None:
    shown = told(STARTED, EXTENDED)
    assert (shown.standing, shown.due_at, shown.explanation_fr) == ("running", LATER, "prolongé")
