"""Counts that can be split and added again; percentiles that are what they say (PR-05, MH-14)."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sla.adapters.figures_index import COUNTED, figures_index
from sla.domain.performance.case_figures import CaseFigures
from sla.domain.performance.on_time import Judgement
from sla.domain.performance.report import Report, Selection, cells_of, report_of
from sla.domain.performance.snapshot import Counted, Snapshot, snapshot_of
from sla.domain.performance.tally import (
    BINS,
    TOO_FEW,
    Tally,
    bin_of,
    percent,
    percentile,
    sum_of,
)

from services.sla.tests.performance_cases import BOROUGHS, NOW, case, many, worked_in

ALL = Selection(frozenset(BOROUGHS), "2025-01", "2026-12")
DAYS = st.lists(st.integers(0, 400), min_size=1, max_size=60)
TALLIES = st.lists(
    st.builds(
        Tally,
        received=st.integers(0, 50),
        withdrawn=st.integers(0, 5),
        first_contact=st.integers(0, 5),
        reopened=st.integers(0, 5),
        adjusted=st.dictionaries(st.sampled_from(Judgement), st.integers(1, 9)).map(Counter),
        original=st.dictionaries(st.sampled_from(Judgement), st.integers(1, 9)).map(Counter),
        delays=st.dictionaries(st.integers(0, 400), st.integers(1, 9)).map(Counter),
        working_delays=st.dictionaries(st.integers(0, 280), st.integers(1, 9)).map(Counter),
    ),
    max_size=8,
)


def counted(cases: Sequence[CaseFigures]) -> Snapshot:
    """As the store counts them."""
    rows: Counter[Counted] = Counter()
    for one in cases:
        index = figures_index(one)
        rows[Counted(*(index[name] for name in COUNTED))] += 1
    return snapshot_of(rows.items(), NOW, worked_in)


@given(values=DAYS, share=st.integers(1, 100))
def test_a_percentile_is_the_least_value_that_the_share_does_not_exceed(
    values: list[int], share: int
) -> None:
    found = percentile(Counter(values), share)
    assert found in values
    assert sum(one <= found for one in values) * 100 >= share * len(values)
    assert sum(one < found for one in values) * 100 < share * len(values)


def test_percentiles_of_nothing_are_none_and_a_share_of_nought_is_refused() -> None:
    assert percentile(Counter(), 50) is None
    with pytest.raises(ValueError, match="share: 0"):
        percentile(Counter([1]), 0)


@given(tallies=TALLIES, cut=st.integers(0, 8))
def test_splitting_and_merging_gives_the_same(tallies: list[Tally], cut: int) -> None:
    halves = [sum_of(tallies[:cut]), sum_of(tallies[cut:])]
    assert sum_of(halves) == sum_of(tallies)
    assert sum_of(reversed(halves)) == sum_of(tallies)


@given(values=DAYS)
def test_every_delay_falls_in_the_one_class_that_holds_it(values: list[int]) -> None:
    histogram = Tally(delays=Counter(values)).histogram()
    assert sum(histogram) == len(values)
    for days in values:
        first, last = BINS[bin_of(days)]
        assert first <= days
        assert last is None or days <= last


def test_a_share_of_fewer_than_five_cases_is_not_said() -> None:
    assert percent(1, TOO_FEW - 1) is None
    assert percent(1, TOO_FEW) == 20.0
    few = Tally(delays=Counter([1] * (TOO_FEW - 1)))
    assert few.percentile(50) is None


@given(seed=st.integers(0, 1000), cut=st.integers(0, 60))
def test_a_report_of_two_halves_counts_what_a_report_of_all_does(seed: int, cut: int) -> None:
    cases = list(many(60, seed))
    whole = report_of(counted(cases), ALL, NOW)
    halves = [report_of(counted(part), ALL, NOW) for part in (cases[:cut], cases[cut:])]
    assert sum_of(one.total for one in halves) == whole.total
    assert sum(one.backlog.open for one in halves) == whole.backlog.open
    assert sum(one.backlog.late for one in halves) == whole.backlog.late


def test_every_way_of_grouping_counts_every_case_once() -> None:
    cases = list(many(400))
    report = report_of(counted(cases), ALL, NOW)
    assert report.total.received == len(cases)
    for groups in (
        report.by_activity,
        report.by_borough,
        report.by_department,
        report.by_channel,
        report.by_activity_and_borough,
    ):
        tallies: list[Tally] = list(groups.values())
        assert sum_of(tallies) == report.total
    assert sum_of(tally for _, tally in cells_of(counted(cases), ALL, NOW)) == report.total


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"activity": "deneigement"}, 0),
        ({"activity": "nid-de-poule"}, 1),
        ({"channel": "web"}, 0),
        ({"department": "prevost/travaux-publics"}, 1),
        ({"department": "verdun/travaux-publics"}, 0),
        ({"boroughs": frozenset({"verdun"})}, 0),
        ({"from_month": "2026-12"}, 0),
        ({"to_month": "2026-10"}, 0),
    ],
)
def test_a_selection_leaves_out_what_it_does_not_name(
    changes: dict[str, object], expected: int
) -> None:
    values = {"boroughs": frozenset({"prevost"}), "from_month": "2026-11", "to_month": "2026-11"}
    selection = Selection(**{**values, **changes})  # type: ignore[arg-type]
    assert report_of(counted([case()]), selection, NOW).total.received == expected


def one(*cases: CaseFigures) -> Report:
    return report_of(counted(cases), ALL, NOW)


def test_mh_14_first_contact_counts_answers_that_were_never_reopened() -> None:
    answered = {"kind": "information", "answered_at": NOW, "promises": ()}
    cases = [case(number, **answered) for number in range(1, 7)]
    again = case(7, **answered, reopened=1)
    withdrawn = case(8, withdrawn_at=NOW)
    work = [case(number) for number in (9, 10)]
    report = one(*cases, again, withdrawn, *work)
    assert report.total.first_contact == 6
    assert report.total.first_contact_percent == round(600 / 9, 1)


def test_the_backlog_tells_what_is_late_due_today_and_due_this_week() -> None:
    cases = [
        case(1, due_at=NOW - timedelta(hours=1)),
        case(2, due_at=NOW + timedelta(hours=2)),
        case(3, due_at=NOW + timedelta(days=2)),
        case(4, due_at=NOW + timedelta(days=3)),
        case(5, promise={"suspended": True}),
        case(6, promises=()),
        case(7, completed_at=NOW),
    ]
    backlog = one(*cases).backlog
    assert (backlog.open, backlog.late) == (6, 1)
    assert (backlog.due_today, backlog.due_this_week) == (1, 2), "Sunday is in, Monday is not"
    assert backlog.without_due_time == 2
    assert [age.number for age in backlog.ages] == [0, 6, 0, 0, 0, 0]
