"""The documentation pages: the events, the five interfaces, and their documents to download.

Knows no event and no route by itself: it shows the documents that it is given. Public, no sign-in.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from ui.assets import Assets
from ui.documentation_api import operations_of
from ui.documentation_events import TopicView, event_of, matching, topics_of
from ui.language import language_of
from ui.pages import Pages

Document = Mapping[str, Any]
JSON_HEADERS = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


def router(
    asyncapi: Callable[[], Document],
    openapi: Callable[[], Mapping[str, Document]],
    schema: Callable[[str], Document | None],
) -> APIRouter:
    """`/documentation` and what lies below it; a document is asked for when it is first shown.

    `openapi` gives a document per service; `schema` the JSON Schema of a wire type, or None.
    """
    routes = APIRouter(prefix="/documentation", include_in_schema=False)
    pages = Pages("ui", Assets())

    @cache
    def listed(language: str) -> list[TopicView]:
        return topics_of(asyncapi(), language)

    def unknown(request: Request, asked: str) -> HTMLResponse:
        return pages.render(request, "documentation_unknown.html", status=404, asked=asked[:120])

    @routes.get("")
    async def index(request: Request) -> HTMLResponse:
        topics = listed(language_of(request))
        return pages.render(
            request,
            "documentation.html",
            services=[tag for tag in asyncapi()["info"]["tags"] if tag["name"] in openapi()],
            topics=sum(len(topic.names) for topic in topics),
            events=len({event.wire_type for topic in topics for event in topic.events}),
        )

    @routes.get("/events")
    async def events(
        request: Request, q: Annotated[str, Query(max_length=120)] = ""
    ) -> HTMLResponse:
        topics = listed(language_of(request))
        return pages.render(
            request,
            "documentation_events.html",
            topics=topics,
            found=matching(topics, q),
            total=sum(len(topic.events) for topic in topics),
            query=q,
        )

    @routes.get("/events/{wire_type}")
    async def event(request: Request, wire_type: str) -> HTMLResponse:
        language = language_of(request)
        view = event_of(asyncapi(), listed(language), wire_type, language)
        if view is None:
            return unknown(request, wire_type)
        return pages.render(request, "documentation_event.html", event=view)

    @routes.get("/asyncapi.json")
    async def asyncapi_document() -> JSONResponse:
        return JSONResponse(asyncapi(), headers=JSON_HEADERS)

    @routes.get("/openapi/{service}.json")
    async def openapi_document(service: str) -> JSONResponse:
        if service not in openapi():
            raise HTTPException(404)
        return JSONResponse(openapi()[service], headers=JSON_HEADERS)

    @routes.get("/schemas/{wire_type}.json")
    async def schema_document(wire_type: str) -> JSONResponse:
        found = schema(wire_type)
        if found is None:
            raise HTTPException(404)
        return JSONResponse(found, headers=JSON_HEADERS, media_type="application/schema+json")

    @routes.get("/{service}")
    async def service_page(request: Request, service: str) -> HTMLResponse:
        document = openapi().get(service)
        if document is None:
            return unknown(request, service)
        return pages.render(
            request,
            "documentation_api.html",
            service=service,
            version=document["info"]["version"],
            groups=operations_of(document, language_of(request)),
        )

    return routes
