"""What staff send to pass a case on: transfers, levels, hand-overs, steps of the elected flow."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from routing.application.forms import _Form as Form
from routing.application.people_forms import StaffId
from routing.domain.elected import ElectedState
from routing.domain.manifest_values import Code

Words = Annotated[str, Field(max_length=2_000)]
CaseId = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]


class BulkForm(Form):
    """Cases to take in charge together."""

    case_ids: list[CaseId] = Field(
        min_length=1, max_length=200, description="Dossiers, 200 au plus"
    )


class OfferForm(Form):
    """Ask a colleague to take the case (MH-06)."""

    borough: Code | None = Field(None, description="Arrondissement ; absent : celui qui en répond")
    department: Code = Field(description="Service du collègue")
    person: StaffId | Literal[""] = Field("", description="Le collègue ; vide : qui y reçoit")
    reason: Words = Field(description="Pourquoi (à l'interne)")


class AnswerForm(Form):
    """The colleague's answer; a refusal says why (MH-06)."""

    answer: Literal["accept", "decline"]
    reason: Words = Field("", description="Pourquoi non (à l'interne)")


class LevelForm(Form):
    """To the second line, or back to the first (MT-03)."""

    level: Literal[1, 2]
    reason: Words = Field(description="Pourquoi (à l'interne)")


class HandOverForm(Form):
    """Given to another authority, on which day; the citizen is told."""

    authority: Code = Field(description="Code de l'autorité, ou de la ville liée")
    on: date = Field(description="Date de la remise")
    # No free text: it goes on an open topic.
    file_number: Annotated[str, Field(pattern=r"^([A-Z0-9][A-Z0-9/.-]{0,29})?$")] = Field(
        "", description="Numéro de dossier chez l'autorité, si connu"
    )


class OfficialForm(Form):
    """Which elected official brought the case (MH-04, MH-05)."""

    official: StaffId = Field(description="Matricule du membre du conseil")


class StepForm(Form):
    """The next step of the elected flow (MH-05)."""

    step: ElectedState
    note: Words = Field("", description="Ce qui fut fait ou répondu ; le membre du conseil le lit")


class SettleForm(Form):
    """A technician settles a loop."""

    follow_rules: bool = Field(description="Vrai : là où les règles le veulent ; faux : il reste")
    reason: Words = Field(description="Pourquoi (à l'interne)")
