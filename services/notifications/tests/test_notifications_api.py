"""What staff see of deliveries: states, never addresses, in their own boroughs only."""

from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from chassis.http import create_app
from chassis.identity import Caller, staff
from fastapi import FastAPI
from fastapi.testclient import TestClient
from notifications.application.read_deliveries import DeliveryQueries
from notifications.domain.messages import PermanentFailure
from notifications.entrypoints.http import router

HERE = Caller("staff-1", frozenset({"technician"}), frozenset({"prevost"}))
ELSEWHERE = Caller("staff-2", frozenset({"technician"}), frozenset({"anjou"}))
CITIZEN_ROLE = Caller("staff-3", frozenset({"integrator"}), frozenset({"prevost"}))


@asynccontextmanager
async def lifespan(_: FastAPI) -> Any:
    yield


@pytest.fixture
async def bench(given_notifications: Any) -> Any:
    words = given_notifications
    made = words.Bench()
    await made.hear(words.registered(), words.contacts())
    await made.send(PermanentFailure("550"))
    return made


@pytest.fixture
def client(bench: Any) -> Iterator[TestClient]:
    async def ready() -> dict[str, str]:
        return {}

    routes = [router(DeliveryQueries(bench.store))]
    app = create_app("notifications", routes, lifespan=lifespan, alive=dict, ready=ready)
    app.dependency_overrides[staff] = lambda: HERE
    with TestClient(app) as made:
        yield made


def as_caller(client: TestClient, caller: Caller) -> None:
    client.app.dependency_overrides[staff] = lambda: caller  # type: ignore[attr-defined]


def test_failed_deliveries_come_first_and_show_no_address(
    client: TestClient, given_notifications: Any
) -> None:
    answer = client.get("/api/notifications/v1/deliveries")
    body = answer.json()
    assert body["paging"] == {"offset": 0, "limit": 50, "totalCount": 1}
    (item,) = body["items"]
    assert [(d["template"], d["state"], d["reason"]) for d in item["deliveries"]] == [
        ("acknowledgement", "failed", "refused")
    ]
    assert not [word for word in given_notifications.secrets if word in answer.text]


def test_a_case_of_another_borough_is_not_found(
    client: TestClient, given_notifications: Any
) -> None:
    path = f"/api/notifications/v1/deliveries/{given_notifications.case_id}"
    assert client.get(path).json()["deliveries"][0]["recipient"] == "citizen"
    as_caller(client, ELSEWHERE)
    assert client.get(path).status_code == 404
    listed = client.get("/api/notifications/v1/deliveries?borough=prevost").json()
    assert listed["paging"]["totalCount"] == 0


def test_a_role_without_the_right_is_forbidden(client: TestClient) -> None:
    as_caller(client, CITIZEN_ROLE)
    assert client.get("/api/notifications/v1/deliveries").status_code == 403


def test_an_unknown_state_is_refused_with_its_field(client: TestClient) -> None:
    answer = client.get("/api/notifications/v1/deliveries?state=sent")
    assert answer.status_code == 400
    assert answer.json()["error"]["target"] == "state"
