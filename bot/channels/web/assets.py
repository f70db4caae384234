"""Files that browsers get: with a tag by which they ask whether theirs still holds, compressed where they take it."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import Request
from fastapi.responses import Response

DIGEST_SIGNS: Final = 16

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
        """Content made here."""
        return cls(content, media_type, digest(content), gzip.compress(content, mtime=0))

    @classmethod
    def read(cls, path: Path) -> Asset:
        """A file's content."""
        media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return cls.of(path.read_bytes(), media_type)

    def response(self, request: Request, cache: str, *, vary: str = "") -> Response:
        """The content, or 304 where the browser has it. `cache`: for how long, as `Cache-Control` says it."""
        tag = f'"{self.tag}"'
        headers = {
            "ETag": tag,
            "Cache-Control": cache,
            "Vary": f"Accept-Encoding, {vary}" if vary else "Accept-Encoding",
        }
        asked = request.headers.get("if-none-match", "")
        if tag in (one.strip().removeprefix("W/") for one in asked.split(",")):
            return Response(status_code=304, headers=headers)
        content = self.content
        if "gzip" in request.headers.get("accept-encoding", ""):
            content, headers["Content-Encoding"] = self.compressed, "gzip"
        return Response(content, media_type=self.media_type, headers=headers)


def digest(content: bytes) -> str:
    """A name for content that no other content has."""
    return sha256(content).hexdigest()[:DIGEST_SIGNS]
