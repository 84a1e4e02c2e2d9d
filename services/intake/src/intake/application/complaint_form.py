"""What is said of a complaint beside its words: how it was brought, and how it is signed (PV-18).

Its signer and whom it is about go to the complaints service with the words; neither stays here.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import StrictBool, StringConstraints

from intake.application.form_shape import IN_THE_FUTURE, REQUIRED, FieldFault, Form

NAME = r"^[^\x00-\x1f\x7f]*[^\W\d_][^\x00-\x1f\x7f]*$"  # one line with a letter in it
Signer = Annotated[str, StringConstraints(min_length=2, max_length=200, pattern=NAME)]
About = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00-\x1f\x7f]+$")]
UNCONFIRMED = (
    "cochez la case : le nom ne vaut signature que si vous le confirmez",
    "tick the box: the name stands for a signature only once you confirm it",
)
NOT_BOTH = (
    "une plainte signée n'est pas anonyme : choisissez l'un ou l'autre",
    "a signed complaint is not anonymous: choose one or the other",
)


class ComplaintFields(Form):
    """How a complaint was brought (PV-18..20, PV-38)."""

    written: StrictBool
    signed: StrictBool = False
    facts_on: date | None = None
    anonymous: StrictBool = False
    private_litigation: StrictBool = False
    danger: StrictBool = False
    signed_by: Literal["paper", "typed", "identity"] | None = None
    signer: Signer | None = None
    confirmed: StrictBool = False
    about: About | None = None


def signature_faults(
    signer: str | None, signed_by: str | None, *, confirmed: bool, prefix: str = ""
) -> list[FieldFault]:
    """A typed name signs only with its confirmation, and a confirmation confirms a name (PV-18)."""
    if confirmed and not signer:
        return [FieldFault(f"{prefix}signer", "required", *REQUIRED)]
    if signed_by == "typed" and signer and not confirmed:
        return [FieldFault(f"{prefix}confirmed", "required", *UNCONFIRMED)]
    return []


def complaint_faults(form: ComplaintFields | None, today: date) -> list[FieldFault]:
    """Every rule that these fields break; `today` is a local date."""
    if form is None:
        return []
    faults = signature_faults(
        form.signer, form.signed_by, confirmed=form.confirmed, prefix="complaint."
    )
    if form.facts_on is not None and form.facts_on > today:
        faults.append(FieldFault("complaint.factsOn", "in-the-future", *IN_THE_FUTURE))
    if form.anonymous and form.signer:
        faults.append(FieldFault("complaint.anonymous", "not-allowed", *NOT_BOTH))
    return faults


def unproven_signature(form: ComplaintFields | None) -> list[FieldFault]:
    """Of who writes for themselves: signed is what bears their name or their paper (PV-18).

    Staff has seen the paper.
    """
    is_typed = form is not None and form.signed_by == "typed" and form.signer is not None
    if form is None or not form.signed or is_typed:
        return []
    return [FieldFault("complaint.signer", "required", *REQUIRED)]


def with_whom(words: str, form: ComplaintFields | None, language: str) -> str:
    """The words of a complaint, and whom or what it is about where that was said."""
    if form is None or form.about is None:
        return words
    label = "Person or department" if language == "en" else "Personne ou service"
    return f"{words}\n\n{label} : {form.about}"
