"""The letters about an access request: received, answered, deemed refused (PV-46..49).

A-2.1 art. 46 (receipt), 47 (delay and outcomes), 50 and 51 (reasons, provision, recourse), 52
(silence), 135 (review), 83 to 98 for one's own data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import assert_never

from complaints.domain.legal_letters.letter import LegalLetter, LetterKind, compose, day
from complaints.domain.legal_letters.texts import LawTexts, Provision
from complaints.domain.reasons import Reason

REVIEW = "a-2.1/135"
_SUBJECTS = MappingProxyType(
    {
        "receipt": Reason(
            fr="Nous avons reçu votre demande d’accès", en="We received your access request"
        ),
        "decision": Reason(
            fr="Notre décision sur votre demande d’accès",
            en="Our decision on your access request",
        ),
        "deemed-refusal": Reason(
            fr="Votre demande d’accès est réputée refusée",
            en="Your access request is deemed refused",
        ),
    }
)


class Unreasoned(ValueError):
    """A refused part without its provision or reasons: no such letter is written (PV-49)."""


class PartOutcome(StrEnum):
    """What became of one thing that was asked for (A-2.1 art. 47)."""

    GIVEN = "given"
    REFUSED = "refused"
    NOT_HELD = "not-held"
    TRANSFERRED = "transferred"


@dataclass(frozen=True, slots=True)
class AccessAsked:
    """An access request. `answer_due_on` is sla's: the last local date of the delay, extended or
    not. `is_written` False: an oral one, of which no review can be asked (art. 43, 45)."""

    case_id: str
    received_on: date
    answer_due_on: date
    own_data: bool = False
    is_written: bool = True


@dataclass(frozen=True, slots=True)
class AnsweredPart:
    """One thing asked for, and what is answered. `provisions`: keys of the texts of the law.

    `what` names the document or information; `other_body` who has it, where it is transferred.
    """

    what: Reason
    outcome: PartOutcome
    provisions: Sequence[str] = ()
    reasons: Reason | None = None
    other_body: str | None = None


_OF_OUTCOME = MappingProxyType(
    {PartOutcome.NOT_HELD: ("a-2.1/1",), PartOutcome.TRANSFERRED: ("a-2.1/48",)}
)


@dataclass(frozen=True, slots=True)
class AccessAnswer:
    """The answer, part by part; at least one. `words`: what the officer adds, or None."""

    decided_on: date
    parts: Sequence[AnsweredPart]
    words: Reason | None = None


def access_receipt(asked: AccessAsked, law: LawTexts) -> LegalLetter:
    """Received on; delays; what silence means; the review (art. 46). To be sent at once."""
    received_on, due_on = day(asked.received_on), day(asked.answer_due_on)
    parts = [law.passage("access.receipt", received_on=received_on, answer_due_on=due_on)]
    if asked.own_data:
        parts.append(law.passage("access.own-data"))
    parts += [
        law.passage("access.extension", answer_due_on=due_on),
        law.passage("access.silence", answer_due_on=due_on),
        *_recourse(asked, law),
        law.passage("access.signer"),
    ]
    return compose(
        asked.case_id, LetterKind.ACCESS_RECEIPT, law, subject=_SUBJECTS["receipt"], parts=parts
    )


def access_decision(asked: AccessAsked, answer: AccessAnswer, law: LawTexts) -> LegalLetter:
    """The answer with reasons, provisions and their texts, and the review (art. 47, 50, 51).

    To be posted by `answer_due_on` (PV-47). Raises Unreasoned, UnknownProvision, TooLong.
    """
    if not answer.parts:
        raise Unreasoned("an answer to nothing")
    cited = [law.provision(key) for part in answer.parts for key in _provisions_of(part)]
    parts = [
        law.passage(
            "access.decision",
            received_on=day(asked.received_on),
            decided_on=day(answer.decided_on),
        ),
        *(_answered(part, law) for part in answer.parts),
    ]
    if answer.words is not None:
        parts.append(answer.words)
    parts += [*_recourse(asked, law), law.passage("access.signer")]
    return compose(
        asked.case_id,
        LetterKind.ACCESS_DECISION,
        law,
        subject=_SUBJECTS["decision"],
        parts=parts,
        cited=[*cited, law.provision(REVIEW)] if cited else [],
        post_by_on=asked.answer_due_on,
    )


def access_deemed_refusal(asked: AccessAsked, law: LawTexts) -> LegalLetter:
    """The delay ended without an answer: refused by the law itself, to be reviewed (art. 52)."""
    opening = law.passage(
        "access.deemed-refusal",
        received_on=day(asked.received_on),
        answer_due_on=day(asked.answer_due_on),
    )
    return compose(
        asked.case_id,
        LetterKind.ACCESS_DEEMED_REFUSAL,
        law,
        subject=_SUBJECTS["deemed-refusal"],
        parts=[opening, *_recourse(asked, law), law.passage("access.signer")],
        cited=[law.provision(REVIEW)],
    )


def _recourse(asked: AccessAsked, law: LawTexts) -> list[Reason]:
    """The review and its office; of an oral request, that there is none yet (art. 43, 45)."""
    if not asked.is_written:
        return [law.passage("access.oral")]
    return [law.passage("access.review"), law.passage("access.review-office")]


def _provisions_of(part: AnsweredPart) -> Sequence[str]:
    """What the part cites. A refusal that lacks provision or reasons is none (PV-49)."""
    if part.outcome is PartOutcome.REFUSED and not (part.provisions and part.reasons):
        raise Unreasoned("a refused part cites its provision and gives its reasons")
    if part.outcome is PartOutcome.REFUSED:
        return part.provisions
    return _OF_OUTCOME.get(part.outcome, ())


def _answered(part: AnsweredPart, law: LawTexts) -> Reason:
    match part.outcome:
        case PartOutcome.GIVEN:
            return law.passage("access.given", what=part.what)
        case PartOutcome.NOT_HELD:
            return law.passage("access.not-held", what=part.what)
        case PartOutcome.TRANSFERRED:
            if not part.other_body:
                raise Unreasoned("who has it is named")
            other_body = Reason(fr=part.other_body, en=part.other_body)
            return law.passage("access.transferred", what=part.what, other_body=other_body)
        case PartOutcome.REFUSED:
            assert part.reasons is not None, "asked for above"
            return law.passage(
                "access.refused",
                what=part.what,
                provisions=_list([law.provision(key) for key in part.provisions]),
                reasons=part.reasons,
            )
    assert_never(part.outcome)


def _list(provisions: Sequence[Provision]) -> Reason:
    cited = [one.citation for one in provisions]
    return Reason(fr=", ".join(one.fr for one in cited), en=", ".join(one.en for one in cited))
