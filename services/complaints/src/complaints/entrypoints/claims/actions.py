"""What may be done with a claim on its page: by which form and command, in which words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from ui.language import Words
from ui.money import cents_of

from complaints.application.claims import commands
from complaints.application.claims.forms import (
    DecisionForm,
    FactsForm,
    HandOverForm,
    NoticeForm,
    PaperForm,
    WithdrawalForm,
)
from complaints.domain.claims.said import Change
from complaints.domain.errors import Refused
from complaints.entrypoints.pages.page_forms import A_DATE, Sent

MONEY, BOXES = "amountCents", "damages"
NOT_AN_AMOUNT = (
    "un montant est attendu, comme 1 250,50 $",
    "an amount is expected, such as $1,250.50",
)
SHAPES: Mapping[str, Words] = {"receivedOn": A_DATE, "happenedOn": A_DATE, "on": A_DATE}
LABELS: Mapping[str, Words] = {
    "receivedOn": ("Reçu le", "Received on"),
    "means": ("Comment", "How"),
    "happenedOn": ("Date des faits", "Date of the facts"),
    "place": ("Lieu des faits", "Place of the facts"),
    "damages": ("Nature du dommage", "Kind of damage"),
    "kind": ("Document", "Document"),
    "title": ("Ce qu'il montre", "What it shows"),
    "amountCents": ("Montant", "Amount"),
    "to": ("À qui", "To whom"),
    "name": ("Nom de l'assureur ou du bureau", "Name of the insurer or office"),
    "on": ("Remise le", "Handed over on"),
    "reference": ("Leur numéro de dossier", "Their file number"),
    "outcome": ("Décision", "Decision"),
    "reasonsFr": ("Motifs, en français", "Reasons, in French"),
    "reasonsEn": ("Motifs, en anglais", "Reasons, in English"),
    "saidBy": ("Qui l'a dit, et comment", "Who said so, and how"),
}


@dataclass(frozen=True)
class Action:
    """Something to do: what it is called, its form and fields, and what is said when it is done."""

    what: str
    words: Words
    done: Words
    form: type[BaseModel]
    fields: tuple[str, ...]
    decide: Callable[..., Change]


ACTIONS: Mapping[str, Action] = {
    "avis": Action(
        "record-notice",
        ("Inscrire l'avis écrit", "Record the written notice"),
        ("L'avis écrit est inscrit.", "The written notice is recorded."),
        NoticeForm,
        ("receivedOn", "means"),
        commands.record_notice,
    ),
    "faits": Action(
        "state-facts",
        ("Préciser les faits", "Settle the facts"),
        ("Les faits sont précisés.", "The facts are settled."),
        FactsForm,
        ("happenedOn", "place"),
        commands.state_facts,
    ),
    "document": Action(
        "add-paper",
        ("Ajouter un document", "Add a document"),
        ("Le document est ajouté.", "The document is added."),
        PaperForm,
        ("kind", "title"),
        commands.add_paper,
    ),
    "remise": Action(
        "hand-over",
        ("Remettre le dossier", "Hand the file over"),
        ("Le dossier est remis ; la lettre part.", "The file is handed over; the letter leaves."),
        HandOverForm,
        ("to", "name", "on", "reference"),
        commands.hand_over,
    ),
    "decision": Action(
        "decide",
        ("Décider", "Decide"),
        ("La décision est prise ; la lettre part.", "It is decided; the letter leaves."),
        DecisionForm,
        ("outcome", "reasonsFr", "reasonsEn"),
        commands.decide,
    ),
    "retrait": Action(
        "take-back",
        ("Inscrire un retrait", "Record a withdrawal"),
        ("La réclamation est retirée.", "The claim is withdrawn."),
        WithdrawalForm,
        ("saidBy",),
        commands.take_back,
    ),
}


def boxes_and_money(action: Action, sent: Sent) -> dict[str, Any]:
    """What no text field says as it stands: ticked boxes, an amount as people write it.

    Raises Refused for what is no amount of money.
    """
    fields = {field.alias for field in action.form.model_fields.values()}
    values: dict[str, Any] = {}
    if BOXES in fields:
        values[BOXES] = list(sent.all(BOXES))
    if MONEY in fields and (written := sent[MONEY].strip()):
        if (cents := cents_of(written)) is None:
            raise Refused(MONEY, "not-an-amount", *NOT_AN_AMOUNT)
        values[MONEY] = cents
    return values


def names_of(action: Action) -> frozenset[str]:
    """The fields beside which a fault of this action can stand."""
    return frozenset(str(field.alias) for field in action.form.model_fields.values())
