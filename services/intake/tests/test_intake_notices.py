"""Notices to the population: where they stand, and which of them answer whom (PR-09)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from contracts.words import NoticeKind
from hypothesis import given
from hypothesis import strategies as st
from intake.domain.errors import Refused
from intake.domain.notice import (
    MOST_REVISIONS,
    Notice,
    NoticeArea,
    NoticeAuthor,
    NoticeContent,
    NoticeStanding,
    first_told,
)
from intake.domain.notice_match import Question, answering
from intake.domain.street_names import Street, read_street
from intake.domain.twins import Point

NOW = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BY = NoticeAuthor(subject="tech-pr", role="technician")
MIDDLE = Point(-73.8561, 45.4952)
AROUND = NoticeArea(longitude=-73.8561, latitude=45.4952, radius_metres=300)
ALONG = NoticeArea(streets=("Boulevard Gouin Ouest",))
HALF_A_YEAR = timedelta(days=180)
MOMENTS = st.timedeltas(-HALF_A_YEAR, HALF_A_YEAR).map(lambda by: NOW + by)


def content(**changes: Any) -> NoticeContent:
    whole = {
        "kind": NoticeKind.SNOW_REMOVAL,
        "title_fr": "Chargement de la neige",
        "title_en": "Snow loading",
        "body_fr": "Cette nuit.",
        "body_en": "Tonight.",
        "starts_at": NOW - HOUR,
        "ends_at": NOW + HOUR,
        **changes,
    }
    return NoticeContent.model_validate(whole)


def told(notice_id: str = "n", **changes: Any) -> Notice:
    return first_told(notice_id, "pierrefonds-roxboro", content(**changes), BY, NOW - 2 * HOUR)


def street(text: str) -> Street:
    found = read_street(text)
    assert found is not None
    return found


@given(now=MOMENTS, starts_at=MOMENTS, lasting=st.timedeltas(timedelta(seconds=1), HALF_A_YEAR))
def test_a_notice_stands_in_one_place_and_only_ever_moves_on_pr_09(
    now: datetime, starts_at: datetime, lasting: timedelta
) -> None:
    ends_at = starts_at + lasting
    notice = told(starts_at=starts_at, ends_at=ends_at)
    assert notice.is_told(now) == (now < ends_at)
    assert (notice.standing(now) is NoticeStanding.CURRENT) == (starts_at <= now < ends_at)
    life = [NoticeStanding.UPCOMING, NoticeStanding.CURRENT, NoticeStanding.ENDED]
    later = notice.standing(now + HOUR)
    assert life.index(notice.standing(now)) <= life.index(later)
    taken = notice.withdrawn(BY, now)
    assert taken.standing(now) is taken.standing(ends_at) is NoticeStanding.WITHDRAWN
    assert taken.content == notice.content, "what was said stays in its history"


@given(at=MOMENTS, asked=st.sets(st.sampled_from(["neige", "eau", "trou"])))
def test_what_ended_or_was_withdrawn_answers_nobody_pr_09(at: datetime, asked: set[str]) -> None:
    notices = [
        told("ended", activities=("neige",), starts_at=at - 2 * HOUR, ends_at=at - HOUR),
        told("now", activities=("neige",), starts_at=at - HOUR, ends_at=at + HOUR),
        told("soon", activities=("neige",), starts_at=at + HOUR, ends_at=at + 2 * HOUR),
        told("back", activities=("neige",), ends_at=at + HOUR).withdrawn(BY, at),
    ]
    found = [one.notice_id for one in answering(notices, Question(frozenset(asked)), at)]
    assert found == (["now", "soon"] if "neige" in asked else [])


def test_the_very_place_goes_before_the_activity_and_news_answers_nobody_pr_09() -> None:
    notices = [
        told("news"),
        told("activity", activities=("neige",)),
        told("place", area=AROUND),
        told("both", area=AROUND, activities=("neige",)),
        told("other", area=AROUND, activities=("eau",)),
    ]
    asked = Question(frozenset({"neige"}), MIDDLE)
    assert [one.notice_id for one in answering(notices, asked, NOW)] == [
        "both",
        "place",
        "activity",
    ]


@pytest.mark.parametrize(
    ("area", "asked", "is_found"),
    [
        (AROUND, Question(point=Point(-73.8561, 45.4970)), True),  # 200 m north
        (AROUND, Question(point=Point(-73.8561, 45.4990)), False),  # 423 m north
        (AROUND, Question(), False),
        (AROUND, Question(frozenset({"neige"})), True),
        (AROUND, Question(frozenset({"neige"}), Point(-73.8561, 45.4990)), False),
        (ALONG, Question(streets=(street("boul. Gouin O."),)), True),
        (ALONG, Question(streets=(street("Gouin"), street("Saint-Jean"))), True),
        (ALONG, Question(streets=(street("boul. Gouin E."),)), False),
        (ALONG, Question(frozenset({"neige"}), streets=(street("rue Saint-Jean"),)), False),
        (ALONG, Question(point=MIDDLE), False),
    ],
)
def test_a_notice_of_a_place_answers_there_and_nowhere_else_pr_09(
    area: NoticeArea, asked: Question, is_found: bool
) -> None:
    activities = ("neige",) if asked.activities else ()
    found = answering([told(area=area, activities=activities)], asked, NOW)
    assert bool(found) == is_found


def test_a_notice_of_another_activity_stays_silent_where_none_was_told_either_pr_09() -> None:
    notices = [told(area=AROUND, activities=("eau",))]
    assert answering(notices, Question(frozenset(), MIDDLE), NOW) == []
    assert answering(notices, Question(frozenset({"neige"}), MIDDLE), NOW) == []


def test_a_change_is_a_further_revision_and_a_withdrawn_notice_takes_none_pr_09() -> None:
    notice = told()
    assert notice.revised(notice.content, BY, NOW) is notice
    changed = notice.revised(content(title_fr="Reporté"), BY, NOW)
    assert [one.content.title_fr for one in changed.revisions] == [
        "Chargement de la neige",
        "Reporté",
    ]
    assert (changed.published_at, changed.changed_at) == (notice.published_at, NOW)
    taken = changed.withdrawn(BY, NOW + HOUR)
    assert (taken.changed_at, len(taken.revisions)) == (NOW + HOUR, 2)
    with pytest.raises(Refused, match="notice-withdrawn"):
        taken.withdrawn(BY, NOW)
    with pytest.raises(Refused, match="notice-withdrawn"):
        taken.revised(content(), BY, NOW)


def test_a_notice_is_changed_so_often_and_no_oftener() -> None:
    notice = told()
    for number in range(MOST_REVISIONS - 1):
        notice = notice.revised(content(title_fr=f"Titre {number}"), BY, NOW)
    with pytest.raises(Refused, match="too-often"):
        notice.revised(content(title_fr="Encore"), BY, NOW)
