"""What is published of our interfaces: one AsyncAPI document, one OpenAPI document per service.

Generated (`guichet contracts asyncapi`, `guichet contracts openapi`) and kept beside the code, so
that any process can show them without asking another; a test holds them equal to the code.
"""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from contracts.topics import SERVICES

ASYNCAPI = "asyncapi.json"


def folder() -> Path:
    """Where the files lie in a working tree; for those who write them."""
    return Path(__file__).parent


def openapi_name(service: str) -> str:
    """File of a service's OpenAPI document."""
    return f"openapi-{service}.json"


@cache
def asyncapi() -> dict[str, Any]:
    """The AsyncAPI 3.0 document of all events; not to be changed by who reads it."""
    return _read(ASYNCAPI)


@cache
def openapi() -> dict[str, dict[str, Any]]:
    """The OpenAPI 3.1 document of each service, by its name."""
    return {service: _read(openapi_name(service)) for service in SERVICES}


def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(files(__package__).joinpath(name).read_text("utf-8"))
    return document
