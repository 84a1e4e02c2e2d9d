"""The letters of an access request, from its file; their words are of `domain/legal_letters`."""

from datetime import date, datetime

from complaints.domain.access_requests.request import (
    ANSWER,
    ORAL,
    AccessRequest,
    Answer,
    Part,
    Sent,
    ThirdParty,
    Written,
)
from complaints.domain.legal_clock import ZONE, clock_ever
from complaints.domain.legal_letters import (
    AccessAnswer,
    AccessAsked,
    Addressee,
    AnsweredPart,
    LawTexts,
    LegalLetter,
    access_decision,
    access_deemed_refusal,
    access_receipt,
    third_party_notice,
    written,
)
from complaints.domain.legal_letters import ThirdParty as ToldParty
from complaints.domain.reasons import Reason


def receipt(state: AccessRequest, due_on: date, law: LawTexts) -> LegalLetter:
    """That it was received, and what the law says from now on (art. 46)."""
    return access_receipt(_asked(state, due_on), law)


def deemed_refusal(state: AccessRequest, due_on: date, law: LawTexts) -> LegalLetter:
    """That the delay ended without an answer (art. 52)."""
    return access_deemed_refusal(_asked(state, due_on), law)


def decision(state: AccessRequest, answer: Answer, law: LawTexts) -> LegalLetter:
    """The answer, to be posted within the delay (PV-47). Raises TooLong."""
    clock = state.clock
    on = _local(answer.answered_at)
    told = AccessAnswer(
        decided_on=on,
        parts=[_part(state, one) for one in answer.parts],
        words=written(answer.words_fr, answer.words_en) if answer.words_fr else None,
    )
    return access_decision(_asked(state, clock.due_on if clock else on), told, law)


def notice(state: AccessRequest, party: ThirdParty, law: LawTexts) -> LegalLetter:
    """To a third party: what is asked for, and how to object (art. 49). Raises TooLong.

    Art. 49 gives the same 20 days from reception as art. 47: the first due time of the answer.
    """
    clock, on = clock_ever(state.clocks, ANSWER), _local(party.notified_at)
    first_on = _local(clock.original_due_at) if clock else on
    told = ToldParty(
        to=Addressee(name=party.name, address=party.address),
        documents=[_title(state, one) for one in party.document_ids],
        post_by_on=first_on,
    )
    return third_party_notice(_asked(state, first_on), told, law)


def with_letter(
    state: AccessRequest, letter: LegalLetter, now: datetime, to: str | None = None
) -> tuple[AccessRequest, Written]:
    """The file with a letter that goes out in this very write."""
    sent = Sent(
        letter_id=letter.letter_id,
        kind=letter.kind.value,
        written_at=now,
        law_version=letter.law_version,
        subject_fr=letter.subject.fr,
        subject_en=letter.subject.en,
        body_fr=letter.body.fr,
        body_en=letter.body.en,
        to=to,
    )
    changed = state.model_copy(update={"letters": (*state.letters, sent)})
    return changed, Written(letter, now)


def _asked(state: AccessRequest, due_on: date) -> AccessAsked:
    assert state.received_at is not None, "no letter before the case was heard of"
    return AccessAsked(
        case_id=state.case_id,
        received_on=_local(state.received_at),
        answer_due_on=due_on,
        own_data=state.asked is not None and state.asked.own_data,
        is_written=state.channel not in ORAL,
    )


def _part(state: AccessRequest, part: Part) -> AnsweredPart:
    return AnsweredPart(
        what=_title(state, part.document_id),
        outcome=part.outcome,
        provisions=part.provisions,
        reasons=written(part.reasons_fr, part.reasons_en) if part.reasons_fr else None,
        other_body=part.other_body or None,
    )


def _title(state: AccessRequest, document_id: str) -> Reason:
    found = state.document(document_id)
    assert found is not None, "checked before anything was decided"
    return written(found.title)


def _local(at: datetime) -> date:
    return at.astimezone(ZONE).date()
