"""The webhooks' pages: register, see, try, pause, send again; a partner's own and no others."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from guichet_testing.hook_front import FORM, OTHER, Front, integrator
from guichet_testing.toy import NOW
from notifications.domain.webhook_delivery import DeliveryState
from standardwebhooks import Webhook as Reference


@pytest.fixture
def front() -> Iterator[Front]:
    made = Front()
    with made.http:
        yield made


@pytest.fixture
def signed_in(front: Front) -> Front:
    front.http.cookies.set("guichet_session", "a-token")
    return front


def page_form(**fields: Any) -> dict[str, Any]:
    """What the browser sends."""
    usual = {"name": "Essai", "url": FORM["url"], "boroughs": ["verdun"], "key": str(uuid4())}
    return usual | fields


def test_who_is_not_signed_in_is_sent_to_sign_in_and_others_are_told(front: Front) -> None:
    answer = front.http.get("/webhooks")
    assert (answer.status_code, answer.headers["location"]) == (303, "/demo/signin")
    front.http.cookies.set("guichet_session", "a-token")
    front.caller = integrator("staff-1", "verdun", role="technician")
    assert front.http.get("/webhooks").status_code == 403


def test_the_page_registers_and_shows_the_secret_once(signed_in: Front) -> None:
    form = page_form()
    page = signed_in.http.post("/webhooks", data=form)
    assert page.status_code == 200
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", page.text.replace("&#43;", "+"))
    assert Reference(secret)
    assert page.headers["cache-control"] == "no-store"
    (webhook_id,) = signed_in.webhooks.documents
    assert "whsec_" not in signed_in.http.get(f"/webhooks/{webhook_id}").text
    assert "Essai" in signed_in.http.get("/webhooks").text
    signed_in.http.post("/webhooks", data=form)
    assert len(signed_in.webhooks.documents) == 1, "sent twice, made once"


def test_a_fault_on_the_page_stands_at_its_field_and_keeps_what_was_typed(
    signed_in: Front,
) -> None:
    page = signed_in.http.post("/webhooks", data=page_form(url="http://hooks.example.org/"))
    assert page.status_code == 400
    assert 'id="url-fault"' in page.text
    assert 'value="http://hooks.example.org/"' in page.text
    empty = signed_in.http.post("/webhooks", data=page_form(name="", boroughs=[]))
    assert empty.status_code == 400
    assert 'id="name-fault"' in empty.text


async def test_every_button_of_the_page_does_what_it_says(signed_in: Front) -> None:
    webhook_id = signed_in.made()["webhookId"]
    await signed_in.owe(webhook_id, state=DeliveryState.GIVEN_UP, settled_at=NOW)
    path = f"/webhooks/{webhook_id}"
    page = signed_in.http.get(path)
    for action in re.findall(r'<form[^>]* method="post" action="([^"]+)"', page.text):
        assert action.startswith(path)
    post = signed_in.http.post
    assert "204" in post(f"{path}/test").text
    assert "whsec_" in post(f"{path}/rotate-secret", data={"key": str(uuid4())}).text
    for verb in ("pause", "resume", "deliveries/msg_1/replay"):
        assert post(f"{path}/{verb}?lang=en").headers["location"] == f"{path}?lang=en"
    assert signed_in.deliveries.documents["msg_1"].state.state is DeliveryState.WAITING  # type: ignore[union-attr]
    post(f"{path}/replay", data={"hours": "24", "what": "all"})
    stored = signed_in.webhooks.documents[webhook_id].state
    assert stored is not None
    assert stored.replay is not None
    assert not stored.replay.only_failed
    assert post(f"{path}/delete").headers["location"] == "/webhooks"
    assert signed_in.http.get(path).status_code == 404


def test_a_form_from_another_site_is_refused(signed_in: Front) -> None:
    answer = signed_in.http.post(
        "/webhooks", data=page_form(), headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403
    assert signed_in.webhooks.documents == {}


def test_the_page_speaks_english_and_shows_no_address_but_the_owners(signed_in: Front) -> None:
    signed_in.made()
    assert "Register a webhook" in signed_in.http.get("/webhooks?lang=en").text
    assert "Inscrire un webhook" in signed_in.http.get("/webhooks").text
    signed_in.caller = OTHER
    assert "hooks.example.org" not in signed_in.http.get("/webhooks").text
