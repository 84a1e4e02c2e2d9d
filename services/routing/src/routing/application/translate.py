"""From what happened in the domain to the events of the contract, and nothing else.

The topic is open: of completed work go codes and dates, never the two notes.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from chassis.outcome import Outcome
from contracts import Event
from contracts.events import routing as said
from contracts.words import UnroutedOutcome

from routing.application.translate_moves import move_event
from routing.domain import facts as decided
from routing.domain import routed as happened
from routing.domain.assignment import Assignment
from routing.domain.facts import Decision
from routing.domain.grid import Grids

UNROUTED = {
    decided.Outcome.NO_RULE: UnroutedOutcome.NO_RULE,
    decided.Outcome.NO_DESIGNATION: UnroutedOutcome.NO_DESIGNATION,
    decided.Outcome.OUT_OF_TERRITORY: UnroutedOutcome.OUT_OF_TERRITORY,
    decided.Outcome.OTHER_AUTHORITY: UnroutedOutcome.OTHER_AUTHORITY,
}


def outcome(
    change: tuple[Assignment, Iterable[happened.RoutingFact]],
    grids: Grids,
    answer: dict[str, Any] | None = None,
) -> Outcome[Assignment]:
    """A change of an assignment as the chassis takes it."""
    state, facts = change
    return Outcome(state, list(contract_events(facts, grids, state.decided_with)), answer or {})


def contract_events(
    facts: Iterable[happened.RoutingFact], grids: Grids, decided_with: Collection[str] = ()
) -> Iterator[Event]:
    """The events of these facts, in their order; `decided_with`: versions of the case's grids.

    Who has a case changes without its promises: these stay those of the version that decided it,
    though another is in force meanwhile.
    """
    for fact in facts:
        match fact:
            case happened.Assigned():
                words = (fact.decision.reason_fr, fact.decision.reason_en)
                yield said.CaseAssignedV1(
                    **_assigned(fact.case_id, fact.at, fact.decision, grids, words, decided_with)
                )
            case happened.Reassigned():
                words = (fact.reason_fr, fact.reason_en)
                yield said.CaseReassignedV1(
                    **_assigned(fact.case_id, fact.at, fact.after, grids, words, decided_with)
                )
            case happened.Unrouted():
                yield _unrouted(fact)
            case happened.WorkCompleted():
                yield said.WorkCompletedV1(
                    case_id=fact.case_id,
                    intervention_code=fact.code,
                    planned_on=fact.planned_on,
                    done_on=fact.done_on,
                    extension=fact.extension,
                    completed_at=fact.at,
                )
            case happened.Released():
                # Intake itself said why: the case became information, or was withdrawn.
                continue
            case _:
                yield move_event(fact)


def _unrouted(fact: happened.Unrouted) -> said.CaseUnroutedV1:
    held = fact.decision
    return said.CaseUnroutedV1(
        case_id=fact.case_id,
        decided_at=fact.at,
        reason_fr=held.reason_fr,
        reason_en=held.reason_en,
        outcome=UNROUTED[held.outcome],
        grid_version=None if held.grid_version is None else _number(held.grid_version),
    )


def _assigned(
    case_id: str,
    at: datetime.datetime,
    held: Decision,
    grids: Grids,
    words: tuple[str, str],
    decided_with: Collection[str],
) -> dict[str, Any]:
    """`grid_version` is that of the responsible borough: its grid holds the commitments, the
    city's where it has none. The rule may be the city's: the reason names its grid."""
    assert held.responsible_borough is not None
    borough = held.responsible_borough
    own = grids.on(borough, grids.local_date(borough, at))
    kept = next((one for one in decided_with if one.rpartition("@")[0] == borough), None)
    assert own is not None or held.grid_version is not None, "a decision names a grid"
    return {
        "case_id": case_id,
        "decided_at": at,
        "reason_fr": words[0],
        "reason_en": words[1],
        "responsible_borough": borough,
        "department": held.department,
        "department_name_fr": held.department_name_fr,
        "department_name_en": held.department_name_en or held.department_name_fr,
        "reception": held.reception_person or "",
        "execution": held.execution_person,
        "grid_version": _number(kept or (own.version if own else str(held.grid_version))),
        "rule": held.rule,
        "activity": _activity(held, grids, at),
    }


def _activity(held: Decision, grids: Grids, at: datetime.datetime) -> str:
    """The rule, where it is an activity of the grid; a complaint's or a plug-in's rule is none."""
    slug = (held.grid_version or "").partition("@")[0]
    decided = (one for one in grids if one.version == held.grid_version)
    grid = next(decided, None) or (grids.on(slug, grids.local_date(slug, at)) if slug else None)
    found = grid.activity(held.rule) if grid is not None and held.rule else None
    return found.code if found is not None and found.code == held.rule else ""


def _number(version: str) -> int:
    return int(version.rpartition("@")[2])
