"""Which messages a case calls for, and what bars one: both worked out from all facts held.

One delivery per event, recipient, channel and template, whatever comes twice or out of order.
Sending is in `sending.py`; here nothing leaves the house.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from notifications.domain.by_post import is_unsent_paper, to_third_parties, with_paper
from notifications.domain.dossier import (
    AnswerNews,
    ClosingNews,
    CompletionNews,
    Delivery,
    Dossier,
    LetterNews,
    QuestionNews,
    ReopeningNews,
    State,
)
from notifications.domain.facts import COMPLAINT, INFORMATION, Fact, learn
from notifications.domain.list_deliveries import lists_owed
from notifications.domain.messages import Recipient, Template
from notifications.domain.news import news_to_all
from notifications.domain.policies import ALWAYS_TOLD, POLICIES, Policy
from notifications.domain.reachable import delivery_id as delivery_id
from notifications.domain.reachable import is_contact_here as is_contact_here
from notifications.domain.reachable import unreachable
from notifications.domain.ways import EMAIL, LETTER, template_of

Policies = Mapping[Template, Policy]
N = TypeVar("N", CompletionNews, ClosingNews, ReopeningNews, QuestionNews, AnswerNews)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message is owed and queued (again)."""

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The provider took it."""

    delivery: Delivery
    at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """Given up. `reason`: refused, exhausted, expired, cancelled, no-address or erased."""

    delivery: Delivery
    reason: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The answer was lost; `is_resent` says whether it goes out once more."""

    delivery: Delivery
    is_resent: bool


Said = Accepted | HandedOver | Failed | Uncertain


def record(
    dossier: Dossier, fact: Fact, now: datetime, policies: Policies = POLICIES
) -> tuple[Dossier, list[Said]]:
    """Learn one fact, then plan and bar deliveries from all of them."""
    return plan(learn(dossier, fact), now, policies)


def plan(
    dossier: Dossier, now: datetime, policies: Policies = POLICIES
) -> tuple[Dossier, list[Said]]:
    """Bring the deliveries in line with the facts; planning twice changes nothing."""
    said: list[Said] = []
    known = {one.delivery_id: one for one in dossier.deliveries}
    wanted = {one.delivery_id: one for one in with_paper(dossier, _wanted(dossier, policies))}
    for name, one in wanted.items():
        known.setdefault(name, one)
    planned = []
    before = {one.delivery_id for one in dossier.deliveries}
    for one in known.values():
        if one.delivery_id not in wanted and is_unsent_paper(one):
            if one.state is State.ACCEPTED:
                said.append(Failed(one, "cancelled"))
            continue
        after = _bar(one, barred(dossier, one))
        if one.delivery_id not in before:
            if after.state is State.ACCEPTED:
                said.append(Accepted(after))
            elif after.channel == LETTER and after.reason == "no-address":
                said.append(Failed(after, "no-address"))
        elif after.state is not one.state:
            said.append(
                Failed(after, after.reason or "cancelled")
                if after.state is State.CANCELLED
                else Accepted(after)
            )
        planned.append(after)
    planned.sort(key=lambda one: (one.event_at, one.delivery_id))
    dossier = dossier.model_copy(update={"deliveries": tuple(planned)})
    registration = dossier.registration
    if registration is not None and registration.contacts_version == 0:
        dossier = without_words(dossier, lambda letter: not letter.to_third_party)
    return dossier, said


def without_words(dossier: Dossier, told: Callable[[LetterNews], bool]) -> Dossier:
    """The dossier without the words of those letters: no copy is kept (PV-44)."""
    if not any(one.sealed is not None and told(one) for one in dossier.letters):
        return dossier
    letters = tuple(
        one.model_copy(update={"sealed": None}) if told(one) else one for one in dossier.letters
    )
    return dossier.model_copy(update={"letters": letters})


def barred(dossier: Dossier, delivery: Delivery) -> str | None:
    """Why this message must not go out now, by all that is known; None: it may.

    A case that became a complaint is confidential: its department and its former course are not
    written about any more (PV-44). What nobody has any longer is not announced. Of letters about a
    complaint the last one holds. What a reopening made untrue is not said. The notice of claims is
    always said: a right hangs on it, whatever becomes of the case.
    """
    ended = dossier.kind == COMPLAINT or dossier.withdrawn or dossier.answered
    event_id = delivery.event_id
    match delivery.template:
        case Template.ACKNOWLEDGEMENT:
            superseded = dossier.answered or dossier.was_answered
        case template if template in ALWAYS_TOLD:
            superseded = False
        case Template.QUESTION:
            superseded = ended or _of(dossier.questions, event_id).is_over
        case Template.ASSIGNMENT_CITIZEN | Template.ASSIGNMENT_DEPARTMENT:
            superseded = (
                ended
                or dossier.closing is not None
                or not dossier.is_assigned
                or dossier.assignments[-1].event_id != event_id
                # Of a case closed since and reopened, the reopening is the news.
                or any(one.at >= delivery.event_at for one in dossier.closings)
            )
        case Template.HAND_OVER:
            last = dossier.hand_overs[-1].event_id
            superseded = ended or dossier.is_assigned or last != event_id
        case Template.EXTENSION:
            superseded = (
                ended or dossier.closing is not None or dossier.extensions[-1].event_id != event_id
            )
        case Template.ELECTED_STEP:
            superseded = ended or dossier.elected[-1].event_id != event_id
        case Template.COMPLETION:
            superseded = ended or _of(dossier.completions, event_id).is_over
        case Template.CLOSING:
            closing = _of(dossier.closings, event_id)
            told = not closing.without_work and _is_told_of_completion(dossier, delivery)
            superseded = ended or closing.is_over or told
        case Template.REOPENING:
            superseded = ended or _of(dossier.reopenings, event_id).is_over
        case Template.QUESTION_ANSWERED:
            answer = _of(dossier.answers, event_id)
            superseded = (
                ended
                or dossier.closing is not None
                or not dossier.is_assigned
                or dossier.assignments[-1].at >= answer.at
            )
        case Template.REOPENING_DEPARTMENT:
            reopening = _of(dossier.reopenings, event_id)
            superseded = (
                ended
                or reopening.is_over
                or reopening.was_withdrawn
                or not dossier.is_assigned
                # Told of the case itself since, as everybody is whom it is given to.
                or dossier.assignments[-1].at >= reopening.at
            )
        case Template.COMPLAINT_LETTER:
            superseded = (
                dossier.kind != COMPLAINT
                or dossier.withdrawn
                or _last_of_complaint(dossier) != delivery.event_id
            )
    if superseded:
        return "cancelled"
    return unreachable(dossier, delivery) if delivery.recipient is Recipient.CITIZEN else None


def _last_of_complaint(dossier: Dossier) -> str:
    """Of letters about the complaint the last one holds; those of the law stand each alone."""
    found = [one for one in dossier.letters if template_of(one.kind) is Template.COMPLAINT_LETTER]
    return found[-1].letter_id


def _is_told_of_completion(dossier: Dossier, closing: Delivery) -> bool:
    """The work was told to the same citizen, or will be; then its closing is no news."""
    done = dossier.completions[-1] if dossier.completions else None
    if done is None or done.is_over:
        return False
    telling = delivery_id(
        dossier.case_id,
        done.event_id,
        closing.recipient,
        closing.channel,
        Template.COMPLETION,
        closing.requester_id,
    )
    states = [one.state for one in dossier.deliveries if one.delivery_id == telling]
    return State.EXPIRED not in states


def _of(news: Iterable[N], event_id: str) -> N:
    return next(one for one in news if one.event_id == event_id)


def _bar(one: Delivery, reason: str | None) -> Delivery:
    """Cancel what waits, or take a cancellation back; what left the house stays as it is."""
    if one.state not in (State.ACCEPTED, State.CANCELLED):
        return one
    state = State.ACCEPTED if reason is None else State.CANCELLED
    if (one.state, one.reason) == (state, reason):
        return one
    return one.model_copy(update={"state": state, "reason": reason})


def _wanted(dossier: Dossier, policies: Policies) -> Iterator[Delivery]:
    """One row per event that calls for a message, once the registration says whom to tell."""
    yield from lists_owed(dossier, policies)
    registration = dossier.registration
    if registration is None:
        return
    has_citizen = registration.contacts_version > 0

    def owed(
        template: Template,
        recipient: Recipient,
        event_id: str,
        at: datetime,
        department: str | None = None,
        to: str | None = None,
    ) -> Delivery:
        return Delivery(
            delivery_id=delivery_id(dossier.case_id, event_id, recipient, EMAIL, template, to),
            requester_id=to,
            event_id=event_id,
            template=template,
            recipient=recipient,
            channel=EMAIL,
            department=department,
            event_at=at,
            expires_at=at + policies[template].max_age,
            not_before=at,
        )

    def to_all(
        template: Template, event_id: str, at: datetime, requesters: Iterable[str]
    ) -> Iterator[Delivery]:
        if has_citizen:
            yield owed(template, Recipient.CITIZEN, event_id, at)
        for one in requesters:
            yield owed(template, Recipient.CITIZEN, event_id, at, to=one)

    joined = [one.requester_id for one in dossier.joinings]
    # Of a comment that nobody follows up nothing is said (C-12), unless it is one no longer.
    if has_citizen and (registration.acknowledged or dossier.kind != INFORMATION):
        yield owed(
            Template.ACKNOWLEDGEMENT, Recipient.CITIZEN, registration.event_id, registration.at
        )
    for newcomer in dossier.joinings:
        yield owed(
            Template.JOINING,
            Recipient.CITIZEN,
            newcomer.requester_id,
            newcomer.at,
            to=newcomer.requester_id,
        )
    for given in dossier.assignments:
        if given.is_news_to_citizen:
            yield from to_all(Template.ASSIGNMENT_CITIZEN, given.event_id, given.at, joined)
        yield owed(
            Template.ASSIGNMENT_DEPARTMENT,
            Recipient.DEPARTMENT,
            given.event_id,
            given.at,
            given.department,
        )
    for template, news in news_to_all(dossier):
        # Who joined afterwards joined a case of which this was known.
        before = [one.requester_id for one in dossier.joinings if one.at <= news.at]
        yield from to_all(template, news.event_id, news.at, before)
    for step in dossier.elected:
        yield owed(Template.ELECTED_STEP, Recipient.STAFF, step.event_id, step.at)
    for notice in dossier.claim_notices:
        template, event_id, to = Template.CLAIM_NOTICE, notice.event_id, notice.requester_id
        if to is None:
            before = [one.requester_id for one in dossier.joinings if one.at <= notice.at]
            yield from to_all(template, event_id, notice.at, before)
        elif to in joined:
            yield owed(template, Recipient.CITIZEN, event_id, notice.at, to=to)
    for again in dossier.reopenings:
        yield owed(Template.REOPENING_DEPARTMENT, Recipient.DEPARTMENT, again.event_id, again.at)
    for answer in dossier.answers:
        yield owed(Template.QUESTION_ANSWERED, Recipient.DEPARTMENT, answer.event_id, answer.at)
    for lost in dossier.codes_asked:
        event_id = f"code-asked/{lost.at.isoformat()}"
        yield owed(
            Template.TRACKING_CODE, Recipient.CITIZEN, event_id, lost.at, to=lost.requester_id
        )
    if has_citizen:
        for question in dossier.questions:
            yield owed(Template.QUESTION, Recipient.CITIZEN, question.event_id, question.at)
        for letter in dossier.letters:
            if not letter.to_third_party:
                template = template_of(letter.kind)
                yield owed(template, Recipient.CITIZEN, letter.letter_id, letter.at)
    yield from to_third_parties(dossier, policies[Template.LEGAL_LETTER])
