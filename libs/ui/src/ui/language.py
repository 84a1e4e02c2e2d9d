"""French first, English beside it: which one a page is written in."""

from collections.abc import Mapping

from fastapi import Request

LANGUAGES = ("fr", "en")
Words = tuple[str, str]  # French, English


def language_of(request: Request) -> str:
    """`?lang=` if it is one of ours, else what the browser asks for first, else French."""
    asked = request.query_params.get("lang", "").lower()
    if asked in LANGUAGES:
        return asked
    preferred = request.headers.get("accept-language", "").strip().lower()
    return "en" if preferred.startswith("en") else "fr"


def chosen(request: Request) -> str:
    """The language that was asked for in the address, to be kept from page to page; else empty."""
    asked = request.query_params.get("lang", "").lower()
    return asked if asked in LANGUAGES else ""


def said(words: Words, language: str) -> str:
    """The French or the English of a pair."""
    return words[1] if language == "en" else words[0]


def in_words(table: Mapping[str, Words], language: str) -> dict[str, str]:
    """A table of words in one language."""
    return {name: said(words, language) for name, words in table.items()}
