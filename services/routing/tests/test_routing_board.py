"""The directors' board: figures of departments, the promise of the work, and no person."""

import itertools
import re
from typing import Any

import pytest
from chassis.identity import Caller
from guichet_testing.promised import CASES, NOW, missed, registered, started
from hypothesis import given
from hypothesis import strategies as st
from routing.application.forms import CompletionForm
from routing.domain.board import COUNTED, Figures, figures_of, total_of

CASE = CASES[0]
TECHNICIAN = Caller("someone", frozenset({"technician"}), frozenset({"prevost"}))
DIRECTOR = Caller("boss", frozenset({"director"}), frozenset({"prevost", "anjou"}))
OPEN = {
    "department": "travaux-publics",
    "stage": "open",
    "outcome": "assigned",
    "promise": "running",
    "accepted": "yes",
    "transfer": "",
    "level": "1",
    "done_in": "",
}


async def test_pv_51_the_board_counts_departments_and_names_no_person(house: Any) -> None:
    house.clock.now = NOW
    for case_id in CASES:
        await house.hear(registered(case_id), borough="prevost")
    await house.hear(started(CASE), missed(CASE), borough="prevost")
    form = CompletionForm(
        intervention_code="238",
        done_on=NOW.date(),
        extension="4201",
        validated=True,
    )
    await house.desk.complete(CASES[1], form, TECHNICIAN, None)
    async with house.client(DIRECTOR) as client:
        page = (await client.get("/direction")).text
        elsewhere = (await client.get("/direction?borough=anjou")).text
    cells = re.findall(r'data-label="[^"]*">([^<]*)</td>', page)
    assert cells == ["3", "1", "3", "0", "0", "1", "–", "100 %"]
    assert "novembre 2026" in page
    assert "Surintendant" not in page
    assert "Aucun service n&#39;a encore de dossier" in elsewhere


@pytest.mark.parametrize("role", ["technician", "responsable", "elected-official"])
async def test_the_board_is_for_those_who_lead(house: Any, role: str) -> None:
    stranger = Caller("someone", frozenset({role}), frozenset({"prevost"}))
    async with house.client(stranger) as client:
        assert (await client.get("/direction")).status_code == 403


def test_what_was_completed_in_another_month_is_not_counted() -> None:
    done = {**OPEN, "stage": "completed", "promise": "met"}
    late = done | {"promise": "missed", "level": "2"}
    counts = {
        ("prevost", *(done | {"done_in": "2026-11"}).values()): 3,
        ("prevost", *(done | {"done_in": "2026-10"}).values()): 5,
        ("prevost", *(late | {"done_in": "2026-11"}).values()): 1,
    }
    found = figures_of(counts, "2026-11")[("prevost", "travaux-publics")]
    assert (found.completed, found.on_time_percent, found.first_line_percent) == (4, 75, 75)
    assert Figures().on_time_percent is None


@given(st.lists(st.tuples(*(st.sampled_from(["a", "b", "", *OPEN.values()]) for _ in COUNTED))))
def test_however_cases_are_grouped_the_figures_are_the_same(
    keys: list[tuple[str, ...]],
) -> None:
    one_by_one = [figures_of({("prevost", *key): 1}, "2026-11") for key in keys]
    counts: dict[tuple[str, ...], int] = {}
    for key in keys:
        counts[("prevost", *key)] = counts.get(("prevost", *key), 0) + 1
    apart = total_of(itertools.chain.from_iterable(one.values() for one in one_by_one))
    assert total_of(figures_of(counts, "2026-11").values()) == apart
