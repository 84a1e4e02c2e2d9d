"""The answer: document by document, a refusal never without its provision and its reasons (PV-49).

Pure. Every refusal names the field, such as `answers.2.provisions`, and changes nothing.
"""

from collections.abc import Sequence
from datetime import date, datetime

from complaints.domain.access_requests.letters import decision, with_letter
from complaints.domain.access_requests.preparing import TO_ANSWER, require, too_long
from complaints.domain.access_requests.request import (
    AccessRequest,
    Answer,
    Answered,
    Change,
    Part,
    Review,
    Stage,
)
from complaints.domain.errors import Refused
from complaints.domain.legal_clock import ZONE
from complaints.domain.legal_letters import LawBook, LawTexts, PartOutcome, UnknownProvision
from complaints.domain.legal_letters.letter import TooLong


def answer(
    state: AccessRequest,
    parts: Sequence[Part],
    *,
    words_fr: str,
    words_en: str,
    by: str,
    law: LawBook,
    now: datetime,
) -> Change:
    """Decide on all that was asked for; late is late, and better than never. Raises Refused.

    While a third party may still be heard there is no answer (art. 49).
    """
    require(state, *(one for one in TO_ANSWER if one is not Stage.CONSULTING))
    if state.third_parties and state.heard_at is None:
        raise Refused(
            "stage",
            "third-parties-unheard",
            "des tiers ont encore la parole (art. 49)",
            "third parties may still be heard (s. 49)",
        )
    _each_once(state, parts)
    texts = law.in_force(now.astimezone(ZONE).date())
    checked = tuple(_checked(one, place, texts) for place, one in enumerate(parts))
    made = Answer(
        parts=checked,
        words_fr=words_fr.strip(),
        words_en=words_en.strip(),
        answered_at=now,
        answered_by=by,
        law_version=texts.version,
    )
    try:
        letter = decision(state, made, texts)
    except TooLong:
        raise too_long("wordsFr") from None
    changed = state.model_copy(update={"answers": (*state.answers, made)})
    changed, written = with_letter(changed, letter, now)
    return changed, [Answered(now), written]


def record_review(state: AccessRequest, review: Review, today: date) -> Change:
    """What the Commission decided; where it sends the request back, it waits for a new answer.

    Raises Refused.
    """
    require(state, Stage.ANSWERED, Stage.DEEMED_REFUSED)
    if review.decided_on > today:
        raise Refused("decidedOn", "in-the-future", "est dans l'avenir", "is in the future")
    last = state.answers[-1].answered_at if state.answers else state.deemed_refused_at
    if last is not None and review.decided_on < last.astimezone(ZONE).date():
        raise Refused(
            "decidedOn", "before-answer", "précède ce qui est révisé", "is before what it reviews"
        )
    return state.model_copy(update={"reviews": (*state.reviews, review)}), []


def _each_once(state: AccessRequest, parts: Sequence[Part]) -> None:
    asked, given = [one.document_id for one in state.documents], [one.document_id for one in parts]
    if not asked:
        raise Refused(
            "answers",
            "nothing-listed",
            "inscrivez d'abord ce qui est demandé, document par document",
            "list what is asked for first, document by document",
        )
    if sorted(asked) != sorted(given):
        raise Refused(
            "answers",
            "not-each-once",
            "répondez une fois sur chaque document inscrit",
            "answer once on each document that is listed",
        )


def _checked(part: Part, place: int, texts: LawTexts) -> Part:
    """The part, with nothing in it that its outcome does not use."""
    field = f"answers.{place}"
    if part.outcome is PartOutcome.REFUSED:
        if not part.provisions:
            raise Refused(
                f"{field}.provisions",
                "no-provision",
                "un refus cite la disposition sur laquelle il s'appuie (PV-49)",
                "a refusal cites the provision it relies on (PV-49)",
            )
        for key in part.provisions:
            _may_refuse(key, field, texts)
    if part.outcome is PartOutcome.TRANSFERRED and len(part.other_body.strip()) < 2:
        raise Refused(
            f"{field}.otherBody",
            "missing",
            "dites quel organisme l'a",
            "say which body has it",
        )
    if part.outcome is PartOutcome.REFUSED and not part.reasons_fr.strip():
        raise Refused(
            f"{field}.reasonsFr",
            "no-reasons",
            "donnez les motifs : ils vont dans la lettre (PV-49)",
            "give the reasons: they go into the letter (PV-49)",
        )
    kept = part.provisions if part.outcome is PartOutcome.REFUSED else ()
    body = part.other_body.strip() if part.outcome is PartOutcome.TRANSFERRED else ""
    return part.model_copy(
        update={
            "provisions": kept,
            "other_body": body,
            "reasons_fr": part.reasons_fr.strip(),
            "reasons_en": part.reasons_en.strip(),
        }
    )


def _may_refuse(key: str, field: str, texts: LawTexts) -> None:
    try:
        refuses = texts.provision(key).refuses
    except UnknownProvision:
        refuses = False
    if not refuses:
        raise Refused(
            f"{field}.provisions",
            "unknown-provision",
            "cette disposition ne fonde aucun refus",
            "no refusal rests on this provision",
        )
