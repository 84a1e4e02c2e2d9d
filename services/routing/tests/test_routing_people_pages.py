"""`/personnes`: who answers and who stands in, and the forms, which keep what was typed."""

import re
from html import unescape
from typing import Any

import httpx
import pytest
from chassis.identity import Caller
from contracts.events.intake import CaseRegisteredV1
from guichet_testing.toy import NOW
from routing.domain.titles import also_called

BOSS, STAND_IN = "prevost-surintendant", "prevost-ingenieur-en-chef"
CASE = "5f0c1d5e-0000-4000-8000-000000000031"
PREVOST = frozenset({"prevost"})
TECHNICIAN = Caller("someone", frozenset({"technician"}), PREVOST)
DIRECTOR = Caller("d", frozenset({"director"}), PREVOST)
ABSENCE = {
    "borough": "prevost",
    "key": "0123456789abcdef",
    "personId": BOSS,
    "fromOn": "2026-11-20",
    "untilOn": "2026-11-27",
    "substituteId": STAND_IN,
}
DESIGNATION = {
    "borough": "prevost",
    "key": "0123456789abcdef",
    "department": "loisirs",
    "role": "reception",
    "personId": "nouvelle-personne",
    "personName": "Canari",
    "firstName": "Ginette",
    "director": "Directeur, Loisirs",
    "email": "loisirs@prevost.example.org",
    "extension": "4777",
    "effectiveOn": "2026-11-20",
    "employeeSignedOn": "2026-11-20",
}


async def get(house: Any, path: str, who: Caller | None = TECHNICIAN) -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.get(path)
    return answer


async def post(
    house: Any, path: str, body: dict[str, str], who: Caller = TECHNICIAN
) -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.post(path, data=body)
    return answer


async def people(house: Any, query: str = "", who: Caller = TECHNICIAN) -> str:
    """The words of the page, without its marks."""
    answer = await get(house, f"/personnes?borough=prevost{query}", who)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


async def test_mh_10_an_absence_is_recorded_by_the_form_and_drawn_as_a_chain(house: Any) -> None:
    answer = await post(house, "/personnes/absence", ABSENCE)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/personnes?borough=prevost&done=absence",
    )
    page = await people(house, "&done=absence")
    assert "L'absence est notée." in page
    assert re.search(r"Surintendant poste 4202 absent jusqu'au 27 novembre 2026 .*Ingénieur", page)
    english = await people(house, "&lang=en")
    assert "away until November 27, 2026" in english
    assert "replaced by" in english


async def test_an_absence_without_anybody_is_refused_and_what_was_typed_is_kept(house: Any) -> None:
    answer = await post(
        house, "/personnes/absence", ABSENCE | {"substituteId": "", "untilOn": "2026-12-24"}
    )
    assert answer.status_code == 400
    assert "nommez qui remplace" in answer.text
    assert 'value="2026-12-24"' in answer.text
    assert f'<option value="{BOSS}" selected>' in answer.text
    assert not house.people.documents


async def test_somebody_who_is_not_in_the_list_may_stand_in(house: Any) -> None:
    other = ABSENCE | {"substituteId": "", "otherId": "prevost-contremaitre"}
    assert (await post(house, "/personnes/absence", other)).status_code == 303
    (made,) = house.people.documents["prevost"].state.absences
    assert made.substitute_id == "prevost-contremaitre"
    wrong = ABSENCE | {"substituteId": "", "otherId": "Jean Tremblay", "key": "f" * 16}
    answer = await post(house, "/personnes/absence", wrong)
    assert answer.status_code == 400
    assert 'value="Jean Tremblay"' in answer.text


async def test_an_absence_is_changed_and_cancelled_on_its_page(house: Any) -> None:
    await post(house, "/personnes/absence", ABSENCE)
    page = (await get(house, "/personnes/absence?borough=prevost&amends=1")).text
    assert 'name="amends" value="1"' in page
    assert 'value="2026-11-27"' in page
    shorter = ABSENCE | {"amends": "1", "untilOn": "2026-11-23", "key": "f" * 16}
    assert (await post(house, "/personnes/absence", shorter)).status_code == 303
    cancelled = await post(
        house, "/personnes/absence/annulation", {"borough": "prevost", "number": "2"}
    )
    assert cancelled.status_code == 303
    assert "Personne n'est absent" in await people(house)
    again = await post(
        house, "/personnes/absence/annulation", {"borough": "prevost", "number": "x"}
    )
    assert again.status_code == 400


async def test_pv_59_pv_60_a_designation_waits_for_both_signatures_and_says_so(house: Any) -> None:
    assert (await post(house, "/personnes/designation", DESIGNATION)).status_code == 303
    page = await people(house)
    assert "Il manque la signature de la direction (Ginette Canari)" in page
    here = "/personnes/designation?borough=prevost&department=loisirs"
    form = (await get(house, here)).text
    assert "ne vaut pas encore" in form
    assert 'value="Ginette"' in form, "the newest version is there to be signed"
    signed = DESIGNATION | {"directorSignedOn": "2026-11-20", "key": "f" * 16}
    assert (await post(house, "/personnes/designation", signed)).status_code == 303
    page = await people(house)
    assert "Ginette Canari poste 4777" in page
    assert "Il manque la signature" not in page
    versions = house.people.documents["prevost"].state.designations
    assert [one.version for one in versions if one.department == "loisirs"] == [1, 2, 3]


async def test_a_wrong_designation_says_what_is_right_and_keeps_the_rest(house: Any) -> None:
    wrong = DESIGNATION | {"extension": "poste 7", "employeeSignedOn": "2026-12-01"}
    answer = await post(house, "/personnes/designation", wrong)
    assert answer.status_code == 400
    assert "de 1 à 10 chiffres" in answer.text
    assert 'value="poste 7"' in answer.text
    assert 'value="Canari"' in answer.text
    late = await post(house, "/personnes/designation", wrong | {"extension": "7"})
    assert "la date de signature est dans le futur" in late.text
    assert not house.people.documents


async def test_pv_11_pv_58_a_status_is_one_tap_away_and_seen_by_a_colleague(house: Any) -> None:
    boss = Caller(BOSS, frozenset({"executor"}), PREVOST)
    tap = await post(
        house, "/personnes/statut", {"borough": "prevost", "status": "in-meeting"}, boss
    )
    assert tap.status_code == 303
    assert "Surintendant poste 4202 En réunion" in await people(house, who=DIRECTOR)
    mine = (await get(house, "/personnes?borough=prevost", boss)).text
    assert 'value="in-meeting" aria-pressed="true"' in mine
    nonsense = await post(house, "/personnes/statut", {"borough": "prevost", "status": "x"}, boss)
    assert nonsense.status_code == 404


async def test_mh_10_an_absence_that_leaves_cases_to_nobody_is_on_top_of_the_page(
    house: Any,
) -> None:
    facts = {
        "case_id": CASE, "kind": "request", "activity": "Nid-de-poule", "channel": "phone",
        "received_at": NOW, "details_version": 0, "contacts_version": 0,
    }  # fmt: skip
    await house.hear(CaseRegisteredV1.model_validate(facts), borough="prevost")
    alone = ABSENCE | {"substituteId": "", "noSubstituteReason": "poste vacant"}
    await post(house, "/personnes/absence", alone)
    page = await people(house)
    assert "Surintendant : absence sans substitut 1 dossier ouvert, que personne ne suit." in page
    assert "personne ne remplace" in page
    assert "poste vacant" not in await people(house, who=DIRECTOR), "why is for technicians"


async def test_who_is_no_technician_reads_and_changes_nobody(house: Any) -> None:
    page = (await get(house, "/personnes?borough=prevost", DIRECTOR)).text
    assert "/personnes/exclusions" not in page
    assert (await post(house, "/personnes/designation", DESIGNATION, DIRECTOR)).status_code == 403
    assert (await post(house, "/personnes/absence", ABSENCE, DIRECTOR)).status_code == 404
    assert (await get(house, "/personnes/exclusions?borough=prevost", DIRECTOR)).status_code == 403
    assert not house.people.documents


async def test_strangers_sign_in_and_other_boroughs_are_not_there(house: Any) -> None:
    answer = await get(house, "/personnes", None)
    assert (answer.status_code, answer.headers["location"]) == (303, "/demo/signin")
    assert (await get(house, "/personnes?borough=anjou")).status_code == 404
    assert (
        await post(house, "/personnes/absence", ABSENCE | {"borough": "anjou"})
    ).status_code == 404


async def test_an_exclusion_is_recorded_and_lifted_by_technicians(house: Any) -> None:
    body = {
        "borough": "prevost", "key": "0123456789abcdef", "personId": BOSS, "why": "other",
        "department": "travaux-publics", "insteadId": STAND_IN, "fromOn": "2026-11-20",
    }  # fmt: skip
    assert (await post(house, "/personnes/exclusions", body)).status_code == 303
    page = (await get(house, "/personnes/exclusions?borough=prevost")).text
    assert "Travaux publics" in page
    assert "Autre motif" in page
    lifted = await post(house, "/personnes/exclusions/levee", {"borough": "prevost", "number": "1"})
    assert lifted.status_code == 303
    assert house.people.documents["prevost"].state.standing_exclusions() == {}
    nothing = await post(house, "/personnes/exclusions", body | {"department": "", "key": "f" * 16})
    assert nothing.status_code == 400
    assert "dites de quoi" in nothing.text


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Directeur, Service aux citoyens", "Directeur, Relations avec les citoyens"),
        ("Directrice des Relations avec les citoyens", "Directeur, Service aux citoyens"),
        ("Trésorier", None),
    ],
)
def test_c_09_two_titles_of_one_function_are_known_to_be_one(title: str, other: str | None) -> None:
    assert also_called(title) == ((other,) if other else ())


async def test_c_09_the_page_says_both_titles(house: Any) -> None:
    assert "(aussi : Directeur, Relations avec les citoyens)" in await people(house)
