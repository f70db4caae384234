"""Assets: content that browsers cache, compressed once, with a tag to check whether it has changed.

Why not Starlette's StaticFiles and GZipMiddleware: they compress for each request (measured: 11.6 ms rather than 2.6);
their tags depend on a file's time, so differ between hosts; the folder's mount would serve /static/widget.js too
(`test_no_other_file_is_served`); and a hub's JSON, made in memory, is an asset as well.
"""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import Request
from fastapi.responses import Response

DIGEST_CHARACTERS: Final = 16

_TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True)
class Asset:
    """Content with its type, its tag and its compressed form."""

    content: bytes
    media_type: str
    tag: str
    compressed: bytes

    @classmethod
    def of(cls, content: bytes, media_type: str) -> Asset:
        """An asset from content in memory."""
        return cls(content, media_type, digest(content), gzip.compress(content, mtime=0))

    @classmethod
    def read(cls, path: Path) -> Asset:
        """The asset of a file."""
        media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return cls.of(path.read_bytes(), media_type)

    def response(self, request: Request, cache: str, *, vary: str = "") -> Response:
        """The content, or 304 if the browser has it.

        Args:
            request: the request.
            cache: the header `Cache-Control`.
            vary: further names for the header `Vary`.
        """
        tag = f'"{self.tag}"'
        headers = {
            "ETag": tag,
            "Cache-Control": cache,
            "Vary": f"Accept-Encoding, {vary}" if vary else "Accept-Encoding",
        }
        known = request.headers.get("if-none-match", "")
        if tag in (other.strip().removeprefix("W/") for other in known.split(",")):
            return Response(status_code=304, headers=headers)
        content = self.content
        if "gzip" in request.headers.get("accept-encoding", ""):
            content, headers["Content-Encoding"] = self.compressed, "gzip"
        return Response(content, media_type=self.media_type, headers=headers)


def digest(content: bytes) -> str:
    """A short hash of content."""
    return sha256(content).hexdigest()[:DIGEST_CHARACTERS]
