"""A borough's own service over real HTTP: asked with signed facts, and never simply believed."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chassis.clock import utc_now
from contracts.signatures import new_secret
from guichet.embedded.ports import LOOPBACK, free_port
from guichet_testing.remote_town import (
    DECISION,
    KEY,
    KEY_NAME,
    TODAY,
    Town,
    everybody,
    signed,
    town,
)
from pydantic import SecretStr, ValidationError
from routing.adapters.remote_http import HttpResolver
from routing.adapters.remote_keys import missing_keys
from routing.domain.facts import CaseFacts, CaseKind
from routing.domain.grid import Grid, Grids
from routing.domain.manifest_remote import Remote
from routing.domain.remote import Heard, RemoteAnswer
from routing.settings import RoutingSettings
from standardwebhooks import Webhook as Reference
from starlette.responses import Response

CANARY = "Canari 514 555-0199"
FACTS = CaseFacts(
    counter_borough="rive-claire",
    kind=CaseKind.REQUEST,
    activity="Module de jeu brisé",
    received_on=TODAY,
)


@pytest.fixture(scope="module")
async def running() -> AsyncIterator[Town]:
    async with town() as made:
        yield made


@pytest.fixture
def theirs(running: Town) -> Town:
    running.decision, running.reply = None, None
    running.asked.clear()
    return running


async def ask(url: str, deadline_ms: int = 2000, facts: CaseFacts = FACTS) -> RemoteAnswer:
    loaded = everybody(url, deadline_ms)
    here = next(grid for grid in loaded if grid.slug == "rive-claire")
    resolver = HttpResolver({KEY_NAME: SecretStr(KEY)}, utc_now)
    try:
        return await resolver.ask(facts, here, Grids(loaded))
    finally:
        await resolver.close()


def replying(
    body: bytes, *, status: int = 200, key: str = KEY, at: datetime | None = None, of: str = ""
) -> Callable[[dict[str, str], bytes], Awaitable[Response]]:
    async def reply(headers: dict[str, str], _: bytes) -> Response:
        made = signed(of or headers["webhook-id"], body, key, at)
        made.status_code = status
        return made

    return reply


async def test_the_facts_of_a_case_go_out_signed_and_nothing_else(theirs: Town) -> None:
    await ask(theirs.url)
    ((headers, body),) = theirs.asked
    assert Reference(KEY).verify(body, headers) == FACTS.model_dump(mode="json")
    assert set(json.loads(body)) == set(CaseFacts.model_fields)


async def test_its_decision_is_taken_with_how_long_it_took(theirs: Town) -> None:
    theirs.decision = DECISION
    answer = await ask(theirs.url)
    assert answer.heard is Heard.DECIDED
    assert answer.decision is not None
    assert answer.decision.rule == "jeux-cette-annee"
    assert (answer.borough, answer.grid_version) == ("rive-claire", "rive-claire@1")


async def test_it_may_leave_the_case_to_the_grid(theirs: Town) -> None:
    answer = await ask(theirs.url)
    assert (answer.heard, answer.decision, answer.is_fallback) == (Heard.LEFT_TO_GRID, None, False)


async def test_it_is_not_waited_for_longer_than_its_deadline(theirs: Town) -> None:
    never = asyncio.Event()

    async def silent(_: dict[str, str], __: bytes) -> Response:
        await never.wait()
        return Response()

    theirs.reply = silent
    answer = await ask(theirs.url, deadline_ms=80)
    never.set()
    assert answer.heard is Heard.TOO_LATE
    assert 80 <= answer.elapsed_ms < 1500


async def test_a_dead_server_is_unreachable() -> None:
    answer = await ask(f"http://{LOOPBACK}:{free_port()}/route")
    assert (answer.heard, answer.is_fallback) == (Heard.UNREACHABLE, True)


OURS = json.dumps({"decision": DECISION}).encode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": new_secret()},
        {"at": datetime.now(UTC) - timedelta(minutes=6)},
        {"of": "ask_of_another_question"},
    ],
)
async def test_an_answer_of_another_key_question_or_hour_is_not_believed(
    theirs: Town, wrong: dict[str, Any]
) -> None:
    theirs.reply = replying(OURS, **wrong)
    answer = await ask(theirs.url)
    assert (answer.heard, answer.decision) == (Heard.NOT_SIGNED, None)


async def test_an_answer_that_was_changed_on_the_way_is_not_believed(theirs: Town) -> None:
    async def changed(headers: dict[str, str], _: bytes) -> Response:
        made = signed(headers["webhook-id"], OURS)
        made.body = OURS.replace(b"travaux", b"tricher")
        return made

    theirs.reply = changed
    assert (await ask(theirs.url)).heard is Heard.NOT_SIGNED


@pytest.mark.parametrize("status", [204, 302, 401, 500])
async def test_another_status_than_200_is_a_refusal(theirs: Town, status: int) -> None:
    theirs.reply = replying(b"" if status == 204 else OURS, status=status)
    answer = await ask(theirs.url)
    assert (answer.heard, answer.detail) == (Heard.REFUSED, f"status {status}")


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        (b"<html>", "is no JSON"),
        (b"[]", "must be one document with the key decision, and no other"),
        (b'{"decision": "travaux-publics"}', "decision: not as the schema asks"),
        (b'{"decision": {"Canari": 1}}', "outcome, reason_en, reason_fr, unknown field"),
        (b'{"decision": null, "more": 1}', "must be one document"),
        (b"x" * 70_000, "longer than 64 KiB"),
    ],
)
async def test_nonsense_is_unusable_and_nothing_of_it_is_kept(
    theirs: Town, said: bytes, detail: str
) -> None:
    theirs.reply = replying(said)
    answer = await ask(theirs.url)
    assert (answer.heard, answer.decision) == (Heard.UNUSABLE, None)
    assert answer.detail.startswith(detail)
    assert "Canari" not in answer.model_dump_json(exclude={"facts"})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"department": "ailleurs"}, "department"),
        ({"responsible_borough": "prevost"}, "responsible_borough"),
        ({"outcome": "other_authority", "authority": "nasa"}, "authority"),
        ({"reception_person": "rc-parcs-reception"}, "reception_person"),
        ({"territory": "laval"}, "territory"),
        ({"rule": "Pas un code"}, "rule"),
        ({"reason_en": " "}, "reason_en"),
        ({"reason_fr": f"Pour {CANARY}"}, "reason_fr"),
    ],
)
async def test_it_may_hand_a_case_to_its_own_only_and_quote_nothing_typed(
    theirs: Town, changes: dict[str, Any], field: str
) -> None:
    theirs.decision = DECISION | changes
    answer = await ask(theirs.url, facts=FACTS.model_copy(update={"activity": CANARY}))
    assert (answer.heard, answer.decision) == (Heard.UNUSABLE, None)
    assert answer.detail.startswith(f"{field}: ")
    assert CANARY not in answer.detail


@pytest.mark.parametrize(
    "url",
    [
        "http://ville.qc.ca/route",
        "ftp://127.0.0.1/route",
        "https://",
        "https://moi:secret@ville.qc.ca/",
        "https://ville.qc.ca/route?cle=1",
        "https://ville.qc.ca:99999/",
        "route",
    ],
)
def test_its_address_is_encrypted_and_carries_no_secret(url: str) -> None:
    with pytest.raises(ValidationError, match="https"):
        Remote(url=url, key="ville")


@pytest.mark.parametrize(
    "url", ["https://ville.qc.ca:8443/r", "http://[::1]:1/", "http://localhost/"]
)
def test_an_encrypted_address_or_one_of_this_machine_is_taken(url: str) -> None:
    assert Remote(url=url, key="ville").url == url


def test_a_key_that_the_settings_do_not_hold_is_a_fault_with_its_remedy() -> None:
    grids: list[Grid] = everybody("https://ville.qc.ca/")
    (fault,) = missing_keys(grids, {})
    assert (fault.file, fault.key) == ("rive-claire/manifest.toml", "remote.key")
    assert "ROUTING_REMOTE_KEYS" in fault.remedy[0]
    assert list(missing_keys(grids, {KEY_NAME: KEY})) == []


def test_a_key_that_is_none_refuses_the_start_and_is_not_shown() -> None:
    with pytest.raises(ValidationError, match="24 to 64 bytes") as refused:
        RoutingSettings(remote_keys={"ville": SecretStr(CANARY)})
    assert CANARY not in str(refused.value)
