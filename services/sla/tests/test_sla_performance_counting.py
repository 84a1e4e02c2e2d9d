"""Figures are counted month by month behind the pages, and read by them without a wait (PR-05)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from chassis.faults import Transient
from hypothesis import given, settings
from hypothesis import strategies as st
from sla.adapters.figures_board import FiguresBoard
from sla.adapters.figures_counter import FiguresCounter
from sla.adapters.figures_index import COUNTED, figures_index
from sla.domain.performance.months import MonthFigures, month_figures, snapshot_from
from sla.domain.performance.report import Selection, cells_of
from sla.domain.performance.snapshot import Counted

from services.sla.tests.performance_app import EVERY_SECONDS, PerformanceApp
from services.sla.tests.performance_cases import BOROUGHS, NOW, case, many, worked_in
from services.sla.tests.test_sla_performance_tally import counted

ALL = Selection(frozenset(BOROUGHS), "2024-01", "2027-12")


@pytest.fixture
def app(told: Any) -> PerformanceApp:
    return PerformanceApp(told)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_counted_month_by_month_and_stored_the_figures_are_those_of_all_at_once(seed: int) -> None:
    cases = list(many(80, seed))
    by_place: dict[tuple[str, str], list[tuple[Counted, int]]] = {}
    for one in cases:
        index = figures_index(one)
        row = Counted(*(index[name] for name in COUNTED)), 1
        by_place.setdefault((row[0].borough, row[0].month), []).append(row)
    made = [month_figures(*place, rows, NOW, worked_in) for place, rows in by_place.items()]
    stored = [MonthFigures.model_validate_json(one.model_dump_json()) for one in made]
    together = snapshot_from(stored, NOW)
    assert cells_of(together, ALL, NOW) == cells_of(counted(cases), ALL, NOW)


async def test_what_moves_this_month_is_seen_at_the_next_count(app: PerformanceApp) -> None:
    await app.hold([case(1)])
    assert (await app.board.current()).open_cases[0].number == 1
    await app.hold([case(1, completed_at=app.now), case(2)])
    snapshot = await app.board.current()
    assert [one.number for one in snapshot.open_cases] == [1]
    assert [tally.completed for tally in snapshot.ended.values()] == [1]


async def test_an_older_month_waits_for_its_turn_and_gets_it(app: PerformanceApp) -> None:
    old = NOW - timedelta(days=200)
    await app.hold([case(1, received_at=old)])
    await app.hold([case(2, received_at=old)])
    assert sum(one.number for one in (await app.board.current()).open_cases) == 1
    app.now += timedelta(minutes=30)
    await app.hold([])
    assert sum(one.number for one in (await app.board.current()).open_cases) == 2


async def test_a_worker_that_starts_anew_goes_on_where_another_one_was(
    app: PerformanceApp,
) -> None:
    await app.hold([case(1, received_at=NOW - timedelta(days=200)), case(2)])
    asked: list[Mapping[str, Any]] = []

    class Counting:
        async def tally(self, *_: str, where: Mapping[str, Any] | None = None) -> dict[Any, int]:
            asked.append(where or {})
            return {}

    again = FiguresCounter(
        Counting(), app.months, lambda: ["prevost"], lambda: app.now, EVERY_SECONDS, worked_in
    )
    await again.run()
    months = [one["month"] for one in asked]
    assert months[:2] == ["2026-11", "2026-10"], "what moves comes first"
    assert "2026-05" not in months, "counted a moment ago by the other one"


async def test_a_pass_that_comes_too_soon_does_nothing(app: PerformanceApp) -> None:
    await app.hold([case(1)])
    before = {name: one.version for name, one in app.months.documents.items()}
    await app.counter.run()
    assert {name: one.version for name, one in app.months.documents.items()} == before


async def test_the_page_shows_what_was_read_while_the_database_is_away(
    app: PerformanceApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    await app.hold([case(1)])

    async def away(*_: Any, **__: Any) -> Any:
        raise Transient("database: away")

    monkeypatch.setattr(app.months, "find", away)
    app.now += timedelta(seconds=60)
    assert (await app.get("/performance")).status_code == 200
    assert (await app.board.current()).open_cases
    fresh = FiguresBoard(app.months, lambda: app.now, EVERY_SECONDS)
    with pytest.raises(Transient):
        await fresh.current()
