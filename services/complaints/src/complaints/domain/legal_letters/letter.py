"""A letter of the law, whole, and what every one of them is put together by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from complaints.domain.legal_letters.texts import LawTexts, Provision
from complaints.domain.letters import in_words
from complaints.domain.reasons import Reason

LONGEST_BODY, LONGEST_ANNEX = 8_000, 16_000  # what `LetterWrittenV1` carries


class LetterKind(StrEnum):
    """What the letter is for; the words of the contracts."""

    ACCESS_RECEIPT = "access-receipt"
    ACCESS_DECISION = "access-decision"
    ACCESS_DEEMED_REFUSAL = "access-deemed-refusal"
    THIRD_PARTY_NOTICE = "third-party-notice"
    CLAIM_RECEIPT = "claim-receipt"
    CLAIM_HAND_OVER = "claim-hand-over"
    CLAIM_DECISION = "claim-decision"


class TooLong(ValueError):
    """What was written makes the letter longer than one can be; nothing is cut off."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """A third party, to whom a letter goes by post: the name and the address as they are given."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class LegalLetter:
    """One letter. `letter_id` is the same for the same words about the same case.

    `annex`: the texts of the provisions cited, empty where none is. `post_by_on`: the last local
    date on which the law lets it leave (PV-47). `addressee` None: whoever brought the case.
    """

    letter_id: str
    kind: LetterKind
    subject: Reason
    body: Reason
    annex: Reason
    law_version: str
    post_by_on: date | None = None
    addressee: Addressee | None = None


def written(fr: str, en: str = "") -> Reason:
    """What an officer wrote; without a translation the same words stand in both."""
    return Reason(fr=fr.strip(), en=(en.strip() or fr.strip()))


def day(on: date) -> Reason:
    """A date as each language writes it, with its article in French: `le 1er mai 2026`."""
    words = in_words(on)
    return Reason(fr=f"le {words.fr}", en=words.en)


def compose(
    case_id: str,
    kind: LetterKind,
    law: LawTexts,
    *,
    subject: Reason,
    parts: Sequence[Reason],
    cited: Sequence[Provision] = (),
    post_by_on: date | None = None,
    addressee: Addressee | None = None,
) -> LegalLetter:
    """Paragraphs and the texts they cite, as one letter. Raises TooLong."""
    body, annex = _joined(parts), _joined([_quoted(one) for one in dict.fromkeys(cited)])
    for said, longest in ((body, LONGEST_BODY), (annex, LONGEST_ANNEX)):
        if max(len(said.fr), len(said.en)) > longest:
            raise TooLong(f"more than {longest} characters")
    to = "" if addressee is None else f"{addressee.name}\n{addressee.address}"
    words = "\0".join((subject.fr, body.fr, body.en, annex.fr, annex.en, to))
    name = f"guichet:letter:{case_id}:{kind.value}:{sha256(words.encode()).hexdigest()}"
    return LegalLetter(
        letter_id=str(uuid5(NAMESPACE_URL, name)),
        kind=kind,
        subject=subject,
        body=body,
        annex=annex,
        law_version=law.version,
        post_by_on=post_by_on,
        addressee=addressee,
    )


def _joined(parts: Sequence[Reason]) -> Reason:
    return Reason(fr="\n\n".join(one.fr for one in parts), en="\n\n".join(one.en for one in parts))


def _quoted(one: Provision) -> Reason:
    """The text of a provision under its citation; what nobody confirmed says so."""
    mark = Reason(fr="", en="")
    if not one.confirmed:
        mark = Reason(fr=" (texte à confirmer)", en=" (text to be confirmed)")
    return Reason(
        fr=f"Article {one.article}, {one.law}{mark.fr}\n{one.text.fr}",
        en=f"Section {one.article}, {one.law}{mark.en}\n{one.text.en}",
    )
