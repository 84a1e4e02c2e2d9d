"""Deadlines read aloud: the paragraph, and the steps that add up again (PV-03, PV-04)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sla.adapters.holidays_quebec import QuebecHolidays
from sla.domain.calendar import CalendarRules, WorkingCalendar, build_calendar
from sla.domain.counting import Counting, Trace, count
from sla.domain.day_words import Language
from sla.domain.explanation import trace_words
from sla.domain.pauses import WAITING_FOR_CITIZEN, Pause
from sla.domain.steps import Step, steps
from sla.domain.trace import days_in

FULL_DAY = [["08:00", "17:00"]]
WEEK = {
    "monday": FULL_DAY,
    "tuesday": FULL_DAY,
    "wednesday": FULL_DAY,
    "thursday": FULL_DAY,
    "friday": [["08:00", "12:00"]],
}


def calendar(**changes: object) -> WorkingCalendar:
    data = {"weekly": WEEK, "years": [2026, 2027]} | changes
    return build_calendar("pierrefonds", 1, CalendarRules.model_validate(data), QuebecHolidays())


PLAIN = calendar()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PLAIN.zone).astimezone(UTC)


def said(trace: Trace, language: Language) -> list[str]:
    return [step.fr if language == "fr" else step.en for step in steps(trace)]


def test_the_trace_says_why_in_french_pv_03() -> None:
    deadline = count(local("2026-06-19 16:59"), Counting.WORKING_DAYS_END_OF_DAY, 3, PLAIN)
    assert trace_words(deadline.trace, "fr").split(" ; ") == [
        "Reçu le vendredi 19 juin 2026 à 16 h 59",
        "délai : 3 jours ouvrables, jusqu’à la fermeture",
        "samedi 20 juin, dimanche 21 juin et mercredi 24 juin (Fête nationale du Québec) "
        "ne comptent pas",
        "échéance : jeudi 25 juin 2026 à 17 h.",
    ]


def test_the_trace_says_why_in_english_pv_03() -> None:
    deadline = count(local("2026-06-19 13:00"), Counting.WORKING_DAYS_SAME_TIME, 1, PLAIN)
    assert trace_words(deadline.trace, "en") == (
        "Received Friday 19 June 2026 at 13:00; the clock starts at the next opening, "
        "Monday 22 June 2026 at 8:00; delay: 1 working day, same time of day; "
        "Saturday 20 June and Sunday 21 June do not count; due Tuesday 23 June 2026 at 8:00."
    )


@pytest.mark.parametrize("counting", Counting)
def test_every_way_can_be_said_in_both_languages_pv_03(counting: Counting) -> None:
    trace = count(local("2026-12-18 13:00"), counting, 7, PLAIN).trace
    assert trace_words(trace, "fr").startswith("Reçu le vendredi 18 décembre 2026 à 13 h ;")
    assert trace_words(trace, "en").startswith("Received Friday 18 December 2026 at 13:00;")


def test_a_block_of_closures_is_said_by_its_two_ends() -> None:
    block = [
        {"on": f"2026-12-{day}", "reason_fr": "Temps des Fêtes", "reason_en": "Holiday season"}
        for day in (29, 30, 31)
    ]
    deadline = count(
        local("2026-12-28 10:00"),
        Counting.WORKING_DAYS_END_OF_DAY,
        1,
        calendar(closures=block),
    )
    words = trace_words(deadline.trace, "fr")
    assert "du mardi 29 décembre au jeudi 31 décembre (Temps des Fêtes)" in words
    assert "vendredi 1er janvier (Jour de l'an)" in words


def test_weekends_of_a_long_delay_are_said_by_their_names_pv_03() -> None:
    trace = count(local("2026-06-01 10:00"), Counting.WORKING_DAYS_END_OF_DAY, 20, PLAIN).trace
    assert "les samedis, les dimanches et mercredi 24 juin (Fête nationale du Québec) ne" in (
        trace_words(trace, "fr")
    )
    assert "Saturdays, Sundays and Wednesday 24 June" in trace_words(trace, "en")


def test_a_saturday_that_was_open_keeps_the_others_from_being_said_as_all_saturdays() -> None:
    odd = calendar(opened_hours={"2026-06-13": [["10:00", "14:00"]]})
    trace = count(local("2026-06-01 10:00"), Counting.WORKING_DAYS_END_OF_DAY, 20, odd).trace
    words = trace_words(trace, "en")
    assert "Saturdays" not in words
    assert "Saturday 6 June" in words
    assert "Sundays" in words


def test_a_pause_an_extension_and_a_roll_are_read_aloud_in_order_pv_03() -> None:
    waited = Pause(local("2026-06-10 09:00"), local("2026-06-11 15:00"), reason=WAITING_FOR_CITIZEN)
    trace = count(
        local("2026-06-01 10:00"), Counting.CALENDAR_DAYS_ROLLED, 17, PLAIN, [waited], 5
    ).trace
    assert said(trace, "fr") == [
        "Reçu le lundi 1er juin 2026 à 10 h",
        "délai : 17 jours de calendrier, sans finir un dimanche ni un jour férié",
        "prolongé de 5 jours de calendrier",
        "du mardi 2 juin au mardi 9 juin : 8 jours comptés",
        "suspendu du mercredi 10 juin 2026 à 9 h au jeudi 11 juin 2026 à 15 h "
        "(en attente du citoyen)",
        "mercredi 10 juin (en attente du citoyen) ne compte pas",
        "du jeudi 11 juin au mercredi 24 juin : 14 jours comptés",
        "le délai ne peut finir mercredi 24 juin (Fête nationale du Québec)",
        "échéance : jeudi 25 juin 2026, fin de la journée",
    ]
    assert said(trace, "en")[4].endswith("(waiting for the citizen)")


def test_hours_are_read_aloud_span_by_span() -> None:
    waited = Pause(local("2026-06-18 16:00"), local("2026-06-19 09:00"))
    trace = count(local("2026-06-18 15:00"), Counting.WORKING_HOURS, 6, PLAIN, [waited]).trace
    assert said(trace, "en")[2:] == [
        "Thursday 18 June, 15:00 to 16:00: 1 h counted",
        "suspended from Thursday 18 June 2026 at 16:00 to Friday 19 June 2026 at 9:00: "
        "this time does not count",
        "Friday 19 June, 9:00 to 12:00: 3 h counted",
        "Saturday 20 June and Sunday 21 June do not count",
        "Monday 22 June, 8:00 to 10:00: 2 h counted",
        "due Monday 22 June 2026 at 10:00",
    ]


def test_a_reopened_case_says_so_in_its_first_step() -> None:
    trace = count(local("2026-06-18 15:00"), Counting.ELAPSED_HOURS, 6, PLAIN).trace
    assert steps(trace, reopened=True)[0].fr == "Rouvert le jeudi 18 juin 2026 à 15 h"


def test_one_instant_is_told_on_the_clock_of_each_zone() -> None:
    west = calendar(zone="America/Vancouver")
    told = [
        steps(count(local("2026-06-18 15:00"), Counting.ELAPSED_HOURS, 6, where).trace)[-1].en
        for where in (PLAIN, west)
    ]
    assert told == ["due Thursday 18 June 2026 at 21:00", "due Thursday 18 June 2026 at 18:00"]


receipts = st.datetimes(datetime(2026, 1, 2), datetime(2027, 6, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)


def passed(step: Step) -> timedelta:
    assert step.from_at is not None
    assert step.to_at is not None
    return step.to_at - step.from_at


@given(
    receipts,
    st.sampled_from(Counting),
    st.integers(1, 40),
    st.integers(0, 10),
    st.integers(0, 600),
    st.integers(0, 600),
)
def test_the_steps_add_up_to_the_deadline_pv_03(
    received_at: datetime, counting: Counting, amount: int, more: int, after: int, lasts: int
) -> None:
    if counting is Counting.CALENDAR_MONTHS_ROLLED:
        amount, more = amount % 5 + 1, more % 2  # else beyond the years of the calendar
    from_at = received_at + timedelta(hours=after)
    pause = Pause(from_at, from_at + timedelta(hours=lasts), WAITING_FOR_CITIZEN)
    deadline = count(received_at, counting, amount, PLAIN, [pause], more)
    told = steps(deadline.trace)
    assert told[0].from_at == received_at
    assert told[-1].from_at == deadline.due_at
    counted = [step for step in told if step.counted]
    if counting.in_hours:
        hours = timedelta(hours=amount + more)
        assert sum(map(passed, counted), timedelta()) == hours
        assert counted[-1].to_at == deadline.due_at
        return
    days = [step for step in told if step.days is not None]
    start_on = PLAIN.local(deadline.trace.clock_at).date()
    assert sum(step.days or 0 for step in counted) == days_in(counting, start_on, amount + more)
    due_on = PLAIN.local(deadline.due_at).date()
    since = [step for step in days if step.from_on > start_on]
    assert sum(step.days or 0 for step in since) == (due_on - start_on).days
