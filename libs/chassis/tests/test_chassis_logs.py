"""Logs hold kinds and places, the errand's id, and never a value."""

import io
import json
import logging
from typing import Any

import pytest
from chassis.logs import CityFormatter, correlation
from pydantic import BaseModel

MARKED = "zebulon.tremblay@example.org"


class Form(BaseModel):
    number: int


def logged(error: Exception) -> dict[str, Any]:
    """One line as it would be written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(CityFormatter("guichet-toy", "1"))
    log = logging.Logger("toy")
    log.addHandler(handler)
    log.error("failed", exc_info=error)
    line: dict[str, Any] = json.loads(stream.getvalue())
    return line


def raised(value: str) -> Exception:
    try:
        Form.model_validate({"number": value})
    except ValueError as error:
        return error
    raise AssertionError


@pytest.mark.parametrize("error", [raised(MARKED), KeyError(MARKED), ZeroDivisionError()])
def test_an_exception_is_logged_by_kind_and_place_without_its_message(error: Exception) -> None:
    line = logged(error)
    assert MARKED not in json.dumps(line)
    assert type(error).__name__ in line["exc_info"]


def test_a_line_has_the_citys_fields_and_the_correlation_id() -> None:
    token = correlation.set("abc-3")
    line = logged(ZeroDivisionError())
    correlation.reset(token)
    assert {name: line[name] for name in ("app", "logType", "cid", "message")} == {
        "app": "guichet-toy",
        "logType": "mtl",
        "cid": "abc-3",
        "message": "failed",
    }
