"""Renders a page in the shell, in the reader's language, with the headers that keep it safe."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from ui.assets import Assets
from ui.compiled_templates import CompiledTemplates
from ui.dates import day, moment
from ui.language import chosen, language_of
from ui.staff_menu import grouped

HEADERS = {
    # Nothing inline, nothing from elsewhere, in nobody's frame.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Language, Cookie",
}
# A service has several `Pages`, its tests hundreds: compiling is most of the first showing.
_COMPILED = CompiledTemplates()


class Pages:
    """The pages of one package: its `templates/`, in the shell of this one."""

    def __init__(self, package: str, assets: Assets) -> None:
        loaders = ChoiceLoader([PackageLoader(package), PackageLoader("ui")])
        self._environment = Environment(
            loader=loaders,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_COMPILED,
        )
        self._environment.globals["asset"] = assets.url
        self._environment.globals["grouped"] = grouped

    def render(
        self, request: Request, template: str, *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page. In its template: `t(fr, en)`, `here(path, **query)`, `day`, `moment`, `lang`,
        `path` (of this page)."""
        language = language_of(request)
        asked = chosen(request)

        def t(french: str, english: str) -> str:
            return english if language == "en" else french

        def day_in(value: Any) -> str:
            return day(value, language)

        def moment_in(value: Any) -> str:
            return moment(value, language)

        words: dict[str, Any] = {
            "lang": language,
            "t": t,
            "day": day_in,
            "moment": moment_in,
            "here": linker(asked),
            "path": request.url.path,
            "other_lang": "fr" if language == "en" else "en",
            "other_lang_url": _in_language(request, "fr" if language == "en" else "en"),
        }
        page = self._environment.get_template(template).render(**words, **values)
        return HTMLResponse(page, status, headers={**HEADERS, "Content-Language": language})


def linker(asked: str) -> Callable[..., str]:
    """Addresses on this site that keep the language that was asked for."""

    def here(path: str, **query: Any) -> str:
        given = {name: value for name, value in query.items() if value not in (None, "")}
        if asked:
            given["lang"] = asked
        return f"{path}?{urlencode(given)}" if given else path

    return here


def _in_language(request: Request, language: str) -> str:
    query = {name: value for name, value in request.query_params.items() if name != "lang"}
    return f"{request.url.path}?{urlencode({**query, 'lang': language})}"


def back_to(request: Request, path: str, **query: Any) -> RedirectResponse:
    """Done: a page is asked for anew, in the language it was read in."""
    return RedirectResponse(linker(chosen(request))(path, **query), 303)
