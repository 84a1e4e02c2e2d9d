"""What is still owed on a case, and by which words the lists find it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sla.adapters.owed_index import owed_index
from sla.domain.commitments import tick
from sla.domain.owed import Standing, owed_of

LONG_AFTER = datetime(2026, 7, 1, 15, 0, tzinfo=UTC)


def test_what_runs_is_found_by_its_local_day_and_its_kind(told: Any) -> None:
    state, _ = told.play([told.registered(), told.assigned()])
    found = owed_index(state)
    assert found["owed"] == [
        "prevost/2026-06-16",
        "prevost/2026-06-16/acknowledge",
        "prevost/2026-06-19",
        "prevost/2026-06-19/complete",
        "prevost/running",
        "prevost/running/acknowledge",
        "prevost/running/complete",
    ]
    assert found["due_at"] == found["owed_at"] == told.acknowledge_due_at
    assert found["department"] == "prevost/travaux-publics"


def test_pv_45_a_complaint_is_not_found_by_what_it_is_about(told: Any) -> None:
    state, _ = told.play([told.registered(kind="complaint"), told.assigned()])
    found = owed_index(state)
    assert (found["activity"], found["department"]) == ("", "")


def test_what_was_missed_is_owed_until_it_is_done_all_the_same(told: Any) -> None:
    book = told.book()
    state, _ = told.play([told.registered(), told.assigned()], book=book)
    missed, _ = tick(state, book, LONG_AFTER, LONG_AFTER)
    assert [one.standing for one in owed_of(missed)] == [Standing.LATE, Standing.LATE]
    assert owed_index(missed)["due_at"] is None
    assert owed_index(missed)["owed_at"] == told.acknowledge_due_at
    done = told.completed((LONG_AFTER - timedelta(days=1)).date(), LONG_AFTER)
    settled, _ = told.play([told.handed_over(LONG_AFTER), done], missed, book=book, now=LONG_AFTER)
    assert owed_of(settled) == []
    assert owed_index(settled)["owed"] == []


def test_a_promise_whose_time_is_over_is_late_before_it_is_declared_missed(told: Any) -> None:
    state, _ = told.play([told.registered(), told.assigned()])
    (acknowledge, complete) = owed_of(state)
    now = told.acknowledge_due_at + timedelta(seconds=1)
    assert (acknowledge.is_late(now), complete.is_late(now)) == (True, False)
