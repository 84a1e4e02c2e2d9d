"""The map: hidden without script, named for who cannot see it, ours alone, small."""

import re
from importlib.resources import files
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient
from jinja2 import ChoiceLoader, DictLoader
from ui import Assets, Pages, ServedFile

PAGE = """{% from "map.html" import map, map_files with context %}
{{ map_files() }}
{{ map("carte", t("Où", "Where"), area="verdun", points="liste", **choosing) }}"""


def page(language: str = "fr", **choosing: str) -> str:
    assets = Assets()
    pages = Pages("ui", assets)
    environment: Any = pages._environment
    environment.loader = ChoiceLoader([DictLoader({"page.html": PAGE}), environment.loader])
    app = FastAPI()

    @app.get("/page")
    async def shown(request: Request) -> HTMLResponse:
        return pages.render(request, "page.html", choosing=choosing)

    answer = TestClient(app).get("/page", headers={"accept-language": language})
    return str(answer.text)


def test_the_map_stays_hidden_until_script_shows_it() -> None:
    assert re.search(r'<div class="map" id="carte" hidden data-map ', page())


def test_the_map_has_a_name_an_explanation_and_buttons_with_names() -> None:
    text = page()
    assert 'role="application" aria-label="Où" aria-describedby="carte-aide"' in text
    assert 'id="carte-aide"' in text
    buttons = re.findall(r"<button[^>]*>", text)
    assert len(buttons) == 4
    assert all("aria-label=" in button and 'type="button"' in button for button in buttons)


def test_a_map_that_chooses_says_how_and_which_fields_it_fills() -> None:
    text = page(longitude="lon", latitude="lat", area_field="guichet")
    assert 'class="map map-chooses"' in text
    assert 'data-area="verdun" data-area-field="guichet"' in text
    assert 'data-longitude="lon" data-latitude="lat"' in text
    assert "data-map-clear" in text
    assert "choisissez le centre avec Entrée" in text


@pytest.mark.parametrize("choosing", [{}, {"longitude": "lon", "latitude": "lat"}])
def test_no_word_of_the_map_is_half_translated(choosing: dict[str, str]) -> None:
    def words(text: str) -> list[str]:
        said = re.findall(r'(?:aria-label|data-say-[a-z-]+)="([^"]+)"', text)
        return said + re.findall(r'class="hint"[^>]*>([^<]+)<', text)

    french, english = words(page("fr", **choosing)), words(page("en", **choosing))
    assert len(french) == len(english) > 8
    assert [one for one, other in zip(french, english, strict=True) if one == other] == []


def test_the_script_is_small_has_no_words_and_calls_nobody() -> None:
    script = (files("ui") / "static/map.js").read_bytes()
    assert len(script) < 25_000
    assert set(re.findall(rb"https?://[^\"']+", script)) == {b"http://www.w3.org/2000/svg"}
    assert b"innerHTML" not in script
    assert not re.search(rb"[\xc3-\xf4]", script), "words are of the template, in both languages"


def test_every_colour_of_the_map_gives_way_to_the_readers_own() -> None:
    style = (files("ui") / "static/map.css").read_text()
    plain, forced = style.split("@media (forced-colors: active)")
    coloured = set(
        re.findall(r"^(\.map-(?:area|ours|dot|mark circle|pin path|cross)) \{", plain, re.M)
    )
    assert coloured == {one for one in coloured if one in forced}
    assert len(coloured) == 6


def test_a_file_is_compressed_for_whoever_understands_it_and_has_a_tag_of_each_form() -> None:
    file = ServedFile(b"abc" * 1000, "text/plain")
    app = FastAPI()

    @app.get("/file")
    async def served(request: Request) -> Any:
        return file.answer(request, "no-cache")

    client = TestClient(app)
    small = client.get("/file", headers={"accept-encoding": "br, gzip"})
    plain = client.get("/file", headers={"accept-encoding": "identity"})
    assert small.content == plain.content == b"abc" * 1000
    assert int(small.headers["content-length"]) < 100
    assert "content-encoding" not in plain.headers
    assert small.headers["vary"] == "Accept-Encoding"
    tags = {one.headers["etag"] for one in (small, plain)}
    assert len(tags) == 2
    for one, coding in ((small, "gzip"), (plain, "identity")):
        known = {"accept-encoding": coding, "if-none-match": one.headers["etag"]}
        assert client.get("/file", headers=known).status_code == 304
