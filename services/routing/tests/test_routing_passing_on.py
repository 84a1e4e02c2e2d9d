"""What people do with a case, by the API: charge, transfers (MH-06), levels (MT-03)."""

import datetime
from typing import Any

import httpx
import pytest
from chassis.identity import Caller
from contracts.events.intake import CaseClosedV1, CaseReclassifiedV1, CaseRegisteredV1
from contracts.events.moves import (
    CaseAcceptedV1,
    LevelChangedV1,
    TransferAcceptedV1,
    TransferDeclinedV1,
    TransferExpiredV1,
    TransferOfferedV1,
    TransferWithdrawnV1,
)
from contracts.events.routing import CaseAssignedV1, CaseReassignedV1, WorkCompletedV1
from guichet_testing.toy import NOW
from routing.adapters.assignment_index import index
from routing.domain.directory import Absence, Directory
from routing.domain.exclusion import Exclusion, Why

API = "/api/routing/v1"
CASE = "5f0c1d5e-0000-4000-8000-000000000011"
SECRETARY, PLANNER = "prevost-secretaire-travaux-publics", "prevost-urbanisme-reception"
SURINTENDANT = "prevost-surintendant"
OFFER = {"department": "urbanisme", "reason": "C'est un permis."}
TODAY = datetime.date(2026, 11, 20)


def staff(subject: str, *roles: str, boroughs: tuple[str, ...] = ("prevost",)) -> Caller:
    return Caller(subject, frozenset(roles or ("responsable",)), frozenset(boroughs))


HERE, THERE = staff(SECRETARY), staff(PLANNER)


def pothole(case_id: str = CASE) -> CaseRegisteredV1:
    return CaseRegisteredV1(
        case_id=case_id,
        kind="request",
        activity="Nid-de-poule",
        channel="phone",
        received_at=NOW,
        details_version=0,
        contacts_version=0,
    )


@pytest.fixture
async def busy(house: Any) -> Any:
    """Prévost's public works have a pothole."""
    await house.hear(pothole(), borough="prevost")
    return house


async def post(house: Any, who: Caller, path: str, **body: Any) -> httpx.Response:
    async with house.client(who) as client:
        answer: httpx.Response = await client.post(f"{API}/{path}", json=body)
    return answer


async def on_case(house: Any, who: Caller, what: str, **body: Any) -> httpx.Response:
    return await post(house, who, f"assignments/{CASE}/{what}", **body)


def kinds(house: Any) -> list[type]:
    return [type(one) for one in house.said(CASE)]


async def test_the_sender_answers_for_the_case_until_the_colleague_accepts_mh_06(
    busy: Any,
) -> None:
    offered = await on_case(busy, HERE, "transfer", **OFFER)
    assert (offered.status_code, offered.json()["to"]) == (200, PLANNER)
    state = busy.state(CASE)
    assert (state.decision.department, state.decision.reception_person) == (
        "travaux-publics",
        SECRETARY,
    )
    assert index(state)["transfer_to"] == PLANNER
    accepted = await on_case(busy, THERE, "transfer/answer", answer="accept")
    assert accepted.status_code == 200
    state = busy.state(CASE)
    assert (state.decision.department, state.decision.reception_person) == ("urbanisme", PLANNER)
    assert kinds(busy) == [
        CaseAssignedV1, TransferOfferedV1, TransferAcceptedV1, CaseReassignedV1, CaseAcceptedV1,
    ]  # fmt: skip
    moved = busy.said(CASE)[3]
    assert SECRETARY in moved.reason_fr, "both names are in the history"
    assert PLANNER in moved.reason_fr
    values = [one.value for one in busy.assignments.documents[CASE].pending]
    assert not [value for value in values if b"permis" in value], "reasons stay here"


async def test_a_declined_transfer_leaves_the_case_and_says_why_mh_06(busy: Any) -> None:
    await on_case(busy, HERE, "transfer", **OFFER)
    silent = await on_case(busy, THERE, "transfer/answer", answer="decline")
    assert (silent.status_code, silent.json()["error"]["target"]) == (422, "reason")
    declined = await on_case(
        busy, THERE, "transfer/answer", answer="decline", reason="Hors de mon mandat."
    )
    assert declined.json()["state"] == "declined"
    assert busy.state(CASE).decision.department == "travaux-publics"
    assert kinds(busy)[-1] is TransferDeclinedV1
    entry = busy.state(CASE).history[-1]
    assert (entry.cause, entry.by, entry.note) == (
        "transfer-declined", PLANNER, "Hors de mon mandat.",
    )  # fmt: skip


async def test_an_offer_that_nobody_answered_returns_at_the_end_of_the_next_working_day(
    busy: Any,
) -> None:
    await on_case(busy, HERE, "transfer", **OFFER)
    ends = busy.state(CASE).transfer.expires_at
    assert ends.astimezone(datetime.UTC).date() == datetime.date(2026, 11, 23), "Friday to Monday"
    assert await busy.mend() == 0
    busy.clock.forward((ends - busy.clock()).total_seconds())
    assert await busy.mend() == 1
    assert kinds(busy)[-1] is TransferExpiredV1
    assert busy.state(CASE).decision.reception_person == SECRETARY
    late = await on_case(busy, THERE, "transfer/answer", answer="accept")
    assert late.status_code == 422
    assert await busy.mend() == 0, "an end is told once"


async def test_a_transfer_is_offered_once_at_a_time_and_may_be_taken_back(busy: Any) -> None:
    await on_case(busy, HERE, "transfer", **OFFER)
    twice = await on_case(busy, HERE, "transfer", department="ingenierie", reason="Autre idée.")
    assert (twice.status_code, twice.json()["error"]["target"]) == (422, "transfer")
    async with busy.client(HERE) as client:
        withdrawn = await client.delete(f"{API}/assignments/{CASE}/transfer")
    assert withdrawn.json()["state"] == "withdrawn"
    again = await on_case(busy, HERE, "transfer", department="ingenierie", reason="Autre idée.")
    assert again.json()["transfer"] == 2
    assert kinds(busy)[1:] == [TransferOfferedV1, TransferWithdrawnV1, TransferOfferedV1]


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"department": "inconnu"}, "department"),
        ({"borough": "nulle-part"}, "borough"),
        ({"person": "une-inconnue"}, "person"),
        ({"department": "travaux-publics"}, "person"),
        ({"reason": "   "}, "reason"),
    ],
)
async def test_an_offer_to_nobody_or_to_who_has_it_is_refused(
    busy: Any, changes: dict[str, str], target: str
) -> None:
    answer = await on_case(busy, HERE, "transfer", **OFFER | changes)
    assert (answer.status_code, answer.json()["error"]["target"]) == (422, target)
    assert busy.state(CASE).transfer is None


async def test_nobody_excluded_and_nobody_away_is_asked(busy: Any) -> None:
    known = busy.snapshot.directory
    barred = Exclusion(
        borough="prevost", person_id=PLANNER, case_id=CASE, why=Why.CONFLICT, from_on=TODAY
    )
    busy.snapshot.directory = Directory(known.designations, known.absences, [barred])
    excluded = await on_case(busy, HERE, "transfer", **OFFER, person=PLANNER)
    assert "ne peut pas recevoir" in excluded.text
    away = Absence(person_id=PLANNER, from_on=TODAY)
    busy.snapshot.directory = Directory(known.designations, [away])
    absent = await on_case(busy, HERE, "transfer", **OFFER, person=PLANNER)
    assert "absente" in absent.text
    assert busy.state(CASE).transfer is None


async def test_only_the_addressee_or_the_substitute_answers_mh_06(busy: Any) -> None:
    await on_case(busy, HERE, "transfer", **OFFER)
    for stranger in (HERE, staff("prevost-greffe-reception"), staff("technicien", "technician")):
        refused = await on_case(busy, stranger, "transfer/answer", answer="accept")
        assert refused.status_code == 422
    known = busy.snapshot.directory
    away = Absence(person_id=PLANNER, from_on=TODAY, substitute_id=SURINTENDANT)
    busy.snapshot.directory = Directory(known.designations, [away])
    accepted = await on_case(busy, staff(SURINTENDANT), "transfer/answer", answer="accept")
    assert accepted.status_code == 200
    assert busy.state(CASE).decision.reception_person == SURINTENDANT
    assert busy.state(CASE).entrusted.person_id == PLANNER


async def test_an_accepted_transfer_stands_while_people_come_and_go_mh_10(busy: Any) -> None:
    await on_case(busy, HERE, "transfer", department="travaux-publics", person=SURINTENDANT,
                  reason="C'est sur le terrain.")  # fmt: skip
    await on_case(busy, staff(SURINTENDANT), "transfer/answer", answer="accept")
    assert await busy.mend() == 0, "the post's own responsable does not take it back"
    form = {"borough": "prevost", "personId": SURINTENDANT, "fromOn": "2026-11-20",
            "untilOn": "2026-11-20", "substituteId": "prevost-ingenieur-en-chef"}  # fmt: skip
    recorded = await post(busy, staff("technicien", "technician"), "absences", **form)
    assert recorded.status_code == 201
    assert await busy.mend() == 1
    held = busy.state(CASE).decision
    assert (held.reception_person, held.execution_person) == ("prevost-ingenieur-en-chef",) * 2
    busy.clock.forward(24 * 3600)
    assert await busy.mend() == 1
    assert busy.state(CASE).decision.reception_person == SURINTENDANT


async def test_a_transfer_is_forgotten_when_the_case_is_asked_for_anew(busy: Any) -> None:
    await on_case(busy, HERE, "transfer", **OFFER)
    await on_case(busy, THERE, "transfer/answer", answer="accept")
    other = CaseReclassifiedV1(case_id=CASE, kind="claim", activity="", reclassified_at=NOW)
    await busy.hear(other, borough="prevost", start=2)
    state = busy.state(CASE)
    assert (state.decision.department, state.entrusted) == ("greffe", None)


async def test_an_open_offer_ends_with_the_work(busy: Any) -> None:
    await on_case(busy, HERE, "transfer", **OFFER)
    work = {"interventionCode": "238", "doneOn": "2026-11-20", "extension": "4201",
            "validated": True}  # fmt: skip
    assert (await on_case(busy, HERE, "completion", **work)).status_code == 200
    assert kinds(busy)[-2:] == [TransferWithdrawnV1, WorkCompletedV1]


async def test_a_case_is_taken_in_charge_once_and_by_its_own_borough(busy: Any) -> None:
    first, second = [await on_case(busy, HERE, "acceptance") for _ in range(2)]
    assert first.json() == second.json()
    assert kinds(busy) == [CaseAssignedV1, CaseAcceptedV1]
    assert index(busy.state(CASE))["accepted"] == "yes"
    stranger = await on_case(busy, staff("x", boroughs=("anjou",)), "acceptance")
    assert stranger.status_code == 404
    reader = await on_case(busy, staff("x", "operator"), "acceptance")
    assert reader.status_code == 403


async def test_many_cases_are_taken_in_charge_and_each_answers_for_itself(busy: Any) -> None:
    other, closed = CASE.replace("11", "12"), CASE.replace("11", "13")
    await busy.hear(pothole(other), borough="prevost")
    await busy.hear(pothole(closed), CaseClosedV1(case_id=closed, closed_at=NOW), borough="prevost")
    unknown = CASE.replace("11", "99")
    answer = await post(busy, HERE, "acceptances", caseIds=[CASE, other, closed, unknown])
    items = answer.json()["items"]
    assert [one["accepted"] for one in items] == [True, True, False, False]
    assert "fermé" in items[2]["error"]["message"]
    assert items[3]["error"]["code"] == "notFound"


async def test_the_second_line_takes_a_case_with_a_reason_and_gives_it_back_mt_03(
    busy: Any,
) -> None:
    silent = await on_case(busy, HERE, "level", level=2, reason="")
    assert (silent.status_code, silent.json()["error"]["target"]) == (422, "reason")
    up = await on_case(busy, HERE, "level", level=2, reason="Il faut un plan.")
    assert up.json()["level"] == 2
    state = busy.state(CASE)
    assert state.second_line.person_id == SURINTENDANT, "who executes, where no line is named"
    assert state.decision.department == "travaux-publics", "who answers stays the same"
    found = index(state)
    assert (found["level"], SURINTENDANT in found["persons"]) == ("2", True)
    twice = await on_case(busy, HERE, "level", level=2, reason="Encore.")
    assert twice.status_code == 422
    down = await on_case(busy, HERE, "level", level=1, reason="Le plan est fait.")
    assert down.json()["level"] == 1
    levels = [one.level for one in busy.said(CASE) if isinstance(one, LevelChangedV1)]
    assert levels == [2, 1]
    assert [one.note for one in busy.state(CASE).history[-2:]] == [
        "Il faut un plan.", "Le plan est fait.",
    ]  # fmt: skip


async def test_a_department_without_anybody_else_has_no_second_line_mt_03(house: Any) -> None:
    facts = pothole().model_copy(update={"activity": "Permis de construction"})
    await house.hear(facts, borough="prevost")
    assert house.state(CASE).decision.department == "urbanisme"
    refused = await on_case(house, THERE, "level", level=2, reason="Aidez-moi.")
    assert (refused.status_code, refused.json()["error"]["target"]) == (422, "level")
