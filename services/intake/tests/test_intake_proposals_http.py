"""`POST /proposals`: what is said, what is refused, and that nothing of it is kept (PV-13)."""

import logging
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from chassis.http import create_app
from fastapi import FastAPI
from fastapi.testclient import TestClient
from intake.domain.activities import ActivityNames, GridWords, Vocabulary
from intake.entrypoints import http
from intake.entrypoints.limits import Limits

PATH = "/api/intake/v1/proposals"
POTHOLE = ActivityNames(code="nid-de-poule", name_fr="Nid-de-poule", name_en="Pothole")
GRID = GridWords(borough="pierrefonds-roxboro", version=1, activities=(POTHOLE,))
HURT = "Bonjour, un nid de poule a crevé mon pneu. Zébulon Marqué"


async def grids() -> Vocabulary:
    return Vocabulary([GRID])


async def nothing_wrong() -> dict[str, str]:
    return {}


@asynccontextmanager
async def no_life(_: FastAPI) -> Any:
    yield


@pytest.fixture
def client(counter: Any) -> Iterator[TestClient]:
    desk = replace(counter.desk, vocabulary=grids)
    app = create_app(
        "intake", [http.router(desk)], lifespan=no_life, alive=dict, ready=nothing_wrong
    )
    app.state.authenticator = counter.client.app.state.authenticator
    with TestClient(app) as made:
        yield made


def asked(**changes: Any) -> dict[str, Any]:
    whole = {"borough": "pierrefonds-roxboro", "text": HURT, **changes}
    return {name: value for name, value in whole.items() if value is not None}


def test_kind_activities_and_notice_are_proposed_to_anybody_pv_13_c_13(client: TestClient) -> None:
    answer = client.post(PATH, json=asked())
    assert answer.status_code == 200
    said = answer.json()
    assert said["kind"]["value"] == "claim"
    assert said["kind"]["text"] == "Réclamation"
    assert said["kind"]["reason"] == "Parle d'un dommage : « crevé mon pneu »"
    (activity,) = said["activities"]
    assert (activity["code"], activity["name"]) == ("nid-de-poule", "Nid-de-poule")
    assert activity["reason"] == "Mots reconnus : « nid », « poule »"
    assert said["claimNotice"] is True


def test_the_language_asked_for_goes_before_that_of_the_browser(client: TestClient) -> None:
    english = client.post(PATH, json=asked(), headers={"accept-language": "en"}).json()
    assert english["activities"][0]["name"] == "Pothole"
    assert english["kind"]["reason"] == "Speaks of damage: “crevé mon pneu”"
    both = client.post(PATH, json=asked(language="fr"), headers={"accept-language": "en"}).json()
    assert both["kind"]["text"] == "Réclamation"


def test_a_counter_whose_grid_is_not_known_yet_is_proposed_a_kind(client: TestClient) -> None:
    said = client.post(PATH, json=asked(borough="prevost")).json()
    assert (said["kind"]["value"], said["activities"]) == ("claim", [])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"borough": "atlantide"}, "borough"),
        ({"borough": "x" * 61}, "borough"),
        ({"borough": None}, "borough"),
        ({"borough": 7}, "borough"),
        ({"text": None}, "text"),
        ({"text": "ab"}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "a" * 3501}, "text"),
        ({"text": ["un trou"]}, "text"),
        ({"language": "klingon"}, "language"),
        ({"email": "alix@example.org"}, "email"),
    ],
)
def test_bad_input_names_its_field_and_quotes_nothing(
    client: TestClient, changes: dict[str, Any], field: str
) -> None:
    answer = client.post(PATH, json=asked(**changes))
    assert answer.status_code == 400
    (detail,) = answer.json()["error"]["details"]
    assert detail["target"] == field
    for value in changes.values():
        assert value is None or str(value).strip() == "" or str(value) not in answer.text


def test_words_are_neither_stored_nor_logged(
    client: TestClient, counter: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert client.post(PATH, json=asked()).status_code == 200
    assert "Zébulon" not in caplog.text
    assert counter.store.documents == {}
    assert client.get(PATH, params=asked()).status_code == 405


class TestLimited:
    @pytest.fixture
    def limits(self) -> Limits:
        wide = "1000000/second"
        return Limits(writes=wide, lookups="2/hour", tracking=wide, wrong_codes=wide)

    def test_the_public_asks_only_so_often(self, client: TestClient) -> None:
        codes = [client.post(PATH, json=asked()).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
