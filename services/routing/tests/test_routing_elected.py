"""The flow of a case that an elected official brought: seven states, with who and when (MH-05)."""

import datetime
from typing import Any

import httpx
import pytest
from chassis.identity import Caller
from contracts.events.intake import CaseRegisteredV1
from contracts.events.moves import ElectedCaseMovedV1
from guichet_testing.toy import NOW
from hypothesis import given
from hypothesis import strategies as st
from routing.adapters.assignment_index import index
from routing.domain.elected import ROLES, RULES, ElectedFlow, ElectedState, ElectedStep
from routing.domain.errors import StepRefused

API = "/api/routing/v1"
CASE = "5f0c1d5e-0000-4000-8000-000000000021"
TOWN, OTHER_TOWN = "mont-saint-hilaire", "prevost"
OFFICIAL = "demo-elected-official-mont-saint-hilaire"


def staff(subject: str, *roles: str, borough: str = TOWN) -> Caller:
    return Caller(subject, frozenset(roles), frozenset({borough}))


COUNCIL = staff(OFFICIAL, "elected-official")
DIRECTION = staff("msh-direction-generale", "general-director")
DIRECTOR = staff("msh-travaux-publics-direction", "director")
COUNTER = staff("technicien", "technician")


def signalled(channel: str = "elected") -> CaseRegisteredV1:
    return CaseRegisteredV1.model_validate(
        {
            "case_id": CASE,
            "kind": "request",
            "activity": "Nid-de-poule",
            "channel": channel,
            "received_at": NOW,
            "details_version": 0,
            "contacts_version": 0,
        }
    )


async def step(house: Any, who: Caller, state: str, note: str = "") -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.post(
            f"{API}/assignments/{CASE}/elected-steps", json={"step": state, "note": note}
        )
    return answer


async def seen_by(house: Any, who: Caller, path: str = "") -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.get(f"{API}/elected-cases{path}")
    return answer


@pytest.fixture
async def brought(house: Any) -> Any:
    """A member of the council of Mont-Saint-Hilaire brought a pothole (MH-04)."""
    await house.hear(signalled(), borough=TOWN)
    return house


async def test_the_flow_goes_through_its_seven_states_with_who_and_when_mh_05(
    brought: Any,
) -> None:
    way = [
        (COUNCIL, "dissatisfied", "Le trou est encore là."),
        (COUNCIL, "referred", ""),
        (DIRECTION, "followed-up", "Vu avec la direction des travaux publics."),
        (DIRECTOR, "handled", "Réparation planifiée lundi."),
        (DIRECTION, "reported", "Le conseiller a été appelé."),
    ]
    for who, state, note in way:
        answer = await step(brought, who, state, note)
        assert (answer.status_code, answer.json().get("state")) == (200, state)
    whole = (await seen_by(brought, COUNCIL, f"/{CASE}")).json()
    assert [one["state"] for one in whole["steps"]] == [
        "signalled", "directed", "dissatisfied", "referred", "followed-up", "handled", "reported",
    ]  # fmt: skip
    assert all(one["at"] for one in whole["steps"])
    assert [one["by"] for one in whole["steps"][2:]] == [who.subject for who, _, _ in way]
    assert whole["official"] == OFFICIAL, "who takes a step in it follows it"
    moved = [one for one in brought.said(CASE) if isinstance(one, ElectedCaseMovedV1)]
    assert [one.state.value for one in moved] == [state for _, state, _ in way]
    assert (moved[1].general_director, moved[1].director, moved[-1].official) == (
        "msh-direction-generale", "msh-travaux-publics-direction", OFFICIAL,
    )  # fmt: skip
    values = [one.value for one in brought.assignments.documents[CASE].pending]
    assert not [value for value in values if b"conseiller" in value], "notes stay here"


async def test_a_satisfying_answer_ends_the_flow_and_dissatisfaction_takes_it_up_mh_05(
    brought: Any,
) -> None:
    responsable = staff("msh-travaux-publics-reception", "responsable")
    silent = await step(brought, responsable, "answered")
    assert (silent.status_code, silent.json()["error"]["target"]) == (422, "note")
    assert (await step(brought, responsable, "answered", "Réparé mardi.")).status_code == 200
    assert index(brought.state(CASE))["elected"] == "answered"
    again = await step(brought, COUNCIL, "dissatisfied", "Il s'est rouvert.")
    assert again.json()["state"] == "dissatisfied"


@pytest.mark.parametrize(
    ("who", "state"),
    [(DIRECTION, "followed-up"), (COUNCIL, "referred"), (DIRECTOR, "handled")],
)
async def test_a_step_that_does_not_follow_is_refused(
    brought: Any, who: Caller, state: str
) -> None:
    answer = await step(brought, who, state, "trop tôt")
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, "step")
    assert brought.state(CASE).elected is None


async def test_a_step_belongs_to_its_roles_and_a_case_to_its_official(brought: Any) -> None:
    assert (await step(brought, DIRECTOR, "dissatisfied", "non")).status_code == 422
    assert (await step(brought, staff("x", "operator"), "answered", "non")).status_code == 403
    assert (await step(brought, COUNCIL, "dissatisfied", "Rien n'est fait.")).status_code == 200
    colleague = staff("another-official", "elected-official")
    refused = await step(brought, colleague, "referred")
    assert (refused.status_code, refused.json()["error"]["target"]) == (422, "official")
    assert (await seen_by(brought, colleague, f"/{CASE}")).status_code == 403
    assert (await seen_by(brought, colleague)).json()["items"] == []
    abroad = staff(OFFICIAL, "elected-official", borough=OTHER_TOWN)
    assert (await step(brought, abroad, "referred")).status_code == 404


async def test_an_official_sees_the_state_of_what_was_brought_mh_05(brought: Any) -> None:
    body = (await seen_by(brought, COUNCIL)).json()
    (line,) = body["items"]
    assert (line["state"], line["department"]) == ("directed", "travaux-publics")
    assert line["stateName"]["fr"] == "Dirigé vers le service"
    listed = (await seen_by(brought, COUNTER, "?state=signalled")).json()
    assert listed["paging"]["totalCount"] == 0


async def test_a_case_of_another_channel_gets_a_flow_when_its_official_is_named_mh_04(
    house: Any,
) -> None:
    await house.hear(signalled("phone"), borough=TOWN)
    assert (await step(house, COUNCIL, "dissatisfied", "Rien.")).status_code == 422
    path = f"{API}/assignments/{CASE}/official"
    async with house.client(COUNTER) as client:
        unknown = await client.post(path, json={"official": "personne"})
        named = await client.post(path, json={"official": OFFICIAL})
    assert (unknown.status_code, unknown.json()["error"]["target"]) == (422, "official")
    assert named.json() == {"caseId": CASE, "state": "directed", "official": OFFICIAL}
    async with house.client(staff("another", "elected-official")) as client:
        assert (await client.post(path, json={"official": OFFICIAL})).status_code == 403


FLOW = ElectedFlow(steps=(ElectedStep(state=ElectedState.SIGNALLED, at=NOW),))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(ElectedState), st.sampled_from(sorted(ROLES)), st.text(max_size=3)
        )
    )
)
def test_whatever_is_tried_each_step_follows_and_was_its_roles_to_take_mh_05(
    tries: list[tuple[ElectedState, str, str]],
) -> None:
    directed = ElectedStep(state=ElectedState.DIRECTED, at=NOW)
    flow = FLOW.model_copy(update={"steps": (*FLOW.steps, directed)})
    for number, (state, role, note) in enumerate(tries):
        before, at = flow, NOW + datetime.timedelta(hours=number)
        may = state in flow.next_steps(frozenset({role}))
        try:
            flow = flow.moved(state, role, frozenset({role}), at, note)
        except StepRefused:
            assert not may or (RULES[state].needs_note and not note.strip())
            continue
        assert may
        assert flow.steps == (*before.steps, ElectedStep(state=state, at=at, by=role,
                                                         note=note.strip()))  # fmt: skip


def test_every_state_of_the_policy_can_be_reached_mh_05() -> None:
    reached, more = {ElectedState.SIGNALLED, ElectedState.DIRECTED}, True
    while more:
        found = {state for state, rule in RULES.items() if reached & set(rule.after)} - reached
        reached, more = reached | found, bool(found)
    assert reached == set(ElectedState)
