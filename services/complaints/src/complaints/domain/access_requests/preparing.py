"""Before an answer: what is asked for or was found, and the third parties it concerns (art. 49).

Pure. Every refusal names the field and changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from complaints.domain.access_requests.letters import notice, with_letter
from complaints.domain.access_requests.request import (
    ANSWER,
    AccessRequest,
    Change,
    Document,
    Heard,
    Notified,
    Said,
    Stage,
    ThirdParty,
    stage_of,
)
from complaints.domain.errors import Refused
from complaints.domain.legal_clock import ZONE, clock_ever
from complaints.domain.legal_letters import LawBook
from complaints.domain.legal_letters.letter import TooLong

MOST_DOCUMENTS, MOST_PARTIES = 100, 50
TO_ANSWER = (Stage.OPEN, Stage.CONSULTING, Stage.DEEMED_REFUSED, Stage.SENT_BACK)
_WORDS = {
    Stage.NO_REQUEST: ("ce n'est plus une demande d'accès", "it is no access request any more"),
    Stage.WITHDRAWN: ("la demande a été retirée", "the request was withdrawn"),
    Stage.OPEN: ("la demande n'a pas encore de réponse", "the request has no answer yet"),
    Stage.CONSULTING: ("des tiers ont encore la parole", "third parties may still be heard"),
    Stage.DEEMED_REFUSED: ("la demande est réputée refusée", "the request is deemed refused"),
    Stage.SENT_BACK: ("la demande attend une nouvelle réponse", "a new answer is awaited"),
    Stage.ANSWERED: ("la demande a sa réponse", "the request has its answer"),
}


def require(state: AccessRequest, *stages: Stage) -> None:
    """Raises Refused, field `stage`, where the file stands elsewhere."""
    stage = stage_of(state)
    if stage not in stages:
        raise Refused("stage", stage.value, *_WORDS[stage])


def add_document(state: AccessRequest, document: Document) -> Change:
    """Something that was asked for or found, by its title. Raises Refused."""
    require(state, *TO_ANSWER)
    if len(state.documents) >= MOST_DOCUMENTS:
        raise Refused(
            "title",
            "too-many",
            f"au plus {MOST_DOCUMENTS} documents",
            f"{MOST_DOCUMENTS} documents at most",
        )
    if any(_plain(one.title) == _plain(document.title) for one in state.documents):
        raise Refused(
            "title", "listed-already", "ce document est déjà inscrit", "this one is listed already"
        )
    return state.model_copy(update={"documents": (*state.documents, document)}), []


def remove_document(state: AccessRequest, document_id: str) -> Change:
    """Entered by mistake. Raises Refused, also where a third party was told of it."""
    require(state, *TO_ANSWER)
    _known(state, [document_id], "documentId")
    told = {one for party in state.third_parties for one in party.document_ids}
    if document_id in told or any(
        part.document_id == document_id for answer in state.answers for part in answer.parts
    ):
        raise Refused(
            "documentId",
            "in-use",
            "un avis ou une réponse en parle déjà",
            "a notice or an answer speaks of it already",
        )
    left = tuple(one for one in state.documents if one.document_id != document_id)
    return state.model_copy(update={"documents": left}), []


def notify_third_party(
    state: AccessRequest, party: ThirdParty, law: LawBook, now: datetime
) -> Change:
    """A third party is told by post what is asked for, and may object (art. 49). Raises Refused.

    What was heard before counts no longer: the delay for observations runs for all of them.
    """
    require(state, *TO_ANSWER)
    if clock_ever(state.clocks, ANSWER) is None:
        raise Refused(
            "stage",
            "no-clock",
            "le délai de cette demande n'est pas encore connu",
            "the delay of this request is not known yet",
        )
    if not party.document_ids:
        raise Refused(
            "documentIds",
            "missing",
            "cochez au moins un document",
            "tick one document at least",
        )
    _known(state, party.document_ids, "documentIds")
    if len(state.third_parties) >= MOST_PARTIES:
        raise Refused(
            "name", "too-many", f"au plus {MOST_PARTIES} tiers", f"{MOST_PARTIES} at most"
        )
    if any(_plain(one.name) == _plain(party.name) for one in state.third_parties):
        raise Refused(
            "name", "notified-already", "ce tiers est déjà avisé", "they were notified already"
        )
    parties = (*state.third_parties, party)
    changed = state.model_copy(update={"third_parties": parties, "heard_at": None})
    try:
        letter = notice(changed, party, law.in_force(now.astimezone(ZONE).date()))
    except TooLong:
        raise too_long("documentIds") from None
    changed, written = with_letter(changed, letter, now, party.party_id)
    return changed, [Notified(now), written]


def record_observations(
    state: AccessRequest, party_id: str, *, words: str, consents: bool, now: datetime
) -> Change:
    """What a third party says; once all were heard, the delay of the decision runs. Raises Refused.

    After their delay it changes nothing but the file: silence was consent, and what comes later may
    still be weighed.
    """
    require(state, *TO_ANSWER)
    found = next((one for one in state.third_parties if one.party_id == party_id), None)
    if found is None:
        raise Refused("partyId", "unknown", "ce tiers n'est pas avisé", "nobody who was notified")
    if found.observed_at is not None:
        raise Refused(
            "partyId", "heard-already", "ses observations sont déjà là", "they were heard already"
        )
    if not consents and not words.strip():
        raise Refused(
            "observations", "missing", "dites à quoi ce tiers s'oppose", "say what they object to"
        )
    heard = found.model_copy(
        update={"observed_at": now, "observations": words.strip() or None, "consents": consents}
    )
    parties = tuple(heard if one.party_id == party_id else one for one in state.third_parties)
    changed = state.model_copy(update={"third_parties": parties})
    said: list[Said] = []
    if not changed.unheard and changed.heard_at is None:
        changed = changed.model_copy(update={"heard_at": now})
        said.append(Heard(now))
    return changed, said


def too_long(field: str) -> Refused:
    """More than a letter can hold."""
    return Refused(
        field,
        "too-long",
        "la lettre serait trop longue : écrivez moins",
        "the letter would be too long: write less",
    )


def _known(state: AccessRequest, ids: Sequence[str], field: str) -> None:
    if any(state.document(one) is None for one in ids):
        raise Refused(
            field, "unknown", "ce document n'est pas inscrit", "this document is not listed"
        )


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
