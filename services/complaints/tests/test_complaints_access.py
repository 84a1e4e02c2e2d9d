"""Who is shut out follows from the directory, however people stand in for one another (PV-45)."""

from datetime import timedelta

import pytest
from complaints.domain.access import (
    Ground,
    Person,
    Surroundings,
    grant,
    ground_of,
    keeper,
    lift_hold,
    may_list,
    place_hold,
    revoke,
    shut_out,
)
from complaints.domain.admissibility import ComplaintRules
from complaints.domain.custody import Custody, Disclosure, Grant, Hold
from complaints.domain.directory import Directory, PostHeld, StoodIn
from complaints.domain.errors import Refused, ShutOut
from complaints.domain.file import Investigation, Target
from guichet_testing.toy import NOW
from hypothesis import given
from hypothesis import strategies as st

PEOPLE = [f"p{number}" for number in range(6)]
DEPARTMENTS = ["travaux", "citoyens", "loisirs"]
ALL_ROLES = frozenset({"director", "general-director", "investigator", "clerk", "technician"})
people, departments = st.sampled_from(PEOPLE), st.sampled_from(DEPARTMENTS)
posts = st.lists(
    st.builds(
        PostHeld,
        department=departments,
        role=st.sampled_from(["reception", "execution"]),
        version=st.just(1),
        person_id=people,
    ),
    max_size=6,
)
absences = st.lists(st.builds(StoodIn, person_id=people, substitute_id=people), max_size=6)
targets = st.lists(
    st.one_of(
        st.builds(Target, person_id=people),
        st.builds(Target, department=departments),
        st.builds(Target, person_id=people, department=departments),
    ),
    min_size=1,
    max_size=3,
)


def file_about(*about: Target, custody: Custody | None = None) -> Investigation:
    return Investigation(
        case_id="c",
        kind="complaint",
        borough="prevost",
        received_at=NOW,
        targets=about,
        custody=custody or Custody(),
    )


def around(*held: PostHeld, away: tuple[StoodIn, ...] = ()) -> Surroundings:
    directory = Directory(borough="prevost", posts=held, absences=away)
    return Surroundings(ComplaintRules(department="citoyens"), directory)


@given(held=posts, away=absences, about=targets)
def test_whoever_is_targeted_answers_for_it_or_stands_in_is_shut_out_pv_45_c_02(
    held: list[PostHeld], away: list[StoodIn], about: list[Target]
) -> None:
    state, here = file_about(*about), around(*held, away=tuple(away))
    out = shut_out(state, here)
    assert {one.person_id for one in about if one.person_id} <= out
    named = {one.department for one in about if one.department}
    of_people = {one.department for one in held if one.person_id in {t.person_id for t in about}}
    assert {one.person_id for one in held if one.department in named | of_people} <= out
    assert not [one for one in away if one.person_id in out and one.substitute_id not in out]


@given(held=posts, away=absences, about=targets, who=people, exception=st.sampled_from(Disclosure))
def test_no_role_grant_or_exception_opens_a_file_to_who_is_shut_out_pv_44_pv_45(
    held: list[PostHeld],
    away: list[StoodIn],
    about: list[Target],
    who: str,
    exception: Disclosure,
) -> None:
    granted = Grant(person_id=who, exception=exception, why="-", since=NOW, granted_by="d")
    state = file_about(*about, custody=Custody(access=(granted,)))
    here, person = around(*held, away=tuple(away)), Person(who, ALL_ROLES)
    is_out = who in shut_out(state, here)
    assert (ground_of(state, person, here, exception, NOW) is None) == is_out
    assert may_list(state, person, here, NOW) != is_out
    if is_out:
        with pytest.raises(ShutOut):
            keeper(state, person, here)
        with pytest.raises(Refused, match="shut-out"):
            grant(state, granted, here, NOW)


def test_a_post_given_up_before_the_complaint_shuts_nobody_out() -> None:
    earlier = PostHeld(
        department="travaux", role="reception", version=1, person_id="old", active_from=NOW.date()
    )
    earlier = earlier.model_copy(update={"active_from": NOW.date() - timedelta(days=400)})
    later = earlier.model_copy(
        update={"version": 2, "person_id": "new", "active_from": NOW.date() - timedelta(days=30)}
    )
    assert shut_out(file_about(Target(department="travaux")), around(earlier, later)) == {"new"}


def test_the_clerk_reads_where_the_law_requires_it_only_pv_44() -> None:
    state, clerk = file_about(Target(person_id="p1")), Person("g", frozenset({"clerk"}))
    assert ground_of(state, clerk, around(), Disclosure.LAW, NOW) is Ground.LAW
    assert ground_of(state, clerk, around(), Disclosure.INVESTIGATION, NOW) is None


def test_a_manager_has_access_under_one_exception_and_only_while_it_is_needed_pv_45() -> None:
    manager, until = Person("m", frozenset({"responsable"})), NOW + timedelta(days=10)
    added = Grant(
        person_id="m",
        exception=Disclosure.DISCIPLINE,
        why="mesure",
        since=NOW,
        until=until,
        granted_by="d",
    )
    state = grant(file_about(Target(person_id="p1")), added, around(), NOW)
    opens = [one for one in Disclosure if ground_of(state, manager, around(), one, NOW)]
    assert opens == [Disclosure.DISCIPLINE]
    assert ground_of(state, manager, around(), Disclosure.DISCIPLINE, until) is None
    ended = revoke(state, "m", "d", NOW)
    assert ground_of(ended, manager, around(), Disclosure.DISCIPLINE, NOW) is None
    assert ended.custody.access[0].revoked_by == "d"
    with pytest.raises(Refused, match="not-listed"):
        revoke(ended, "m", "d", NOW)


def test_an_end_in_the_past_is_refused_with_its_field() -> None:
    added = Grant(
        person_id="m",
        exception=Disclosure.DISCIPLINE,
        why="-",
        since=NOW,
        until=NOW - timedelta(days=1),
        granted_by="d",
    )
    with pytest.raises(Refused, match="until: in-the-past"):
        grant(file_about(Target(person_id="p1")), added, around(), NOW)


def test_one_hold_at_a_time_and_none_once_the_destruction_began() -> None:
    hold = Hold(reason="procès", placed_at=NOW, placed_by="d")
    held = place_hold(file_about(), hold)
    with pytest.raises(Refused, match="held"):
        place_hold(held, hold)
    with pytest.raises(Refused, match="not-held"):
        lift_hold(file_about(), "d", NOW)
    with pytest.raises(Refused, match="too-late"):
        place_hold(file_about(custody=Custody(destroying_at=NOW)), hold)
    assert lift_hold(held, "d", NOW).custody.hold is None
