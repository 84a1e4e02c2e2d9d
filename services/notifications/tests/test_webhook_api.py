"""The webhooks' API: an integrator's own, in their boroughs, and nobody else's."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from chassis.identity import Caller
from guichet_testing.hook_front import API, FORM, OTHER, Front, integrator
from guichet_testing.toy import NOW
from notifications.domain.webhook_delivery import Answer, DeliveryState
from standardwebhooks import Webhook as Reference


@pytest.fixture
def front() -> Iterator[Front]:
    made = Front()
    with made.http:
        yield made


def target(answer: Any) -> Any:
    """The fields that an answer finds fault with."""
    assert answer.status_code == 400, answer.text
    return [one["target"] for one in answer.json()["error"]["details"]]


def test_the_secret_is_shown_at_registration_and_to_its_repeat_and_never_again(
    front: Front,
) -> None:
    key = str(uuid4())
    made, again = front.register(key), front.register(key)
    assert (made.status_code, made.json()) == (201, again.json())
    secret = made.json()["secret"]
    assert secret.startswith("whsec_")
    webhook_id = made.json()["webhookId"]
    for path in (API, f"{API}/{webhook_id}"):
        assert secret not in front.http.get(path).text
    stored = front.webhooks.documents[webhook_id]
    assert secret.removeprefix("whsec_") not in str(stored.state) + str(stored.commands)


def test_the_same_key_for_another_webhook_is_refused(front: Front) -> None:
    key = str(uuid4())
    front.register(key)
    other = front.register(key, name="Autre")
    assert (other.status_code, other.json()["error"]["target"]) == (422, "Idempotency-Key")


def test_a_registration_without_a_key_is_refused(front: Front) -> None:
    answer = front.http.post(API, json=FORM)
    assert target(answer) == ["Idempotency-Key"]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"url": "http://hooks.example.org/"}, "url"),
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": ""}, "url"),
        ({"boroughs": []}, "boroughs"),
        ({"boroughs": ["verdun", "anjou"]}, "boroughs.1"),
        ({"boroughs": ["nowhere"]}, "boroughs.0"),
        ({"eventTypes": ["sla.*", "intake.case-lost"]}, "eventTypes.1"),
        ({"eventTypes": ["intake.case-contacts-recorded.v1"]}, "eventTypes.0"),
        ({"eventTypes": ["complaints.letter-written"]}, "eventTypes.0"),
        ({"eventTypes": ["*"]}, "eventTypes.0"),
        ({"name": ""}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"owner": "somebody"}, "owner"),
    ],
)
def test_every_fault_of_a_registration_names_its_field(
    front: Front, fields: dict[str, Any], place: str
) -> None:
    assert target(front.register(**fields)) == [place]
    assert front.webhooks.documents == {}


def test_reasons_come_in_french_and_in_english(front: Front) -> None:
    bad = {**FORM, "url": "http://hooks.example.org/"}
    said = [
        front.http.post(
            API, json=bad, headers={"Idempotency-Key": str(uuid4()), "Accept-Language": language}
        ).json()["error"]["details"][0]["message"]
        for language in ("fr", "en")
    ]
    assert said == ["doit commencer par https://", "must begin with https://"]


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("get", ""),
        ("get", "/deliveries"),
        ("patch", ""),
        ("delete", ""),
        ("post", "/pause"),
        ("post", "/resume"),
        ("post", "/test"),
        ("post", "/rotate-secret"),
        ("post", "/replay"),
        ("post", "/deliveries/msg_1/replay"),
    ],
)
@pytest.mark.parametrize(
    ("caller", "status"),
    [
        (OTHER, 404),  # another integrator of the same boroughs
        (integrator("partner", "lachine"), 404),  # the owner, who lost the borough
        (integrator("partner", "verdun", role="technician"), 403),
    ],
)
async def test_nobody_else_sees_or_touches_a_webhook(
    front: Front, verb: str, path: str, caller: Caller, status: int
) -> None:
    made = front.made()
    await front.owe(made["webhookId"])
    front.caller = caller
    bodies = {"/replay": {"since": NOW.isoformat()}, "": {"name": "Pris"}}
    sent: dict[str, Any] = {"headers": {"Idempotency-Key": str(uuid4())}}
    if verb in ("patch", "post"):
        sent["json"] = bodies.get(path, {})
    answer = front.http.request(verb, f"{API}/{made['webhookId']}{path}", **sent)
    assert answer.status_code == status, answer.text
    assert front.receiver.got == []
    assert front.http.get(API).json().get("items", []) == []


def test_an_integrator_without_boroughs_registers_nothing(front: Front) -> None:
    front.caller = integrator("partner")
    assert target(front.register()) == ["boroughs.0"]


def test_a_webhook_is_changed_paused_resumed_and_deleted(front: Front) -> None:
    path = f"{API}/{front.made()['webhookId']}"
    other = {"eventTypes": ["sla.*"], "boroughs": ["lachine", "verdun", "lachine"]}
    changed = front.http.patch(path, json=other).json()
    assert (changed["eventTypes"], changed["boroughs"]) == (["sla.*"], ["lachine", "verdun"])
    assert changed["url"] == FORM["url"]
    assert target(front.http.patch(path, json={"url": "https://10.0.0.1/"})) == ["url"]
    assert front.http.post(f"{path}/pause").json()["state"] == "paused"
    assert front.http.post(f"{path}/resume").json()["state"] == "active"
    assert front.http.delete(path).status_code == 204
    assert front.http.get(path).status_code == 404
    assert front.http.get(API).json()["paging"]["totalCount"] == 0
    assert "hooks.example.org" not in str(front.webhooks.documents)


def test_a_test_event_is_posted_now_signed_and_its_outcome_told(front: Front) -> None:
    made = front.made()
    path = f"{API}/{made['webhookId']}/test"
    assert front.http.post(path).json()["delivered"] is True
    ((url, headers, body),) = front.receiver.got
    assert url == FORM["url"]
    assert headers["webhook-signature"] == Reference(made["secret"]).sign(
        headers["webhook-id"], NOW, body.decode()
    )
    front.receiver.answer = Answer(None, "refused-address")
    told = front.http.post(path, headers={"Accept-Language": "en"}).json()
    assert (told["delivered"], told["reason"]) == (False, "refused-address")
    assert "private" in told["reasonText"]
    assert front.deliveries.documents == {}


def test_after_a_rotation_two_secrets_sign_and_then_only_the_new_one(front: Front) -> None:
    made = front.made()
    path = f"{API}/{made['webhookId']}"
    rotated = front.http.post(
        f"{path}/rotate-secret", headers={"Idempotency-Key": str(uuid4())}
    ).json()
    assert rotated["secret"] not in (None, made["secret"])
    for hours, secrets in ((1, [rotated["secret"], made["secret"]]), (25, [rotated["secret"]])):
        now = front.clock.forward(hours * 3600)
        front.http.post(f"{path}/test")
        _, headers, body = front.receiver.got[-1]
        expected = [
            Reference(one).sign(headers["webhook-id"], now, body.decode()) for one in secrets
        ]
        assert headers["webhook-signature"].split(" ") == expected


async def test_deliveries_are_listed_by_state_without_their_bodies(front: Front) -> None:
    webhook_id = front.made()["webhookId"]
    await front.owe(webhook_id)
    await front.owe(webhook_id, "msg_2", state=DeliveryState.DELIVERED, settled_at=NOW)
    path = f"{API}/{webhook_id}/deliveries"
    everything = front.http.get(path)
    assert everything.json()["paging"]["totalCount"] == 2
    assert "CORPS" not in everything.text
    (one,) = front.http.get(f"{path}?state=delivered").json()["items"]
    assert one["deliveryId"] == "msg_2"
    assert target(front.http.get(f"{path}?state=lost")) == ["state"]
    shown = front.http.get(f"{API}/{webhook_id}").json()["deliveries"]
    assert shown == {"waiting": 1, "delivered": 1, "given-up": 0}


async def test_one_delivery_is_sent_again_and_another_webhooks_is_not_found(
    front: Front,
) -> None:
    webhook_id, other = front.made()["webhookId"], front.made()["webhookId"]
    await front.owe(webhook_id, state=DeliveryState.GIVEN_UP, settled_at=NOW)
    again = front.http.post(f"{API}/{webhook_id}/deliveries/msg_1/replay")
    assert (again.status_code, again.json()["state"]) == (202, "waiting")
    assert front.http.post(f"{API}/{other}/deliveries/msg_1/replay").status_code == 404
    assert front.http.post(f"{API}/{webhook_id}/deliveries/msg_9/replay").status_code == 404


def test_a_replay_wants_a_moment_in_the_past_with_its_zone(front: Front) -> None:
    path = f"{API}/{front.made()['webhookId']}/replay"
    asked = front.http.post(path, json={"since": NOW.isoformat(), "onlyFailed": False})
    assert (asked.status_code, asked.json()["replaySince"]) == (202, "2026-11-20T15:00:00Z")
    later = (NOW + timedelta(days=1)).isoformat()
    assert target(front.http.post(path, json={"since": later})) == ["since"]
    assert target(front.http.post(path, json={"since": "2026-11-20T09:00:00"})) == ["since"]
    assert target(front.http.post(path, json={})) == ["since"]
