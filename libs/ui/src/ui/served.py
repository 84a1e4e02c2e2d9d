"""A file served from memory: with its ETag, and compressed for whoever understands that."""

import gzip
import hashlib
from dataclasses import dataclass, field

from fastapi import Request, Response


@dataclass(frozen=True)
class ServedFile:
    """The bytes of a file and their media type; `digest` is new whenever the bytes are."""

    content: bytes
    media_type: str
    digest: str = field(init=False)
    _compressed: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hashlib.sha256(self.content).hexdigest()[:16])
        # Of time 0: the same bytes in every replica.
        object.__setattr__(self, "_compressed", gzip.compress(self.content, mtime=0))

    def answer(self, request: Request, cache: str) -> Response:
        """The file, or 304 to whoever has it; `cache` is its Cache-Control."""
        takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
        # Two encodings are two representations (RFC 9110 §8.8.3), so each has its own tag.
        tag = f'"{self.digest}-gzip"' if takes_gzip else f'"{self.digest}"'
        headers = {
            "Cache-Control": cache,
            "ETag": tag,
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
        }
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        if not takes_gzip:
            return Response(self.content, media_type=self.media_type, headers=headers)
        headers["Content-Encoding"] = "gzip"
        return Response(self._compressed, media_type=self.media_type, headers=headers)
