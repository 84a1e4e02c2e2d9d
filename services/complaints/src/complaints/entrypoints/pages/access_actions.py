"""What may be done with an access request on its page: the form of each, and what runs it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.errors import Words
from pydantic import BaseModel

from complaints.application.access_requests import commands, forms
from complaints.application.access_requests.desk import Decide
from complaints.domain.access_requests.request import AccessRequest
from complaints.entrypoints.pages.access_words import FIELDS
from complaints.entrypoints.pages.page_forms import Sent

PART = ("documentId", "outcome", "reasonsFr", "reasonsEn", "otherBody")


@dataclass(frozen=True)
class Action:
    """`what` as the API names it; `values` makes the form's values of what was sent."""

    what: str
    form: type[BaseModel]
    decide: Decide
    values: Callable[[Sent], Mapping[str, Any]]
    words: Words
    done: Words


def _texts(*names: str) -> Callable[[Sent], Mapping[str, Any]]:
    return lambda sent: {name: sent[name] for name in names if sent[name]}


def _party(sent: Sent) -> Mapping[str, Any]:
    return {**_texts("name", "address")(sent), "documentIds": list(sent.all("documentIds"))}


def _answer(sent: Sent) -> Mapping[str, Any]:
    """One part for each document that the page listed, in its order."""
    count = sum(name.endswith(".documentId") for name in sent.given)
    parts = []
    for place in range(count):
        at = f"answers.{place}"
        part: dict[str, Any] = {name: sent[f"{at}.{name}"] for name in PART if sent[f"{at}.{name}"]}
        part["provisions"] = list(sent.all(f"{at}.provisions"))
        parts.append(part)
    return {**_texts("wordsFr", "wordsEn")(sent), "answers": parts}


ACTIONS: Mapping[str, Action] = {
    "repondre": Action(
        "answer",
        forms.AnswerForm,
        commands.answer,
        _answer,
        ("Répondre", "Answer"),
        ("La réponse est donnée, sa lettre part.", "The answer is given, its letter leaves."),
    ),
    "document": Action(
        "add-document",
        forms.DocumentForm,
        commands.add_document,
        _texts("title"),
        ("Inscrire un document", "List a document"),
        ("Le document est inscrit.", "The document is listed."),
    ),
    "retirer": Action(
        "remove-document",
        forms.RemovalForm,
        commands.remove_document,
        _texts("documentId"),
        ("Retirer un document", "Take a document off"),
        ("Le document n'est plus inscrit.", "The document is no longer listed."),
    ),
    "tiers": Action(
        "notify-third-party",
        forms.ThirdPartyForm,
        commands.notify_third_party,
        _party,
        ("Aviser un tiers", "Notify a third party"),
        ("Le tiers est avisé, sa lettre part.", "The third party is notified, the letter leaves."),
    ),
    "observations": Action(
        "record-observations",
        forms.ObservationsForm,
        commands.record_observations,
        _texts("partyId", "observations", "consents"),
        ("Inscrire des observations", "Record observations"),
        ("Les observations sont inscrites.", "The observations are recorded."),
    ),
    "revision": Action(
        "record-review",
        forms.ReviewForm,
        commands.record_review,
        _texts("decidedOn", "reference", "words", "reopens"),
        ("Décision de la Commission", "Decision of the Commission"),
        ("La décision est inscrite.", "The decision is recorded."),
    ),
}
BY_WHAT: Mapping[str, str] = {one.what: name for name, one in ACTIONS.items()}


def labels_of(names: Sequence[str], state: AccessRequest, language: str) -> dict[str, str]:
    """Labels by field, also of the parts of an answer: `answers.1.reasonsFr`."""
    found = {}
    for name in names:
        head, _, rest = name.partition(".")
        place, _, inner = rest.partition(".")
        words = FIELDS.get(inner or head)
        if words is None:
            continue
        label = words[1] if language == "en" else words[0]
        if place.isdigit() and int(place) < len(state.documents):
            label = f"{state.documents[int(place)].title} : {label}"
        found[name] = label
    return found
