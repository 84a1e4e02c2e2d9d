"""Other authorities, loops, and work that intake refused: never silent, each on its list."""

import datetime
from typing import Any

import httpx
import pytest
from chassis.identity import Caller
from contracts import Event
from contracts.events.intake import (
    CaseClosedV1,
    CaseReclassifiedV1,
    CaseRegisteredV1,
    CompletionRefusedV1,
)
from contracts.events.moves import CaseHandedOverV1, LoopFoundV1
from contracts.events.routing import CaseReassignedV1, WorkCompletedV1
from guichet_testing.toy import NOW
from hypothesis import given
from hypothesis import strategies as st
from routing.adapters.assignment_index import index
from routing.domain.facts import Decision, Outcome
from routing.domain.held_facts import HistoryEntry
from routing.domain.loops import RETURNS, is_loop

API = "/api/routing/v1"
CASE = "5f0c1d5e-0000-4000-8000-000000000031"
TOWN = "mont-saint-hilaire"
GIVEN = {"authority": "hydro-quebec", "on": "2026-11-20", "fileNumber": "DM-2026-04417"}
WORK = {
    "interventionCode": "238",
    "doneOn": "2026-11-20",
    "extension": "4202",
    "validated": True,
}


def staff(*roles: str, borough: str = TOWN) -> Caller:
    return Caller("quelqu-un", frozenset(roles), frozenset({borough}))


def registered(activity: str) -> CaseRegisteredV1:
    return CaseRegisteredV1.model_validate(
        {
            "case_id": CASE,
            "kind": "request",
            "activity": activity,
            "channel": "phone",
            "received_at": NOW,
            "details_version": 0,
            "contacts_version": 0,
        }
    )


def asked_for(activity: str) -> CaseReclassifiedV1:
    return CaseReclassifiedV1.model_validate(
        {"case_id": CASE, "kind": "request", "activity": activity, "reclassified_at": NOW}
    )


async def post(house: Any, who: Caller, what: str, body: dict[str, Any]) -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.post(f"{API}/assignments/{CASE}/{what}", json=body)
    return answer


async def test_another_authority_is_given_the_case_with_addressee_and_date(house: Any) -> None:
    await house.hear(registered("Panne d'électricité"), borough=TOWN)
    assert index(house.state(CASE))["outcome"] == "other-authority"
    answer = await post(house, staff("technician"), "hand-over", GIVEN)
    assert answer.status_code == 200
    said = house.said(CASE)[-1]
    assert isinstance(said, CaseHandedOverV1)
    assert (said.authority_fr, said.handed_over_on, said.file_number) == (
        "Hydro-Québec", datetime.date(2026, 11, 20), "DM-2026-04417",
    )  # fmt: skip
    async with house.client(staff("technician")) as client:
        body = (await client.get(f"{API}/assignments/{CASE}")).json()
    assert body["handOver"]["name"] == {"fr": "Hydro-Québec", "en": "Hydro-Québec"}
    assert (await post(house, staff("technician"), "hand-over", GIVEN)).status_code == 200
    assert len(house.said(CASE)) == 2, "the same again is said once"


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"authority": "inconnue"}, "authority"),
        ({"on": "2026-11-21"}, "on"),
        ({"on": "2026-11-19"}, "on"),
    ],
)
async def test_a_hand_over_to_nobody_or_on_no_day_is_refused(
    house: Any, changes: dict[str, str], target: str
) -> None:
    await house.hear(registered("Panne d'électricité"), borough=TOWN)
    answer = await post(house, staff("technician"), "hand-over", GIVEN | changes)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, target)
    assert house.state(CASE).hand_over is None


async def test_our_own_cases_are_not_handed_over_nor_by_anybody(house: Any) -> None:
    await house.hear(registered("Nid-de-poule"), borough=TOWN)
    assert (await post(house, staff("technician"), "hand-over", GIVEN)).status_code == 422
    assert (await post(house, staff("responsable"), "hand-over", GIVEN)).status_code == 403
    free = await post(house, staff("technician"), "hand-over", GIVEN | {"fileNumber": "M. Roy"})
    assert (free.status_code, free.json()["error"]["target"]) == (400, "fileNumber")


async def test_the_hand_over_is_forgotten_when_the_case_is_ours_after_all(house: Any) -> None:
    await house.hear(registered("Panne d'électricité"), borough=TOWN)
    await post(house, staff("technician"), "hand-over", GIVEN)
    await house.hear(asked_for("Nid-de-poule"), borough=TOWN, start=2)
    assert house.state(CASE).is_assigned
    assert house.state(CASE).hand_over is None


HERE, THERE = "Nid-de-poule", "Taxes foncières"
TO_AND_FRO = [asked_for(one) for one in (THERE, HERE) * (RETURNS - 1) + (THERE,)]


@pytest.fixture
async def looping(house: Any) -> Any:
    """A case that two departments have sent to and fro, and that comes back once more."""
    await house.hear(registered(HERE), *TO_AND_FRO, asked_for(HERE), borough=TOWN)
    return house


async def test_a_case_that_comes_back_for_the_third_time_stays_and_is_shown(looping: Any) -> None:
    state = looping.state(CASE)
    assert state.decision.department == "finances", "it was not moved once more"
    assert index(state)["loop"] == "yes"
    said = looping.said(CASE)[-1]
    assert isinstance(said, LoopFoundV1)
    assert (said.department, said.wanted_department) == ("finances", "travaux-publics")
    await looping.hear(asked_for(HERE), borough=TOWN, start=9)
    assert sum(isinstance(one, LoopFoundV1) for one in looping.said(CASE)) == 1, "said once"


@pytest.mark.parametrize(("follow", "department"), [(True, "travaux-publics"), (False, "finances")])
async def test_a_technician_settles_a_loop_and_counting_starts_anew(
    looping: Any, follow: bool, department: str
) -> None:
    form = {"followRules": follow, "reason": "C'est un trou, pas une taxe."}
    assert (await post(looping, staff("responsable"), "loop", form)).status_code == 403
    silent = await post(looping, staff("technician"), "loop", form | {"reason": " "})
    assert (silent.status_code, silent.json()["error"]["target"]) == (422, "reason")
    answer = await post(looping, staff("technician"), "loop", form)
    assert answer.json()["department"] == department
    assert index(looping.state(CASE))["loop"] == ""
    await looping.hear(asked_for("Déneigement"), asked_for(THERE), borough=TOWN, start=9)
    moved = looping.said(CASE)[-1]
    assert isinstance(moved, CaseReassignedV1), "free to move again"
    assert (await post(looping, staff("technician"), "loop", form)).status_code == 422


async def test_a_loop_is_over_when_the_case_is_asked_for_where_it_is(looping: Any) -> None:
    await looping.hear(asked_for(THERE), borough=TOWN, start=9)
    state = looping.state(CASE)
    assert (state.decision.department, state.loop) == ("finances", None)


@given(st.lists(st.sampled_from("abc"), max_size=12), st.sampled_from("abc"))
def test_a_case_is_stopped_after_three_stays_and_never_where_it_is(path: str, to: str) -> None:
    def at(department: str) -> Decision:
        return Decision(
            outcome=Outcome.ASSIGNED,
            reason_fr="r",
            reason_en="r",
            rule="x",
            responsible_borough="prevost",
            department=department,
            department_name_fr=department,
        )

    history = [HistoryEntry(at=NOW, decision=at(one), cause="facts") for one in path]
    stays = [one for one, before in zip(path, ["", *path], strict=False) if one != before]
    before = at(path[-1]) if path else None
    expected = bool(path) and path[-1] != to and stays.count(to) >= RETURNS
    assert is_loop(history, before, at(to)) is expected


async def refused(house: Any, reason: str, *more: Event) -> Any:
    """Prévost completed a pothole, and intake refused it."""
    await house.hear(registered(HERE), borough="prevost")
    answer = await post(house, staff("responsable", borough="prevost"), "completion", WORK)
    assert answer.status_code == 200
    verdict = CompletionRefusedV1(case_id=CASE, reason=reason)
    await house.hear(*more, verdict, borough="prevost", start=2)
    return house


async def test_work_that_intake_refused_shows_why_and_is_completed_anew_pv_57(
    house: Any,
) -> None:
    await refused(house, "answered")
    async with house.client(staff("responsable", borough="prevost")) as client:
        body = (await client.get(f"{API}/assignments/{CASE}")).json()
    assert (body["work"], body["completion"]) == ("open", None)
    (shown,) = body["refusedCompletions"]
    assert (shown["reason"], shown["interventionCode"]) == ("answered", "238")
    again = await post(house, staff("responsable", borough="prevost"), "completion", WORK)
    assert again.status_code == 200, "the very same form may be sent again"
    assert [type(one) for one in house.said(CASE)][-2:] == [WorkCompletedV1, WorkCompletedV1]


async def test_what_somebody_else_completed_is_not_done_again_pv_57(house: Any) -> None:
    await refused(house, "already-completed")
    state = house.state(CASE)
    assert (state.is_completed, state.is_over) == (False, True)
    again = await post(house, staff("responsable", borough="prevost"), "completion", WORK)
    assert (again.status_code, "fermé" in again.text) == (422, True)


async def test_a_refusal_that_is_heard_twice_changes_nothing(house: Any) -> None:
    closed = CaseClosedV1(case_id=CASE, closed_at=NOW)
    await refused(house, "withdrawn", closed)
    state = house.state(CASE)
    await house.hear(
        CompletionRefusedV1(case_id=CASE, reason="withdrawn"), borough="prevost", start=3
    )
    assert house.state(CASE) == state
    assert len(state.refused_work) == 1
