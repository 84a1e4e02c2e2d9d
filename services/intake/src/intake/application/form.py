"""The form of the counter, one for every channel (PV-01, PV-36, PV-37): its shape and its rules.

HTTP and the pilot's topic both fill it in, so both are refused for the same reasons. No reason
quotes a value.
"""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from contracts.words import Channel, Kind, Language
from pydantic import (
    AfterValidator,
    AwareDatetime,
    Field,
    Strict,
    StrictBool,
    StringConstraints,
)

from intake.application.complaint_form import ComplaintFields, complaint_faults, with_whom
from intake.application.form_shape import IN_THE_FUTURE as IN_THE_FUTURE
from intake.application.form_shape import REQUIRED as REQUIRED
from intake.application.form_shape import FieldFault as FieldFault
from intake.application.form_shape import Form as Form
from intake.application.particulars_form import (
    AccessFields,
    ClaimFields,
    access_of,
    claim_of,
    particulars_faults,
)
from intake.domain.counter_rules import CounterRules
from intake.domain.dossier import (
    Brought,
    ClaimNotice,
    ComplaintForm,
    Contact,
    Origin,
    Photo,
    Place,
)

ZONE = ZoneInfo("America/Toronto")  # of the dates that people write
CLOCKS_MAY_DIFFER = timedelta(minutes=1)
PUBLIC_CHANNELS = frozenset({Channel.WEB, Channel.MOBILE})
# Somebody of the City is with the citizen: what is asked can be answered there and then (PV-15).
FACE_TO_FACE = frozenset({Channel.PHONE, Channel.COUNTER, Channel.FIELD})
ORIGINS = {Channel.FIELD: Origin.EMPLOYEE, Channel.ELECTED: Origin.ELECTED}

_MANY_DIGITS = re.compile(r"(?:\d[ .()-]*){7}")


def _no_number_to_call(activity: str) -> str:
    # The activity is said in the open: it must hold nothing that leads to a person.
    if _MANY_DIGITS.search(activity):
        raise ValueError(
            "doit être une activité de la grille, sans coordonnées|"
            "must be an activity of the grid, without contact details"
        )
    return activity


ONE_LINE = r"^[^\x00-\x1f\x7f]+$"
Activity = Annotated[
    str,
    StringConstraints(max_length=120, pattern=r"^(?:\*?[\p{L}\p{N}][\p{L}\p{N} \-–'’(),./&+:]*)?$"),
    AfterValidator(_no_number_to_call),
]
KindName = Literal["request", "complaint", "information", "claim", "access"]
Words = Annotated[str, StringConstraints(min_length=3, max_length=3500)]
Reference = Annotated[str, StringConstraints(min_length=3, max_length=300, pattern=ONE_LINE)]
Email = Annotated[
    str,
    StringConstraints(
        max_length=254,
        pattern=r'^[^@\s,;:<>"()\x00-\x1f]+@[^@\s,;:<>"()]+\.[^@\s,;:<>"()]+$',
    ),
]
Degrees = Annotated[float, Strict(), Field(allow_inf_nan=False)]


class PlaceForm(Form):
    """Where: a point, an address, or both."""

    longitude: Annotated[Degrees, Field(ge=-180, le=180)] | None = None
    latitude: Annotated[Degrees, Field(ge=-90, le=90)] | None = None
    address: Annotated[str, StringConstraints(min_length=3, max_length=300)] | None = None


class ContactForm(Form):
    """Whom to answer; voluntary (PV-37)."""

    name: Annotated[str, StringConstraints(max_length=200, pattern=ONE_LINE)] | None = None
    email: Email | None = None
    phone: (
        Annotated[str, StringConstraints(max_length=40, pattern=r"^\+?[0-9][0-9 ().x#-]{6,}$")]
        | None
    ) = None
    address: Annotated[str, StringConstraints(max_length=300, pattern=ONE_LINE)] | None = None
    by_post: StrictBool = False


class ExternalForm(Form):
    """Where an imported case comes from."""

    source: Annotated[str, StringConstraints(max_length=100, pattern=ONE_LINE)]
    id: Annotated[str, StringConstraints(max_length=200, pattern=ONE_LINE)]


class AnswerForm(Form):
    """The document or resource that was given (PV-06), and when it was last checked (PV-07)."""

    reference: Reference
    verified_on: date


class PhotoForm(Form):
    """A photo that lies elsewhere, by its address, its id, or both; it is never fetched (PR-02)."""

    url: (
        Annotated[
            str,
            StringConstraints(
                max_length=500,
                pattern=r"^https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][\x21-\x7e]*)?$",
            ),
        ]
        | None
    ) = None
    media_id: (
        Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9._:~/-]+$")] | None
    ) = None
    content_type: Literal["image/jpeg", "image/png", "image/webp", "image/heic"]
    size_bytes: Annotated[int, Strict(), Field(ge=1, le=20 * 1024 * 1024)]


class CaseForm(Form):
    """What somebody brings to the counter."""

    borough: Annotated[str, StringConstraints(max_length=60)]
    kind: KindName
    activity: Activity = ""
    channel: Literal[
        "phone",
        "email",
        "counter",
        "letter",
        "web",
        "mobile",
        "field",
        "elected",
        "social",
        "pilot",
        "open311",
    ]
    description: Words
    place: PlaceForm | None = None
    contact: ContactForm | None = None
    language: Literal["fr", "en"] = "fr"
    received_at: AwareDatetime | None = None
    original_on: date | None = None
    external: ExternalForm | None = None
    answer: AnswerForm | None = None
    complaint: ComplaintFields | None = None
    claim: ClaimFields | None = None
    access: AccessFields | None = None
    photo: PhotoForm | None = None
    origin: Literal["citizen", "employee", "elected", "internal"] | None = None


def faults_of(
    form: CaseForm, boroughs: Collection[str], now: datetime, *, by_staff: bool
) -> list[FieldFault]:
    """Every rule that the form breaks; empty when it can be registered."""
    kind, channel, place = Kind(form.kind), Channel(form.channel), form.place
    received = form.received_at
    today = now.astimezone(ZONE).date()
    broken = {
        ("borough", "unknown", "guichet inconnu", "unknown counter"): form.borough not in boroughs,
        ("activity", "required", *REQUIRED): (not form.activity and kind is not Kind.COMPLAINT),
        ("receivedAt", "in-the-future", *IN_THE_FUTURE): (
            received is not None and received > now + CLOCKS_MAY_DIFFER
        ),
        ("receivedAt", "not-allowed", "réservé au personnel", "for staff only"): (
            received is not None and not by_staff
        ),
        ("originalOn", "in-the-future", *IN_THE_FUTURE): (
            form.original_on is not None and form.original_on > today
        ),
        (
            "place",
            "incomplete",
            "longitude et latitude vont ensemble",
            "longitude and latitude go together",
        ): (place is not None and (place.longitude is None) != (place.latitude is None)),
        ("place", "incomplete", "donnez un point ou une adresse", "give a point or an address"): (
            place == PlaceForm()
        ),
        (
            "place",
            "required",
            "obligatoire pour un constat sur le terrain",
            "required for what was seen in the field",
        ): place is None and channel is Channel.FIELD,
        (
            "contact",
            "incomplete",
            "donnez un nom, un courriel ou un téléphone",
            "give a name, an e-mail or a phone",
        ): form.contact == ContactForm(),
        (
            "contact.address",
            "required",
            "obligatoire pour recevoir les lettres par la poste",
            "required to have the letters by post",
        ): (form.contact is not None and form.contact.by_post and not form.contact.address),
        ("answer", "not-allowed", "réservée aux demandes d'information", "for information only"): (
            form.answer is not None and kind is not Kind.INFORMATION
        ),
        ("answer", "not-allowed", "réservée au personnel", "for staff only"): (
            form.answer is not None and not by_staff
        ),
        (
            "answer",
            "required",
            "une information se donne au premier contact : indiquez le document ou la ressource",
            "information is given at first contact: name the document or the resource",
        ): form.answer is None and kind is Kind.INFORMATION and channel in FACE_TO_FACE,
        ("answer.verifiedOn", "in-the-future", *IN_THE_FUTURE): (
            form.answer is not None and form.answer.verified_on > today
        ),
        ("origin", "not-allowed", "réservée au personnel", "for staff only"): (
            form.origin is not None and not by_staff
        ),
        ("complaint", "not-allowed", "réservé aux plaintes", "for complaints only"): (
            form.complaint is not None and kind is not Kind.COMPLAINT
        ),
        ("photo", "incomplete", "donnez une adresse ou un identifiant", "give a URL or an id"): (
            form.photo is not None and form.photo.url is None and form.photo.media_id is None
        ),
    }
    own = particulars_faults(kind, form.claim, form.access, today)
    own += complaint_faults(form.complaint, today)
    return [*(FieldFault(*fault) for fault, is_broken in broken.items() if is_broken), *own]


def answer_faults(answer: AnswerForm, now: datetime, field: str) -> list[FieldFault]:
    """What is wrong with an answer given later (PV-07); `field` is where its date stands."""
    later = answer.verified_on > now.astimezone(ZONE).date()
    return [FieldFault(field, "in-the-future", *IN_THE_FUTURE)] if later else []


def brought_by(
    form: CaseForm,
    now: datetime,
    entered_by: str | None,
    *,
    is_of_grid: bool,
    fingerprint: str = "",
    notice: ClaimNotice | None = None,
    rules: CounterRules | None = None,
) -> Brought:
    """What was brought, from a form without faults; `is_of_grid`: a grid knows the activity.

    `rules`: those of its counter; None: the defaults (C-11, C-12).
    """
    rules = rules or CounterRules()
    channel, place, contact, complaint = (
        Channel(form.channel),
        form.place,
        form.contact,
        form.complaint,
    )
    return Brought(
        borough=form.borough,
        kind=Kind(form.kind),
        activity=" ".join(form.activity.split()),
        channel=channel,
        origin=Origin(form.origin) if form.origin else ORIGINS.get(channel, Origin.CITIZEN),
        entered_by=entered_by,
        received_at=min(form.received_at or now, now).astimezone(UTC),
        language=Language(form.language),
        original_on=form.original_on,
        source=form.external.source if form.external else None,
        external_id=form.external.id if form.external else None,
        description=with_whom(form.description, complaint, form.language),
        place=place and Place.model_validate(place.model_dump()),
        contact=contact and Contact.model_validate(contact.model_dump()),
        answer_reference=form.answer.reference if form.answer else None,
        verified_on=form.answer.verified_on if form.answer else None,
        complaint=complaint and ComplaintForm.model_validate(complaint.model_dump()),
        claim=claim_of(form.claim),
        access=access_of(form.access),
        photo=form.photo and Photo.model_validate(form.photo.model_dump()),
        is_of_grid=is_of_grid,
        fingerprint=fingerprint,
        notice=notice,
        acknowledged=rules.acknowledges(Kind(form.kind), channel),
        claims_are_requests=rules.claim_is == "request",
    )
