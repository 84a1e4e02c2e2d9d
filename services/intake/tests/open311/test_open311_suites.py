"""The public suites of GeoReport, ported: each test names the suite and the rule it comes from.

SeeClickFix/open311-validator (it always exits 0: its rules are worth something only where a test
fails by them), open311/schema-validation (its schemas, in our words), ryanbriones/open311-api-tests
(its batch service "Abandoned Vehicle" is our service with questions), and the `georeport` client.
"""

from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest

from services.intake.tests.open311.conftest import (
    LIGHT,
    PIERREFONDS,
    POINT,
    POTHOLE,
    Integrator,
    root_of,
)

TEXT = {"type": "string"}
TEXT_OR_NULL = {"type": ["string", "null"]}
DATE = {"type": "string", "format": "date-time"}
DATE_OR_NULL = {"anyOf": [DATE, {"type": "null"}]}
SERVICE = {
    "type": "object",
    "required": ["service_code", "service_name", "metadata", "type"],
    "properties": {
        "service_code": TEXT,
        "service_name": TEXT,
        "description": TEXT_OR_NULL,
        "metadata": {"type": "boolean"},
        "type": {"enum": ["realtime", "batch", "blackbox"]},
        "keywords": TEXT_OR_NULL,
        "group": TEXT_OR_NULL,
    },
}
CHOICE = {"type": "object", "required": ["key", "name"], "properties": {"key": TEXT, "name": TEXT}}
ATTRIBUTE = {
    "type": "object",
    "required": ["variable", "code", "datatype", "required"],
    "properties": {
        "variable": {"type": "boolean"},
        "code": TEXT,
        "datatype": {
            "enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
        },
        "required": {"type": "boolean"},
        "datatype_description": TEXT_OR_NULL,
        "order": {"type": ["integer", "null"], "minimum": 1},
        "description": TEXT_OR_NULL,
        "values": {"type": "array", "items": CHOICE},
    },
}
DEFINITION = {
    "type": "object",
    "required": ["service_code", "attributes"],
    "properties": {"service_code": TEXT, "attributes": {"type": "array", "items": ATTRIBUTE}},
}
REQUEST = {
    "type": "object",
    "required": ["service_request_id", "status", "service_code", "requested_datetime"],
    "properties": {
        "service_request_id": TEXT,
        "status": {"enum": ["open", "closed"]},
        "status_notes": TEXT_OR_NULL,
        "service_name": TEXT_OR_NULL,
        "service_code": TEXT,
        "description": {"type": ["string", "null"], "maxLength": 4000},
        "agency_responsible": TEXT_OR_NULL,
        "service_notice": TEXT_OR_NULL,
        "requested_datetime": DATE,
        "updated_datetime": DATE_OR_NULL,
        "expected_datetime": DATE_OR_NULL,
        "address": TEXT_OR_NULL,
        "address_id": TEXT_OR_NULL,
        "zipcode": TEXT_OR_NULL,
        "lat": {"type": ["number", "null"]},
        "long": {"type": ["number", "null"]},
        "media_url": TEXT_OR_NULL,
    },
}


def listing(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def valid(value: Any, schema: dict[str, Any]) -> None:
    jsonschema.validate(value, schema, format_checker=jsonschema.FormatChecker())


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


# ---- SeeClickFix/open311-validator -----------------------------------------------------------
def test_discovery_is_the_same_in_both_forms_and_names_contact_and_key_service(
    open311: Integrator,
) -> None:
    told = open311.get("discovery").json()
    root = root_of(open311.get("discovery", "xml"))
    for name in ("contact", "key_service", "changeset"):
        assert told[name]
        assert root.findtext(name) == told[name]
    assert moment(told["changeset"]).tzinfo is not None


def test_each_endpoint_has_specification_address_past_changeset_type_and_both_formats(
    open311: Integrator,
) -> None:
    endpoints = open311.get("discovery").json()["endpoints"]
    inside = root_of(open311.get("discovery", "xml")).findall("endpoints/endpoint")
    assert len(endpoints) == len(inside) == 2, "one alone is no list to readers of XML"
    assert {one["type"] for one in endpoints} == {"production", "test"}
    for one, element in zip(endpoints, inside, strict=True):
        assert one["specification"].endswith("GeoReport_v2")
        assert one["url"].startswith("http://testserver/open311/")
        assert moment(one["changeset"]) < datetime.now(UTC)
        assert one["formats"] == ["text/xml", "application/json"]
        assert [format_.text for format_ in element.findall("formats/format")] == one["formats"]


def test_the_validator_follows_each_endpoint_to_services_with_codes(open311: Integrator) -> None:
    for endpoint in open311.get("discovery").json()["endpoints"]:
        for form in ("xml", "json"):
            asked = f"{endpoint['url']}/services.{form}?jurisdiction_id={PIERREFONDS}"
            answer = open311.client.get(asked)
            assert answer.status_code == 200
            codes = (
                [one["service_code"] for one in answer.json()]
                if form == "json"
                else [one.text for one in root_of(answer).findall("service/service_code")]
            )
            assert codes
            assert all(codes)


# ---- open311/schema-validation ---------------------------------------------------------------
def test_services_and_definitions_fit_the_schemas(open311: Integrator) -> None:
    services = open311.get("services").json()
    valid(services, listing(SERVICE))
    for one in services:
        valid(open311.get(f"services/{one['service_code']}").json(), DEFINITION)


def test_requests_fit_the_schemas_open_and_closed(open311: Integrator) -> None:
    whole, bare = open311.open(address_string="Boul. de Pierrefonds"), open311.open()
    open311.assign(whole)
    open311.promise(whole)
    closing = {"validated": True, "withoutWork": True, "internalNote": "rien"}
    assert open311.counter.post(f"/cases/{bare}/close", closing).status_code == 200
    told = open311.get("requests").json()
    assert {one["status"] for one in told} == {"open", "closed"}
    valid(told, listing(REQUEST))
    assert told[0].keys() == REQUEST["properties"].keys()  # type: ignore[attr-defined]


# ---- ryanbriones/open311-api-tests -----------------------------------------------------------
def test_a_request_is_created_and_found_again_by_its_token(open311: Integrator) -> None:
    sent = {"attribute[panne]": "eteint", "attribute[numero]": "123456"}
    answer = open311.post("requests", service_code=LIGHT, **POINT, **sent)
    (told,) = answer.json()
    (found,) = open311.get(f"tokens/{told['service_request_id']}").json()
    assert found["service_request_id"] == told["service_request_id"]
    assert open311.record(found["service_request_id"])["service_code"] == LIGHT


def test_a_service_with_questions_lists_them(open311: Integrator) -> None:
    services = {one["service_code"]: one for one in open311.get("services").json()}
    assert services[LIGHT]["metadata"] is True
    assert open311.get(f"services/{LIGHT}").json()["attributes"]
    assert services[LIGHT]["service_name"] == "Éclairage défectueux"


# ---- the georeport client --------------------------------------------------------------------
@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_client_lists_defines_and_reads_in_both_forms(open311: Integrator, form: str) -> None:
    case_id = open311.open()
    asked = (
        "services",
        f"services/{POTHOLE}",
        "requests",
        f"requests/{case_id}",
        f"tokens/{case_id}",
    )
    for resource in asked:
        answer = open311.get(resource, form)
        assert answer.raise_for_status().status_code == 200
        assert answer.json() if form == "json" else len(root_of(answer))
