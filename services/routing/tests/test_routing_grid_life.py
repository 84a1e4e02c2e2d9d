"""The life of a grid over HTTP: draft, faults, simulation, publication, rollback, who may."""

from datetime import date
from typing import Any

import httpx
import pytest
from chassis.identity import Caller
from contracts.events.intake import CaseRegisteredV1
from contracts.events.routing import CaseAssignedV1, CaseReassignedV1, GridPublishedV1
from guichet_testing import toy
from guichet_testing.routing_house import RoutingHouse

GRIDS = "/api/routing/v1/grids"
TODAY = toy.NOW.date()
CASE = "5f0c1d5e-0000-4000-8000-00000000000f"
KEY = {"Idempotency-Key": "0123456789abcdef"}
POTHOLE = 'code = "nid-de-poule"'


def staff(*roles: str, boroughs: tuple[str, ...] = ("prevost",)) -> Caller:
    return Caller("marie", frozenset(roles), frozenset(boroughs))


TECHNICIAN, DIRECTOR, WORKER = staff("technician"), staff("director"), staff("responsable")


@pytest.fixture(scope="module")
def wired_once() -> RoutingHouse:
    return RoutingHouse()


@pytest.fixture
async def house(wired_once: RoutingHouse) -> RoutingHouse:
    wired_once.forget()
    await wired_once.start()
    return wired_once


async def ask(
    house: RoutingHouse,
    method: str,
    path: str,
    body: Any = None,
    who: Caller = TECHNICIAN,
    **more: Any,
) -> httpx.Response:
    return await house.ask(who, method, f"{GRIDS}/{path}", json=body, **more)


async def text_of(house: RoutingHouse, borough: str = "prevost") -> str:
    who = staff("technician", boroughs=(borough,))
    return str((await ask(house, "GET", f"{borough}/versions/1", who=who)).json()["text"])


def to_engineering(text: str) -> str:
    """The pothole goes to engineering, within five working days instead of ten."""
    at = text.index('department = "travaux-publics"', text.index(POTHOLE))
    text = text[:at] + text[at:].replace('"travaux-publics"', '"ingenierie"', 1)
    return f"""{text}
[[commitments]]
kind = "complete"
activity = "nid-de-poule"
counting = "working_days_end_of_day"
amount = 5
demonstration = true
reason = "test"
"""


async def drafted(house: RoutingHouse, text: str | None = None) -> dict[str, Any]:
    text = text or to_engineering(await text_of(house))
    answer = await ask(house, "PUT", "prevost/draft", {"text": text, "revision": 0})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def published(house: RoutingHouse, **changes: Any) -> httpx.Response:
    form = {"after": 1, "revision": 1, "effectiveOn": str(TODAY), "note": "essai", **changes}
    return await ask(house, "POST", "prevost/publication", form, who=DIRECTOR)


async def with_pothole(house: RoutingHouse) -> None:
    facts = {
        "case_id": CASE,
        "kind": "request",
        "activity": "Nid-de-poule",
        "channel": "phone",
        "received_at": toy.NOW,
        "details_version": 0,
        "contacts_version": 0,
    }
    await house.hear(CaseRegisteredV1.model_validate(facts), key=CASE, borough="prevost")


async def test_mt_08_a_draft_becomes_the_next_version_and_decides_from_its_day_on(
    house: RoutingHouse,
) -> None:
    body = await drafted(house)
    assert (body["revision"], body["faults"]) == (1, [])
    answer = await published(house)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["version"], answer.json()["effectiveOn"]) == (2, str(TODAY))
    await with_pothole(house)
    said = house.wired.log.on("routing-assignments", CASE)
    assert b'"ingenierie"' in said[0].value
    assert b'"grid_version":2' in said[0].value


async def test_pv_12_each_version_names_who_published_it_and_when(house: RoutingHouse) -> None:
    await drafted(house)
    await published(house, note="Ingénierie prend les nids-de-poule")
    second, first = (await ask(house, "GET", "prevost/versions")).json()["items"]
    assert (second["publishedBy"], second["publishedAt"]) == ("marie", "2026-11-20T15:00:00Z")
    assert (second["note"], second["origin"]) == ("Ingénierie prend les nids-de-poule", "draft")
    assert (first["origin"], first["publishedBy"], first["isInForce"]) == ("folder", None, False)
    assert second["isInForce"]


async def test_what_is_published_is_said_whole_with_its_number_and_its_day(
    house: RoutingHouse,
) -> None:
    await drafted(house)
    await published(house, effectiveOn="2026-12-01")
    (said,) = house.said("grids", "prevost@2")
    assert isinstance(said, GridPublishedV1)
    assert (said.borough, said.version, said.effective_on) == ("prevost", 2, date(2026, 12, 1))
    assert {(row.activity, row.amount) for row in said.commitments} >= {("nid-de-poule", 5)}


async def test_a_version_that_is_planned_decides_nothing_before_its_day(
    house: RoutingHouse,
) -> None:
    await drafted(house)
    await published(house, effectiveOn="2026-11-21")
    await with_pothole(house)
    assert house.store("assignments").documents[CASE].state.decision.grid_version == "prevost@1"
    house.clock.forward(24 * 3600)
    versions = (await ask(house, "GET", "prevost/versions")).json()["items"]
    assert [one["isInForce"] for one in versions] == [True, False]


async def test_another_process_decides_with_the_new_version_too(house: RoutingHouse) -> None:
    other = house.beside()
    await other.look()
    await drafted(house)
    await published(house)
    await other.look()
    await with_pothole(other)
    assert b'"ingenierie"' in other.wired.log.on("routing-assignments", CASE)[0].value


async def test_pv_04_a_draft_with_an_activity_without_delay_is_kept_and_not_published(
    house: RoutingHouse,
) -> None:
    text = await text_of(house)
    at = text.index('kind = "complete"')
    silent = text[:at] + 'kind = "complete"\nactivity = "nid-de-poule"' + text[at + 17 :]
    faults = (await drafted(house, silent))["faults"]
    assert any("PV-04" in one["problem"]["fr"] + one["remedy"]["fr"] for one in faults)
    assert all(one["key"] and one["remedy"]["fr"] and one["remedy"]["en"] for one in faults)
    answer = await published(house)
    assert answer.status_code == 400
    assert answer.json()["error"]["details"][0]["target"].startswith("activities.")
    kept = (await ask(house, "GET", "prevost/draft")).json()
    assert (kept["text"], kept["faults"]) == (silent, faults)
    assert len((await ask(house, "GET", "prevost/versions")).json()["items"]) == 1


async def test_a_text_that_is_no_toml_is_kept_with_its_fault(house: RoutingHouse) -> None:
    (fault,) = (await drafted(house, "[borough\n"))["faults"]
    assert "TOML" in fault["problem"]["fr"]


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"effectiveOn": "2026-11-19"}, "effectiveOn"),
        ({"after": 2}, "after"),
        ({"revision": 2}, "revision"),
    ],
)
async def test_what_cannot_be_published_names_its_field_and_publishes_nothing(
    house: RoutingHouse, changes: dict[str, Any], target: str
) -> None:
    await drafted(house)
    answer = await published(house, **changes)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, target)
    assert set(house.store("grids").documents) & {"prevost@2", "prevost@3"} == set()


async def test_a_version_before_one_that_is_planned_is_refused(house: RoutingHouse) -> None:
    await drafted(house)
    await published(house, effectiveOn="2026-12-01")
    again = {"text": await text_of(house), "revision": 1}
    await ask(house, "PUT", "prevost/draft", again)
    answer = await published(house, after=2, revision=2)
    assert answer.json()["error"]["target"] == "effectiveOn"


async def test_a_publication_sent_twice_makes_one_version(house: RoutingHouse) -> None:
    await drafted(house)
    form = {"after": 1, "revision": 1, "effectiveOn": str(TODAY)}
    first, second = [
        await ask(house, "POST", "prevost/publication", form, headers=KEY) for _ in range(2)
    ]
    assert (first.status_code, first.json()) == (201, second.json())
    assert len((await ask(house, "GET", "prevost/versions")).json()["items"]) == 2


async def test_two_people_at_one_draft_are_told_of_each_other(house: RoutingHouse) -> None:
    await drafted(house)
    other = {"text": "# mine", "revision": 0}
    answer = await ask(house, "PUT", "prevost/draft", other, who=DIRECTOR)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, "revision")
    assert "# mine" not in (await ask(house, "GET", "prevost/draft")).json()["text"]


async def test_two_publications_at_once_make_one_version_and_one_refusal(
    house: RoutingHouse,
) -> None:
    await drafted(house)
    await published(house)
    answer = await published(house, note="autre")
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, "after")


async def test_a_rollback_is_a_new_version_with_the_earlier_content(house: RoutingHouse) -> None:
    await drafted(house)
    await published(house)
    form = {"version": 1, "after": 2, "note": "trop tôt"}
    answer = await ask(house, "POST", "prevost/rollback", form)
    assert (answer.status_code, answer.json()["version"]) == (201, 3)
    third, second, first = (await ask(house, "GET", "prevost/versions")).json()["items"]
    assert (third["origin"], third["restores"], third["isInForce"]) == ("rollback", 1, True)
    assert (second["version"], first["version"]) == (2, 1)
    told = (await ask(house, "GET", "prevost/versions/3?since=1")).json()["changes"]
    assert told == []
    await with_pothole(house)
    assert b'"travaux-publics"' in house.wired.log.on("routing-assignments", CASE)[0].value


async def test_a_rollback_to_what_is_in_force_already_is_refused(house: RoutingHouse) -> None:
    answer = await ask(house, "POST", "prevost/rollback", {"version": 1, "after": 1})
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, "version")


async def test_a_version_says_in_words_what_differs_from_the_one_before(
    house: RoutingHouse,
) -> None:
    await drafted(house)
    await published(house)
    told = (await ask(house, "GET", "prevost/versions/2")).json()["changes"]
    words = [one["text"]["fr"] for one in told]
    assert "Nid-de-poule : de Travaux publics à Ingénierie" in words
    assert "Nid-de-poule ; délai : de 10 à 5 jours ouvrables" in words


async def test_a_simulation_says_who_would_have_the_cases_and_which_delays_move(
    house: RoutingHouse,
) -> None:
    await with_pothole(house)
    await drafted(house)
    found = (await ask(house, "POST", "prevost/simulation", {})).json()
    assert (found["cases"], found["elsewhere"], found["lostRules"]) == (1, 1, 0)
    (flow,) = found["flows"]
    assert (flow["before"]["department"], flow["after"]["department"]) == (
        "travaux-publics",
        "ingenierie",
    )
    (move,) = found["delays"]
    assert (move["kind"], move["before"][1], move["after"][1]) == ("complete", 10, 5)
    assert house.store("assignments").documents[CASE].state.decision.department == "travaux-publics"


async def test_open_cases_stay_as_they_were_decided_unless_the_version_takes_them(
    house: RoutingHouse,
) -> None:
    await with_pothole(house)
    await drafted(house)
    await published(house)
    assert await house.turn() == 0
    assert house.store("assignments").documents[CASE].state.decision.department == "travaux-publics"


async def test_a_version_that_takes_open_cases_moves_them_once(house: RoutingHouse) -> None:
    await with_pothole(house)
    await drafted(house)
    await published(house, reroutesOpen=True)
    assert await house.turn() == 1
    assert await house.turn() == 0
    held = house.store("assignments").documents[CASE].state
    assert (held.decision.department, held.decision.grid_version) == ("ingenierie", "prevost@2")
    said = [e.headers["ce_type"] for e in house.wired.log.on("routing-assignments", CASE)]
    assert said == [CaseAssignedV1.wire_type, CaseReassignedV1.wire_type]


async def test_a_city_s_new_version_is_that_of_its_boroughs_without_a_grid(
    house: RoutingHouse,
) -> None:
    city = staff("director", boroughs=("montreal", "anjou"))
    text = await text_of(house, "montreal")
    changed = text.replace("Direction de l'arrondissement, {name}", "Direction, {name}")
    assert changed != text
    await ask(house, "PUT", "montreal/draft", {"text": changed, "revision": 0}, who=city)
    form = {"after": 1, "revision": 1, "effectiveOn": str(TODAY)}
    answer = await ask(house, "POST", "montreal/publication", form, who=city)
    assert answer.status_code == 201, answer.text
    await house.look()
    newest = (await ask(house, "GET", "anjou/versions", who=city)).json()["items"][0]
    assert (newest["version"], newest["origin"], newest["isInForce"]) == (2, "city", True)
    assert "pierrefonds-roxboro@2" not in house.store("grids").documents


async def test_mt_08_a_borough_without_a_folder_starts_from_what_its_city_gives_it(
    house: RoutingHouse,
) -> None:
    who = staff("technician", boroughs=("anjou",))
    text = (await ask(house, "GET", "anjou/draft", who=who)).json()["text"]
    named = text.replace("Bureau des requêtes, Anjou", "Guichet d'Anjou")
    body = {"text": named, "revision": 0}
    assert (await ask(house, "PUT", "anjou/draft", body, who=who)).json()["faults"] == []
    form = {"after": 1, "revision": 1, "effectiveOn": str(TODAY)}
    assert (await ask(house, "POST", "anjou/publication", form, who=who)).status_code == 201
    told = (await ask(house, "GET", "anjou/versions/2", who=who)).json()["changes"]
    assert [one["section"] for one in told] == ["departments"]


@pytest.mark.parametrize("path", ["publication", "rollback"])
async def test_only_technicians_and_directors_of_the_borough_publish(
    house: RoutingHouse, path: str
) -> None:
    form = {"after": 1, "revision": 1, "effectiveOn": str(TODAY)}
    back = {"after": 1, "version": 1}
    body = form if path == "publication" else back
    stranger = staff("technician", boroughs=("anjou",))
    assert (await ask(house, "POST", f"prevost/{path}", body, who=WORKER)).status_code == 403
    assert (await ask(house, "POST", f"prevost/{path}", body, who=stranger)).status_code == 404
    assert (await ask(house, "GET", "prevost/versions", who=stranger)).status_code == 404
