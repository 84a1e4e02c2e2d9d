"""What a page or a program needs of an investigation, for whoever may open the file.

Nothing here asks who may: the file was opened, and the reading recorded, before (PV-44).
"""

from typing import Any

from complaints.application.command_desk import TAKERS
from complaints.domain.access import Person, Surroundings, is_escalated
from complaints.domain.completing import signatures
from complaints.domain.file import Investigation, Step
from complaints.domain.hearing import to_be_heard, unheard
from complaints.domain.ladder import Gravity
from complaints.domain.outcome import founded_against
from complaints.domain.proceedings import Conclusion, Investigator, Proceedings, Review
from complaints.domain.review import last_day
from complaints.domain.stage import Stage, stage_of

View = dict[str, Any]
COUNTER = ("sign", "supplement", "decline", "withdraw")
STEPS = ("name-people", "record-hearing", "add-evidence", "add-finding", "conclude")


def investigation_view(state: Investigation, around: Surroundings, language: str) -> View:
    """The whole investigation, and what stands in the way of its outcome."""
    held, rules = state.proceedings, around.rules
    return {
        "stage": stage_of(state).value,
        "model": rules.model,
        "escalated": is_escalated(state, around),
        "targets": [one.model_dump() for one in state.targets],
        "investigator": held.investigator and _investigator(held.investigator),
        "earlierInvestigators": [_investigator(one) for one in held.earlier_investigators],
        "startedAt": held.started_at,
        "toHear": _to_hear(state),
        "unheard": list(unheard(state)),
        "hearings": [one.model_dump(mode="json") for one in held.hearings],
        "evidence": [one.model_dump(mode="json") for one in held.evidence],
        "findings": [one.model_dump(mode="json") for one in held.findings],
        "conclusion": held.conclusion and _conclusion(held.conclusion, language),
        "reviewBy": held.conclusion and last_day(held.conclusion, rules),
        "reviews": [_review(one, language) for one in held.reviews],
        "standing": held.standing and held.standing.result.value,
        "foundedAgainst": list(founded_against(state)),
        "measures": [one.model_dump(mode="json") for one in held.measures],
        "ladder": _ladder(held, around, language),
        "signatures": [one.model_dump(mode="json") for one in signatures(state)],
        "supplements": [one.model_dump(mode="json") for one in state.supplements],
        "declined": state.declined and state.declined.said_by,
        "safetyRequest": state.safety
        and state.safety.model_dump(mode="json", include={"asked_at", "request_id", "opened_at"}),
        "journal": [_step(one) for one in state.journal],
    }


def commands_open(state: Investigation, person: Person, around: Surroundings) -> list[str]:
    """What this person may do now, as the API names it; a refusal may still come of the form.

    The person is one who may open the file: who is shut out is not asked about.
    """
    stage, leader = stage_of(state), state.proceedings.investigator
    leads = leader is not None and leader.person_id == person.person_id
    in_charge = "director" in person.roles and not is_escalated(state, around)
    keeps = in_charge or "general-director" in person.roles
    takes = not person.roles.isdisjoint(TAKERS)
    before = stage in (Stage.UNDECIDED, Stage.INVITED, Stage.ADMITTED, Stage.REFUSED)
    found: list[str] = []
    if takes and (before or stage is Stage.INVESTIGATED):
        found += [one for one in COUNTER if one != "decline" or stage is Stage.INVITED]
    if keeps and stage in (Stage.ADMITTED, Stage.INVESTIGATED):
        found += ["name-targets", "name-investigator"]
    if leads and stage is Stage.INVESTIGATED:
        found += [one for one in STEPS if one != "conclude" or not unheard(state)]
    if keeps and stage is Stage.CONCLUDED and founded_against(state):
        found.append("decide-measure")
    if takes and stage is Stage.CONCLUDED and not state.proceedings.reviews:
        found.append("request-review")
    if keeps and stage is Stage.IN_REVIEW and not leads:
        found += ["add-evidence", "add-finding", "decide-review"]
    return found


def _investigator(one: Investigator) -> View:
    return {
        "personId": one.person_id,
        "role": one.role.value,
        "department": one.department,
        "namedAt": one.named_at,
        "namedBy": one.named_by,
    }


def _to_hear(state: Investigation) -> list[View]:
    heard = {(one.person, one.capacity) for one in state.proceedings.hearings}
    return [
        {
            "person": one.person,
            "capacity": one.capacity.value,
            "heard": (one.person, one.capacity) in heard,
        }
        for one in to_be_heard(state)
    ]


def _conclusion(one: Conclusion, language: str) -> View:
    return {
        "result": one.result.value,
        "reasons": one.reasons,
        "foundedAgainst": list(one.founded_against),
        "told": one.told and getattr(one.told, language),
        "concludedAt": one.concluded_at,
        "concludedBy": one.concluded_by,
        "rulesVersion": one.rules_version,
    }


def _review(one: Review, language: str) -> View:
    return {
        "requestedAt": one.requested_at,
        "grounds": one.grounds,
        "recordedBy": one.recorded_by,
        "decision": one.conclusion and _conclusion(one.conclusion, language),
    }


def _ladder(held: Proceedings, around: Surroundings, language: str) -> list[View]:
    """The borough's measures, the mildest first, with the gravity that opens each at once."""
    return [
        {
            "code": one.code,
            "name": getattr(one, f"name_{language}"),
            "openedBy": None if one.opened_by is None else Gravity(one.opened_by).name.lower(),
            "decidedFor": [
                measure.person_id for measure in held.measures if measure.code == one.code
            ],
        }
        for one in around.rules.ladder.steps
    ]


def _step(one: Step) -> View:
    return {
        "at": one.at,
        "by": one.by,
        "what": one.what,
        "refusedField": one.field,
        "refusedCode": one.code,
        "times": one.times,
    }
