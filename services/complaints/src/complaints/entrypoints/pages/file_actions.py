"""What may be done with the file of a complaint on its page: by which form, which command, whom."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from chassis.errors import unprocessable
from chassis.identity import Caller
from pydantic import BaseModel, ConfigDict
from ui.language import Words

from complaints.application import command_forms as forms
from complaints.application import conduct
from complaints.application.command_desk import Office
from complaints.application.keep_access import Caretaker
from complaints.domain.errors import Refused
from complaints.entrypoints.commands_http import Doing
from complaints.entrypoints.custody_http import GrantForm, HoldForm, RevokeForm, person_of
from complaints.entrypoints.pages.file_fields import DAY, MOMENT, Fields


class NothingMore(BaseModel):
    """An action that takes no field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class FileDesk:
    """Runs the commands; what a rule refuses leaves as the City words it."""

    doing: Doing
    caretaker: Caretaker


Run = Callable[[FileDesk, str, Any, Caller, str], Awaitable[object]]


@dataclass(frozen=True)
class Action:
    """Something to do: its form, the command that it runs, and what is said when it is done."""

    form: type[BaseModel]
    fields: Fields
    run: Run
    done: Words
    beside: Mapping[str, str] = field(default_factory=dict)
    """Of what a rule names that is no field of the form: the field beside which it is said."""


def _commanded(what: str, office: Office, decide: Callable[..., conduct.Change]) -> Run:
    async def run(desk: FileDesk, case_id: str, form: Any, caller: Caller, key: str) -> object:
        return await desk.doing(office, what, case_id, form, decide, caller, key)

    return run


async def _measure(desk: FileDesk, case_id: str, form: Any, caller: Caller, key: str) -> object:
    earlier = await desk.doing.desk.earlier_measures(case_id, form.person_id, caller.scope)
    decide = partial(conduct.decide_measure, earlier=earlier)
    run = _commanded("decide-measure", Office.KEEPER, decide)
    return await run(desk, case_id, form, caller, key)


def _kept(command: Callable[..., Awaitable[None]]) -> Run:
    """A command on the custody of the file."""

    async def run(desk: FileDesk, case_id: str, form: Any, caller: Caller, key: str) -> object:
        by, said = person_of(caller), form.model_dump()
        try:
            await command(desk.caretaker, case_id, by, caller.scope, key=key, **said)
        except Refused as refusal:
            words = (refusal.reason_fr, refusal.reason_en)
            raise unprocessable(refusal.code, words, refusal.field) from None
        return None

    return run


_OUTCOME = Fields(single=("result", "reasons", "toldFr", "toldEn"), several=("foundedAgainst",))
_NOT_YET = {"hearings": "result", "findings": "result"}
ACTIONS: Mapping[str, Action] = {
    "name-targets": Action(
        forms.TargetsForm,
        Fields(rows={"targets": ("personId", "department")}),
        _commanded("name-targets", Office.KEEPER, conduct.name_targets),
        (
            "C'est noté ; les personnes visées et qui les remplace n'ont plus accès au dossier.",
            "Recorded; the targeted people and who stands in for them are shut out of the file.",
        ),
    ),
    "name-investigator": Action(
        forms.InvestigatorForm,
        Fields(single=("personId", "role", "department")),
        _commanded("name-investigator", Office.KEEPER, conduct.name_investigator),
        ("L'enquête est confiée.", "The investigation is given to them."),
        {"targets": "personId"},
    ),
    "name-people": Action(
        forms.PeopleForm,
        Fields(rows={"people": ("person", "capacity")}),
        _commanded("name-people", Office.LEADER, conduct.name_people),
        ("Les personnes à entendre sont notées.", "The people to be heard are recorded."),
    ),
    "record-hearing": Action(
        forms.HearingForm,
        Fields(
            single=("attended", "account"),
            times={"heldAt": MOMENT},
            pairs={"who": ("capacity", "person")},
        ),
        _commanded("record-hearing", Office.LEADER, conduct.record_hearing),
        ("L'audition est consignée.", "The hearing is recorded."),
        {"person": "who", "capacity": "who"},
    ),
    "add-evidence": Action(
        forms.EvidenceForm,
        Fields(single=("text",), several=("fileIds",)),
        _commanded("add-evidence", Office.LEADER, conduct.add_evidence),
        ("La preuve est au dossier.", "The evidence is in the file."),
    ),
    "add-finding": Action(
        forms.FindingForm,
        Fields(single=("text",)),
        _commanded("add-finding", Office.LEADER, conduct.add_finding),
        ("Le constat est consigné.", "The finding is recorded."),
    ),
    "conclude": Action(
        forms.OutcomeForm,
        _OUTCOME,
        _commanded("conclude", Office.LEADER, conduct.conclude),
        (
            "L'issue est décidée ; la lettre part à la personne.",
            "The outcome is decided; the letter goes to the person.",
        ),
        _NOT_YET,
    ),
    "decide-measure": Action(
        forms.MeasureForm,
        Fields(single=("personId", "measure", "gravity")),
        _measure,
        (
            "La mesure est décidée ; elle entre au dossier de l'employé.",
            "The measure is decided; it goes into the employee's file.",
        ),
    ),
    "decide-review": Action(
        forms.ReviewDecisionForm,
        Fields(single=(*_OUTCOME.single, "role"), several=_OUTCOME.several),
        _commanded("decide-review", Office.KEEPER, conduct.decide_review),
        (
            "La révision est décidée ; la lettre part à la personne.",
            "The review is decided; the letter goes to the person.",
        ),
        {"decidedBy": "role", "personId": "role", "department": "role"},
    ),
    "sign": Action(
        forms.SignatureForm,
        Fields(single=("kind", "signer", "fileId", "confirmed")),
        _commanded("sign", Office.COUNTER, conduct.sign),
        ("La signature est reçue.", "The signature is received."),
    ),
    "supplement": Action(
        forms.SupplementForm,
        Fields(single=("written", "fullContact", "factsOn")),
        _commanded("supplement", Office.COUNTER, conduct.supplement),
        ("Le complément est reçu.", "The supplement is received."),
    ),
    "decline": Action(
        forms.SaidByForm,
        Fields(single=("saidBy",)),
        _commanded("decline", Office.COUNTER, conduct.decline),
        ("Le refus de la personne est noté.", "Their refusal is recorded."),
    ),
    "withdraw": Action(
        forms.SaidByForm,
        Fields(single=("saidBy",)),
        _commanded("withdraw", Office.COUNTER, conduct.withdraw),
        ("La plainte est retirée.", "The complaint is withdrawn."),
    ),
    "request-review": Action(
        forms.ReviewForm,
        Fields(single=("grounds",)),
        _commanded("request-review", Office.COUNTER, conduct.request_review),
        ("La demande de révision est reçue.", "The request for a review is received."),
        {"requestedAt": "grounds", "review": "grounds"},
    ),
    "grant": Action(
        GrantForm,
        Fields(single=("personId", "exception", "why"), times={"until": DAY}),
        _kept(Caretaker.grant),
        ("Cette personne peut ouvrir le dossier.", "This person may open the file."),
    ),
    "revoke": Action(
        RevokeForm,
        Fields(single=("personId",)),
        _kept(Caretaker.revoke),
        ("Cette personne n'y a plus accès.", "This person no longer has access."),
    ),
    "hold": Action(
        HoldForm,
        Fields(single=("reason",)),
        _kept(Caretaker.hold),
        ("Rien du dossier ne sera détruit.", "Nothing of the file will be destroyed."),
    ),
    "lift": Action(
        NothingMore,
        Fields(),
        _kept(Caretaker.lift),
        ("Le délai de conservation court de nouveau.", "The retention runs again."),
    ),
}
AT_THE_COUNTER = ("sign", "supplement", "decline", "withdraw", "request-review")
DONE: Mapping[str, Words] = {name: one.done for name, one in ACTIONS.items()}
