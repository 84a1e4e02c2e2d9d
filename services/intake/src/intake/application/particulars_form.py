"""What a claim and an access request say besides what every case says (PV-16, A-2.1 art. 83)."""

from datetime import date
from typing import Annotated, Literal

from contracts.words import DamageKind, Kind
from pydantic import Field, Strict, StrictBool

from intake.application.form_shape import IN_THE_FUTURE, FieldFault, Form
from intake.domain.dossier import AccessContent, ClaimContent

FOR_CLAIMS = ("réservé aux réclamations", "for claims only")
FOR_ACCESS = ("réservé aux demandes d'accès", "for access requests only")
MOST_CENTS = 99_999_999_999  # what a claim never comes to


class ClaimFields(Form):
    """Damage (PV-16); what is left out is not known to whoever claims."""

    happened_on: date | None = None
    damages: list[Literal["property", "bodily", "other"]] = Field([], max_length=3)
    amount_cents: Annotated[int, Strict(), Field(ge=0, le=MOST_CENTS)] | None = None


class AccessFields(Form):
    """An access request."""

    own_data: StrictBool = False


def particulars_faults(
    kind: Kind, claim: ClaimFields | None, access: AccessFields | None, today: date
) -> list[FieldFault]:
    """What is wrong with either; `today` is the local date of here."""
    faults: list[FieldFault] = []
    if claim is not None and kind is not Kind.CLAIM:
        faults.append(FieldFault("claim", "not-allowed", *FOR_CLAIMS))
    if access is not None and kind is not Kind.ACCESS:
        faults.append(FieldFault("access", "not-allowed", *FOR_ACCESS))
    if claim is not None and claim.happened_on is not None and claim.happened_on > today:
        faults.append(FieldFault("claim.happenedOn", "in-the-future", *IN_THE_FUTURE))
    return faults


def claim_of(fields: ClaimFields | None) -> ClaimContent | None:
    """What is kept of a claim; each damage once."""
    if fields is None:
        return None
    damages = tuple(DamageKind(one) for one in dict.fromkeys(fields.damages))
    return ClaimContent(
        happened_on=fields.happened_on, damages=damages, amount_cents=fields.amount_cents
    )


def access_of(fields: AccessFields | None) -> AccessContent | None:
    """What is kept of an access request."""
    return None if fields is None else AccessContent(own_data=fields.own_data)
