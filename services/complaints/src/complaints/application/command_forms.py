"""What staff send to complete, investigate and conclude a complaint."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from complaints.domain.file import SignatureKind
from complaints.domain.proceedings import Leader

ONE_LINE = r"^[^\x00-\x1f\x7f]+$"
StaffId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,99}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Name = Annotated[str, StringConstraints(min_length=2, max_length=200, pattern=ONE_LINE)]
Words = Annotated[str, StringConstraints(min_length=3, max_length=8_000)]
FileId = Annotated[str, StringConstraints(max_length=60, pattern=ONE_LINE)]


class Form(BaseModel):
    """Names as the City writes them (lowerCamelCase), and no others."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, str_strip_whitespace=True
    )


class SignatureForm(Form):
    """A signature that came after the complaint (PV-18)."""

    kind: SignatureKind = Field(description="paper, typed ou identity")
    signer: Name = Field(description="Nom de qui signe, ou identité sous laquelle on a signé")
    file_id: FileId | None = Field(None, description="Papier numérisé, parmi les pièces du dossier")
    confirmed: bool = Field(False, description="Vrai : la personne confirme que son nom la signe")


class SupplementForm(Form):
    """What else was missing and came."""

    written: bool = Field(False, description="Vrai : elle est maintenant par écrit (PV-18)")
    full_contact: bool = Field(False, description="Vrai : coordonnées complètes (PV-39)")
    facts_on: date | None = Field(None, description="Date des faits (PV-38)")


class SaidByForm(Form):
    """Who said that they decline, or take the complaint back."""

    said_by: Name = Field(description="Qui l'a dit, et comment")


class TargetForm(Form):
    """Whom or what the complaint is about."""

    person_id: StaffId | None = Field(None, description="Matricule de la personne visée")
    department: Code | None = Field(None, description="Code du service visé")


class TargetsForm(Form):
    """All of them, anew."""

    targets: list[TargetForm] = Field(min_length=1, max_length=20, description="Visés, 20 au plus")


class InvestigatorForm(Form):
    """Who leads the investigation (PV-40, C-02)."""

    person_id: StaffId = Field(description="Matricule")
    role: Leader = Field(description="À quel titre")
    department: Code | None = Field(None, description="Son service, si l'annuaire ne le sait pas")


class PersonForm(Form):
    """Somebody else who is to be heard."""

    person: Name = Field(description="Matricule d'un employé, ou nom")
    capacity: Literal["complainant", "witness"] = Field(description="À quel titre")


class PeopleForm(Form):
    """All of them, anew; the targeted people are to be heard anyway."""

    people: list[PersonForm] = Field(max_length=50, description="À entendre, 50 au plus")


class HearingForm(Form):
    """The record of a hearing (PV-41)."""

    person: Name = Field(description="Qui fut entendu, comme nommé au dossier")
    capacity: Literal["targeted", "complainant", "witness"] = Field(description="À quel titre")
    held_at: AwareDatetime = Field(description="Instant de la rencontre")
    attended: bool = Field(True, description="Faux : la personne ne s'est pas présentée")
    account: Words = Field(description="Ce qui fut dit, ou comment elle fut convoquée")


class EvidenceForm(Form):
    """Something that shows what happened."""

    text: Words = Field(description="Ce que c'est, et ce qu'elle montre")
    file_ids: list[FileId] = Field([], max_length=20, description="Pièces du dossier")


class FindingForm(Form):
    """What is held for established."""

    text: Words = Field(description="Le constat")


class OutcomeForm(Form):
    """The outcome, with its reasons (PV-42, PV-43)."""

    result: Literal["founded", "partly-founded", "unfounded"] = Field(description="Issue")
    reasons: Words = Field(description="Les motifs ; ils restent au dossier")
    founded_against: list[StaffId] = Field(
        [], max_length=20, description="Fondée en partie : contre qui, parmi les personnes visées"
    )
    told_fr: Annotated[str, StringConstraints(max_length=2_000)] = Field(
        "", description="Ce que la lettre ajoute, sans nommer personne"
    )
    told_en: Annotated[str, StringConstraints(max_length=2_000)] = Field(
        "", description="La même chose en anglais"
    )


class MeasureForm(Form):
    """A disciplinary measure of the borough's list (PV-50)."""

    person_id: StaffId = Field(description="Matricule de la personne")
    measure: Code = Field(description="Code de la mesure")
    gravity: Literal["minor", "serious", "grave"] = Field(description="Gravité du manquement")


class ReviewForm(Form):
    """Whoever complained asks for another look."""

    grounds: Words = Field(description="Pourquoi, dans les mots de la personne")


class ReviewDecisionForm(OutcomeForm):
    """What the review comes to."""

    role: Leader = Field(description="À quel titre on révise")
