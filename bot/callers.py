"""Whom a request comes from. What a proxy says of it is believed where the proxy is declared (TRUSTED_PROXIES)."""

from __future__ import annotations

from ipaddress import ip_address

from fastapi import Request

_HANDED_ON = ("x-forwarded-for", "forwarded")


def address(request: Request) -> str:
    """The address, as the declared proxies tell it, else that of whoever connected."""
    return request.client.host if request.client else ""


def is_local(request: Request) -> bool:
    """Whether someone on this machine made the request, and no proxy handed it on, declared or not."""
    if any(header in request.headers for header in _HANDED_ON):
        return False
    try:
        return ip_address(address(request)).is_loopback
    except ValueError:
        return False
