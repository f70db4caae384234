"""The client's address of a request. Only declared proxies are trusted (TRUSTED_PROXIES)."""

from __future__ import annotations

import hmac
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from fastapi import Request
from pydantic import SecretStr

_FORWARDING: Final = ("x-forwarded-for", "forwarded", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""Headers added by proxies; a proxy that adds none of them looks like a client on its machine."""

_SITE_BITS: Final = 64
"""Bits of an IPv6 network: a client has all addresses of its network."""


def address(request: Request) -> str:
    """The client's address, from declared proxies, else from the connection; for IPv6, its network."""
    parsed = _parse(request)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((int(parsed), _SITE_BITS), strict=False))
    return str(parsed or _host(request))


def is_local(request: Request) -> bool:
    """Whether the request comes from this machine, and was not forwarded by any proxy, declared or not."""
    if any(header in request.headers for header in _FORWARDING):
        return False
    parsed = _parse(request)
    return parsed is not None and parsed.is_loopback


def limited_address(request: Request) -> str | None:
    """The client's address for rate limits; None for this machine, which has none."""
    return None if is_local(request) else address(request)


def opens(request: Request, token: SecretStr) -> bool:
    """Whether the request has the token set by the operator."""
    wanted = token.get_secret_value()
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    return bool(wanted) and hmac.compare_digest(wanted.encode(), given.encode())


def _host(request: Request) -> str:
    return request.client.host if request.client else ""


def _parse(request: Request) -> IPv4Address | IPv6Address | None:
    """The address of the connection; None if it has none."""
    try:
        parsed = ip_address(_host(request))
    except ValueError:
        return None
    # An IPv4 address as seen by a server that listens to both.
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed
