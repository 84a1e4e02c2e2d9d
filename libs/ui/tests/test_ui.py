"""The shell: languages, dates, safe headers, static files of our own."""

import re
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient
from ui import Assets, Pages, day, moment


def page(path: str = "/page", language: str = "") -> Any:
    assets = Assets()
    pages = Pages("ui", assets)
    app = FastAPI()
    app.include_router(assets.router())

    @app.get("/page")
    async def shown(request: Request) -> HTMLResponse:
        return pages.render(request, "shell.html")

    return TestClient(app).get(path, headers={"accept-language": language})


@pytest.mark.parametrize(
    ("path", "asked", "language"),
    [
        ("/page", "", "fr"),
        ("/page", "de-DE", "fr"),
        ("/page", "en-CA,fr;q=0.8", "en"),
        ("/page?lang=fr", "en-CA", "fr"),
        ("/page?lang=en", "fr-CA", "en"),
        ("/page?lang=xx", "", "fr"),
    ],
)
def test_french_comes_first_and_english_for_whoever_asks(
    path: str, asked: str, language: str
) -> None:
    answer = page(path, asked)
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language


def test_the_chosen_language_is_kept_from_page_to_page() -> None:
    assert 'href="/suivi?lang=en"' in page("/page?lang=en").text
    assert 'href="/suivi"' in page("/page").text


def test_the_shell_has_landmarks_a_skip_link_and_a_viewport() -> None:
    text = page().text
    for needed in ("<header", "<nav", "<main", "<footer", 'href="#contenu"', 'name="viewport"'):
        assert needed in text


def test_static_files_are_immutable_by_their_content_and_nothing_else_is_served() -> None:
    url = Assets().url("shell.css")
    assert "immutable" in page(url).headers["cache-control"]
    assert page("/static/shell.css?v=old").headers["cache-control"] == "no-cache"
    assert page("/static/shell.html").status_code == 404
    assert page("/static/..%2Fpages.py").status_code == 404


def test_dates_are_written_as_people_here_write_them() -> None:
    at = datetime(2026, 7, 1, 18, 5, tzinfo=UTC)
    assert moment(at, "fr") == "1er juillet 2026, 14 h 05"
    assert moment(at, "en") == "July 1, 2026, 14:05"
    assert day(date(2026, 8, 12), "fr") == "12 août 2026"


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "ground"),
        ("muted", "ground"),
        ("muted", "surface"),
        ("accent", "surface"),
        ("accent-strong", "accent-soft"),
        ("good", "good-soft"),
        ("warn", "warn-soft"),
        ("bad", "bad-soft"),
        ("surface", "accent"),
        ("surface", "bad"),
    ],
)
def test_every_pair_of_colours_can_be_read_wcag_aa(text: str, ground: str) -> None:
    tokens = dict(
        re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", (files("ui") / "static/tokens.css").read_text())
    )
    dark, light = sorted((luminance(tokens[text]), luminance(tokens[ground])))
    assert (light + 0.05) / (dark + 0.05) >= 4.5
