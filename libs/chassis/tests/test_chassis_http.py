"""The HTTP side: the City's errors in two languages, correlation, health."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any

import httpx
import pytest
from chassis.commands import CommandConflict, NotFound
from chassis.errors import forbidden, unauthorized
from chassis.faults import Permanent, Transient
from chassis.http import create_app
from chassis.identity import COOKIE, Authenticator, Caller, staff
from chassis.logs import correlation_id
from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel, ConfigDict, Field, field_validator

MARKED = "zebulon.tremblay@example.org"


class Form(BaseModel):
    """What is posted."""

    model_config = ConfigDict(extra="forbid")

    activity: str = Field(max_length=5)
    number: int = 0
    place: dict[str, float] = {}

    @field_validator("number")
    @classmethod
    def is_small(cls, number: int) -> int:
        if number > 9:
            raise ValueError("doit être petit|must be small")
        return number


class Health:
    """What the probes are told."""

    silent: Mapping[str, float] = {}
    faults: Mapping[str, str] = {}


ERRORS: dict[str, tuple[Exception, int, str]] = {
    "not-found": (NotFound("x"), 404, "notFound"),
    "conflict": (CommandConflict("x"), 422, "duplicateKey"),
    "rule": (Permanent("activity: refused"), 422, "unprocessableEntity"),
    "away": (Transient("x"), 503, "serviceUnavailable"),
    "sign-in": (unauthorized(), 401, "unauthorized"),
    "role": (forbidden(), 403, "forbidden"),
    "bug": (ZeroDivisionError(MARKED), 500, "serverError"),
}


@contextlib.asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield


@pytest.fixture
def health() -> Health:
    return Health()


@pytest.fixture
def app(health: Health) -> FastAPI:
    routes = APIRouter()

    @routes.post("/forms")
    async def post_form(form: Form) -> dict[str, str]:
        return {"activity": form.activity, "cid": correlation_id()}

    @routes.get("/errors/{name}")
    async def fail(name: str) -> None:
        raise ERRORS[name][0]

    @routes.get("/mine")
    @routes.post("/mine")
    async def mine(caller: Annotated[Caller, Depends(staff)]) -> str:
        return caller.subject

    async def ready() -> Mapping[str, str]:
        return health.faults

    return create_app("toy", [routes], lifespan=_lifespan, alive=lambda: health.silent, ready=ready)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://toy") as client:
        yield client


def error_of(response: httpx.Response) -> dict[str, Any]:
    body: dict[str, Any] = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) <= {"code", "message", "target", "details"}
    assert MARKED not in response.text
    return body["error"]  # type: ignore[no-any-return]


WRONG: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "missing": ({}, "activity", "champ obligatoire", "this field is required"),
    "too long": ({"activity": MARKED}, "activity", "trop long", "too long"),
    "not a text": ({"activity": {"a": MARKED}}, "activity", "doit être un texte", "must be a text"),
    "not a number": (
        {"activity": "a", "number": MARKED},
        "number",
        "doit être un nombre entier",
        "must be a whole number",
    ),
    "unknown field": ({"activity": "a", "odd": MARKED}, "odd", "champ inconnu", "unknown field"),
    "our own rule": ({"activity": "a", "number": 10}, "number", "doit être petit", "must be small"),
    "a type we have no words for": (
        {"activity": "a", "place": [MARKED]},
        "place",
        "valeur invalide",
        "invalid value",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("language", ["fr-CA,fr;q=0.9", "en-CA", None])
async def test_a_refusal_names_field_and_reason_in_the_callers_language_and_never_the_value(
    client: httpx.AsyncClient, wrong: str, language: str | None
) -> None:
    form, target, french, english = WRONG[wrong]
    headers = {"Accept-Language": language} if language else {}
    response = await client.post("/forms", json=form, headers=headers)
    assert response.status_code == 400
    [detail] = error_of(response)["details"]
    expected = english if language == "en-CA" else french
    assert detail == {"code": "invalidParameter", "message": expected, "target": target}


@pytest.mark.parametrize("body", [b"{", MARKED.encode(), b"\xff\xfe", b""])
async def test_a_body_that_is_no_json_is_the_callers_fault(
    client: httpx.AsyncClient, body: bytes
) -> None:
    headers = {"content-type": "application/json"}
    response = await client.post("/forms", content=body, headers=headers)
    assert response.status_code == 400
    assert error_of(response).get("target") is None


async def test_all_faults_come_at_once(client: httpx.AsyncClient) -> None:
    response = await client.post("/forms", json={"number": "x", "odd": 1})
    targets = {detail["target"] for detail in error_of(response)["details"]}
    assert targets == {"activity", "number", "odd"}


@pytest.mark.parametrize("name", ERRORS)
async def test_each_error_has_its_status_its_code_and_two_languages(
    client: httpx.AsyncClient, name: str
) -> None:
    _, status, code = ERRORS[name]
    said = {}
    for language in ("fr", "en"):
        response = await client.get(f"/errors/{name}", headers={"Accept-Language": language})
        assert response.status_code == status
        error = error_of(response)
        assert error["code"] == code
        said[language] = error["message"]
    assert said["fr"] != said["en"] or name == "rule"


async def test_unknown_paths_and_methods_answer_in_the_same_form(client: httpx.AsyncClient) -> None:
    missing = await client.get("/nowhere")
    assert (missing.status_code, error_of(missing)["code"]) == (404, "notFound")
    assert (await client.delete("/forms")).status_code == 405
    error_of(await client.delete("/forms"))


async def test_a_caller_without_a_good_token_is_told_to_sign_in(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    app.state.authenticator = Authenticator("", "guichet", "")
    given: tuple[dict[str, str], ...] = (
        {},
        {"Authorization": "Basic eDp5"},
        {"Authorization": "Bearer"},
    )
    for headers in (*given, {"Authorization": "Bearer x.y.z"}, {"Cookie": f"{COOKIE}=x.y.z"}):
        response = await client.get("/mine", headers=headers)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_a_session_cookie_from_another_site_changes_nothing(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    app.state.authenticator = Authenticator("", "guichet", "")
    headers = {"Cookie": f"{COOKIE}=x", "Sec-Fetch-Site": "cross-site"}
    assert (await client.post("/mine", headers=headers)).status_code == 403


async def test_the_correlation_id_is_taken_passed_on_and_echoed(client: httpx.AsyncClient) -> None:
    headers = {"X-Correlation-ID": "abc-1", "Idempotency-Key": "k1"}
    response = await client.post("/forms", json={"activity": "a"}, headers=headers)
    assert response.json()["cid"] == response.headers["X-Correlation-ID"] == "abc-1"
    assert response.headers["Idempotency-Key"] == "k1"


@pytest.mark.parametrize("given", ["", "x" * 101, "a b", "x\ty", MARKED])
async def test_a_correlation_id_that_is_no_plain_word_is_replaced(
    client: httpx.AsyncClient, given: str
) -> None:
    response = await client.post(
        "/forms", json={"activity": "a"}, headers={"X-Correlation-ID": given}
    )
    cid = response.headers["X-Correlation-ID"]
    assert cid not in ("", given)
    assert response.json()["cid"] == cid


@pytest.mark.parametrize("path", ["/errors/bug", "/errors/away", "/nowhere", "/livez"])
async def test_every_answer_carries_a_correlation_id(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path, headers={"X-Correlation-ID": "abc-2"})
    assert response.headers["X-Correlation-ID"] == "abc-2"


async def test_livez_tells_of_loops_gone_silent(client: httpx.AsyncClient, health: Health) -> None:
    assert (await client.get("/livez")).status_code == 200
    health.silent = {"sweep": 99.0}
    response = await client.get("/livez")
    assert (response.status_code, response.json()) == (503, {"silent": {"sweep": 99.0}})


async def test_readyz_tells_what_is_missing(client: httpx.AsyncClient, health: Health) -> None:
    assert (await client.get("/readyz")).status_code == 200
    health.faults = {"mongo": "database: AutoReconnect"}
    response = await client.get("/readyz")
    assert (response.status_code, response.json()["faults"]) == (503, health.faults)
    assert (await client.get("/livez")).status_code == 200


async def test_metrics_are_served(client: httpx.AsyncClient) -> None:
    response = await client.get("/metrics")
    assert "guichet_records_handled_total" in response.text
