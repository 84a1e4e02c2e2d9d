"""The arguments of a GeoReport call, from the address or from a form; an empty one is absent."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from chassis.errors import Words
from fastapi import Request

from intake.entrypoints.open311.errors import Fault, Refusal, missing, unknown, wrong

FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 128 * 1024
MOST_FIELDS = 200
MOST_LISTED = 1000
_ATTRIBUTE = re.compile(r"^attribute\[([^\[\]]{1,100})\](\[\d*\])?$")
# W3C's note on dates, of which GeoReport takes those with a zone. A plus sign that was not encoded
# arrives as a space.
_W3C = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+ -]\d\d:\d\d)$")
_NO_FORM: Words = (f"Content-Type : envoyez {FORM}", f"Content-Type: send {FORM}")
_NO_UTF8: Words = ("Le formulaire n'est pas en UTF-8.", "The form is not UTF-8.")
_TOO_LARGE: Words = ("Le formulaire est trop long.", "The form is too long.")
_NO_DATE: Words = (
    "date W3C avec fuseau attendue, comme 2026-06-15T14:00:00Z",
    "a W3C date with its zone is expected, such as 2026-06-15T14:00:00Z",
)


class Arguments:
    """What was given; nothing here raises but `read`."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = [(name, value.strip()) for name, value in pairs if value.strip()]

    @classmethod
    def asked(cls, request: Request) -> "Arguments":
        """Those of the address."""
        return cls(request.query_params.multi_items())

    @classmethod
    async def sent(cls, request: Request) -> "Arguments":
        """Those of the form, and the jurisdiction of the address. Raises Refusal.

        A key is taken from the form alone: an address is written down along the way.
        """
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != FORM:
            raise Refusal([Fault(400, _NO_FORM)])
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise Refusal([Fault(400, _TOO_LARGE)])
        try:
            # Strict: a letter that cannot be read must not be stored as another one.
            pairs = parse_qsl(
                bytes(body).decode(),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=MOST_FIELDS,
            )
        except UnicodeDecodeError:
            raise Refusal([Fault(400, _NO_UTF8)]) from None
        except ValueError:
            raise Refusal([Fault(400, _TOO_LARGE)]) from None
        asked = [
            pair for pair in request.query_params.multi_items() if pair[0] == "jurisdiction_id"
        ]
        return cls([*asked, *pairs])

    def text(self, name: str) -> str:
        """The last value of that name, or nothing."""
        return next((value for one, value in reversed(self._pairs) if one == name), "")

    def listed(self, name: str) -> list[str]:
        """Values between commas, in their order, each once."""
        found = (part.strip() for one, value in self._pairs if one == name
                 for part in value.split(","))  # fmt: skip
        return list(dict.fromkeys(part for part in found if part))[:MOST_LISTED]

    def attributes(self) -> dict[str, list[str]]:
        """`attribute[code]=v` and `attribute[code][]=v`: values by code."""
        found: dict[str, list[str]] = {}
        for name, value in self._pairs:
            if match := _ATTRIBUTE.match(name):
                found.setdefault(match[1], []).append(value)
        return found

    def instant(self, name: str, faults: list[Fault]) -> datetime | None:
        """A date with its zone, in UTC; what is none is added to the faults."""
        given = self.text(name)
        if not given:
            return None
        try:
            match = _W3C.match(given)
            if match is None:
                raise ValueError
            return datetime.fromisoformat(match[1] + match[2].replace(" ", "+")).astimezone(UTC)
        except (ValueError, OverflowError):
            faults.append(wrong(name, _NO_DATE))
            return None

    def jurisdiction(self, known: Sequence[str] | frozenset[str], faults: list[Fault]) -> str:
        """The borough that is spoken to; one that is missing or unknown is added to the faults."""
        given = self.text("jurisdiction_id")
        if not given:
            faults.append(missing("jurisdiction_id"))
        elif given not in known:
            faults.append(unknown("jurisdiction_id"))
        return given
