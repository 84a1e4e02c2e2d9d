"""GeoReport's two forms, from one value: XML without namespaces, and JSON.

A dict is an element with children, a list is an element whose children are named in `ITEMS`. What
is unknown is None: null in JSON; in XML an empty element, and of a date none.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from fastapi import Request
from starlette.responses import Response

XML, JSON = "xml", "json"
FORMATS = (XML, JSON)
MEDIA_TYPES = {XML: "text/xml", JSON: "application/json"}
ITEMS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
}
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
# What XML 1.0 cannot hold, even escaped (§2.2).
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_DATES = ("_datetime", "changeset")


class Record(dict[str, Any]):
    """A record that many answers hold: its text is made once in each form."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.texts: dict[str, str] = {}


@dataclass(frozen=True)
class Body:
    """An answer before it has a form; `root` is the name that XML gives it."""

    root: str
    value: dict[str, Any] | list[dict[str, Any]]


def form_of(request: Request) -> str:
    """`xml` or `json`, by the suffix of the path; without one JSON only where it is asked for."""
    suffix = request.url.path.rpartition(".")[2].lower()
    if suffix in FORMATS:
        return suffix
    return JSON if "json" in request.headers.get("accept", "").lower() else XML


def answer(
    form: str,
    body: Body,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    *,
    bare: bool = False,
) -> Response:
    """The response; `bare`: its media type names no charset, as discovery's must not."""
    media_type = MEDIA_TYPES[form] if bare else f"{MEDIA_TYPES[form]}; charset=utf-8"
    text = as_xml(body) if form == XML else as_json(body)
    sent = {"content-type": media_type, "vary": "Accept-Language", **(headers or {})}
    return Response(text.encode(), status, sent)


def as_json(body: Body) -> str:
    """The value by itself: JSON names no root."""
    if isinstance(body.value, list):
        return f"[{', '.join(map(_in_json, body.value))}]"
    return _in_json(body.value)


def as_xml(body: Body) -> str:
    """The document with its declaration."""
    return _DECLARATION + "".join(_element(body.root, body.value))


def w3c(at: datetime) -> str:
    """An instant as GeoReport writes it, to the second: `2026-06-15T14:00:00Z`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _in_json(value: dict[str, Any]) -> str:
    return _once(value, JSON, lambda: json.dumps(value, ensure_ascii=False, default=w3c))


def _once(value: Any, form: str, text: Callable[[], str]) -> str:
    if not isinstance(value, Record):
        return text()
    if form not in value.texts:
        value.texts[form] = text()
    return value.texts[form]


def _element(name: str, value: Any) -> Iterator[str]:
    """The pieces of an element. A thousand requests are 17,000 of them: so no tree is built."""
    if value is None:
        yield f"<{name}/>"
        return
    yield f"<{name}>"
    if isinstance(value, dict):
        for child, one in value.items():
            if one is not None or not child.endswith(_DATES):
                yield from _element(child, one)
    elif isinstance(value, list):
        item = ITEMS[name]
        for one in value:
            yield _once(one, XML, lambda one=one: "".join(_element(item, one)))  # type: ignore[misc]
    else:
        yield escape(_NOT_XML.sub("", _text(value)))
    yield f"</{name}>"


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return w3c(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
