"""Who may see complaints, and what of them."""

import asyncio
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from chassis.http import create_app
from chassis.identity import Caller, staff
from complaints.entrypoints.http import router
from fastapi import FastAPI
from fastapi.testclient import TestClient

PATH = "/api/complaints/v1/investigations"
DIRECTOR = Caller("staff-1", frozenset({"director"}), frozenset({"prevost"}))


@asynccontextmanager
async def lifespan(_: FastAPI) -> Any:
    yield


@pytest.fixture
async def bench(given_complaints: Any) -> Any:
    words = given_complaints
    made = words.Bench()
    made.book.learn(words.grid())
    await made.hear(words.registered(), words.handed_over(signed=False))
    return made


@pytest.fixture
def client(bench: Any) -> Iterator[TestClient]:
    async def ready() -> dict[str, str]:
        return {}

    app = create_app(
        "complaints", [router(bench.files)], lifespan=lifespan, alive=dict, ready=ready
    )
    app.dependency_overrides[staff] = lambda: DIRECTOR
    with TestClient(app) as made:
        yield made


def traces(bench: Any) -> list[Any]:
    return asyncio.run(bench.traces())


def as_caller(client: TestClient, role: str, borough: str = "prevost") -> None:
    caller = Caller("staff-2", frozenset({role}), frozenset({borough}))
    client.app.dependency_overrides[staff] = lambda: caller  # type: ignore[attr-defined]


def test_the_list_says_where_a_complaint_stands_and_nothing_it_says(
    client: TestClient, given_complaints: Any
) -> None:
    answer = client.get(PATH, headers={"Accept-Language": "en"})
    (item,) = answer.json()["items"]
    assert (item["admissibility"], item["asks"]) == ("invited", ["sign"])
    assert item["reasons"][0].startswith("A complaint must be signed")
    assert given_complaints.statement not in answer.text
    assert client.get(f"{PATH}?admissibility=refused").json()["paging"]["totalCount"] == 0


def test_a_file_is_read_only_under_an_exception_that_is_named(
    client: TestClient, given_complaints: Any, bench: Any
) -> None:
    path = f"{PATH}/{given_complaints.case_id}"
    assert client.get(path).status_code == 400
    assert traces(bench) == []
    read = client.get(f"{path}?exception=investigation").json()
    assert read["content"]["statement"] == given_complaints.statement
    assert [one["reader"] for one in read["readings"]] == ["staff-1"]
    assert read["readingsCount"] == 1


@pytest.mark.parametrize("role", ["technician", "executor", "operator", "elected-official"])
def test_other_roles_see_nothing(client: TestClient, given_complaints: Any, role: str) -> None:
    as_caller(client, role)
    assert client.get(PATH).status_code == 403
    read = client.get(f"{PATH}/{given_complaints.case_id}?exception=law")
    assert read.status_code == 404


def test_another_boroughs_investigator_finds_nothing(
    client: TestClient, given_complaints: Any, bench: Any
) -> None:
    as_caller(client, "investigator", "anjou")
    assert client.get(f"{PATH}?borough=prevost").json()["items"] == []
    read = client.get(f"{PATH}/{given_complaints.case_id}?exception=law")
    assert read.status_code == 404
    assert traces(bench) == []
