"""/verifier: whether a site may have a hub's window, what its security policy must allow, and what to copy.

All of it comes from the hubs' files. The site itself is never requested: a server that opens addresses on demand would
also open those of its own network. `Aiguilleur.check()`, on the site's page, checks what only that page can tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.channels.web.pages import EXAMPLE, page, server_address
from bot.channels.web.widget_files import WIDGET, WidgetFiles
from bot.content.active import ActiveContent
from bot.content.hubs import NEUTRAL, HubProfile
from bot.content.origins import site_name

ROUTE: Final = "/verifier"

_PORTS: Final = {"https": 443, "http": 80}
_LONGEST: Final = 500
"""Characters of an address that are read."""


@dataclass(frozen=True)
class SiteCheck:
    """A site's rights here.

    Attributes:
        origin: the site's origin.
        hubs: the hubs it may speak for.
        nearly: other hubs, each with the origins in its file that are the same site under another name, scheme or port.
    """

    origin: str
    hubs: tuple[HubProfile, ...]
    nearly: tuple[tuple[HubProfile, tuple[str, ...]], ...]

    @classmethod
    def of(cls, origin: str, hubs: Mapping[str, HubProfile]) -> SiteCheck:
        """Compare an origin with the files of all hubs except the neutral one, which is for every site."""
        known = [hub for hub in hubs.values() if hub.id != NEUTRAL]
        alike = {hub.id: _alike(origin, hub) for hub in known if not hub.origins.admit(origin)}
        return cls(
            origin,
            tuple(hub for hub in known if hub.origins.admit(origin)),
            tuple((hub, alike[hub.id]) for hub in known if alike.get(hub.id)),
        )

    @property
    def is_encrypted(self) -> bool:
        """Whether the site uses https; hubs can name no other, except on the local computer."""
        return self.origin.startswith("https://")


def origin_of_address(address: str) -> str | None:
    """The origin of a page's address, as browsers write it; None if it has none.

    The scheme may be missing ("www.exemple.fr/contact"), and the name may have accents.
    """
    address = address.strip()[:_LONGEST]
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    is_name = host == "localhost" or "." in host.strip(".")
    if parts.scheme not in _PORTS or not is_name or not host.replace("-", "").replace(".", "").isalnum():
        return None
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, _PORTS[parts.scheme]) else "")


def site_check_routes(current: ActiveContent, widget: WidgetFiles, public_url: str) -> APIRouter:
    """The page; its parameters are `site`, an address of the site, and `version`, the window's version it pins."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(ROUTE)
    async def verify(request: Request) -> Response:
        asked = request.query_params.get("site", "").strip()[:_LONGEST]
        host = server_address(request, public_url)
        origin = origin_of_address(asked) if asked else None
        return page(
            request,
            "verifier.html",
            asked=asked,
            host=host,
            check=SiteCheck.of(origin, current.content.hubs) if origin else None,
            is_ours=origin is not None and urlsplit(origin).netloc == urlsplit(host).netloc,
            neutral=current.content.hubs[NEUTRAL],
            example=EXAMPLE,
            **_pinned(request.query_params.get("version", "").strip()[:_LONGEST], widget),
        )

    return routes


def _pinned(version: str, widget: WidgetFiles) -> dict[str, Any]:
    """The present version, and whether a pinned one is still served."""
    kept = widget.find(version, WIDGET) is not None
    return {
        "pinned": version,
        "is_kept": kept,
        "is_present": version == widget.version,
        "version": widget.version,
        "integrity": widget.integrity,
    }


def _alike(origin: str, hub: HubProfile) -> tuple[str, ...]:
    """The origins of a hub on the same site, or on a domain above or below it."""
    asked = site_name(origin)
    names = {written: site_name(written) for written in hub.origins.named}
    return tuple(
        written
        for written, name in names.items()
        if name and (f".{asked}".endswith(f".{name}") or f".{name}".endswith(f".{asked}"))
    )
