"""What the access officer sends."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from complaints.application.command_forms import ONE_LINE, Form, Name

Title = Annotated[str, StringConstraints(min_length=2, max_length=300, pattern=ONE_LINE)]
Long = Annotated[str, StringConstraints(max_length=4_000)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=ONE_LINE)]
Address = Annotated[str, StringConstraints(min_length=5, max_length=300)]


class DocumentForm(Form):
    """A document that is asked for or was found; also one that the body does not hold."""

    title: Title = Field(description="Titre du document, sans renseignement personnel superflu")


class RemovalForm(Form):
    """A document that was listed by mistake."""

    document_id: Id = Field(description="Document inscrit")


class ThirdPartyForm(Form):
    """Whom to tell by post that their information was asked for (A-2.1 art. 49)."""

    name: Name = Field(description="Nom du tiers, tel qu'écrit sur l'enveloppe")
    address: Address = Field(description="Adresse postale du tiers")
    document_ids: list[Id] = Field([], max_length=100, description="Documents qui le concernent")


class ObservationsForm(Form):
    """What a third party says; silence is consent (A-2.1 art. 49)."""

    party_id: Id = Field(description="Tiers avisé")
    consents: bool = Field(False, description="Vrai : consent à ce que l'accès soit donné")
    observations: Long = Field("", description="Ce que le tiers oppose, dans ses mots")


class PartForm(Form):
    """What is answered about one document (A-2.1 art. 47)."""

    document_id: Id = Field(description="Document inscrit")
    outcome: Literal["given", "refused", "not-held", "transferred"] = Field(description="Réponse")
    provisions: list[Id] = Field(
        [], max_length=10, description="Dispositions sur lesquelles un refus s'appuie (PV-49)"
    )
    reasons_fr: Long = Field("", description="Motifs, repris dans la lettre (PV-49)")
    reasons_en: Long = Field("", description="Les mêmes en anglais ; vide : ceux en français")
    other_body: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Organisme qui a le document, si la demande lui est transmise"
    )


class AnswerForm(Form):
    """The whole answer: one part for each document that is listed (PV-46..49)."""

    answers: list[PartForm] = Field(max_length=100, description="Une réponse par document")
    words_fr: Long = Field("", description="Ce que la lettre ajoute")
    words_en: Long = Field("", description="La même chose en anglais")


class ReviewForm(Form):
    """What the Commission d'accès à l'information decided (A-2.1 art. 135 and following)."""

    decided_on: date = Field(description="Date de la décision")
    reference: Name = Field(description="Numéro du dossier à la Commission")
    words: Long = Field("", description="Ce qu'elle ordonne")
    reopens: bool = Field(False, description="Vrai : il faut répondre de nouveau")
