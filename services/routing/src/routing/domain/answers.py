"""What a borough's own code answered, plug-in or remote service: judged, then completed.

The code says the outcome, the department, the rule and the reason. Who receives and executes is
never its choice: designations, substitutes and exclusions are the directory's (PV-25, PV-59).
"""

import datetime
import re

from routing.domain import reasons
from routing.domain.considered import Considered
from routing.domain.directory import Directory, Role
from routing.domain.facts import CaseFacts, Decision, Outcome
from routing.domain.grid import Grid, Grids
from routing.domain.manifest import Activity, Department
from routing.domain.names import plain

LONGEST_REASON = 500
_RULE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SHORTEST_QUOTE = 4

Answered = dict[str, str]
"""What is wrong with an answer: the field, and in a few words why; no value of it."""


def faults_in(
    answer: Decision, facts: CaseFacts, here: Grid, grids: Grids, on: datetime.date
) -> Answered:
    """Empty where the answer can be taken. `here` is the grid of the borough that answered.

    It may hand the case to a department of its own or of its city, or to an authority that its
    manifest names, and to nobody else; its words go on an open topic and quote nothing typed.
    """
    faults: Answered = {}
    for field in ("reason_fr", "reason_en"):
        length = len(getattr(answer, field).strip())
        if not 1 <= length <= LONGEST_REASON:
            faults[field] = f"must have 1 to {LONGEST_REASON} characters"
    if answer.rule is not None and (len(answer.rule) > 120 or not _RULE.fullmatch(answer.rule)):
        faults["rule"] = "must be a short code in small letters, digits and hyphens"
    if answer.department is not None:
        found = grids.department(here, answer.department, on)
        if found is None:
            faults["department"] = "no department of that code in its grid"
        elif answer.responsible_borough != found[0].slug:
            faults["responsible_borough"] = "must be the borough that has the department"
    elif answer.responsible_borough is not None:
        faults["responsible_borough"] = "goes with a department"
    known = {held.code for held in here.manifest.authorities}
    if answer.authority is not None and answer.authority not in known:
        faults["authority"] = "no authority of that code in its manifest"
    if answer.territory not in (None, here.slug):
        faults["territory"] = "the case lies in the borough that was asked"
    if answer.reception_person is not None or answer.execution_person is not None:
        faults["reception_person"] = "designations say who: leave both persons out"
    if leaked := _quoted(answer, facts, here):
        faults[leaked] = "quotes what was typed or where the case lies"
    return faults


def in_words(faults: Answered) -> str:
    """The faults as one line, for an operator."""
    return "; ".join(f"{field}: {why}" for field, why in faults.items())


def complete(
    answer: Decision,
    facts: CaseFacts,
    here: Grid,
    grids: Grids,
    directory: Directory,
    on: datetime.date,
    found: Considered,
) -> Decision:
    """The answer with all that the house knows itself: grid version, names, scheme, persons.

    `found` is the step that says whose code it was. Without a valid designation the case waits
    for one, whatever was answered (PV-25).
    """
    common = {"grid_version": here.version, "territory": here.slug, "considered": (found,)}
    held = None if answer.department is None else grids.department(here, answer.department, on)
    if held is None:
        return answer.model_copy(update=common)
    owner, department = held
    activity = _activity(facts, here, grids, on)
    post, code = (owner.slug, department.code), activity.code if activity is not None else ""
    reception = directory.responsable_for(*post, Role.RECEPTION, on, code)
    execution = directory.responsable_for(*post, Role.EXECUTION, on, code)
    named = {
        "responsible_borough": owner.slug,
        "unit": department.unit or owner.manifest.borough.unit or None,
        "department_name_fr": department.name_fr,
        "department_name_en": department.name_en,
        "scheme": department.scheme,
    }
    if reception is not None and execution is not None:
        persons = {
            "outcome": Outcome.ASSIGNED,
            "reception_person": reception.person_id,
            "execution_person": execution.person_id,
        }
        return answer.model_copy(update=common | named | persons)
    return answer.model_copy(update=common | named | _no_designation(answer, here, department))


def _no_designation(answer: Decision, here: Grid, department: Department) -> dict[str, str]:
    subject = (answer.reason_fr.rstrip(". "), answer.reason_en.rstrip(". "))
    rule = reasons.of_rule(str(answer.rule))
    words = reasons.no_designation(subject, here, rule, department)
    return {"outcome": Outcome.NO_DESIGNATION, "reason_fr": words[0], "reason_en": words[1]}


def _activity(facts: CaseFacts, here: Grid, grids: Grids, on: datetime.date) -> Activity | None:
    city = grids.city_of(here, on)
    return here.activity(facts.activity) or (city.activity(facts.activity) if city else None)


def _quoted(answer: Decision, facts: CaseFacts, here: Grid) -> str:
    """The field that quotes an activity that no rule knows (it may be anything), or the point."""
    said = {field: getattr(answer, field) or "" for field in ("reason_fr", "reason_en", "rule")}
    typed = plain(facts.activity)
    if len(typed) >= _SHORTEST_QUOTE and here.activity(facts.activity) is None:
        for field, text in said.items():
            if f" {typed} " in f" {plain(text)} ":
                return field
    for number in (facts.longitude, facts.latitude):
        for field, text in said.items():
            if number is not None and f"{abs(number):.3f}" in text:
                return field
    return ""
