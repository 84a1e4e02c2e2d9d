"""Errors are lists in both forms, whatever goes wrong; never HTML, never the City's own form."""

import logging
from collections.abc import Callable

import pytest
from chassis.faults import Transient
from httpx import Response
from intake.entrypoints.limits import Limits
from intake.entrypoints.open311.formats import FORMATS

from services.intake.tests.open311.conftest import (
    APP_KEY,
    PIERREFONDS,
    POINT,
    POTHOLE,
    PREVOST,
    Integrator,
    errors_in,
)

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def limits() -> Limits:
    return Limits(
        writes="2/minute",
        lookups="50/minute",
        tracking="9/minute",
        wrong_codes="9/minute",
        api_keys="3/minute",
    )


@pytest.mark.parametrize(("jurisdiction", "status"), [("", 400), ("atlantis", 404)])
def test_a_jurisdiction_is_needed_and_known(
    open311: Integrator, jurisdiction: str, status: int
) -> None:
    resources = ("services", f"services/{POTHOLE}", "requests", "requests/x", "tokens/x")
    for resource in (*resources, "servicerequestupdates"):
        for form in FORMATS:
            answer = open311.get(resource, form, jurisdiction)
            ((code, text),) = errors_in(answer)
            assert (answer.status_code, code) == (status, status)
            assert text.startswith("jurisdiction_id")


@pytest.mark.parametrize(
    "path",
    [
        "/open311/v2/nothing.json",
        "/open311/v2/services.html",
        "/open311/v2/services",
        "/open311/v2/requests/a/b.json",
        "/open311/v2",
        "/open311/v2/",
        "/open311/test/v2/nothing",
    ],
)
def test_what_is_no_resource_is_404_in_one_of_the_two_forms(open311: Integrator, path: str) -> None:
    answer = open311.client.get(path)
    assert answer.status_code == 404
    assert [code for code, _ in errors_in(answer)] == [404]


def test_a_method_that_a_resource_has_not_is_405_and_the_others_are_named(
    open311: Integrator,
) -> None:
    for method in ("PUT", "DELETE", "PATCH", "POST"):
        answer = open311.client.request(method, "/open311/v2/services.json")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
        assert errors_in(answer)[0][0] == 405


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b'{"api_key": "x"}', {"content-type": "application/json"}),
        (b"api_key=x", {}),
        (b"description=%ff%fe", FORM),
        (b"description=\xff", FORM),
        (b"a=" + b"x" * 200_000, FORM),
        (b"&".join(b"a=1" for _ in range(300)), FORM),
    ],
)
def test_what_is_no_readable_form_is_400(
    open311: Integrator, body: bytes, headers: dict[str, str]
) -> None:
    for form in FORMATS:
        path = f"/open311/v2/requests.{form}"
        answer = open311.client.post(path, content=body, headers=headers)
        assert (answer.status_code, errors_in(answer)[0][0]) == (400, 400)


def test_an_error_is_said_in_the_language_asked_for(open311: Integrator) -> None:
    asked = {"accept-language": "en-CA"}
    answer = open311.client.get("/open311/v2/services.json", headers=asked)
    assert errors_in(answer) == [(400, "jurisdiction_id: this argument is required")]


@pytest.mark.parametrize(
    ("fault", "status"), [(Transient("away"), 503), (ZeroDivisionError("oh"), 500)]
)
def test_a_fault_of_ours_is_a_list_too_and_says_nothing_of_itself(
    open311: Integrator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: Exception,
    status: int,
) -> None:
    async def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr(type(open311.endpoint), "services", fails)
    with caplog.at_level(logging.ERROR):
        answer = open311.get("services", "xml")
    ((code, text),) = errors_in(answer)
    assert (answer.status_code, code) == (status, status)
    assert str(fault) not in text
    assert bool(caplog.records) is (status == 500), "what nobody foresaw is logged"


def writing(open311: Integrator, key: str) -> Response:
    return open311.post("requests", "xml", key=key, service_code=POTHOLE, **POINT)


@pytest.mark.parametrize("key", [APP_KEY, "wrong"])
def test_an_address_that_writes_too_often_is_told_when_to_come_back(
    open311: Integrator, key: str
) -> None:
    for _ in range(2):
        assert writing(open311, key).status_code in (200, 403)
    answer = writing(open311, key)
    assert (answer.status_code, errors_in(answer)[0][0]) == (429, 429)
    assert int(answer.headers["retry-after"]) > 0


def test_a_partners_server_is_counted_by_its_key_and_not_by_its_address(
    open311: Integrator,
) -> None:
    for _ in range(3):
        open311.open()
    answer = open311.post("requests", service_code=POTHOLE, **POINT)
    assert errors_in(answer)[0][0] == 429
    assert len(open311.counter.store.documents) == 3


def test_whoever_reads_too_often_is_told_so_in_the_form_asked_for(open311: Integrator) -> None:
    asked: Callable[[], Response] = lambda: open311.get("services", jurisdiction=PREVOST)  # noqa: E731
    statuses = {asked().status_code for _ in range(50)}
    assert statuses == {200}
    assert errors_in(open311.get("services", "xml", PIERREFONDS))[0][0] == 429
