"""Static files of packages, served from memory: our own, so no page calls another address."""

import hashlib
from importlib.resources import files

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
A_YEAR = "public, max-age=31536000, immutable"


class Assets:
    """The files in `static/` of the packages given; a later package may not repeat a name."""

    def __init__(self, *packages: str) -> None:
        self._files: dict[str, tuple[bytes, str, str]] = {}
        for package in ("ui", *packages):
            for file in (files(package) / "static").iterdir():
                suffix = file.name[file.name.rfind(".") :]
                if suffix not in TYPES:
                    continue
                if file.name in self._files:
                    raise ValueError(f"static file {file.name} is in two packages")
                content = file.read_bytes()
                digest = hashlib.sha256(content).hexdigest()[:16]
                self._files[file.name] = (content, TYPES[suffix], digest)

    def url(self, name: str) -> str:
        """Address of a file, new whenever its content is. Raises KeyError for an unknown one."""
        return f"/static/{name}?v={self._files[name][2]}"

    def router(self) -> APIRouter:
        """`/static/<name>`; nothing but these files can be asked for."""
        routes = APIRouter()

        @routes.get("/static/{name}", include_in_schema=False)
        async def static(name: str, request: Request) -> Response:
            if name not in self._files:
                raise HTTPException(404)
            content, media_type, digest = self._files[name]
            headers = {
                "Cache-Control": A_YEAR if request.query_params.get("v") == digest else "no-cache",
                "ETag": f'"{digest}"',
                "X-Content-Type-Options": "nosniff",
            }
            if request.headers.get("if-none-match") == headers["ETag"]:
                return Response(status_code=304, headers=headers)
            return Response(content, media_type=media_type, headers=headers)

        return routes
