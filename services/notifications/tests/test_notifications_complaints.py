"""Of a complaint nobody on the staff is ever written to, whoever it is about (PV-44, PV-45, C-02).

No list of names is kept for it: a responsable, a substitute or a director who is targeted gets no
mail because none is written to any of them, in whatever order the news comes.
"""

from datetime import timedelta

from guichet_testing.case_events import CASE
from guichet_testing.toy import NOW
from hypothesis import given
from hypothesis import strategies as st
from notifications.domain.deliveries import barred, record
from notifications.domain.dossier import Delivery, Dossier, State
from notifications.domain.facts import (
    Assigned,
    Closed,
    Completed,
    ElectedStep,
    Fact,
    GivenToAuthority,
    QuestionAnswered,
    QuestionAsked,
    Reclassified,
    Registered,
    Reopened,
    Unrouted,
)
from notifications.domain.messages import Recipient, Template
from notifications.domain.sending import due, reserve

LATER = NOW + timedelta(hours=1)
LEASE = timedelta(seconds=30)
TO_STAFF = {
    Template.ASSIGNMENT_DEPARTMENT,
    Template.REOPENING_DEPARTMENT,
    Template.QUESTION_ANSWERED,
    Template.ELECTED_STEP,
}
NEWS: list[Fact] = [
    Assigned("assigned", NOW, "prevost", "travaux-publics", 1, reception="visee"),
    QuestionAsked("asked", NOW, "q1"),
    QuestionAnswered("answered", NOW + timedelta(minutes=1), "q1"),
    Closed("closed", NOW, without_work=True),
    Reopened("reopened", NOW + timedelta(minutes=1)),
    ElectedStep("step", NOW, "prevost", "followed-up", "directrice-visee"),
    GivenToAuthority("given", NOW, "2026-11-20", "Ministère", "Ministry", ""),
    Completed("completed", NOW),
    Unrouted(),
]
BEFORE_THE_END = [
    (0, {Template.ASSIGNMENT_DEPARTMENT}),
    (2, {Template.QUESTION_ANSWERED}),
    (4, {Template.REOPENING_DEPARTMENT}),
    (5, {Template.ELECTED_STEP}),
]


def registered(kind: str) -> Registered:
    return Registered("registered", NOW, "prevost", kind, "Nid-de-poule", contacts_version=0)


def told(*facts: Fact) -> Dossier:
    dossier = Dossier(case_id=CASE)
    for fact in facts:
        dossier, _ = record(dossier, fact, NOW)
    return dossier


def to_staff(dossier: Dossier) -> list[Delivery]:
    """What may still leave for somebody who is no citizen."""
    return [
        one
        for one in dossier.deliveries
        if one.recipient is not Recipient.CITIZEN and one.state is State.ACCEPTED
    ]


def test_of_a_request_each_of_these_mails_is_owed_in_its_time() -> None:
    owed = set()
    for number, templates in BEFORE_THE_END:
        now = {one.template for one in to_staff(told(registered("request"), *NEWS[: number + 1]))}
        assert templates <= now
        owed |= now
    assert owed == TO_STAFF


@given(order=st.permutations([registered("complaint"), *NEWS]))
def test_pv_45_of_a_complaint_none_is_owed_at_any_moment_in_any_order(order: list[Fact]) -> None:
    dossier = Dossier(case_id=CASE)
    for fact in order:
        dossier, _ = record(dossier, fact, NOW)
        assert to_staff(dossier) == []
        assert [one for one in due(dossier, LATER) if one.recipient is not Recipient.CITIZEN] == []


@given(news=st.permutations(NEWS), number=st.integers(0, len(NEWS)))
def test_pv_44_what_was_owed_of_a_request_is_not_sent_once_it_is_a_complaint(
    news: list[Fact], number: int
) -> None:
    before = told(registered("request"), *news[:number])
    owed = to_staff(before)
    after, _ = record(before, Reclassified("complaint", ""), NOW)
    assert to_staff(after) == []
    for one in owed:
        assert barred(after, one) == "cancelled"
        assert reserve(after, one.delivery_id, LATER, LEASE)[1] is None
    for fact in news[number:]:
        after, _ = record(after, fact, NOW)
        assert to_staff(after) == []
