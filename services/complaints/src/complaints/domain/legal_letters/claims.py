"""The letters about a claim: received, handed on, decided (PV-16; C-13, C-16).

None of them ever says that the notice of the law was given by the claim (C-13).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from complaints.domain.legal_letters.letter import LegalLetter, LetterKind, compose, day
from complaints.domain.legal_letters.texts import LawTexts
from complaints.domain.reasons import Reason

CITIES_DAYS = 15  # LCV 585, where a court may relieve of the default; C.m. 1112.1 lets none
NO_BREAK = "\u00a0"
_SUBJECTS = MappingProxyType(
    {
        "receipt": Reason(
            fr="Nous avons reçu votre réclamation : un délai de la loi court",
            en="We received your claim: a delay of the law is running",
        ),
        "hand-over": Reason(
            fr="Votre réclamation a été confiée à quelqu’un d’autre",
            en="Your claim was handed on",
        ),
        "decision": Reason(
            fr="Notre décision sur votre réclamation", en="Our decision on your claim"
        ),
    }
)


class ClaimOutcome(StrEnum):
    """What was decided of a claim."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    DENIED = "denied"
    SETTLED = "settled"


class Unanswered(ValueError):
    """A decision without what its letter must say: an amount, or reasons."""


@dataclass(frozen=True, slots=True)
class ClaimMade:
    """A claim. Dates are sla's, local; None: that clock does not run (bodily injury, no date).

    `notice_days`: 15 (LCV 585) or 60 (C.m. 1112.1); `notice_to`: the clerk's office, by name.
    `notice_received_on`: when the clerk recorded the written notice. `lacks`: keys among
    `date`, `place`: what the claim does not say yet.
    """

    case_id: str
    received_on: date
    notice_to: Reason
    happened_on: date | None = None
    notice_days: int | None = None
    notice_due_on: date | None = None
    notice_received_on: date | None = None
    action_due_on: date | None = None
    is_bodily: bool = False
    lacks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class HandedOn:
    """To whom the claim was handed (an insurer, an adjuster, the clerk), when, their reference."""

    to: str
    on: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """The decision. `amount_cents` where money is paid; `reasons` where some of it is not."""

    outcome: ClaimOutcome
    decided_on: date
    amount_cents: int | None = None
    reasons: Reason | None = None


def claim_receipt(claim: ClaimMade, law: LawTexts) -> LegalLetter:
    """Received; the notice the law asks for and its last day; what is lacking (C-13)."""
    parts = [
        law.passage("claim.receipt", received_on=day(claim.received_on)),
        *_notice(claim, law),
        *_action(claim, law),
        *(law.passage(f"claim.lacks-{one}") for one in claim.lacks),
        law.passage("claim.signer"),
    ]
    return compose(
        claim.case_id, LetterKind.CLAIM_RECEIPT, law, subject=_SUBJECTS["receipt"], parts=parts
    )


def claim_hand_over(claim: ClaimMade, handed: HandedOn, law: LawTexts) -> LegalLetter:
    """Who looks at it from now on, and that the delays of the law go on."""
    parts = [law.passage("claim.hand-over", to=_same(handed.to), on=day(handed.on))]
    if handed.reference:
        parts.append(law.passage("claim.reference", reference=_same(handed.reference)))
    parts += [
        law.passage("claim.delays-go-on"),
        *_action(claim, law),
        law.passage("claim.signer"),
    ]
    return compose(
        claim.case_id, LetterKind.CLAIM_HAND_OVER, law, subject=_SUBJECTS["hand-over"], parts=parts
    )


def claim_decision(claim: ClaimMade, answer: ClaimAnswer, law: LawTexts) -> LegalLetter:
    """The decision with amount or reasons, and what can still be done. Raises Unanswered."""
    parts = [
        law.passage(
            "claim.decision",
            received_on=day(claim.received_on),
            decided_on=day(answer.decided_on),
        ),
        _decided(answer, law),
    ]
    if answer.outcome is not ClaimOutcome.SETTLED:
        parts += [law.passage("claim.recourse"), *_action(claim, law)]
    parts.append(law.passage("claim.signer"))
    return compose(
        claim.case_id, LetterKind.CLAIM_DECISION, law, subject=_SUBJECTS["decision"], parts=parts
    )


def money(cents: int) -> Reason:
    """An amount as each language writes it: `1 250,50 $` with no-break spaces, `$1,250.50`."""
    whole, rest = divmod(cents, 100)
    grouped = f"{whole:,}"
    return Reason(
        fr=f"{grouped.replace(',', NO_BREAK)},{rest:02d}{NO_BREAK}$", en=f"${grouped}.{rest:02d}"
    )


def _notice(claim: ClaimMade, law: LawTexts) -> list[Reason]:
    """The notice of the law: received, or still to be given; none for a bodily injury."""
    said = [law.passage("claim.bodily")] if claim.is_bodily else []
    if claim.notice_received_on is not None:
        on = day(claim.notice_received_on)
        return [law.passage("claim.notice-received", received_on=on), *said]
    if claim.notice_days is None:
        return [*said, law.passage("claim.not-the-notice")]
    days = Reason(fr=str(claim.notice_days), en=str(claim.notice_days))
    if claim.notice_due_on is None:
        notice = law.passage("claim.notice-undated", days=days, to=claim.notice_to)
    else:
        due_on = day(claim.notice_due_on)
        notice = law.passage("claim.notice", days=days, to=claim.notice_to, due_on=due_on)
    relief = "claim.notice-relief" if claim.notice_days == CITIES_DAYS else "claim.notice-no-relief"
    return [notice, law.passage("claim.not-the-notice"), law.passage(relief), *said]


def _action(claim: ClaimMade, law: LawTexts) -> list[Reason]:
    if claim.action_due_on is None:
        return []
    return [law.passage("claim.action", due_on=day(claim.action_due_on))]


def _decided(answer: ClaimAnswer, law: LawTexts) -> Reason:
    cents, reasons = answer.amount_cents, answer.reasons
    match answer.outcome:
        case ClaimOutcome.ACCEPTED if cents is not None:
            return law.passage("claim.accepted", amount=money(cents))
        case ClaimOutcome.ACCEPTED:
            return law.passage("claim.accepted-unpaid")
        case ClaimOutcome.SETTLED if cents is not None:
            return law.passage("claim.settled", amount=money(cents))
        case ClaimOutcome.PARTLY if cents is not None and reasons:
            return law.passage("claim.partly", amount=money(cents), reasons=reasons)
        case ClaimOutcome.DENIED if reasons:
            return law.passage("claim.denied", reasons=reasons)
    raise Unanswered(f"{answer.outcome.value}: needs its amount, its reasons, or both")


def _same(words: str) -> Reason:
    return Reason(fr=words, en=words)
