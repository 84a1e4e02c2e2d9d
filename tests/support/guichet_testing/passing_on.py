"""What people at routing do with cases in a day of the whole house (MH-05, MH-06, MT-03)."""

from typing import Any

HERE, TOWN = "pierrefonds-roxboro", "mont-saint-hilaire"
IN_TOWN = {"borough": TOWN, "place": {"address": "100, rue du Centre-Civique"}}
COLLEAGUE = "pr-relations-reception"
OFFER = {"department": "relations-avec-les-citoyens", "reason": "C'est une question d'accueil."}
# Of what routing says of it, what readers of its topic have no use for.
LEFT_ASIDE_OF_MOVES = {
    "routing.case-accepted.v1": {"sla"},
    "routing.transfer-offered.v1": {"intake", "sla"},
    "routing.transfer-accepted.v1": {"intake", "sla"},
    "routing.transfer-declined.v1": {"intake", "sla"},
    "routing.transfer-expired.v1": {"intake", "sla"},
    "routing.transfer-withdrawn.v1": {"intake", "sla"},
    "routing.level-changed.v1": {"intake", "sla"},
    "routing.loop-found.v1": {"intake", "sla"},
    "routing.elected-case-moved.v1": {"intake", "sla"},
}


async def cases_are_passed_on(day: Any) -> None:
    """A part of the day of `test_producers_and_readers`."""
    await _a_transfer_is_offered_four_times(day)
    await _another_authority_is_given_a_case(day)
    await _two_departments_send_a_case_to_and_fro(day)
    await _an_official_brings_a_case(day)


async def _a_transfer_is_offered_four_times(day: Any) -> None:
    case_id = await day.register()
    on_case = f"assignments/{case_id}"
    await day.ask("routing", f"{on_case}/acceptance")
    await day.ask("routing", f"{on_case}/level", {"level": 2, "reason": "Il faut un plan."})
    await day.ask("routing", f"{on_case}/transfer", OFFER)
    async with day.house.client("routing") as client:
        assert (await client.delete(f"/api/routing/v1/{on_case}/transfer")).is_success
    await day.ask("routing", f"{on_case}/transfer", OFFER)
    for _ in range(5):
        await day.house.wait(86400.0)
    for answer in ("decline", "accept"):
        await day.ask("routing", f"{on_case}/transfer", OFFER)
        with day.house.everybody.being(COLLEAGUE, "responsable"):
            told = {"answer": answer, "reason": "Voilà."}
            await day.ask("routing", f"{on_case}/transfer/answer", told)


async def _another_authority_is_given_a_case(day: Any) -> None:
    case_id = await day.register(**IN_TOWN, activity="Panne d'électricité")
    given = {"authority": "hydro-quebec", "on": day.house.clock().date().isoformat()}
    await day.ask("routing", f"assignments/{case_id}/hand-over", given)


async def _two_departments_send_a_case_to_and_fro(day: Any) -> None:
    case_id = await day.register(**IN_TOWN)
    for activity in ("Taxes foncières", "Nid-de-poule") * 3:
        other = {"kind": "request", "activity": activity}
        await day.ask("intake", f"cases/{case_id}/reclassify", other)


async def _an_official_brings_a_case(day: Any) -> None:
    case_id = await day.register(**IN_TOWN, channel="elected")
    for role, state in (
        ("elected-official", "dissatisfied"),
        ("elected-official", "referred"),
        ("general-director", "followed-up"),
        ("director", "handled"),
        ("general-director", "reported"),
    ):
        with day.house.everybody.being("demo-elected-official-mont-saint-hilaire", role):
            step = {"step": state, "note": "Fait."}
            await day.ask("routing", f"assignments/{case_id}/elected-steps", step)
