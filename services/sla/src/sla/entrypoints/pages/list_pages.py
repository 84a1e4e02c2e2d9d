"""`/listes`: the monthly lists, by month; each with its lines, their answers, and its files."""

from uuid import uuid4

from chassis.commands import CommandConflict, NotFound
from chassis.errors import ApiError
from chassis.identity import Caller
from chassis.page_faults import WHOLE, faults_in
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ui import language_of
from ui.csv_file import csv_file
from ui.dates import month_in_words
from ui.language import Words, said
from ui.pages import HEADERS, back_to

from sla.application.lists.forms import AnswerForm
from sla.domain.lists.documents import ListKind
from sla.entrypoints.list_desk import HOLDERS, OVERSEERS, READERS, TECHNICIAN, ListDesk, Whole
from sla.entrypoints.list_files import pdf_of, xlsx_of
from sla.entrypoints.list_rows import ANSWERS, Sheet, sheet_of
from sla.entrypoints.pages.list_views import (
    TEXTS,
    Coming,
    coming_in,
    heads_in_words,
    rule_in_words,
    shown_of,
)
from sla.entrypoints.pages.page_forms import A_DATE, Sent, filled, sent_by
from sla.entrypoints.pages.staff_pages import StaffPages

FIELDS = ("kind", "words", "plannedOn")
CHOOSE: Words = (
    "Choisissez : complétée, en attente ou action à venir.",
    "Choose: completed, waiting, or action to come.",
)
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def router(pages: StaffPages, desk: ListDesk) -> APIRouter:
    """`/listes` and what is below it."""
    routes, made = APIRouter(include_in_schema=False), ListPages(pages, desk)
    routes.add_api_route("/listes", made.index, methods=["GET"])
    routes.add_api_route("/listes/{list_id}", made.show, methods=["GET"])
    routes.add_api_route("/listes/{list_id}/liste.{ending}", made.file, methods=["GET"])
    routes.add_api_route("/listes/{list_id}/lignes/{case_id}", made.answer, methods=["POST"])
    routes.add_api_route("/listes/{list_id}/fermeture", made.close, methods=["POST"])
    return routes


class ListPages:
    """The pages; every form is a POST of our own: see `chassis.identity`."""

    def __init__(self, pages: StaffPages, desk: ListDesk) -> None:
        self._pages = pages
        self._desk = desk

    async def index(self, request: Request) -> Response:
        """All lists that the caller may see, the newest month first."""
        caller = await self._pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        lang, query = language_of(request), request.query_params
        names = self._pages.names(lang)
        borough = query.get("borough", "")[:120]
        heads = await self._desk.listed(caller, borough or None)
        months = list(dict.fromkeys(one.month for one in heads))
        asked = query.get("month", "")
        month = asked if asked in months else next(iter(months), "")
        shown = [one for one in heads if one.month == month]
        return self._pages.render(
            request,
            "lists.html",
            caller,
            borough=borough,
            month=month,
            months=[(one, month_in_words(one, lang)) for one in months],
            heads=heads_in_words(shown, names, lang),
            plans=self._plans(caller, lang) if not caller.roles.isdisjoint(OVERSEERS) else [],
        )

    async def show(self, request: Request, list_id: str) -> Response:
        """One list, with a form for each line that may be answered."""
        caller = await self._pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        return await self._shown(request, caller, list_id)

    async def answer(self, request: Request, list_id: str, case_id: str) -> Response:
        """Answered, then back to the line; or the form again, with what was typed."""
        caller = await self._pages.caller(request, *OVERSEERS, *HOLDERS)
        if isinstance(caller, Response):
            return caller
        sent, lang = await sent_by(request), language_of(request)
        made = filled(AnswerForm, sent, FIELDS, {"plannedOn": A_DATE}, lang)
        faults = dict(made.faults)
        if not sent["kind"]:
            faults = {"kind": said(CHOOSE, lang)}
        try:
            if made.form is not None and not faults:
                await self._desk.answer(list_id, case_id, made.form, caller, sent["key"] or None)
        except NotFound:
            return self._pages.unknown(request, caller)
        except (ApiError, CommandConflict) as error:
            faults = faults_in(error, lang)
        if faults:
            return await self._shown(request, caller, list_id, case_id, sent, faults)
        return back_to(
            request, f"/listes/{list_id}", page=sent["page"], show=sent["show"], done=case_id
        )

    async def close(self, request: Request, list_id: str) -> Response:
        """Closed by the technician (PV-28)."""
        caller = await self._pages.caller(request, TECHNICIAN)
        if isinstance(caller, Response):
            return caller
        sent, lang = await sent_by(request), language_of(request)
        try:
            await self._desk.close(list_id, caller, sent["key"] or None)
        except NotFound:
            return self._pages.unknown(request, caller)
        except (ApiError, CommandConflict) as error:
            return await self._shown(request, caller, list_id, "", sent, faults_in(error, lang))
        return back_to(request, f"/listes/{list_id}", done="closed")

    async def file(self, request: Request, list_id: str, ending: str) -> Response:
        """The list as `liste.csv`, `liste.xlsx` or `liste.pdf`."""
        caller = await self._pages.caller(request, *READERS)
        if isinstance(caller, Response):
            return caller
        try:
            sheet = self._sheet(await self._desk.whole(list_id, caller), language_of(request))
        except NotFound:
            return self._pages.unknown(request, caller)
        except ApiError as error:
            return self._refused(request, caller, error)
        match ending:
            case "csv":
                rows = (sheet.cells(row, iso=True) for row in sheet.rows)
                return csv_file(sheet.name, sheet.columns, rows)
            case "xlsx":
                return _attached(xlsx_of(sheet), SHEETS, f"{sheet.name}.xlsx")
            case "pdf":
                return _attached(pdf_of(sheet), "application/pdf", f"{sheet.name}.pdf")
        return self._pages.unknown(request, caller)

    async def _shown(
        self,
        request: Request,
        caller: Caller,
        list_id: str,
        case_id: str = "",
        sent: Sent | None = None,
        faults: dict[str, str] | None = None,
    ) -> Response:
        lang = language_of(request)
        try:
            whole = await self._desk.whole(list_id, caller)
        except NotFound:
            return self._pages.unknown(request, caller)
        except ApiError as error:
            return self._refused(request, caller, error)
        head, sheet = whole.head, self._sheet(whole, lang)
        query = sent.given if sent is not None else request.query_params
        is_open = head.kind is ListKind.RESPONSABLE and not head.is_closed
        return self._pages.render(
            request,
            "list.html",
            caller,
            status=422 if faults else 200,
            head=head,
            sheet=sheet,
            whole=whole,
            shown=shown_of(sheet, query, case_id),
            rule=rule_in_words(head, lang),
            may_answer=is_open and not caller.roles.isdisjoint((*OVERSEERS, *HOLDERS)),
            may_close=is_open and TECHNICIAN in caller.roles,
            answered=case_id,
            given=sent.given if sent is not None else {},
            faults=faults or {},
            whole_fault=(faults or {}).get(WHOLE, ""),
            done=request.query_params.get("done", ""),
            key=str(uuid4()),
            answers=[(kind.value, said(words, lang)) for kind, words in ANSWERS.items()],
            texts={name: said(words, lang) for name, words in TEXTS.items()},
        )

    def _sheet(self, whole: Whole, language: str) -> Sheet:
        held = [one for one in self._pages.desk.book.grids() if one.borough == whole.head.borough]
        newest = max(held, key=lambda one: one.rank, default=None)
        signature = said((newest.signature_fr, newest.signature_en), language) if newest else ""
        return sheet_of(whole, self._pages.names(language), signature, language)

    def _plans(self, caller: Caller, language: str) -> list[Coming]:
        """What comes next in each borough of the caller that sends lists."""
        desk = self._pages.desk
        names = self._pages.names(language)
        found = [
            coming_in(desk, borough, name, desk.clock(), language)
            for borough, name in names.of(caller.boroughs)
        ]
        return [one for one in found if one is not None]

    def _refused(self, request: Request, caller: Caller, error: ApiError) -> Response:
        message = error.body(language_of(request))["error"]["message"]
        return self._pages.render(
            request, "refused.html", caller, status=error.status, message=message
        )


def _attached(content: bytes, media_type: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers={**HEADERS, **disposition})
