"""What the clerk sends. Money is whole cents; the shape refuses an amount that is no number."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from complaints.application.command_forms import ONE_LINE, Form, Name
from complaints.domain.claims.parts import Damage, HandedTo, Means, PaperKind
from complaints.domain.legal_letters import ClaimOutcome

MOST_CENTS = 100_000_000_00  # what a claim never comes to
Cents = Annotated[int, Field(strict=True, ge=0, le=MOST_CENTS)]
Place = Annotated[str, StringConstraints(max_length=300)]
Title = Annotated[str, StringConstraints(min_length=2, max_length=200, pattern=ONE_LINE)]
Reference = Annotated[str, StringConstraints(max_length=100)]
Reasons = Annotated[str, StringConstraints(max_length=3_000)]


class NoticeForm(Form):
    """The written notice of the law came (LCV 585, C.m. 1112.1)."""

    received_on: date = Field(description="Jour de réception au greffe ; c'est lui qui compte")
    means: Means = Field(description="Comment il est venu")


class FactsForm(Form):
    """Date, place and nature of the facts, as they were asked for; what is not given stays."""

    happened_on: date | None = Field(None, description="Date des faits")
    place: Place = Field("", description="Lieu des faits")
    damages: list[Damage] = Field([], max_length=3, description="Ce qui fut endommagé (PV-16)")


class PaperForm(Form):
    """A document of the claim, and its amount where it has one."""

    kind: PaperKind = Field(description="Ce que c'est")
    title: Title = Field(description="Ce qu'il montre, en peu de mots")
    amount_cents: Cents | None = Field(None, description="Montant en cents ; nul : sans montant")


class HandOverForm(Form):
    """Who looks at it from now on."""

    to: HandedTo = Field(description="À qui")
    name: Name = Field(description="Nom de l'assureur, du cabinet ou du bureau")
    on: date = Field(description="Jour de la remise")
    reference: Reference = Field("", description="Leur numéro de dossier")


class DecisionForm(Form):
    """Accepted, in part, denied or settled (PV-16)."""

    outcome: ClaimOutcome = Field(description="Décision")
    amount_cents: Cents | None = Field(None, description="Montant versé, en cents")
    reasons_fr: Reasons = Field("", description="Motifs, repris dans la lettre")
    reasons_en: Reasons = Field("", description="Les mêmes en anglais ; vide : ceux en français")


class WithdrawalForm(Form):
    """Whoever claimed takes it back."""

    said_by: Name = Field(description="Qui l'a dit, et comment")
