"""One delivery per event, recipient, channel and template; sent once (DESIGN §3, Notifications)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notifications.domain.deliveries import Failed, Said, Uncertain, record
from notifications.domain.dossier import Contact, Delivery, Dossier, LetterNews, State
from notifications.domain.facts import (
    Answered,
    Assigned,
    Completed,
    ContactErased,
    ContactKnown,
    Fact,
    Reclassified,
    Registered,
    Unrouted,
    Withdrawn,
)
from notifications.domain.messages import Template
from notifications.domain.policies import POLICIES
from notifications.domain.sending import answer, due, next_try_at, postpone, reserve, tick

CASE = "5f0c1e0a-0000-4000-8000-000000000004"
AT = datetime(2026, 6, 15, 14, 0, tzinfo=UTC)
NOW = AT + timedelta(minutes=1)
LEASE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

REGISTERED = Registered("e1", AT, "prevost", "request", "nid-de-poule", 1)
ASSIGNED = Assigned("e2", AT, "prevost", "TP", 1)
COMPLETED = Completed("e3", AT, "2026-06-18")
EVE = Contact(version=1, name="Ève", email="eve@example.org", tracking_code="K7QF")
KNOWN = ContactKnown(EVE, AT)
ALL = (REGISTERED, KNOWN, ASSIGNED, COMPLETED)


def told(*facts: Fact, dossier: Dossier | None = None) -> tuple[Dossier, list[str]]:
    dossier, said = dossier or Dossier(case_id=CASE), list[Said]()
    for fact in facts:
        dossier, more = record(dossier, fact, NOW)
        said += more
    return dossier, words(said)


def words(said: Sequence[Said]) -> list[str]:
    return [
        f"{type(one).__name__} {one.delivery.template}"
        + (f" {one.reason}" if isinstance(one, Failed) else "")
        + (" resent" if isinstance(one, Uncertain) and one.is_resent else "")
        for one in said
    ]


def of(dossier: Dossier, template: Template) -> Delivery:
    [found] = [one for one in dossier.deliveries if one.template is template]
    return found


def reserved(
    template: Template = Template.ACKNOWLEDGEMENT, now: datetime = NOW
) -> tuple[Dossier, Delivery]:
    dossier, _ = told(*ALL)
    dossier, taken = reserve(dossier, of(dossier, template).delivery_id, now, LEASE)
    assert taken is not None
    return dossier, taken


def test_each_event_calls_for_its_messages_once() -> None:
    dossier, said = told(*ALL, KNOWN)
    assert said == [
        "Accepted acknowledgement",
        "Accepted assignment_citizen",
        "Accepted assignment_department",
        "Accepted completion",
    ]
    assert {one.template for one in due(dossier, NOW)} == {
        Template.ACKNOWLEDGEMENT,
        Template.ASSIGNMENT_CITIZEN,
        Template.ASSIGNMENT_DEPARTMENT,
        Template.COMPLETION,
    }
    assert of(dossier, Template.ASSIGNMENT_DEPARTMENT).department == "TP"
    assert len({one.delivery_id for one in dossier.deliveries}) == 4


def test_nobody_to_tell_means_no_message_to_a_citizen() -> None:
    silent = Registered("e1", AT, "prevost", "request", "nid-de-poule", 0)
    assert told(silent, ASSIGNED, COMPLETED)[1] == ["Accepted assignment_department"]


def test_a_delivery_waits_for_the_contact_version_that_the_case_names() -> None:
    second = Registered("e1", AT, "prevost", "request", "nid-de-poule", 2)
    dossier, _ = told(second, KNOWN)
    assert due(dossier, NOW) == ()
    assert next_try_at(dossier) == AT + POLICIES[Template.ACKNOWLEDGEMENT].max_age + SECOND
    newer = ContactKnown(EVE.model_copy(update={"version": 2}), AT)
    dossier, _ = told(newer, KNOWN, dossier=dossier)
    assert dossier.contact == newer.contact, "an older version changes nothing"
    assert len(due(dossier, NOW)) == 1


def test_somebody_without_an_address_is_not_written_to() -> None:
    by_phone = ContactKnown(EVE.model_copy(update={"email": None}), AT)
    assert told(REGISTERED, by_phone)[1][-1] == "Failed acknowledgement no-address"


def test_erased_contacts_leave_the_document_and_bar_what_was_not_sent() -> None:
    dossier, said = told(REGISTERED, KNOWN, ContactErased(1))
    assert said[-1] == "Failed acknowledgement erased"
    assert "eve@example.org" not in dossier.model_dump_json()
    assert told(KNOWN, dossier=dossier)[0].contact is None


def test_information_answered_at_first_contact_is_not_written_about_pv_15() -> None:
    assert (
        told(REGISTERED, KNOWN, Answered(), ASSIGNED)[1][-1] == "Failed acknowledgement cancelled"
    )


def test_reclassified_as_complaint_only_the_acknowledgement_goes_out_pv_44() -> None:
    dossier, said = told(*ALL, Reclassified("complaint", "plainte"))
    assert sorted(said[4:]) == [
        "Failed assignment_citizen cancelled",
        "Failed assignment_department cancelled",
        "Failed completion cancelled",
    ]
    assert [one.template for one in due(dossier, NOW)] == [Template.ACKNOWLEDGEMENT]


def test_a_case_taken_back_is_not_announced_as_assigned_or_done() -> None:
    assert [one.template for one in due(told(*ALL, Withdrawn())[0], NOW)] == [
        Template.ACKNOWLEDGEMENT
    ]


def test_only_the_last_assignment_is_announced_and_the_citizen_only_of_another_department() -> None:
    substitute = Assigned("e4", AT, "prevost", "TP", 1)
    dossier, _ = told(REGISTERED, KNOWN, ASSIGNED, substitute)
    assert {(one.template, one.event_id) for one in due(dossier, NOW)} == {
        (Template.ACKNOWLEDGEMENT, "e1"),
        (Template.ASSIGNMENT_DEPARTMENT, "e4"),
    }


def test_a_reservation_is_taken_once_and_its_answer_settles_it_mh_08() -> None:
    dossier, taken = reserved()
    assert (taken.state, taken.attempt, taken.reserved_until) == (State.RESERVED, 1, NOW + LEASE)
    assert reserve(dossier, taken.delivery_id, NOW, LEASE) == (dossier, None)
    dossier, said = answer(dossier, taken.delivery_id, 1, "taken", NOW, 0.5)
    assert words(said) == ["HandedOver acknowledgement"]
    assert answer(dossier, taken.delivery_id, 1, "refused", NOW, 0.5) == (dossier, [])


def test_a_refusal_is_final() -> None:
    dossier, taken = reserved()
    dossier, said = answer(dossier, taken.delivery_id, 1, "refused", NOW, 0.5)
    assert words(said) == ["Failed acknowledgement refused"]
    assert taken.delivery_id not in {one.delivery_id for one in due(dossier, NOW + LEASE)}


def test_a_passing_failure_is_tried_again_later_and_later_and_then_given_up() -> None:
    dossier, taken = reserved()
    number, now, pauses = taken.delivery_id, NOW, []
    policy = POLICIES[Template.ACKNOWLEDGEMENT]
    for attempt in range(1, policy.attempts):
        dossier, said = answer(dossier, number, attempt, "try-again", now, 0.0)
        assert said == []
        pauses.append(dossier.delivery(number).not_before - now)
        now = dossier.delivery(number).not_before
        assert reserve(dossier, number, now - SECOND, LEASE)[1] is None
        dossier, _ = reserve(dossier, number, now, LEASE)
    assert pauses[:3] == [timedelta(seconds=15), timedelta(seconds=30), timedelta(minutes=1)]
    assert pauses[-1] == policy.last_retry
    _, said = answer(dossier, number, policy.attempts, "try-again", now, 0.0)
    assert words(said) == ["Failed acknowledgement exhausted"]


def test_jitter_shortens_a_pause_by_half_at_most() -> None:
    policy = POLICIES[Template.COMPLETION]
    assert policy.retry_after(0, 0.999) > policy.first_retry / 2
    assert policy.retry_after(50, 0.0) == policy.last_retry


@pytest.mark.parametrize(
    ("template", "resent"),
    [
        (Template.ACKNOWLEDGEMENT, True),
        (Template.ASSIGNMENT_DEPARTMENT, True),
        (Template.COMPLETION, True),
        (Template.ASSIGNMENT_CITIZEN, False),
    ],
)
def test_a_reservation_without_answer_is_uncertain_and_the_template_says_what_then(
    template: Template, resent: bool
) -> None:
    dossier, taken = reserved(template)
    assert tick(dossier, NOW + LEASE - SECOND, 0.5) == (dossier, [])
    dossier, said = tick(dossier, NOW + LEASE, 0.5)
    assert words(said) == [f"Uncertain {template}" + (" resent" if resent else "")]
    one = dossier.delivery(taken.delivery_id)
    assert (one.state, one.resends) == (State.ACCEPTED, 1) if resent else (State.UNCERTAIN, 0)
    later, said = answer(dossier, one.delivery_id, 1, "taken", NOW + LEASE, 0.5)
    assert words(said) == [f"HandedOver {template}"], "a late answer still saves the second mail"
    assert later.delivery(one.delivery_id).state is State.HANDED_OVER


def test_the_answer_to_an_earlier_attempt_does_not_settle_the_next_one() -> None:
    dossier, taken = reserved()
    dossier, _ = answer(dossier, taken.delivery_id, 1, "unknown", NOW, 0.5)
    dossier, again = reserve(dossier, taken.delivery_id, NOW + LEASE, LEASE)
    assert again is not None
    assert answer(dossier, taken.delivery_id, 1, "taken", NOW, 0.5) == (dossier, [])


def test_resends_are_counted_and_bounded() -> None:
    dossier, taken = reserved()
    number, now = taken.delivery_id, NOW
    for resends in range(POLICIES[Template.ACKNOWLEDGEMENT].resends):
        dossier, _ = tick(dossier, now + LEASE, 0.0)
        assert dossier.delivery(number).resends == resends + 1
        now = dossier.delivery(number).not_before
        dossier, _ = reserve(dossier, number, now, LEASE)
    dossier, said = tick(dossier, now + LEASE, 0.0)
    assert words(said) == ["Uncertain acknowledgement"]


def test_news_that_is_too_old_is_not_told_any_more() -> None:
    dossier, _ = told(REGISTERED, KNOWN)
    at = AT + POLICIES[Template.ACKNOWLEDGEMENT].max_age
    assert len(due(dossier, at)) == 1
    assert due(dossier, at + SECOND) == ()
    dossier, said = tick(dossier, at + SECOND, 0.5)
    assert words(said) == ["Failed acknowledgement expired"]
    assert next_try_at(dossier) is None


def test_what_is_barred_between_two_attempts_goes_out_no_more() -> None:
    dossier, taken = reserved(Template.COMPLETION)
    dossier, _ = told(Reclassified("complaint", "plainte"), dossier=dossier)
    assert dossier.delivery(taken.delivery_id).state is State.RESERVED
    dossier, said = answer(dossier, taken.delivery_id, 1, "try-again", NOW, 0.5)
    assert words(said) == ["Failed completion cancelled"]


def test_a_message_that_lacks_its_grid_is_put_off_without_counting_an_attempt() -> None:
    dossier, _ = told(REGISTERED, KNOWN)
    one = of(dossier, Template.ACKNOWLEDGEMENT)
    dossier = postpone(dossier, one.delivery_id, NOW + LEASE)
    assert due(dossier, NOW) == ()
    assert next_try_at(dossier) == NOW + LEASE
    assert dossier.delivery(one.delivery_id).attempt == 0


def test_the_dossier_survives_storage_and_shows_nobody_when_printed() -> None:
    dossier, _ = reserved()
    assert Dossier.model_validate_json(dossier.model_dump_json()) == dossier
    for secret in ("eve@example.org", "Ève", "K7QF"):
        assert secret not in repr(dossier)


def contact(version: int, email: str | None) -> ContactKnown:
    known = KNOWN.contact.model_copy(update={"version": version, "email": email})
    return ContactKnown(known, AT)


kinds = st.sampled_from(("request", "request", "complaint"))
intake = st.tuples(
    st.builds(
        Registered,
        st.just("e1"),
        st.just(AT),
        st.just("prevost"),
        kinds,
        st.just("nid-de-poule"),
        st.integers(0, 2),
    ),
    st.lists(
        st.one_of(
            st.builds(Reclassified, kinds, st.just("graffiti")),
            st.builds(Completed, st.sampled_from(("e2", "e3")), st.just(AT)),
            st.just(Answered()),
            st.just(Withdrawn()),
        ),
        max_size=3,
    ),
).map(lambda drawn: [drawn[0], *drawn[1]])
routing = st.lists(
    st.one_of(
        st.builds(
            Assigned,
            st.sampled_from(("r1", "r2", "r3")),
            st.just(AT),
            st.just("prevost"),
            st.sampled_from(("TP", "ENV")),
            st.just(1),
        ),
        st.just(Unrouted()),
    ),
    max_size=3,
    unique_by=lambda fact: getattr(fact, "event_id", "-"),
)
contacts = st.lists(
    st.one_of(
        st.builds(contact, st.integers(1, 3), st.sampled_from((None, "eve@example.org"))),
        st.builds(ContactErased, st.integers(1, 3)),
    ),
    max_size=3,
)


letters = st.lists(
    st.builds(
        LetterNews,
        letter_id=st.sampled_from(("l1", "l2")),
        at=st.just(AT),
        kind=st.sampled_from(("", "access-receipt", "access-decision")),
        sealed=st.just("sealed"),
    ),
    max_size=3,
)


@settings(max_examples=300)
@given(intake, routing, contacts, letters, st.data())
def test_every_interleaving_of_the_topics_and_ticks_ends_in_the_same_dossier(
    cases: list[Fact],
    assignments: list[Fact],
    people: list[Fact],
    written: list[Fact],
    data: st.DataObject,
) -> None:
    topics = (cases, assignments, people, written)
    marks = [number for number, topic in enumerate(topics) for _ in topic] + [-1, -1]
    queues = [iter(topic) for topic in topics]
    mixed = Dossier(case_id=CASE)
    for mark in data.draw(st.permutations(marks)):
        if mark < 0:
            mixed, _ = tick(mixed, NOW, 0.0)
        else:
            mixed, _ = record(mixed, next(queues[mark]), NOW)
    plain, _ = told(*(fact for topic in topics for fact in topic))
    assert mixed == plain
    assert len({one.delivery_id for one in mixed.deliveries}) == len(mixed.deliveries)
