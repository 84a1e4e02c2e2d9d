"""Signatures across the house's border: what the reference library signs is believed, no less."""

from datetime import UTC, datetime, timedelta

import pytest
from contracts.signatures import (
    NotSigned,
    is_secret,
    new_secret,
    signature_headers,
    verify,
)
from standardwebhooks import Webhook as Reference

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
SECRET, BODY = new_secret(), b'{"decision": null}'


def signed(**changes: str) -> dict[str, str]:
    return signature_headers("ask_1", NOW, BODY, [SECRET]) | changes


def test_what_the_reference_signs_is_verified_and_the_other_way_round() -> None:
    theirs = Reference(SECRET).sign("ask_1", NOW, BODY.decode())
    assert signed()["webhook-signature"] == theirs
    verify(signed(), BODY, SECRET, NOW, message_id="ask_1")


def test_while_a_rotation_lasts_either_secret_verifies() -> None:
    other = new_secret()
    both = signature_headers("ask_1", NOW, BODY, [other, SECRET])
    verify(both, BODY, SECRET, NOW)
    verify(both, BODY, other, NOW)


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        (signed(**{"webhook-id": ""}), "webhook-id"),
        (signed(**{"webhook-id": "ask_2"}), "webhook-id"),
        (signed(**{"webhook-timestamp": ""}), "webhook-timestamp"),
        (signed(**{"webhook-timestamp": "²"}), "webhook-timestamp"),
        (signed(**{"webhook-timestamp": "9" * 40}), "webhook-timestamp"),
        (signed(**{"webhook-signature": ""}), "webhook-signature"),
        (signed(**{"webhook-signature": "v1,é v1, v2"}), "webhook-signature"),
        ({}, "webhook-id"),
    ],
)
def test_a_header_that_is_missing_or_wrong_is_named(headers: dict[str, str], named: str) -> None:
    with pytest.raises(NotSigned, match=f"^{named}"):
        verify(headers, BODY, SECRET, NOW, message_id="ask_1")


def test_another_body_another_key_or_another_hour_is_refused() -> None:
    for body, secret, now in (
        (BODY + b" ", SECRET, NOW),
        (BODY, new_secret(), NOW),
        (BODY, SECRET, NOW + timedelta(seconds=301)),
        (BODY, SECRET, NOW - timedelta(seconds=301)),
    ):
        with pytest.raises(NotSigned):
            verify(signed(), body, secret, now)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [(SECRET, True), ("whsec_" + "QUFB" * 6, False), ("not base64!", False), ("", False)],
    ids=["new", "too short", "no base64", "empty"],  # the secret is another one in each process
)
def test_a_secret_has_24_to_64_bytes(text: str, is_one: bool) -> None:
    assert is_secret(text) is is_one
