"""The client's address of a request. A proxy is believed where it is declared (TRUSTED_PROXIES)."""

from __future__ import annotations

import hmac
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from fastapi import Request
from pydantic import SecretStr

_FORWARDING: Final = ("x-forwarded-for", "forwarded", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""Headers that proxies add; a proxy that adds none of these looks like a client on its machine."""

_SITE_BITS: Final = 64
"""Of IPv6: who has an address has all those of its network."""


def address(request: Request) -> str:
    """The client's address by the declared proxies, else by the connection; of IPv6 its network."""
    parsed = _parse(request)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((int(parsed), _SITE_BITS), strict=False))
    return str(parsed or _host(request))


def is_local(request: Request) -> bool:
    """Whether the request was made on this machine, and no proxy, declared or not, forwarded it."""
    if any(header in request.headers for header in _FORWARDING):
        return False
    parsed = _parse(request)
    return parsed is not None and parsed.is_loopback


def limited_address(request: Request) -> str | None:
    """The client's address where limits hold for it; None for this machine."""
    return None if is_local(request) else address(request)


def opens(request: Request, token: SecretStr) -> bool:
    """Whether the request bears a token that the operator has set."""
    wanted = token.get_secret_value()
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    return bool(wanted) and hmac.compare_digest(wanted.encode(), given.encode())


def _host(request: Request) -> str:
    return request.client.host if request.client else ""


def _parse(request: Request) -> IPv4Address | IPv6Address | None:
    """The address of the connection; None where it has none."""
    try:
        parsed = ip_address(_host(request))
    except ValueError:
        return None
    # Of IPv4, as a server sees it that listens to both.
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed
