"""Whom a request comes from. What a proxy says of it is believed where the proxy is declared (TRUSTED_PROXIES)."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from fastapi import Request

_HANDED_ON: Final = ("x-forwarded-for", "forwarded", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""What proxies add; one that adds none of these cannot be told from somebody on its machine."""

_SITE_BITS: Final = 64
"""Of IPv6: whoever has one address there has all those of its network."""


def address(request: Request) -> str:
    """The address, as the declared proxies tell it, else that of whoever connected; of IPv6 the network it is in."""
    parsed = _parsed(request)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((int(parsed), _SITE_BITS), strict=False))
    return str(parsed or _host(request))


def is_local(request: Request) -> bool:
    """Whether someone on this machine made the request, and no proxy handed it on, declared or not."""
    if any(header in request.headers for header in _HANDED_ON):
        return False
    parsed = _parsed(request)
    return parsed is not None and parsed.is_loopback


def _host(request: Request) -> str:
    return request.client.host if request.client else ""


def _parsed(request: Request) -> IPv4Address | IPv6Address | None:
    """None where it is no address."""
    try:
        parsed = ip_address(_host(request))
    except ValueError:
        return None
    # Of IPv4, as a server sees it that listens to both.
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed
