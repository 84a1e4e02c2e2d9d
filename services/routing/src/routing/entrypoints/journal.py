"""The journal of an assignment in plain words: what happened, by whom, both names of a change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ui.language import said

from routing.domain.assignment import Assignment
from routing.domain.elected import WORDS as ELECTED
from routing.domain.elected import ElectedState
from routing.domain.facts import Decision
from routing.domain.held_facts import HistoryEntry
from routing.entrypoints.work_words import Words

Name = Callable[[str], str]

# `{by}` and `{to}` are names of people; what was said with it follows after a colon.
STEPS: Mapping[str, Words] = {
    "accepted": ("Pris en charge par {by}", "Taken charge of by {by}"),
    "transfer-offered": (
        "{by} offre de transférer le dossier à {to}",
        "{by} offers to transfer the case to {to}",
    ),
    "transfer-accepted": ("{by} accepte le transfert", "{by} accepts the transfer"),
    "transfer-declined": ("{by} décline le transfert", "{by} declines the transfer"),
    "transfer-withdrawn": (
        "L'offre de transfert à {to} est reprise",
        "The offer of a transfer to {to} is taken back",
    ),
    "transfer-expired": (
        "{to} n'a pas répondu à temps : le dossier reste où il était",
        "{to} did not answer in time: the case stays where it was",
    ),
    "escalated": ("{by} confie le dossier au 2e niveau, {to}", "{by} hands it to level 2, {to}"),
    "returned-to-first-line": (
        "{by} ramène le dossier au 1er niveau, {to}",
        "{by} brings it back to level 1, {to}",
    ),
    "handed-over": ("{by} remet le dossier à une autre autorité", "{by} hands it over elsewhere"),
    "loop": (
        "Le dossier tourne en rond : il reste ici, un technicien tranche",
        "The case goes in circles: it stays, a technician settles it",
    ),
    "loop-settled": ("{by} tranche la boucle", "{by} settles the loop"),
    "elected-named": ("Signalé par {to}, membre du conseil", "Brought by {to}, elected official"),
    "withdrawn": ("La personne a retiré sa demande", "The citizen took the request back"),
}
DECIDED: Mapping[str, Words] = {
    "designation": ("Une désignation est venue", "A designation came"),
    "remote": ("Le service de l'arrondissement a répondu", "The borough's own service answered"),
    "grid": ("La grille a changé", "The grid changed"),
}
ROLES: Mapping[str, Words] = {
    "reception": ("Réception", "Reception"),
    "execution": ("Exécution", "Execution"),
}


@dataclass(frozen=True)
class JournalLine:
    """One thing that happened; `detail` is what was said with it."""

    at: datetime
    text: str
    detail: str = ""


def journal_of(state: Assignment, name: Name, language: str) -> list[JournalLine]:
    """The newest first."""
    lines, before = [], None
    for entry in state.history:
        lines.append(_line(entry, before, name, language))
        before = entry.decision
    return lines[::-1]


def _line(entry: HistoryEntry, before: Decision | None, name: Name, language: str) -> JournalLine:
    code = entry.cause.partition(": ")[0]
    after = entry.decision
    if code in STEPS:
        text = said(STEPS[code], language).format(by=name(entry.by), to=name(entry.to))
        return JournalLine(entry.at, text, entry.note)
    if code.startswith("elected-") and code.removeprefix("elected-") in set(ElectedState):
        step = said(ELECTED[ElectedState(code.removeprefix("elected-"))], language)
        return JournalLine(entry.at, f"{step} ({name(entry.by)})", entry.note)
    if code == "reopened":
        words = ("Rouvert par l'accueil", "Opened again by intake")
        return JournalLine(entry.at, said(words, language))
    if code in ROLES and before is not None and after is not None:
        old, new = (getattr(one, f"{code}_person") or "" for one in (before, after))
        return JournalLine(entry.at, f"{said(ROLES[code], language)} : {name(old)} → {name(new)}")
    if after is None:
        words = ("Plus rien à faire", "Nothing more to do")
        return JournalLine(entry.at, said(words, language))
    reason = in_names(after, name, language)
    known = DECIDED.get(code)
    return JournalLine(entry.at, f"{said(known, language)} : {reason}" if known else reason)


def in_names(decision: Decision, name: Name, language: str) -> str:
    """The reason of a decision, its staff ids read as names."""
    reason = said((decision.reason_fr, decision.reason_en), language)
    persons = {one for one in (decision.reception_person, decision.execution_person) if one}
    for person in sorted(persons, key=len, reverse=True):
        reason = reason.replace(person, name(person))
    return reason
