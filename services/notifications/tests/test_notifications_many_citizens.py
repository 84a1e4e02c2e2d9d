"""Who joined is told like the first; closings, reopenings and the notice of claims are told."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from notifications.domain.deliveries import Said, record
from notifications.domain.dossier import Contact, Delivery, Dossier, Person, State
from notifications.domain.facts import (
    Answered,
    Assigned,
    ClaimNoticeGiven,
    Closed,
    Completed,
    ContactErased,
    ContactKnown,
    Fact,
    Reclassified,
    Registered,
    Reopened,
    Withdrawn,
)
from notifications.domain.messages import Template
from notifications.domain.sending import answer, due, reserve, tick

CASE = "5f0c1e0a-0000-4000-8000-000000000005"
AT = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

REGISTERED = Registered("e1", AT, "prevost", "request", "nid-de-poule", 1)
ASSIGNED = Assigned("e2", AT, "prevost", "TP", 1)
COMPLETED = Completed("e3", AT + 2 * HOUR, "2026-06-18")
CLOSED = Closed("e4", AT + 3 * HOUR, without_work=True)
CLOSED_AFTER_WORK = Closed("e4", AT + 3 * HOUR, without_work=False)
REOPENED = Reopened("e5", AT + 4 * HOUR)
NOTICE = ClaimNoticeGiven("e6", AT, 15, "Greffe", "Clerk")


def known(version: int, *joined: str, at: datetime = AT, email: str | None = "eve@x.org") -> Fact:
    persons = {one: Person(email=f"{one}@x.org", tracking_code=one.upper()) for one in joined}
    contact = Contact(version=version, email=email, tracking_code="K7QF", joined=persons)
    return ContactKnown(contact, at)


def told(*facts: Fact, dossier: Dossier | None = None) -> tuple[Dossier, list[str]]:
    dossier, said = dossier or Dossier(case_id=CASE), list[Said]()
    for fact in facts:
        dossier, more = record(dossier, fact, AT + 5 * HOUR)
        said += more
    return dossier, words(said)


def words(said: Sequence[Said]) -> list[str]:
    return [
        f"{type(one).__name__} {one.delivery.template} {one.delivery.requester_id or 'first'}"
        for one in said
    ]


def alive(dossier: Dossier) -> set[tuple[str, str]]:
    """What may still go out, and to whom."""
    return {
        (one.template.value, one.requester_id or "first")
        for one in dossier.deliveries
        if one.state is State.ACCEPTED and one.recipient == "citizen"
    }


def of(dossier: Dossier, template: Template, requester_id: str | None = None) -> Delivery:
    [found] = [
        one
        for one in dossier.deliveries
        if one.template is template and one.requester_id == requester_id
    ]
    return found


def test_who_joins_gets_an_acknowledgement_alone_and_is_then_told_like_the_first() -> None:
    dossier, said = told(REGISTERED, known(1), ASSIGNED, known(2, "r1", at=AT + HOUR))
    assert said[-2:] == ["Accepted joining r1", "Accepted assignment_citizen r1"]
    assert told(known(2, "r1"), dossier=dossier) == (dossier, [])
    dossier, said = told(COMPLETED, dossier=dossier)
    assert said == ["Accepted completion first", "Accepted completion r1"]
    ids = {one.delivery_id for one in dossier.deliveries}
    assert len(ids) == len(dossier.deliveries)


def test_who_joins_a_case_that_was_reopened_is_not_told_what_was_before() -> None:
    late = known(2, "r1", at=AT + 5 * HOUR)
    dossier, _ = told(REGISTERED, known(1), COMPLETED, REOPENED, late)
    assert {template for template, who in alive(dossier) if who == "r1"} == {"joining"}


def test_the_first_one_who_left_no_contact_is_not_told_and_who_joined_is() -> None:
    silent = Registered("e1", AT, "prevost", "request", "nid-de-poule", 0)
    dossier, _ = told(silent, known(1, "r1", email=None), ASSIGNED)
    assert alive(dossier) == {("joining", "r1"), ("assignment_citizen", "r1")}


def test_who_left_is_told_no_more_and_the_others_are() -> None:
    dossier, said = told(REGISTERED, known(2, "r1", "r2"), known(3, "r2"), COMPLETED)
    assert "Failed joining r1" in said
    assert {who for _, who in alive(dossier)} == {"first", "r2"}
    early = told(REGISTERED, known(2, "r1", "r2"), COMPLETED, known(3, "r2"))[0]
    assert early == dossier, "whatever was heard first"


def test_erased_contacts_are_those_of_all_who_joined() -> None:
    dossier, _ = told(REGISTERED, known(2, "r1"), ContactErased(2))
    assert alive(dossier) == set()
    assert {one.reason for one in dossier.deliveries} == {"erased"}


def test_the_notice_of_claims_is_owed_whatever_becomes_of_the_case_c_13() -> None:
    for end in (Withdrawn(), Answered(), Reclassified("complaint", ""), CLOSED):
        dossier, said = told(REGISTERED, known(1), NOTICE, end)
        assert "Accepted claim_notice first" in said
        assert ("claim_notice", "first") in alive(dossier)


def test_who_joins_later_is_mailed_a_notice_of_claims_of_their_own_c_13() -> None:
    to_newcomer = ClaimNoticeGiven("e7", AT + HOUR, 15, "Greffe", "Clerk", "r1")
    facts = (REGISTERED, known(1), NOTICE, known(2, "r1", at=AT + HOUR), to_newcomer)
    dossier, said = told(*facts)
    owed = [one for one in said if "claim_notice" in one]
    assert owed == ["Accepted claim_notice first", "Accepted claim_notice r1"]
    assert of(dossier, Template.CLAIM_NOTICE, "r1").event_id == "e7"
    other = told(REGISTERED, NOTICE, to_newcomer, known(1), known(2, "r1", at=AT + HOUR))[0]
    assert alive(other) == alive(dossier), "whatever was heard first"


def test_a_case_that_turns_out_to_be_a_claim_is_noticed_to_all_who_joined_before_c_13() -> None:
    late = ClaimNoticeGiven("e6", AT + 2 * HOUR, 15, "Greffe", "Clerk")
    dossier, said = told(REGISTERED, known(2, "r1", at=AT + HOUR), late)
    assert {"Accepted claim_notice first", "Accepted claim_notice r1"} <= set(said)
    dossier, said = told(known(3, "r1", "r2", at=AT + 3 * HOUR), dossier=dossier)
    assert "Accepted claim_notice r2" not in said, "intake tells of that one by itself"


def test_who_joined_without_a_contact_is_mailed_no_notice_of_claims() -> None:
    to_newcomer = ClaimNoticeGiven("e7", AT + HOUR, 15, "Greffe", "Clerk", "r9")
    dossier, _ = told(REGISTERED, known(1), to_newcomer)
    assert ("claim_notice", "r9") not in alive(dossier)


def test_a_notice_of_claims_that_nobody_can_be_mailed_is_said_to_have_failed_c_13() -> None:
    dossier, said = told(REGISTERED, NOTICE, known(1, email=None))
    told_of = [one for one in dossier.deliveries if one.template is Template.CLAIM_NOTICE]
    assert {(one.channel, one.reason) for one in told_of} == {
        ("email", "no-address"),
        ("letter", "no-address"),
    }
    assert "Failed claim_notice first" in said


def test_a_case_closed_without_work_is_told_to_all_and_its_assignment_no_more() -> None:
    dossier, said = told(REGISTERED, known(2, "r1"), ASSIGNED, CLOSED)
    assert {"Accepted closing first", "Accepted closing r1"} <= set(said)
    assert of(dossier, Template.ASSIGNMENT_DEPARTMENT).state is State.CANCELLED
    assert ("assignment_citizen", "first") not in alive(dossier)


def test_closing_what_was_told_as_done_is_no_news() -> None:
    dossier, _ = told(REGISTERED, known(1), COMPLETED, CLOSED_AFTER_WORK)
    assert of(dossier, Template.CLOSING).state is State.CANCELLED
    assert ("completion", "first") in alive(dossier)
    assert told(CLOSED_AFTER_WORK.__class__("e9", AT, False), dossier=dossier)[1] == []


def test_a_closing_tells_what_a_completion_that_grew_too_old_did_not() -> None:
    dossier, _ = told(REGISTERED, COMPLETED)
    late = AT + timedelta(days=31)
    dossier, _ = tick(dossier, late, 0.0)
    assert of(dossier, Template.COMPLETION).state is State.EXPIRED
    dossier, _ = record(dossier, Closed("e4", late, without_work=False), late)
    dossier, _ = record(dossier, known(1), late)
    assert of(dossier, Template.CLOSING) in due(dossier, late)


def test_a_reopening_is_told_to_all_and_to_the_department_that_has_it_again() -> None:
    dossier, said = told(REGISTERED, known(1), ASSIGNED, COMPLETED, REOPENED)
    assert said[-3:] == [
        "Failed completion first",
        "Accepted reopening first",
        "Accepted reopening_department first",
    ]
    assert ("completion", "first") not in alive(dossier)
    again = Completed("e7", AT + 5 * HOUR, "2026-06-20")
    dossier, said = told(again, dossier=dossier)
    assert "Accepted completion first" in said
    assert ("reopening", "first") not in alive(dossier), "the work is done again"


def test_a_completion_that_was_sent_stays_sent_when_the_case_is_reopened() -> None:
    dossier, _ = told(REGISTERED, known(1), COMPLETED)
    sent = of(dossier, Template.COMPLETION)
    dossier, _ = reserve(dossier, sent.delivery_id, COMPLETED.at, HOUR)
    dossier, _ = answer(dossier, sent.delivery_id, 1, "taken", COMPLETED.at, 0.0)
    dossier, _ = told(REOPENED, dossier=dossier)
    assert of(dossier, Template.COMPLETION).state is State.HANDED_OVER


def test_the_department_of_a_case_taken_back_and_reopened_is_told_by_its_new_assignment() -> None:
    dossier, _ = told(REGISTERED, known(1), ASSIGNED, Withdrawn(), REOPENED)
    assert of(dossier, Template.REOPENING_DEPARTMENT).state is State.CANCELLED
    assert ("reopening", "first") in alive(dossier)


def test_a_case_closed_and_reopened_is_announced_by_its_reopening_alone() -> None:
    dossier, _ = told(REGISTERED, known(1), ASSIGNED, CLOSED, REOPENED)
    assert alive(dossier) == {("acknowledgement", "first"), ("reopening", "first")}
    assert of(dossier, Template.ASSIGNMENT_DEPARTMENT).state is State.CANCELLED
    assert of(dossier, Template.REOPENING_DEPARTMENT).state is State.ACCEPTED


def test_an_answer_that_was_reopened_is_not_acknowledged_days_later() -> None:
    dossier, _ = told(REGISTERED, known(1), Answered(), REOPENED)
    assert alive(dossier) == {("reopening", "first")}


@pytest.fixture
def bench(given_notifications: Any) -> Any:
    return given_notifications.Bench()


async def test_everybody_gets_their_own_mail_with_their_own_code(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered(), words.contacts(version=2, joined=("r1", "r2")))
    await bench.hear(words.assigned(), words.completed())
    await bench.send()
    secret = words.secrets[-1]
    for code, others in (
        (f"{secret}-r1", f"{secret}-r2"),
        (f"{secret}-r2", f"{secret}-r1"),
    ):
        mine = [one for one in bench.arrived if f"#{code}\n" in one.rendered.text]
        assert len(mine) == 3, "joined, assigned, completed"
        assert {one.to_address.partition(".")[0] for one in mine} == {code[-2:]}
        assert not [one for one in mine if others in one.rendered.text]
    assert len({one.delivery_id for one in bench.arrived}) == len(bench.arrived) == 10
    shown = repr(bench.dossier()) + repr(bench.arrived) + str(bench.store._index(bench.dossier()))
    shown += "".join(f"{one.headers}{one.value!r}{one.key}" for one in bench.log.entries)
    assert not [word for word in words.secrets if word in shown]


async def test_notice_closing_and_reopening_reach_the_citizen_in_words(
    bench: Any, given_notifications: Any
) -> None:
    words = given_notifications
    await bench.hear(words.registered(), words.contacts(), words.claim_notice(), words.assigned())
    await bench.hear(words.closed())
    await bench.send()
    await bench.hear(words.reopened())
    await bench.send()
    said = "".join(one.rendered.text for one in bench.arrived)
    assert "15 jours" in said
    assert "Greffe de la Ville de Prévost" in said
    assert "Votre dossier est fermé" in said
    assert "Votre dossier est rouvert" in said
    handed_over = [word.split()[1] for word in bench.said() if "HandedOver" in word]
    assert handed_over == ["acknowledgement", "claim_notice", "closing", "reopening"]
