"""One port, one address: hands each request to the service that owns its path."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
from contracts.topics import SERVICES
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

# Hop-by-hop headers (RFC 9110 §7.6.1) concern one connection and are not passed on.
HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
PAGES_OF_INTAKE = (
    "/suivi",
    "/mes-dossiers",
    "/dossiers",
    "/canaux",
    "/comptoir",
    "/terrain",
    "/open311",
    "/avis",
    "/politique",
    "/carte",
    "/demande",
    "/static",
    "/documentation",
)
PAGES_OF_ROUTING = ("/travail", "/personnes", "/grilles", "/direction")
PAGES_OF_SLA = (
    "/echeances",
    "/calendriers",
    "/delais",
    "/listes",
    "/performance",
    "/ameliorations",
)
PAGES_OF_NOTIFICATIONS = ("/courrier", "/webhooks")
PAGES_OF_COMPLAINTS = ("/plaintes", "/acces", "/reclamations")
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def target_of(path: str, services: Mapping[str, str], mail: str) -> str | None:
    """Address behind a path, or None."""
    parts = path.split("/")
    if len(parts) > 2 and parts[1] == "api" and parts[2] in services:
        return services[parts[2]] + path
    if len(parts) > 3 and parts[1] == "documentation" and parts[2] in services:
        # As the service itself says it now; the pages show what is published with the release.
        return services[parts[2]] + path
    if len(parts) > 3 and parts[1] == "services" and parts[2] in services:
        return f"{services[parts[2]]}/{'/'.join(parts[3:])}"
    if path == "/courriels" or path.startswith("/courriels/"):
        return mail + (path.removeprefix("/courriels") or "/")
    if path == "/" or any(path == page or path.startswith(f"{page}/") for page in PAGES_OF_INTAKE):
        return services["intake"] + path
    if any(path == page or path.startswith(f"{page}/") for page in PAGES_OF_ROUTING):
        return services["routing"] + path
    if any(path == page or path.startswith(f"{page}/") for page in PAGES_OF_SLA):
        return services["sla"] + path
    if any(path == page or path.startswith(f"{page}/") for page in PAGES_OF_NOTIFICATIONS):
        return services["notifications"] + path
    if any(path == page or path.startswith(f"{page}/") for page in PAGES_OF_COMPLAINTS):
        return services["complaints"] + path
    return None


def gateway(services: Mapping[str, str], mail: str, issuer: ASGIApp) -> Starlette:
    """The application; `services` and `mail` are base addresses without a final slash."""
    assert set(services) == set(SERVICES)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        # Given up before the services do (uvicorn: 5 s), or one closes under a request's feet.
        limits = httpx.Limits(
            max_connections=200, max_keepalive_connections=50, keepalive_expiry=2.0
        )
        async with httpx.AsyncClient(timeout=30.0, limits=limits) as client:
            app.state.client = client
            yield

    async def forward(request: Request) -> Response:
        target = target_of(request.url.path, services, mail)
        if target is None:
            return _error(404, "notFound", "Introuvable. / Not found.")
        headers = [
            (name, value)
            for name, value in request.headers.raw
            if name.decode("latin-1").lower() not in HOP_BY_HOP
        ]
        if request.client is not None:
            # Appended, as proxies do: what the caller says of itself stays behind it, unbelieved.
            headers.append((b"x-forwarded-for", request.client.host.encode("latin-1")))
        client: httpx.AsyncClient = request.app.state.client
        outgoing = client.build_request(
            request.method,
            httpx.URL(target, query=request.url.query.encode()),
            headers=headers,
            content=await request.body(),
        )
        try:
            answer = await client.send(outgoing, stream=True)
        except httpx.TransportError:
            return _error(503, "serviceUnavailable", "Service indisponible. / Unavailable.")
        passed = StreamingResponse(
            answer.aiter_raw(), answer.status_code, background=BackgroundTask(answer.aclose)
        )
        passed.raw_headers = [
            (name.lower(), value)
            for name, value in answer.headers.raw
            if name.decode("latin-1").lower() not in HOP_BY_HOP
        ]
        return passed

    return Starlette(
        routes=[
            Route("/demo/{path:path}", issuer),
            Route("/{path:path}", forward, methods=METHODS),
        ],
        lifespan=lifespan,
    )


def _error(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message}}, status)
