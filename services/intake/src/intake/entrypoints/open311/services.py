"""GET /services and /services/{code}: what can be asked for in a jurisdiction, from its grid."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from intake.application.form import Activity
from intake.domain.activities import ActivityNames, plain
from intake.domain.service_attributes import Attribute
from intake.entrypoints.open311.endpoint import Endpoint
from intake.entrypoints.open311.errors import Refusal, unknown
from intake.entrypoints.open311.formats import Body

_ACTIVITY: TypeAdapter[str] = TypeAdapter(Activity)


async def service_list(endpoint: Endpoint, borough: str, language: str) -> Body:
    """All services, the borough's own first, then those of its city (PR-02, MT-08)."""
    offered = await endpoint.services(borough)
    return Body(
        "services",
        [
            _service(one, endpoint.attributes_of(borough, one.code), language)
            for one in offered.values()
        ],
    )


async def service_definition(endpoint: Endpoint, borough: str, code: str, language: str) -> Body:
    """What one service asks. Raises Refusal 404."""
    if code not in await endpoint.services(borough):
        raise Refusal([unknown("service_code")])
    asked = endpoint.attributes_of(borough, code)
    attributes = [_attribute(one, nth, language) for nth, one in enumerate(asked, 1)]
    return Body("service_definition", {"service_code": code, "attributes": attributes})


def name_of(service: ActivityNames, language: str) -> str:
    """Its name; French where it has none in English."""
    return (service.name_en if language == "en" else "") or service.name_fr


def asked_as(service: ActivityNames) -> str:
    """The activity as the counter's form takes it; a name with signs in it goes by its code."""
    try:
        return _ACTIVITY.validate_python(service.name_fr)
    except ValidationError:
        return service.code


def _service(
    service: ActivityNames, attributes: Sequence[Attribute], language: str
) -> dict[str, Any]:
    name = name_of(service, language)
    return {
        "service_code": service.code,
        "service_name": name,
        "description": " / ".join(dict.fromkeys(_names(service.name_fr, service.name_en))),
        "metadata": bool(attributes),
        "type": "realtime",
        "keywords": _keywords(name, [service.name_fr, service.name_en, *service.synonyms]) or None,
        "group": None,
    }


def _names(*names: str) -> Iterable[str]:
    return (name for name in names if name)


def _keywords(name: str, others: Iterable[str]) -> str:
    """Other names, each spelling once; a comma within one would make two of it."""
    seen = {plain(name): ""} | {plain(one): one.replace(",", " ") for one in others}
    return ", ".join(word for key, word in seen.items() if key and key != plain(name))


def _attribute(attribute: Attribute, order: int, language: str) -> dict[str, Any]:
    english = language == "en"
    return {
        "variable": attribute.variable,
        "code": attribute.code,
        "datatype": attribute.datatype.value,
        "required": attribute.required,
        "datatype_description": (attribute.hint_en if english else attribute.hint_fr) or None,
        "order": order,
        "description": attribute.description_en if english else attribute.description_fr,
        "values": [
            {"key": one.key, "name": one.name_en if english else one.name_fr}
            for one in attribute.values
        ],
    }
