"""Judges one decision by what every borough's rules promise; the words name fields, no values."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from pydantic import ValidationError

from routing.domain.directory import Directory
from routing.domain.facts import CaseFacts, CaseKind, Decision, Outcome
from routing.domain.grid import Grid, Grids
from routing.domain.names import plain
from routing.domain.reasons import Words


class Promise(StrEnum):
    """What is promised to the citizen and to the other boroughs; closed."""

    ANSWERS = "answers"
    IN_TIME = "in-time"
    PURE = "pure"
    WHOLE = "whole"
    OWN = "own"
    EXPLAINED = "explained"
    DISCREET = "discreet"


PROMISED: Mapping[Promise, Words] = {
    Promise.ANSWERS: (
        "répond à tout dossier sans défaillir",
        "answers every case without failing",
    ),
    Promise.IN_TIME: ("répond dans le délai", "answers in time"),
    Promise.PURE: (
        "répond de même aux mêmes faits, dans n'importe quel ordre",
        "gives the same answer to the same facts, in any order",
    ),
    Promise.WHOLE: (
        "dit tout ce que le résultat demande : version de la grille, règle, service, personnes",
        "says all that its outcome asks for: grid version, rule, department, persons",
    ),
    Promise.OWN: (
        "ne nomme que des services, des personnes et des autorités qui existent",
        "names departments, persons and authorities that exist, and no others",
    ),
    Promise.EXPLAINED: (
        "dit pourquoi, en français et en anglais",
        "says why, in French and in English",
    ),
    Promise.DISCREET: (
        "ne répète ni ce qui a été écrit, ni le lieu exact",
        "repeats neither what was typed nor the exact place",
    ),
}

Finding = tuple[Promise, Words]


def judge(
    decision: Decision | None, facts: CaseFacts, here: Grid, grids: Grids, directory: Directory
) -> Iterator[Finding]:
    """Each promise that one decision breaks; the detail names fields, never what is in them."""
    if decision is None:
        if facts.kind is not CaseKind.INFORMATION:
            yield (
                Promise.WHOLE,
                (
                    "aucune décision, alors que seule l'information s'en passe (PV-15)",
                    "no decision, though only information goes without (PV-15)",
                ),
            )
        return
    try:
        Decision.model_validate(decision.model_dump())
    except ValidationError:
        yield (
            Promise.WHOLE,
            (
                f"{decision.outcome} : un champ que ce résultat demande manque",
                f"{decision.outcome}: a field that this outcome needs is missing",
            ),
        )
    yield from _is_whole(decision, facts)
    yield from _is_own(decision, here, grids, directory)
    for name, words in (("reason_fr", decision.reason_fr), ("reason_en", decision.reason_en)):
        if not words.strip():
            yield Promise.EXPLAINED, (f"{name} : vide", f"{name}: empty")
    yield from _is_discreet(decision, facts, here, grids)


def _is_whole(decision: Decision, facts: CaseFacts) -> Iterator[Finding]:
    # A complaint is its department's and nobody's (PV-45).
    names_persons = decision.outcome is Outcome.ASSIGNED and facts.kind is not CaseKind.COMPLAINT
    if decision.grid_version is None and decision.outcome is not Outcome.OUT_OF_TERRITORY:
        yield Promise.WHOLE, ("grid_version : absente", "grid_version: missing")
    persons = (decision.reception_person, decision.execution_person)
    if names_persons and None in persons:
        yield (
            Promise.WHOLE,
            (
                "assigned : reception_person ou execution_person absente (PV-31)",
                "assigned: reception_person or execution_person missing (PV-31)",
            ),
        )
    if not names_persons and any(persons):
        yield (
            Promise.WHOLE,
            (
                f"{decision.outcome} : nomme une personne, alors que personne n'est à nommer",
                f"{decision.outcome}: names a person, and nobody is to be named",
            ),
        )


def _is_own(
    decision: Decision, here: Grid, grids: Grids, directory: Directory
) -> Iterator[Finding]:
    if decision.responsible_borough is not None:
        owners = [g for g in grids if g.slug == decision.responsible_borough]
        if not owners:
            yield (
                Promise.OWN,
                (
                    "responsible_borough : aucun arrondissement de ce nom",
                    "responsible_borough: no borough of that name",
                ),
            )
        elif owners[0].city != here.city:
            yield (
                Promise.OWN,
                (
                    "responsible_borough : ni l'arrondissement, ni de sa ville",
                    "responsible_borough: neither the borough itself nor of its city",
                ),
            )
        elif not any(g.manifest.department(decision.department or "") for g in owners):
            yield (
                Promise.OWN,
                (
                    "department : aucun de ce code dans la grille",
                    "department: none of that code in the borough's grid",
                ),
            )
    if decision.authority is not None and not any(
        held.code == decision.authority for g in grids for held in g.manifest.authorities
    ):
        yield (
            Promise.OWN,
            (
                "authority : aucune de ce code dans le manifeste",
                "authority: none of that code in the manifest",
            ),
        )
    known = {one.person_id for one in directory.designations}
    known |= {one.substitute_id for one in directory.absences if one.substitute_id}
    for name in ("reception_person", "execution_person"):
        if (person := getattr(decision, name)) is not None and person not in known:
            yield (
                Promise.OWN,
                (
                    f"{name} : personne de ce nom n'est désigné",
                    f"{name}: nobody of that name is designated",
                ),
            )


def _is_discreet(
    decision: Decision, facts: CaseFacts, here: Grid, grids: Grids
) -> Iterator[Finding]:
    said = {
        "reason_fr": decision.reason_fr,
        "reason_en": decision.reason_en,
        "rule": decision.rule or "",
    }
    rules = (here, *(g for g in grids if g.slug == here.city))
    typed = plain(facts.activity)
    is_known = any(grid.activity(facts.activity) is not None for grid in rules)
    for name, words in said.items():
        if len(typed) > 3 and not is_known and f" {typed} " in f" {plain(words)} ":
            yield (
                Promise.DISCREET,
                (
                    f"{name} : cite une activité qu'aucune règle ne connaît",
                    f"{name}: quotes an activity that no rule knows",
                ),
            )
        if any(
            number is not None and f"{abs(number):.3f}" in words
            for number in (facts.longitude, facts.latitude)
        ):
            yield Promise.DISCREET, (f"{name} : cite le point", f"{name}: quotes the point")
