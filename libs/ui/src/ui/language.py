"""French first, English beside it: which one a page is written in."""

from fastapi import Request

LANGUAGES = ("fr", "en")


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
