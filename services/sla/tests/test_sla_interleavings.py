"""Five topics, no order between them: every interleaving ends in the same state (DESIGN §3.3)."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.domain.calendar import CalendarRules, build_calendar
from sla.domain.commitment import Commitments, State
from sla.domain.commitments import record, tick
from sla.domain.counting import Counting
from sla.domain.facts import (
    AccessAnswered,
    Acknowledged,
    AdmissibilityDecided,
    Answered,
    Assigned,
    CaseFact,
    Closed,
    ClosedWithoutWork,
    Completed,
    InvestigationConcluded,
    QuestionAnswered,
    QuestionAsked,
    Reclassified,
    Registered,
    Reopened,
    SurveySent,
    ThirdPartiesHeard,
    ThirdPartyNotified,
    Unrouted,
    Withdrawn,
    WorkPlanned,
)
from sla.domain.outcomes import Missed, MissWithdrawn, Outcome
from sla.domain.promises import BoroughRules, CommitmentKind, Promise

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
RECEIVED_AT = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
KINDS = ("request", "complaint", "information", "access")
ACTIVITIES = ("nid-de-poule", "graffiti")
TICK = "tick"


def _rules(borough: str, version: int, days: int) -> BoroughRules:
    week = {day: [["08:00", "17:00"]] for day in ("monday", "tuesday", "wednesday", "thursday")}
    data = CalendarRules.model_validate({"weekly": week, "years": [2026, 2027]})
    promises = [
        Promise(
            kind=CommitmentKind.ACKNOWLEDGE, counting=Counting.WORKING_DAYS_END_OF_DAY, amount=1
        ),
        Promise(
            kind=CommitmentKind.COMPLETE,
            counting=Counting.CALENDAR_DAYS,
            amount=days,
            suspension_days=days,
        ),
        Promise(
            kind=CommitmentKind.COMPLETE,
            activity="graffiti",
            counting=Counting.WORKING_HOURS,
            amount=days * 5,
            suspension_days=3,
        ),
        *(
            Promise(kind=kind, counting=Counting.CALENDAR_DAYS, amount=days, suspension_days=2)
            for kind in (
                CommitmentKind.PLAN,
                CommitmentKind.ADMISSIBILITY,
                CommitmentKind.COMPLAINT,
                CommitmentKind.SURVEY,
            )
        ),
        *(
            Promise(kind=kind, case_kind="access", counting=Counting.CALENDAR_DAYS, amount=days)
            for kind in (
                CommitmentKind.ACCESS_ANSWER,
                CommitmentKind.THIRD_PARTY_NOTICE,
                CommitmentKind.THIRD_PARTY_OBSERVATIONS,
                CommitmentKind.ACCESS_DECISION,
            )
        ),
    ]
    calendar = build_calendar(borough, version, data, QuebecHolidays())
    return BoroughRules(borough, version, calendar, tuple(promises))


class Grids:
    known = {  # noqa: RUF012
        ("prevost", 1): _rules("prevost", 1, 5),
        ("prevost", 2): _rules("prevost", 2, 20),
        ("verdun", 1): _rules("verdun", 1, 40),
    }

    def rules(self, borough: str, version: int | None, at: datetime) -> BoroughRules | None:
        return self.known.get((borough, 1 if version is None else version))


moments = st.integers(0, 70 * 24).map(lambda hours: RECEIVED_AT + timedelta(hours=hours))
activities = st.sampled_from(ACTIVITIES)
questions = st.sampled_from(("q1", "q2"))
registered = st.builds(
    Registered,
    st.just(RECEIVED_AT),
    st.sampled_from(("prevost", "verdun", None)),
    st.sampled_from(KINDS),
    activities,
    st.just("phone"),
    st.booleans(),
)
after = st.one_of(
    st.builds(Reclassified, st.sampled_from(KINDS), activities),
    st.builds(Completed, moments, st.none() | st.dates(date(2026, 6, 15), date(2026, 8, 20))),
    st.builds(Withdrawn, moments),
    st.builds(Answered, moments),
    st.builds(ClosedWithoutWork, moments),
    st.builds(Closed, moments),
    st.builds(QuestionAsked, questions, moments),
    st.builds(QuestionAnswered, questions, moments),
    st.builds(Reopened, moments),
)
intake = st.tuples(registered, st.lists(after, max_size=6)).map(lambda told: [told[0], *told[1]])
routing = st.lists(
    st.one_of(
        st.builds(Assigned, st.just("prevost"), st.integers(1, 2), activities, moments),
        st.builds(Assigned, st.just("verdun"), st.just(1), st.just(""), moments),
        st.builds(Unrouted, moments),
        st.builds(WorkPlanned, st.dates(date(2026, 6, 1), date(2026, 8, 20)), moments),
    ),
    max_size=4,
)
notifications = st.lists(
    st.builds(Acknowledged, moments) | st.builds(SurveySent, moments), max_size=2
)
complaints = st.lists(
    st.builds(AdmissibilityDecided, moments, st.booleans())
    | st.builds(InvestigationConcluded, moments),
    max_size=2,
)
access = st.lists(
    st.builds(ThirdPartyNotified, moments)
    | st.builds(ThirdPartiesHeard, moments)
    | st.builds(AccessAnswered, moments),
    max_size=4,
)
topics = st.tuples(intake, routing, notifications, complaints, access)


def one_after_another(told: tuple[list[CaseFact], ...]) -> list[CaseFact | str]:
    return [fact for topic in told for fact in topic]


def interleaved(data: st.DataObject, told: tuple[list[CaseFact], ...]) -> list[CaseFact | str]:
    """One order that keeps the order within each topic, with ticks strewn in."""
    marks = [number for number, topic in enumerate(told) for _ in topic] + [-1, -1]
    queues = [iter(topic) for topic in told]
    return [TICK if mark < 0 else next(queues[mark]) for mark in data.draw(st.permutations(marks))]


def played(steps: list[CaseFact | str]) -> tuple[Commitments, list[Outcome]]:
    """All steps at one instant, long after every due time: ticks declare all they can."""
    state, said = Commitments(case_id="5f0c1e0a-0000-4000-8000-000000000001"), list[Outcome]()
    for step in [*steps, TICK]:
        if isinstance(step, str):
            state, more = tick(state, Grids(), NOW, NOW)
        else:
            state, more = record(state, step, Grids(), NOW)
        said += more
    return state, said


@settings(max_examples=200, deadline=None)
@given(topics, st.data())
def test_every_interleaving_of_the_topics_and_ticks_ends_in_the_same_state(
    told: tuple[list[CaseFact], ...], data: st.DataObject
) -> None:
    state, said = played(interleaved(data, told))
    assert state == played(one_after_another(told))[0]
    for one in state.commitments:
        mine = [word for word in said if word.commitment.commitment_id == one.commitment_id]
        misses = sum(isinstance(word, Missed) for word in mine)
        withdrawn = sum(isinstance(word, MissWithdrawn) for word in mine)
        assert misses - withdrawn == (one.state is State.MISSED), "misses told and stood differ"
        assert one.trace.readd() == one.due_at


def test_a_survey_rests_on_the_closing_told_last_whenever_routing_spoke() -> None:
    closings = [Closed(RECEIVED_AT + timedelta(days=days)) for days in (0, 1)]
    given_to = Assigned("verdun", 1, "", RECEIVED_AT)
    registration = Registered(RECEIVED_AT, None, "request", "graffiti")
    between, _ = played([registration, closings[0], given_to, closings[1]])
    last, _ = played([registration, *closings, given_to])
    survey = last.of_kind(CommitmentKind.SURVEY)
    assert between == last
    assert survey is not None
    assert survey.started_at == closings[1].closed_at
    assert survey.original_due_at == survey.due_at


@settings(deadline=None)
@given(topics)
def test_deciding_twice_changes_nothing_and_says_nothing(told: tuple[list[CaseFact], ...]) -> None:
    state, _ = played(one_after_another(told))
    assert tick(state, Grids(), NOW, NOW) == (state, [])


@settings(deadline=None)
@given(topics, st.data())
def test_a_record_delivered_again_at_the_end_of_its_topic_says_nothing_new(
    told: tuple[list[CaseFact], ...], data: st.DataObject
) -> None:
    state, _ = played(one_after_another(told))
    last = data.draw(st.sampled_from([topic[-1] for topic in told if topic]))
    if not isinstance(last, Registered):  # a registration is its topic's first word, said once
        assert record(state, last, Grids(), NOW) == (state, [])
