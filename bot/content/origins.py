"""The origins of a hub's sites in its file: exact ones, and subdomains for trials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

ANY_ORIGIN: Final = "*"

_LOCAL: Final = ("http://localhost", "http://127.0.0.1")
"""Origins for demonstrations; without a port they stand for every port."""

_SUBDOMAINS: Final = "https://*."
"""Start of an origin for all sites one level below a name: "https://*.preprod.exemple.fr"."""

_FIRST_NAME: Final = re.compile(r"^https://[a-z0-9-]+\.")
_WWW: Final = "www."


@dataclass(frozen=True)
class SiteOrigins:
    """The sites that may speak for a hub.

    Attributes:
        named: origins as in its file.
        all: the same, with the `www.` forms that follow from them.
    """

    named: tuple[str, ...]
    all: frozenset[str]

    @classmethod
    def of(cls, named: Iterable[str], *, www: bool) -> SiteOrigins:
        """The origins of a file; with `www`, each both with and without `www.`."""
        written = tuple(named)
        return cls(written, frozenset(written) | (frozenset(map(_other_name, written)) if www else frozenset()))

    def __bool__(self) -> bool:
        """Whether any site may speak for the hub."""
        return bool(self.all)

    def admit(self, origin: str) -> bool:
        """Whether a page of an origin ("https://www.exemple.fr") may speak for the hub."""
        host, _, _ = origin.rpartition(":")
        standing_for_it = {ANY_ORIGIN, origin, _FIRST_NAME.sub(_SUBDOMAINS, origin), *({host} & set(_LOCAL))}
        return not self.all.isdisjoint(standing_for_it)

    @property
    def sources(self) -> tuple[str, ...]:
        """The origins as in a content security policy (`frame-ancestors`), sorted."""
        return tuple(sorted(f"{origin}:*" if origin in _LOCAL else origin for origin in self.all))


def site_name(origin: str) -> str:
    """The name of an origin's site, without `www.` ("exemple.fr")."""
    return (urlsplit(origin).hostname or "").removeprefix(_WWW)


def origin_findings(named: list[str], *, www: bool, framed: bool) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """The mistakes in the origins of a hub's file: key, problem and remedy."""
    sites = [site_name(origin) for origin in named if _is_exact(origin)]
    for index, origin in enumerate(named):
        below = origin.removeprefix(_SUBDOMAINS)
        if origin.startswith(_SUBDOMAINS) and _is_exact(f"https://{below}"):
            if not any(f".{below}".endswith(f".{site}") for site in sites):
                # Under a name that is not the hub's, anybody can have a site ("https://*.github.io").
                remedy = (
                    f"nommer aussi ce site dans « origines », ou écrire chaque adresse en entier à la place de {origin}"
                )
                yield ("origines", index), f"« {below} » n'est sous aucun site du hub", remedy
        elif origin != ANY_ORIGIN and origin not in _LOCAL and not _is_exact(origin):
            remedy = (
                "écrire https:// et le nom du site, sans chemin ni barre à la fin (https://www.exemple.fr) ; "
                "pour tous les sites d'essai sous un nom, https://*.preprod.exemple.fr"
            )
            yield ("origines", index), f"« {origin} » n'est pas l'origine d'un site", remedy
    if www and not set(named) - {ANY_ORIGIN, *_LOCAL}:
        yield (
            ("www",),
            "« www » ne sert pas : « origines » ne nomme aucun site",
            "nommer un site, ou retirer cette ligne",
        )
    if framed and not named:
        problem = "« iframe » ne sert pas : aucun site n'a le droit de montrer la page"
        yield ("iframe",), problem, "nommer un site dans « origines », ou retirer cette ligne"


def _other_name(origin: str) -> str:
    """The same site with or without `www.`; itself if that makes no sense."""
    if not _is_exact(origin) or origin in _LOCAL:
        return origin
    scheme, _, host = origin.partition("://")
    return f"{scheme}://{host.removeprefix(_WWW) if host.startswith(_WWW) else _WWW + host}"


def _is_exact(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in ("localhost", "127.0.0.1"))
    written = f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")
    return secure and host.isascii() and bool(host) and "*" not in host and origin == written
