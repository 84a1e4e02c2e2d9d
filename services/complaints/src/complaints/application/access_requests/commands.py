"""What the access officer does, each one function of a form: pure, all raise Refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from complaints.application.access_requests.forms import (
    AnswerForm,
    DocumentForm,
    ObservationsForm,
    RemovalForm,
    ReviewForm,
    ThirdPartyForm,
)
from complaints.domain.access_requests import answering, preparing
from complaints.domain.access_requests.request import (
    AccessRequest,
    Change,
    Document,
    Part,
    Review,
    ThirdParty,
)
from complaints.domain.legal_clock import ZONE
from complaints.domain.legal_letters import LawBook, PartOutcome


@dataclass(frozen=True)
class Turn:
    """Who acts, when, by which texts of the law."""

    by: str
    now: datetime
    law: LawBook
    new_id: Callable[[], str]


def add_document(state: AccessRequest, form: DocumentForm, turn: Turn) -> Change:
    """Something asked for or found."""
    document = Document(
        document_id=turn.new_id(), title=form.title, added_at=turn.now, added_by=turn.by
    )
    return preparing.add_document(state, document)


def remove_document(state: AccessRequest, form: RemovalForm, turn: Turn) -> Change:
    """Listed by mistake."""
    return preparing.remove_document(state, form.document_id)


def notify_third_party(state: AccessRequest, form: ThirdPartyForm, turn: Turn) -> Change:
    """A third party is written to (art. 49)."""
    party = ThirdParty(
        party_id=turn.new_id(),
        name=form.name,
        address=form.address,
        document_ids=tuple(dict.fromkeys(form.document_ids)),
        notified_at=turn.now,
        notified_by=turn.by,
    )
    return preparing.notify_third_party(state, party, turn.law, turn.now)


def record_observations(state: AccessRequest, form: ObservationsForm, turn: Turn) -> Change:
    """A third party was heard."""
    return preparing.record_observations(
        state, form.party_id, words=form.observations, consents=form.consents, now=turn.now
    )


def answer(state: AccessRequest, form: AnswerForm, turn: Turn) -> Change:
    """The answer, with the letter in the same write (PV-46..49)."""
    parts = [
        Part(
            document_id=one.document_id,
            outcome=PartOutcome(one.outcome),
            provisions=tuple(dict.fromkeys(one.provisions)),
            reasons_fr=one.reasons_fr,
            reasons_en=one.reasons_en,
            other_body=one.other_body,
        )
        for one in form.answers
    ]
    return answering.answer(
        state,
        parts,
        words_fr=form.words_fr,
        words_en=form.words_en,
        by=turn.by,
        law=turn.law,
        now=turn.now,
    )


def record_review(state: AccessRequest, form: ReviewForm, turn: Turn) -> Change:
    """The Commission decided."""
    review = Review(
        decided_on=form.decided_on,
        reference=form.reference,
        words=form.words,
        reopens=form.reopens,
        recorded_at=turn.now,
        recorded_by=turn.by,
    )
    return answering.record_review(state, review, turn.now.astimezone(ZONE).date())
