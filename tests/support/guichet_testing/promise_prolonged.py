"""A clock waits for the citizen, runs again, and gets a longer delay (PV-48, REQUIREMENTS §3b)."""

from typing import Any

BOROUGH = {"borough": "prevost", "activity": "Nid-de-poule"}
PLACE = {"longitude": -74.08, "latitude": 45.87, "address": "boulevard du Curé-Labelle"}


async def a_promise_waits_for_the_citizen_and_is_prolonged(day: Any) -> None:
    """A part of the day of `test_producers_and_readers`."""
    case_id = await day.register(**BOROUGH, place=PLACE)
    async with day.house.client("sla") as client:
        shown = (await client.get(f"/api/sla/v1/commitments/{case_id}")).json()
    complete = next(one for one in shown["commitments"] if one["kind"] == "complete")
    path = f"commitments/{case_id}/{complete['commitmentId']}"
    await day.ask("sla", f"{path}/suspension", {"reason": "waiting-for-citizen"})
    await day.house.wait(3600)
    await day.ask("sla", f"{path}/resumption", {})
    on = day.house.clock().date().isoformat()
    longer = {"amount": 2, "reason": "Le sol est gelé.", "noticeOn": on}
    await day.ask("sla", f"{path}/extension", longer)
