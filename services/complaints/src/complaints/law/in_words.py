"""All versions of the texts as one page that a jurist can review: docs/law.md is this, word for
word.
"""

from collections.abc import Iterable, Iterator, Mapping

from complaints.domain.legal_letters.texts import Delay, LawBook, LawTexts, Passage, Provision

INTRODUCTION = """\
# The texts of the law / Les textes de la loi

Written by `python -m complaints law > docs/law.md` from the files in
`services/complaints/src/complaints/law/versions/`; a test holds both equal.

Ce que les lettres citent de la loi, et comment elles le disent. **À confirmer** : personne ne l'a
encore relu ; une lettre le dit à côté du texte d'une disposition. Les textes des dispositions sont
donnés en substance, dans nos mots, tant qu'un juriste n'a pas mis les mots officiels à leur place
(A-2.1, art. 51). Une version dont une lettre a été tirée ne change plus : pour corriger, copiez le
fichier sous un nouveau nom, donnez-lui une date d'effet plus tardive, corrigez la copie, mettez
`confirmed = true` à ce qui est relu, et refaites cette page. Chaque lettre nomme sa version.

What letters quote of the law, and how they say it. **To be confirmed**: nobody reviewed it yet; a
letter says so beside the text of a provision. Provisions are given in substance, in our words,
until a jurist puts the official words in their place (A-2.1, s. 51). A version that a letter was
made from never changes: to correct, copy the file under a new name, give it a later effective
date, correct the copy, set `confirmed = true` on what was reviewed, and make this page anew. Every
letter names its version.
"""
CONFIRMED, TO_CONFIRM = "confirmé / confirmed", "**à confirmer / to be confirmed**"


def law_in_words(book: LawBook) -> str:
    """The page, newest version first."""
    lines = [INTRODUCTION]
    for texts in reversed(book.versions):
        lines += _version(texts)
    return "\n".join(lines).rstrip("\n") + "\n"


def _version(texts: LawTexts) -> Iterator[str]:
    every: Iterable[Provision | Passage | Delay] = (
        *texts.provisions.values(),
        *texts.passages.values(),
        *texts.delays.values(),
    )
    waiting = sum(not one.confirmed for one in every)
    yield f"## Version {texts.version}"
    yield ""
    yield f"En vigueur le / in force on {texts.effective_on}. {TO_CONFIRM} : {waiting}."
    yield ""
    yield "### Dispositions d'un refus / Provisions of a refusal"
    yield ""
    yield from _provisions(texts.refusals)
    yield "### Dispositions expliquées / Provisions explained"
    yield ""
    yield from _provisions(one for one in texts.provisions.values() if not one.refuses)
    yield "### Délais / Delays"
    yield ""
    yield from _delays(texts.delays)
    yield "### Passages des lettres / Passages of the letters"
    yield ""
    yield from _passages(texts.passages)


def _provisions(provisions: Iterable[Provision]) -> Iterator[str]:
    for one in provisions:
        duty = "doit / must" if one.obliges else "peut / may"
        yield f"**{one.key}** ({one.law}) · {one.topic.fr} / {one.topic.en} · " + (
            f"{duty} · {_mark(one)}" if one.refuses else _mark(one)
        )
        yield from _words(one.text.fr, one.text.en, one.source)


def _delays(delays: Mapping[str, Delay]) -> Iterator[str]:
    for key, one in delays.items():
        yield f"**{key}** · {one.where} · {_mark(one)}"
        yield from _words(one.fr, one.en, one.source)


def _passages(passages: Mapping[str, Passage]) -> Iterator[str]:
    for key, one in passages.items():
        yield f"**{key}** · {_mark(one)}"
        yield from _words(one.fr, one.en, one.source)


def _words(french: str, english: str, source: str) -> Iterator[str]:
    yield ""
    yield f"> {french}"
    yield ">"
    yield f"> {english}"
    yield ""
    yield f"Source : {source}"
    yield ""


def _mark(one: Provision | Passage | Delay) -> str:
    return CONFIRMED if one.confirmed else TO_CONFIRM
