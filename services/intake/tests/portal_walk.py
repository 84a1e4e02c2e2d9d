"""The portal as a browser without script walks it: reads the form of a page, and sends it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

from httpx import Response
from intake.domain.activities import ActivityNames, GridWords, Vocabulary, plain
from intake.domain.counter_rules import CounterRules
from intake.domain.identity import FirstActivity, Identity

from services.intake.tests.conftest import Counter

START = "/demande/pierrefonds-roxboro"
POTHOLE = ActivityNames(code="nid-de-poule", name_fr="Nid-de-poule", name_en="Pothole")
LIGHT = ActivityNames(code="eclairage", name_fr="Éclairage existant - Entretien", name_en="Lights")
FACE = Identity(
    signature_fr="On s'occupe de vous !",
    signature_en="On s'occupe de vous !",
    band_colour="#0b4f3f",
    accent_colour="#0b6b52",
    phone="311",
    buttons=(
        FirstActivity(activity="nid-de-poule", label_fr="Nid-de-poule", label_en="Pothole"),
        FirstActivity(
            activity="eclairage", label_fr="Éclairage défectueux", label_en="Faulty light"
        ),
        FirstActivity(activity="gone", label_fr="Disparue", label_en="Gone"),
    ),
)


def portal_words(identity: Identity = FACE) -> Vocabulary:
    """Grids of Pierrefonds and of its city, and Prévost's, which knows no contact is needed."""
    activities = (POTHOLE, LIGHT)
    words = tuple(plain(name) for one in activities for name in (one.name_fr, one.name_en))
    own = GridWords(
        borough="pierrefonds-roxboro",
        version=1,
        inherits="montreal",
        words=words,
        activities=activities,
        counter=CounterRules(),
        identity=identity,
    )
    return Vocabulary([own, GridWords(borough="montreal", version=1)])


class _Forms(HTMLParser):
    """The fields of the form `demande`, as a browser would send them when nothing is touched."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.action = ""
        self._inside = False
        self._words: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("id") == "demande":
            self._inside, self.action = True, given["action"]
        if not self._inside or "name" not in given:
            return
        name, kind = given["name"], given.get("type", "text")
        if tag == "textarea":
            self._words, self.fields[name] = name, ""
        is_chosen = kind not in ("radio", "checkbox") or "checked" in given
        if tag == "input" and kind != "file" and is_chosen:
            self.fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            self._words = None

    def handle_data(self, data: str) -> None:
        if self._words:
            self.fields[self._words] += data.removeprefix("\n")


@dataclass
class Shown:
    """A page of the portal, and what its form holds."""

    answer: Response

    @property
    def text(self) -> str:
        return self.answer.text

    @property
    def words(self) -> str:
        """The page with the words as people read them."""
        return unescape(self.text)

    @property
    def title(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.words)
        return found.group(1) if found else ""

    @property
    def fields(self) -> Mapping[str, str]:
        return self._read().fields

    @property
    def action(self) -> str:
        return self._read().action

    @property
    def faults(self) -> Mapping[str, str]:
        """The fault beside each field, by the id of the field; those of a group by its own."""
        beside = dict(re.findall(r'<p class="fault" id="([^"]+)-fault">([^<]+)</p>', self.text))
        groups = dict(re.findall(r'<p class="fault" id="([a-z]+)">([^<]+)</p>', self.text))
        return {**beside, **groups}

    def _read(self) -> _Forms:
        reader = _Forms()
        reader.feed(self.text)
        return reader


class Walk:
    """A citizen at the portal, in one language."""

    def __init__(self, counter: Counter, language: str = "fr") -> None:
        self.counter = counter
        self.headers = {"accept-language": language, "sec-fetch-site": "same-origin"}

    def open(self, path: str = START) -> Shown:
        return Shown(self.counter.client.get(path, headers=self.headers))

    def send(self, page: Shown, *, to: str = "", **typed: str) -> Shown:
        """The form of a page with what was typed; `contact_email` stands for `contact.email`."""
        return self._post(page, to, typed, {})

    def send_photo(self, page: Shown, name: str, data: bytes, **typed: str) -> Shown:
        """The same with a photo, as the last page sends it."""
        return self._post(page, "", typed, {"photo": (name, data, "image/jpeg")})

    def send_scan(self, page: Shown, name: str, data: bytes, **typed: str) -> Shown:
        """The same with the signed paper of a complaint."""
        return self._post(page, "", typed, {"scan": (name, data, "application/pdf")})

    def _post(
        self, page: Shown, to: str, typed: Mapping[str, str], files: Mapping[str, Any]
    ) -> Shown:
        named = {name.replace("_", ".", 1): value for name, value in typed.items()}
        answer = self.counter.client.post(
            to or page.action,
            data={**page.fields, **named},
            files=files or None,
            headers=self.headers,
        )
        return Shown(answer)

    def pothole_at_school(self) -> Shown:
        """The page that is left to send, for a pothole at a point of the map."""
        where = self.send(self.open(), activityButton="Nid-de-poule")
        return self.send(where, place_longitude="-73.86", place_latitude="45.49")


def case_ids(counter: Counter) -> list[str]:
    return [name for name, one in counter.store.documents.items() if one.state is not None]
