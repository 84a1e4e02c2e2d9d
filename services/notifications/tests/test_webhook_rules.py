"""Webhooks without I/O: signatures, pauses, Retry-After, filters, and where we post at all."""

import base64
import json
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from contracts.signatures import new_secret, signature_headers
from notifications.domain.retry_after import LONGEST, retry_after
from notifications.domain.webhook import (
    Reason,
    Secret,
    State,
    Webhook,
    changed,
    deleted,
    heard,
    paused,
    resumed,
    rotated,
)
from notifications.domain.webhook_address import RefusedAddress, Rules, fault_of, target_of
from notifications.domain.webhook_delivery import (
    GIVE_UP_AFTER,
    TRIES,
    delivery_id,
    pause_after,
)
from standardwebhooks import Webhook as Reference
from standardwebhooks import WebhookVerificationError

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def webhook(**fields: object) -> Webhook:
    """A healthy webhook of Verdun."""
    usual: dict[str, object] = {
        "webhook_id": "w-1",
        "owner": "partner",
        "name": "Essai",
        "url": "https://hooks.example.org/guichet",
        "boroughs": ("verdun",),
        "secrets": (Secret(number=1, sealed="c2NlbGzDqQ==", made_at=NOW),),
        "created_at": NOW,
        "changed_at": NOW,
    }
    return Webhook.model_validate(usual | fields)


def test_the_reference_library_verifies_our_signature() -> None:
    secret, now = new_secret(), datetime.now(UTC)
    body = '{"type":"intake.case-registered.v1","data":"nid-de-poule, rue de l’Église"}'
    headers = signature_headers("msg_1", now, body.encode(), [secret])
    assert Reference(secret).verify(body, headers)["type"] == "intake.case-registered.v1"


@pytest.mark.parametrize("spoilt", ["body", "webhook-id", "webhook-timestamp", "secret"])
def test_a_signature_covers_id_timestamp_body_and_secret(spoilt: str) -> None:
    secret, now, body = new_secret(), datetime.now(UTC), '{"a":1}'
    headers = signature_headers("msg_1", now, body.encode(), [secret])
    if spoilt == "body":
        body = '{"a":2}'
    elif spoilt == "secret":
        secret = new_secret()
    else:
        headers[spoilt] = {"webhook-id": "msg_2"}.get(spoilt, str(int(now.timestamp()) + 1))
    with pytest.raises(WebhookVerificationError):
        Reference(secret).verify(body, headers)


def test_during_a_rotation_the_old_and_the_new_secret_both_verify() -> None:
    old, new, now = new_secret(), new_secret(), datetime.now(UTC)
    headers = signature_headers("msg_1", now, b"{}", [new, old])
    assert headers["webhook-signature"].count("v1,") == 2
    for secret in (old, new):
        assert Reference(secret).verify("{}", headers) == {}


def test_a_secret_has_the_form_and_length_of_the_specification() -> None:
    secret = new_secret()
    assert secret.startswith("whsec_")
    assert 24 <= len(base64.b64decode(secret.removeprefix("whsec_"))) <= 64
    assert secret != new_secret()


def test_the_id_of_a_delivery_is_made_of_webhook_and_event_and_holds_no_dot() -> None:
    assert delivery_id("w-1", "e-1") == delivery_id("w-1", "e-1")
    assert len({delivery_id(w, e) for w in ("w-1", "w-2") for e in ("e-1", "e-2")}) == 4
    assert "." not in delivery_id("w-1", "e-1")


def test_pauses_grow_from_five_seconds_to_twelve_hours_over_about_three_days() -> None:
    pauses = [pause_after(tries, 0.0) for tries in range(1, TRIES)]
    assert pauses[0] == timedelta(seconds=5)
    assert pauses[-1] == timedelta(hours=12)
    assert pauses == sorted(pauses)
    average = sum((pause_after(n, 0.5) for n in range(1, TRIES)), timedelta(0))
    assert timedelta(days=2.5) < average < timedelta(days=3.5) < GIVE_UP_AFTER


def test_jitter_shortens_a_pause_and_never_lengthens_it() -> None:
    assert pause_after(3, 0.999) < pause_after(3, 0.5) < pause_after(3, 0.0)
    assert pause_after(3, 0.999) >= pause_after(3, 0.0) * 0.8


@pytest.mark.parametrize(
    ("status", "value", "seconds"),
    [
        (503, "120", 120.0),
        (429, " 0 ", 0.0),
        (429, "Sun, 22 Nov 2026 15:02:00 GMT", 120.0),
        (429, "Sun, 22 Nov 2026 14:00:00 GMT", 0.0),
        (503, "999999999999999999999999", LONGEST.total_seconds()),
        (503, "Sun, 22 Nov 2099 15:00:00 GMT", LONGEST.total_seconds()),
        (503, "-5", None),
        (503, "1.5", None),
        (503, "²", None),
        (503, "soon", None),
        (503, "", None),
        (503, None, None),
        (500, "120", None),
        (200, "120", None),
    ],
)
def test_retry_after_is_read_in_seconds_or_as_a_date_within_bounds(
    status: int, value: str | None, seconds: float | None
) -> None:
    found = retry_after(status, value, NOW)
    assert (None if found is None else found.total_seconds()) == seconds


@pytest.mark.parametrize(
    ("filters", "event_type", "wanted"),
    [
        ((), "sla.commitment-missed.v1", True),
        (("sla.commitment-missed.v1",), "sla.commitment-missed.v1", True),
        (("sla.commitment-missed.v1",), "sla.commitment-missed.v2", False),
        (("sla.commitment-missed",), "sla.commitment-missed.v2", True),
        (("sla.commitment-missed",), "sla.commitment-missed-not.v1", False),
        (("sla.*",), "sla.commitment-missed.v1", True),
        (("sla.*",), "slack.commitment-missed.v1", False),
        (("intake.*", "sla.commitment-met"), "sla.commitment-met.v1", True),
        (("*",), "sla.commitment-met.v1", False),
    ],
)
def test_types_are_filtered_by_name_by_version_or_by_service(
    filters: tuple[str, ...], event_type: str, wanted: bool
) -> None:
    assert webhook(event_types=filters).wants("verdun", event_type, NOW) is wanted


def test_an_event_of_another_borough_or_of_before_is_not_wanted() -> None:
    one = webhook()
    assert one.wants("verdun", "sla.commitment-met.v1", NOW)
    assert not one.wants("lachine", "sla.commitment-met.v1", NOW)
    assert not one.wants("verdun", "sla.commitment-met.v1", NOW - timedelta(hours=1))


def test_a_paused_webhook_collects_and_a_disabled_one_does_not() -> None:
    one = webhook()
    assert paused(one, NOW).wants("verdun", "sla.commitment-met.v1", NOW)
    for state in (State.DISABLED, State.DELETED):
        assert not webhook(state=state).wants("verdun", "sla.commitment-met.v1", NOW)


def test_a_410_disables_at_once_and_says_why() -> None:
    gone = heard(webhook(), delivered=True, gone=True, now=NOW, patience=5 * DAY)
    assert (gone.state, gone.reason) == (State.DISABLED, Reason.GONE)


def test_only_days_of_failures_without_a_success_disable() -> None:
    one = heard(webhook(), delivered=False, gone=False, now=NOW, patience=5 * DAY)
    assert (one.state, one.failing_since) == (State.ACTIVE, NOW)
    four = heard(one, delivered=False, gone=False, now=NOW + 4 * DAY, patience=5 * DAY)
    assert four is one
    mended = heard(one, delivered=True, gone=False, now=NOW + 4 * DAY, patience=5 * DAY)
    assert mended.failing_since is None
    five = heard(one, delivered=False, gone=False, now=NOW + 5 * DAY, patience=5 * DAY)
    assert (five.state, five.reason) == (State.DISABLED, Reason.FAILING)
    back = resumed(five, NOW + 6 * DAY)
    assert (back.state, back.reason, back.failing_since) == (State.ACTIVE, None, None)


def test_a_healthy_webhook_that_delivers_costs_no_write() -> None:
    one = webhook()
    assert heard(one, delivered=True, gone=False, now=NOW, patience=DAY) is one


def test_a_rotation_lets_the_old_secret_run_out_and_forgets_older_ones() -> None:
    once = rotated(webhook(), "second", NOW, DAY)
    assert [one.number for one in once.secrets_at(NOW)] == [2, 1]
    assert [one.number for one in once.secrets_at(NOW + 2 * DAY)] == [2]
    twice = rotated(once, "third", NOW + timedelta(hours=1), DAY)
    assert [one.number for one in twice.secrets_at(NOW + timedelta(hours=1))] == [3, 2]


def test_a_deleted_webhook_holds_neither_address_nor_secret() -> None:
    gone = deleted(webhook(), NOW)
    assert (gone.url, gone.secrets, gone.state) == ("", (), State.DELETED)
    assert resumed(gone, NOW).state is State.DELETED


def test_a_secret_is_not_in_the_words_of_a_webhook() -> None:
    assert "c2NlbGzDqQ==" not in repr(webhook())


def test_another_address_has_not_failed_yet() -> None:
    one = webhook(failing_since=NOW - 4 * DAY)
    assert changed(one, NOW, name="Autre").failing_since is not None
    assert changed(one, NOW, url="https://other.example.org/").failing_since is None
    assert changed(one, NOW, name="Essai") is one


SAFE, LOCAL = Rules(), Rules(local=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.org",
        "https://hooks.example.org:8443/a/b?c=d",
        "https://93.184.215.14/x",
        "https://[2606:4700::6810:84e5]/x",
    ],
)
def test_an_address_on_the_internet_is_taken(url: str) -> None:
    assert target_of(url, SAFE).scheme == "https"


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("http://hooks.example.org/", "https"),
        ("ftp://hooks.example.org/", "https"),
        ("//hooks.example.org/", "https"),
        ("https:///x", "host"),
        ("https://user:pass@hooks.example.org/", "password"),
        ("https://user@hooks.example.org/", "password"),
        ("https://@hooks.example.org/", "password"),
        ("https://hooks.example.org/#x", "#"),
        ("https://hooks.example.org:22/", "443, 8443"),
        ("https://hooks.example.org:99999/", "malformed"),
        ("https://hooks.example.org:0/", "port"),
        ("https://hooks.example.org\\@10.0.0.1/", "character"),
        ("https://hooks.example.org/\r\nHost: x", "character"),
        ("https://hôte.example.org/", "character"),
        ("https://[fe80::1%25eth0]/", "host"),
        ("https://[::1/", "malformed"),
        ("https://127.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://10.1.2.3/", "private"),
        ("https://169.254.169.254/latest/meta-data", "do not post"),
        (f"https://hooks.example.org/{'a' * 2000}", "too long"),
    ],
)
def test_a_bad_address_is_refused_with_its_reason(url: str, word: str) -> None:
    with pytest.raises(RefusedAddress) as refused:
        target_of(url, SAFE)
    assert word in refused.value.words[1]
    assert all(refused.value.words)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",  # shared address space, RFC 6598
        "100.100.100.200",  # metadata of a cloud
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",  # metadata of most clouds
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",  # IPv4-compatible
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",  # NAT64 of loopback
        "64:ff9b::a00:1",
        "2002:7f00:1::",  # 6to4 of loopback
        "2002:5db8:d822::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",  # Teredo
        "2001:db8::1",
        "fc00::1",
        "fd00:ec2::254",  # metadata over IPv6
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_no_private_or_reserved_address_is_posted_to(address: str) -> None:
    assert fault_of(ip_address(address), SAFE) is not None


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "8.8.8.8", "2606:4700::6810:84e5", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_a_public_address_is_posted_to(address: str) -> None:
    assert fault_of(ip_address(address), SAFE) is None


def test_on_one_machine_loopback_and_plain_http_are_allowed_and_metadata_never() -> None:
    assert target_of("http://127.0.0.1:9000/x", LOCAL).port == 9000
    for address in ("127.0.0.1", "10.0.0.1", "::1", "8.8.8.8"):
        assert fault_of(ip_address(address), LOCAL) is None
    for address in ("169.254.169.254", "fe80::1", "224.0.0.1", "0.0.0.0", "::"):
        assert fault_of(ip_address(address), LOCAL) is not None


def test_the_host_header_names_the_host_and_an_unusual_port() -> None:
    assert target_of("https://hooks.example.org/x", SAFE).host_header == "hooks.example.org"
    other = target_of("https://hooks.example.org:8443/x?y=1", SAFE)
    assert (other.host_header, other.path) == ("hooks.example.org:8443", "/x?y=1")
    assert target_of("http://[::1]:81/", LOCAL).host_header == "[::1]:81"


def test_the_body_of_a_signature_is_bytes_as_sent() -> None:
    body = json.dumps({"é": 1}, ensure_ascii=False).encode()
    headers = signature_headers("msg_1", datetime.now(UTC), body, [new := new_secret()])
    assert Reference(new).verify(body, headers) == {"é": 1}
