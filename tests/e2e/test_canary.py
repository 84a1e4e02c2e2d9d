"""Marked names through every path: found where they belong, and nowhere else (PV-44, DESIGN §4)."""

from typing import Any
from uuid import uuid4

import httpx
from contracts.topics import SERVICES, TOPICS
from guichet.stack import Stack
from guichet_testing.house import client, ledger_of, read_log, until
from pymongo import AsyncMongoClient

MARK = f"canari{uuid4().hex[:10]}"
# The same without digits, which an activity may not hold many of.
WORD = MARK.translate(str.maketrans("0123456789", "ghijklmnop"))
CONTACT = {
    "name": f"Nom-{MARK}",
    "email": f"{MARK}@exemple.example.org",
    "phone": f"+1{uuid4().int % 10**15:015}",
}
# Who may hold what a citizen said: intake its dossiers, routing the place and the words,
# notifications the contacts. What complaints holds lies sealed.
MAY_HOLD = {"intake", "routing", "notifications"}


def bodies() -> list[dict[str, Any]]:
    common = {"borough": "prevost", "language": "fr", "contact": CONTACT}
    words = f"Description-{MARK}"
    place = {"longitude": -74.08, "latitude": 45.86, "address": f"12, rue {MARK}"}
    request = {**common, "kind": "request", "activity": "Nid-de-poule", "place": place}
    complaint = {"written": True, "signed": False, "factsOn": "2026-11-01"}
    return [
        {**request, "channel": "phone", "description": words},
        # No grid knows such an activity, so no open topic may say it.
        {**request, "activity": f"Voisin {WORD}", "channel": "phone", "description": words},
        {
            **common,
            "kind": "complaint",
            "activity": "Plainte",
            "channel": "letter",
            "description": words,
            "complaint": complaint,
        },
        {
            **common,
            "kind": "information",
            "activity": "Collecte de déchets",
            "channel": "phone",
            "description": words,
            "answer": {"reference": "Calendrier des collectes", "verifiedOn": "2025-01-15"},
        },
    ]


async def test_a_marked_name_reaches_no_topic_log_or_stranger(stack: Stack) -> None:
    technician = await stack.token("demo-technician-prevost")
    codes: list[str] = []
    cases: list[str] = []
    async with client(stack, technician) as counter:
        for body in bodies():
            answer = await counter.post(
                "/api/intake/v1/cases", json=body, headers={"Idempotency-Key": str(uuid4())}
            )
            assert answer.status_code == 201, answer.text
            codes.append(answer.json()["trackingCode"])
            cases.append(answer.json()["caseId"])
        await conversed(counter, cases[0], codes[0])
        # Bad input quotes nothing either, in the answer or the log.
        await counter.post(
            "/api/intake/v1/cases",
            json={**bodies()[0], "channel": MARK},
            headers={"Idempotency-Key": str(uuid4())},
        )

    async def written_to() -> bool:
        return bool(await stack.mail.mails(to=CONTACT["email"]))

    await until(written_to)

    async def settled() -> bool:
        return (await ledger_of(stack)).settled

    await until(settled)
    marks = [
        MARK.encode(),
        WORD.encode(),
        CONTACT["phone"].encode(),
        *(code.encode() for code in codes),
    ]
    log = await read_log(stack)
    assert log.raw
    for topic, values in log.raw.items():
        for mark in marks:
            # Sealed topics too: their values are encrypted on the wire and at rest.
            assert not [value for value in values if mark in value], f"{topic} shows {mark!r}"
    for path in sorted((stack.options.data / "logs").glob("*.log")):
        text = path.read_bytes()
        assert not [mark for mark in marks if mark in text], f"{path.name} shows a mark"
    async with client(stack) as anybody:
        for service in SERVICES:
            metrics = (await anybody.get(f"/services/{service}/metrics")).content
            assert not [mark for mark in marks if mark in metrics]
    held = await holders(stack, MARK)
    assert {"intake", "notifications"} <= held <= MAY_HOLD, held


async def conversed(counter: httpx.AsyncClient, case_id: str, code: str) -> None:
    """A question, its answer, and a code that was lost, all with the mark in their words."""
    api, headers = "/api/intake/v1", {"X-Tracking-Code": code}
    question = {"question": f"Est-ce chez {MARK} ?"}
    asked = await counter.post(
        f"{api}/cases/{case_id}/question", json=question, headers={"Idempotency-Key": uuid4().hex}
    )
    assert asked.status_code == 200, asked.text
    page = (await counter.get(f"{api}/tracking", headers=headers)).json()
    reply = {"questionId": page["question"]["questionId"], "text": f"Oui, chez {MARK}."}
    answered = await counter.post(f"{api}/tracking/answer", json=reply, headers=headers)
    assert answered.status_code == 200, answered.text
    lost = await counter.post(f"{api}/tracking/lost-code", json={"email": CONTACT["email"]})
    assert lost.status_code == 202, lost.text


async def holders(stack: Stack, mark: str) -> set[str]:
    """Databases in which a mark can be read."""
    found: set[str] = set()
    uri = stack.database_server.database.uri
    mongo: AsyncMongoClient[Any] = AsyncMongoClient(uri, retryWrites=False)
    for service in SERVICES:
        database = mongo[f"guichet_{service}"]
        for name in await database.list_collection_names():
            async for document in database[name].find({}):
                if mark in str(document):
                    found.add(service)
    await mongo.close()
    return found


def test_the_catalogue_seals_all_that_is_not_open() -> None:
    assert {name for name, topic in TOPICS.items() if topic.sealed} == {
        "intake-contacts",
        "intake-details",
        "complaints-handover",
        "complaints-files",
        "complaints-letters",
        "complaints-access-letters",
        "complaints-claim-letters",
        "complaints-safety",
        "intake-safety",
        "routing-people",
        "pilot-requests",
        "pilot-rejections",
    }
