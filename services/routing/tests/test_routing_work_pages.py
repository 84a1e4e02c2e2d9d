"""The list of work, and completing and taking charge in it."""

import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from chassis.identity import Caller
from contracts.events.intake import CaseRegisteredV1, CompletionRefusedV1
from contracts.events.routing import WorkCompletedV1
from contracts.events.sla import CommitmentStartedV1
from contracts.words import CommitmentKind, Counting
from routing.application.forms import CompletionForm
from routing.application.people_forms import AvailabilityForm
from routing.domain.availability import Source, Status
from routing.domain.directory import Absence

NOW = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
LATE, SOON, SOMEDAY, LOST = (str(UUID(int=number)) for number in range(1, 5))
REPORT = {
    "interventionCode": "238",
    "doneOn": "2026-11-20",
    "extension": "4201",
    "internalNote": "Trou bouché.",
    "validated": "true",
}


def caller(subject: str, *roles: str, boroughs: tuple[str, ...] = ("prevost",)) -> Caller:
    return Caller(subject, frozenset(roles), frozenset(boroughs))


TECHNICIAN = caller("someone", "technician")
SECRETARY = caller("prevost-secretaire-travaux-publics", "responsable")
DIRECTOR = caller("boss", "director")


async def register(house: Any, case_id: str, activity: str = "Nid-de-poule") -> None:
    facts = {
        "case_id": case_id,
        "kind": "request",
        "activity": activity,
        "channel": "phone",
        "received_at": NOW,
        "details_version": 0,
        "contacts_version": 0,
    }
    await house.hear(CaseRegisteredV1.model_validate(facts), borough="prevost")


async def promise(house: Any, case_id: str, due_at: datetime.datetime) -> None:
    said = CommitmentStartedV1(
        case_id=case_id,
        commitment_id=f"of-{case_id}",
        commitment_kind=CommitmentKind.COMPLETE,
        due_at=due_at,
        original_due_at=due_at,
        started_at=NOW - 5 * DAY,
        counting=Counting.WORKING_DAYS_END_OF_DAY,
        amount=5,
        demonstration=False,
        explanation_fr="Cinq jours ouvrables.",
        explanation_en="Five working days.",
    )
    await house.hear(said, borough="prevost")


@pytest.fixture
async def busy(house: Any) -> Any:
    """Prévost has three potholes, and something that no grid knows."""
    house.clock.now = NOW
    for case_id in (SOMEDAY, SOON, LATE):
        await register(house, case_id)
    await register(house, LOST, activity="Objets inconnus")
    await promise(house, SOON, NOW + DAY)
    await promise(house, LATE, NOW - 3 * DAY)
    return house


async def get(house: Any, path: str, who: Caller = TECHNICIAN) -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.get(path)
    return answer


async def post(
    house: Any, path: str, data: dict[str, Any], who: Caller = TECHNICIAN
) -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.post(path, data=data)
    return answer


async def test_the_late_come_first_then_the_next_due_and_the_undated_last(busy: Any) -> None:
    page = (await get(busy, "/travail?list=all")).text
    places = [page.index(f'id="d-{case_id}"') for case_id in (LATE, SOON, SOMEDAY)]
    assert places == sorted(places)
    assert "en retard de 3 jours" in page
    assert "promis pour le 21 novembre 2026" in page
    assert "aucun délai promis" in page


async def test_pv_24_a_responsable_begins_with_what_is_theirs_and_their_departments(
    busy: Any,
) -> None:
    page = (await get(busy, "/travail", SECRETARY)).text
    assert 'aria-current="true">Mon service <span class="count">3</span>' in page
    mine = (await get(busy, "/travail?list=mine", SECRETARY)).text
    assert mine.count('id="d-') == 3
    assert "Objets inconnus" not in mine
    assert (await get(busy, "/travail?list=mine")).text.count('id="d-') == 0


async def test_pv_25_what_nobody_could_be_given_is_a_list_for_technicians_with_its_reason(
    busy: Any,
) -> None:
    page = (await get(busy, "/travail?list=no-rule")).text
    assert page.count('id="d-') == 1
    assert "Objets inconnus" in page
    assert "dans aucune règle de la grille de Prévost" in page
    assert "Sans règle" not in (await get(busy, "/travail", SECRETARY)).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("list=all", 4),
        ("list=all&post=prevost/travaux-publics", 3),
        ("list=all&post=prevost/urbanisme", 0),
        ("list=all&activity=NID+DE+POULE", 3),
        ("list=all&activity=inconnue", 0),
        ("list=all&person=prevost-surintendant", 3),
        ("list=all&person=nobody", 0),
        ("list=all&level=2", 0),
        ("list=all&borough=anjou", 0),
        ("list=all&offset=3", 1),
        ("list=completed", 0),
        ("list=nonsense&level=9&offset=-1", 4),
    ],
)
async def test_the_list_is_narrowed_by_what_the_address_says(
    busy: Any, query: str, found: int
) -> None:
    answer = await get(busy, f"/travail?{query}")
    assert answer.status_code == 200
    assert answer.text.count('id="d-') == found


async def test_pv_52_work_is_completed_in_the_list_itself(busy: Any) -> None:
    form = (await get(busy, f"/travail?list=all&complete={LATE}")).text
    assert 'value="238"' in form
    assert 'name="doneOn" type="date" value="2026-11-20"' in form
    given = {**REPORT, "case": LATE, "key": "a" * 32, "back": "list=all"}
    answer = await post(busy, "/travail/completer", given)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/travail?list=all&fait=completer"
    assert [type(one) for one in busy.said(LATE)][-1] is WorkCompletedV1
    assert busy.state(LATE).work.report.internal_note == "Trou bouché."


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"validated": ""}, "validated", "sans validation"),
        ({"interventionCode": "999"}, "interventionCode", "238"),
        ({"doneOn": ""}, "doneOn", "la date d&#39;exécution manque"),
        ({"doneOn": "2030-01-01"}, "doneOn", "dans le futur"),
        ({"doneOn": "hier"}, "doneOn", "une date, comme"),
        ({"extension": ""}, "extension", "le numéro de poste manque"),
        ({"extension": "Jean"}, "extension", "de 1 à 10 chiffres"),
    ],
    ids=["pv_57", "pv_52", "pv_53_missing", "pv_53_future", "no_date", "pv_54", "no_name"],
)
async def test_a_faulty_report_keeps_what_was_typed_and_changes_nothing(
    busy: Any, changes: dict[str, str], field: str, why: str
) -> None:
    given = {**REPORT, "case": LATE, "key": "a" * 32, "back": "list=all", **changes}
    answer = await post(busy, "/travail/completer", given)
    assert answer.status_code == 400
    assert f'href="#{field}"' in answer.text
    assert why in answer.text
    assert "Trou bouché." in answer.text
    assert busy.state(LATE).work is None


async def test_work_that_intake_refused_is_a_list_with_the_reason_and_the_form_as_it_was(
    busy: Any,
) -> None:
    form = CompletionForm.model_validate({**REPORT, "validated": True})
    await busy.desk.complete(LATE, form, TECHNICIAN, None)
    refused = CompletionRefusedV1(case_id=LATE, reason="answered")
    await busy.hear(refused, borough="prevost", start=2)
    page = (await get(busy, f"/travail?list=refused&complete={LATE}")).text
    assert page.count('id="d-') == 1
    assert "une réponse avait déjà été donnée" in page
    assert "Trou bouché." in page
    assert 'value="4201"' in page


async def test_many_cases_are_taken_charge_of_at_once(busy: Any) -> None:
    answer = await post(
        busy, "/travail/prendre-en-charge", {"case": [LATE, SOON], "back": "list=new"}
    )
    assert answer.headers["location"] == "/travail?list=new&n=2"
    assert [bool(busy.state(one).acceptance) for one in (LATE, SOON, SOMEDAY)] == [
        True,
        True,
        False,
    ]
    page = (await get(busy, "/travail?list=new&n=2")).text
    assert "2 dossier(s) pris en charge." in page
    assert page.count('id="d-') == 1


async def test_one_that_cannot_be_taken_keeps_none_of_the_others_back(busy: Any) -> None:
    given = {"case": [LOST, LATE, str(UUID(int=99))], "back": "list=all"}
    answer = await post(busy, "/travail/prendre-en-charge", given)
    assert "Objets inconnus : le dossier n&#39;est pas assigné" in answer.text
    assert "1 dossier(s) pris en charge." in answer.text
    assert busy.state(LATE).acceptance.by == "someone"


async def test_choosing_nothing_says_so(busy: Any) -> None:
    answer = await post(busy, "/travail/prendre-en-charge", {"back": "list=all"})
    assert answer.status_code == 400
    assert "Choisissez au moins un dossier." in answer.text


async def test_pv_11_who_cannot_be_reached_is_seen_in_the_list_at_once(busy: Any) -> None:
    form = AvailabilityForm(
        borough="prevost", person_id="prevost-surintendant", status=Status.IN_MEETING
    )
    await busy.people_desk.report(form, TECHNICIAN, Source.PAGE)
    assert "en réunion" in (await get(busy, "/travail?list=all")).text


async def test_whoever_reads_only_is_offered_nothing_to_do(busy: Any) -> None:
    page = (await get(busy, f"/travail?list=all&complete={LATE}", DIRECTOR)).text
    assert 'type="checkbox"' not in page
    assert "Compléter" not in page
    given = {**REPORT, "case": LATE, "back": ""}
    assert (await post(busy, "/travail/completer", given, DIRECTOR)).status_code == 403


async def test_a_stranger_signs_in_and_a_citizens_role_is_refused(busy: Any) -> None:
    async with busy.client(None) as client:
        assert (await client.get("/travail")).headers["location"] == "/demo/signin"
    clerk = await get(busy, "/travail", caller("clerk", "clerk"))
    assert clerk.status_code == 403
    assert "Accès refusé" in clerk.text


async def test_another_boroughs_case_is_in_no_list_and_not_to_be_completed(busy: Any) -> None:
    stranger = caller("other", "technician", boroughs=("anjou",))
    assert (await get(busy, "/travail?list=all", stranger)).text.count('id="d-') == 0
    given = {**REPORT, "case": LATE, "key": "a" * 32, "back": ""}
    assert (await post(busy, "/travail/completer", given, stranger)).status_code == 404


async def test_the_page_is_english_for_whoever_asks_for_it(busy: Any) -> None:
    page = (await get(busy, "/travail?list=all&lang=en")).text
    assert "3 days late" in page
    assert "Take charge of the chosen cases" in page
    assert "En retard" not in page


async def test_mh_10_a_substitute_begins_with_the_department_of_whom_they_stand_in_for(
    busy: Any,
) -> None:
    substitute = caller("prevost-contremaitre", "responsable")
    assert "Mon service" not in (await get(busy, "/travail", substitute)).text
    away = Absence(
        person_id="prevost-surintendant",
        from_on=NOW.date(),
        substitute_id="prevost-contremaitre",
    )
    busy.snapshot.directory = busy.snapshot.directory.with_absence(away)
    assert "Mon service" in (await get(busy, "/travail", substitute)).text
    busy.clock.now = NOW - 2 * DAY
    assert "Mon service" not in (await get(busy, "/travail", substitute)).text
