"""PR-03: "on time" has one meaning, in words and with a version, and promises agree with it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sla.domain.commitment import Basis, Commitment, State
from sla.domain.counting import Counting
from sla.domain.facts import Facts
from sla.domain.performance.case_figures import Stage
from sla.domain.performance.on_time import ON_TIME_V1, Judgement, judged_open
from sla.domain.settlement import settle

from services.sla.tests.performance_cases import NOW, case

RECEIVED_AT = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
DUE_AT = RECEIVED_AT + timedelta(days=7)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("completed_at", "expected"),
    [(DUE_AT, Judgement.ON_TIME), (DUE_AT + SECOND, Judgement.LATE)],
)
def test_pr_03_completed_at_the_due_time_is_on_time_and_a_second_later_is_late(
    completed_at: datetime, expected: Judgement
) -> None:
    assert case(completed_at=completed_at).judged(original=False) is expected


def test_a_case_still_open_before_its_due_time_is_neither_and_after_it_is_late() -> None:
    still_open = case()
    assert still_open.stage is Stage.OPEN
    assert still_open.judged(original=False) is None, "the moment decides"
    assert judged_open(DUE_AT, DUE_AT) is Judgement.OPEN
    assert judged_open(DUE_AT, DUE_AT + SECOND) is Judgement.LATE
    assert judged_open(None, NOW) is Judgement.OPEN, "suspended: no due time runs"


def test_pv_53_the_day_on_which_the_work_was_done_decides_not_that_of_its_entry() -> None:
    entered_late = case(completed_at=DUE_AT + timedelta(days=30), done_on=DUE_AT.date())
    assert entered_late.judged(original=False) is Judgement.ON_TIME
    assert entered_late.delay_days == 7
    done_late = case(completed_at=DUE_AT + timedelta(days=30), done_on=date(2026, 11, 10))
    assert done_late.judged(original=False) is Judgement.LATE


def test_an_extended_case_is_on_time_by_the_adjusted_and_late_by_the_original_deadline() -> None:
    extended = case(
        due_at=DUE_AT + timedelta(days=10),
        original_due_at=DUE_AT,
        completed_at=DUE_AT + timedelta(days=3),
    )
    assert extended.judged(original=False) is Judgement.ON_TIME
    assert extended.judged(original=True) is Judgement.LATE


@pytest.mark.parametrize("ends", ["withdrawn_at", "closed_at"])
def test_what_ended_without_work_does_not_count_before_its_due_time_and_is_late_after(
    ends: str,
) -> None:
    in_time = case(**{ends: DUE_AT, "promise": {"cancelled": True}})
    assert in_time.judged(original=False) is Judgement.NONE
    assert case(**{ends: DUE_AT}).judged(original=False) is Judgement.NONE, "sla is not heard yet"
    assert case(**{ends: DUE_AT + SECOND}).judged(original=False) is Judgement.LATE


def test_without_a_promise_nothing_is_judged() -> None:
    assert case(promises=(), completed_at=NOW).judged(original=False) is Judgement.NONE


def test_the_definition_says_what_it_means_in_both_languages() -> None:
    assert (ON_TIME_V1.name, ON_TIME_V1.version) == ("on-time", 1)
    assert "ni dans le délai ni en retard" in ON_TIME_V1.french
    assert "neither on time nor late" in ON_TIME_V1.english


@settings(deadline=None)  # the first run works out calendars
@given(
    hours=st.integers(-400, 400),
    entered_days=st.integers(0, 20),
    said_when=st.booleans(),
    in_hours=st.booleans(),
)
def test_the_figures_judge_as_the_promises_themselves_do(
    told: Any, hours: int, entered_days: int, said_when: bool, in_hours: bool
) -> None:
    done_at = max(RECEIVED_AT, DUE_AT + timedelta(hours=hours))
    completed_at = done_at + timedelta(days=entered_days)
    done_on = (done_at - timedelta(hours=5)).date() if said_when else None
    facts = Facts(received_at=RECEIVED_AT, completed_at=completed_at, done_on=done_on)
    settled, _ = settle(None, promised(told, in_hours=in_hours), facts, NOW, None)
    figures = case(completed_at=completed_at, done_on=done_on, promise={"in_hours": in_hours})
    kept = figures.judged(original=False) is Judgement.ON_TIME
    assert kept is (settled.state is State.MET)


def promised(told: Any, *, in_hours: bool) -> Commitment:
    """What sla promised of the same case."""
    state, _ = told.play([told.registered(), told.assigned()])
    known: Commitment = state.commitments[-1]
    counting = Counting.ELAPSED_HOURS if in_hours else Counting.WORKING_DAYS_END_OF_DAY
    return known.model_copy(
        update={
            "counting": counting,
            "due_at": DUE_AT,
            "basis": Basis(borough="prevost", grid_version=1, case_kind="request", activity="*"),
        }
    )
