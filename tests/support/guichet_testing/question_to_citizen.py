"""A citizen is asked something, answers, and says that the result is right (PV-03, PR-06)."""

from typing import Any

from intake.domain.tracking import TrackingCodes

QUESTION = {"question": "De quel côté de la rue est-ce ?"}


async def the_citizen_is_asked_and_answers(day: Any) -> None:
    """A part of the day of `test_producers_and_readers`."""
    case_id = await day.register()
    await day.ask("intake", f"cases/{case_id}/question", QUESTION)
    settings = day.house.services["intake"].kit.settings
    codes = TrackingCodes(settings.tracking_secret.get_secret_value())
    tracking = "/api/intake/v1/tracking"
    async with day.house.client("intake") as client:
        client.headers["X-Tracking-Code"] = codes.code_of(case_id)
        page = (await client.get(tracking)).json()
        reply = {"questionId": page["question"]["questionId"], "text": "Du côté de l'école."}
        assert (await client.post(f"{tracking}/answer", json=reply)).is_success
        await day.house.settle()
        done = day.completion(day.house.clock().date())
        await day.ask("routing", f"assignments/{case_id}/completion", done)
        assert (await client.post(f"{tracking}/validate")).is_success
    await day.house.settle()
