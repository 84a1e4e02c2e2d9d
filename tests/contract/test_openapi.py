"""The published OpenAPI documents are what the services' routes say."""

import pytest
from contracts.published import folder, openapi, openapi_name
from contracts.topics import SERVICES
from guichet.openapi_command import openapi_text


@pytest.mark.parametrize("service", SERVICES)
def test_the_committed_document_is_what_the_routes_say(service: str) -> None:
    committed = (folder() / openapi_name(service)).read_text(encoding="utf-8")
    assert committed == openapi_text(service), "run guichet contracts openapi --publish"


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_says_what_it_does_and_how_its_errors_look(service: str) -> None:
    for path, methods in openapi()[service]["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert operation.get("description"), f"{where} has no docstring"
            error = operation["responses"]["default"]["content"]["application/json"]["schema"]
            if path.startswith("/open311/"):
                # GeoReport has a form of its own, a list.
                assert error["items"] == {"$ref": "#/components/schemas/Open311Error"}, where
            else:
                assert error == {"$ref": "#/components/schemas/ErrorAnswer"}, where
            assert "422" not in operation["responses"], f"{where}: not our form of an error"


def test_what_needs_a_token_says_so() -> None:
    paths = openapi()["intake"]["paths"]
    assert paths["/api/intake/v1/cases"]["get"]["security"] == [{"HTTPBearer": []}]
    assert "security" not in paths["/api/intake/v1/tracking"]["get"]
