"""What each service really says is taken over by every reader's real handler: no server, no park.

One day of a whole house (all five bootstraps over one log in memory) in which every event type of
the catalogue is said at least once. What a reader leaves aside is listed, and nothing else is.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from chassis.faults import Permanent
from contracts.events.chassis import RecordParkedV1
from contracts.events.routing import PEOPLE, PeopleRecordedV1
from contracts.registry import event_types
from contracts.topics import SERVICES, TOPICS
from guichet_testing.access_asked import (
    LEFT_ASIDE_OF_ACCESS,
    documents_are_asked_for_and_a_request_is_left_unanswered,
)
from guichet_testing.claims_made import (
    LEFT_ASIDE_OF_CLAIMS,
    claims_are_decided_taken_back_and_left_without_notice,
)
from guichet_testing.complaint_investigated import (
    a_danger_is_reported_and_the_complaint_investigated,
)
from guichet_testing.file_of_complaint import a_paper_is_part_of_a_complaint
from guichet_testing.memory_house import MemoryHouse
from guichet_testing.monthly_lists import a_months_lists_are_sent_reminded_of_and_closed
from guichet_testing.passing_on import LEFT_ASIDE_OF_MOVES, cases_are_passed_on
from guichet_testing.pilot_asks import (
    the_pilot_sends_one_that_can_be_taken_and_one_that_cannot,
)
from guichet_testing.promise_prolonged import a_promise_waits_for_the_citizen_and_is_prolonged
from guichet_testing.question_to_citizen import the_citizen_is_asked_and_answers
from intake.settings import COUNTERS
from notifications.domain.messages import PermanentFailure, UncertainOutcome

DAY = 86400.0
HERE = "pierrefonds-roxboro"
PLACE = {"longitude": -73.83, "latitude": 45.51, "address": "boulevard de Pierrefonds"}
HOLDER, SUBSTITUTE = "pr-travaux-publics-reception", "pr-relations-reception"
SUBSTITUTE_AT = "reception.rc@pierrefonds-roxboro.example.org"
DEAD_LETTER = RecordParkedV1.wire_type
# Of a topic that it reads, what a service has no use for (notifications hears all of the open
# topics for its webhooks). A new handler, or one that is gone, must change this table.
LEFT_ASIDE = {
    "complaints.complaint-opened.v1": {"sla"},
    "complaints.file-received.v1": {"sla"},
    "complaints.investigation-started.v1": {"sla"},
    "intake.case-answered.v1": {"routing", "complaints"},
    "intake.case-closed.v1": {"complaints"},
    "intake.case-completed.v1": {"complaints"},
    "intake.claim-notice-given.v1": {"routing", "sla"},
    "intake.completion-refused.v1": {"sla", "complaints"},
    "intake.question-answered.v1": {"routing", "complaints"},
    "intake.question-asked.v1": {"routing", "complaints"},
    "intake.requester-joined.v1": {"routing", "complaints"},
    "intake.result-validated.v1": {"routing", "sla", "complaints"},
    "notifications.message-accepted.v1": {"intake"},
    "sla.commitment-due-soon.v1": {"routing", "complaints"},
    "sla.list-closed.v1": {"notifications"},
    **LEFT_ASIDE_OF_MOVES,
    **LEFT_ASIDE_OF_ACCESS,
    **LEFT_ASIDE_OF_CLAIMS,
}
# No grid that we ship lets a delay wait that complaints reads; one that does is heard all the same.
NEVER_SAID = {
    ("sla.commitment-suspended.v1", "complaints"),
    ("sla.commitment-resumed.v1", "complaints"),
}


class Day:
    """What citizens and staff do in this house."""

    def __init__(self, house: MemoryHouse) -> None:
        self.house = house

    async def ask(self, service: str, path: str, body: Any = None) -> dict[str, Any]:
        """A command, and all that follows from it."""
        answer = await self.send(service, path, body)
        await self.house.settle()
        return answer

    async def send(self, service: str, path: str, body: Any = None) -> dict[str, Any]:
        """A command alone: nothing is passed on yet."""
        async with self.house.client(service) as client:
            answer: httpx.Response = await client.post(
                f"/api/{service}/v1/{path}", json=body, headers={"Idempotency-Key": str(uuid4())}
            )
        assert answer.status_code in (200, 201), answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def register(self, email: str = "camille@exemple.example.org", **changes: Any) -> str:
        """Id of a case that came in by phone."""
        body = {
            "borough": HERE,
            "kind": "request",
            "activity": "Nid-de-poule",
            "channel": "phone",
            "description": "Un trou profond devant l'arrêt d'autobus.",
            "place": PLACE,
            "contact": {"name": "Camille Exemple", "email": email, "phone": "514 555-0100"},
            **changes,
        }
        made = await self.ask("intake", "cases", body)
        case_id: str = made["caseId"]
        return case_id

    def completion(self, done_on: date) -> dict[str, Any]:
        """The form of completed work."""
        return {
            "interventionCode": "TERMINEE",
            "doneOn": done_on.isoformat(),
            "plannedOn": done_on.isoformat(),
            "extension": "4242",
            "internalNote": "Rempli.",
            "validated": True,
        }

    async def complain(self, **changes: Any) -> str:
        """Id of a complaint brought to Prévost."""
        written = {"written": True, "signed": True, "factsOn": "2026-11-18", **changes}
        return await self.register(
            borough="prevost", kind="complaint", activity="Plainte", channel="letter",
            complaint=written,
        )  # fmt: skip


async def a_request_is_done(day: Day) -> None:
    case_id = await day.register()
    done = day.completion(day.house.clock().date())
    await day.ask("routing", f"assignments/{case_id}/completion", done)


async def work_is_completed_on_a_case_just_withdrawn(day: Day) -> None:
    case_id = await day.register()
    await day.send("intake", f"cases/{case_id}/withdraw")
    done = day.completion(day.house.clock().date())
    await day.ask("routing", f"assignments/{case_id}/completion", done)


async def information_is_given_at_first_contact(day: Day) -> None:
    answer = {"reference": "Dépliant sur la collecte", "verifiedOn": "2025-01-15"}
    await day.register(kind="information", activity="Collecte", answer=answer)


async def a_request_turns_out_to_be_another(day: Day) -> None:
    case_id = await day.register()
    other = {"kind": "request", "activity": "*Dos d'âne"}
    await day.ask("intake", f"cases/{case_id}/reclassify", other)


async def a_request_turns_out_to_be_a_complaint_and_is_withdrawn(day: Day) -> None:
    case_id = await day.register()
    complaint = {"kind": "complaint", "description": "Le ton employé au comptoir."}
    await day.ask("intake", f"cases/{case_id}/reclassify", complaint)
    await day.ask("intake", f"cases/{case_id}/withdraw")


async def a_neighbour_joins_and_the_case_is_closed_and_reopened(day: Day) -> None:
    case_id = await day.register()
    neighbour = {"name": "Voisine Exemple", "email": "voisine@exemple.example.org"}
    await day.ask("intake", f"cases/{case_id}/join", {"contact": neighbour})
    closing = {"validated": True, "withoutWork": True, "internalNote": "Rien à réparer."}
    await day.ask("intake", f"cases/{case_id}/close", closing)
    await day.ask("intake", f"cases/{case_id}/reopen", {"reason": "reappeared"})


async def a_complaint_is_a_request_after_all_and_taken_back_by_mistake(day: Day) -> None:
    case_id = await day.complain()
    request = {"kind": "request", "activity": "Nid-de-poule", "description": "Un trou profond."}
    await day.ask("intake", f"cases/{case_id}/reclassify", request)
    await day.ask("intake", f"cases/{case_id}/withdraw")
    await day.ask("intake", f"cases/{case_id}/reopen", {"reason": "mistake"})


async def something_was_damaged(day: Day) -> None:
    await day.register(description="Le trou a brisé ma roue : je réclame les dommages.")


async def nobody_knows_what_it_is_about_after_all(day: Day) -> None:
    case_id = await day.register()
    other = {"kind": "request", "activity": "Panne d'électricité"}
    await day.ask("intake", f"cases/{case_id}/reclassify", other)


async def the_responsable_goes_away(day: Day) -> None:
    await day.register()
    today = day.house.clock().date().isoformat()
    absence = {"borough": HERE, "personId": HOLDER, "fromOn": today, "untilOn": today}
    await day.ask("routing", "absences", absence | {"substituteId": SUBSTITUTE})
    await day.house.wait(10)


async def nobody_does_it_in_time_but_somebody_had(day: Day) -> None:
    case_id = await day.register()
    on = day.house.clock().date()
    for _ in range(12):
        await day.house.wait(DAY)
    await day.ask("routing", f"assignments/{case_id}/completion", day.completion(on))


async def complaints_are_admitted_invited_and_refused(day: Day) -> None:
    await day.complain()
    await day.complain(signed=False)
    await day.complain(privateLitigation=True)


async def the_population_is_told_of_works_that_are_put_off(day: Day) -> None:
    texts = dict.fromkeys(("titleFr", "titleEn", "bodyFr", "bodyEn"), "Rue fermée.")
    start, end = (day.house.clock() + timedelta(days=days) for days in (0, 1))
    period = {"startsAt": start.isoformat(), "endsAt": end.isoformat()}
    notice = {"borough": HERE, "kind": "works", **texts, **period}
    made = await day.ask("intake", "notices", notice)
    await day.ask("intake", f"notices/{made['noticeId']}/withdraw")


async def mails_are_refused_and_lost(day: Day) -> None:
    def answers(message: Any) -> None:
        if message.to_address.startswith("refuse"):
            raise PermanentFailure("550")
        if message.to_address.startswith("perdu"):
            raise UncertainOutcome("lost")

    day.house.post.answers = answers
    await day.register("refuse@exemple.example.org")
    await day.register("perdu@exemple.example.org")


HAPPENINGS: tuple[Callable[[Day], Any], ...] = (
    a_request_is_done,
    work_is_completed_on_a_case_just_withdrawn,
    information_is_given_at_first_contact,
    a_request_turns_out_to_be_another,
    a_request_turns_out_to_be_a_complaint_and_is_withdrawn,
    a_neighbour_joins_and_the_case_is_closed_and_reopened,
    the_citizen_is_asked_and_answers,
    a_complaint_is_a_request_after_all_and_taken_back_by_mistake,
    something_was_damaged,
    nobody_knows_what_it_is_about_after_all,
    the_responsable_goes_away,
    nobody_does_it_in_time_but_somebody_had,
    complaints_are_admitted_invited_and_refused,
    the_population_is_told_of_works_that_are_put_off,
    mails_are_refused_and_lost,
    a_paper_is_part_of_a_complaint,
    a_danger_is_reported_and_the_complaint_investigated,
    the_pilot_sends_one_that_can_be_taken_and_one_that_cannot,
    cases_are_passed_on,
    a_months_lists_are_sent_reminded_of_and_closed,
    a_promise_waits_for_the_citizen_and_is_prolonged,
    documents_are_asked_for_and_a_request_is_left_unanswered,
    claims_are_decided_taken_back_and_left_without_notice,
)


@pytest.fixture(scope="module")
async def house() -> MemoryHouse:
    """A house after a day on which everything happened."""
    made = MemoryHouse(COUNTERS)
    await made.start()
    for happening in HAPPENINGS:
        await happening(Day(made))
    return made


def readings() -> set[tuple[str, str]]:
    """Every event type with every service that the catalogue lets read it."""
    return {
        (wire_type, reader)
        for wire_type, cls in event_types().items()
        if wire_type != DEAD_LETTER
        for reader in TOPICS[cls.topic].readers
        if reader in SERVICES
    }


def with_handler(house: MemoryHouse) -> set[tuple[str, str]]:
    """Every event type with every service that has a handler for it."""
    return {
        (cls.wire_type, name)
        for name, one in house.services.items()
        for inbox in one.kit.inboxes
        for cls in inbox._subscription.handlers
    }


async def test_every_event_type_of_the_catalogue_is_really_said_on_its_topic(
    house: MemoryHouse,
) -> None:
    assert set(event_types()) - set(house.seen) == {DEAD_LETTER}
    for wire_type, topics in house.seen.items():
        assert topics == {event_types()[wire_type].topic}


async def test_what_is_said_is_taken_over_by_the_handler_of_every_reader(
    house: MemoryHouse,
) -> None:
    assert readings() & with_handler(house) - house.applied == NEVER_SAID
    assert house.applied <= readings(), "nobody hears what he is not declared for"


async def test_what_a_reader_leaves_aside_is_listed_and_nothing_else_is(
    house: MemoryHouse,
) -> None:
    aside = readings() - house.applied - house.heard_raw
    listed = {(wire_type, name) for wire_type, names in LEFT_ASIDE.items() for name in names}
    assert aside == listed | NEVER_SAID


async def test_nothing_was_set_aside_and_no_dead_letter_was_said(house: MemoryHouse) -> None:
    assert house.parked() == []
    assert not [one.topic for one in house.records if one.topic.endswith("-dead-letters")]


async def test_people_and_letters_reach_those_whom_they_are_for_once(house: MemoryHouse) -> None:
    subjects = [one.rendered.subject for one in house.post.arrived]
    for words in ("Nous traitons", "il nous manque", "Nous ne pouvons pas traiter"):
        told = [one for one in subjects if words in one]
        assert told
        assert len(set(told)) == len(told), "each subject names its own case"
    assert len({one.delivery_id for one in house.post.arrived}) == len(house.post.arrived)
    offices = {one.to_address for one in house.post.arrived}
    assert {"reception.tp@pierrefonds-roxboro.example.org", SUBSTITUTE_AT} <= offices


async def test_a_reader_that_cannot_take_what_is_said_is_caught() -> None:
    house = MemoryHouse(COUNTERS)
    (inbox,) = house.services["notifications"].inboxes(PEOPLE)

    def refuse(*_: object) -> Any:
        raise Permanent("designations: not as it was agreed")

    inbox._subscription = replace(inbox._subscription, handlers={PeopleRecordedV1: refuse})
    await house.start()
    assert (PeopleRecordedV1.wire_type, "notifications") not in house.applied
    assert "notifications routing-people: designations: not as it was agreed" in house.parked()
    assert DEAD_LETTER in house.seen
