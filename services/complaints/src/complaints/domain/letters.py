"""The letter that tells a decision to whoever complained: plain words, French first.

It says what was decided, by which rule, and what can still be done (PV-18..20, PV-38). It never
quotes the complaint, and names nobody: the messages' own service knows whom it goes to.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import NAMESPACE_URL, uuid5

from complaints.domain.admissibility import Admissibility, Outcome
from complaints.domain.reasons import Reason
from complaints.domain.words import Ask, RefusalCode


class Kind(StrEnum):
    """What the letter is for; the words of the contracts."""

    ADMISSION = "admission"
    INVITATION = "invitation"
    REFUSAL = "refusal"
    DECISION = "decision"
    REVIEW = "review"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, whole. `letter_id`: the same for the same decision on the same content."""

    letter_id: str
    kind: Kind
    subject: Reason
    body: Reason


KINDS = MappingProxyType(
    {
        Outcome.ADMITTED: Kind.ADMISSION,
        Outcome.INVITED: Kind.INVITATION,
        Outcome.REFUSED: Kind.REFUSAL,
    }
)
_SUBJECTS = MappingProxyType(
    {
        Kind.ADMISSION: Reason(
            fr="Nous traitons votre plainte", en="We are handling your complaint"
        ),
        Kind.INVITATION: Reason(
            fr="Votre plainte : il nous manque quelque chose",
            en="Your complaint: something is missing",
        ),
        Kind.REFUSAL: Reason(
            fr="Nous ne pouvons pas traiter votre plainte", en="We cannot handle your complaint"
        ),
    }
)
_OPENINGS = MappingProxyType(
    {
        Kind.ADMISSION: Reason(
            fr="Votre plainte est recevable.", en="Your complaint is admissible."
        ),
        Kind.INVITATION: Reason(
            fr="Nous avons lu votre plainte. Nous ne pouvons pas encore la traiter, mais il est "
            "encore temps d’y remédier.",
            en="We read your complaint. We cannot handle it yet, but there is still time to put "
            "this right.",
        ),
        Kind.REFUSAL: Reason(
            fr="Nous avons lu votre plainte. Nous ne pouvons pas la traiter. Ce n’est pas un "
            "jugement sur ce que vous avez vécu.",
            en="We read your complaint. We cannot handle it. This is no judgment on what you "
            "went through.",
        ),
    }
)
_RULES: MappingProxyType[Ask | RefusalCode, Reason] = MappingProxyType(
    {
        Ask.WRITE: Reason(
            fr="une plainte doit être faite par écrit", en="a complaint must be made in writing"
        ),
        Ask.SIGN: Reason(fr="une plainte doit être signée", en="a complaint must be signed"),
        Ask.COMPLETE_CONTACT: Reason(
            fr="une plainte doit porter des coordonnées complètes",
            en="a complaint must bear full contact details",
        ),
        Ask.DATE_FACTS: Reason(
            fr="une plainte doit être présentée dans le délai fixé, compté à partir des faits",
            en="a complaint must be filed within the set delay, counted from the facts",
        ),
        RefusalCode.ANONYME: Reason(
            fr="une plainte anonyme n’est pas traitée", en="an anonymous complaint is not handled"
        ),
        RefusalCode.VERBALE: Reason(
            fr="une plainte verbale n’est pas traitée", en="a verbal complaint is not handled"
        ),
        RefusalCode.LITIGE_PRIVE: Reason(
            fr="un litige privé ne relève pas de la Ville",
            en="a private dispute is not the City's to settle",
        ),
        RefusalCode.NON_SIGNEE: Reason(
            fr="une plainte qui n’est pas signée n’est pas traitée",
            en="a complaint that is not signed is not handled",
        ),
        RefusalCode.HORS_DELAI: Reason(
            fr="une plainte doit être présentée dans le délai fixé, compté à partir des faits",
            en="a complaint must be filed within the set delay, counted from the facts",
        ),
    }
)
CONFIDENTIAL = Reason(
    fr="Votre nom et ce que vous nous avez confié restent confidentiels. Ils ne servent qu’à "
    "l’enquête et à ses suites, ou là où la loi l’exige.",
    en="Your name and what you told us stay confidential. They serve the investigation and what "
    "follows from it only, or where the law requires it.",
)
MONTHS_FR = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def letter(case_id: str, content_version: int, decided: Admissibility) -> Letter:
    """The letter of a decision on that version of the content."""
    kind = KINDS[decided.outcome]
    parts = [_OPENINGS[kind], *decided.reasons, *_cited(decided)]
    if decided.respond_by_on is not None and kind is Kind.INVITATION:
        parts.append(_last_day(decided.respond_by_on))
    if kind is not Kind.REFUSAL:
        parts.append(CONFIDENTIAL)
    return Letter(
        letter_id=_letter_id(case_id, content_version, decided),
        kind=kind,
        subject=_SUBJECTS[kind],
        body=Reason(
            fr="\n\n".join(one.fr for one in parts), en="\n\n".join(one.en for one in parts)
        ),
    )


def _cited(decided: Admissibility) -> list[Reason]:
    """The rules behind it, in words; a refusal gives its code too (PV-20)."""
    keys = decided.asks if decided.code is None else (decided.code,)
    rules = [_RULES[key] for key in keys]
    if not rules:
        return []
    code = f" ({decided.code.value})" if decided.code is not None else ""
    return [
        Reason(
            fr=f"Selon la politique sur les plaintes, {', '.join(one.fr for one in rules)}{code}.",
            en=f"Under the policy on complaints, {', '.join(one.en for one in rules)}{code}.",
        )
    ]


def in_words(on: date) -> Reason:
    """A date as it is written in each language."""
    day = "1er" if on.day == 1 else str(on.day)
    return Reason(
        fr=f"{day} {MONTHS_FR[on.month - 1]} {on.year}",
        en=f"{MONTHS_EN[on.month - 1]} {on.day}, {on.year}",
    )


def _last_day(on: date) -> Reason:
    day = in_words(on)
    return Reason(
        fr=f"Vous avez jusqu’au {day.fr} inclus. Si rien ne vient d’ici là, nous ne pourrons pas "
        "traiter votre plainte.",
        en=f"You have until {day.en}, that day included. If nothing comes by then, we will not be "
        "able to handle your complaint.",
    )


def _letter_id(case_id: str, content_version: int, decided: Admissibility) -> str:
    asks = ",".join(one.value for one in decided.asks)
    what = (decided.outcome, decided.code or "", asks, decided.respond_by_on or "")
    said = ":".join(str(one) for one in (case_id, content_version, *what))
    return str(uuid5(NAMESPACE_URL, f"guichet:letter:{said}"))
