"""How often the public may write and try codes: by address, by key and by code, never for staff."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address

import pytest
from chassis.errors import ApiError
from fastapi import Request
from httpx import Response
from hypothesis import given
from hypothesis import strategies as st
from intake.entrypoints.limits import Limits, address_of
from intake.settings import IntakeSettings
from pydantic import ValidationError

from services.intake.tests.conftest import KEY, Counter, form

START = 1_800_000_000.0


@pytest.fixture
def limits() -> Limits:
    return Limits(
        writes="3/minute", lookups="2/minute", tracking="4/minute", wrong_codes="2/minute"
    )


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets seconds pass on the clock that the windows count by."""
    now = [START]
    monkeypatch.setattr("time.time", lambda: now[0])

    def pass_by(seconds: float) -> None:
        now[0] += seconds

    return pass_by


def public(counter: Counter, number: int, **changes: str) -> Response:
    return counter.post("/cases", form(channel="web"), by=None, key=f"{KEY}-{number}", **changes)


def tried(counter: Counter, code: str) -> Response:
    return counter.get("/tracking", by=None, x_tracking_code=code)


def from_host(host: str | None) -> Request:
    return Request({"type": "http", "headers": [], "client": (host, 1) if host else None})


def test_a_public_write_too_many_is_refused_and_nothing_is_stored(
    counter: Counter, wait: Callable[[float], None]
) -> None:
    for number in range(3):
        assert public(counter, number).status_code == 201
        wait(10)
    refused = public(counter, 3)
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "tooManyRequests")
    assert len(counter.store.documents) == 3
    seconds = int(refused.headers["retry-after"])
    assert seconds == 31
    assert refused.json()["error"]["message"] == "Trop de demandes : réessayez dans 31 s."
    english = public(counter, 3, accept_language="en").json()["error"]["message"]
    assert english == "Too many requests: try again in 31 s."
    wait(seconds)
    assert public(counter, 3).status_code == 201, "room again when Retry-After said so"


def test_an_invalid_form_counts_as_well(counter: Counter) -> None:
    for number in range(3):
        sent = counter.post("/cases", {"kind": "x"}, by=None, key=f"{KEY}-{number}")
        assert sent.status_code == 400
    assert public(counter, 3).status_code == 429


def test_staff_who_are_signed_in_are_not_limited_by_their_address(counter: Counter) -> None:
    for number in range(5):
        assert public(counter, number).status_code == (201 if number < 3 else 429)
    for _ in range(5):
        counter.register()


async def test_one_key_from_many_addresses_is_limited_too(limits: Limits) -> None:
    def keyed(number: int) -> Request:
        headers = [(b"idempotency-key", KEY.encode())]
        return Request({"type": "http", "headers": headers, "client": (f"192.0.2.{number}", 1)})

    for number in range(3):
        await limits.writes(keyed(number), None)
    with pytest.raises(ApiError, match="tooManyRequests"):
        await limits.writes(keyed(4), None)


async def test_each_address_has_its_own_count(limits: Limits) -> None:
    for host in ("192.0.2.1", "192.0.2.2"):
        for _ in range(2):
            await limits.lookups(from_host(host), None)
    with pytest.raises(ApiError):
        await limits.lookups(from_host("192.0.2.1"), None)


def test_a_guesser_is_stopped_even_before_a_code_that_is_right_pv_03(
    counter: Counter, wait: Callable[[float], None]
) -> None:
    code = counter.post("/cases", form()).json()["trackingCode"]
    assert [tried(counter, f"{number}" * 16).status_code for number in range(2)] == [404, 404]
    stopped = tried(counter, code)
    assert stopped.status_code == 429, "no oracle: right and wrong look the same now"
    assert tried(counter, "9" * 16).json() == stopped.json()
    taken_back = counter.post("/tracking/withdraw", by=None, key=None, x_tracking_code=code)
    assert taken_back.status_code == 429
    assert counter.client.post("/suivi", data={"code": code}).status_code == 429
    wait(61)
    assert tried(counter, code).status_code == 200


def test_whoever_has_the_code_looks_more_often_than_a_guesser_guesses(counter: Counter) -> None:
    code = counter.post("/cases", form()).json()["trackingCode"]
    assert [tried(counter, code).status_code for _ in range(5)] == [200] * 4 + [429]


def test_the_tracking_page_says_in_words_that_one_has_to_wait(counter: Counter) -> None:
    for path in ("/suivi", "/suivi/retirer"):
        assert counter.client.post(path, data={"code": "nope"}).status_code == 404
    for path in ("/suivi", "/suivi/retirer"):
        page = counter.client.post(path, data={"code": "nope"})
        assert page.status_code == 429
        assert int(page.headers["retry-after"]) > 0
        assert 'role="alert">Trop de demandes' in page.text
        assert "nope" not in page.text


async def test_one_code_from_many_addresses_is_limited_too(limits: Limits) -> None:
    async def use(number: int, code: str) -> None:
        async with limits.trying(from_host(f"192.0.2.{number}"), code):
            pass

    for number in range(4):
        await use(number, "7K3M" * 4)
    with pytest.raises(ApiError):
        await use(5, "7k3m " * 4)


@given(st.ip_addresses(v=4))
def test_an_address_counts_for_itself_however_it_is_written(address: IPv4Address) -> None:
    assert address_of(from_host(str(address))) == str(address)
    assert address_of(from_host(f"::ffff:{address}")) == str(address)


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_one_ipv6_subscriber_counts_once(address: IPv6Address, other: int) -> None:
    neighbour = IPv6Address(int(address) >> 64 << 64 | other)
    if address.ipv4_mapped is None and neighbour.ipv4_mapped is None:
        assert address_of(from_host(str(address))) == address_of(from_host(str(neighbour)))
        away = IPv6Address(int(address) ^ 1 << 64)
        assert address_of(from_host(str(away))) != address_of(from_host(str(address)))


@pytest.mark.parametrize("host", [None, "", "testclient", "203.0.113.9, 10.0.0.1", "é" * 300])
def test_what_is_no_address_is_one_and_the_same_stranger(host: str | None) -> None:
    assert address_of(from_host(host)) == "unknown"


@pytest.mark.parametrize("field", ["limit_writes", "limit_lookups", "limit_tracking"])
def test_a_rate_that_is_none_is_refused_at_the_start(field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        IntakeSettings.model_validate({"tracking_secret": "x" * 32, field: "often"})
