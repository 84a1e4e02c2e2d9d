"""What sla shows over HTTP, and to whom."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from chassis.document import Draft
from chassis.errors import unauthorized
from chassis.http import create_app
from chassis.identity import Caller
from chassis.memory import MemoryStore
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sla.adapters.indexes import commitments_index
from sla.domain.commitment import Commitments
from sla.entrypoints import http
from sla.entrypoints.desk import Desk

NOW = datetime(2026, 6, 15, 15, 0, tzinfo=UTC)
CALLERS = {
    "prevost": Caller("a", frozenset({"technician"}), frozenset({"prevost"})),
    "verdun": Caller("b", frozenset({"technician"}), frozenset({"verdun"})),
    "both": Caller("c", frozenset({"director"}), frozenset({"prevost", "verdun"})),
    "responsable": Caller("e", frozenset({"responsable"}), frozenset({"prevost"})),
    "elected": Caller("d", frozenset({"elected-official"}), frozenset({"prevost"})),
}
OTHER_CASE = "5f0c1e0a-0000-4000-8000-000000000002"
ROOT = "/api/sla/v1"


class CallersByName:
    """Stands for the authenticator: the token is the name of a caller."""

    async def caller(self, token: str) -> Caller:
        if token not in CALLERS:
            raise unauthorized()
        return CALLERS[token]


@asynccontextmanager
async def nothing(_: FastAPI) -> AsyncIterator[None]:
    yield


async def healthy() -> dict[str, str]:
    return {}


async def put(store: MemoryStore[Any], name: str, state: Any) -> None:
    draft = Draft.of((await store.load([name]))[name])
    draft.state, draft.changed = state, True
    assert not await store.save([draft])


@pytest.fixture
async def client(told: Any) -> AsyncIterator[AsyncClient]:
    """Two cases: Prévost's, and one received in Prévost for which Verdun answers."""
    cases: MemoryStore[Commitments] = MemoryStore(Commitments, commitments_index)
    book = told.book(told.grid(), told.grid(borough="verdun"))
    own, _ = told.play([told.registered(), told.assigned(), told.handed_over()], book=book)
    shared, _ = told.play([told.registered(), told.assigned(borough="verdun")], book=book)
    await put(cases, told.case_id, own)
    await put(cases, OTHER_CASE, shared.model_copy(update={"case_id": OTHER_CASE}))
    known = told.book(
        told.grid(easter_monday=True),
        told.grid(2, effective_on="2027-01-01", years=[2027]),
    )
    commands: Any = None  # nothing is decided here
    router = http.router(Desk(cases=cases, commands=commands, book=known, clock=lambda: NOW))
    app = create_app("sla", [router], lifespan=nothing, alive=dict, ready=healthy)
    app.state.authenticator = CallersByName()
    async with AsyncClient(transport=ASGITransport(app), base_url="http://sla") as made:
        yield made


async def get(client: AsyncClient, path: str, caller: str = "both", **params: Any) -> Any:
    headers = {"authorization": f"Bearer {caller}", "accept-language": "en"} if caller else {}
    return await client.get(ROOT + path, headers=headers, params=params)


async def test_a_case_shows_its_commitments_and_how_they_were_worked_out(
    client: AsyncClient, told: Any
) -> None:
    shown = (await get(client, f"/commitments/{told.case_id}", "prevost")).json()
    acknowledge, complete = shown["commitments"]
    assert (acknowledge["state"], complete["state"]) == ("met", "running")
    assert complete["dueAt"] == complete["originalDueAt"] == "2026-06-19T21:00:00Z"
    assert complete["explanationFr"].endswith("échéance : vendredi 19 juin 2026 à 17 h.")
    assert complete["explanationEn"].endswith("due Friday 19 June 2026 at 17:00.")
    assert complete["steps"][-1]["fr"] == "échéance : vendredi 19 juin 2026 à 17 h"
    assert shown["waitingFor"] is None


@pytest.mark.parametrize("path", ["/commitments", f"/commitments/{OTHER_CASE}"])
async def test_strangers_and_other_roles_see_nothing(client: AsyncClient, path: str) -> None:
    assert (await get(client, path, "")).status_code == 401
    assert (await get(client, path, "elected")).status_code == 403


async def test_a_case_of_another_borough_is_not_found_like_one_that_does_not_exist(
    client: AsyncClient, told: Any
) -> None:
    hidden = await get(client, f"/commitments/{told.case_id}", "verdun")
    missing = await get(client, "/commitments/nothing", "verdun")
    assert (hidden.status_code, hidden.json()) == (404, missing.json())
    assert (await get(client, f"/commitments/{OTHER_CASE}", "verdun")).status_code == 200


@pytest.mark.parametrize(
    ("caller", "params", "expected"),
    [
        ("both", {}, 2),
        ("verdun", {}, 1),
        ("verdun", {"borough": "prevost"}, 0),
        ("both", {"borough": "verdun"}, 1),
        ("both", {"state": "met"}, 1),
        ("both", {"state": "running"}, 2),
        ("both", {"state": "missed"}, 0),
    ],
)
async def test_the_list_is_scoped_and_filtered(
    client: AsyncClient, caller: str, params: dict[str, str], expected: int
) -> None:
    body = (await get(client, "/commitments", caller, **params)).json()
    assert body["paging"] == {"offset": 0, "limit": 50, "totalCount": expected}
    assert len(body["items"]) == expected


async def test_pv_45_a_complaint_is_only_that_and_no_departments_to_see(told: Any) -> None:
    cases: MemoryStore[Commitments] = MemoryStore(Commitments, commitments_index)
    state, _ = told.play([told.registered(kind="complaint"), told.assigned()])
    await put(cases, told.case_id, state)
    commands: Any = None
    desk = Desk(cases=cases, commands=commands, book=told.book(), clock=lambda: NOW)
    app = create_app("sla", [http.router(desk)], lifespan=nothing, alive=dict, ready=healthy)
    app.state.authenticator = CallersByName()
    async with AsyncClient(transport=ASGITransport(app), base_url="http://sla") as client:
        shown = (await get(client, f"/commitments/{told.case_id}", "prevost")).json()
        assert (shown["kind"], shown["activity"]) == ("complaint", None)
        assert (await get(client, f"/commitments/{told.case_id}", "responsable")).status_code == 404
        assert (await get(client, "/commitments", "responsable")).json()["items"] == []
        assert len((await get(client, "/commitments", "prevost")).json()["items"]) == 1


async def test_the_list_is_paged(client: AsyncClient) -> None:
    body = (await get(client, "/commitments", offset=1, limit=1)).json()
    assert body["paging"] == {"offset": 1, "limit": 1, "totalCount": 2}
    assert len(body["items"]) == 1
    refused = await get(client, "/commitments", limit=1000)
    assert refused.status_code == 400
    assert refused.json()["error"]["details"][0]["target"] == "limit"


async def test_a_calendar_names_its_days_off_with_reasons(client: AsyncClient) -> None:
    shown = (await get(client, "/calendars/prevost/2026")).json()
    days = {day["on"]: day for day in shown["daysOff"]}
    assert days["2026-06-24"]["reasonFr"] == "Fête nationale du Québec"
    assert days["2026-04-06"]["cause"] == "holiday", "Easter Monday, by this borough's choice"
    assert shown["weekly"]["sunday"] == []
    assert shown["weekly"]["monday"] == [{"opens": "08:00", "closes": "17:00"}]
    assert (shown["gridVersion"], shown["horizonOn"]) == (1, "2027-12-31")


async def test_a_year_without_a_calendar_is_an_error_that_names_borough_and_year(
    client: AsyncClient,
) -> None:
    answer = await get(client, "/calendars/prevost/2031")
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert error["message"] == "The calendar of prevost for 2031 was not confirmed."
    assert error["target"] == "year"


@pytest.mark.parametrize(("caller", "borough"), [("verdun", "prevost"), ("both", "nowhere")])
async def test_the_calendar_of_another_borough_is_not_found(
    client: AsyncClient, caller: str, borough: str
) -> None:
    answer = await get(client, f"/calendars/{borough}/2026", caller)
    assert answer.status_code == 404
    assert "target" not in answer.json()["error"]
