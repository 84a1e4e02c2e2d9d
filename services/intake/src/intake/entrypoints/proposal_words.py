"""The reasons of a proposal, French and English: they name the words that led there."""

from collections.abc import Sequence

from chassis.errors import Words
from contracts.words import Kind

from intake.domain.activity_search import LikelyActivity
from intake.domain.proposal import LikelyKind

_MOST_WORDS = 5

_KIND_REASONS: dict[Kind, Words] = {
    Kind.CLAIM: ("Parle d'un dommage : {words}", "Speaks of damage: {words}"),
    Kind.ACCESS: ("Demande un document : {words}", "Asks for a document: {words}"),
    Kind.COMPLAINT: (
        "Se plaint d'une personne ou d'un service : {words}",
        "Complains about a person or a service: {words}",
    ),
    Kind.INFORMATION: ("Pose une question : {words}", "Asks a question: {words}"),
    Kind.REQUEST: ("Demande une intervention : {words}", "Asks for work: {words}"),
}
_NOTHING_SAID: Words = (
    "Rien n'indique autre chose qu'une requête.",
    "Nothing says that it is anything but a request.",
)
_NAMED: Words = ("Nom d'activité : {words}", "Name of an activity: {words}")
_HEARD: Words = ("Mots reconnus : {words}", "Words recognised: {words}")


def kind_reason(kind: LikelyKind) -> Words:
    """Why that kind."""
    if not kind.heard:
        return _NOTHING_SAID
    return _with(_KIND_REASONS[kind.kind], kind.heard)


def activity_reason(activity: LikelyActivity) -> Words:
    """Why that activity."""
    return _with(_NAMED if activity.is_named else _HEARD, activity.heard)


def activity_name(activity: LikelyActivity, language: str) -> str:
    """Its name as the counter knows it; in English where the grid has one."""
    names = activity.activity
    return (names.name_en if language == "en" else "") or names.name_fr


def _with(words: Words, heard: Sequence[str]) -> Words:
    french, english = words
    some = heard[:_MOST_WORDS]
    return (
        french.replace("{words}", ", ".join(f"« {one} »" for one in some)),
        english.replace("{words}", ", ".join(f"“{one}”" for one in some)),
    )
