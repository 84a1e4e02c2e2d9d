"""The page of one assignment: who, why, the steps, the journal, and what may be done."""

import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from chassis.identity import Caller
from contracts.events.intake import CaseRegisteredV1, CaseReopenedV1
from routing.application.move_forms import OfferForm
from routing.domain.elected import ElectedState
from routing.entrypoints.case_desk import CaseDesk

NOW = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)
CASE, LOST = str(UUID(int=1)), str(UUID(int=2))
HERE = f"/travail/{CASE}"
REPORT = {
    "interventionCode": "238",
    "doneOn": "2026-11-20",
    "extension": "4201",
    "internalNote": "Trou bouché.",
    "publicNote": "C'est réparé.",
    "validated": "true",
}
TRANSFER = {
    "department": "travaux-publics",
    "person": "prevost-surintendant",
    "reason": "Il connaît la rue.",
}


def caller(subject: str, *roles: str, boroughs: tuple[str, ...] = ("prevost",)) -> Caller:
    return Caller(subject, frozenset(roles), frozenset(boroughs))


TECHNICIAN = caller("someone", "technician")
CHIEF = caller("prevost-surintendant", "responsable")


@pytest.fixture
async def busy(house: Any) -> Any:
    """Prévost has a pothole that a member of the council told of, and something unknown."""
    house.clock.now = NOW
    for case_id, activity, channel in (
        (CASE, "Nid-de-poule", "elected"),
        (LOST, "Objets inconnus", "phone"),
    ):
        facts = {
            "case_id": case_id,
            "kind": "request",
            "activity": activity,
            "channel": channel,
            "received_at": NOW,
            "details_version": 0,
            "contacts_version": 0,
        }
        await house.hear(CaseRegisteredV1.model_validate(facts), borough="prevost")
    return house


async def get(house: Any, path: str = HERE, who: Caller = TECHNICIAN) -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.get(path)
    return answer


async def act(
    house: Any, action: str, data: dict[str, Any], who: Caller = TECHNICIAN, case_id: str = CASE
) -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.post(
            f"/travail/{case_id}/{action}", data={"key": "k" * 32, **data}
        )
    return answer


async def test_it_says_who_has_it_and_why_in_names_and_leads_to_the_dossier(busy: Any) -> None:
    page = (await get(busy)).text
    assert "Secrétaire aux travaux publics" in page
    assert "Surintendant" in page
    assert "reçu par Secrétaire aux travaux publics" in page
    assert "prevost-secretaire" not in page.replace('value="prevost-secretaire', "")
    assert "la règle nid-de-poule s&#39;applique" in page
    assert f'href="/dossiers/{CASE}"' in page


async def test_pv_12_pv_30_pv_31_the_steps_of_the_scheme_show_where_the_case_is(busy: Any) -> None:
    def current(page: str) -> str:
        return page.partition('aria-current="step">')[2][:60]

    first = (await get(busy)).text
    assert "Démarche B" in first
    assert "Convenue avec : Directeur, Travaux publics" in first
    assert current(first).startswith("La secrétaire aux travaux publics")
    await act(busy, "prendre-en-charge", {})
    assert current((await get(busy)).text).startswith("Le Surintendant ou l&#39;Ingénieur")
    await act(busy, "completer", REPORT)
    assert current((await get(busy)).text).startswith("Ferme la requête")


async def test_pv_52_to_pv_56_the_report_is_shown_and_the_journal_begins_with_the_newest(
    busy: Any,
) -> None:
    assert (await act(busy, "prendre-en-charge", {})).status_code == 303
    done = await act(busy, "completer", REPORT)
    assert done.headers["location"] == f"{HERE}?fait=completer"
    page = (await get(busy, f"{HERE}?fait=completer")).text
    assert "l&#39;accueil le confirme" in page
    assert "Trou bouché." in page
    assert "C&#39;est réparé." in page
    assert "Complété, à confirmer" in page
    journal = page.partition('id="journal"')[2]
    assert journal.index("Pris en charge par someone") < journal.index("Nid-de-poule : grille")


async def test_mh_06_a_transfer_is_offered_answered_and_told_with_both_names(busy: Any) -> None:
    assert (await act(busy, "transferer", TRANSFER)).status_code == 303
    asked = (await get(busy, who=CHIEF)).text
    assert "Secrétaire aux travaux publics → Surintendant" in asked
    assert "Il connaît la rue." in asked
    assert busy.state(CASE).decision.reception_person == "prevost-secretaire-travaux-publics"
    lists = (await get(busy, "/travail?list=transfers", CHIEF)).text
    assert lists.count('id="d-') == 1
    refused = await act(busy, "repondre", {"answer": "decline"}, CHIEF)
    assert refused.status_code == 400
    assert "dites pourquoi vous ne pouvez pas" in refused.text
    await act(busy, "repondre", {"answer": "accept", "key": "o" * 32}, CHIEF)
    assert busy.state(CASE).decision.reception_person == "prevost-surintendant"
    assert "Surintendant accepte le transfert" in (await get(busy)).text


async def test_only_who_is_asked_is_offered_the_answer(busy: Any) -> None:
    await CaseDesk(busy.desk).offer_transfer(CASE, OfferForm(**TRANSFER), TECHNICIAN)
    assert "action-repondre" in (await get(busy, who=CHIEF)).text
    page = (await get(busy)).text
    assert "action-repondre" not in page
    assert "action-reprendre" in page


async def test_a_refused_form_is_open_again_with_what_was_typed(busy: Any) -> None:
    answer = await act(busy, "transferer", {**TRANSFER, "reason": "", "person": "personne"})
    assert answer.status_code == 400
    assert '<details class="action" id="action-transferer" open>' in answer.text
    assert 'href="#reason"' in answer.text
    assert busy.state(CASE).transfer is None


async def test_mt_03_a_case_goes_to_the_second_line_with_a_reason_and_back(busy: Any) -> None:
    assert (await act(busy, "monter", {"reason": ""})).status_code == 400
    await act(busy, "monter", {"reason": "Il faut un ingénieur."})
    assert "2e niveau" in (await get(busy, "/travail?list=all&level=2")).text
    page = (await get(busy)).text
    assert "Il faut un ingénieur." in page
    await act(busy, "redescendre", {"reason": "Réglé.", "key": "r" * 32})
    assert busy.state(CASE).second_line is None


async def test_mh_05_the_steps_of_the_elected_officials_case_are_shown_and_taken(
    busy: Any,
) -> None:
    page = (await get(busy)).text
    assert "Signalé au membre du conseil" in page
    assert "Dirigé vers le service" in page
    step = {"step": ElectedState.ANSWERED.value, "note": "Expliqué au conseiller."}
    assert (await act(busy, "etape", step)).status_code == 303
    page = (await get(busy)).text
    assert "Répondu et clos : Expliqué au conseiller." in page
    director = caller("boss", "director")
    refused = await act(busy, "etape", {"step": "handled", "note": "Fait."}, director)
    assert refused.status_code == 400
    assert "ne suit pas" in refused.text


async def test_what_nobody_could_be_given_is_nobodys_to_complete(busy: Any) -> None:
    page = (await get(busy, f"/travail/{LOST}")).text
    assert "dans aucune règle" in page
    assert "action-completer" not in page
    answer = await act(busy, "prendre-en-charge", {}, case_id=LOST)
    assert answer.status_code == 400
    assert "le dossier n&#39;est pas assigné" in answer.text


async def test_an_older_report_stays_beside_the_case_that_was_reopened(busy: Any) -> None:
    await act(busy, "completer", REPORT)
    work = busy.state(CASE).work.model_copy(update={"awaits_intake": False})
    document = busy.assignments.documents[CASE]
    heard = document.state.model_copy(update={"work": work})
    busy.assignments.documents[CASE] = type(document)(**{**document.__dict__, "state": heard})
    await busy.hear(
        CaseReopenedV1(case_id=CASE, reopened_at=NOW, reason="not-resolved"),
        borough="prevost",
        start=2,
    )
    page = (await get(busy)).text
    assert "Rouvert par l&#39;accueil" in page
    assert "Trou bouché." in page
    assert "action-completer" in page


async def test_another_boroughs_case_is_not_there(busy: Any) -> None:
    stranger = caller("other", "technician", boroughs=("anjou",))
    assert (await get(busy, who=stranger)).status_code == 404
    assert (await act(busy, "prendre-en-charge", {}, stranger)).status_code == 404
    assert (await get(busy, "/travail/nothing")).status_code == 404


async def test_a_form_that_another_site_sent_with_our_cookie_is_refused(busy: Any) -> None:
    async with busy.client(TECHNICIAN) as client:
        client.headers.pop("authorization")
        client.cookies.set("guichet_session", "token")
        answer = await client.post(
            f"{HERE}/prendre-en-charge", data={}, headers={"sec-fetch-site": "cross-site"}
        )
    assert answer.status_code == 403
    assert busy.state(CASE).acceptance is None


async def test_the_page_is_english_for_whoever_asks_for_it(busy: Any) -> None:
    page = (await get(busy, f"{HERE}?lang=en")).text
    assert "Take charge" in page
    assert "What was considered" in page
    assert "Prendre en charge" not in page


async def test_mh_05_an_official_sees_their_cases_alone_and_takes_the_steps_that_are_theirs(
    busy: Any,
) -> None:
    official = caller("prevost-conseiller", "elected-official")
    page = (await get(busy, "/travail/conseil", official)).text
    assert "Dirigé vers le service" in page
    assert "Objets inconnus" not in page
    assert (await get(busy, who=official)).status_code == 403, "the journal is for staff"
    given = {"case": CASE, "step": "dissatisfied", "note": "", "key": "d" * 32}
    async with busy.client(official) as client:
        refused = await client.post("/travail/conseil", data=given)
        assert refused.status_code == 400
        assert "dites ce qui a été fait ou répondu" in refused.text
        told = {**given, "note": "Le trou est revenu."}
        assert (await client.post("/travail/conseil", data=told)).status_code == 303
        assert "Le trou est revenu." in (await client.get("/travail/conseil")).text
    other = (await get(busy, "/travail/conseil", caller("another", "elected-official"))).text
    assert "Le trou est revenu." not in other
    assert (await get(busy, "/travail?list=council")).text.count('id="d-') == 1
