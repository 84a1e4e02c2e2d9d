"""Promises on one case: given facts, when told or ticked, then what is said."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.domain.calendar import CalendarRules, build_calendar
from sla.domain.commitment import Commitment, Commitments, State
from sla.domain.commitments import judge_at, next_try_at, record, tick
from sla.domain.counting import Counting
from sla.domain.facts import (
    Acknowledged,
    Answered,
    Assigned,
    CaseFact,
    Completed,
    Reclassified,
    Registered,
    Unrouted,
    Withdrawn,
)
from sla.domain.outcomes import Outcome
from sla.domain.promises import BoroughRules, CommitmentKind, NoDelayConfigured, Promise

CASE = "5f0c1e0a-0000-4000-8000-000000000001"
FULL_DAY = [["08:00", "17:00"]]
WEEK = {
    "monday": FULL_DAY,
    "tuesday": FULL_DAY,
    "wednesday": FULL_DAY,
    "thursday": FULL_DAY,
    "friday": [["08:00", "12:00"]],
}
RECEIVED_AT = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)  # Monday, 10:00 local
ACK_DUE_AT = datetime(2026, 6, 16, 21, 0, tzinfo=UTC)  # Tuesday, 17:00 local
DUE_AT = datetime(2026, 6, 19, 16, 0, tzinfo=UTC)  # Friday, noon local: fourth working day
LONG_AFTER = datetime(2026, 7, 15, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

ACK = Promise(kind=CommitmentKind.ACKNOWLEDGE, counting=Counting.WORKING_DAYS_END_OF_DAY, amount=1)
SIX = ("nid-de-poule", "graffiti", "eclairage", "mobilier", "malproprete", "nettoyage")
DELAYS = tuple(
    Promise(
        kind=CommitmentKind.COMPLETE,
        activity=activity,
        counting=Counting.WORKING_DAYS_END_OF_DAY,
        amount=amount,
        demonstration=True,
    )
    for activity, amount in zip(SIX, (4, 5, 10, 15, 3, 6), strict=True)
)


class Grids:
    """What this service has received of the grids; versions may be added as they arrive."""

    def __init__(self, *promises: Promise, years: Sequence[int] = (2026, 2027)) -> None:
        self.known: dict[tuple[str, int], BoroughRules] = {}
        self.add("prevost", 1, *promises or (ACK, *DELAYS), years=years)

    def add(
        self, borough: str, version: int, *promises: Promise, years: Sequence[int] = (2026, 2027)
    ) -> None:
        rules = CalendarRules.model_validate({"weekly": WEEK, "years": years})
        calendar = build_calendar(borough, version, rules, QuebecHolidays())
        self.known[borough, version] = BoroughRules(borough, version, calendar, promises)

    def rules(self, borough: str, version: int | None, at: datetime) -> BoroughRules | None:
        if version is None:
            version = max((number for name, number in self.known if name == borough), default=0)
        return self.known.get((borough, version))


GRIDS = Grids()
REGISTERED = Registered(RECEIVED_AT, "prevost", "request", "nid-de-poule", "phone")
ASSIGNED = Assigned("prevost", 1, "nid-de-poule", RECEIVED_AT)
ACKNOWLEDGED = Acknowledged(RECEIVED_AT + MINUTE)
COMPLETED = Completed(datetime(2026, 6, 18, 15, 0, tzinfo=UTC), date(2026, 6, 18))


def told(
    *facts: CaseFact, state: Commitments | None = None, grids: Grids = GRIDS
) -> tuple[Commitments, list[str]]:
    state = state or Commitments(case_id=CASE)
    said: list[Outcome] = []
    for fact in facts:
        state, more = record(state, fact, grids, RECEIVED_AT + MINUTE)
        said += more
    return state, words(said)


def words(said: Sequence[Outcome]) -> list[str]:
    return [f"{type(one).__name__} {one.commitment.kind}" for one in said]


def ticked(
    state: Commitments, now: datetime, *, grids: Grids = GRIDS, read_until: datetime | None = None
) -> tuple[Commitments, list[str]]:
    state, said = tick(state, grids, now, read_until)
    return state, words(said)


def promise(state: Commitments, kind: CommitmentKind = CommitmentKind.COMPLETE) -> Commitment:
    found = state.of_kind(kind)
    assert found is not None
    return found


def test_an_acknowledgement_is_owed_by_the_end_of_the_next_working_day_mh_07_mh_08() -> None:
    state, said = told(REGISTERED)
    assert said == ["Started acknowledge"]
    one = promise(state, CommitmentKind.ACKNOWLEDGE)
    assert (one.started_at, one.due_at) == (RECEIVED_AT, ACK_DUE_AT)
    assert one.trace.readd() == one.due_at


def test_a_borough_that_gives_no_number_owes_no_acknowledgement_c_04_pv_10() -> None:
    assert told(REGISTERED, grids=Grids(*DELAYS)) == (
        told(REGISTERED, grids=Grids(*DELAYS))[0],
        [],
    )


def test_a_message_handed_over_in_time_keeps_the_promise_mh_08() -> None:
    state, said = told(REGISTERED, ACKNOWLEDGED)
    assert said[-1] == "Met acknowledge"
    assert promise(state, CommitmentKind.ACKNOWLEDGE).settled_at == ACKNOWLEDGED.at


def test_a_message_handed_over_late_is_a_miss_without_waiting_for_a_tick_mh_08() -> None:
    _, said = told(REGISTERED, Acknowledged(ACK_DUE_AT + MINUTE))
    assert said == ["Started acknowledge", "Missed acknowledge"]


def test_nobody_to_tell_means_no_acknowledgement_owed() -> None:
    assert (
        told(Registered(RECEIVED_AT, "prevost", "request", "graffiti", has_contact=False))[1] == []
    )


@pytest.mark.parametrize(("activity", "amount"), list(zip(SIX, (4, 5, 10, 15, 3, 6), strict=True)))
def test_each_of_the_six_activities_has_its_delay_from_the_grid_marked_demonstration_pr_02_c_15(
    activity: str, amount: int
) -> None:
    registered = Registered(RECEIVED_AT, "prevost", "request", activity)
    state, said = told(registered, Assigned("prevost", 1, activity, RECEIVED_AT))
    assert said == ["Started acknowledge", "Started complete"]
    assert (promise(state).amount, promise(state).demonstration) == (amount, True)


def test_a_grid_with_an_activity_without_delay_is_refused_pv_04() -> None:
    rules = GRIDS.known["prevost", 1]
    rules.require_delays(SIX)
    with pytest.raises(NoDelayConfigured, match="egout"):
        rules.require_delays((*SIX, "egout"))


def test_an_amount_of_zero_says_explicitly_that_there_is_no_delay_pv_04() -> None:
    none = Promise(
        kind=CommitmentKind.COMPLETE, activity="egout", counting=Counting.ELAPSED_HOURS, amount=0
    )
    grids = Grids(none)
    grids.known["prevost", 1].require_delays(["egout"])
    registered = Registered(RECEIVED_AT, "prevost", "request", "egout")
    assert told(registered, Assigned("prevost", 1, "", RECEIVED_AT), grids=grids)[1] == []


def test_information_answered_at_first_contact_starts_no_clock_pv_15() -> None:
    asked = Registered(RECEIVED_AT, "prevost", "information", "horaires")
    state, said = told(asked, Answered(RECEIVED_AT), ASSIGNED)
    assert (state.commitments, said, next_try_at(state)) == ((), [], None)


def test_a_comment_is_acknowledged_only_on_the_channels_the_borough_names_c_12() -> None:
    comment = ACK.model_copy(update={"case_kind": "information", "channels": ("social", "email")})
    for channel, said in (("social", ["Started acknowledge"]), ("phone", [])):
        asked = Registered(RECEIVED_AT, "prevost", "information", "commentaire", channel)
        assert told(asked, grids=Grids(comment))[1] == said


def test_the_same_number_with_two_clocks_gives_two_due_times_c_16() -> None:
    fifteen = [
        Promise(kind=CommitmentKind.COMPLETE, case_kind=kind, counting=counting, amount=15)
        for kind, counting in (
            ("claim", Counting.CALENDAR_DAYS_ROLLED),
            ("request", Counting.WORKING_DAYS_END_OF_DAY),
        )
    ]
    dues = set()
    for kind in ("claim", "request"):
        registered = Registered(RECEIVED_AT, "prevost", kind, "nid-de-poule")
        dues.add(promise(told(registered, ASSIGNED, grids=Grids(*fifteen))[0]).due_at)
    assert len(dues) == 2


@pytest.mark.parametrize(
    ("done_on", "completed_at", "outcome"),
    [
        (None, DUE_AT, "Met complete"),
        (None, DUE_AT + MINUTE, "Missed complete"),
        (date(2026, 6, 18), datetime(2026, 6, 25, 14, 0, tzinfo=UTC), "Met complete"),
        (date(2026, 6, 19), DUE_AT + timedelta(hours=3), "Met complete"),
        (date(2026, 6, 20), datetime(2026, 6, 25, 14, 0, tzinfo=UTC), "Missed complete"),
    ],
)
def test_on_time_is_done_at_or_before_the_target_and_the_done_date_decides_mh_13(
    done_on: date | None, completed_at: datetime, outcome: str
) -> None:
    assert told(REGISTERED, ASSIGNED, Completed(completed_at, done_on))[1][-1] == outcome


def test_for_hours_the_instant_of_entry_decides_on_the_day_itself_mh_13() -> None:
    four = Promise(kind=CommitmentKind.COMPLETE, counting=Counting.ELAPSED_HOURS, amount=4)
    late = Completed(RECEIVED_AT + timedelta(hours=5), RECEIVED_AT.date())
    assert told(REGISTERED, ASSIGNED, late, grids=Grids(four))[1][-1] == "Missed complete"


def test_an_open_case_before_its_target_is_neither_on_time_nor_late_mh_13() -> None:
    state, said = ticked(told(REGISTERED, ASSIGNED, ACKNOWLEDGED)[0], DUE_AT, read_until=DUE_AT)
    assert said == []
    assert promise(state).state is State.RUNNING


def test_a_warning_is_given_once_and_never_after_the_due_time() -> None:
    state, _ = told(REGISTERED, ASSIGNED, ACKNOWLEDGED)
    warn_at = next_try_at(state)
    assert warn_at is not None
    assert warn_at == promise(state).warn_at
    assert ticked(state, warn_at - MINUTE)[1] == []
    warned, said = ticked(state, warn_at)
    assert said == ["DueSoon complete"]
    assert ticked(warned, warn_at + MINUTE) == (warned, [])
    assert ticked(state, DUE_AT + MINUTE)[1] == []


def test_a_miss_is_declared_only_past_the_settling_time_of_what_was_read_mh_13() -> None:
    state, _ = told(REGISTERED, ASSIGNED, ACKNOWLEDGED)
    for read_until in (None, DUE_AT, DUE_AT + 2 * MINUTE):
        assert ticked(state, LONG_AFTER, read_until=read_until)[1] == []
    missed, said = ticked(state, LONG_AFTER, read_until=DUE_AT + 3 * MINUTE)
    assert said == ["Missed complete"]
    assert next_try_at(missed) is None
    assert ticked(missed, LONG_AFTER, read_until=LONG_AFTER) == (missed, [])


def test_a_backlog_leaves_the_judgement_to_those_who_have_read_instead_of_spinning() -> None:
    state, _ = told(REGISTERED, ASSIGNED, ACKNOWLEDGED)
    state, _ = ticked(state, LONG_AFTER, read_until=DUE_AT)
    assert next_try_at(state) is None, "the clock alone has nothing to do for it"
    assert judge_at(state) == DUE_AT


def test_a_timely_completion_read_after_the_miss_withdraws_it_mh_13() -> None:
    state, _ = told(REGISTERED, ASSIGNED, ACKNOWLEDGED)
    missed, _ = ticked(state, LONG_AFTER, read_until=LONG_AFTER)
    state, said = told(COMPLETED, state=missed)
    assert said == ["MissWithdrawn complete", "Met complete"]
    assert promise(state).state is State.MET


def test_a_late_completion_leaves_a_declared_miss_as_it_is() -> None:
    state, _ = told(REGISTERED, ASSIGNED, ACKNOWLEDGED)
    missed, _ = ticked(state, LONG_AFTER, read_until=LONG_AFTER)
    assert told(Completed(LONG_AFTER), state=missed)[1] == []


def test_a_case_taken_back_in_time_cancels_and_taken_back_too_late_stays_missed() -> None:
    state, _ = told(REGISTERED, ASSIGNED, ACKNOWLEDGED)
    assert told(Withdrawn(DUE_AT), state=state)[1] == ["Cancelled complete"]
    assert told(Withdrawn(DUE_AT + MINUTE), state=state)[1] == ["Missed complete"]


def test_reclassified_as_information_the_promise_falls_and_comes_back_with_its_first_id() -> None:
    state, _ = told(REGISTERED, ASSIGNED, ACKNOWLEDGED)
    first = promise(state)
    state, said = told(Reclassified("information", "horaires"), state=state)
    assert said == ["Cancelled complete"]
    assert state.commitments == ()
    state, said = told(Reclassified("request", "nid-de-poule"), state=state)
    assert said == ["Started acknowledge", "Met acknowledge", "Started complete"]
    assert promise(state) == first
    assert first.commitment_id == str(uuid5(UUID(CASE), "complete"))


def test_another_activity_moves_the_due_time_and_keeps_the_original_beside_it_pr_02() -> None:
    state, _ = told(REGISTERED, ASSIGNED)
    changed = Reclassified("request", "mobilier")
    state, said = told(changed, Assigned("prevost", 1, "mobilier", RECEIVED_AT), state=state)
    assert said == ["Moved complete"]
    assert promise(state).original_due_at == DUE_AT < promise(state).due_at
    assert told(changed, state=state) == (state, [])


def test_a_miss_whose_due_time_moves_into_the_future_does_not_stand_pr_02() -> None:
    state, _ = told(REGISTERED, ASSIGNED, ACKNOWLEDGED)
    missed, _ = ticked(state, LONG_AFTER, read_until=DUE_AT + 3 * MINUTE)
    moved = (Reclassified("request", "mobilier"), Assigned("prevost", 1, "mobilier", RECEIVED_AT))
    state, said = told(*moved, state=missed)
    assert said == ["Moved complete", "MissWithdrawn complete"]
    assert promise(state).state is State.RUNNING


def test_unrouted_after_all_there_is_nobody_who_promised() -> None:
    state, _ = told(REGISTERED, ASSIGNED)
    assert told(Unrouted(RECEIVED_AT), state=state)[1] == ["Cancelled complete"]


def test_a_grid_that_is_not_here_yet_is_waited_for_with_back_off_up_to_an_hour() -> None:
    state, said = told(REGISTERED, Assigned("prevost", 2, "", RECEIVED_AT))
    assert said == ["Started acknowledge"]
    assert state.waiting_for is not None
    assert (state.waiting_for.reason, state.waiting_for.grid_version) == ("grid", 2)
    pauses = []
    for _ in range(10):
        at = state.waiting_for.retry_at if state.waiting_for else LONG_AFTER
        state, _ = ticked(state, at)
        assert state.waiting_for is not None
        pauses.append(state.waiting_for.retry_at - at)
    assert pauses[:2] == [timedelta(minutes=1), timedelta(minutes=2)]
    assert pauses[-1] == timedelta(hours=1)
    later = Grids()
    later.add("prevost", 2, *DELAYS)
    state, said = ticked(state, RECEIVED_AT + MINUTE, grids=later)
    assert "Started complete" in said
    assert state.waiting_for is None
    assert ticked(state, RECEIVED_AT + MINUTE, grids=later) == (state, []), "twice changes nothing"


def test_a_year_without_calendar_is_waited_for_and_named() -> None:
    december = Registered(datetime(2026, 12, 30, 15, tzinfo=UTC), "prevost", "request", "graffiti")
    grids = Grids(years=[2026])
    state, said = told(december, Assigned("prevost", 1, "graffiti", RECEIVED_AT), grids=grids)
    assert said == ["Started acknowledge"]
    assert state.waiting_for is not None
    assert (state.waiting_for.reason, state.waiting_for.year) == ("calendar", 2027)


def test_a_state_survives_storage_as_json() -> None:
    state, _ = told(REGISTERED, ASSIGNED, ACKNOWLEDGED, COMPLETED)
    assert Commitments.model_validate_json(state.model_dump_json()) == state
