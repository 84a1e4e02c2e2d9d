"""What may be done with an assignment on its page: for whom, in which state, by which command."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.identity import Caller
from pydantic import BaseModel, ConfigDict

from routing.application.forms import CompletionForm
from routing.application.move_forms import (
    AnswerForm,
    HandOverForm,
    LevelForm,
    OfferForm,
    OfficialForm,
    SettleForm,
    StepForm,
)
from routing.domain.assignment import Assignment
from routing.domain.elected_case import flow_of
from routing.domain.facts import Outcome
from routing.domain.stage import Stage, stage_of
from routing.domain.transferring import may_answer
from routing.entrypoints.case_desk import NAMERS
from routing.entrypoints.desk import TECHNICIAN, WORKERS
from routing.entrypoints.work_desk import WorkDesk
from routing.entrypoints.work_words import Words

Run = Callable[[WorkDesk, str, Any, Caller, str], Awaitable[object]]
Allowed = Callable[[Assignment, Caller, WorkDesk], bool]
ELSEWHERE = (Outcome.OTHER_AUTHORITY, Outcome.OUT_OF_TERRITORY)


class NothingMore(BaseModel):
    """An action that takes no field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Action:
    """Something to do with an assignment: its form, the command that it runs, and for whom."""

    form: type[BaseModel]
    fields: tuple[str, ...]
    run: Run
    allowed: Allowed
    done: Words
    """What is said when it is done, French and English."""
    known: Mapping[str, Any] = field(default_factory=dict)
    """What the action itself says, and no field of the page."""


def works(state: Assignment, caller: Caller, desk: WorkDesk) -> bool:
    """Open, with somebody who answers, in a borough of the caller's."""
    held = state.decision
    responsible = held.responsible_borough if held is not None else None
    is_open = stage_of(state) is Stage.OPEN and state.is_assigned
    return is_open and responsible in caller.boroughs and not caller.roles.isdisjoint(WORKERS)


def _is_offered(state: Assignment) -> bool:
    return state.transfer is not None and state.transfer.is_open


def _answers(state: Assignment, caller: Caller, desk: WorkDesk) -> bool:
    today = desk.today_of(state)
    directory = desk.desk.snapshot.directory
    is_open = stage_of(state) is Stage.OPEN
    return is_open and may_answer(state, caller.subject, directory, today)


def _hands_over(state: Assignment, caller: Caller, desk: WorkDesk) -> bool:
    held = state.decision
    is_elsewhere = held is not None and held.outcome in ELSEWHERE
    return is_elsewhere and stage_of(state) is Stage.OPEN and TECHNICIAN in caller.roles


def _settles(state: Assignment, caller: Caller, desk: WorkDesk) -> bool:
    return state.loop is not None and TECHNICIAN in caller.roles


def _names_official(state: Assignment, caller: Caller, desk: WorkDesk) -> bool:
    flow = flow_of(state)
    is_named = flow is not None and bool(flow.official)
    is_theirs = not caller.roles.isdisjoint(NAMERS)
    return is_theirs and not is_named and not state.is_withdrawn and bool(desk.officials(state))


def _steps(state: Assignment, caller: Caller, desk: WorkDesk) -> bool:
    flow = flow_of(state)
    return flow is not None and bool(flow.next_steps(caller.roles))


def _accepts(state: Assignment, caller: Caller, desk: WorkDesk) -> bool:
    return works(state, caller, desk) and state.acceptance is None


def _offers(state: Assignment, caller: Caller, desk: WorkDesk) -> bool:
    return works(state, caller, desk) and not _is_offered(state)


def _withdraws(state: Assignment, caller: Caller, desk: WorkDesk) -> bool:
    return works(state, caller, desk) and _is_offered(state)


def _goes_up(state: Assignment, caller: Caller, desk: WorkDesk) -> bool:
    return works(state, caller, desk) and state.second_line is None


def _comes_back(state: Assignment, caller: Caller, desk: WorkDesk) -> bool:
    return works(state, caller, desk) and state.second_line is not None


COMPLETION = (
    "interventionCode",
    "plannedOn",
    "doneOn",
    "extension",
    "internalNote",
    "publicNote",
    "validated",
)
ACTIONS: Mapping[str, Action] = {
    "prendre-en-charge": Action(
        NothingMore,
        (),
        lambda desk, case_id, form, caller, key: desk.cases.accept(case_id, caller, key),
        _accepts,
        ("Le dossier est pris en charge.", "The case is taken charge of."),
    ),
    "completer": Action(
        CompletionForm,
        COMPLETION,
        lambda desk, case_id, form, caller, key: desk.desk.complete(case_id, form, caller, key),
        works,
        (
            "C'est complété ; l'accueil le confirme dans un instant.",
            "Completed; intake confirms it in a moment.",
        ),
    ),
    "repondre": Action(
        AnswerForm,
        ("answer", "reason"),
        lambda desk, case_id, form, caller, key: desk.cases.answer_transfer(
            case_id, form, caller, key
        ),
        _answers,
        ("La réponse est donnée.", "The answer is given."),
    ),
    "transferer": Action(
        OfferForm,
        ("department", "person", "reason"),
        lambda desk, case_id, form, caller, key: desk.cases.offer_transfer(
            case_id, form, caller, key
        ),
        _offers,
        (
            "Le transfert est offert ; le dossier reste ici jusqu'à la réponse.",
            "The transfer is offered; the case stays here until the answer.",
        ),
    ),
    "reprendre": Action(
        NothingMore,
        (),
        lambda desk, case_id, form, caller, key: desk.cases.withdraw_transfer(case_id, caller, key),
        _withdraws,
        ("L'offre de transfert est reprise.", "The offer is taken back."),
    ),
    "monter": Action(
        LevelForm,
        ("reason",),
        lambda desk, case_id, form, caller, key: desk.cases.escalate(case_id, form, caller, key),
        _goes_up,
        ("Le dossier est au 2e niveau.", "The case is at level 2."),
        {"level": 2},
    ),
    "redescendre": Action(
        LevelForm,
        ("reason",),
        lambda desk, case_id, form, caller, key: desk.cases.escalate(case_id, form, caller, key),
        _comes_back,
        ("Le dossier est de retour au 1er niveau.", "The case is back at level 1."),
        {"level": 1},
    ),
    "remettre": Action(
        HandOverForm,
        ("authority", "on", "fileNumber"),
        lambda desk, case_id, form, caller, key: desk.cases.hand_over(case_id, form, caller, key),
        _hands_over,
        (
            "La remise est notée, et la personne en est informée.",
            "The hand-over is recorded, and the citizen is told.",
        ),
    ),
    "boucle": Action(
        SettleForm,
        ("followRules", "reason"),
        lambda desk, case_id, form, caller, key: desk.cases.settle_loop(case_id, form, caller, key),
        _settles,
        ("C'est tranché.", "It is settled."),
    ),
    "conseil": Action(
        OfficialForm,
        ("official",),
        lambda desk, case_id, form, caller, key: desk.cases.name_official(
            case_id, form, caller, key
        ),
        _names_official,
        ("Le membre du conseil est noté.", "The elected official is recorded."),
    ),
    "etape": Action(
        StepForm,
        ("step", "note"),
        lambda desk, case_id, form, caller, key: desk.cases.elected_step(
            case_id, form, caller, key
        ),
        _steps,
        ("L'étape est notée.", "The step is recorded."),
    ),
}
DONE: Mapping[str, Words] = {name: one.done for name, one in ACTIONS.items()}
