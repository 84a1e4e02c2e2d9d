"""POST /requests: a GeoReport form into the counter's own, so that both are held to one rule.

What GeoReport asks and the counter has no field for (answers to a service's questions, the address
of a photo) is kept with the words of the case, line by line, where staff reads it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import uuid4

from chassis.commands import derived_id
from chassis.errors import Words
from chassis.http import detail_of, language_of
from fastapi import Request
from pydantic import StringConstraints, ValidationError

from intake.application.form import CaseForm, faults_of
from intake.domain.activities import ActivityNames
from intake.domain.danger import smells_of_danger
from intake.domain.service_attributes import Attribute, lines_of
from intake.entrypoints.open311.arguments import Arguments
from intake.entrypoints.open311.endpoint import Endpoint
from intake.entrypoints.open311.errors import Fault, Refusal, missing, unknown, wrong
from intake.entrypoints.open311.formats import Body
from intake.entrypoints.open311.services import asked_as, name_of
from intake.entrypoints.registering import open_case
from intake.entrypoints.views import answered

LONGEST_DESCRIPTION = 4000
HTML = re.compile(r"</?[A-Za-z!][^>]*>")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,500}")
_KEY = re.compile(r"[\x21-\x7e]{16,100}")
# Fields of the counter's form by the argument that fills them.
_ARGUMENTS = {
    "activity": "service_code",
    "place.longitude": "long",
    "place.latitude": "lat",
    "place.address": "address_string",
    "place": "lat",
    "contact.name": "first_name",
    "contact.email": "email",
    "contact.phone": "phone",
}
TOO_LONG: Words = ("4000 caractères au plus", "4000 characters at most")
_TOO_LONG_WITH: Words = (
    "4000 caractères au plus, réponses au service et photo comprises",
    "4000 characters at most, answers to the service and photo included",
)
NO_HTML: Words = ("sans balises HTML", "no HTML tags")
_NUMBER: Words = ("doit être un nombre", "must be a number")
_NO_URL: Words = ("adresse http(s) attendue", "an http(s) address is expected")
_NO_IDS: Words = (
    "aucun répertoire d'adresses ici : donnez lat et long, ou address_string",
    "there is no register of addresses here: give lat and long, or address_string",
)
_KEY_FORM: Words = ("16 à 100 caractères visibles", "16 to 100 visible characters")
_FLAWS: Mapping[str, Words] = {
    "required": ("réponse obligatoire", "an answer is required"),
    "unknown": ("n'est pas demandé par ce service", "is not asked by this service"),
    "unknown-value": ("valeur inconnue", "unknown value"),
    "one-only": ("une seule réponse", "one answer only"),
    "not-a-number": _NUMBER,
    "not-a-date": ("doit être une date ISO 8601", "must be an ISO 8601 date"),
    "too-long": ("trop long", "too long"),
}
_DANGER: Words = (
    "S'il y a danger pour quelqu'un, appelez le 911.",
    "If anybody is in danger, call 911.",
)
_TRIAL: Words = ("Essai : rien n'a été enregistré.", "Trial: nothing was recorded.")


class Open311Form(CaseForm):
    """The counter's form, with GeoReport's room for words; the answers have their part of it."""

    description: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_DESCRIPTION)]


async def post_request(endpoint: Endpoint, request: Request) -> Body:
    """Open a case, by the counter's own way in.

    Raises Refusal, ApiError, CommandConflict, Transient.
    The id is known at once, so a token is never given instead. Repeated under its Idempotency-Key
    it answers the same; without one each call is a new case, as GeoReport has it.
    """
    arguments, language = await Arguments.sent(request), language_of(request)
    holder, borough = await endpoint.writer(request, arguments)
    faults: list[Fault] = []
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        faults.append(wrong("Idempotency-Key", _KEY_FORM))
    form = await _form(endpoint, borough, arguments, language, faults)
    if form is None or faults:
        raise Refusal(faults)
    key = key or str(uuid4())
    if endpoint.is_trial:
        broken = faults_of(form, endpoint.desk.boroughs, endpoint.desk.clock(), by_staff=False)
        if broken:
            raise Refusal([wrong(one.field, (one.french, one.english)) for one in broken])
        case_id = derived_id(f"open311-trial:{holder.name}", key)
        notice: str | None = _said(_TRIAL, language)
    else:
        opened = await open_case(endpoint.desk, form, None, key, integrator=holder.name)
        case_id, notice = opened.case_id, _notice(opened.answer.body, form.description, language)
    told = {"service_request_id": case_id, "service_notice": notice, "account_id": None}
    return Body("service_requests", [told])


async def _form(
    endpoint: Endpoint, borough: str, arguments: Arguments, language: str, faults: list[Fault]
) -> Open311Form | None:
    """The counter's form, or None and why in the faults."""
    service = await _service(endpoint, borough, arguments, faults)
    attributes = endpoint.attributes_of(borough, service.code) if service else ()
    details = _details(arguments, attributes if service else None, faults)
    description = _description(arguments, faults)
    place = _place(arguments, faults)
    if service is None:
        return None
    words = "\n".join([description or name_of(service, language), *details])
    if len(words) > LONGEST_DESCRIPTION:
        if len(description) <= LONGEST_DESCRIPTION:
            faults.append(wrong("description", _TOO_LONG_WITH))
        return None
    given: dict[str, Any] = {
        "borough": borough,
        "kind": "request",
        "activity": asked_as(service),
        "channel": "open311",
        "language": language,
        "description": words,
        "place": place,
        "contact": _contact(arguments),
    }
    try:
        return Open311Form.model_validate(given)
    except ValidationError as error:
        faults += _faults_of(error)
        return None


async def _service(
    endpoint: Endpoint, borough: str, arguments: Arguments, faults: list[Fault]
) -> ActivityNames | None:
    code = arguments.text("service_code")
    if not code:
        faults.append(missing("service_code"))
        return None
    service = (await endpoint.services(borough)).get(code)
    if service is None:
        faults.append(unknown("service_code"))
    return service


def _details(
    arguments: Arguments, attributes: Sequence[Attribute] | None, faults: list[Fault]
) -> list[str]:
    """Lines after the description; `attributes` None: the service is not known."""
    lines: list[str] = []
    if attributes is not None:
        lines, flaws = lines_of(attributes, arguments.attributes())
        faults += [wrong(f"attribute[{one.code}]", _FLAWS[one.reason]) for one in flaws]
    if photo := arguments.text("media_url"):
        if not WEB_ADDRESS.fullmatch(photo):
            faults.append(wrong("media_url", _NO_URL))
        lines.append(f"Photo (adresse donnée par l'appelant) : {photo}")
    if address_id := arguments.text("address_id"):
        lines.append(f"address_id : {address_id[:100]}")
    return lines


def _description(arguments: Arguments, faults: list[Fault]) -> str:
    description = arguments.text("description")
    if len(description) > LONGEST_DESCRIPTION:
        faults.append(wrong("description", TOO_LONG))
    if HTML.search(description):
        faults.append(wrong("description", NO_HTML))
    return description


def _place(arguments: Arguments, faults: list[Fault]) -> dict[str, Any]:
    place: dict[str, Any] = {}
    for name, field in (("lat", "latitude"), ("long", "longitude")):
        if given := arguments.text(name):
            try:
                place[field] = float(given)
            except ValueError:
                faults.append(wrong(name, _NUMBER))
                place[field] = None
    for name, field, other in (("lat", "latitude", "longitude"), ("long", "longitude", "latitude")):
        if field not in place and other in place:
            faults.append(missing(name))
    if address := arguments.text("address_string"):
        place["address"] = address
    if not place:
        given_id = arguments.text("address_id")
        faults.append(wrong("address_id", _NO_IDS) if given_id else missing("lat"))
    return place


def _contact(arguments: Arguments) -> dict[str, str] | None:
    names = [arguments.text("first_name"), arguments.text("last_name")]
    given = {
        "name": " ".join(name for name in names if name),
        "email": arguments.text("email"),
        "phone": arguments.text("phone"),
    }
    return {field: value for field, value in given.items() if value} or None


def _faults_of(error: ValidationError) -> list[Fault]:
    details = [detail_of(dict(one)) for one in error.errors(include_input=False)]
    return [
        wrong(_ARGUMENTS.get(one.target or "", one.target or "?"), one.words) for one in details
    ]


def _notice(answer: Mapping[str, Any], words: str, language: str) -> str | None:
    """What happens next; before it 911, and the legal notice where damage is spoken of (C-13)."""
    view = answered(answer, language)
    danger = _said(_DANGER, language) if smells_of_danger(words) else None
    told = (danger, view.get("claimNotice"), view.get("placeText"), view.get("nextStepText"))
    return " ".join(one for one in told if one) or None


def _said(words: Words, language: str) -> str:
    return words[0] if language == "fr" else words[1]
