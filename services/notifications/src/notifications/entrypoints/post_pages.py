"""`/courrier`: what is to be posted, by whom it was taken, and what the post brought back.

Works without script: everything that changes something is a POST of this page, then a redirect.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Annotated, Any
from uuid import uuid4

from chassis.clock import Clock
from chassis.commands import NotFound
from chassis.errors import ApiError
from chassis.identity import Caller, page_caller
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from ui import Assets, Pages, language_of
from ui.language import said
from ui.pages import HEADERS, back_to
from ui.staff_menu import entries_for

from notifications.application.date_words import ZONE
from notifications.application.post_office import MOST, Clerk, Line, PostOffice
from notifications.application.undeliverable import NoAddress, NotYet
from notifications.domain.posting import PostRefused, Returned
from notifications.domain.ways import ACCESS_OFFICER, CLERK, GENERAL_DIRECTOR, TECHNICIAN
from notifications.entrypoints.post_words import FAULTS, RETURNED, name_of

HERE = "/courrier"
ROLES = (TECHNICIAN, CLERK, ACCESS_OFFICER, GENERAL_DIRECTOR)
# What a page may load is the browser's own matter where it shows a PDF.
OF_PAPER = {"Content-Security-Policy": "frame-ancestors 'none'"}
Names = Callable[[], Awaitable[Mapping[str, str]]]
Key = Annotated[str, Form(min_length=16, max_length=100)]
Word = Annotated[str, Form(max_length=60)]
Act = Callable[[Clerk], Awaitable[None]]


class PostPages:
    """The page and what may be done on it."""

    def __init__(self, office: PostOffice, names: Names, clock: Clock, signin_url: str) -> None:
        self.office = office
        self._names = names
        self._clock = clock
        self._signin_url = signin_url
        self._pages = Pages("notifications.entrypoints", Assets())

    async def visitor(self, request: Request) -> Clerk | Response:
        """Who stands at the desk, or where somebody goes who may not."""
        caller = await page_caller(request)
        if caller is None:
            return RedirectResponse(self._signin_url, 303)
        try:
            caller.require(*ROLES)
        except ApiError as error:
            message = error.body(language_of(request))["error"]["message"]
            return self._render(request, "post_refused.html", caller, 403, message=message)
        return Clerk(caller.subject, caller.roles & set(ROLES), caller.boroughs)

    async def index(
        self, request: Request, clerk: Clerk, borough: str = "", fault: str = "", status: int = 200
    ) -> Response:
        """The two lists; `fault`: a code of `post_words.FAULTS`."""
        lines = await self.office.to_post(clerk, borough)
        language, names = language_of(request), await self._names()
        return self._render(
            request,
            "post.html",
            Caller(clerk.subject, clerk.roles, clerk.boroughs),
            status,
            lines=lines,
            free=[one for one in lines if one.is_free and not one.is_mine],
            mine=[one for one in lines if one.is_mine],
            posted=await self.office.posted(clerk, borough),
            borough=borough,
            boroughs=sorted((slug, names.get(slug, slug)) for slug in clerk.boroughs),
            names=names,
            today=self._clock().astimezone(ZONE).date(),
            key=str(uuid4()),
            fault=said(FAULTS[fault], language) if fault else "",
            reasons=[(one.value, said(words, language)) for one, words in RETURNED.items()],
            name_of=lambda line: name_of(line, language),
        )

    async def act(self, request: Request, act: Act, borough: str = "") -> Response:
        """Do it, then show the page anew; what is refused is said above the lists."""
        clerk = await self.visitor(request)
        if isinstance(clerk, Response):
            return clerk
        try:
            await act(clerk)
        except NotFound:
            return await self.index(request, clerk, borough, "not-to-post", 404)
        except PostRefused as refused:
            status = 422 if refused.code in ("posted-on", "reason") else 409
            return await self.index(request, clerk, borough, refused.code, status)
        return back_to(request, HERE, arrondissement=borough)

    async def pdf(
        self, request: Request, clerk: Clerk, lines: Sequence[tuple[str, str]], name: str
    ) -> Response:
        """The letters as one file; its name says nothing of anybody."""
        try:
            content = await self.office.pdf(clerk, lines)
        except NotFound:
            return await self.index(request, clerk, "", "not-held", 404)
        except NoAddress:
            return await self.index(request, clerk, "", "no-address", 409)
        except NotYet:
            return await self.index(request, clerk, "", "not-yet", 409)
        shown = {"Content-Disposition": f'inline; filename="{name}.pdf"', **OF_PAPER}
        return Response(content, media_type="application/pdf", headers={**HEADERS, **shown})

    def _render(
        self, request: Request, template: str, caller: Caller, status: int, **values: Any
    ) -> Response:
        return self._pages.render(
            request,
            template,
            status=status,
            caller=caller,
            signin_url=self._signin_url,
            menu=entries_for(caller.roles),
            **values,
        )


def post_router(office: PostOffice, names: Names, clock: Clock, signin_url: str) -> APIRouter:
    """`/courrier` and below."""
    routes = APIRouter(include_in_schema=False)
    pages = PostPages(office, names, clock, signin_url)
    _reading(routes, pages)
    _taking(routes, pages)
    _telling(routes, pages)
    return routes


def _reading(routes: APIRouter, pages: PostPages) -> None:
    @routes.get(HERE)
    async def listed(
        request: Request, arrondissement: Annotated[str, Query(max_length=60)] = ""
    ) -> Response:
        clerk = await pages.visitor(request)
        if isinstance(clerk, Response):
            return clerk
        return await pages.index(request, clerk, arrondissement)

    @routes.get(f"{HERE}/mes-lettres.pdf")
    async def all_of_mine(request: Request) -> Response:
        clerk = await pages.visitor(request)
        if isinstance(clerk, Response):
            return clerk
        mine = [_key_of(one) for one in await pages.office.to_post(clerk) if one.is_mine]
        if not mine:
            return await pages.index(request, clerk, "", "not-held", 404)
        return await pages.pdf(request, clerk, mine, "lettres")

    @routes.get(f"{HERE}/{{case_id}}/{{delivery_id}}.pdf")
    async def one(request: Request, case_id: str, delivery_id: str) -> Response:
        clerk = await pages.visitor(request)
        if isinstance(clerk, Response):
            return clerk
        name = f"lettre-{case_id[:8]}-{delivery_id[:4]}"
        return await pages.pdf(request, clerk, [(case_id, delivery_id)], name)


def _taking(routes: APIRouter, pages: PostPages) -> None:
    @routes.post(f"{HERE}/prendre")
    async def take_all(request: Request, key: Key, arrondissement: Word = "") -> Response:
        async def take(clerk: Clerk) -> None:
            for line in (await pages.office.to_post(clerk, arrondissement))[:MOST]:
                if line.is_free and not line.is_mine:
                    # Another person may take one of them meanwhile: then it is theirs.
                    with suppress(PostRefused):
                        await pages.office.take(clerk, *_key_of(line), key)

        return await pages.act(request, take, arrondissement)

    @routes.post(f"{HERE}/{{case_id}}/{{delivery_id}}/prendre")
    async def take(
        request: Request, case_id: str, delivery_id: str, key: Key, arrondissement: Word = ""
    ) -> Response:
        return await pages.act(
            request,
            lambda clerk: pages.office.take(clerk, case_id, delivery_id, key),
            arrondissement,
        )

    @routes.post(f"{HERE}/{{case_id}}/{{delivery_id}}/remettre")
    async def put_back(
        request: Request, case_id: str, delivery_id: str, key: Key, arrondissement: Word = ""
    ) -> Response:
        return await pages.act(
            request,
            lambda clerk: pages.office.put_back(clerk, case_id, delivery_id, key),
            arrondissement,
        )


def _telling(routes: APIRouter, pages: PostPages) -> None:
    @routes.post(f"{HERE}/postees")
    async def all_posted(
        request: Request, key: Key, posted_on: Word = "", arrondissement: Word = ""
    ) -> Response:
        async def tell(clerk: Clerk) -> None:
            on = _day(posted_on)
            for line in await pages.office.to_post(clerk, arrondissement):
                if line.is_mine:
                    await pages.office.post(clerk, *_key_of(line), on, key)

        return await pages.act(request, tell, arrondissement)

    @routes.post(f"{HERE}/{{case_id}}/{{delivery_id}}/postee")
    async def posted(
        request: Request,
        case_id: str,
        delivery_id: str,
        key: Key,
        posted_on: Word = "",
        arrondissement: Word = "",
    ) -> Response:
        async def tell(clerk: Clerk) -> None:
            await pages.office.post(clerk, case_id, delivery_id, _day(posted_on), key)

        return await pages.act(request, tell, arrondissement)

    @routes.post(f"{HERE}/{{case_id}}/{{delivery_id}}/revenue")
    async def came_back(
        request: Request,
        case_id: str,
        delivery_id: str,
        key: Key,
        reason: Word = "",
        arrondissement: Word = "",
    ) -> Response:
        async def tell(clerk: Clerk) -> None:
            if reason not in set(Returned):
                raise PostRefused("reason")
            await pages.office.came_back(clerk, case_id, delivery_id, Returned(reason), key)

        return await pages.act(request, tell, arrondissement)


def _key_of(line: Line) -> tuple[str, str]:
    return line.case_id, line.delivery.delivery_id


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise PostRefused("posted-on") from None
