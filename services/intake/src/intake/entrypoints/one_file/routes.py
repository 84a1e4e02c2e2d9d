"""`/mes-dossiers`: all that a citizen brought, side by side (PV-03).

Each code opens its own case, as on `/suivi`, and is counted as there. Codes travel in the body of
the form alone; which came together is stored nowhere, logged nowhere, and shown to no staff.
"""

from collections.abc import Sequence

from chassis.commands import NotFound
from chassis.errors import ApiError
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from ui import Pages, language_of
from ui.language import said

from intake.domain.tracking import hash_of
from intake.entrypoints.desk import Desk
from intake.entrypoints.one_file.codes import MOST, codes_in
from intake.entrypoints.page_forms import sent_by
from intake.entrypoints.tracking.views import citizen_view
from intake.entrypoints.views import View

UNREAD = (
    "Un code compte 16 lettres et chiffres : {what} n'en est pas un.",
    "A code has 16 letters and digits: {what} is none.",
)
UNKNOWN = ("Aucune demande ne répond au code {what}.", "No request answers to the code {what}.")
TOO_MANY = (
    "Douze codes à la fois, pas plus : les premiers sont montrés.",
    "Twelve codes at once, no more: the first ones are shown.",
)
NOTHING = ("Entrez au moins un code.", "Enter one code at least.")


def router(desk: Desk, pages: Pages) -> APIRouter:
    """`/mes-dossiers`."""
    routes = APIRouter(include_in_schema=False)

    def shown(
        request: Request,
        cases: Sequence[View],
        *,
        typed: str = "",
        faults: Sequence[str] = (),
        status: int = 200,
    ) -> HTMLResponse:
        return pages.render(
            request, "mes_dossiers.html", status=status, cases=cases, typed=typed, faults=faults
        )

    @routes.get("/mes-dossiers")
    async def ask(request: Request) -> HTMLResponse:
        return shown(request, [])

    @routes.post("/mes-dossiers")
    async def gather(request: Request) -> HTMLResponse:
        """The cases of these codes, newest first; a code that opens none stays to be corrected."""
        sent, language = await sent_by(request), language_of(request)
        held, typed = codes_in(sent["code"]), codes_in(sent["codes"])
        # Two ways to write one code, an O for a 0, are one code.
        codes = [*{hash_of(one): one for one in (*held.found, *typed.found)}.values()]
        cases: list[View] = []
        wrong = list(typed.unread)
        faults = [said(UNREAD, language).format(what=f"« {one[:40]} »") for one in typed.unread]
        if len(codes) > MOST:
            faults.append(said(TOO_MANY, language))
        for nth, code in enumerate(codes[:MOST]):
            try:
                async with desk.limits.trying(request, code):
                    found = await desk.cases.dossier_by_code(code)
            except NotFound:
                wrong.append(code)
                faults.append(said(UNKNOWN, language).format(what=f"« {code} »"))
                continue
            except ApiError as refusal:
                # Nothing is tried any more; what was typed is there for later.
                wrong += codes[nth:MOST]
                faults.append(refusal.body(language)["error"]["message"])
                page = shown(
                    request, _sorted(cases), typed="\n".join(wrong), faults=faults, status=429
                )
                page.headers.update(refusal.headers)
                return page
            cases.append({**await citizen_view(desk, found, language, code), "code": code})
        if not codes and not faults:
            faults.append(said(NOTHING, language))
        status = 200 if cases else 400 if faults else 200
        return shown(request, _sorted(cases), typed="\n".join(wrong), faults=faults, status=status)

    return routes


def _sorted(cases: Sequence[View]) -> list[View]:
    return sorted(cases, key=lambda one: one["receivedAt"], reverse=True)
