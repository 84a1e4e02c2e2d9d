"""Accueillir, écouter, résoudre, valider, on real servers and real mail (PR-06, MH-12)."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
from guichet.stack import Stack
from guichet_testing.house import client, until


def today() -> date:
    """The day at the counter: at 20:00 there, UTC is at tomorrow."""
    return datetime.now(ZoneInfo("America/Toronto")).date()


POTHOLE: dict[str, Any] = {
    "borough": "pierrefonds-roxboro",
    "kind": "request",
    "activity": "Nid-de-poule",
    "channel": "web",
    "description": "Un trou profond devant l'arrêt d'autobus.",
    "place": {"longitude": -73.8300, "latitude": 45.5100, "address": "boulevard de Pierrefonds"},
    "language": "fr",
}


def pothole(email: str, **more: Any) -> dict[str, Any]:
    return {**POTHOLE, "contact": {"name": "Camille Exemple", "email": email}, **more}


async def register(caller: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = await caller.post(
        "/api/intake/v1/cases", json=body, headers={"Idempotency-Key": str(uuid4())}
    )
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def tracked(caller: httpx.AsyncClient, code: str) -> dict[str, Any]:
    answer = await caller.get("/api/intake/v1/tracking", headers={"X-Tracking-Code": code})
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


async def test_a_pothole_is_registered_assigned_completed_and_written_about(
    stack: Stack,
) -> None:
    """PV-01, PV-03, PV-05, PV-52, PV-53, PV-54, PR-01, PR-02, PR-07, MH-08, MH-12."""
    email = f"{uuid4().hex}@exemple.example.org"
    responsable = await stack.token("demo-responsable-pierrefonds-roxboro")
    async with client(stack) as citizen, client(stack, responsable) as staff:
        made = await register(citizen, pothole(email))
        case_id, code = made["caseId"], made["trackingCode"]

        async def assigned() -> bool:
            return bool((await tracked(citizen, code))["status"] == "assigned")

        await until(assigned)

        async def promised() -> bool:
            answer = await staff.get(f"/api/sla/v1/commitments/{case_id}")
            return answer.status_code == 200 and "dueAt" in answer.text

        await until(promised)

        done = await staff.post(
            f"/api/routing/v1/assignments/{case_id}/completion",
            json={
                "interventionCode": await closing_code(staff),
                "doneOn": today().isoformat(),
                "extension": "4242",
                "internalNote": "Rempli à l'asphalte froide.",
                "validated": True,
            },
        )
        assert done.status_code == 200, done.text

        async def completed() -> bool:
            return bool((await tracked(citizen, code))["status"] == "completed")

        await until(completed)

        async def three_mails() -> Any:
            found = await stack.mail.mails(to=email)
            return found if len(found) == 3 else None

        mails = await until(three_mails)
        assert len({mail["message_id"] for mail in mails}) == 3
        texts = [(await stack.mail.mail(mail["number"]))["text"] for mail in mails]
        assert all("On s'occupe de vous" in text.replace("’", "'") for text in texts)
        assert any(code in text for text in texts)


async def closing_code(staff: httpx.AsyncClient) -> str:
    grid = (await staff.get("/api/routing/v1/grids/pierrefonds-roxboro")).json()
    codes = grid.get("closingCodes") or grid.get("closing", {}).get("codes") or ["238"]
    first = codes[0]
    return str(first["code"] if isinstance(first, dict) else first)


async def test_a_repeated_call_is_answered_and_makes_no_second_case(stack: Stack) -> None:
    body = pothole(f"{uuid4().hex}@exemple.example.org")
    headers = {"Idempotency-Key": str(uuid4())}
    async with client(stack) as citizen:
        first = await citizen.post("/api/intake/v1/cases", json=body, headers=headers)
        again = await citizen.post("/api/intake/v1/cases", json=body, headers=headers)
        other = await citizen.post(
            "/api/intake/v1/cases", json={**body, "description": "Autre chose."}, headers=headers
        )
    assert first.json() == again.json()
    assert other.status_code == 422
    assert other.json()["error"]["target"] == "Idempotency-Key"


async def test_a_refused_request_names_the_field_and_leaves_nothing_behind(stack: Stack) -> None:
    headers = {"Idempotency-Key": str(uuid4()), "Accept-Language": "fr-CA"}
    bad = {**POTHOLE, "place": {"longitude": 500, "latitude": 45.5}}
    async with client(stack) as citizen:
        refused = await citizen.post("/api/intake/v1/cases", json=bad, headers=headers)
        english = await citizen.post(
            "/api/intake/v1/cases", json=bad, headers={**headers, "Accept-Language": "en"}
        )
        good = await citizen.post("/api/intake/v1/cases", json=POTHOLE, headers=headers)
    assert refused.status_code == 400
    error = refused.json()["error"]
    assert set(error) <= {"code", "message", "target", "details", "innererror"}
    assert "longitude" in error["target"]
    assert english.json()["error"]["message"] != error["message"]
    assert "Traceback" not in refused.text
    # The same key is free still: the refused request left no command behind.
    assert good.status_code == 201


async def test_another_boroughs_case_does_not_exist_for_me(stack: Stack) -> None:
    async with client(stack) as citizen:
        case_id = (await register(citizen, POTHOLE))["caseId"]
    paths = [
        f"/api/intake/v1/cases/{case_id}",
        f"/api/routing/v1/assignments/{case_id}",
        f"/api/sla/v1/commitments/{case_id}",
        f"/api/notifications/v1/deliveries/{case_id}",
        f"/api/complaints/v1/investigations/{case_id}?exception=law",
    ]
    stranger = await stack.token("demo-technician-prevost")
    director = await stack.token("demo-director-prevost")
    async with client(stack) as nobody:
        for path in paths:
            assert (await nobody.get(path)).status_code == 401, path
    for token in (stranger, director):
        async with client(stack, token) as caller:
            for path in paths:
                assert (await caller.get(path)).status_code in (403, 404), path


async def test_the_pages_show_one_case_to_staff_and_its_state_to_the_citizen(
    stack: Stack,
) -> None:
    """PV-03: a case always shows its state and what comes next."""
    async with client(stack) as citizen:
        made = await register(citizen, POTHOLE)
        home = await citizen.get("/suivi")
        assert home.status_code == 200
        assert 'lang="fr"' in home.text
        shown = await citizen.post("/suivi", data={"code": made["trackingCode"]})
        assert shown.status_code == 200
        assert made["trackingCode"] not in str(shown.url)
        away = await citizen.get("/dossiers")
        assert away.status_code in (302, 303, 307)
        signed = await citizen.post(
            "/demo/signin", data={"persona": "demo-technician-pierrefonds-roxboro"}
        )
        assert signed.status_code == 303
        listed = await citizen.get("/dossiers")
        assert listed.status_code == 200
        one = await citizen.get(f"/dossiers/{made['caseId']}")
        assert one.status_code == 200
        assert "Content-Security-Policy" in one.headers
        assert "unsafe-inline" not in one.headers["Content-Security-Policy"]


async def test_a_complaint_is_opened_and_its_admissibility_decided(stack: Stack) -> None:
    """PV-17, PV-18, PV-38: written and signed, within fifteen days, goes to its own service."""
    director = await stack.token("demo-director-prevost")
    technician = await stack.token("demo-technician-prevost")
    body = {
        "borough": "prevost",
        "kind": "complaint",
        "activity": "Plainte",
        "channel": "letter",
        "description": "Le ton employé au comptoir.",
        "language": "fr",
        "contact": {
            "name": "Camille Exemple",
            "email": "camille@exemple.example.org",
            "phone": "450 555-0100",
        },
        "complaint": {
            "written": True,
            "signed": True,
            "factsOn": today().isoformat(),
        },
    }
    async with client(stack, technician) as counter, client(stack, director) as investigates:
        case_id = (await register(counter, body))["caseId"]
        path = f"/api/complaints/v1/investigations/{case_id}?exception=investigation"

        async def decided() -> Any:
            answer = await investigates.get(path)
            found = answer.json() if answer.status_code == 200 else {}
            return found.get("admissibility", "undecided") != "undecided" and found

        assert (await until(decided))["admissibility"] == "admitted"
        refused = await counter.get(path)
        assert refused.status_code in (403, 404)
