"""Static files of packages, served from memory: our own, so no page calls another address."""

from importlib.resources import files

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from ui.served import ServedFile

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
A_YEAR = "public, max-age=31536000, immutable"


class Assets:
    """The files in `static/` of the packages given; a later package may not repeat a name."""

    def __init__(self, *packages: str) -> None:
        self._files: dict[str, ServedFile] = {}
        for package in ("ui", *packages):
            for file in (files(package) / "static").iterdir():
                suffix = file.name[file.name.rfind(".") :]
                if suffix not in TYPES:
                    continue
                if file.name in self._files:
                    raise ValueError(f"static file {file.name} is in two packages")
                self._files[file.name] = ServedFile(file.read_bytes(), TYPES[suffix])

    def url(self, name: str) -> str:
        """Address of a file, new whenever its content is. Raises KeyError for an unknown one."""
        return f"/static/{name}?v={self._files[name].digest}"

    def router(self) -> APIRouter:
        """`/static/<name>`; nothing but these files can be asked for."""
        routes = APIRouter()

        @routes.get("/static/{name}", include_in_schema=False)
        async def static(name: str, request: Request) -> Response:
            if name not in self._files:
                raise HTTPException(404)
            file = self._files[name]
            is_known = request.query_params.get("v") == file.digest
            return file.answer(request, A_YEAR if is_known else "no-cache")

        return routes
