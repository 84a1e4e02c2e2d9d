"""What a page or a program needs of an access request, for whoever may open it."""

from typing import Any

from complaints.domain.access_requests.offices import AccessOffices
from complaints.domain.access_requests.preparing import TO_ANSWER
from complaints.domain.access_requests.request import (
    ANSWER,
    AccessRequest,
    Answer,
    Document,
    Part,
    Review,
    Sent,
    Stage,
    ThirdParty,
    stage_of,
)
from complaints.domain.file import Step
from complaints.domain.legal_clock import Clock, clock_ever, clock_of
from complaints.domain.legal_letters import Provision

View = dict[str, Any]


def standing_view(state: AccessRequest) -> View:
    """Where it stands, and nothing of what it holds."""
    clock = state.clock
    return {
        "caseId": state.case_id,
        "borough": state.borough,
        "receivedAt": state.received_at,
        "stage": stage_of(state).value,
        "clock": None if clock is None else clock_view(clock),
        "answeredAt": state.answer.answered_at if state.answer else None,
        "deemedRefusedAt": state.deemed_refused_at,
    }


def request_view(state: AccessRequest, language: str) -> View:
    """The whole file."""
    asked = state.asked
    return {
        **standing_view(state),
        "asked": asked and asked.words,
        "ownData": asked is not None and asked.own_data,
        "clocks": [clock_view(one, language) for one in state.clocks],
        "documents": [_document(one) for one in state.documents],
        "thirdParties": [_party(one) for one in state.third_parties],
        "thirdPartiesHeardAt": state.heard_at,
        "answers": [_answer(one) for one in state.answers],
        "reviews": [_review(one) for one in state.reviews],
        "letters": [letter_view(one, language) for one in state.letters],
        "journal": [_step(one) for one in state.journal],
    }


def commands_open(state: AccessRequest, roles: frozenset[str], offices: AccessOffices) -> list[str]:
    """What somebody may do now, as the API names it; a refusal may still come of the form."""
    stage = stage_of(state)
    found: list[str] = []
    if stage in TO_ANSWER:
        found += ["add-document", *(["remove-document"] if state.documents else [])]
        if state.documents and clock_ever(state.clocks, ANSWER) is not None:
            found.append("notify-third-party")
        if state.unheard:
            found.append("record-observations")
        ready = state.documents and stage is not Stage.CONSULTING
        if ready and offices.decides(roles):
            found.insert(0, "answer")
    if stage in (Stage.ANSWERED, Stage.DEEMED_REFUSED):
        found.append("record-review")
    return found


def may_extend(state: AccessRequest, roles: frozenset[str], offices: AccessOffices) -> bool:
    """Whether to offer sla's own command to extend the answer's delay, once (PV-48, C-06)."""
    clock = clock_of(state.clocks, ANSWER)
    if clock is None or not clock.is_open or clock.extended_by:
        return False
    return stage_of(state) is Stage.OPEN and not roles.isdisjoint(offices.extenders)


def clock_view(one: Clock, language: str = "fr") -> View:
    """A clock of the law, as sla says it."""
    return {
        "commitmentId": one.commitment_id,
        "kind": one.kind,
        "dueAt": one.due_at,
        "dueOn": one.due_on,
        "originalDueAt": one.original_due_at,
        "extendedBy": one.extended_by,
        "state": one.state.value,
        "explanation": one.explanation_en if language == "en" else one.explanation_fr,
    }


def provision_view(one: Provision, language: str) -> View:
    """A provision on which a refusal may rest; `confirmed` false: a jurist did not confirm it."""
    return {
        "key": one.key,
        "citation": getattr(one.citation, language),
        "topic": getattr(one.topic, language),
        "text": getattr(one.text, language),
        "confirmed": one.confirmed,
        "obliges": one.obliges,
    }


def letter_view(one: Sent, language: str) -> View:
    """A letter as it went out."""
    return {
        "letterId": one.letter_id,
        "kind": one.kind,
        "writtenAt": one.written_at,
        "lawVersion": one.law_version,
        "subject": one.subject_en if language == "en" else one.subject_fr,
        "body": one.body_en if language == "en" else one.body_fr,
        "to": one.to,
    }


def _document(one: Document) -> View:
    return {
        "documentId": one.document_id,
        "title": one.title,
        "addedAt": one.added_at,
        "addedBy": one.added_by,
    }


def _party(one: ThirdParty) -> View:
    return {
        "partyId": one.party_id,
        "name": one.name,
        "address": one.address,
        "documentIds": list(one.document_ids),
        "notifiedAt": one.notified_at,
        "observedAt": one.observed_at,
        "consents": one.consents,
        "observations": one.observations,
    }


def _answer(one: Answer) -> View:
    return {
        "answeredAt": one.answered_at,
        "answeredBy": one.answered_by,
        "lawVersion": one.law_version,
        "words": {"fr": one.words_fr, "en": one.words_en},
        "parts": [_part(part) for part in one.parts],
    }


def _part(one: Part) -> View:
    return {
        "documentId": one.document_id,
        "outcome": one.outcome.value,
        "provisions": list(one.provisions),
        "reasons": {"fr": one.reasons_fr, "en": one.reasons_en},
        "otherBody": one.other_body or None,
    }


def _review(one: Review) -> View:
    return {
        "decidedOn": one.decided_on,
        "reference": one.reference,
        "words": one.words,
        "reopens": one.reopens,
        "recordedAt": one.recorded_at,
    }


def _step(one: Step) -> View:
    return {
        "at": one.at,
        "by": one.by,
        "what": one.what,
        "refusedField": one.field,
        "refusedCode": one.code,
        "times": one.times,
    }
