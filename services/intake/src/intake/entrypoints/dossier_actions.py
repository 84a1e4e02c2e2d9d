"""What may be done with a dossier on its page: for whom, in which state, and by which command."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from chassis.identity import Caller
from contracts.words import Kind
from pydantic import BaseModel, StringConstraints

from intake.application.change_case import ReclassifyForm
from intake.application.converse import QuestionForm
from intake.application.form import AnswerForm, Form
from intake.application.keep_dossier import CloseForm, LocateForm, NoteForm, ReopenForm
from intake.domain.asking import open_question
from intake.domain.case import Case
from intake.domain.closing import ENDED, Actor, may_close
from intake.domain.complaint_rules import ComplaintRules
from intake.domain.completing import Lack, lacks
from intake.domain.counter_rules import CounterRules
from intake.domain.dossier import OPEN, Status
from intake.entrypoints import attachments, changing, keeping
from intake.entrypoints.desk import TECHNICIAN, Desk
from intake.entrypoints.tracking import acting

FILE, SIGNED = "fichier", "plainte-signee"
FILE_KINDS = {
    "photo": ("une photo", "a photo"),
    "document": ("un document", "a document"),
    "result": ("une photo du travail fait", "a photo of the work done"),
}
Run = Callable[[Desk, Caller, str, Any, str], Awaitable[Any]]
Allowed = Callable[[Case, Caller, CounterRules], bool]


class NothingMore(Form):
    """An action that takes no field."""


class RemoveForm(Form):
    """Which file of the case."""

    attachment_id: Annotated[str, StringConstraints(max_length=60)]


@dataclass(frozen=True)
class Action:
    """Something to do with a dossier: its form, the command that it runs, and for whom."""

    form: type[BaseModel]
    fields: tuple[str, ...]
    run: Run
    allowed: Allowed
    done: tuple[str, str]
    """What is said when it is done, French and English."""


def _is(*roles: str) -> Callable[[Caller], bool]:
    return lambda caller: not caller.roles.isdisjoint(roles)


_writes, _is_technician = _is(*keeping.WRITERS), _is(TECHNICIAN)


def _open_for_technician(case: Case, caller: Caller, _: CounterRules) -> bool:
    return _is_technician(caller) and case.status in OPEN


def _answers(case: Case, caller: Caller, rules: CounterRules) -> bool:
    asked = case.registration is not None and case.registration.kind is Kind.INFORMATION
    return asked and _open_for_technician(case, caller, rules)


def _locates(case: Case, caller: Caller, rules: CounterRules) -> bool:
    return not case.is_complaint and _open_for_technician(case, caller, rules)


def _asks(case: Case, caller: Caller, _: CounterRules) -> bool:
    may = _is(*acting.ASKERS)(caller) and not case.is_complaint and case.status in OPEN
    return may and open_question(case) is None


def _closes(case: Case, caller: Caller, rules: CounterRules) -> bool:
    may = may_close(Actor(rules.closing_actor), caller.roles)
    return may and not case.is_complaint and case.status in (*OPEN, Status.COMPLETED)


def may_attach(case: Case, caller: Caller) -> bool:
    return _is(*attachments.ATTACHERS)(caller) and not case.is_complaint


def may_complete(case: Case, caller: Caller, rules: ComplaintRules | None) -> bool:
    """A complaint lacks what may come to the counter."""
    return _is_technician(caller) and not {Lack.SIGN, Lack.DATE}.isdisjoint(lacks(case, rules))


def _reopens(case: Case, caller: Caller, _: CounterRules) -> bool:
    return _is(*keeping.CLOSERS)(caller) and case.status in ENDED and not case.is_complaint


def _removes(case: Case, caller: Caller, _: CounterRules) -> bool:
    return _is(*attachments.REMOVERS)(caller) and bool(case.attachments) and not case.is_complaint


async def _remove(desk: Desk, caller: Caller, case_id: str, form: RemoveForm, key: str) -> None:
    await attachments.remove(desk, caller, case_id, form.attachment_id, key)


async def _withdraw(desk: Desk, caller: Caller, case_id: str, _: NothingMore, key: str) -> None:
    await changing.withdraw(desk, caller, case_id, key)


ACTIONS: Mapping[str, Action] = {
    "note": Action(
        NoteForm,
        ("visibility", "text", "actedAt"),
        keeping.write_note,
        lambda case, caller, rules: _writes(caller),
        ("La note est au journal.", "The note is in the journal."),
    ),
    "repondre": Action(
        AnswerForm,
        ("reference", "verifiedOn"),
        changing.give_answer,
        _answers,
        ("La réponse est donnée.", "The answer is given."),
    ),
    "demander": Action(
        QuestionForm,
        ("question",),
        acting.ask,
        _asks,
        ("La question est posée.", "The question is asked."),
    ),
    "reclasser": Action(
        ReclassifyForm,
        ("kind", "activity", "description"),
        changing.reclassify,
        _open_for_technician,
        ("Le dossier est reclassé.", "The case is reclassified."),
    ),
    "situer": Action(
        LocateForm,
        ("place.longitude", "place.latitude", "place.address"),
        keeping.locate,
        _locates,
        ("Le lieu est précisé.", "The place is made precise."),
    ),
    "fermer": Action(
        CloseForm,
        ("validated", "withoutWork", "internalNote", "publicText"),
        keeping.close,
        _closes,
        ("Le dossier est fermé.", "The case is closed."),
    ),
    "rouvrir": Action(
        ReopenForm,
        ("reason", "note"),
        keeping.reopen,
        _reopens,
        ("Le dossier est rouvert.", "The case is open again."),
    ),
    "retirer-fichier": Action(
        RemoveForm,
        ("attachmentId",),
        _remove,
        _removes,
        ("Le fichier est effacé.", "The file is erased."),
    ),
    "retirer": Action(
        NothingMore,
        (),
        _withdraw,
        _open_for_technician,
        ("Le dossier est retiré.", "The case is withdrawn."),
    ),
}
DONE = {
    FILE: ("Le fichier est au dossier.", "The file is in the dossier."),
    SIGNED: (
        "La plainte est complétée, et le papier parti au Service aux citoyens.",
        "The complaint is completed, and the paper gone to citizen services.",
    ),
    **{name: one.done for name, one in ACTIONS.items()},
}
